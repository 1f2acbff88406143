"""What is given back to the system."""

from __future__ import annotations

import mmap
from pathlib import Path

from bot.lean import Mapped, settle


def test_what_a_file_holds_is_still_read_after_its_pages_went_back(tmp_path: Path) -> None:
    file = tmp_path / "table"
    file.write_bytes(b"law" * 100_000)
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as held:
        before, mapped = held[:], Mapped(file)
        assert mapped._spans
        mapped.release()
        assert held[:] == before


def test_a_file_that_is_not_in_memory_is_left_alone(tmp_path: Path) -> None:
    Mapped(tmp_path / "nothing").release()


def test_a_program_that_has_settled_goes_on() -> None:
    settle()
    import colorsys  # a library's code is read again where it is needed

    assert colorsys.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
