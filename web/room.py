"""What every page of the site needs, handed to it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.desk import Desk
from bot.model import Knowledge
from web.book import Book
from web.deck import Deck
from web.pages import Pages
from web.reading import Reading
from web.sealed import Seals


@dataclass(frozen=True, slots=True)
class Season:
    """What stands on top of the home page for a while: a campaign, a fair, a law that comes into force."""

    title: str
    """A line."""
    text: str
    """A sentence or two."""
    entries: tuple[str, ...] = ()
    """Cards to offer, at most three."""


@dataclass(frozen=True, slots=True)
class Room:
    """The parts that the pages share."""

    desk: Desk
    """The window, and the log behind it."""
    seals: Seals
    """Signs cookies and addresses."""
    pages: Pages
    """Draws pages."""
    deck: Deck
    """Cards ready to be shown."""
    book: Book
    """Records what was shown."""
    reading: Reading
    """Understands questions without keeping others waiting."""
    season: Callable[[], Season | None]
    """What is on now."""

    @property
    def base(self) -> Knowledge:
        """The knowledge being served."""
        return self.desk.window.shelf.knowledge
