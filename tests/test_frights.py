"""bot/frights.py: what people type in danger and out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.check import check
from bot.entries import load
from bot.frights import FILE, read_frights
from bot.model import Refused
from tests.bases import changed, copied
from tests.township import BASE, TODAY, stock


def test_sentences_are_read_under_the_card_that_they_call_for() -> None:
    known = stock().knowledge.emergencies
    frights = read_frights(BASE, known)
    assert {*frights.plain} <= {card.id for card in known}
    assert {*frights.afraid} == {text for cards in (frights.plain, frights.vivid) for said in cards.values() for text in said}


def test_cards_that_do_not_exist_are_all_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    changed(folder / FILE, {"vivid": {"flood": ["水来了"], "storm": ["风来了"]}})
    with pytest.raises(Refused) as caught:
        read_frights(folder, stock().knowledge.emergencies)
    assert [str(problem).partition("“")[2][:5] for problem in caught.value.problems] == ["flood", "storm"]


def test_the_check_names_what_is_wrong_with_them_and_residents_wait_for_none_of_it(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / FILE).write_text("calm: 不是列表\n", encoding="utf-8")
    assert any(str(problem).startswith("knowledge/danger.yaml: calm") for problem in check(folder, TODAY))
    assert load(folder, TODAY).entries
