"""What is kept, and being forgotten."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.model import Effects, Unavailable
from web.form import form
from web.room import Room
from web.visit import account, unname_browser, visitor


async def tell(room: Room, request: Request) -> Response:
    """What is kept and what is not, in plain words."""
    return room.pages.show(request, "privacy.html")


async def forget(room: Room, request: Request) -> Response:
    """The browser becomes unknown, the counts stay."""
    await form(request)
    name = visitor(room, request).name
    response = room.pages.go(request, "/forgotten")
    if name is not None:
        try:
            known = await room.desk.asker(account(name), "web")
            await room.desk.settle(Effects(person=known.person, forget=room.desk.pseudonyms(account(name))))
        except Unavailable:
            # The name itself is gone with the cookie; what it stood for is dropped when the database is back.
            return room.pages.show(request, "notice.html", status=503, title="现在还忘不掉", lines=[room.base.notices.failed], here="/")
    unname_browser(request, response)
    return response


async def forgotten(room: Room, request: Request) -> Response:
    """The word after it."""
    return room.pages.show(request, "notice.html", title="已经忘记您", lines=[room.base.notices.forgotten])
