"""A card: one question with its answer, at an address of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.answer import article_name, provenance, worded
from bot.model import AUDIENCES, Entry, Helper, Outcome, Wording
from web.guarded import EXIT, guarded
from web.room import Room
from web.sealed import Asked
from web.seen import Seen, held, introduction, of_card, of_question
from web.share import picture
from web.visit import Visitor, name_browser, visitor


def dialled_first(helpers: Iterable[Helper]) -> tuple[Helper, ...]:
    """Who can be called before who cannot yet, else as they come."""
    return tuple(sorted(helpers, key=lambda helper: helper.phone is None))


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, ready to be drawn."""

    entry: Entry
    """The entry."""
    topic: str
    """Name of its topic."""
    words: Wording
    """The answer in the words for the audience."""
    told_for: str | None
    """The audience that the words were chosen for, where they differ from the usual ones."""
    laws: tuple[tuple[str, str], ...]
    """``《民法典》第1079条`` and what it says."""
    helpers: tuple[Helper, ...]
    """Who helps, the most useful first."""
    related: tuple[Entry, ...]
    """Up to three."""
    provenance: str
    """When it was checked and who signed."""


def card(room: Room, entry: Entry, audience: str | None) -> Card:
    """The card of an entry in the words for an audience."""
    shelf = room.desk.window.shelf
    base = shelf.knowledge
    return Card(
        entry=entry,
        topic=base.topics[entry.topic].name,
        words=worded(entry, audience),
        told_for=audience if audience in entry.say_it_for else None,
        laws=tuple((f"《{law.cite}》{article_name(law.article)}", law.says) for law in entry.law),
        helpers=dialled_first(shelf.helpers[h] for h in entry.help[:3]),
        related=tuple(base.entries[i] for i in entry.see if i in base.entries)[:3],
        provenance=provenance(entry, room.desk.today()),
    )


async def show(room: Room, request: Request) -> Response:
    """The card, recorded once it was sent.

    A browser without a cookie is sent once around, to see whether it keeps one.
    """
    entry = room.base.entries.get("{topic}/{slug}".format(**request.path_params))
    if entry is None:
        raise HTTPException(404)
    who, asked = visitor(room, request), held(room, request)
    if asked and entry.id not in asked.found.entries:
        asked = None
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
    told = request.query_params.get("for")
    audience = told if told in AUDIENCES or told == "" else seen.asker.audience if seen else None
    address = f"{room.pages.address(request)}/q/{entry.id}"
    private = guarded(room.base, entry.id)
    # A browser that keeps no cookie must bring what the address holds, or it would be counted at every step.
    kept = request.query_params.get("v") if who.name is None else None
    return room.pages.show(
        request,
        "card.html",
        private=private,
        after=_recorded(room, entry, asked, seen) if seen else None,
        card=card(room, entry, audience),
        address=address,
        code=picture(address),
        exit=EXIT if private else None,
        kept=kept,
        said=request.query_params.get("said"),
        audience=audience or "",
    )


def _recorded(room: Room, entry: Entry, asked: Asked | None, seen: Seen) -> BackgroundTask:
    window = room.desk.window
    if asked and asked.found.outcome is Outcome.MATCH:
        reply = window.tell(seen.asker, asked.found, seen.source)
    else:
        reply = window.press(seen.asker, f"o:{entry.id}", seen.source)
    return BackgroundTask(room.book.write, seen.effects(reply.contact))
