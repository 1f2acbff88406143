"""Who comes: a browser with our cookie, one without, or no person at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.clock import BEIJING
from bot.model import Asker, Unavailable
from web.pages import look
from web.room import Room

COOKIE = "mingbai"
"""Name of the one cookie; it holds a random name for the browser and its signature."""
_ROBOT = re.compile(
    r"(?<!cu)bot\b|(?<!cu)bot[/;_-]|spider|crawl|slurp|preview|fetcher|scanner|monitor|uptime|archiver|facebookexternalhit|mediapartners"
    r"|lighthouse|yisou|sogou web|360spider|bytespider|petalbot|censys|zgrab|nmap|masscan",
    re.IGNORECASE,
)
"""Robots that say so.  One that does not is held by the limits, and never has a pseudonym unless it keeps cookies."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser, as far as it says."""

    name: str | None
    """The random name in its cookie; None for a browser that brought none."""
    person: bool
    """Whether a person looks at what is sent: no robot, no HEAD, nothing fetched in advance."""


def visitor(room: Room, request: Request) -> Visitor:
    """Who sent a request.  Neither the address nor anything else of the browser is looked at, but for robots' names."""
    cookie = request.cookies.get(COOKIE)
    agent = request.headers.get("user-agent", "")
    ahead = any("prefetch" in request.headers.get(name, "").lower() for name in ("sec-purpose", "purpose", "x-moz"))
    person = bool(agent) and not ahead and request.method != "HEAD" and not _ROBOT.search(agent)
    return Visitor(room.seals.visitor(cookie) if cookie else None, person)


def account(name: str) -> str:
    """What stands for a browser where other channels have an account."""
    return f"web:{name}"


async def asker(room: Room, name: str | None) -> Asker:
    """Who asks.  A browser without a cookie is nobody: counted as 人次, never as a person."""
    nobody = Asker("", "", channel="web")
    if name is None:
        return nobody
    try:
        return await room.desk.asker(account(name), "web")
    except Unavailable:
        return nobody


def name_browser(room: Room, request: Request, response: Response, name: str) -> None:
    """Give a browser its cookie.  It ends with the year, as the pseudonyms do; no script can read it."""
    response.set_cookie(
        COOKIE,
        room.seals.cookie(name),
        max_age=_rest_of_year(room.desk.today()),
        path=_path(request),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def unname_browser(request: Request, response: Response) -> None:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, path=_path(request), secure=request.url.scheme == "https", httponly=True, samesite="lax")


def _path(request: Request) -> str:
    return look(request).plain or "/"


def _rest_of_year(today: date) -> int:
    end = datetime(today.year + 1, 1, 1, tzinfo=BEIJING)
    midnight = datetime(today.year, today.month, today.day, tzinfo=BEIJING)
    return int((end - midnight) / timedelta(seconds=1))
