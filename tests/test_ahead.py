"""A shelf built in a child process."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from bot.ahead import Ahead
from bot.model import Refused
from tests.township import BASE, stock, town

ASKED = "老板拖欠工资怎么办"


def test_a_shelf_from_the_child_answers_like_one_that_was_built_here() -> None:
    there, here = Ahead(BASE, town()).shelf(), stock()
    assert there.knowledge.entries == here.knowledge.entries
    assert there.reader.read(ASKED, None) == here.reader.read(ASKED, None)


def test_what_is_wrong_with_the_knowledge_comes_back_from_the_child(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        Ahead(tmp_path / "nowhere", town()).shelf()
    assert "没有这个文件夹" in str(refused.value.problems[0])


def test_where_the_child_was_killed_the_shelf_is_built_all_the_same() -> None:
    coming = Ahead(BASE, town())
    os.kill(coming._child, signal.SIGKILL)
    assert coming.shelf().reader.read(ASKED, None) == stock().reader.read(ASKED, None)
