"""Coming in by a one-time link, and leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.ledger import Passes
from bot.model import Unavailable
from bot.model.passes import LINK, SESSION, Pass
from web.desk.guard import COOKIE, from_here, still
from web.desk.keys import LASTS, Keys
from web.desk.office import Office, Signed
from web.form import form


async def link(secret: bytes, now: datetime, passes: Passes, role: str, person: str, *, server: bool) -> str:
    """The path of a new link, below the address of the site.  Raises :class:`Unavailable` when it cannot be kept."""
    token, digest = Keys(secret).new(LINK)
    await passes.make(Pass(digest, LINK, role, person, server, now + LASTS[LINK]))
    return f"/desk/in/{token}"


async def landing(office: Office, request: Request) -> Response:
    """One button.  Looking does not use the link up: messengers look at every link to draw a preview of it."""
    token = request.path_params["token"]
    try:
        held = await _held(office, token)
    except Unavailable:
        return office.notice(request, "away", 503)
    if held is None:
        return office.notice(request, "link", 410)
    return office.room.pages.show(request, "desk/landing.html", private=True, who=None, said=(), token=token, role=held.role)


async def _held(office: Office, token: str) -> Pass | None:
    digest = office.keys.digest(token, LINK)
    held = await office.room.desk.ledger.passes.find(digest, LINK) if digest else None
    return held if held and still(office, held) else None


async def enter(office: Office, request: Request) -> Response:
    """The link is used up, the browser gets its cookie."""
    if not from_here(office, request):
        return office.notice(request, "form", 403)
    passes = office.room.desk.ledger.passes
    try:
        token = (await form(request)).get("token", "")
        digest = office.keys.digest(token, LINK)
        used = await passes.take(digest, LINK) if digest else None
        if used is None or not still(office, used):
            return office.notice(request, "link", 410)
        cookie, session = office.keys.new(SESSION)
        await passes.make(replace(used, digest=session, kind=SESSION, expires=office.means.now() + LASTS[SESSION]))
    except Unavailable:
        return office.notice(request, "away", 503)
    except HTTPException as error:
        return office.notice(request, "unread", error.status_code)
    response = office.go(request, "/desk/")
    secure = request.url.scheme == "https"
    age = int(LASTS[SESSION].total_seconds())
    response.set_cookie(COOKIE, cookie, max_age=age, path=office.door(request), secure=secure, httponly=True, samesite="strict")
    return response


async def leave(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """退出: this browser is a stranger again, and so is whoever copied its cookie."""
    await office.room.desk.ledger.passes.take(who.held.digest, SESSION)
    response = office.notice(request, "left", 200)
    response.delete_cookie(COOKIE, path=office.door(request), secure=request.url.scheme == "https", httponly=True, samesite="strict")
    return response
