"""Cards ready to be shown: what an entry says, drawn once for as long as it stays true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from bot.answer import article_name, provenance, worded
from bot.desk import Desk
from bot.model import Entry, Helper
from bot.shelf import Shelf
from web.pages import Pages


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, whoever looks at it."""

    entry: Entry
    """The entry."""
    topic: str
    """Name of its topic."""
    short: str
    """The conclusion, in the words for the audience."""
    told_for: str | None
    """The audience that the words were chosen for, where they differ from the usual ones."""
    related: tuple[Entry, ...]
    """Up to three."""
    body: Markup
    """The rest of the answer: what to do, what to mind, who helps, the law."""


class Deck:
    """The cards of the shelf being served.  A new shelf or a new day makes new ones: a card says when it is due."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self._desk, self._pages = desk, pages
        self._cards: dict[tuple[str, str | None], Card] = {}
        self._of: tuple[Shelf, date] | None = None

    def card(self, entry: Entry, audience: str | None) -> Card:
        """The card of an entry in the words for an audience."""
        shelf, today = self._desk.window.shelf, self._desk.today()
        if self._of is None or self._of[0] is not shelf or self._of[1] != today:
            self._of = (shelf, today)
            self._cards.clear()
        key = (entry.id, audience if audience in entry.say_it_for else None)
        if key not in self._cards:
            self._cards[key] = self._made(entry, key[1], shelf, today)
        return self._cards[key]

    def _made(self, entry: Entry, told_for: str | None, shelf: Shelf, today: date) -> Card:
        base, words = shelf.knowledge, worded(entry, told_for)
        body = self._pages.part(
            "body.html",
            words=words,
            laws=[(f"《{law.cite}》{article_name(law.article)}", law.says) for law in entry.law],
            helpers=dialled_first(shelf.helpers[h] for h in entry.help[:3]),
            provenance=provenance(entry, today),
        )
        related = tuple(base.entries[i] for i in entry.see if i in base.entries)[:3]
        return Card(entry, base.topics[entry.topic].name, words.short, told_for, related, body)


def dialled_first(helpers: Iterable[Helper]) -> tuple[Helper, ...]:
    """Who can be called before who cannot yet, else as they come."""
    return tuple(sorted(helpers, key=lambda helper: helper.phone is None))
