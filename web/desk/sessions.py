"""Sessions that wait for a second person: confirmed or withdrawn by the steps of /sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.flows import STEP
from bot.model import may_confirm
from web.desk.office import Office, Signed

_CONFIRM, _WITHDRAW = "confirm", "withdraw"


async def show(office: Office, request: Request, who: Signed) -> Response:
    """All of them, the oldest first, and why one's own cannot be confirmed."""
    waiting = await office.room.desk.ledger.records.sessions(confirmed=False)
    base = office.room.base
    names = {topic.id: topic.name for topic in base.topics.values()}
    rows = [(s, names.get(s.topic or "", s.topic), may_confirm(s, who.person), s.by == who.person) for s in waiting]
    return office.show(request, who, "sessions.html", rows=rows, reasons=base.words.session.reasons)


async def decide(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """One of the two buttons."""
    session, reason = fields.get("session", ""), fields.get("reason", "")
    steps = {_CONFIRM: f"y:{session}", _WITHDRAW: f"w:{session}:{reason}"}
    if (step := steps.get(fields.get("do", ""))) is None:
        raise HTTPException(400)
    # The same form sent twice is the same act: its mark names who did what to which session.
    reply = await office.press(who, f"{STEP}:sessions:{step}", office.room.desk.source("desk", who.person, step))
    office.say(who, reply.text)
    return office.go(request, "/desk/sessions")
