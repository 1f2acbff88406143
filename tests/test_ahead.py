"""A shelf that an earlier start left, or that a child process builds."""

from __future__ import annotations

import os
import signal
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from bot.ahead import Ahead
from bot.clock import local_day
from bot.model import Refused
from bot.shelved import FILE
from tests.township import BASE, NOW, ROOT, stock, town

ASKED = "老板拖欠工资怎么办"
TOWN_FILE = ROOT / "tests" / "town.yaml"
ENDS = (date(2040, 1, 1) - local_day(NOW)).days
"""So many days later one of the base's laws no longer holds."""


def ahead(data: Path, folder: Path = BASE, days: int = 0) -> Ahead:
    """A shelf that is on its way, ``days`` later."""
    return Ahead(folder, town(), TOWN_FILE, data, lambda: NOW + timedelta(days=days))


def answers(coming: Ahead) -> bool:
    """Whether it answers like one that was built here."""
    return coming.shelf().reader.read(ASKED, None) == stock().reader.read(ASKED, None)


def test_a_shelf_from_the_child_answers_like_one_that_was_built_here(tmp_path: Path) -> None:
    coming = ahead(tmp_path)
    there = coming.shelf()
    assert coming._child
    assert there.knowledge.entries == stock().knowledge.entries
    assert there.reader.read(ASKED, None) == stock().reader.read(ASKED, None)


def test_the_next_start_finds_the_shelf_that_this_one_left_and_builds_none(tmp_path: Path) -> None:
    ahead(tmp_path).shelf()
    coming = ahead(tmp_path)
    assert not coming._child
    assert answers(coming)


def test_a_word_changed_in_the_knowledge_is_served_by_the_next_start(tmp_path: Path) -> None:
    base = copytree(BASE, tmp_path / "base")
    ahead(tmp_path, base).shelf()
    notices = base / "notices.yaml"
    notices.write_text(notices.read_text(encoding="utf-8").replace("谢谢", "多谢"), encoding="utf-8")
    assert "多谢" in ahead(tmp_path, base).shelf().knowledge.notices.thanks


def test_a_start_years_later_finds_it_too(tmp_path: Path) -> None:
    ahead(tmp_path).shelf()
    coming = ahead(tmp_path, days=ENDS - 1)
    assert not coming._child
    assert answers(coming)


def test_once_a_law_has_ceased_to_hold_all_is_read_again(tmp_path: Path) -> None:
    assert not ahead(tmp_path).shelf().knowledge.withheld
    assert ahead(tmp_path, days=ENDS).shelf().knowledge.withheld


def test_a_shelf_that_is_broken_on_disk_is_built_anew_and_then_left_again(tmp_path: Path) -> None:
    ahead(tmp_path).shelf()
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[:5000])
    assert answers(ahead(tmp_path))
    ahead(tmp_path).shelf()
    assert file.stat().st_size > 5000


def test_what_is_wrong_with_the_knowledge_comes_back_from_the_child_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        ahead(tmp_path, tmp_path / "nowhere").shelf()
    assert "没有这个文件夹" in str(refused.value.problems[0])
    assert [*tmp_path.iterdir()] == []


def test_where_the_child_was_killed_the_shelf_is_built_all_the_same(tmp_path: Path) -> None:
    coming = ahead(tmp_path)
    os.kill(coming._child, signal.SIGKILL)
    assert answers(coming)
