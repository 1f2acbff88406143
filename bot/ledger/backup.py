"""What makes a database file a backup: whose it is, and the secret without which everybody would be counted anew."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.connect import or_unavailable
from bot.model import Problem, Refused


async def mark(engine: AsyncEngine, town: str, secret: bytes) -> None:
    """Write it into a fresh copy, and leave a single file behind."""
    with or_unavailable():
        async with engine.begin() as connection:
            await connection.execute(text("create table backup (town text not null, secret text not null)"))
            await connection.execute(text("insert into backup values (:town, :secret)"), {"town": town, "secret": secret.decode()})
        async with engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA journal_mode=DELETE")


async def marked(engine: AsyncEngine, shown: str) -> tuple[str, bytes]:
    """The town and its secret.  Raises :class:`Refused` when the file is no backup."""
    try:
        async with engine.connect() as connection:
            town, secret = (await connection.execute(text("select town, secret from backup"))).one()
    except SQLAlchemyError as error:
        raise Refused((Problem(shown, "不是 backup 写出的文件；请检查路径"),)) from error
    return town, secret.encode()
