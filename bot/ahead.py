"""Has the shelf ready while this process opens everything else: as an earlier start left it, or built in a child process.

Two cores are used, this process waits for nothing but the outcome, and what is used up while YAML is read and indexes are
built goes with the child: here only the finished shelf takes memory.
"""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import IO, Any, NoReturn

from bot import shelved
from bot.clock import local_day, utc_now
from bot.model import Knowledge, Refused
from bot.shelf import Shelf
from bot.town import Town


class Ahead:
    """A shelf that is on its way."""

    def __init__(self, folder: Path, town: Town, town_file: Path, data: Path, now: Callable[[], datetime] = utc_now) -> None:
        """Begins at once where processes can fork; this one must have no second thread yet.

        ``town`` is what ``town_file`` says; in ``data`` the shelf is left for the next start.
        """
        self._folder, self._town, self._now, self._child = folder, town, now, 0
        self._day = local_day(now())
        self._kept, made_of = data / shelved.FILE, shelved.mark(folder, town_file)
        self._found: Shelf | None = None
        self._reading: Thread | None = None
        self._pipe = shelved.opened(self._kept, made_of, self._day)
        if self._pipe:
            self._reading = Thread(target=self._read, args=(self._pipe,))
            self._reading.start()
        elif hasattr(os, "fork"):
            here, there = os.pipe()
            self._child = os.fork()
            if not self._child:
                os.close(here)
                self._build(os.fdopen(there, "wb"), shelved.Draft(self._kept, made_of))
            os.close(there)
            self._pipe = os.fdopen(here, "rb")

    def shelf(self) -> Shelf:
        """The shelf, once, when it is ready.  Raises :class:`Refused` with every problem.

        To be called in a thread.  A child that was killed is no reason to fail: then it is built here.
        """
        from bot.shelving import indexed, known, warmed  # not before the child began: it imports numpy at the same time

        if self._reading:
            self._reading.join()
            if self._found:
                return self._found
            self._kept.unlink(missing_ok=True)  # so that the next start writes it anew
        if self._child and self._pipe:
            try:
                self._read(self._pipe)
            finally:
                os.waitpid(self._child, 0)
            if self._found:
                return self._found
        knowledge = known(self._folder, self._town, self._now)
        warmed(knowledge)
        return indexed(knowledge, self._town)

    def _read(self, pipe: IO[bytes]) -> None:
        from bot.shelving import warmed

        with suppress(EOFError, pickle.UnpicklingError), pipe:
            # The child's own, by its pipe, into which nobody else can write, or in a file that is this user's alone.
            reader = pickle.Unpickler(pipe)  # noqa: S301
            knowledge: Knowledge = _or_refused(reader.load())
            warmed(knowledge)
            self._found = _or_refused(reader.load())

    def _build(self, pipe: IO[bytes], draft: shelved.Draft) -> NoReturn:
        """In the child: send what is written as soon as it is read, then the shelf, which is built on the very same objects."""
        code = 1
        try:
            from bot.shelving import indexed, known

            gc.disable()
            with pipe, draft:
                writer = pickle.Pickler(_Both(pipe, draft), pickle.HIGHEST_PROTOCOL)
                try:
                    knowledge = known(self._folder, self._town, self._now)
                    draft.write(shelved.days(knowledge.statutes.values(), self._day))
                    writer.dump(knowledge)
                    pipe.flush()
                    writer.dump(indexed(knowledge, self._town))
                    pipe.flush()
                except Refused as refused:
                    writer.dump(refused.problems)
                    raise  # nothing to keep
            code = 0
        finally:
            os._exit(code)  # nothing of the parent's is ended twice


class _Both:
    """Two that are written into."""

    def __init__(self, first: IO[bytes], second: shelved.Draft) -> None:
        self._first, self._second = first, second

    def write(self, body: Any) -> None:
        """Into both."""
        self._first.write(body)
        self._second.write(body)


def _or_refused(found: Any) -> Any:
    if isinstance(found, tuple):
        raise Refused(found)
    return found
