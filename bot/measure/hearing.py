"""Questions -> what a resident would get, by the very window that answers them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot import fear, judge
from bot.clock import utc_now
from bot.grams import Floats
from bot.model import Found, Knowledge, Labelled
from bot.shelf import Shelf
from bot.train import Heard
from bot.understand import Reader
from bot.window import Window

THREE = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what came of it."""

    question: Labelled
    """What was asked."""
    found: Found
    """What a resident would get."""
    first: tuple[str, ...]
    """The three entries that come first, whether or not they would be shown."""


def answered(
    knowledge: Knowledge, model: Path, questions: Sequence[Labelled], first: Iterable[tuple[str, ...]]
) -> tuple[Answered, ...]:
    """Ask each question at a window whose reader has the model in ``model``.  About 20 ms each."""
    window = Window(Shelf(knowledge, knowledge.helpers, fear.load(model), Reader(knowledge, model), ""), utc_now)
    return tuple(Answered(q, window.understand(q.q, q.audience), three) for q, three in zip(questions, first, strict=True))


def ranked(heard: Iterable[Heard], ids: Sequence[str], weights: judge.Weights) -> list[tuple[str, ...]]:
    """The three entries that come first for each question."""
    ranking, often = weights.ranking(), weights.often(ids)
    return [top(judge.scores(h.signals, ranking, often), ids) for h in heard]


def top(score: Floats, ids: Sequence[str]) -> tuple[str, ...]:
    """The three with the highest scores, of equal ones the earlier."""
    return tuple(ids[i] for i in np.argsort(-score, kind="stable")[:THREE])
