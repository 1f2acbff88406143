"""Builds the shelf in a child process while this one opens everything else.

Two cores are used, this process waits for nothing but the outcome, and what is used up while YAML is read and indexes are
built goes with the child: here only the finished shelf takes memory.
"""

from __future__ import annotations

import gc
import os
import pickle
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NoReturn

from bot.model import Knowledge, Refused
from bot.shelf import Shelf
from bot.town import Town


class Ahead:
    """A shelf that is being built."""

    def __init__(self, folder: Path, town: Town) -> None:
        """Begins at once where processes can fork; this one must have no second thread yet."""
        self._folder, self._town, self._child, self._pipe = folder, town, 0, -1
        if not hasattr(os, "fork"):
            return
        self._pipe, there = os.pipe()
        self._child = os.fork()
        if not self._child:
            os.close(self._pipe)
            _build(folder, town, os.fdopen(there, "wb"))
        os.close(there)

    def shelf(self) -> Shelf:
        """The shelf, once, when it is ready.  Raises :class:`Refused` with every problem.

        To be called in a thread.  A child that was killed is no reason to fail: then it is built here.
        """
        from bot.shelving import indexed, known, warmed  # not before the child began: it imports numpy at the same time

        if self._child:
            with suppress(EOFError, pickle.UnpicklingError), os.fdopen(self._pipe, "rb") as pipe:
                # The child's own, by its pipe: nobody else can write into it.
                reader = pickle.Unpickler(pipe)  # noqa: S301
                knowledge: Knowledge = _or_refused(reader.load())
                warmed(knowledge)
                ready: Shelf = _or_refused(reader.load())
                os.waitpid(self._child, 0)
                return ready
            os.waitpid(self._child, 0)
        knowledge = known(self._folder, self._town)
        warmed(knowledge)
        return indexed(knowledge, self._town)


def _build(folder: Path, town: Town, pipe: IO[bytes]) -> NoReturn:
    """In the child: send what is written as soon as it is read, then the shelf, which is built on the very same objects."""
    code = 1
    try:
        from bot.shelving import indexed, known

        gc.disable()
        writer = pickle.Pickler(pipe, pickle.HIGHEST_PROTOCOL)
        with pipe:
            try:
                knowledge = known(folder, town)
                writer.dump(knowledge)
                pipe.flush()
                writer.dump(indexed(knowledge, town))
                code = 0
            except Refused as refused:
                writer.dump(refused.problems)
    finally:
        os._exit(code)  # nothing of the parent's is ended twice


def _or_refused(found: Any) -> Any:
    if isinstance(found, tuple):
        raise Refused(found)
    return found
