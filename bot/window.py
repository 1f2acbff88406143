"""Answers at once and keeps nothing: words or a pressed button come in, a reply goes out with what is to be recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot import answer
from bot.flows.fill import fill
from bot.model import AUDIENCES, Asker, Button, Found, Outcome, Reply
from bot.noting import Noting
from bot.shelf import Shelf

TOPICS = Button("全部主题", "topics")
QUESTIONS = 3
"""Questions of a campaign's quiz."""
_DRAWN = 4096
"""Cards in memory at most."""
_MENU_WORDS = frozenset({"主题", "全部主题", "菜单", "目录"})
_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.、。]?\s*")
"""A number by itself, however it is typed: ``2``, ``２``, ``2.``"""


class Window(Noting):
    """Where the residents stand.  Pure but for the clock: the same words get the same reply."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime], office: bool = False) -> None:
        """``office`` says whether questions can be handed over."""
        super().__init__(shelf, now)
        self.office = office
        self._cards: tuple[Shelf | None, dict[tuple[str, str | None, date], tuple[str, tuple[Button, ...]]]] = None, {}

    def say(self, asker: Asker, text: str, source: str) -> Reply:
        """What somebody typed: the number of a button last shown, the word for the menu, or a question."""
        if _NUMBER.fullmatch(text) and asker.menu:
            action = self.numbered(asker, text)
            if action is not None:
                return self.press(asker, action, source)
            return Reply(self.shelf.knowledge.notices.no_number, brief=True)
        if text.strip() in _MENU_WORDS:
            return self.press(asker, TOPICS.action, source)
        return self.ask(asker, text, source)

    @staticmethod
    def numbered(asker: Asker, text: str) -> str | None:
        """The action of the button whose number was typed, None where no number of the last menu was."""
        number = _NUMBER.fullmatch(text)
        choice = int(number[1]) - 1 if number else -1
        return asker.menu[choice] if 0 <= choice < len(asker.menu) else None

    def ask(self, asker: Asker, text: str, source: str) -> Reply:
        """Danger first; then the card, a choice of cards, or an honest "I don't know"."""
        base = self.shelf.knowledge
        if not text.strip():
            return Reply(base.notices.empty)
        found = self.understand(text, asker.audience)
        if found.outcome in (Outcome.EMERGENCY, Outcome.MATCH) or answer.has_chinese(text):
            return self.tell(asker, found, source)
        return Reply(base.notices.not_chinese, (TOPICS,), found=found)

    def tell(self, asker: Asker, found: Found, source: str) -> Reply:
        """The reply to a question that was understood as ``found``."""
        shelf, base = self.shelf, self.shelf.knowledge
        if found.outcome is Outcome.EMERGENCY:
            alarm = next(e for e in base.emergencies if e.id == found.emergency)
            reply = answer.emergency_card(replace(alarm, entries=found.entries), base, shelf.helpers)
            contact = replace(self._contact(asker, "emergency", source), pseudonym="")
            contact = replace(contact, audience=None, village=None, place=None, campaign=None, on_behalf=False)
            return replace(reply, contact=contact, found=found)
        if found.outcome is Outcome.MATCH:
            return replace(self._card(asker, found.entries[0], source, "match"), found=found)
        if found.outcome is Outcome.CHOICES:
            return replace(answer.choices([base.entries[i] for i in found.entries]), found=found)
        topics = [base.topics[t] for t in found.topics]
        nearest = next(iter(found.topics), None)
        missed = replace(self._contact(asker, "unknown", source, topic=nearest), outcome="unknown")
        reply = answer.unknown(topics, shelf.helpers)
        leave = Button(base.words.wish.button, "f:wish:")
        return replace(reply, buttons=(*reply.buttons, *self._to_office(asker), leave), contact=missed, found=found)

    def press(self, asker: Asker, action: str, source: str) -> Reply:
        """What a button does; a forged or outdated one is told so."""
        kind, _, what = action.partition(":")
        base = self.shelf.knowledge
        if action == "topics":
            return self._topics(asker)
        if action == "none":
            return Reply(base.notices.rephrase, (TOPICS,))
        if kind == "a" and what in {"", *AUDIENCES}:
            return Reply(base.notices.ask_me, (TOPICS,), audience=what)
        if kind == "t" and what in base.topics:
            listed = tuple(Button(e.question, f"o:{e.id}") for e in base.of_topic(what))
            return Reply(base.notices.entries, (*listed, TOPICS))
        if what in base.entries:
            return self._of_entry(asker, kind, what, source)
        return Reply(base.notices.gone, (TOPICS,))

    def _topics(self, asker: Asker) -> Reply:
        """The menu; a campaign leads it, with its questions and its topics first."""
        base, campaign = self.shelf.knowledge, self.campaign(asker)
        topics = sorted(base.topics.values(), key=lambda t: campaign is not None and not campaign.about(t.id))
        listed = tuple(Button(t.name, f"t:{t.id}") for t in topics)
        if campaign is None:
            return Reply(base.notices.topics, listed)
        words = base.words.quiz
        quiz = Button(fill(words.start, campaign=campaign.name), "f:quiz:")
        asked = sum(len(items) for key, items in base.quiz.items() if campaign.about(base.entries[key].topic))
        lead = fill(words.lead, campaign=campaign.name)
        return Reply(f"{lead}\n\n{base.notices.topics}", (*((quiz,) if asked >= QUESTIONS else ()), *listed))

    def _of_entry(self, asker: Asker, kind: str, entry: str, source: str) -> Reply:
        base = self.shelf.knowledge
        if kind == "o":
            return self._card(asker, entry, source, "opened")
        if kind == "h":
            return self._who_helps(asker, base.entries[entry].help)
        if kind in ("y", "n"):
            said = replace(self._contact(asker, "feedback", source, entry), outcome="useful" if kind == "y" else "useless")
            return Reply(base.notices.thanks if kind == "y" else base.notices.sorry, contact=said, brief=True)
        return Reply(base.notices.gone, (TOPICS,))

    def opened(self, asker: Asker, entry: str, source: str) -> Reply:
        """A card to which a shared link led: shown like any other, and counted as delivered too."""
        reply = self.press(asker, f"o:{entry}", source)
        return replace(reply, delivered=self.delivered(asker, entry, source)) if reply.contact else reply

    def _who_helps(self, asker: Asker, ids: Sequence[str]) -> Reply:
        """Offices and hotlines, the village's mediator, and the way to the office itself."""
        shelf = self.shelf
        words, reply = shelf.knowledge.words.handover, answer.helper_card(ids, shelf.helpers)
        lines, mediator = [reply.text], shelf.mediators.get(asker.village or "")
        if mediator:
            phone = mediator.phone or answer.PENDING
            lines.append(fill(words.mediator, village=asker.village, name=mediator.name, phone=phone))
        elif shelf.mediators and not asker.village:
            lines.append(words.which_village)
        return replace(reply, text="\n".join(lines), buttons=self._to_office(asker))

    def _to_office(self, asker: Asker) -> tuple[Button, ...]:
        """The button that hands a question over, where an answer can be brought back."""
        if not (self.office and asker.address):
            return ()
        label = self.shelf.knowledge.words.handover.button
        return (Button(fill(label, office=self.shelf.helpers["justice-office"].name), "f:handover:"),)

    def _card(self, asker: Asker, entry_id: str, source: str, outcome: str) -> Reply:
        contact = self._contact(asker, "answer", source, entry_id, outcome=outcome)
        return Reply(*self._drawn(entry_id, asker.audience, contact.day), contact)

    def _drawn(self, entry_id: str, audience: str | None, day: date) -> tuple[str, tuple[Button, ...]]:
        """Text and buttons of a card, which are the same for many."""
        shelf = self.shelf
        if self._cards[0] is not shelf or len(self._cards[1]) >= _DRAWN:
            self._cards = shelf, {}
        known = self._cards[1]
        if (wanted := (entry_id, audience, day)) not in known:
            entry = shelf.knowledge.entries[entry_id]
            text = answer.card(entry, audience, shelf.helpers, day)
            known[wanted] = text, answer.entry_buttons(entry, shelf.knowledge.entries)
        return known[wanted]

    def greet(self) -> Reply:
        """The first words, and the audiences to choose from."""
        buttons = tuple(Button(name, f"a:{key}") for key, name in AUDIENCES.items())
        words = self.shelf.knowledge.notices.greeting.replace("{town}", self.shelf.town)
        return Reply(words, (*buttons, Button("跳过", "a:")))

    def help(self) -> Reply:
        """How to use it."""
        return Reply(self.shelf.knowledge.notices.help, (TOPICS,))
