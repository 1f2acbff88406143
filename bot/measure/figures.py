"""Answers -> figures: so many of so many, an interval, a floor and a goal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.measure.hearing import Answered
from bot.model import Outcome

_Z = 1.959964
"""Standard deviations either side that hold 95 % of a normal distribution."""
_OFFERS = (Outcome.CHOICES, Outcome.EMERGENCY)
"""What shows up to three entries to choose from."""
Says = Callable[[Answered], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is counted, among which questions, and how many there should be."""

    name: str
    """What a report calls it."""
    among: Says
    """Which questions count."""
    counts: Says
    """Which of those are hits."""
    floor: float | None = None
    """The share that must be reached, or must not be passed; None: it is only told."""
    goal: float | None = None
    """The share that is aimed at."""
    few: bool = False
    """Whether less is better."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    """How many."""
    of: int
    """Of how many."""

    @property
    def value(self) -> float:
        """Between 0 and 1; nothing of nothing is 0."""
        return self.hits / self.of if self.of else 0.0

    def interval(self) -> tuple[float, float]:
        """Where the true share lies, with 95 % confidence (Wilson 1927): sound for few questions and near 0 and 1 too."""
        if not self.of:
            return 0.0, 1.0
        n, p, square = self.of, self.value, _Z * _Z
        middle = (p + square / (2 * n)) / (1 + square / n)
        half = _Z / (1 + square / n) * sqrt(p * (1 - p) / n + square / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


def share(answers: Sequence[Answered], among: Says, counts: Says) -> Share:
    """How many of ``answers`` count."""
    chosen = [a for a in answers if among(a)]
    return Share(sum(map(counts, chosen)), len(chosen))


def of_kind(kind: str) -> Says:
    """Questions of one kind."""
    return lambda a: a.question.kind == kind


def shown(a: Answered) -> bool:
    """A card came at once."""
    return a.found.outcome is Outcome.MATCH


def shown_right(a: Answered) -> bool:
    """A card came at once, and it was a right one."""
    return shown(a) and a.found.entries[0] in a.question.ids


def shown_wrong(a: Answered) -> bool:
    """A card came at once, and it was a wrong one."""
    return shown(a) and not shown_right(a)


def offered_right(a: Answered) -> bool:
    """A right entry was among those offered."""
    return a.found.outcome in _OFFERS and not {*a.question.ids}.isdisjoint(a.found.entries)


def refused(a: Answered) -> bool:
    """The bot said that it does not know."""
    return a.found.outcome is Outcome.UNKNOWN


def alarmed(a: Answered) -> bool:
    """A danger card came."""
    return a.found.outcome is Outcome.EMERGENCY


def first_right(a: Answered) -> bool:
    """A right entry comes first, shown or not."""
    return a.first[0] in a.question.ids


def among_three(a: Answered) -> bool:
    """A right entry is among the first three, shown or not."""
    return not {*a.question.ids}.isdisjoint(a.first)


def urgent(a: Answered) -> bool:
    """Somebody is in danger right now."""
    return a.question.urgent


_answerable = of_kind("in")
RULES = (
    Rule("有答案的：对的一条直接显示，或在给出的三条里", _answerable, lambda a: shown_right(a) or offered_right(a), 0.80, 0.95),
    Rule("有答案、直接显示的：显示的是对的", lambda a: _answerable(a) and shown(a), shown_right, 0.88, 0.97),
    Rule("有答案的：直接显示，而且是对的", _answerable, shown_right, 0.45, 0.75),
    Rule("有答案的：显示了错的一条", _answerable, shown_wrong, few=True),
    Rule("有答案的：误说不知道", _answerable, refused, few=True),
    Rule("有答案的：对的一条排第一，不论显示没有", _answerable, first_right),
    Rule("有答案的：对的一条在前三，不论显示没有", _answerable, among_three),
    Rule("不论哪一种、直接显示的：显示的是对的", shown, shown_right),
    Rule("法律问题、没有条目的：显示了错的一条", of_kind("legal_out"), shown, 0.20, 0.05, few=True),
    Rule("法律问题、没有条目的：给了三条来选", of_kind("legal_out"), lambda a: a.found.outcome in _OFFERS, few=True),
    Rule("要再问一句的：直接显示了一条", of_kind("unclear"), shown, few=True),
    Rule("不是法律问题的：显示或给出了条目，或报了危险", of_kind("not_legal"), lambda a: not refused(a), 0.05, 0.01, few=True),
    Rule("不是法律问题的：显示了一条，或报了危险", of_kind("not_legal"), lambda a: shown(a) or alarmed(a), few=True),
    Rule("紧急的：报了危险", urgent, alarmed, 0.97, 1.00),
    Rule("不紧急的：误报危险", lambda a: not urgent(a), alarmed, 0.02, 0.005, few=True),
)
"""In the order of the report."""
