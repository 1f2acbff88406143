"""Puts the residents' site together: its addresses, and what stands before them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.desk import Desk
from bot.near import near
from bot.page import Page
from web import ask, browse, card, errors, privacy, rate, reply
from web.book import Book
from web.deck import Deck
from web.floods import Floods
from web.headers import Headers
from web.pages import STATIC, Pages
from web.prefix import Prefix
from web.reading import Reading
from web.room import Room, Season
from web.sealed import Seals

_ROBOTS = "User-agent: *\nDisallow: {0}/a/\nDisallow: {0}/elder/\nDisallow: {0}/desk\n"


def site(
    desk: Desk,
    secret: bytes,
    now: Callable[[], datetime],
    place: Page,
    season: Callable[[], Season | None] = lambda: None,
    more: Callable[[Room], Sequence[BaseRoute]] = lambda _: (),
) -> ASGIApp:
    """The site as an ASGI application.

    ``secret`` signs cookies and addresses; ``season`` tells what stands on top of the home page; ``more`` adds addresses
    behind the same headers and limits, drawn with the same layout.
    """
    pages = Pages(place.url, desk)
    room = Room(desk, Seals(secret, now), pages, Deck(desk, pages), Book(desk), Reading(desk), season)
    app: ASGIApp = Starlette(
        routes=[*_routes(room, place), *more(room)],
        exception_handlers={HTTPException: partial(errors.said, room), Exception: partial(errors.failed, room)},
    )
    # From the inside out: each stands before the one above it.
    app = Floods(app, errors.held_back(pages), lambda: now().timestamp())
    app = Headers(app)
    app = Prefix(app, place.path, (place.url or "").startswith("https:"))
    if place.proxies:
        app = ProxyHeadersMiddleware(app, list(place.proxies))  # type: ignore[arg-type, assignment]  # its own names for the same types
    return errors.Quiet(app)


def _routes(room: Room, place: Page) -> list[BaseRoute]:
    async def robots(_: Request) -> Response:
        return PlainTextResponse(_ROBOTS.format(place.path))

    async def health(request: Request) -> Response:
        if not near(request.scope):
            raise HTTPException(404)
        return PlainTextResponse("ok")

    return [
        Route("/", partial(browse.home, room)),
        Route("/ask", partial(ask.ask, room), methods=["POST"]),
        Route("/q/{topic}/{slug}", partial(card.show, room)),
        Route("/a/{token}", partial(reply.show, room)),
        Route("/rate", partial(rate.rate, room), methods=["POST"]),
        Route("/t/{topic}", partial(browse.topic, room)),
        Route("/for/{audience}", partial(browse.audience, room)),
        Route("/privacy", partial(privacy.tell, room)),
        Route("/forget", partial(privacy.forget, room), methods=["POST"]),
        Route("/forgotten", partial(privacy.forgotten, room)),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/robots.txt", robots),
        Route("/healthz", health),
    ]
