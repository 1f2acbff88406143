"""Who stands at the window, under what names they are in the book, and what the book adds up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot.address import Addresses
from bot.campaign import running
from bot.clock import local_day
from bot.count import tally
from bot.identity import Identity
from bot.ledger import Ledger
from bot.model import Asker, Period, Tally
from bot.window import Window


class Reception:
    """Accounts become people without names."""

    def __init__(
        self,
        window: Window,
        ledger: Ledger,
        identity: Identity,
        now: Callable[[], datetime],
        roles: Mapping[str, frozenset[str]] | None = None,
        addresses: Addresses | None = None,
    ) -> None:
        """See :class:`bot.desk.Desk`."""
        self.window, self.ledger, self._identity, self._now = window, ledger, identity, now
        self._roles, self._addresses = roles or {}, addresses

    async def asker(self, account: object, channel: str) -> Asker:
        """Who stands at the window.  Raises :class:`bot.model.Unavailable` when the database cannot be read."""
        who = self._identity.person(account)
        known = await self.ledger.person(who)
        pseudonym = self._identity.pseudonym(account, self.today().year)
        roles = self._roles.get(who, frozenset())
        counted = "staff" not in roles
        seals = self._addresses if channel == "telegram" and isinstance(account, int) else None
        address = seals.seal(account) if seals and isinstance(account, int) else ""
        # The link may still hang there when its campaign is over.
        named = [c for c in self.window.shelf.campaigns if c.name == known.campaign] if known.campaign else []
        linked = running(named, self.today()) if named else None
        return Asker(
            who,
            pseudonym,
            known.audience,
            known.village,
            channel,
            counted,
            known.menu,
            known.flow,
            roles,
            address,
            place=known.place,
            campaign=linked.name if linked else None,
        )

    def roles(self, person: str) -> frozenset[str]:
        """What town.yaml, as it is served just now, makes of a person."""
        return self._roles.get(person, frozenset())

    def person(self, account: object) -> str:
        """The hash of an account, under which its roles and its acts are known."""
        return self._identity.person(account)

    def source(self, *parts: object) -> str:
        """The mark of what was said or pressed, so that the same is never recorded twice."""
        return self._identity.source(*parts)

    def pseudonyms(self, account: object) -> tuple[str, ...]:
        """Every name the account has had in the contact log, to be made unknown."""
        return self._identity.pseudonyms(account, self.today().year)

    def today(self) -> date:
        """The calendar day in Beijing."""
        return local_day(self._now())

    async def tally(self, period: Period) -> Tally:
        """Count a period's rows."""
        shelf = self.window.shelf
        return await tally(shelf.town, period, self.ledger, shelf.knowledge)
