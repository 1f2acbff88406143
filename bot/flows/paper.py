"""/paper: an answer as a sheet, a script or words to paste; a topic or a campaign as a booklet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.flows import CANCEL, STEP
from bot.flows.fill import fill
from bot.model import Asker, Button, Campaign, Entry, File, Refused, Reply
from bot.paper.press import BOOKLET, FORMS, SHEET, SPEAKER, WECHAT, Press
from bot.search import matching
from bot.shelf import Shelf

CARRIERS = frozenset({"volunteer", "staff", "admin"})
"""Whoever carries answers into the village."""
_MOST = 8
"""Entries offered to typed words."""
_TOPIC, _ENTRY, _CAMPAIGN = "t", "e", "c"
_LETTER = {SHEET: "s", SPEAKER: "k", WECHAT: "w", BOOKLET: "b"}
"""What a button carries for a form: an id of 54 characters must still fit behind it."""
_MADE = {letter: form for form, letter in _LETTER.items()}


class Paper:
    """Topic, entry, form.  Buttons carry what they mean, so that each works long after the conversation."""

    name = "paper"
    needs = CARRIERS

    def __init__(self, shelf: Callable[[], Shelf], press: Press, campaigns: Sequence[Campaign] = ()) -> None:
        """``shelf`` gives what is served just now."""
        self._shelf, self._press, self._campaigns = shelf, press, tuple(campaigns)

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The topics, or what the words behind the command find."""
        return self._find(argument.strip()) if argument.strip() else self._topics()

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """Narrow it down, or print."""
        base = self._shelf().knowledge
        if pressed is None:
            return self._find(said.strip())
        kind, _, what = pressed.partition(":")
        if kind == _TOPIC and what in base.topics:
            return self._entries(what)
        if kind == _ENTRY and what in base.entries:
            return self._forms(base.entries[what])
        if kind in _MADE and what in base.entries:
            return await self._print(_MADE[kind], base.entries[what])
        if kind == _LETTER[BOOKLET] and what in base.topics:
            return await self._bind(base.topics[what].name, base.of_topic(what))
        if kind == _CAMPAIGN and what.isdecimal() and int(what) < len(self._campaigns):
            campaign = self._campaigns[int(what)]
            return await self._bind(campaign.name, of_campaign(self._shelf(), campaign))
        return self._topics()

    def _find(self, said: str) -> Reply:
        shelf = self._shelf()
        topic = next((t.id for t in shelf.knowledge.topics.values() if t.name == said), None)
        if topic is not None:
            return self._entries(topic)
        found = matching(shelf, said, _MOST)
        words = shelf.knowledge.words.paper
        if not found:
            return self._topics(fill(words.not_found, said=said[:20]))
        listed = tuple(self._button(e.question, _ENTRY, e.id) for e in found)
        return Reply(fill(words.which_entry, topic=said[:20]), (*listed, self._out()), flow=self.name)

    def _topics(self, first: str = "") -> Reply:
        base = self._shelf().knowledge
        listed = [self._button(t.name, _TOPIC, t.id) for t in base.topics.values()]
        listed += [self._button(c.name, _CAMPAIGN, str(n)) for n, c in enumerate(self._campaigns)]
        text = "\n".join(filter(None, (first, base.words.paper.which_topic)))
        return Reply(text, (*listed, self._out()), flow=self.name)

    def _entries(self, topic: str) -> Reply:
        base, words = self._shelf().knowledge, self._shelf().knowledge.words.paper
        listed = [self._button(e.question, _ENTRY, e.id) for e in base.of_topic(topic)]
        whole = self._button(words.whole_topic, _LETTER[BOOKLET], topic)
        return Reply(fill(words.which_entry, topic=base.topics[topic].name), (whole, *listed, self._out()), flow=self.name)

    def _forms(self, entry: Entry) -> Reply:
        words = self._shelf().knowledge.words.paper
        forms = tuple(self._button(getattr(words, form), _LETTER[form], entry.id) for form in FORMS)
        return Reply(fill(words.which_form, question=entry.question), (*forms, self._out()), flow=self.name)

    async def _print(self, form: str, entry: Entry) -> Reply:
        words = self._shelf().knowledge.words.paper
        others = tuple(self._button(getattr(words, other), _LETTER[other], entry.id) for other in FORMS if other != form)
        try:
            file = await asyncio.to_thread(self._press.entry, form, entry)
        except Refused as refused:
            return Reply(str(refused), others, flow="")
        # What is to be pasted or read out is shown by itself, so that one press forwards it.
        text = fill(words.ready, name=file.name) if form == SHEET else file.content.decode()
        return Reply(text, others, files=() if form == WECHAT else (file,), flow="")

    async def _bind(self, about: str, entries: Sequence[Entry]) -> Reply:
        try:
            file: File = await asyncio.to_thread(self._press.booklet, about, entries)
        except Refused as refused:
            return Reply(str(refused), flow="")
        return Reply(fill(self._shelf().knowledge.words.paper.ready, name=file.name), files=(file,), flow="")

    def _out(self) -> Button:
        return self._button(self._shelf().knowledge.words.flow.cancel, CANCEL)

    def _button(self, label: str, kind: str, what: str = "") -> Button:
        return Button(label, f"{STEP}:{self.name}:{kind}:{what}" if what else f"{STEP}:{self.name}:{kind}")


def of_campaign(shelf: Shelf, campaign: Campaign, most: int = 30) -> list[Entry]:
    """The entries of a campaign's topics, the first of each topic before the second of any; at most ``most``."""
    topics = [t for t in shelf.knowledge.topics if campaign.about(t)]
    columns = [[e for e in shelf.knowledge.of_topic(t) if suits(e, campaign)] for t in topics]
    deep = max(map(len, columns), default=0)
    chosen = [column[row] for row in range(deep) for column in columns if row < len(column)][:most]
    return sorted(chosen, key=lambda e: topics.index(e.topic))


def suits(entry: Entry, campaign: Campaign) -> bool:
    """Whether an entry is written for the campaign's audiences."""
    return not campaign.audiences or not entry.audiences or bool({*entry.audiences} & {*campaign.audiences})
