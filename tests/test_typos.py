"""Typos: a short question with one slip is near what was meant, and near nothing that means something else."""

from __future__ import annotations

import pytest

from bot.model import Knowledge, Outcome
from bot.typos import LONGEST, Typos, short
from bot.understand import Reader
from tests.misses import MODEL

KNOWN = ("彩礼能退吗", "老公打我怎么办", "离婚证丢了", "合同不作数", "工资拖着不给我怎么办呢")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("采礼能退吗", ["彩礼能退吗"]),
        ("彩礼能退", ["彩礼能退吗"]),
        ("彩礼礼能退吗", ["彩礼能退吗"]),
        ("彩礼能退吗", []),
        ("老公打工怎么办", []),
        ("结婚证丢了", []),
        ("合同作数", []),
        ("彩退吗", []),
        ("", []),
    ],
)
def test_a_slip_is_a_sound_alike_a_gap_or_a_double_and_nothing_that_turns_the_meaning(typed: str, near: list[str]) -> None:
    assert [KNOWN[i] for i in Typos(short(KNOWN)).slips(typed)] == near


def test_a_long_question_is_left_to_the_other_channels() -> None:
    assert len(KNOWN[-1]) > LONGEST + 1
    assert Typos(short(KNOWN)).slips(KNOWN[-1][:-1]) == []


def test_a_slip_lifts_its_entry_when_read(base: Knowledge) -> None:
    found = Reader(base, MODEL).read("工资脱着不发")
    assert found.entries[:1] == ("wages/unpaid",)
    assert found.outcome in (Outcome.MATCH, Outcome.CHOICES)
