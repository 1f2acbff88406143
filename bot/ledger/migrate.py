"""Brings a database to the program's tables, once, in order."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.model import Problem, Refused

SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(engine: AsyncEngine) -> None:
    """Run the migrations this database has not seen.  Raises :class:`Refused` for one newer than the program."""
    async with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # Python's sqlite3 begins no transaction for CREATE TABLE by itself.
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    newest = max(path.stem.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))
    if _revision(connection) == newest:
        return
    # Imported only when there is something to do: it is 12 MB and takes 0.15 seconds.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    current = _revision(connection)
    if current is not None and current not in known:
        what = f"数据库是更新的版本写的（{current}），本程序不认识；请升级程序，或换回原来的数据库"
        raise Refused((Problem("DATABASE_URL", what),))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found
