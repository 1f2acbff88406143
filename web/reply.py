"""An answer that is no single card: a choice of cards, an honest "I don't know", or danger."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.answer import whom_to_ask
from bot.model import Outcome
from web.deck import dialled_first
from web.guarded import EXIT
from web.room import Room
from web.sealed import Asked
from web.seen import of_question
from web.visit import visitor


async def show(room: Room, request: Request) -> Response:
    """The answer that the address holds, recorded once it was sent.  It may be looked at as long as somebody likes."""
    asked = room.seals.opened(request.path_params["token"])
    if asked is None:
        raise HTTPException(404)
    seen = await of_question(room, visitor(room, request), asked)
    after = None
    if seen and _still(room, asked):
        reply = room.desk.window.tell(seen.asker, asked.found, seen.source)
        after = BackgroundTask(room.book.write, seen.effects(reply.contact))
    return _drawn(room, request, asked, after)


def _still(room: Room, asked: Asked) -> bool:
    """Whether the knowledge still has what was found; it may have been changed meanwhile."""
    found, base = asked.found, room.base
    dangers = {danger.id for danger in base.emergencies}
    return base.entries.keys() >= {*found.entries} and base.topics.keys() >= {*found.topics} and (
        found.emergency is None or found.emergency in dangers
    )


def _drawn(room: Room, request: Request, asked: Asked, after: BackgroundTask | None) -> Response:
    found, base, helpers = asked.found, room.base, room.desk.window.shelf.helpers
    entries = [base.entries[i] for i in found.entries if i in base.entries]
    audience = asked.audience or ""
    if found.outcome is Outcome.EMERGENCY:
        danger = next((danger for danger in base.emergencies if danger.id == found.emergency), None)
        if danger is None:
            raise HTTPException(404)
        calls = [helpers[c] for c in danger.calls]
        return room.pages.show(
            request, "danger.html", private=True, after=after, danger=danger, calls=calls, entries=entries, exit=EXIT, audience=audience
        )
    if found.outcome is Outcome.CHOICES:
        return room.pages.show(request, "choices.html", after=after, entries=entries, audience=audience)
    topics = [base.topics[t] for t in found.topics if t in base.topics]
    offices = dialled_first(helpers[c] for c in whom_to_ask(topics))
    return room.pages.show(request, "unknown.html", after=after, calls=offices, topics=topics, audience=audience)
