"""Messages to subscribers: prepared, previewed, let go by a second admin, by the steps of /broadcast and /broadcasts."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.flows import STEP
from bot.flows.broadcast import LONGEST, Broadcasting
from bot.flows.broadcasts import shown, under_way
from bot.model import AUDIENCES, Reply
from web.desk.office import Office, Signed

_STEPS = {"release": "y", "stop": "s", "again": "r"}
_CHOICES = ("entry", "audience", "village")
_FIELDS = ("text", *_CHOICES)


async def show(office: Office, request: Request, who: Signed, draft: Mapping[str, str] | None = None) -> Response:
    """How far the latest ten have got, and the form for a new one."""
    desk, base = office.room.desk, office.room.base
    listed = await desk.ledger.errands.broadcasts()
    rows = [(b, base.words.broadcast.states.get(b.state, b.state), shown(desk.window, b), b.by == who.person) for b in listed]
    topics = [(topic.name, base.of_topic(topic.id)) for topic in base.topics.values()]
    return office.show(
        request, who, "broadcasts.html", rows=rows, running=under_way(listed), topics=topics, villages=office.means.town().villages,
        audiences=AUDIENCES, longest=LONGEST, draft=draft or dict.fromkeys(_FIELDS, ""), can="broadcast" in desk.flows,
    )


async def do(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """Let one go, stop everything, send again what is in doubt, or propose what was previewed."""
    what, number, once = fields.get("do", ""), fields.get("broadcast", ""), fields.get("once", "")
    source = office.room.desk.source("desk", who.person, what, number, once)
    if what == "propose":
        reply = await _planned(office, who, fields, source)
        if _whole(reply):
            going = replace(who.asker(), flow=reply.flow or "")
            reply = await office.keep(await office.room.desk.press(going, f"{STEP}:broadcast:go", source))
    elif what in _STEPS:
        reply = await office.press(who, f"{STEP}:broadcasts:{_STEPS[what]}:{number}", source)
    else:
        raise HTTPException(400)
    office.say(who, reply.text)
    return office.go(request, "/desk/broadcasts")


async def preview(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """What subscribers would read and how many they are; nothing is written."""
    reply = await _planned(office, who, fields, "")
    draft = {name: str(fields.get(name, "")) for name in _FIELDS}
    if not _whole(reply):
        office.say(who, reply.text)
        return await show(office, request, who, draft)
    return office.show(request, who, "preview.html", text=reply.text, draft=draft, once=secrets.token_urlsafe(9))


async def _planned(office: Office, who: Signed, fields: Mapping[str, Any], source: str) -> Reply:
    """The conversation's reply once all of its questions are answered, or the one that says what is wrong."""
    flow = office.room.desk.flows.get("broadcast")
    if not isinstance(flow, Broadcasting):
        raise HTTPException(404)
    text = fields.get("text", "").replace("\r\n", "\n").strip()
    reply = await flow.begin(who.asker(), "", source)
    answers = [(text, None), *(("", f"{step}:{_number(office, step, fields.get(step, ''))}") for step in _CHOICES)]
    for said, pressed in answers:
        if not reply.flow:
            break
        before = _state(reply)
        reply = await flow.go_on(replace(who.asker(), flow=before), said, pressed, source)
        if _state(reply) == before:
            break  # not taken, and the reply says why
    return reply


def _number(office: Office, step: str, chosen: str) -> int:
    """Which of the choices of a step it is; the first is none or all, and what is none of them comes after the last."""
    known = {"entry": [*office.room.base.entries], "audience": [*AUDIENCES], "village": [*office.means.town().villages]}[step]
    return ["", *known, chosen].index(chosen)


def _state(reply: Reply) -> str:
    return (reply.flow or "").partition(" ")[2]


def _whole(reply: Reply) -> bool:
    """Whether nothing is left to ask."""
    return bool(reply.flow) and {*_FIELDS} <= json.loads(_state(reply)).keys()
