"""A card: one question with its answer, at an address of its own."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.model import AUDIENCES, Entry, Outcome
from web.guarded import EXIT, guarded
from web.room import Room
from web.sealed import Asked
from web.seen import Seen, held, introduction, of_card, of_question
from web.share import picture
from web.visit import Visitor, name_browser, visitor


async def show(room: Room, request: Request) -> Response:
    """The card, recorded once it was sent.

    A browser without a cookie is sent once around, to see whether it keeps one.
    """
    entry = room.base.entries.get("{topic}/{slug}".format(**request.path_params))
    if entry is None:
        raise HTTPException(404)
    who, asked = visitor(room, request), held(room, request)
    if asked and asked.found.entries[:1] != (entry.id,):
        asked = None  # made for another card
    seen = await of_question(room, who, asked) if asked else None
    if seen is None and who.person:
        if who.name is None:
            return _introduced(room, request, entry)
        seen, asked = await of_card(room, who, entry.id), None
    return _drawn(room, request, entry, who, asked, seen)


def _introduced(room: Room, request: Request, entry: Entry) -> Response:
    name = room.seals.new_visitor()
    told = request.query_params.get("for", "")
    wanted = f"for={told}&" if told in AUDIENCES else ""
    response = room.pages.go(request, f"/q/{entry.id}?{wanted}v={introduction(room, entry.id, name)}")
    name_browser(room, request, response, name)
    return response


def _drawn(room: Room, request: Request, entry: Entry, who: Visitor, asked: Asked | None, seen: Seen | None) -> Response:
    chosen = seen.asker.audience if seen else None
    told = request.query_params.get("for")
    wanted = told if told in AUDIENCES or told == "" else chosen
    address = f"{room.pages.address(request)}/q/{entry.id}"
    private = guarded(room.base, entry.id)
    # A browser that keeps no cookie must bring what the address holds, or it would be counted at every step.
    kept = request.query_params.get("v") if who.name is None else None
    return room.pages.show(
        request,
        "card.html",
        private=private,
        after=_recorded(room, entry, asked, seen) if seen else None,
        card=room.deck.card(entry, wanted),
        address=address,
        code=picture(address),
        exit=EXIT if private else None,
        kept=kept,
        said=request.query_params.get("said"),
        audience=chosen or "",
    )


def _recorded(room: Room, entry: Entry, asked: Asked | None, seen: Seen) -> BackgroundTask:
    window = room.desk.window
    if asked and asked.found.outcome is Outcome.MATCH:
        reply = window.tell(seen.asker, asked.found, seen.source)
    else:
        reply = window.press(seen.asker, f"o:{entry.id}", seen.source)
    return BackgroundTask(room.book.write, seen.effects(reply.contact))
