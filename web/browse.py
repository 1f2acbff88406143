"""Looking for oneself: the home page, topics, and what is written for an audience."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.model import AUDIENCES, Entry
from web.room import Room
from web.visit import asker, visitor


async def home(room: Room, request: Request) -> Response:
    """The question box, and every topic."""
    who = await asker(room, visitor(room, request).name)
    return _home(room, request, audience=who.audience or "")


def asked_again(room: Room, request: Request, problem: str, words: str, audience: str, status: int = 400) -> Response:
    """The home page with what was wrong, and the words still in the box."""
    return _home(room, request, status=status, problem=problem, words=words, audience=audience, here="/")


def _home(room: Room, request: Request, **values: object) -> Response:
    season, base = room.season(), room.base
    offered = [base.entries[i] for i in season.entries if i in base.entries] if season else []
    known = {"season": season, "offered": offered, "topics": base.topics.values(), "problem": None, "words": ""}
    return room.pages.show(request, "home.html", **{**known, **values})  # type: ignore[arg-type]  # names of values, not of options


async def topic(room: Room, request: Request) -> Response:
    """The questions of a topic."""
    found = room.base.topics.get(request.path_params["topic"])
    if found is None:
        raise HTTPException(404)
    groups = [(None, room.base.of_topic(found.id))]
    return room.pages.show(request, "list.html", title=found.name, groups=groups, told="")


async def audience(room: Room, request: Request) -> Response:
    """What is written for an audience, by topic."""
    chosen = request.path_params["audience"]
    if chosen not in AUDIENCES:
        raise HTTPException(404)

    def meant(entry: Entry) -> bool:
        return chosen in entry.audiences or chosen in entry.say_it_for

    listed = [(t, tuple(filter(meant, room.base.of_topic(t.id)))) for t in room.base.topics.values()]
    groups = [(t, entries) for t, entries in listed if entries]
    return room.pages.show(request, "list.html", title=f"写给{AUDIENCES[chosen]}的", groups=groups, told=chosen)
