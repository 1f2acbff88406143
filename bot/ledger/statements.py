"""The writes of the ledger, made once for a dialect and a town."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Delete, Table, bindparam, cast, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.ledger import tables


class Statements:
    """Prepared once, so that the writer can tell the same statement of many jobs and run it once."""

    def __init__(self, dialect: str, town: str) -> None:
        insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
        self._town = town
        self.contact = insert(tables.contacts).on_conflict_do_nothing()
        self.message = insert(tables.messages).on_conflict_do_nothing()
        self.update = insert(tables.inbox).on_conflict_do_nothing()
        person, keys = insert(tables.people), ["town", "person"]
        self.menu = person.on_conflict_do_update(index_elements=keys, set_={"menu": person.excluded.menu})
        self.village = person.on_conflict_do_update(index_elements=keys, set_={"village": person.excluded.village})
        self.flow = person.on_conflict_do_update(index_elements=keys, set_={"flow": person.excluded.flow})
        self.audience = person.on_conflict_do_update(index_elements=keys, set_={"audience": person.excluded.audience})
        row = tables.inbox.c
        mine = (row.town == town, row.update_id == bindparam("number"))
        self.done = update(tables.inbox).where(*mine).values(done=True, chat="", body="")
        c = tables.contacts.c
        self.unlink = (
            update(tables.contacts)
            .where(c.town == town, c.pseudonym == bindparam("old"))
            .values(pseudonym=bindparam("fresh"), source="forgotten-" + cast(c.id, c.source.type))
        )
        self.drop_person = self._of_person(tables.people)
        self.drop_messages = self._of_person(tables.messages)

    def _of_person(self, table: Table) -> Delete:
        return delete(table).where(table.c.town == self._town, table.c.person == bindparam("who"))

    def expire(self, before: datetime) -> Iterator[Delete]:
        """Deletes what was only kept for 48 hours."""
        yield delete(tables.messages).where(tables.messages.c.town == self._town, tables.messages.c.at < before)
        row = tables.inbox.c
        yield delete(tables.inbox).where(row.town == self._town, row.done, row.at < before)
