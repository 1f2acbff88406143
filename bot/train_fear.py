"""Learns how danger sounds, from ``knowledge/danger.yaml`` against the phrasings of all entries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot import fear
from bot.emergency import danger
from bot.grams import Floats, characters, cut
from bot.model import Frights, Knowledge
from bot.signals import spoken_of
from bot.text import bare

_DANGER, _CALM, _OTHER = 3.0, 2.0, 0.6
"""What a sentence of danger, a calm one and a phrasing count: there are thirty phrasings for each of the others."""
_SCALE = 8.0**0.5
"""By what vectors of length 1 are multiplied, so that a decay of 1 suits them; by cross-validation."""
_STEPS, _RATE = 400, 0.1
_SMOOTHING = 30.0
"""Grams of danger in general that every card starts with, so that one with few sentences is not thought to say nothing else."""
ENOUGH = 2.0
"""Log odds of an alarm; with the rules, one calm question in fifty of the development set then raises one: docs/understanding.md."""


def train_fear(knowledge: Knowledge, frights: Frights, model: Path) -> None:
    """Fit and write what :class:`bot.fear.Fear` needs."""
    told = {e.id: (*frights.plain.get(e.id, ()), *frights.vivid.get(e.id, ())) for e in knowledge.emergencies}
    # A phrasing that sounds like danger to the rules teaches neither way.
    others = [q for q in spoken_of(knowledge) if danger(q, knowledge.emergencies) is None]
    fear.save(model, fit(told, frights.calm, others))


def fit(told: dict[str, Sequence[str]] | dict[str, tuple[str, ...]], calm: Sequence[str], others: Sequence[str]) -> fear.Fear:
    """``told`` holds sentences of danger by card."""
    afraid = [q for said in told.values() for q in said]
    texts = [*afraid, *calm, *others]
    truth = np.repeat([1.0, 0.0], [len(afraid), len(calm) + len(others)])
    weight = np.repeat([_DANGER, _CALM, _OTHER], [len(afraid), len(calm), len(others)])
    grams, column, row = _table(texts)
    seen = np.bincount(column, minlength=len(grams))
    rare = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
    length = np.sqrt(np.bincount(row, rare[column] ** 2, len(texts)))
    value = _SCALE * rare[column] / np.maximum(length, 1e-9)[row]
    found, always = _descend(column, row, value, truth, weight, len(grams))
    cards = tuple(told)
    owner = np.repeat(np.arange(len(cards)), [len(said) for said in told.values()])
    lean = _lean(column[row < len(afraid)], owner[row[row < len(afraid)]], len(grams), len(cards))
    return fear.Fear(grams, rare, np.asarray(found * _SCALE, np.float32), always, cards, lean, ENOUGH)


def _table(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Grams that stand in two texts at least; which text has which."""
    each = [np.unique(cut(characters(bare(text)))) for text in texts]
    row = np.repeat(np.arange(len(texts)), [len(g) for g in each])
    known, column, count = np.unique(np.concatenate(each), return_inverse=True, return_counts=True)
    kept = count > 1
    number = np.cumsum(kept) - 1
    return known[kept], number[column][kept[column]], row[kept[column]]


def _descend(
    column: NDArray[np.int64], row: NDArray[np.int64], value: NDArray[np.float64], truth: Floats, weight: Floats, grams: int
) -> tuple[NDArray[np.float64], float]:
    """Logistic regression with a decay of 1, by Adam (Kingma & Ba 2015) from a fixed start."""
    found, first, second = (np.zeros(grams + 1) for _ in range(3))
    for step in range(1, _STEPS + 1):
        odds = np.bincount(row, found[column] * value, len(truth)) + found[-1]
        off = weight * (1 / (1 + np.exp(-odds)) - truth)
        slope = np.append(np.bincount(column, off[row] * value, grams) + found[:-1], off.sum())
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        found -= _RATE * (1 - step / _STEPS) * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return found[:-1], float(found[-1])


def _lean(column: NDArray[np.int64], card: NDArray[np.int64], grams: int, cards: int) -> Floats:
    """Naive Bayes: how much more likely each card's sentences are to use a gram than danger in general."""
    count = np.bincount(column * cards + card, minlength=grams * cards).reshape(grams, cards) + 0.0
    used = count.sum(axis=1, keepdims=True)
    chance = used / max(used.sum(), 1)
    share = (count + _SMOOTHING * chance) / (count.sum(axis=0) + _SMOOTHING)
    return np.where(used > 0, np.log((share + 1e-9) / (chance + 1e-9)), 0).astype(np.float32)
