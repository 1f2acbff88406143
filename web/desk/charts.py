"""Charts: each breakdown of the report as bars beside its figures, drawn here and read without seeing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.model import Table
from web.desk.office import Office, Signed

DRAWN = ("month", "topic", "audience", "village", "owner", "campaign")
"""Breakdowns with bars, in their order; the others follow as tables.  Volunteers are compared nowhere."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a breakdown."""

    cells: tuple[str | int, ...]
    """As the report prints them: a name, figures, or ＊ for one that is hidden."""
    share: float | None
    """The first figure, of the largest in hundredths; None where it is hidden."""


async def show(office: Office, request: Request, who: Signed) -> Response:
    """Every breakdown of this year."""
    paper = await office.figures.paper(internal=who.acts)
    by_key = {table.key: table for table in paper.tally.tables}
    drawn = [(by_key[key], bars(by_key[key])) for key in DRAWN]
    plain = [table for table in paper.tally.tables if table.key not in DRAWN]
    return office.show(request, who, "charts.html", paper=paper, tally=paper.tally, drawn=drawn, plain=plain)


def bars(table: Table) -> Sequence[Bar]:
    """The rows with the length of their bars."""
    highest = max((row[1] for row in table.rows if isinstance(row[1], int)), default=0)

    def share(figure: str | int) -> float | None:
        return round(100 * figure / highest, 1) if isinstance(figure, int) and highest else None

    return [Bar(row, share(row[1])) for row in table.rows]
