"""Whatever people do, in any order, the totals are those that the rules say: a model of them beside the real ledger."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import app
from bot.count import tally
from bot.ledger.store import Store
from bot.model import Confirmation, Effects, Knowledge, Session, Tally
from tests.township import NOW, YEAR, contact

_runs = count()
_PEOPLE, _CLERKS = st.sampled_from("abc"), st.sampled_from(["anna", "ben", "clara"])
_NUMBER = st.integers(0, 4)
_STEPS = st.lists(st.one_of(
    st.tuples(st.just("ask"), _PEOPLE, st.sampled_from(["wages/unpaid", "wages/overtime"]), _NUMBER),
    st.tuples(st.just("forget"), _PEOPLE),
    st.tuples(st.just("forget_clerk"), _CLERKS),
    st.tuples(st.just("record"), _CLERKS, _NUMBER),
    st.tuples(st.just("correct"), _NUMBER, _CLERKS, _NUMBER),
    st.tuples(st.just("withdraw"), _NUMBER, _CLERKS),
    st.tuples(st.just("confirm"), _NUMBER, _CLERKS),
    st.tuples(st.just("again")),
), max_size=25)  # fmt: skip


@dataclass
class Model:
    """The rules once more, as simply as they can be said."""

    shown: set[tuple[int, int, str]] = field(default_factory=set)
    """Who, day, entry; a person who was forgotten is somebody new the next time."""
    who: dict[str, int] = field(default_factory=dict)
    sessions: list[list[Session]] = field(default_factory=list)
    """Every session with its corrections, the newest last."""
    confirmed: set[str] = field(default_factory=set)
    unknown_clerk: set[str] = field(default_factory=set)
    """Rows whose recorder was forgotten."""
    numbers: count[int] = field(default_factory=count)

    @property
    def headcount(self) -> int:
        """The sum of confirmed sessions that stand."""
        return sum(c[-1].headcount for c in self.sessions if c[-1].source in self.confirmed and not c[-1].withdrawn)

    def step(self, what: str, *given: Any) -> Effects | None:
        """Do a step; what it leaves behind."""
        effects: Effects | None = getattr(self, f"_{what}")(*given)
        return effects

    def _ask(self, person: str, entry: str, day: int) -> Effects:
        who = self.who.setdefault(person, next(self.numbers))
        self.shown.add((who, day, entry))
        return Effects(contacts=[contact(next(self.numbers), pseudonym=person, entry=entry, day=date(2026, 5, 1) + timedelta(day))])

    def _forget(self, person: str) -> Effects:
        self.who.pop(person, None)
        return Effects(person=f"person-{person}", forget=(person,))

    def _forget_clerk(self, clerk: str) -> Effects:
        self.unknown_clerk |= {s.source for chain in self.sessions for s in chain if s.by == clerk}
        return Effects(person=clerk, forget=(f"pseudonym-{clerk}",))

    def _record(self, clerk: str, number: int) -> Effects:
        row = Session(f"s{next(self.numbers)}", NOW, clerk, date(2026, 5, 1), number * 10)
        self.sessions.append([row])
        return Effects(records=[row])

    def _correct(self, which: int, clerk: str, number: int, **more: Any) -> Effects | None:
        if which >= len(self.sessions):
            return None
        old = self.sessions[which][-1]
        row = replace(old, source=f"s{next(self.numbers)}", by=clerk, headcount=number * 10, corrects=old.source, why="x", **more)
        self.sessions[which].append(row)
        return Effects(records=[row])

    def _withdraw(self, which: int, clerk: str) -> Effects | None:
        return self._correct(which, clerk, 0, withdrawn=True)

    def _confirm(self, which: int, clerk: str) -> Effects | None:
        if which >= len(self.sessions):
            return None
        row = self.sessions[which][-1]
        if row.by != clerk and row.source not in self.unknown_clerk:
            self.confirmed.add(row.source)
        return Effects(records=[Confirmation(f"c{next(self.numbers)}", NOW, clerk, row.source)])


def facts(made: Tally) -> tuple[Any, ...]:
    """All that a report says."""
    return made.lines, made.tables, made.corrections, made.rows, made.rows_hash


async def play(path: Path, steps: list[tuple[Any, ...]], base: Knowledge) -> None:
    engine = await app.database(f"sqlite:///{path}")
    store, model, done = Store(engine, f"town-{next(_runs)}", lambda: NOW), Model(), list[Effects]()
    for what, *rest in steps:
        same = what in ("forget", "forget_clerk", "again")
        before = facts(await tally("试验镇", YEAR, store, base)) if same else None
        effects = model.step(what, *rest) if what != "again" else None
        if what == "again":  # a file imported twice, an update handled twice
            for old in (e for e in done if e.records):
                await store.settle(Effects(records=old.records))
        elif effects:
            await store.settle(effects)
            done.append(effects)
        if same:
            assert facts(await tally("试验镇", YEAR, store, base)) == before, what
    made = {line.key: line.value for line in (await tally("试验镇", YEAR, store, base)).lines}
    assert (made["online"], made["people"]) == (len(model.shown), len({who for who, _, _ in model.shown}))
    assert (made["offline"] or 0) == model.headcount
    await engine.dispose()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_forgetting_correcting_and_importing_again_leave_the_totals_right(
    tmp_path_factory: pytest.TempPathFactory, base: Knowledge, steps: list[tuple[Any, ...]]
) -> None:
    asyncio.run(play(tmp_path_factory.getbasetemp() / "totals.db", steps, base))
