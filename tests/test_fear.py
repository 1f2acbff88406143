"""bot/fear.py and bot/train_fear.py: danger is heard where no rule sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot import fear, train_fear
from bot.app import MODEL
from bot.emergency import danger
from bot.entries import load
from bot.model import Emergency, Knowledge, Refused
from tests.township import ROOT, SHIPPED, TODAY, stock

_TOLD = {"violence": ["他掂刀撵我", "他掂着刀堵门", "娃叫他摁水里"], "poison": ["药买好了放桌上", "药瓶空了人叫不醒"]}
_CALM = ["他掂着锄头下地", "药店几点开门", "娃在水里耍"]
_MISTAKES = yaml.safe_load((ROOT / "tests" / "false_alarms.yaml").read_text(encoding="utf-8"))
_OTHERS = ["押金不退咋办", "彩礼能退不", "低保咋办", "地叫人占了咋办", "药钱能报不", "门口能停车不"]


def card(name: str) -> Emergency:
    return Emergency(name, name, (), (), (), (), ())


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    """The shipped base: what was learnt was learnt from it."""
    return load(SHIPPED, TODAY)


@pytest.fixture(scope="module")
def learnt() -> fear.Fear:
    """What the program ships."""
    return fear.load(MODEL)


def test_what_no_rule_catches_is_heard_but_for_the_known_misses(shipped: Knowledge, learnt: fear.Fear) -> None:
    known = shipped.emergencies
    vivid = [text for said in shipped.frights.vivid.values() for text in said if danger(text, known) is None]
    assert len(vivid) > 150
    assert [text for text in vivid if learnt.hears(text, known) is None] == _MISTAKES["unheard"]


def test_what_only_sounds_like_danger_is_not_but_for_the_known_mistakes(shipped: Knowledge, learnt: fear.Fear) -> None:
    known = shipped.emergencies
    heard = [q for q in shipped.frights.calm if danger(q, known) is None and learnt.hears(q, known)]
    assert heard == _MISTAKES["fear"]


def test_fear_in_the_middle_of_a_long_story_is_heard() -> None:
    learnt = train_fear.fit({k: tuple(v) for k, v in _TOLD.items()}, _CALM, _OTHERS)
    dull = "想问问低保咋办还有押金不退咋办彩礼能退不" * 3
    assert learnt.odds(dull + "他掂刀撵我" + dull) > learnt.odds(dull * 2)


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
        train_fear.train_fear(stock().knowledge, tmp_path / name)
    assert (tmp_path / "a" / fear.FILE).read_bytes() == (tmp_path / "b" / fear.FILE).read_bytes()


def test_a_missing_file_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="python -m bot train"):
        fear.load(tmp_path)
