"""bot/approve.py: the signature under an entry."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.approve import approve
from bot.entries import load
from bot.model import Refused
from tests.conftest import BASE

DAY = date(2026, 11, 25)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "knowledge"))


def test_a_signature_is_written_into_the_entry_and_read_back(folder: Path) -> None:
    entry = next(iter(load(folder, DAY).entries))
    approve(folder, [entry], "张律师", DAY)
    signed = load(folder, DAY).entries[entry].approved
    assert signed is not None
    assert (signed.by, signed.on) == ("张律师", DAY)
    approve(folder, [entry], "司法所", DAY)
    again = load(folder, DAY).entries[entry].approved
    assert again is not None
    assert again.by == "司法所"


@pytest.mark.parametrize(("entry", "by"), [("no/such", "张律师"), ("../secret", "张律师"), ("", "a: b"), ("no/such", "")])
def test_a_wrong_entry_or_name_signs_nothing(folder: Path, entry: str, by: str) -> None:
    good = next(iter(load(folder, DAY).entries))
    before = (folder / f"{good}.yaml").read_bytes()
    with pytest.raises(Refused):
        approve(folder, [good, entry], by, DAY)
    assert (folder / f"{good}.yaml").read_bytes() == before
