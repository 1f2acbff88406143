"""Reports being made: beside the pages, one at a time for each browser, kept an hour to be fetched."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.model import Paper, Period, Problem, Refused, Unavailable
from bot.report import forms

LOG = logging.getLogger(__name__)
_KEPT = timedelta(hours=1)
_MOST = 20
"""Reports in memory at most: each is a megabyte or two."""
COUNTING = "数数"
"""The first step; the others are named by :func:`bot.report.forms`."""


@dataclass(slots=True)
class Job:
    """One report."""

    owner: str
    """The digest of the pass that asked for it: nobody else may fetch it."""
    period: Period
    """What it is about."""
    internal: bool
    """Whether it shows everything."""
    begun: datetime
    """When it was asked for."""
    steps: list[str] = field(default_factory=lambda: [COUNTING])
    """What has been begun, the last of it still going on."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What was made, once it is."""
    problems: tuple[Problem, ...] = ()
    """Why it could not be made."""
    broken: bool = False
    """Whether something broke that has no words."""

    @property
    def done(self) -> bool:
        """Whether nothing more happens."""
        return bool(self.files or self.problems or self.broken)


class Making:
    """The reports of the last hour."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, owner: str, period: Period, internal: bool, count: Callable[[], Awaitable[Paper]]) -> str:
        """Start one, and return its key; whoever has one under way gets the key of that."""
        self._tidy()
        for key, job in self._jobs.items():
            if job.owner == owner and not job.done:
                return key
        key, job = secrets.token_urlsafe(9), Job(owner, period, internal, self._now())
        self._jobs[key] = job
        task = asyncio.create_task(self._make(job, count))
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, job))
        return key

    def find(self, key: str, owner: str) -> Job | None:
        """The report with this key, for the one who asked for it."""
        self._tidy()
        job = self._jobs.get(key)
        return job if job and job.owner == owner else None

    async def _make(self, job: Job, count: Callable[[], Awaitable[Paper]]) -> None:
        try:
            paper = await count()
            # In a thread: drawing and writing takes seconds, and residents are waiting.
            job.files = await asyncio.to_thread(forms, paper, progress=job.steps.append)
        except Refused as refused:
            job.problems = refused.problems
        except Unavailable:
            job.broken = True

    def _ended(self, job: Job, task: asyncio.Task[None]) -> None:
        """Nobody waits for the task: what broke it is looked at here, and whoever watches the job is told."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            LOG.error("a report was not made: %s", type(error).__name__)
            job.broken = True

    def _tidy(self) -> None:
        """Drop what is old, and of the rest what is too much: the oldest."""
        for key in [key for key, job in self._jobs.items() if job.done and self._now() - job.begun > _KEPT]:
            del self._jobs[key]
        for key in [key for key, job in self._jobs.items() if job.done][: max(0, len(self._jobs) - _MOST + 1)]:
            del self._jobs[key]
