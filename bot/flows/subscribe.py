"""/subscribe and /unsubscribe: being written to, and no longer, at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.flows import CANCEL, STEP
from bot.ledger import Errands
from bot.model import Asker, Button, Reply, Subscribed, Unsubscribed, Words

_YES = "yes"


class Subscribing:
    """Says what is kept before anything is."""

    name = "subscribe"
    needs = frozenset[str]()

    def __init__(self, words: Callable[[], Words], errands: Errands, now: Callable[[], datetime]) -> None:
        """``words`` gives those of the knowledge that is served just now."""
        self._words, self._errands, self._now = words, errands, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """What it means, and the button."""
        words = self._words()
        say = words.subscribe
        if not asker.address:
            return Reply(say.not_here, flow="")
        if await self._errands.subscribed(asker.person):
            return Reply(say.already, flow="")
        buttons = ((say.yes, _YES), (words.flow.cancel, CANCEL))
        shown = tuple(Button(label, f"{STEP}:{self.name}:{what}") for label, what in buttons)
        return Reply(say.explain, shown, flow=f"{self.name} asked")

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """The yes, pressed or typed; anything else is asked again."""
        say = self._words().subscribe
        # Not without what it means having been read.
        if not (asker.flow and asker.address and (pressed == _YES or said.strip() == say.yes)):
            return await self.begin(asker, "", source)
        return Reply(say.subscribed, rows=(Subscribed(asker.person, asker.address, self._now()),), flow="")


class Leaving:
    """One word, one button, one command: all the same."""

    name = "unsubscribe"
    needs = frozenset[str]()

    def __init__(self, words: Callable[[], Words], errands: Errands) -> None:
        """``words`` gives those of the knowledge that is served just now."""
        self._words, self._errands = words, errands

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """Gone, with whatever still waited to be sent."""
        words = self._words().subscribe
        if not await self._errands.subscribed(asker.person):
            return Reply(words.not_subscribed, flow="")
        return Reply(words.left, rows=(Unsubscribed(asker.person),), flow="")

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """The same by the button under a letter."""
        return await self.begin(asker, said, source)
