"""Useful or not: one word, counted under the same rules as everywhere."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.model import Effects
from web.form import form
from web.pages import nonce
from web.room import Room
from web.visit import asker, visitor


async def rate(room: Room, request: Request) -> Response:
    """Record what somebody says of a card, and go back to it with a word of thanks.

    The last word of a browser with a cookie counts, the first of one without: it cannot be known again.
    """
    fields = await form(request)
    entry, said, kept = fields.get("entry", ""), fields.get("said", ""), fields.get("v", "")
    if entry not in room.base.entries or said not in ("y", "n"):
        raise HTTPException(400)
    who = visitor(room, request)
    held = f"v={kept}&" if kept and room.seals.opened(kept) else ""
    response = room.pages.go(request, f"/q/{entry}?{held}said={said}#said")
    if who.person:
        mark = (fields.get("n") or nonce(), said) if who.name else (kept or nonce(),)
        source = room.desk.source("web", "rate", *mark)
        reply = room.desk.window.press(await asker(room, who.name), f"{said}:{entry}", source)
        response.background = BackgroundTask(room.book.write, Effects(contacts=[reply.contact] if reply.contact else []))
    return response
