"""Gives signs of life, takes in the law of a new day, and tells admins what needs them: once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.app.opening import Service
from bot.clock import local_day
from bot.health import concerns, look
from bot.ledger.told import newly, untold
from bot.model import Health, Problem, Unavailable
from handlers.turn import Counter

LOG = logging.getLogger(__name__)
BEAT = 60.0
"""Seconds between signs of life."""


class Watch:
    """Looks at everything once a minute."""

    def __init__(
        self,
        service: Service,
        application: Counter | None,
        reload: Callable[[], Awaitable[tuple[Problem, ...]]],
        now: Callable[[], datetime],
    ) -> None:
        """``application`` is None where there is no Telegram: then nobody can be told, and the log has it."""
        self._service, self._application, self._reload, self._now = service, application, reload, now
        self._day = local_day(now())
        self._away_since: datetime | None = None

    async def health(self) -> Health:
        """How the program is."""
        store, shelf = self._service.store, self._service.desk.window.shelf
        return await look(store.engine, store.town, self._now(), shelf.knowledge)

    async def for_ever(self) -> None:
        """Look, wait, look again."""
        while True:
            await asyncio.sleep(BEAT)
            await self.once()

    async def once(self) -> None:
        """One look."""
        if (today := local_day(self._now())) != self._day:
            self._day = today
            await self._reload()  # a law may have ceased to hold overnight
        try:
            await self._service.store.beat()
            await self._tell_news(await self.health())
        except (Unavailable, SQLAlchemyError) as error:
            LOG.warning("no sign of life written: the database is unavailable (%s)", type(error).__name__)
            if self._away_since is None:
                self._away_since = self._now()
                await self._tell(["数据库读写不了；请检查磁盘、权限和 DATABASE_URL。没收下的消息 Telegram 会再送，最多留 24 小时"])

    async def _tell_news(self, health: Health) -> None:
        if self._away_since is not None:
            minutes = int((self._now() - self._away_since).total_seconds() // 60)
            self._away_since = None
            await self._tell([f"数据库恢复了，前后约 {minutes} 分钟；没回的消息正在补回"])
        said, store = concerns(health), self._service.store
        news = await newly(store.engine, store.town, self._now(), said.keys())
        if news and not await self._tell([said[matter] for matter in sorted(news)]):
            await untold(store.engine, store.town, news)

    async def _tell(self, sentences: Collection[str]) -> bool:
        """Send to every admin; False when Telegram could not be reached for any of them."""
        if self._application is None:
            LOG.warning("needs an admin: %d matters; python -m bot health names them", len(sentences))
            return True
        text, reached = "需要管理员处理：\n" + "\n".join(f"·{sentence}" for sentence in sentences), False
        for admin in sorted(self._application.admins):
            try:
                await self._application.voice.say(admin, text)
                reached = True
            except (BadRequest, Forbidden):
                reached = True  # an admin who never wrote to the bot, or blocked it, will not be reached later either
            except TelegramError as error:
                LOG.warning("an admin could not be told (%s)", type(error).__name__)
        return reached or not self._application.admins
