"""bot/app/watching.py: signs of life, the law of a new day, and what admins are told once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.app.watching import Watch
from bot.ledger.store import Store
from bot.ledger.told import newly, untold
from bot.model import Health, Problem
from tests.township import ADMIN, NOW, Bot, Clock
from tests.wire import fault


class Sick(Watch):
    """Sees what it is told to see."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self.reloads = 0
        super().__init__(bot.service, bot.application, self._count, clock)
        self.sees: dict[str, Any] = {}

    async def _count(self) -> tuple[Problem, ...]:
        self.reloads += 1
        return ()

    async def health(self) -> Health:
        return Health(NOW, writable=True, last_sign=NOW, free=10**10, **self.sees)


@pytest.fixture
def watch(bot: Bot, clock: Clock) -> Sick:
    """Watches the running bot."""
    return Sick(bot, clock)


async def test_what_needs_an_admin_is_told_once_whoever_watches(bot: Bot, clock: Clock, watch: Sick) -> None:
    watch.sees = {"withheld": ("wages/unpaid",)}
    await watch.once()
    await watch.once()
    again = Sick(bot, clock)
    again.sees = watch.sees
    await again.once()
    [said] = bot.wire.sent(ADMIN)
    assert "停用了 wages/unpaid" in said


async def test_it_is_told_again_when_it_comes_again_or_when_more_is_wrong(bot: Bot, watch: Sick) -> None:
    for ids in (("a",), ("a", "b"), (), ("a",)):
        watch.sees = {"withheld": ids}
        await watch.once()
    assert len(bot.wire.sent(ADMIN)) == 3


async def test_a_telegram_that_is_away_is_told_later(bot: Bot, watch: Sick) -> None:
    watch.sees = {"backlog": 2, "oldest": NOW - timedelta(hours=1)}
    bot.wire.faults["sendMessage"] = [fault(502, "Bad Gateway")]
    await watch.once()
    await watch.once()
    await watch.once()
    assert len(bot.wire.sent(ADMIN)) == 2


async def test_an_admin_who_blocked_the_bot_is_not_written_to_every_minute(bot: Bot, watch: Sick) -> None:
    watch.sees = {"backlog": 2, "oldest": NOW - timedelta(hours=1)}
    bot.wire.faults["sendMessage"] = [fault(403, "blocked")]
    await watch.once()
    await watch.once()
    assert len(bot.wire.sent(ADMIN)) == 1


async def test_a_database_that_went_away_and_came_back_is_told_once_each(bot: Bot, clock: Clock, watch: Sick) -> None:
    async with bot.service.store.writer.transaction() as connection:
        await connection.execute(text("alter table runs rename to aside"))
    await watch.once()
    await watch.once()
    async with bot.service.store.writer.transaction() as connection:
        await connection.execute(text("alter table aside rename to runs"))
    clock.forward(minutes=7)
    await watch.once()
    await watch.once()
    gone, back = bot.wire.sent(ADMIN)
    assert "数据库读写不了" in gone
    assert "数据库恢复了，前后约 7 分钟" in back


async def test_on_a_new_day_the_law_is_read_again(watch: Sick, clock: Clock) -> None:
    await watch.once()
    clock.forward(hours=24)
    await watch.once()
    await watch.once()
    assert watch.reloads == 1


async def test_a_running_bot_without_trouble_says_nothing(bot: Bot, clock: Clock) -> None:
    await Watch(bot.service, bot.application, Sick(bot, clock)._count, clock).once()
    assert bot.wire.sent() == []


async def test_what_was_told_is_kept_town_by_town(store: Store) -> None:
    assert await newly(store.engine, "t", NOW, ["a", "b"]) == {"a", "b"}
    assert await newly(store.engine, "other", NOW, ["a"]) == {"a"}
    assert await newly(store.engine, "t", NOW, ["a", "b", "c"]) == {"c"}
    await untold(store.engine, "t", ["c"])
    assert await newly(store.engine, "t", NOW, ["c"]) == {"c"}
    assert await newly(store.engine, "t", NOW, []) == set()
    assert await newly(store.engine, "t", NOW, ["a"]) == {"a"}
