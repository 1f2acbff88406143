"""bot/ledger/migrate.py: a database gets the program's tables, once, in order."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, bindparam, text

from bot.ledger import tables
from bot.ledger.connect import connect
from bot.ledger.migrate import SCRIPTS, migrate
from bot.ledger.store import Store
from bot.model import Effects, Refused
from tests.township import NOW, YEAR, contact


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), tables.metadata))


async def test_the_migrations_make_the_tables_that_the_program_uses(database: str) -> None:
    engine = connect(database)
    await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_migrating_again_keeps_what_is_there(database: str) -> None:
    engine = connect(database)
    await migrate(engine)
    store = Store(engine, "t", lambda: NOW)
    await store.settle(Effects(contacts=[contact()]))
    await migrate(engine)
    assert [row async for portion in store.contacts(YEAR) for row in portion] == [contact()]
    await engine.dispose()


def _first_version(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


async def test_a_database_of_the_first_version_keeps_its_rows(database: str) -> None:
    engine = connect(database)
    async with engine.begin() as connection:
        await connection.run_sync(_first_version)
        row = {name: value for name, value in asdict(contact()).items() if name != "place"} | {"town": "t"}
        names = ", ".join(row)
        await connection.execute(text(f"insert into contacts ({names}) values (:{names.replace(', ', ', :')})").bindparams(
            *(bindparam(name, type_=tables.contacts.c[name].type) for name in row)
        ), row)
    await migrate(engine)
    store = Store(engine, "t", lambda: NOW)
    await store.settle(Effects(contacts=[contact(2, place="村口")]))
    assert [row async for portion in store.contacts(YEAR) for row in portion] == [contact(), contact(2, place="村口")]
    await engine.dispose()


async def test_a_database_of_a_newer_program_is_refused_and_left_alone(database: str) -> None:
    engine = connect(database)
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(Refused, match="9999"):
        await migrate(engine)
    async with engine.connect() as connection:
        assert (await connection.execute(text("select version_num from alembic_version"))).scalar_one() == "9999"
    await engine.dispose()


async def test_a_migration_that_fails_leaves_nothing_half_made(database: str) -> None:
    engine = connect(database)
    async with engine.begin() as connection:
        await connection.execute(text("create table runs (x integer)"))
    with pytest.raises(Exception, match="runs"):
        await migrate(engine)
    async with engine.connect() as connection:
        there = await connection.run_sync(engine.dialect.get_table_names)  # type: ignore[arg-type]
    assert set(there) <= {"runs", "alembic_version"}
    await engine.dispose()
