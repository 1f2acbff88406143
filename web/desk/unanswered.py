"""What found no answer: by topic, and the words that their authors left for a better one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.draft import drafted
from bot.flows import STEP
from web.desk.office import Office, Signed

_TABLE = "unknown"
"""Key of the report's breakdown."""


async def show(office: Office, request: Request, who: Signed) -> Response:
    """The counts of this year and the words."""
    paper = await office.figures.paper(internal=True)
    table = next(table for table in paper.tally.tables if table.key == _TABLE)
    wishes = await office.room.desk.ledger.errands.wishes()
    return office.show(request, who, "unanswered.html", paper=paper, table=table, wishes=wishes, topics=office.room.base.topics)


async def done(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """Words that are dealt with go, as by the button under /unanswered."""
    number = fields.get("number", "")
    if not (number.isascii() and number.isdecimal()):
        raise HTTPException(400)
    reply = await office.press(who, f"{STEP}:unanswered:d:{number}", office.room.desk.source("desk", "wish", number))
    office.say(who, reply.text)
    return office.go(request, "/desk/unanswered")


async def draft(office: Office, request: Request, who: Signed) -> Response:
    """The draft of an entry as a file, as ``python -m bot draft`` writes it; ``?topic=`` where the words tell none."""
    number, topics = request.path_params["number"], office.room.base.topics
    wish = next((w for w in await office.room.desk.ledger.errands.wishes() if w.number == number), None)
    topic = topics.get(request.query_params.get("topic") or (wish.topic if wish else None) or "")
    if wish is None or topic is None:
        raise HTTPException(404)
    text = drafted(wish, topic, office.room.desk.today())
    headers = {"content-disposition": f'attachment; filename="draft-{number}.yaml"', "cache-control": "no-store"}
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)
