"""Questions that wait for the office: answered here, or settled by telephone, by the steps of /handovers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.flows import STEP
from bot.flows.office import Office as Answering
from web.desk.office import Office, Signed

LONGEST = 1500
"""Characters of an answer: it fits into a form (16 KB, 9 bytes a character) and, with its question, into one message (4,096)."""
_ANSWER, _SETTLED = "answer", "settled"


async def show(office: Office, request: Request, who: Signed) -> Response:
    """All of them, the oldest first."""
    waiting = await office.room.desk.ledger.errands.handovers()
    now = office.means.now()
    return office.show(request, who, "handovers.html", rows=[(one, (now - one.at).days) for one in waiting], longest=LONGEST)


async def close(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """Send an answer, or note that the office has spoken to the resident."""
    code, said, what = fields.get("code", ""), fields.get("answer", "").strip(), fields.get("do", "")
    source = office.room.desk.source("desk", who.person, what, code)
    if what == _SETTLED:
        reply = await office.press(who, f"{STEP}:handovers:t:{code}", source)
    elif what == _ANSWER:
        flow = office.room.desk.flows.get("handovers")
        if not isinstance(flow, Answering):
            raise HTTPException(404)
        if not 0 < len(said) <= LONGEST:
            office.say(who, f"没有发出：答复要写，而且不超过{LONGEST}个字。")
            return office.go(request, "/desk/handovers")
        reply = await office.keep(await flow.answered(code, said, source))
    else:
        raise HTTPException(400)
    office.say(who, reply.text)
    return office.go(request, "/desk/handovers")
