"""The first page: this year's figures with their rules, and what waits."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.report.words import change, number, provenance
from web.desk.charts import bars
from web.desk.office import Office, Signed


async def show(office: Office, request: Request, who: Signed) -> Response:
    """Every line of the report; for admins also how much waits for somebody."""
    paper = await office.figures.paper(internal=who.acts)
    tally = paper.tally
    lines = [(line, number(line.value), number(line.before), change(line)) for line in tally.lines]
    months = bars(next(table for table in tally.tables if table.key == "month"))
    waiting = await _waiting(office) if who.acts else {}
    return office.show(
        request, who, "overview.html", paper=paper, tally=tally, lines=lines, waiting=waiting, months=months, provenance=provenance(tally)
    )


async def _waiting(office: Office) -> Mapping[str, int]:
    """What is open, by its name in the template."""
    desk, base = office.room.desk, office.room.base
    errands, today = desk.ledger.errands, desk.today()
    return {
        "sessions": len(await desk.ledger.records.sessions(confirmed=False)),
        "handovers": len(await errands.handovers()),
        "unanswered": len(await errands.wishes()),
        "broadcasts": sum(b.state == "proposed" for b in await errands.broadcasts()),
        "entries": len(base.withheld) + sum(entry.again_by < today for entry in base.entries.values()),
    }
