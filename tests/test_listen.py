"""bot/listen.py: what words mean, danger first, and what is remembered of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot import train_fear
from bot.listen import Listener
from bot.model import Found, Outcome
from tests.township import BEATEN, UNPAID, stock


def test_words_that_mean_danger_raise_the_alarm_though_neither_rules_nor_characters_see_it() -> None:
    learnt = train_fear.fit({"beaten": ("他掂刀撵我", "他掂着刀堵门")}, ("他掂着锄头下地",), (UNPAID,))
    calm, afraid = (Listener(replace(stock(), fear=learnt, reader=Dreading(odds))) for odds in (0.0, 1000.0))
    assert (calm.alarmed(UNPAID), afraid.alarmed(UNPAID)) == (False, True)
    assert afraid.understand(UNPAID, None).outcome is Outcome.EMERGENCY


def test_what_a_rule_sees_by_chance_in_a_long_calm_story_raises_no_alarm() -> None:
    learnt = train_fear.fit({"beaten": ("他掂刀撵我", "他掂着刀堵门")}, ("想问问赡养费咋算", "婆婆和我们一起住"), (UNPAID,))
    story = f"想问问赡养费咋算，婆婆和我们一起住。{'几个兄弟轮着来，' * 15}戏里有一句台词，{BEATEN}。"
    calm, afraid = (Listener(replace(stock(), fear=learnt, reader=Dreading(odds))) for odds in (-1000.0, 1000.0))
    assert (calm.alarmed(story), afraid.alarmed(story), calm.alarmed(BEATEN)) == (False, True, True)


def test_the_reader_finds_more_dread_in_danger_than_in_a_question() -> None:
    read = stock().reader.read
    assert read(BEATEN, None).dread > read(UNPAID, None).dread


def test_the_words_of_an_alarm_are_not_remembered_even_in_memory() -> None:
    listener = Listener(stock())
    listener.understand(BEATEN, None)
    listener.understand(UNPAID, None)
    kept = str(vars(listener)["_understood"])
    assert UNPAID in kept
    assert BEATEN not in kept


def test_a_question_asked_again_of_new_knowledge_is_understood_anew() -> None:
    listener = Listener(stock())
    assert listener.understand("离婚", None).entries != ()
    base = replace(stock().knowledge, version="other")
    listener.shelf = replace(stock(), knowledge=base, reader=Deaf())
    assert listener.understand("离婚", None).entries == ()


def test_a_crowd_of_questions_larger_than_memory_is_still_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.listen._REMEMBERED", 2)
    listener = Listener(stock())
    assert len({listener.understand(said, None).outcome for said in (UNPAID, "加班费怎么算", "彩礼能退吗", UNPAID)}) == 1


@dataclass(frozen=True, slots=True)
class Dreading:
    """Understands nothing but how bad it is."""

    odds: float
    """Log odds of danger, whatever is said."""

    def read(self, text: str, audience: str | None) -> Found:
        return Found(Outcome.UNKNOWN, (), (), None, (), self.odds)


class Deaf:
    """Understands nothing."""

    def read(self, text: str, audience: str | None) -> Found:
        return Found(Outcome.UNKNOWN, (), (), None, ())
