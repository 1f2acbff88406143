"""The service window and the book beside it: conversations, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.address import Addresses
from bot.flows import CANCEL, STEP, Flow, StandsIn
from bot.flows.held import Held
from bot.identity import Identity
from bot.ledger import Ledger
from bot.links import Home
from bot.model import Asker, Effects, Outcome, Reply
from bot.reception import Reception
from bot.shelf import Shelf
from bot.window import Window

VOLUNTEER = "volunteer"
"""The role of whoever the roster names."""


def note(effects: Effects, reply: Reply) -> None:
    """Add to ``effects`` what a reply leaves behind once it was shown to a single person."""
    effects.contacts += [contact for contact in (reply.contact, reply.delivered) if contact]
    effects.records.extend(reply.rows)
    if not reply.brief:
        effects.menu = tuple(button.action for button in reply.buttons)
    for name in ("audience", "village", "place", "campaign", "flow"):
        if (said := getattr(reply, name)) is not None:
            setattr(effects, name, said)


class Desk(Reception):
    """A window whose replies are recorded once they have been shown."""

    def __init__(
        self,
        window: Window,
        ledger: Ledger,
        identity: Identity,
        now: Callable[[], datetime],
        roles: Mapping[str, frozenset[str]] | None = None,
        flows: Sequence[Flow] = (),
        addresses: Addresses | None = None,
        held: Held | None = None,
        home: Home | None = None,
        spoken: Callable[[str], str | None] = lambda said: None,
    ) -> None:
        """``roles`` holds those of staff, admins and test accounts by person hash; whoever is staff is not counted.

        ``addresses`` seals chat numbers, for what is sent later; ``held`` has the words that found no answer just now;
        ``spoken`` tells the conversation that a word by itself begins.
        """
        super().__init__(window, ledger, identity, now, roles, addresses)
        self._held, self._spoken = held or Held(now), spoken
        self.flows = {flow.name: flow for flow in flows}
        """Conversations by their command."""
        self.home = home or Home()
        """Where the bot is reached."""

    def change(self, shelf: Shelf, roles: Mapping[str, frozenset[str]], flows: Sequence[Flow], office: bool) -> None:
        """Go on with other knowledge, people in charge and conversations; all of it between two updates.

        ``office`` says whether questions can be handed over.
        """
        self.window.shelf, self.window.office, self._roles = shelf, office, roles
        self.flows = {flow.name: flow for flow in flows}

    async def say(self, asker: Asker, text: str, source: str) -> Reply:
        """What somebody typed: the next step of a conversation, or a question.  Danger is answered before both."""
        words = self.window.shelf.knowledge.words.flow
        if text.strip() in {words.cancel, "/cancel"}:
            return self._left(asker) if asker.flow else Reply(words.nothing_to_cancel, flow="", brief=True)
        begun = self._spoken(text.strip())
        if begun is not None:
            return await self.begin(asker, begun, "", source)
        name, _, state = asker.flow.partition(" ")
        flow = self.flows.get(name)
        if flow is None or (self.window.alarmed(text) and not isinstance(flow, StandsIn)):
            return self._answer(asker, text, source)
        asker = await self._known_to(flow, asker)
        action = self.window.numbered(asker, text)
        if action is not None:
            return await self.press(asker, action, source)
        if not self._may(asker, flow):
            return Reply(words.no_role, flow="")
        return await flow.go_on(replace(asker, flow=state), text, None, source)

    async def ask(self, asker: Asker, text: str, source: str) -> Reply:
        """A question and nothing else, whatever conversation goes on; within 代问 it is the villager's."""
        flow = self.flows.get(asker.flow.partition(" ")[0])
        return await self.say(asker, text, source) if isinstance(flow, StandsIn) else self.window.ask(asker, text, source)

    def _answer(self, asker: Asker, text: str, source: str) -> Reply:
        """The window's reply; words that found no answer are held, in case their author wants to hand them on."""
        reply = self.window.say(asker, text, source)
        if reply.found is not None and reply.found.outcome is Outcome.UNKNOWN:
            self._held.keep(asker.person, text)
        elif reply.found is not None:
            self._held.drop(asker.person)
        return reply

    async def press(self, asker: Asker, action: str, source: str) -> Reply:
        """A pressed button: of a conversation, or of the window, which ends a conversation."""
        step, _, rest = action.partition(":")
        words = self.window.shelf.knowledge.words.flow
        if step != STEP:
            return await self._at_window(asker, action, source)
        name, _, what = rest.partition(":")
        flow = self.flows.get(name)
        if flow is None:
            return Reply(words.over, brief=True)
        if what == CANCEL:
            return self._left(asker)
        asker = await self._known_to(flow, asker)
        if not self._may(asker, flow):
            return Reply(words.no_role, flow="")
        going, _, state = asker.flow.partition(" ")
        return await flow.go_on(replace(asker, flow=state if going == name else ""), "", what, source)

    async def begin(self, asker: Asker, name: str, argument: str, source: str) -> Reply:
        """Start the conversation of a command, whatever was going on before."""
        flow = self.flows[name]
        asker = await self._known_to(flow, asker)
        if not self._may(asker, flow):
            return Reply(self.window.shelf.knowledge.words.flow.no_role)
        return await flow.begin(replace(asker, flow=""), argument, source)

    def _left(self, asker: Asker) -> Reply:
        name, _, state = asker.flow.partition(" ")
        flow = self.flows.get(name)
        if isinstance(flow, StandsIn) and flow.instead(replace(asker, flow=state)) is not None:
            return flow.end()
        return Reply(self.window.shelf.knowledge.words.flow.cancelled, flow="")

    async def _at_window(self, asker: Asker, action: str, source: str) -> Reply:
        name, _, state = asker.flow.partition(" ")
        flow = self.flows.get(name)
        if flow is not None and isinstance(flow, StandsIn):
            known = await self._known_to(flow, asker)
            if not self._may(known, flow):
                return Reply(self.window.shelf.knowledge.words.flow.no_role, flow="")
            if (other := flow.instead(replace(known, flow=state))) is not None:
                return flow.still(self.window.press(other, action, source))
        reply = self.window.press(asker, action, source)
        return replace(reply, flow="") if asker.flow and not reply.brief else reply

    async def _known_to(self, flow: Flow, asker: Asker) -> Asker:
        """The asker with the role of a volunteer where the conversation asks for it and the roster has it today."""
        if VOLUNTEER not in flow.needs or flow.needs & asker.roles:
            return asker
        member = await self.ledger.records.member(asker.person, self.today())
        return replace(asker, roles=asker.roles | {VOLUNTEER}) if member else asker

    @staticmethod
    def _may(asker: Asker, flow: Flow) -> bool:
        return not flow.needs or bool(flow.needs & asker.roles)

    async def settle(self, effects: Effects, update_id: int | None = None) -> None:
        """Write what was done and end the update's inbox row, in one transaction.

        Raises :class:`bot.model.Unavailable` when it could not be written; nothing is then half-written.
        """
        if effects.forget and effects.person:
            self._held.drop(effects.person)
        await self.ledger.settle(effects, update_id)
