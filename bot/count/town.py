"""Counts a period of one town, and the one before it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.count.columns import Columns
from bot.count.contacts import Contacts
from bot.count.lines import lines
from bot.count.records import Kept, kept
from bot.count.tables import tables
from bot.ledger import Ledger
from bot.model import Knowledge, Line, Period, Recorded, Tally
from bot.period import before

RULES = "2"
"""Version of the counting rules; raise it with every change of what they count."""
_FROM_LOG = {"online", "people", "delivered", "unknown", "emergencies", "referred"}
"""Figures that the bot records by itself: where it was not there yet, nothing can tell them."""


async def tally(town: str, period: Period, ledger: Ledger, knowledge: Knowledge) -> Tally:
    """Count what the ledger holds of a period.  Raises :class:`bot.model.Unavailable` when it cannot be read."""
    recorded = await ledger.records.everything()
    earlier = before(period)
    then = await _lines_before(ledger, earlier, recorded)
    columns, records = await _read(ledger, period), kept(recorded, period)
    contacts = Contacts(columns)
    return Tally(
        town=town,
        period=period,
        lines=tuple(replace(line, before=then[line.key]) for line in lines(contacts, records)),
        tables=tables(contacts, records, knowledge),
        rules=RULES,
        knowledge=contacts.versions,
        outages=await ledger.outages(period),
        rows=columns.rows + records.rows,
        rows_hash=_hash(columns, records),
        before=earlier,
        corrections=records.corrections,
    )


async def _read(ledger: Ledger, period: Period) -> Columns:
    columns = Columns()
    async for portion in ledger.rows(period):
        columns.take(portion)
    return columns


async def _lines_before(ledger: Ledger, period: Period, recorded: Recorded) -> dict[str, int | None]:
    columns = await _read(ledger, period)

    def known(line: Line) -> int | None:
        return line.value if columns.rows or line.key not in _FROM_LOG else None

    return {line.key: known(line) for line in lines(Contacts(columns), kept(recorded, period))}


def _hash(columns: Columns, records: Kept) -> str:
    return hashlib.sha256(f"{columns.hash}{records.hash}".encode()).hexdigest()
