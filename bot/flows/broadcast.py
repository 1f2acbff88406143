"""/broadcast: an admin writes to subscribers, and a second admin lets it go."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from bot.flows import CANCEL, STEP
from bot.flows.broadcasts import Team, shown, under_way
from bot.flows.fill import fill
from bot.model import AUDIENCES, Asker, Broadcast, BroadcastWords, Button, Entry, Letter, Outcome, Reply, Stopped
from bot.window import Window

LONGEST = 600
"""Characters of a message: one screen of a telephone."""
ADMINS = frozenset({"admin"})
_STEPS = ("text", "entry", "audience", "village")
_ALL, _NONE = "", ""
_PROPOSE = "go"


@dataclass(frozen=True, slots=True)
class Plan:
    """What has been said so far; None: not yet, empty: none or all."""

    text: str | None = None
    """What it says."""
    entry: str | None = None
    """The entry that its button opens."""
    audience: str | None = None
    """To whom."""
    village: str | None = None
    """Where."""

    def next(self) -> str:
        """The first step without an answer, empty when there is none."""
        return next((step for step in _STEPS if getattr(self, step) is None), "")

    def dump(self) -> str:
        """As the state of a conversation."""
        return json.dumps({k: v for k, v in asdict(self).items() if v is not None}, ensure_ascii=False)


class Broadcasting:
    """Four questions and a preview."""

    name = "broadcast"
    needs = ADMINS

    def __init__(self, window: Window, villages: Sequence[str], team: Team) -> None:
        """``window`` finds the card that goes with it; ``team`` knows the other admins."""
        self._window, self._villages, self._team = window, tuple(villages), team

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The first question; ``/broadcast 停止`` stops everything."""
        words = self._words
        if argument.strip() == words.stop:
            running = under_way(await self._team.errands.broadcasts())
            return Reply(words.stopped, rows=(Stopped(),), flow="") if running else Reply(words.nothing_to_stop, flow="")
        if not self._team.others(asker.person):
            return Reply(words.alone, flow="")
        return self._taken(Plan(), argument.strip()) if argument.strip() else self._ask(Plan())

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """An answer, or the proposal."""
        if not asker.flow:
            return Reply(self._words.over)
        plan = Plan(**json.loads(asker.flow))
        if pressed is None:
            return await self._next(self._taken(plan, said.strip()), asker)
        step, _, choice = pressed.partition(":")
        if step == _PROPOSE and not plan.next():
            return await self._propose(asker, plan, source)
        options = self._options(plan, step)
        if step == plan.next() and choice.isdecimal() and int(choice) < len(options):
            changed: Mapping[str, str] = {step: options[int(choice)][1]}
            return await self._next(self._ask(replace(plan, **changed)), asker)
        return await self._next(self._ask(plan), asker)

    @property
    def _words(self) -> BroadcastWords:
        return self._window.shelf.knowledge.words.broadcast

    def _taken(self, plan: Plan, said: str) -> Reply:
        """What was typed as an answer."""
        words, step = self._words, plan.next()
        if step == "text":
            fits = 0 < len(said) <= LONGEST
            return self._ask(replace(plan, text=said)) if fits else self._ask(plan, fill(words.too_long, most=LONGEST))
        named = dict(self._options(plan, step))
        if said in named:
            changed: Mapping[str, str] = {step: named[said]}
            return self._ask(replace(plan, **changed))
        if step != "entry":
            return self._ask(plan, words.pick)
        found = self._window.understand(said, None)
        entries = found.entries if found.outcome in (Outcome.MATCH, Outcome.CHOICES) else ()
        return self._offer(plan, entries) if entries else self._ask(plan, fill(words.no_such_entry, said=said[:20]))

    def _offer(self, plan: Plan, entries: Sequence[str]) -> Reply:
        """Cards that were meant, to pick one."""
        base = self._window.shelf.knowledge.entries
        listed = [base[key] for key in entries if key in base]
        known = list(base.values())
        buttons = [(e.question, f"entry:{known.index(e) + 1}") for e in listed]
        return self._asked(plan, self._words.entry, [*buttons, (self._words.no_entry, "entry:0")])

    def _options(self, plan: Plan, step: str) -> Sequence[tuple[str, str]]:
        """What the choices of a step say, and what each means."""
        words = self._words
        if step == "entry":
            entries: Sequence[Entry] = list(self._window.shelf.knowledge.entries.values())
            return [(words.no_entry, _NONE), *((e.question, e.id) for e in entries)]
        if step == "audience":
            return [(words.everybody, _ALL), *((name, key) for key, name in AUDIENCES.items())]
        return [(words.everywhere, _ALL), *((v, v) for v in self._villages)] if step == "village" else []

    def _ask(self, plan: Plan, first: str = "") -> Reply:
        """The question that waits for an answer; without one, the caller shows the preview."""
        step, words = plan.next(), self._words
        if not step:
            return Reply("", flow=f"{self.name} {plan.dump()}")
        options = self._options(plan, step)
        listed = options[:1] if step == "entry" else options
        question: str = getattr(words, step)
        buttons = [(label, f"{step}:{n}") for n, (label, _) in enumerate(listed)]
        return self._asked(plan, f"{first}\n{fill(question, most=LONGEST)}".strip(), buttons)

    def _asked(self, plan: Plan, text: str, buttons: Sequence[tuple[str, str]]) -> Reply:
        cancel = (self._window.shelf.knowledge.words.flow.cancel, CANCEL)
        listed = [*buttons, cancel] if buttons else []
        pressable = tuple(Button(label, f"{STEP}:{self.name}:{carried}") for label, carried in listed)
        return Reply(text, pressable, flow=f"{self.name} {plan.dump()}")

    async def _next(self, reply: Reply, asker: Asker) -> Reply:
        """The reply, or the preview where nothing is left to ask."""
        if reply.text:
            return reply
        plan = Plan(**json.loads((reply.flow or "").partition(" ")[2]))
        count = await self._team.errands.reach(plan.audience or None, plan.village or None)
        if not count:
            return self._ask(replace(plan, audience=None, village=None), self._words.nobody)
        broadcast = self._broadcast(asker, plan, "")
        text = fill(self._words.preview, count=count, **shown(self._window, broadcast), text=broadcast.text)
        return self._asked(plan, text, [(self._words.propose, _PROPOSE)])

    def _broadcast(self, asker: Asker, plan: Plan, source: str) -> Broadcast:
        now = self._team.now()
        return Broadcast(
            source, now, asker.person, plan.text or "", plan.entry or None, plan.audience or None, plan.village or None
        )

    async def _propose(self, asker: Asker, plan: Plan, source: str) -> Reply:
        """Write it down and ask the other admins."""
        words, broadcast = self._words, self._broadcast(asker, plan, source)
        count = await self._team.errands.reach(broadcast.audience, broadcast.village)
        text = fill(words.please, count=count, **shown(self._window, broadcast), text=broadcast.text)
        button = Button(words.release, f"{STEP}:broadcasts:y:{source}")
        letters = (
            Letter(f"ask-{source}-{n}", broadcast.at, address, text, (button,))
            for n, address in enumerate(self._team.others(asker.person))
        )
        return Reply(words.proposed, rows=(broadcast, *letters), flow="")


