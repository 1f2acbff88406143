"""The shelf as an earlier start built it, on disk beside the database: a start need not read and index all again.

It is used only where everything that it was made of is the same to the byte and the same laws hold; else it is built anew.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import sysconfig
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from bot.model import Statute

FILE = "shelf"
_PROGRAM = Path(__file__).parent
_MARK, _DAY, _FORGOTTEN = 32, 10, 3600
"""Bytes of a mark and of a day as ISO 8601; seconds after which nobody writes a draft any more."""
_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def mark(knowledge: Path, town_file: Path) -> bytes:
    """32 bytes for all that a shelf is made of: what is written, the model, the program, all that is installed; 50 ms."""
    installed = sorted(folder.name for folder in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    made_of = hashlib.sha256(f"{sys.version} {installed}".encode())
    model = _PROGRAM.parent / "model"
    for file in sorted([town_file, *knowledge.rglob("*.yaml"), *model.glob("*"), *_PROGRAM.rglob("*.py")]):
        with suppress(OSError):  # what cannot be read is told by whoever needs it
            body = file.read_bytes()
            made_of.update(f"{file} {len(body)} ".encode())
            made_of.update(body)
    return made_of.digest()


def days(statutes: Iterable[Statute], day: date) -> bytes:
    """First and last day round ``day`` on which the same statutes hold, and the same entries are shown, as 20 bytes."""
    changes = {change for law in statutes for change in (law.in_force, law.superseded_on) if change}
    first = max((change for change in changes if change <= day), default=date.min)
    last = min((change - timedelta(1) for change in changes if change > day), default=date.max)
    return f"{first}{last}".encode()


def opened(path: Path, made_of: bytes, day: date) -> IO[bytes] | None:
    """What was written under the same mark, and holds on ``day``, by this user where nobody else can write; None: there is no such file."""
    with suppress(OSError, AttributeError):  # a system without owners
        file = path.open("rb")
        about = os.fstat(file.fileno())
        ours = about.st_uid == os.getuid() and not about.st_mode & _OTHERS
        if ours and file.read(_MARK) == made_of and file.read(_DAY) <= str(day).encode() <= file.read(_DAY):
            return file
        file.close()
    return None


class Draft:
    """Takes the place of the file when the block ends well; on a full or forbidden disk there is none, and nothing else happens."""

    def __init__(self, path: Path, made_of: bytes) -> None:
        self._path, self._made_of = path, made_of
        self._draft = path.with_name(f"{path.name}.{os.getpid()}")
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        with suppress(OSError):
            for other in self._path.parent.glob(f"{self._path.name}.*"):
                if other.stat().st_mtime < time.time() - _FORGOTTEN:
                    other.unlink()
            self._file = os.fdopen(os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self.write(self._made_of)
        return self

    def write(self, body: Any) -> None:
        """Add bytes, or whatever else :mod:`pickle` writes."""
        if self._file:
            try:
                self._file.write(body)
            except OSError:
                self._given_up()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind or not self._file:
            self._given_up()
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._draft.replace(self._path)
        except OSError:
            self._given_up()

    def _given_up(self) -> None:
        if self._file:
            with suppress(OSError):
                self._file.close()
            self._file = None
            self._draft.unlink(missing_ok=True)
