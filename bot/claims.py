"""Which of several programs on one PostgreSQL answers which chat just now: rows with an end, by the database's clock.

Rows are always locked in the order of their chats, so that two programs never wait for each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence

from sqlalchemy import ARRAY, BigInteger, String, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

LEASE = 15.0
"""Seconds for which a chat stays with a program that gives no sign of life."""
_AT_ONCE = 500
"""Chats that one program takes over in one go, so that others get theirs."""

_chats = bindparam("chats", type_=ARRAY(String))
_UNTIL = "clock_timestamp() + make_interval(secs => :seconds)"
_CLAIM = """
    on conflict (town, chat) do update set holder = excluded.holder, until = excluded.until
    where claims.until < clock_timestamp() or claims.holder = excluded.holder
    returning chat
"""
_TAKE = text(
    f"insert into claims (town, chat, holder, until) select :town, wanted, :holder, {_UNTIL}"  # noqa: S608 - constants of this file
    f" from unnest(:chats) as wanted order by wanted {_CLAIM}"
).bindparams(_chats)
_TAKE_OVER = text(
    f"insert into claims (town, chat, holder, until) select :town, chat, :holder, {_UNTIL} from ("  # noqa: S608 - constants of this file
    " select distinct chat from inbox i where i.town = :town and not i.done and not exists ("
    "  select from claims c where c.town = i.town and c.chat = i.chat and c.until >= clock_timestamp())"
    f" order by chat limit {_AT_ONCE}) as orphans {_CLAIM}"
)
_RENEW = text(
    f"update claims c set until = {_UNTIL} from ("  # noqa: S608 - constants of this file
    " select town, chat from claims where holder = :holder order by chat for update) as mine"
    " where c.town = mine.town and c.chat = mine.chat returning c.chat"
)
_LOCK = text(
    "select chat from claims where town = :town and holder = :holder and chat = any(:chats) order by chat for update"
).bindparams(_chats)
_DROP = text("delete from claims where town = :town and holder = :holder and chat = any(:chats)").bindparams(_chats)
_DROP_ALL = text("delete from claims where holder = :holder")
_SWEEP = text(
    "delete from claims c using (select town, chat from claims where town = :town"
    " and until < clock_timestamp() - interval '1 minute' for update skip locked) as old"
    " where c.town = old.town and c.chat = old.chat"
    " and not exists (select from inbox i where i.town = c.town and i.chat = c.chat and not i.done)"
)
_WAITING = text(
    "select update_id, chat, body from inbox where town = :town and not done"
    " and chat = any(:chats) and update_id <> all(:known) order by update_id"
).bindparams(_chats, bindparam("known", type_=ARRAY(BigInteger)))


class Claims:
    """The claims of one program.  Every method works within the caller's transaction."""

    def __init__(self, town: str, seconds: float) -> None:
        self.seconds = seconds
        self._who = {"town": town, "holder": secrets.token_hex(8)}
        self._lease = self._who | {"seconds": seconds}
        self._town = {"town": town}

    async def take(self, connection: AsyncConnection, chats: Collection[str]) -> set[str]:
        """Claim chats; returns those that are now this program's.  The others' holders will look before they leave."""
        rows = await connection.execute(_TAKE, self._lease | {"chats": sorted(chats)})
        return set(rows.scalars())

    async def take_over(self, connection: AsyncConnection) -> set[str]:
        """Claim chats in which something waits and nobody alive serves it."""
        await connection.execute(_SWEEP, self._town)
        return set((await connection.execute(_TAKE_OVER, self._lease)).scalars())

    async def renew(self, connection: AsyncConnection) -> set[str]:
        """Prolong every claim; returns the chats that are still this program's."""
        return set((await connection.execute(_RENEW, {k: v for k, v in self._lease.items() if k != "town"})).scalars())

    async def lock(self, connection: AsyncConnection, chats: Collection[str]) -> set[str]:
        """Hold off whoever writes to these chats; returns those that are still this program's."""
        return set((await connection.execute(_LOCK, self._who | {"chats": sorted(chats)})).scalars())

    async def waiting(
        self, connection: AsyncConnection, chats: Collection[str], known: Collection[int]
    ) -> Sequence[tuple[int, str, str]]:
        """Number, chat and body of what waits in these chats, but for what is ``known``, in order."""
        asked = self._town | {"chats": sorted(chats), "known": sorted(known)}
        return [(row.update_id, row.chat, row.body) for row in await connection.execute(_WAITING, asked)]

    async def drop(self, connection: AsyncConnection, chats: Collection[str]) -> None:
        """Give chats back."""
        await connection.execute(_DROP, self._who | {"chats": sorted(chats)})

    async def drop_all(self, connection: AsyncConnection) -> None:
        """Give every chat back."""
        await connection.execute(_DROP_ALL, {"holder": self._who["holder"]})
