"""Words that found no answer are left for a better one, if their author wants that; the admin sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.clock import local_day
from bot.flows import CANCEL, STEP
from bot.flows.fill import fill
from bot.flows.held import Held
from bot.ledger import Ledger
from bot.model import Asker, Button, Period, Reply, Wish, WishDone, WishWords
from bot.strip import stripped
from bot.window import Window

LONGEST = 200
"""Characters of words left: one question, not a case."""
_ASKED, _SHOWN = "asked", "shown"
_LEAVE, _REWRITE = "yes", "new"
_DROP = "d"
_MOST = 20
"""Words on a list; the rest come up when these are done."""


class Wishing:
    """Shows what would be left, without numbers and names; until then it is nowhere but in memory."""

    name = "wish"
    needs = frozenset[str]()

    def __init__(self, window: Window, held: Held, now: Callable[[], datetime]) -> None:
        """``held`` has the words that found no answer just now."""
        self._window, self._held, self._now = window, held, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The words that found no answer, or the request to type some."""
        given = argument.strip() or self._held.look(asker.person)
        return self._taken(asker, given) if given else self._ask()

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """Words, or the yes to them."""
        if pressed is None:
            return self._taken(asker, said.strip())
        if pressed == _REWRITE:
            self._held.drop(asker.person)
        held = self._held.look(asker.person)
        if pressed != _LEAVE or asker.flow != _SHOWN or held is None:
            return await self.begin(asker, "", source)
        self._held.drop(asker.person)
        topic = next(iter(self._window.understand(held, None).topics), None)
        # The day alone: a moment would lead to the row of the contact log that has somebody in it.
        day = self._now().replace(hour=0, minute=0, second=0, microsecond=0)
        return Reply(self._words.left, rows=(Wish(source, day, held, topic),), flow="")

    @property
    def _words(self) -> WishWords:
        return self._window.shelf.knowledge.words.wish

    def _ask(self, first: str = "") -> Reply:
        leave = Button(self._window.shelf.knowledge.words.flow.cancel, f"{STEP}:{self.name}:{CANCEL}")
        return Reply(f"{first}\n{self._words.ask}".strip(), (leave,), flow=f"{self.name} {_ASKED}")

    def _taken(self, asker: Asker, words: str) -> Reply:
        say, left = self._words, stripped(words)
        if len(left) > LONGEST:
            self._held.drop(asker.person)
            return self._ask(fill(say.too_long, most=LONGEST))
        # What is held is what is shown: nothing else can be left by the button below it.
        self._held.keep(asker.person, left)
        cancel = self._window.shelf.knowledge.words.flow.cancel
        buttons = ((say.leave, _LEAVE), (say.rewrite, _REWRITE), (cancel, CANCEL))
        shown = tuple(Button(label, f"{STEP}:{self.name}:{what}") for label, what in buttons)
        return Reply(fill(say.preview, words=left), shown, flow=f"{self.name} {_SHOWN}")


class Unanswered:
    """/unanswered: how often nothing was found this year, by topic, and the words that were left."""

    name = "unanswered"
    needs = frozenset({"admin"})

    def __init__(self, window: Window, ledger: Ledger, now: Callable[[], datetime]) -> None:
        """``ledger`` has the counts and the words."""
        self._window, self._ledger, self._now = window, ledger, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The counts and the words."""
        return await self._list()

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """Words that are dealt with go."""
        what, _, number = (pressed or "").partition(":")
        if what != _DROP or not number.isdecimal():
            return await self._list()
        words = self._window.shelf.knowledge.words.wish
        return Reply(fill(words.dropped, number=number), rows=(WishDone(int(number)),), flow="")

    async def _list(self) -> Reply:
        words, wishes = self._window.shelf.knowledge.words.wish, await self._ledger.errands.wishes()
        counts = await self._counts()
        if not counts and not wishes:
            return Reply(words.none, flow="")
        lines = [words.topics] if counts else []
        lines += [fill(words.topic, topic=self._topic(topic), count=count) for topic, count in counts.items()]
        if wishes:
            listed = (fill(words.line, number=w.number, topic=self._topic(w.topic), words=w.words) for w in wishes[:_MOST])
            lines += ["", words.words, *listed, "", words.how]
        drops = (Button(fill(words.drop, number=w.number), f"{STEP}:{self.name}:{_DROP}:{w.number}") for w in wishes[:_MOST])
        return Reply("\n".join(lines).strip(), tuple(drops), flow="")

    async def _counts(self) -> Mapping[str | None, int]:
        """Nearest topic -> questions of this year that found no answer, the most frequent first."""
        today, counts = local_day(self._now()), Counter[str | None]()
        year = Period(today.replace(month=1, day=1), today, f"{today.year}年")
        async for portion in self._ledger.contacts(year):
            counts.update(row.topic for row in portion if row.kind == "unknown" and row.counted)
        return dict(counts.most_common())

    def _topic(self, topic: str | None) -> str:
        base = self._window.shelf.knowledge
        known = base.topics.get(topic or "")
        return known.name if known else base.words.wish.no_topic
