"""/session: a session of law taught face to face is recorded, by buttons and numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.clock import local_day
from bot.flows import CANCEL, STEP
from bot.flows.draft import EVERYWHERE, STEPS, Draft, Form, Future, answered
from bot.flows.fill import fill
from bot.ledger import Records
from bot.model import Asker, Button, Reply, Session, Words

RECORDERS = frozenset({"volunteer", "staff", "admin"})
"""Who may record sessions, and confirm those of others."""
_SAVE, _OUTSIDE, _CHANGE = "save", "outside", "change"
_NUMBERS = ("headcount", "sheets")


class Recording:
    """Six short answers and a summary; one line may hold them all: ``/session 今天 东村 乡村 婚姻 45 60``."""

    name = "session"
    needs = RECORDERS

    def __init__(self, form: Form, words: Callable[[], Words], records: Records, now: Callable[[], datetime]) -> None:
        """``words`` gives those of the knowledge that is served just now."""
        self._form, self._words, self._records, self._now = form, words, records, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The first question that the command's line does not answer."""
        draft = Draft(asked=STEPS[0])
        for said in argument.split():
            taken = self._taken(draft, said)
            if isinstance(taken, Reply):
                return taken
            draft = taken
        return self._ask(draft)

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """An answer, or what to do with the summary."""
        if not asker.flow:
            return Reply(self._words().flow.over, brief=True)
        draft = Draft.load(asker.flow)
        if pressed is None:
            taken = self._taken(draft, said)
            return taken if isinstance(taken, Reply) else self._ask(taken)
        what, _, choice = pressed.partition(":")
        if what == _SAVE and not draft.next():
            return await self._save(asker, draft, source)
        if what == _OUTSIDE:
            return self._ask(replace(draft, outside=True))
        if what == _CHANGE and choice in STEPS:
            return self._ask(answered(draft, "asked", choice))
        options = self._options(what)
        if choice.isdecimal() and int(choice) < len(options):
            return self._ask(self._after(answered(draft, what, options[int(choice)][1]), what))
        return self._ask(draft)

    def _taken(self, draft: Draft, said: str) -> Draft | Reply:
        """The draft after the answer to what was asked, or the question again."""
        words, step = self._words().session, draft.asked
        if not step:
            return self._ask(draft, fill(words.wrong, said=said[:20]))
        parts = said.split()
        both = step == _NUMBERS[0] and len(parts) == len(_NUMBERS)
        for field, part in zip(_NUMBERS, parts, strict=True) if both else ((step, said),):
            try:
                value = self._form.read(field, part, self._today(), words)
            except Future:
                return self._ask(draft, words.future)
            if value is None:
                return self._ask(draft, fill(words.wrong, said=said[:20]))
            draft = self._after(answered(draft, field, value), field)
        return draft

    def _after(self, draft: Draft, step: str) -> Draft:
        """What to ask next; both numbers are changed together."""
        changing = step == _NUMBERS[0] and not draft.next()
        return replace(draft, asked=_NUMBERS[1] if changing else draft.next())

    def _ask(self, draft: Draft, first: str = "") -> Reply:
        """The question that waits for an answer, or the summary."""
        words = self._words()
        if not draft.asked:
            return self._summary(draft, first)
        shown = tuple(Button(label, f"{STEP}:{self.name}:{draft.asked}:{n}") for n, (label, _) in enumerate(self._options(draft.asked)))
        # No button where a number is typed: it would be taken for the button's.
        leave = (Button(words.flow.cancel, f"{STEP}:{self.name}:{CANCEL}"),) if shown else ()
        question: str = getattr(words.session, draft.asked)
        return Reply(first + question, (*shown, *leave), flow=f"{self.name} {draft.dump()}")

    def _options(self, step: str) -> Sequence[tuple[str, str]]:
        """What the buttons of a step say, and what each means."""
        words = self._words().session
        if step == "day":
            days = ((label, self._form.read(step, label, self._today(), words)) for label in (words.today, words.yesterday))
            return [(label, str(day)) for label, day in days]
        if step == "village":
            return [*((v, v) for v in self._form.villages), (words.everywhere, EVERYWHERE)]
        if step == "venue":
            return [(v, v) for v in self._form.venues]
        if step == "topic":
            return [*((name, key) for key, name in self._form.topics().items()), (words.mixed, words.mixed)]
        return []

    def _summary(self, draft: Draft, first: str) -> Reply:
        words = self._words()
        say = words.session
        changes = [(say.change_day, "day"), (say.change_village, "village"), (say.change_venue, "venue"), (say.change_topic, "topic"),
                   (say.change_numbers, _NUMBERS[0])]
        actions = [(say.save, _SAVE), *((label, f"{_CHANGE}:{step}") for label, step in changes)]
        if self._form.campaign(draft):
            actions.append((say.no_campaign, _OUTSIDE))
        actions.append((words.flow.cancel, CANCEL))
        text = first + fill(say.summary, line=self._form.line(draft, say))
        return Reply(text, tuple(Button(label, f"{STEP}:{self.name}:{a}") for label, a in actions), flow=f"{self.name} {draft.dump()}")

    async def _save(self, asker: Asker, draft: Draft, source: str) -> Reply:
        words = self._words().session
        if draft.corrects:
            waiting = {s.source for s in await self._records.sessions(confirmed=False)}
            if draft.corrects not in waiting:
                return Reply(words.gone, flow="")
        assert draft.day is not None and draft.headcount is not None and draft.sheets is not None, "nothing is left to ask"
        session = Session(
            source=source, at=self._now(), by=asker.person, day=date.fromisoformat(draft.day), headcount=draft.headcount,
            sheets=draft.sheets, village=draft.village or None, venue=draft.venue, topic=draft.topic,
            campaign=self._form.campaign(draft), corrects=draft.corrects, why=words.why_changed if draft.corrects else None,
        )
        said = words.corrected if draft.corrects else words.saved
        return Reply(fill(said, line=self._form.line(draft, words)), rows=(session,), flow="")

    def _today(self) -> date:
        return local_day(self._now())
