"""Decides whether a shown answer is a contact, and whose."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request

from bot.model import Asker, Contact, Effects, Found, Outcome
from web.pages import nonce
from web.room import Room
from web.sealed import Asked
from web.visit import Visitor, asker


@dataclass(frozen=True, slots=True)
class Seen:
    """A showing that is to be recorded."""

    asker: Asker
    """Whose it is."""
    source: str
    """Its mark in the contact log: the same showing is recorded once."""
    chosen: str | None = None
    """The audience to remember; empty for none; None: as before."""

    def effects(self, contact: Contact | None) -> Effects:
        """What the showing leaves behind."""
        made = Effects(contacts=[contact] if contact else [])
        if self.asker.person and self.chosen is not None:
            made.person, made.audience = self.asker.person, self.chosen
        return made


async def of_question(room: Room, who: Visitor, asked: Asked) -> Seen | None:
    """The showing of an answer to the one who asked; None where it is none: somebody else's, an old one, a robot's.

    A browser that was given a cookie with the question and did not bring it keeps none: it is nobody.
    """
    mine = who.name is None or room.seals.tag(who.name) == asked.visitor
    if not (who.person and asked.fresh and mine):
        return None
    before = await asker(room, who.name)
    if asked.audience is None or asked.audience == (before.audience or ""):
        return Seen(before, asked.mark)
    return Seen(replace(before, audience=asked.audience or None), asked.mark, asked.audience)


async def of_card(room: Room, who: Visitor, entry: str) -> Seen | None:
    """The showing of a card to a browser with a cookie that opened it by its address; None where it is none."""
    if not who.person or who.name is None:
        return None
    source = room.desk.source("web", who.name, room.desk.today(), entry)
    return Seen(await asker(room, who.name), source)


def introduction(room: Room, entry: str, name: str) -> str:
    """For a browser without a cookie that opens a card by its address: what it is to come back with, and its cookie.

    Only what comes back tells whether the browser keeps cookies, and with that whether there is a person to count.
    """
    found = Found(Outcome.CHOICES, (entry,), (), None, ())
    return room.seals.close(Asked(room.desk.source("web", nonce()), found, None, room.seals.tag(name)))


def held(room: Room, request: Request) -> Asked | None:
    """What the address holds beside the card's name."""
    token = request.query_params.get("v")
    return room.seals.opened(token) if token else None
