"""Nobody sees or does anything at the desk before it is known who they are, what they may and whence the form comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.model import Refused, Unavailable
from bot.model.passes import SESSION, Pass
from web.desk.office import Office, Signed
from web.form import form

COOKIE = "mingbai_desk"
"""Name of the cookie; it holds a random name and its signature."""
MARK = "t"
"""Name of the field that shows that a form was drawn for this browser."""
Shown = Callable[[Office, Request, Signed], Awaitable[Response]]
Done = Callable[[Office, Request, Signed, Mapping[str, Any]], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """Something to look at."""

    path: str
    """Its address, ``/desk/…``."""
    show: Shown
    """Draws it."""
    leaders: bool = False
    """Whether leaders may look at it."""

    def route(self, office: Office) -> Route:
        """Its route, guarded."""

        async def guarded(request: Request) -> Response:
            return await _kindly(office, request, self.leaders, lambda who: self.show(office, request, who))

        return Route(self.path, guarded)


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do: a form that was sent."""

    path: str
    """Where the form goes, ``/desk/…``."""
    do: Done
    """Does it and sends the browser on."""
    leaders: bool = False
    """Whether leaders may do it."""
    read: Callable[[Request], Awaitable[Mapping[str, Any]]] = form
    """Reads the form within its limits."""

    def route(self, office: Office) -> Route:
        """Its route, guarded."""

        async def guarded(request: Request) -> Response:
            async def done(who: Signed) -> Response:
                if not from_here(office, request):
                    return office.notice(request, "form", 403, who)
                fields = await self.read(request)
                given = fields.get(MARK)
                if not isinstance(given, str) or not office.keys.is_mark(given, who.held.digest):
                    return office.notice(request, "form", 403, who)
                try:
                    return await self.do(office, request, who, fields)
                finally:
                    office.figures.drop()

            return await _kindly(office, request, self.leaders, done)

        return Route(self.path, guarded, methods=["POST"])


async def _kindly(
    office: Office, request: Request, leaders: bool, then: Callable[[Signed], Awaitable[Response]]
) -> Response:
    """Whatever stands in the way is said in words of the desk."""
    who: Signed | None = None
    try:
        who = await signed(office, request)
        if who is None:
            return office.notice(request, "stranger", 403)
        if not (who.acts or leaders):
            return office.notice(request, "leader", 403, who)
        return await then(who)
    except Unavailable:
        return office.notice(request, "away", 503, who)
    except Refused as refused:
        return office.notice(request, "refused", 400, who, tuple(map(str, refused.problems)))
    except HTTPException as error:
        known = {400: "unread", 403: "form", 404: "nothing", 408: "unread", 413: "large", 415: "unread"}
        return office.notice(request, known.get(error.status_code, "nothing"), error.status_code, who)


async def signed(office: Office, request: Request) -> Signed | None:
    """Who has opened the desk in this browser; None for a stranger, and for an admin who is none any more."""
    cookie = request.cookies.get(COOKIE)
    digest = office.keys.digest(cookie, SESSION) if cookie else None
    held = await office.room.desk.ledger.passes.find(digest, SESSION) if digest else None
    return Signed(held, office.keys.mark(held.digest)) if held and still(office, held) else None


def still(office: Office, held: Pass) -> bool:
    """Whether a pass of the bot still belongs to an admin; one of the server was made by whoever owns the server."""
    return held.server or "admin" in office.room.desk.roles(held.person)


def from_here(office: Office, request: Request) -> bool:
    """Whether a form was sent by a page of this site, as far as the browser says so."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched == "same-origin"
    origin = request.headers.get("origin")
    own = {request.url.netloc, urlsplit(office.means.place.url or "").netloc}
    return origin is None or urlsplit(origin).netloc in own - {""}
