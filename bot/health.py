"""Looks at the database and the knowledge, and says whether that is well and what an admin should do."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import BEIJING, local_day
from bot.ledger import tables
from bot.ledger.connect import file_of
from bot.model import Health, Knowledge

_SILENT, _OLD = timedelta(minutes=5), timedelta(minutes=10)
"""No sign of life for so long: it hangs or was stopped.  An update unanswered for so long: something is stuck."""
_LOW = 500_000_000
"""Bytes free below which an admin is told."""
_PATIENCE = 5.0
_NAMED = 5
"""Entries named in one sentence at most."""


async def look(engine: AsyncEngine, town: str, at: datetime, knowledge: Knowledge) -> Health:
    """What there is to see of a town now.  A database that does not answer within seconds is seen as not writable."""
    today = local_day(at)
    seen = Health(
        at,
        writable=False,
        knowledge=knowledge.version,
        entries=len(knowledge.entries),
        withheld=tuple(knowledge.withheld),
        due=tuple(e.id for e in knowledge.entries.values() if e.again_by < today),
        free=_free(engine),
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            return replace(seen, **await _of_database(engine, town))
    except (SQLAlchemyError, OSError):
        return seen


async def _of_database(engine: AsyncEngine, town: str) -> dict[str, Any]:
    run, row = tables.runs.c, tables.inbox.c
    newest = select(func.max(run.id)).where(run.town == town).scalar_subquery()
    async with engine.begin() as connection:
        # A write that changes nothing and must yet reach the disk.
        await connection.execute(update(tables.runs).where(run.id == newest).values(last_seen=run.last_seen))
        sign = (await connection.execute(select(run.last_seen).where(run.id == newest))).scalar()
        waiting = select(func.count(), func.min(row.at)).where(row.town == town, ~row.done)
        backlog, oldest = (await connection.execute(waiting)).one()
        last = (await connection.execute(select(func.max(row.at)).where(row.town == town))).scalar()
    return {"writable": True, "last_sign": sign, "last_update": last, "backlog": backlog, "oldest": oldest}


def _free(engine: AsyncEngine) -> int | None:
    """Bytes free beside an SQLite file; what a server has is for its own admin to watch."""
    try:
        return shutil.disk_usage(file.parent).free if (file := file_of(engine.url)) else None
    except OSError:
        return None


def ill(health: Health) -> tuple[str, ...]:
    """Why the program as a whole is not well; empty when it is."""
    said = list[str]()
    if not health.writable:
        said.append("数据库读写不了；请检查磁盘、权限和 DATABASE_URL")
    elif health.last_sign is None or health.at - health.last_sign > _SILENT:
        said.append(f"五分钟以上没有动静（最后一次：{_moment(health.last_sign)}）；请看程序是否在运行")
    if health.oldest is not None and health.at - health.oldest > _OLD:
        said.append(_stuck(health))
    return tuple(said)


def concerns(health: Health) -> Mapping[str, str]:
    """What needs an admin: a key that stays the same while the matter does -> the sentence to send."""
    said = dict[str, str]()
    if health.withheld:
        said[_key("withheld", health.withheld)] = f"法条已失效，停用了 {_entries(health.withheld)}；请改好条目后发 /reload"
    if health.due:
        said[_key("due", health.due)] = f"到了复核日期：{_entries(health.due)}；请核对法条后改 checked 和 again_by"
    if health.oldest is not None and health.at - health.oldest > _OLD:
        said["backlog"] = _stuck(health)
    if health.free is not None and health.free < _LOW:
        said["disk"] = f"磁盘只剩 {health.free // 1_000_000} MB；请清理，满了就收不下消息了"
    return said


def _stuck(health: Health) -> str:
    minutes = int((health.at - health.oldest).total_seconds() // 60) if health.oldest else 0
    return f"有 {health.backlog} 条消息没回，最早的等了 {minutes} 分钟；请看日志和到 Telegram 的网络"


def _entries(ids: Sequence[str]) -> str:
    more = f"等 {len(ids)} 个条目" if len(ids) > _NAMED else f"（{len(ids)} 个条目）"
    return "、".join(ids[:_NAMED]) + more


def _key(kind: str, ids: Sequence[str]) -> str:
    return f"{kind}:{hashlib.sha256(' '.join(sorted(ids)).encode()).hexdigest()[:16]}"


def as_dict(health: Health) -> dict[str, object]:
    """For JSON: nothing in it is about any resident."""
    return {
        "well": not ill(health),
        "ill": list(ill(health)),
        "database": "writable" if health.writable else "unavailable",
        "last_sign": _iso(health.last_sign),
        "last_update": _iso(health.last_update),
        "backlog": health.backlog,
        "oldest": _iso(health.oldest),
        "knowledge": health.knowledge,
        "entries": health.entries,
        "withheld": list(health.withheld),
        "due": list(health.due),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def as_text(health: Health) -> str:
    """For a person."""
    lines = [
        f"数据库：{'能写' if health.writable else '读写不了'}",
        f"最后一次动静：{_moment(health.last_sign)}",
        f"最后一条消息：{_moment(health.last_update)}",
        f"没回的消息：{health.backlog} 条" + (f"，最早 {_moment(health.oldest)}" if health.oldest else ""),
        f"知识库：{health.knowledge}，{health.entries} 个条目，停用 {len(health.withheld)} 个，到期待核 {len(health.due)} 个",
        *(f"不正常：{why}" for why in ill(health)),
    ]
    return "\n".join(lines)


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S") if moment else "没有"
