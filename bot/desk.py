"""The service window and the book beside it: who asks, what is recorded, what it adds up to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from bot.clock import local_day
from bot.count import tally
from bot.identity import Identity
from bot.ledger import Ledger
from bot.model import Asker, Effects, Period, Tally
from bot.window import Window


class Desk:
    """A window whose replies are recorded once they have been shown."""

    def __init__(
        self,
        window: Window,
        ledger: Ledger,
        identity: Identity,
        now: Callable[[], datetime],
        uncounted: frozenset[str] = frozenset(),
    ) -> None:
        """``uncounted`` holds the person hashes of staff and test accounts."""
        self.window, self.ledger, self._identity, self._now = window, ledger, identity, now
        self._uncounted = uncounted

    async def asker(self, account: object, channel: str) -> Asker:
        """Who stands at the window.  Raises :class:`bot.model.Unavailable` when the database cannot be read."""
        who = self._identity.person(account)
        known = await self.ledger.person(who)
        pseudonym = self._identity.pseudonym(account, self.today().year)
        counted = who not in self._uncounted
        return Asker(who, pseudonym, known.audience, known.village, channel, counted, known.menu)

    def source(self, *parts: object) -> str:
        """The mark of what was said or pressed, so that the same is never recorded twice."""
        return self._identity.source(*parts)

    def pseudonyms(self, account: object) -> tuple[str, ...]:
        """Every name the account has had in the contact log, to be made unknown."""
        return self._identity.pseudonyms(account, self.today().year)

    def today(self) -> date:
        """The calendar day in Beijing."""
        return local_day(self._now())

    async def settle(self, effects: Effects, update_id: int | None = None) -> None:
        """Write what was done and end the update's inbox row, in one transaction.

        Raises :class:`bot.model.Unavailable` when it could not be written; nothing is then half-written.
        """
        await self.ledger.settle(effects, update_id)

    async def tally(self, period: Period) -> Tally:
        """Count a period's rows."""
        shelf = self.window.shelf
        return await tally(shelf.town, period, self.ledger, shelf.knowledge)
