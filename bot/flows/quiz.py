"""/quiz: three questions of the campaign that runs, asked before the explanations and again after.

What is counted is how many answers were right before reading and after; by whom is not kept.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from bot.answer import article_name
from bot.clock import local_day
from bot.flows import CANCEL, STEP
from bot.flows.fill import fill
from bot.model import Asker, Button, Campaign, QuizAnswer, QuizItem, QuizWords, Reply
from bot.window import QUESTIONS, Window

_AGAIN = "a"
Asked = tuple[str, QuizItem]
"""An entry and a question about it."""


@dataclass(frozen=True, slots=True)
class Round:
    """How far somebody has got."""

    version: str
    """Of the knowledge that the numbers are of."""
    items: tuple[int, ...]
    """Numbers of the questions."""
    at: int = 0
    """Questions answered."""
    right: int = 0
    """Rightly."""
    before: int | None = None
    """Right ones of the first round; None: this is it."""

    def dump(self) -> str:
        """As the state of a conversation."""
        return json.dumps(asdict(self))


class Quiz:
    """The state holds numbers of questions; where the knowledge has changed since, it is over."""

    name = "quiz"
    needs = frozenset[str]()

    def __init__(self, window: Window, now: Callable[[], datetime]) -> None:
        """``window`` knows the campaign of the day and the knowledge that is served just now."""
        self._window, self._now = window, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The first question."""
        campaign, items = self._offered(asker)
        if campaign is None:
            return Reply(self._words.none, flow="")
        # The mark of the message picks: another time, another three.
        chosen = tuple(random.Random(source).sample(range(len(items)), QUESTIONS))  # noqa: S311 - no secret
        return self._ask(campaign, items, Round(self._version, chosen), self._words.not_kept)

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """An answer, or the second round."""
        campaign, items = self._offered(asker)
        what, _, rest = (pressed or "").partition(":")
        if campaign is None:
            return Reply(self._words.none, flow="")
        if what == _AGAIN:
            again = self._again(rest, items)
            return self._ask(campaign, items, again) if again else await self.begin(asker, "", source)
        if not asker.flow:
            return await self.begin(asker, "", source)
        state = json.loads(asker.flow)
        going = Round(**{**state, "items": tuple(state["items"])})
        if going.version != self._version:
            return await self.begin(asker, "", source)
        entry, item = items[going.items[going.at]]
        choice = self._choice(said, what, rest, going, item)
        if choice is None:
            return self._ask(campaign, items, going, self._words.pick)
        right = choice == item.options[0]
        told = self._told(item, right)
        row = QuizAnswer(source, local_day(self._now()), campaign.name, entry, going.before is not None, right)
        rows = (row,) if asker.counted else ()
        going = replace(going, at=going.at + 1, right=going.right + right)
        reply = self._ask(campaign, items, going, told) if going.at < len(going.items) else self._done(items, going, told)
        return replace(reply, rows=rows)

    @property
    def _words(self) -> QuizWords:
        return self._window.shelf.knowledge.words.quiz

    @property
    def _version(self) -> str:
        return self._window.shelf.knowledge.version

    def _offered(self, asker: Asker) -> tuple[Campaign | None, Sequence[Asked]]:
        """The campaign and its questions; no campaign where there are too few."""
        base, campaign = self._window.shelf.knowledge, self._window.campaign(asker)
        if campaign is None:
            return None, ()
        items = [(key, item) for key, all_ in base.quiz.items() if campaign.about(base.entries[key].topic) for item in all_]
        return (campaign, items) if len(items) >= QUESTIONS else (None, ())

    @staticmethod
    def _choice(said: str, what: str, rest: str, going: Round, item: QuizItem) -> str | None:
        """The answer that was pressed or typed; None where it is none, or of an earlier question."""
        if what == str(going.at) and rest.isdecimal() and int(rest) < len(item.options):
            return item.options[int(rest)]
        return said.strip() if not what and said.strip() in item.options else None

    def _ask(self, campaign: Campaign, items: Sequence[Asked], going: Round, first: str = "") -> Reply:
        _, item = items[going.items[going.at]]
        number = going.at + 1
        question = fill(self._words.ask, campaign=campaign.name, number=number, of=len(going.items), ask=item.ask)
        order = list(range(len(item.options)))
        # Shuffled by what is asked, so that asking again shows the same; another order in the second round.
        random.Random(f"{item.ask}{going.before is None}").shuffle(order)  # noqa: S311 - no secret
        buttons = tuple(Button(item.options[n], f"{STEP}:{self.name}:{going.at}:{n}") for n in order)
        leave = Button(self._window.shelf.knowledge.words.flow.cancel, f"{STEP}:{self.name}:{CANCEL}")
        text = f"{first}\n\n{question}" if first else question
        return Reply(text, (*buttons, leave), flow=f"{self.name} {going.dump()}")

    def _told(self, item: QuizItem, right: bool) -> str:
        law = f"《{item.law.cite}》{article_name(item.law.article)}"
        words = self._words.right if right else self._words.wrong
        return fill(words, answer=item.options[0], because=item.because, law=law)

    def _done(self, items: Sequence[Asked], going: Round, told: str) -> Reply:
        base, words = self._window.shelf.knowledge, self._words
        entries = dict.fromkeys(items[n][0] for n in going.items)
        cards = tuple(Button(base.entries[key].question, f"o:{key}") for key in entries)
        if going.before is not None:
            over = fill(words.second_done, before=going.before, right=going.right, of=len(going.items))
            return Reply(f"{told}\n\n{over}", cards, flow="")
        over = fill(words.first_done, right=going.right, of=len(going.items))
        # All in the button: reading a card ends the conversation.
        numbers = ".".join(map(str, going.items))
        again = Button(words.again, f"{STEP}:{self.name}:{_AGAIN}:{self._version}:{numbers}:{going.right}")
        return Reply(f"{told}\n\n{over}", (again, *cards), flow="")

    def _again(self, carried: str, items: Sequence[Asked]) -> Round | None:
        """The second round as its button carries it; None where it is forged or of other knowledge."""
        version, _, rest = carried.partition(":")
        listed, _, right = rest.partition(":")
        numbers = listed.split(".")
        if version != self._version or len(numbers) != QUESTIONS or not all(n.isdecimal() for n in [*numbers, right]):
            return None
        chosen = tuple(map(int, numbers))
        fits = len(set(chosen)) == QUESTIONS and max(chosen) < len(items) and int(right) <= QUESTIONS
        return Round(version, chosen, before=int(right)) if fits else None
