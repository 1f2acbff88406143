"""The whole program, killed under load: no question is lost, no contact counted twice, no chat out of order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.battering import batter


@pytest.mark.parametrize(("webhook", "kills"), [(False, 5), (True, 3)])
def test_killed_at_any_point_it_answers_every_question_in_order_and_counts_each_once(
    tmp_path: Path, webhook: bool, kills: int
) -> None:
    outcome = batter(tmp_path, kills, seed=20261125, webhook=webhook)
    assert outcome.without_repeats == outcome.asked, (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert (outcome.contacts, outcome.counted) == (outcome.questions, outcome.different)
