"""The writes of errands, made once for a dialect and a town."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Delete, Executable, Table, and_, bindparam, delete, literal, or_, select, update

from bot.ledger import tables
from bot.ledger.errand_tables import broadcasts, handovers, letters, passes, quiz_answers, subscribers, wishes
from bot.ledger.writer import Statement
from bot.model import (
    Broadcast,
    Errand,
    Handover,
    HandoverClosed,
    Letter,
    QuizAnswer,
    Released,
    SentAgain,
    Stopped,
    Subscribed,
    Unsubscribed,
    Wish,
    WishDone,
)

_PLAIN = {QuizAnswer: quiz_answers, Handover: handovers, Wish: wishes, Letter: letters, Broadcast: broadcasts}


class ErrandWrites:
    """Prepared once, so that the writer can tell the same statement of many jobs and run it once."""

    def __init__(self, into: Callable[[Table], Any], town: str) -> None:
        """``into`` is the dialect's insert."""
        self._town = town
        self._insert: dict[type, Executable] = {kind: into(table).on_conflict_do_nothing() for kind, table in _PLAIN.items()}
        new, keys = into(subscribers), ["town", "person"]
        self._subscribe = new.on_conflict_do_update(index_elements=keys, set_={"chat": new.excluded.chat, "at": new.excluded.at})
        self._close = self._gone(handovers, "source")
        self._wish_done = self._gone(wishes, "id")
        self._unsubscribe = [self._gone(subscribers, "person"), self._gone(letters, "person").where(letters.c.broadcast.is_not(None))]
        b = broadcasts.c
        mine = and_(b.town == town, b.source == bindparam("which"))
        self._release = (
            update(broadcasts)
            .where(mine, b.state == "proposed", b.by != bindparam("who"))
            .values(state="sending", released_by=bindparam("who"))
        )
        self._address = self._addressed(into)
        unended = and_(b.town == town, b.state.in_(("proposed", "sending")))
        doomed = select(b.source).where(b.town == town, b.state == "stopped")
        waiting = and_(letters.c.town == town, letters.c.state == "waiting", letters.c.broadcast.in_(doomed))
        self._stop: list[Executable] = [update(broadcasts).where(unended).values(state="stopped"), delete(letters).where(waiting)]
        unsure = and_(letters.c.town == town, letters.c.state == "unsure", letters.c.broadcast == bindparam("which"))
        self._again = [
            update(letters).where(unsure).values(state="waiting"),
            update(broadcasts).where(mine).values(state="sending"),
        ]
        self._unname = update(broadcasts).where(b.town == town, b.by == bindparam("which")).values(by=bindparam("fresh"))
        self._forget = [self._gone(table, "person") for table in (subscribers, handovers, letters, passes)]

    def _gone(self, table: Table, key: str) -> Delete:
        return delete(table).where(table.c.town == self._town, table.c[key] == bindparam("which"))

    def _addressed(self, into: Callable[[Table], Any]) -> Executable:
        """A letter to each subscriber whom a released broadcast is meant for."""
        b, s, p = broadcasts.c, subscribers.c, tables.people.c
        person = and_(p.town == s.town, p.person == s.person)
        meant = and_(
            b.town == self._town, b.source == bindparam("which"), b.state == "sending", b.released_by == bindparam("who"),
            or_(b.audience.is_(None), b.audience == p.audience), or_(b.village.is_(None), b.village == p.village),
        )
        source = b.source + "-" + s.person
        columns = (s.town, source, bindparam("now", type_=letters.c.at.type), s.person, s.chat, literal(""), literal("[]"), b.source,
                   literal("waiting"))
        people = subscribers.outerjoin(tables.people, person).join(broadcasts, b.town == s.town)
        names = ["town", "source", "at", "person", "chat", "text", "buttons", "broadcast", "state"]
        found = select(*columns).select_from(people).where(meant).order_by(s.at, s.person)  # whoever subscribed first is written to first
        return into(letters).from_select(names, found).on_conflict_do_nothing()  # type: ignore[no-any-return]  # two dialects

    def of(self, rows: Iterable[Errand]) -> Iterator[Statement]:
        """What to run for rows that come or go, in their order."""
        for row in rows:
            yield from self._of(row)

    def _of(self, row: Errand) -> Iterator[Statement]:
        match row:
            case QuizAnswer() | Handover() | Wish() | Letter() | Broadcast():
                yield self._insert[type(row)], [self._columns(row)]
            case HandoverClosed():
                yield self._close, [{"which": row.source}]
            case WishDone():
                yield self._wish_done, [{"which": row.number}]
            case Subscribed():
                yield self._subscribe, [asdict(row) | {"town": self._town}]
            case Unsubscribed():
                yield from ((statement, [{"which": row.person}]) for statement in self._unsubscribe)
            case Released():
                yield self._release, [{"which": row.source, "who": row.by}]
                yield self._address, [{"which": row.source, "who": row.by, "now": row.at}]
            case Stopped():
                yield from ((statement, [{}]) for statement in self._stop)
            case SentAgain():
                yield from ((statement, [{"which": row.source}]) for statement in self._again)

    def _columns(self, row: QuizAnswer | Handover | Wish | Letter | Broadcast) -> dict[str, Any]:
        known = {"town": self._town} | asdict(row)
        if isinstance(row, Letter):
            buttons = json.dumps([(b.label, b.action) for b in row.buttons], ensure_ascii=False)
            known |= {"buttons": buttons, "state": "waiting"}
        return {name: value for name, value in known.items() if name in _PLAIN[type(row)].c}

    def forget(self, who: str, fresh: str) -> Iterator[Statement]:
        """Whatever leads back to a person goes; a broadcast they proposed stays, by somebody unknown."""
        yield from ((statement, [{"which": who}]) for statement in self._forget)
        yield self._unname, [{"which": who, "fresh": fresh}]


