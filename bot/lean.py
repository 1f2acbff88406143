"""Keeps the process small: what the C library and the kernel hold on to, though nobody needs it any more."""

from __future__ import annotations

import ctypes
import gc
import mmap
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of <malloc.h>."""


@cache
def _c() -> Any:
    """The C library, where it is glibc; None where it is another."""
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        if library.malloc_trim and library.mallopt and library.madvise:
            return library
    return None


def one_heap() -> None:
    """One heap for all threads, which take turns anyway; else each keeps its own.  To be called before there are any.

    Until :func:`settle` nothing is collected: what a start makes is there to stay, and to look through it takes a tenth of the time.
    """
    gc.disable()
    if _c():
        _c().mallopt(_ARENA_MAX, 1)


def settle() -> None:
    """Give back to the system what starting used up, and spare the collector what will stay."""
    gc.collect()
    gc.freeze()
    gc.enable()
    if _c():
        _c().malloc_trim(0)
        for start, size in _clean():
            _c().madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), mmap.MADV_DONTNEED)


class Mapped:
    """A file that a library keeps mapped; what was read of it can go back to the kernel's cache.

    The kernel maps 64 kB round every byte that is read, so that tens of megabytes of a table of which each question needs a
    few rows end up in the process.  To have 12 MB of them back for the next question takes half a millisecond.
    """

    def __init__(self, file: Path) -> None:
        """Where it is not mapped, or the system has no such call, nothing is ever done."""
        self._spans = [(ctypes.c_void_p(start), ctypes.c_size_t(end - start)) for start, end in _maps(file)] if _c() else []

    def release(self) -> None:
        """Let the pages go; whoever reads them meanwhile has them back at once."""
        for start, size in self._spans:
            _c().madvise(start, size, mmap.MADV_DONTNEED)


def _clean() -> Iterator[tuple[int, int]]:
    """Start and size of the parts of files, libraries above all, that lie in memory as they are on disk and stay so.

    Half of their pages served to start; whatever is needed again comes back from the kernel's cache.
    """
    start = size = 0
    with suppress(OSError):
        for line in Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace").splitlines():
            name, *rest = line.split()
            if not name.endswith(":"):
                span, file = name.partition("-"), len(rest) > 4 and rest[4].startswith("/")
                start, size = int(span[0], 16), int(span[2], 16) - int(span[0], 16)
                size = size if file and "w" not in rest[0] else 0
            elif name == "Anonymous:" and rest[0] == "0" and size:
                yield start, size


def _maps(file: Path) -> Iterator[tuple[int, int]]:
    """Start and end of each mapping of a file in this process that nothing was written to, where the kernel tells."""
    with suppress(OSError):
        for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
            span, rights, _, _, _, *name = line.split(maxsplit=5)
            if name == [str(file)] and "w" not in rights:
                start, _, end = span.partition("-")
                yield int(start, 16), int(end, 16)
