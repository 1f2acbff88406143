"""A tally as it may be published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.hide.cells import SMALL, alone
from bot.hide.corrected import HIDDEN, told
from bot.hide.cycles import around
from bot.hide.nests import Level, Nest, levels
from bot.hide.people import Column, settle
from bot.model import Paper, Table, Tally

_PEOPLE = "人数"
_NOT_PEOPLE = frozenset(("场次", "份数", "资料", "资料份数", "发放资料"))
"""Headings of figures that are of things and public events."""
_BY_DATE = frozenset(("月份", "日期", "起止"))
"""Headings of tables in order of time; any other order would tell how large a hidden figure is."""
_TOWNS = "town"
"""Key of the table that prints each town's own totals in the report of a county."""
_WITHIN_TOWNS = frozenset(("village", "offline_village", "sessions", "mediations"))
"""Tables that a county does not publish: a town's own report hides other rows of them than the county's would."""
_NOTE = "；＊为不足5的数，或能推算出它的数"
_CORRECTED = frozenset(("sessions", "mediations"))
"""Tables whose rows corrections are about."""
_ELSEWHERE = "；见各乡镇自己的报表，县里的本表不对外公布"
_WITHHELD = "；数字太小，逐行列出会推算出个人，本表不对外公布"


@dataclass(slots=True)
class _Draft:
    """What has been decided of a table."""

    table: Table
    """As counted."""
    figures: tuple[int, ...]
    """Its columns of figures."""
    hidden: dict[int, set[int]] = field(default_factory=dict)
    """Column -> hidden rows."""
    withheld: bool = False
    """Whether no row may be shown."""
    why: str = _WITHHELD
    """The reason."""

    @property
    def main(self) -> bool:
        """Whether the first figures are of people or their contacts."""
        return bool(self.figures) and self.table.columns[self.figures[0]] not in _NOT_PEOPLE

    @property
    def rows(self) -> set[int]:
        """Rows whose first figure is hidden."""
        return self.hidden.get(self.figures[0], set()) if self.figures else set()

    def column(self, number: int) -> tuple[int, ...]:
        """Figures of a column."""
        return tuple(int(row[number]) for row in self.table.rows)

    def hide(self, number: int, rows: set[int] | None) -> None:
        """Hide rows of a column; None: all of them, and where their sum is printed the whole table."""
        self.withheld |= rows is None and self.table.sums_to is not None
        self.hidden[number] = set(range(len(self.table.rows))) if rows is None else rows


def published(tally: Tally, known: Iterable[Nest]) -> Paper:
    """The paper that may leave the office."""
    return Paper(hide(tally, known), internal=False)


def for_the_office(tally: Tally) -> Paper:
    """The paper that shows everything and must not leave the office."""
    return Paper(tally, internal=True)


def hide(tally: Tally, known: Iterable[Nest] = ()) -> Tally:
    """The tally without figures under 5 and those that would give them away; its lines stay.

    ``known`` tells which rows add up to which; :func:`bot.hide.nests` reads it from the knowledge base.  Whoever holds
    the reports of two periods that overlap can still subtract one from the other: no single report can prevent that.
    """
    drafts = [_Draft(table, _figures(table)) for table in tally.tables]
    if any(draft.table.key == _TOWNS for draft in drafts):
        _leave_to_the_towns(drafts)
    open_ = [draft for draft in drafts if not draft.withheld and draft.table.key != _TOWNS]
    known = tuple(known)
    everybody = next((line.value for line in tally.lines if line.key == "people"), None)
    for line in dict.fromkeys(draft.table.sums_to for draft in open_):
        same = [d for d in open_ if d.table.sums_to == line and d.main]
        if everybody is not None and everybody < SMALL:
            _withhold_people(same)
        finer, above = _contacts([d for d in same if not d.withheld], known)
        _people(same, finer, above, everybody)
    _others(open_)
    quiet = any(d.withheld or any(d.hidden.values()) for d in drafts if d.table.key in _CORRECTED)
    corrections = tuple(told(correction, quiet) for correction in tally.corrections)
    return replace(tally, tables=tuple(map(_shown, drafts)), corrections=corrections)


def _leave_to_the_towns(drafts: Iterable[_Draft]) -> None:
    for draft in drafts:
        if draft.table.key in _WITHIN_TOWNS and draft.table.rows:
            draft.withheld, draft.why = True, _ELSEWHERE


def _figures(table: Table) -> tuple[int, ...]:
    columns = range(len(table.columns))
    return tuple(c for c in columns if table.rows and all(isinstance(row[c], int) for row in table.rows))


def _contacts(same: Sequence[_Draft], known: tuple[Nest, ...]) -> tuple[_Draft | None, tuple[Level, ...]]:
    """Hide the first figures of tables that add up to the same line; the finer table that is shown, and what is above it."""
    finer: _Draft | None = None
    above: tuple[Level, ...] = ()
    for draft in same:
        found = levels(draft.table, [other.table for other in same if other is not draft], known)
        if found is None or (found and finer):
            draft.withheld = True  # its rows would tell of the coarser tables what cannot be followed here
        elif found:
            finer, above = draft, found
    by_key = {draft.table.key: draft for draft in same}
    done = set[str]()
    if finer and not any(by_key[level.key].withheld for level in above):
        decided = around(finer.column(finer.figures[0]), above)
        for key, rows in zip((finer.table.key, *(level.key for level in above)), decided or (), strict=False):
            by_key[key].hide(by_key[key].figures[0], rows)
            done.add(key)
    if finer and not done:
        finer.withheld = True
    for draft in same:
        if draft.table.key not in done and not draft.withheld:
            draft.hide(draft.figures[0], alone(draft.column(draft.figures[0])))
    return (finer if finer and not finer.withheld else None), above


def _withhold_people(same: Sequence[_Draft]) -> None:
    """So few people were served that any breakdown would be a portrait of them."""
    for draft in same:
        draft.withheld |= _PEOPLE in draft.table.columns and bool(draft.table.rows)


def _people(same: Sequence[_Draft], finer: _Draft | None, above: Sequence[Level], everybody: int | None) -> None:
    columns = {
        d.table.key: Column(d.column(number), d.column(d.figures[0]), frozenset(d.rows))
        for d in same if not d.withheld
        for number in d.figures[1:] if d.table.columns[number] == _PEOPLE
    }  # fmt: skip
    lost = settle(columns, finer.table.key if finer else None, above, everybody)
    for draft in same:
        if column := columns.get(draft.table.key):
            draft.hide(draft.table.columns.index(_PEOPLE), None if draft.table.key in lost else column.hidden)


def _others(drafts: Sequence[_Draft]) -> None:
    """Figures that no rule above looks at; votes on a topic whose contacts are hidden are hidden with them."""
    quiet = {(d.table.columns[0], d.table.rows[row][0]) for d in drafts if d.table.sums_to for row in d.rows}
    for draft in drafts:
        if draft.withheld:
            continue
        known = {n for n, row in enumerate(draft.table.rows) if (draft.table.columns[0], row[0]) in quiet}
        also = set(draft.rows) if draft.table.sums_to else draft.rows | known
        for number in draft.figures:
            if draft.table.columns[number] in _NOT_PEOPLE:
                draft.hidden[number] = set(also) if draft.main else set()
            elif number not in draft.hidden or not draft.table.sums_to:
                decided = alone(draft.column(number), also | draft.hidden.get(number, set()))
                draft.hidden[number] = set(range(len(draft.table.rows))) if decided is None else decided


def _shown(draft: _Draft) -> Table:
    table = draft.table
    if draft.withheld:
        return replace(table, rows=(), rule=table.rule + draft.why)
    if not any(draft.hidden.values()):
        return table
    rows = [
        tuple(HIDDEN if number in draft.hidden.get(c, ()) else cell for c, cell in enumerate(row)) for number, row in enumerate(table.rows)
    ]
    if table.columns[0] not in _BY_DATE and draft.rows:
        last = sorted(draft.rows, key=lambda number: tuple(map(str, rows[number])))
        rows = [row for number, row in enumerate(rows) if number not in draft.rows] + [rows[number] for number in last]
    return replace(table, rows=tuple(rows), rule=table.rule + _NOTE)
