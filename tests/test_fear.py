"""bot/fear.py and bot/train_fear.py: danger is heard where no rule sees it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot import fear, train_fear
from bot.frights import read_frights
from bot.model import Emergency, Refused
from tests.alarms import EVERY, frights, heard, listed, written
from tests.township import BASE, stock

_TOLD = {"violence": ["他掂刀撵我", "他掂着刀堵门", "娃叫他摁水里"], "poison": ["药买好了放桌上", "药瓶空了人叫不醒"]}
_CALM = ["他掂着锄头下地", "药店几点开门", "娃在水里耍"]
_OTHERS = ["押金不退咋办", "彩礼能退不", "低保咋办", "地叫人占了咋办", "药钱能报不", "门口能停车不"]


def card(name: str) -> Emergency:
    return Emergency(name, name, (), (), (), (), ())


VIOLENCE = card("violence")


def test_what_no_rule_catches_is_heard_but_for_the_known_misses() -> None:
    tried = frights(EVERY)[0]
    assert len(tried) > 150
    assert {*tried} - {*heard(tried)} == {*tried} & {*listed("unheard")}


def test_what_only_sounds_like_danger_is_not_but_for_the_known_mistakes() -> None:
    tried = frights(EVERY)[1]
    assert {*heard(tried)} == {*tried} & {*listed("fear")}


def test_the_list_names_only_sentences_of_the_base() -> None:
    assert {*listed("unheard")} <= {*written().afraid}
    assert {*listed("fear"), *listed("rules")} <= {*written().calm}


def test_what_the_meaning_says_adds_to_what_the_characters_say() -> None:
    learnt = train_fear.fit({k: tuple(v) for k, v in _TOLD.items()}, _CALM, _OTHERS)
    near = replace(learnt, enough=learnt.odds("他掂刀堵我") + 0.5)
    assert [bool(near.hears("他掂刀堵我", [card("violence")], dread)) for dread in (0.0, 9.0)] == [False, True]


def test_fear_in_the_middle_of_a_long_story_is_heard() -> None:
    learnt = train_fear.fit({k: tuple(v) for k, v in _TOLD.items()}, _CALM, _OTHERS)
    dull = "想问问低保咋办还有押金不退咋办彩礼能退不" * 3
    assert learnt.odds(dull + "他掂刀撵我" + dull) > learnt.odds(dull * 2)


def test_a_rule_is_doubted_in_a_long_story_that_sounds_calm_and_in_a_sentence_that_sounds_very_calm() -> None:
    learnt = train_fear.fit({k: tuple(v) for k, v in _TOLD.items()}, _CALM, _OTHERS)
    calm, afraid = "他掂着锄头下地，低保咋办，押金不退咋办。" * 5, "他掂刀撵我，低保咋办，押金不退咋办。" * 5
    story, sentence, words = calm, calm[:30], calm[:10]
    assert [learnt.doubts(text, VIOLENCE) for text in (story, afraid, sentence, words)] == [True, False, False, False]
    assert [learnt.doubts(text, VIOLENCE, dread=-1000.0) for text in (sentence, words)] == [True, False]
    assert not learnt.doubts(story, VIOLENCE, dread=1000.0)


def test_a_rule_of_a_card_that_nothing_was_learnt_about_is_not_doubted() -> None:
    learnt = train_fear.fit({k: tuple(v) for k, v in _TOLD.items()}, _CALM, _OTHERS)
    calm = "他掂着锄头下地，低保咋办，押金不退咋办。" * 5
    assert [learnt.doubts(calm, card(name)) for name in ("violence", "flood")] == [True, False]


def test_a_rule_of_a_card_that_is_to_be_believed_is_not_doubted() -> None:
    learnt = train_fear.fit({k: tuple(v) for k, v in _TOLD.items()}, _CALM, _OTHERS)
    calm = "他掂着锄头下地，低保咋办，押金不退咋办。" * 5
    assert [learnt.doubts(calm, replace(VIOLENCE, believed=said)) for said in (False, True)] == [True, False]


def test_the_card_is_that_whose_sentences_are_most_alike() -> None:
    learnt = train_fear.fit({k: tuple(v) for k, v in _TOLD.items()}, _CALM, _OTHERS)
    sure = fear.Fear(learnt.grams, learnt.rare, learnt.weights, 99.0, learnt.cards, learnt.lean, learnt.enough)
    cards = [card("violence"), card("poison")]
    named = [found.id for text in ("他掂刀堵我", "药瓶放桌上") if (found := sure.hears(text, cards))]
    assert named == ["violence", "poison"]


def test_a_card_that_the_base_does_not_have_is_never_named() -> None:
    learnt = train_fear.fit({k: tuple(v) for k, v in _TOLD.items()}, _CALM, _OTHERS)
    sure = fear.Fear(learnt.grams, learnt.rare, learnt.weights, 99.0, learnt.cards, learnt.lean, learnt.enough)
    assert sure.hears("他掂刀撵我", [card("flood")]) is None


def test_training_twice_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        train_fear.train_fear(stock().knowledge, read_frights(BASE, stock().knowledge.emergencies), tmp_path / name)
    assert (tmp_path / "a" / fear.FILE).read_bytes() == (tmp_path / "b" / fear.FILE).read_bytes()


def test_a_missing_file_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="python -m bot train"):
        fear.load(tmp_path)
