"""The shelf on disk."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from bot.model import Statute
from bot.shelved import Draft, days, mark, opened

DAY = date(2026, 11, 1)
MADE_OF = b"m" * 32
ALWAYS = days((), DAY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """One that was written well."""
    path = tmp_path / "shelf"
    with Draft(path, MADE_OF) as draft:
        draft.write(ALWAYS)
        draft.write(b"cards")
    return path


def test_what_was_written_is_read_again_under_the_same_mark(file: Path) -> None:
    body = opened(file, MADE_OF, DAY)
    assert body is not None
    with body:
        assert body.read() == b"cards"


def test_it_is_not_read_under_another_mark(file: Path) -> None:
    assert opened(file, b"n" * 32, DAY) is None


def law(in_force: str, superseded_on: str | None = None) -> Statute:
    """One that holds between two days."""
    end = date.fromisoformat(superseded_on) if superseded_on else None
    start = date.fromisoformat(in_force)
    return Statute("某法", "某法", start, start, end, None, "")


@pytest.mark.parametrize(("day", "holds"), [("2026-01-01", True), ("2026-12-31", True), ("2025-12-31", False), ("2027-01-01", False)])
def test_it_is_read_on_the_days_on_which_the_same_laws_hold(tmp_path: Path, day: str, holds: bool) -> None:
    laws = law("2020-05-01", "2027-01-01"), law("2026-01-01"), law("2028-07-01")
    with Draft(tmp_path / "shelf", MADE_OF) as draft:
        draft.write(days(laws, DAY))
    body = opened(tmp_path / "shelf", MADE_OF, date.fromisoformat(day))
    assert (body is not None) == holds
    if body:
        body.close()


def test_it_is_not_read_where_others_can_write(file: Path) -> None:
    file.chmod(0o666)
    assert opened(file, MADE_OF, DAY) is None


def test_it_is_for_its_owner_alone_and_nothing_lies_beside_it(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert [*file.parent.iterdir()] == [file]


def test_where_writing_ends_badly_the_old_one_stays_and_no_draft(file: Path) -> None:
    with suppress(ZeroDivisionError), Draft(file, b"n" * 32) as draft:
        draft.write(b"half")
        raise ZeroDivisionError
    assert opened(file, MADE_OF, DAY)
    assert [*file.parent.iterdir()] == [file]


def test_a_folder_that_is_not_there_is_no_reason_to_fail(tmp_path: Path) -> None:
    with Draft(tmp_path / "nowhere" / "shelf", MADE_OF) as draft:
        draft.write(b"cards")
    assert opened(tmp_path / "nowhere" / "shelf", MADE_OF, DAY) is None


def test_on_a_full_disk_nothing_is_left(tmp_path: Path) -> None:
    with Draft(tmp_path / "shelf", MADE_OF) as draft:
        draft._file = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115 - the draft closes it
        draft.write(b"cards")
    assert [*tmp_path.iterdir()] == []


def test_drafts_of_programs_long_gone_are_swept_away_and_those_of_others_at_work_are_not(tmp_path: Path) -> None:
    gone, working = tmp_path / "shelf.1", tmp_path / "shelf.2"
    for draft in (gone, working):
        draft.write_bytes(b"half")
    os.utime(gone, (0, 0))
    with Draft(tmp_path / "shelf", MADE_OF):
        assert not gone.exists()
    assert working.exists()


def test_each_thing_that_a_shelf_is_made_of_changes_the_mark(tmp_path: Path) -> None:
    knowledge, town = tmp_path / "knowledge", tmp_path / "town.yaml"
    knowledge.mkdir()
    entry = knowledge / "entry.yaml"
    entry.write_bytes(b"one")
    town.write_bytes(b"town")
    marks = {mark(knowledge, town)}
    town.write_bytes(b"other")
    marks.add(mark(knowledge, town))
    entry.write_bytes(b"two")
    marks.add(mark(knowledge, town))
    entry.rename(knowledge / "renamed.yaml")
    marks.add(mark(knowledge, town))
    assert len(marks) == 4
    assert mark(knowledge, town) in marks
