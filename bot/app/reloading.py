"""Takes in changed knowledge and a changed town.yaml while the bot serves: both or neither."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from bot.app.offering import set_commands
from bot.app.opening import Service, shelf
from bot.config import Settings
from bot.flows.office import Office
from bot.model import Problem, Refused
from bot.shelf import Shelf
from bot.town import Town, read_town
from bot.yamlfile import Collector
from handlers.turn import Counter

LOG = logging.getLogger(__name__)


async def _renew(application: Counter, town: Town, office: Office) -> None:
    newcomers = frozenset(town.admins) - application.admins
    application.office, application.admins, application.staff_chat = office, frozenset(town.admins), town.staff_chat
    if newcomers:
        await set_commands(application, tuple(newcomers), ())


class Reloading:
    """Reads everything again beside the bot that serves, and swaps it between two updates."""

    def __init__(self, settings: Settings, service: Service, application: Counter | None) -> None:
        """``application`` is None where there is no Telegram."""
        self._settings, self._service, self._application = settings, service, application
        self._lock = asyncio.Lock()
        self.town = settings.town
        """town.yaml as it is served."""

    async def __call__(self) -> tuple[Problem, ...]:
        """Swap, or leave all as it is and return every problem."""
        async with self._lock:
            try:
                # In a thread: an index takes seconds, and people are waiting.
                town, fresh = await asyncio.to_thread(self._read)
            except Refused as refused:
                for problem in refused.problems:
                    LOG.error("not reloaded: %s", problem)
                return refused.problems
            office, self.town = self._service.talking.change(town, fresh), town
            LOG.info("knowledge %s is being served", fresh.knowledge.version)
        if self._application is not None:
            await _renew(self._application, town, office)
        return ()

    def _read(self) -> tuple[Town, Shelf]:
        """Both from disk.  Raises :class:`Refused` with the problems of both."""
        take, old = Collector(), self._settings.town
        town = take.run(partial(read_town, self._settings.town_file))
        if town and town.id != old.id:
            what = f"id：开始统计后不能改（原来是 {old.id}）；请改回去"
            take.problems.append(Problem(self._settings.town_file.name, what))
        fresh = take.run(partial(shelf, self._settings.knowledge, town or old))
        if take.problems or town is None or fresh is None:
            raise Refused(tuple(take.problems))
        return town, fresh
