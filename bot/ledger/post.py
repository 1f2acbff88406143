"""Letters on their way: taken before they are sent, ended after, so that a crash in between is seen.

Whether a letter that was being sent when the program died has arrived, nobody can tell: Telegram offers no way to ask.
A letter of a broadcast is then ``unsure`` and stays unsent, because nobody wants the same announcement twice (at most
once); any other is sent again, because an answer must not be lost (at least once).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, delete, func, not_, or_, select, update

from bot.ledger.connect import or_unavailable
from bot.ledger.errand_tables import broadcasts, letters, subscribers
from bot.ledger.writer import Writer
from bot.model import Button, Letter

LOST = timedelta(minutes=2)
"""So long after it was taken, a letter that was not ended belongs to a program that died."""


class Fate(StrEnum):
    """What became of a letter that was taken."""

    SENT = "sent"
    """Telegram took it."""
    BLOCKED = "blocked"
    """It never will: the chat is closed to the bot."""
    UNSURE = "unsure"
    """Nobody knows."""
    LATER = "waiting"
    """It was certainly not sent, and will be tried again."""


class Post:
    """The letters of one town.  Several programs may take from it at once; none takes what another has."""

    def __init__(self, writer: Writer, town: str, now: Callable[[], datetime]) -> None:
        self._writer, self._town, self._now = writer, town, now

    async def take(self, most: int) -> tuple[Letter, ...]:
        """At most so many letters that wait, single ones before broadcasts, now marked as being sent."""
        x = letters.c
        first = (
            select(x.id)
            .where(x.town == self._town, x.state == "waiting")
            .order_by(x.broadcast.is_not(None), x.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        taking = update(letters).where(x.id.in_(first)).values(state="sending", taken=self._now())
        columns = (x.id, x.source, x.at, x.person, x.chat, x.text, x.buttons, x.broadcast)
        with or_unavailable():
            async with self._writer.transaction() as connection:
                rows = (await connection.execute(taking.returning(*columns))).all()
        return tuple(
            Letter(
                r.source, r.at, r.chat, r.text, tuple(Button(*b) for b in json.loads(r.buttons)), r.person, r.broadcast, r.id
            )
            for r in sorted(rows, key=lambda row: (row.broadcast is not None, row.id))
        )

    async def end(self, ended: Sequence[tuple[Letter, Fate]]) -> None:
        """Write what became of letters that were taken."""
        x, s = letters.c, subscribers.c
        with or_unavailable():
            async with self._writer.transaction() as connection:
                for fate in Fate:
                    mine = [letter for letter, end in ended if end is fate]
                    single = [letter.number for letter in mine if letter.broadcast is None]
                    many = [letter.number for letter in mine if letter.broadcast is not None]
                    over = fate in (Fate.SENT, Fate.BLOCKED)
                    if single:
                        away = delete(letters) if over else update(letters).values(state="waiting")
                        await connection.execute(away.where(x.id.in_(single)))
                    if many:
                        await connection.execute(update(letters).where(x.id.in_(many)).values(state=fate.value))
                gone = [letter.person for letter, fate in ended if fate is Fate.BLOCKED]
                if gone:
                    await connection.execute(delete(subscribers).where(s.town == self._town, s.person.in_(gone)))

    async def tidy(self) -> None:
        """See to letters of programs that died, drop those of stopped broadcasts, end broadcasts that are through."""
        x, b = letters.c, broadcasts.c
        lost = and_(x.town == self._town, x.state == "sending", x.taken < self._now() - LOST)
        stopped = select(b.source).where(b.town == self._town, b.state == "stopped")
        under_way = select(x.id).where(x.town == self._town, x.broadcast == b.source, x.state.in_(("waiting", "sending"))).exists()
        through = and_(b.town == self._town, or_(b.state == "sending", b.state == "stopped"), not_(under_way))
        with or_unavailable():
            async with self._writer.transaction() as connection:
                await connection.execute(update(letters).where(lost, x.broadcast.is_(None)).values(state="waiting"))
                await connection.execute(update(letters).where(lost, x.broadcast.is_not(None)).values(state="unsure"))
                await connection.execute(
                    delete(letters).where(x.town == self._town, x.state == "waiting", x.broadcast.in_(stopped))
                )
                for source, state in (await connection.execute(select(b.source, b.state).where(through))).all():
                    await self._count(connection, source, "done" if state == "sending" else state)

    async def _count(self, connection: Any, source: str, state: str) -> None:
        """Keep how many got it, and forget who."""
        x, b = letters.c, broadcasts.c
        mine = and_(x.town == self._town, x.broadcast == source)
        rows = (await connection.execute(select(x.state, func.count()).where(mine).group_by(x.state))).all()
        many: Mapping[str, int] = dict(rows)
        counted = {"sent": b.sent + many.get("sent", 0), "blocked": b.blocked + many.get("blocked", 0), "state": state}
        await connection.execute(update(broadcasts).where(b.town == self._town, b.source == source).values(**counted))
        await connection.execute(delete(letters).where(mine, x.state.in_(("sent", "blocked"))))

    async def broadcast(self, source: str) -> tuple[str, str | None]:
        """The text of a broadcast and the entry that its button opens."""
        b = broadcasts.c
        query = select(b.text, b.entry).where(b.town == self._town, b.source == source)
        with or_unavailable():
            async with self._writer.transaction() as connection:
                row = (await connection.execute(query)).one()
        return row.text, row.entry
