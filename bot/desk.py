"""The service window and the book beside it: who asks, what is recorded, what it adds up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.clock import local_day
from bot.count import tally
from bot.flows import CANCEL, STEP, Flow
from bot.identity import Identity
from bot.ledger import Ledger
from bot.model import Asker, Effects, Period, Reply, Tally
from bot.window import Window


def note(effects: Effects, reply: Reply) -> None:
    """Add to ``effects`` what a reply leaves behind once it was shown to a single person."""
    if reply.contact:
        effects.contacts.append(reply.contact)
    effects.rows.extend(reply.rows)
    if not reply.brief:
        effects.menu = tuple(button.action for button in reply.buttons)
    for name in ("audience", "village", "flow"):
        if (said := getattr(reply, name)) is not None:
            setattr(effects, name, said)


class Desk:
    """A window whose replies are recorded once they have been shown."""

    def __init__(
        self,
        window: Window,
        ledger: Ledger,
        identity: Identity,
        now: Callable[[], datetime],
        roles: Mapping[str, frozenset[str]] | None = None,
        flows: Sequence[Flow] = (),
    ) -> None:
        """``roles`` holds those of staff, admins and test accounts by person hash; whoever is staff is not counted."""
        self.window, self.ledger, self._identity, self._now = window, ledger, identity, now
        self._roles = roles or {}
        self.flows = {flow.name: flow for flow in flows}
        """Conversations by their command."""

    async def asker(self, account: object, channel: str) -> Asker:
        """Who stands at the window.  Raises :class:`bot.model.Unavailable` when the database cannot be read."""
        who = self._identity.person(account)
        known = await self.ledger.person(who)
        pseudonym = self._identity.pseudonym(account, self.today().year)
        roles = self._roles.get(who, frozenset())
        counted = "staff" not in roles
        return Asker(who, pseudonym, known.audience, known.village, channel, counted, known.menu, known.flow, roles)

    async def say(self, asker: Asker, text: str, source: str) -> Reply:
        """What somebody typed: the next step of a conversation, or a question.  Danger is answered before both."""
        words = self.window.shelf.knowledge.words.flow
        if text.strip() in {words.cancel, "/cancel"}:
            return Reply(words.cancelled if asker.flow else words.nothing_to_cancel, flow="", brief=not asker.flow)
        name, _, state = asker.flow.partition(" ")
        flow = self.flows.get(name)
        if flow is None or self.window.alarmed(text):
            return self.window.say(asker, text, source)
        action = self.window.numbered(asker, text)
        if action is not None:
            return await self.press(asker, action, source)
        if not self._may(asker, flow):
            return Reply(words.no_role, flow="")
        return await flow.go_on(replace(asker, flow=state), text, None, source)

    async def press(self, asker: Asker, action: str, source: str) -> Reply:
        """A pressed button: of a conversation, or of the window, which ends a conversation."""
        step, _, rest = action.partition(":")
        words = self.window.shelf.knowledge.words.flow
        if step != STEP:
            reply = self.window.press(asker, action, source)
            return replace(reply, flow="") if asker.flow and not reply.brief else reply
        name, _, what = rest.partition(":")
        flow = self.flows.get(name)
        if flow is None:
            return Reply(words.over, brief=True)
        if what == CANCEL:
            return Reply(words.cancelled, flow="")
        if not self._may(asker, flow):
            return Reply(words.no_role, flow="")
        going, _, state = asker.flow.partition(" ")
        return await flow.go_on(replace(asker, flow=state if going == name else ""), "", what, source)

    async def begin(self, asker: Asker, name: str, argument: str, source: str) -> Reply:
        """Start the conversation of a command, whatever was going on before."""
        flow = self.flows[name]
        if not self._may(asker, flow):
            return Reply(self.window.shelf.knowledge.words.flow.no_role)
        return await flow.begin(replace(asker, flow=""), argument, source)

    @staticmethod
    def _may(asker: Asker, flow: Flow) -> bool:
        return not flow.needs or bool(flow.needs & asker.roles)

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
        rows, outages = self.ledger.contacts(period), await self.ledger.outages(period)
        return await tally(shelf.town, period, rows, outages, shelf.knowledge)
