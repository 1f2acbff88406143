"""Who may do what, and every conversation, as town.yaml has it: put together at the start and again after a reload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.address import Addresses
from bot.app.carried import carried
from bot.app.writing import writing
from bot.desk import Desk
from bot.flows import Flow
from bot.flows.draft import Form
from bot.flows.handover import HandingOver, OfficeChat
from bot.flows.held import Held
from bot.flows.office import Office
from bot.flows.quiz import Quiz
from bot.flows.session import Recording
from bot.flows.sessions import Open
from bot.flows.village import Village
from bot.flows.wish import Unanswered, Wishing
from bot.identity import Identity
from bot.ledger.store import Store
from bot.links import Home
from bot.model import Words
from bot.shelf import Shelf
from bot.town import Town
from bot.window import Window


@dataclass(frozen=True, slots=True)
class Talking:
    """What the conversations need that a reload does not change."""

    desk: Desk
    """Where they are led to."""
    store: Store
    """What they look up."""
    identity: Identity
    """Makes marks."""
    addresses: Addresses
    """Seals chat numbers."""
    held: Held
    """Words that found no answer just now."""
    home: Home
    """Where the bot is reached."""
    now: Callable[[], datetime]
    """The time."""

    def change(self, town: Town, shelf: Shelf) -> Office:
        """Let the desk go on with this town.yaml and this knowledge, from one update to the next; returns the office."""
        window, chat = self.desk.window, OfficeChat(self._sealed(town.staff_chat), town.handover_days)
        office = Office(window, chat, self.store.errands, self.now)
        flows = (
            *_of_everybody(window, town, self.store, self.now),
            office,
            HandingOver(window, chat, self.held, self.store.errands, self.now),
            Wishing(window, self.held, self.now),
            Unanswered(window, self.store, self.now),
            *carried(window, town, self.store.records, self.now, self.identity.source, self.home),
            *writing(window, town, self.store, self.identity, self.addresses, self.now),
        )
        self.desk.change(shelf, roles(town, self.identity), flows, town.staff_chat is not None)
        return office

    def _sealed(self, chat: int | None) -> str:
        return "" if chat is None else self.addresses.seal(chat)


def roles(town: Town, identity: Identity) -> dict[str, frozenset[str]]:
    """By person hash."""
    staff = {identity.person(account): frozenset({"staff"}) for account in town.staff}
    return staff | {identity.person(account): frozenset({"staff", "admin"}) for account in town.admins}


def _of_everybody(window: Window, town: Town, store: Store, now: Callable[[], datetime]) -> tuple[Flow, ...]:
    """What is said is looked up each time, because the knowledge may have been swapped."""

    def words() -> Words:
        return window.shelf.knowledge.words

    def topics() -> Mapping[str, str]:
        return {t.id: t.name for t in window.shelf.knowledge.topics.values()}

    form = Form(town.villages, town.venues, topics, town.campaigns)
    return (
        Village(town.villages, lambda: words().village),
        Recording(form, words, store.records, now),
        Open(form, words, store.records, now),
        Quiz(window, now),
    )
