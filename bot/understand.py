"""Words + audience + entries -> Match, Choices or Unknown.

How it was chosen and what each part brings is told in docs/understanding.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot import judge
from bot.grams import Floats
from bot.model import Found, Knowledge, Outcome
from bot.signals import CHANNELS, Ear, Signals
from bot.telling import telling
from bot.typos import Typos

_LEANS = 0.25
"""What an entry gains, in log odds, when it is written for the asker's audience: it breaks ties and hides nothing."""
_SLIP = 2.0
"""What an entry gains, in log odds, when a short question is one slip away from a way to ask for it."""
_OFFERED, _NEAREST_TOPICS = 3, 3
_CHINESE = re.compile(r"[\u3400-\u9fff]")


class Reader:
    """Deterministic: the same words get the same answer."""

    def __init__(self, knowledge: Knowledge, model: Path) -> None:
        """Builds the indexes, in about a second.  Raises :class:`bot.model.Refused` for a missing model."""
        self._weights = judge.read_weights(model)
        self._ranking = self._weights.ranking()
        self._ear = Ear(knowledge, model)
        self._often = self._weights.often(self._ear.ids)
        self._typos = Typos(self._ear.short, self._ear.sounds)
        self._knowledge = knowledge
        self._meant: dict[str, Floats] = {}
        self._for = {
            audience: np.array([_LEANS * (audience in e.audiences) for e in knowledge.entries.values()], np.float32)
            for audience in {a for e in knowledge.entries.values() for a in e.audiences}
        }

    @contextmanager
    def ahead(self, text: str) -> Iterator[None]:
        """What takes longest, the meaning, is worked out before the body, which may read the text then; to be entered in a thread.

        It is held for as long as the body runs.
        """
        words = telling(text)
        if _CHINESE.search(words):
            self._meant[words] = self._ear.meant([words])[0]
        try:
            yield
        finally:
            self._meant.pop(words, None)

    def read(self, text: str, audience: str | None = None) -> Found:
        """What was meant.  Nothing is remembered here: the window may, and knows which words it must not."""
        words = telling(text)
        if not _CHINESE.search(words):
            return Found(Outcome.UNKNOWN, (), (), None, ("没有汉字",))
        signals = self._ear.listen(words, self._meant.get(words))
        score = judge.scores(signals, self._ranking, self._often)
        score += self._for.get(audience or "", np.float32(0))
        slips = self._typos.slips(self._ear.lexicon.plain(words))
        score[[*{int(self._ear.owner[i]) for i in slips}]] += _SLIP
        found = self._verbatim(signals, score) or self._decide(words, signals, score)
        return replace(found, dread=signals.dread)

    def _verbatim(self, signals: Signals, score: Floats) -> Found | None:
        """The answer where somebody typed word for word what the base already knows."""
        if signals.same is None:
            return None
        if signals.same < len(self._ear.phrases):
            best = int(self._ear.owner[signals.same])
            order = [best, *(i for i in np.argsort(-score) if i != best)]
            ids = tuple(self._ear.ids[i] for i in order[:_OFFERED])
            return Found(Outcome.MATCH, ids, (), None, (f"和“{self._ear.phrases[signals.same]}”是同一句话",))
        vague = self._ear.vague(signals.same)
        if vague is None or not vague.near:
            return None
        return Found(Outcome.CHOICES, vague.near[:_OFFERED], (), None, (f"“{vague.q}”说得太少，要再问一句",))

    def _decide(self, words: str, signals: Signals, score: Floats) -> Found:
        known = judge.facts(signals, score, len(self._ear.lexicon.plain(words)))
        sure = {head: judge.judged(known, self._weights.heads[head]) for head in judge.HEADS}
        order = [int(i) for i in np.argsort(-score)[:_OFFERED]]
        found = Found(Outcome.UNKNOWN, (), (), None, self._why(words, signals, score, sure))
        need = self._weights.thresholds
        if sure["law"] < need["law"]:
            return found
        ids = tuple(self._ear.ids[i] for i in order)
        if sure["right"] >= need["right"]:
            return replace(found, outcome=Outcome.MATCH, entries=ids)
        if sure["among"] >= need["among"]:
            return replace(found, outcome=Outcome.CHOICES, entries=ids)
        near = [self._knowledge.entries[self._ear.ids[i]].topic for i in np.argsort(-score)[:_NEAREST_TOPICS]]
        return replace(found, topics=tuple(dict.fromkeys(near)))

    def _why(self, words: str, signals: Signals, score: Floats, sure: dict[str, float]) -> tuple[str, ...]:
        chance = judge.chances(score)
        lines = [f"听成：{self._ear.lexicon.plain(words)}"]
        for i in np.argsort(-score)[:_OFFERED]:
            parts = [*(signals.entries[i] * self._ranking), self._often[i]]
            named = sorted(zip((*CHANNELS, "asked often"), parts, strict=True), key=lambda pair: -abs(pair[1]))[:3]
            because = "，".join(f"{name} {value:+.1f}" for name, value in named)
            lines.append(f"{self._ear.ids[i]}：{chance[i]:.0%}（{because}）")
        said = {"right": "第一个就是", "among": "三个里有", "law": "是法律问题"}
        lines.append("，".join(f"{said[h]} {p:.2f}（要 {self._weights.thresholds[h]:.2f}）" for h, p in sure.items()))
        return tuple(lines)
