"""What was counted in a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Period:
    """A span of calendar days in Beijing time."""

    first: date
    """First day."""
    last: date
    """Last day, included."""
    name: str
    """``2026年``, ``2026年5月``, ``2026-03-01至2026-04-15``."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the report."""

    key: str
    """Its name in JSON."""
    label: str
    """What the report says."""
    value: int | None
    """The figure; None: nothing recorded can tell, printed as 〔待核〕."""
    unit: str
    """人次, 人, 份 …"""
    rule: str
    """How it is counted."""
    excludes: str
    """What is not counted."""
    before: int | None = None
    """The same figure of the period before; None: nothing recorded can tell."""


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown of the report."""

    key: str
    """File name and name in JSON."""
    title: str
    """What the report says."""
    columns: tuple[str, ...]
    """Headings."""
    rows: tuple[tuple[str | int, ...], ...]
    """Cells, one tuple a row."""
    rule: str
    """How the cells are counted."""
    sums_to: str | None = None
    """Key of the line that the first column of figures adds up to; None: it adds up to none."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A span in which the bot was not running."""

    since: datetime
    """Last sign of life, UTC."""
    until: datetime
    """Next start, UTC."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A row that sets an earlier one right; both stay."""

    on: date
    """The day of the correction."""
    what: str
    """What it corrects, from what to what."""
    why: str
    """The reason given."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in a period, with all that is needed to check it."""

    town: str
    """Name of the township."""
    period: Period
    """The days counted."""
    lines: tuple[Line, ...]
    """The figures."""
    tables: tuple[Table, ...]
    """The breakdowns."""
    rules: str
    """Version of the counting rules."""
    knowledge: tuple[str, ...]
    """Versions of the knowledge base that answered in the period."""
    outages: tuple[Outage, ...]
    """When the bot was not running."""
    rows: int
    """How many rows were read."""
    rows_hash: str
    """SHA-256 over them; forgetting a person does not change it."""
    before: Period | None = None
    """The period that the figures are held against; None: none is."""
    corrections: tuple[Correction, ...] = ()
    """Corrections that touch the period, in the order in which they were made."""
