"""The writes of the ledger, made once for a dialect and a town."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Delete,
    Executable,
    Integer,
    String,
    Table,
    bindparam,
    cast,
    delete,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.types import NullType

from bot.ledger import tables
from bot.ledger.errand_writes import ErrandWrites
from bot.ledger.into import into
from bot.ledger.writer import ForAll
from bot.model import FORGOTTEN, Confirmation, Record


@cache
def statements(dialect: str, town: str) -> Statements:
    """The statements of a dialect and a town: several parts of the program share them, none changes them."""
    return Statements(dialect, town)


class Statements:
    """Prepared once, so that the writer can tell the same statement of many jobs and run it once."""

    def __init__(self, dialect: str, town: str) -> None:
        insert = partial(into, dialect)
        self._dialect, self._town = dialect, town
        self.contact = insert(tables.contacts).on_conflict_do_nothing()
        self.message = insert(tables.messages).on_conflict_do_nothing()
        self.update = insert(tables.inbox).on_conflict_do_nothing()
        person, keys = insert(tables.people), ["town", "person"]
        self.menu = person.on_conflict_do_update(index_elements=keys, set_={"menu": person.excluded.menu})
        self.village = person.on_conflict_do_update(index_elements=keys, set_={"village": person.excluded.village})
        self.place = person.on_conflict_do_update(index_elements=keys, set_={"place": person.excluded.place})
        self.campaign = person.on_conflict_do_update(index_elements=keys, set_={"campaign": person.excluded.campaign})
        self.flow = person.on_conflict_do_update(index_elements=keys, set_={"flow": person.excluded.flow})
        self.audience = person.on_conflict_do_update(index_elements=keys, set_={"audience": person.excluded.audience})
        row = tables.inbox.c
        named = (row.town == town, row.update_id.in_(bindparam("numbers", expanding=True)))
        self.seen = select(row.update_id).where(*named)
        self.done = ForAll(update(tables.inbox).where(*named).values(done=True, chat="", body=""), "numbers")
        c = tables.contacts.c
        self.unlink = (
            update(tables.contacts)
            .where(c.town == town, c.pseudonym == bindparam("old"))
            .values(pseudonym=bindparam("fresh"), source=FORGOTTEN + bindparam("fresh", type_=c.source.type) + "-" + cast(c.id, String))
        )
        self.record: dict[type[Record], Executable] = {
            kind: insert(table).on_conflict_do_nothing() for kind, table in tables.OF.items()
        }
        self.record[Confirmation] = self._confirmation(insert)
        self.unname = [
            update(table).where(table.c.town == town, table.c.by == bindparam("who")).values(by=bindparam("fresh"))
            for table in tables.OF.values()
        ]
        self.errand = ErrandWrites(insert, town)
        self.drop_person = self._of_person(tables.people)
        self.drop_messages = self._of_person(tables.messages)

    def _of_person(self, table: Table) -> Delete:
        return delete(table).where(table.c.town == self._town, table.c.person == bindparam("who"))

    def _confirmation(self, insert: Callable[[Table], Any]) -> Executable:
        """Writes a confirmation only where somebody else recorded the session: the rule of ``may_confirm``, on disk."""
        given = [bindparam(c.name, type_=c.type) for c in tables.confirmations.c if c.name != "id"]
        s = tables.sessions.c
        there = (s.town == self._town, s.source == bindparam("session"), s.by != bindparam("by"), ~s.by.startswith(FORGOTTEN))
        statement = insert(tables.confirmations).from_select([p.key for p in given], select(*given).where(*there))
        return statement.on_conflict_do_nothing()  # type: ignore[no-any-return]  # two dialects, one method

    def raw(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """A column as its driver gives it: a million values take seconds to become moments, days and truth values.

        A moment comes as microseconds since 1970, a day as a date or as ``2026-03-05``, a truth value as 0 or 1.
        """
        if isinstance(column.type, tables.Moment):
            if self._dialect == "postgresql":
                return cast(func.extract("epoch", column) * 1_000_000, BigInteger)
            text = type_coerce(column, String)
            return func.strftime("%s", text) * 1_000_000 + cast(func.substr(text, 21, 6), Integer)
        if self._dialect == "sqlite" and isinstance(column.type, (Date, Boolean)):
            return type_coerce(column, NullType())
        return column

    def expire(self, before: datetime) -> Iterator[Delete]:
        """Deletes what was only kept for 48 hours."""
        yield delete(tables.messages).where(tables.messages.c.town == self._town, tables.messages.c.at < before)
        row = tables.inbox.c
        yield delete(tables.inbox).where(row.town == self._town, row.done, row.at < before)
