"""Words + entries -> what was meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log

from bot.model import Found, Knowledge, Outcome
from bot.text import bare


def _grams(text: str) -> Counter[str]:
    plain = bare(text)
    return Counter([*plain, *(plain[i : i + 2] for i in range(len(plain) - 1))])


class Reader:
    """Compares a question with every phrasing of every entry."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._phrases: list[tuple[str, Counter[str]]] = []
        for entry in knowledge.entries.values():
            self._phrases += [(entry.id, _grams(p)) for p in (entry.question, *entry.asked_as)]
        seen = Counter(g for _, grams in self._phrases for g in grams)
        self._rare = {g: log(1 + len(self._phrases) / n) for g, n in seen.items()}
        self._norm = [sum((n * self._rare[g]) ** 2 for g, n in grams.items()) ** 0.5 for _, grams in self._phrases]
        self._where: dict[str, list[int]] = defaultdict(list)
        for i, (_, grams) in enumerate(self._phrases):
            for g in grams:
                self._where[g].append(i)

    def read(self, text: str, audience: str | None) -> Found:
        scores: dict[int, float] = defaultdict(float)
        grams = _grams(text)
        size = sum((n * self._rare.get(g, 1.0)) ** 2 for g, n in grams.items()) ** 0.5 or 1.0
        for g, n in grams.items():
            for i in self._where.get(g, ()):
                scores[i] += n * self._phrases[i][1][g] * self._rare[g] ** 2
        best: dict[str, float] = {}
        for i, s in scores.items():
            e = self._phrases[i][0]
            best[e] = max(best.get(e, 0.0), s / size / self._norm[i])
        ranked = sorted(best, key=lambda e: -best[e])[:3]
        top = best[ranked[0]] if ranked else 0.0
        if top >= 0.5:
            return Found(Outcome.MATCH, tuple(ranked), (), None, (f"{top:.2f}",))
        if top >= 0.25:
            return Found(Outcome.CHOICES, tuple(ranked), (), None, (f"{top:.2f}",))
        topics = tuple(dict.fromkeys(e.partition("/")[0] for e in ranked)) if top > 0.1 else ()
        return Found(Outcome.UNKNOWN, (), topics, None, (f"{top:.2f}",))
