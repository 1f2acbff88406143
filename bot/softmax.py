"""Softmax regression: one of the right choices should come out on top."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.grams import Floats

_STEPS, _RATE, _DECAY = 400, 0.05, 1.0


def fit_softmax(known: Sequence[tuple[Floats, frozenset[int]]]) -> Floats:
    """One weight a column.  Adam (Kingma & Ba 2015), fixed start, with a little decay.

    Each of ``known`` is a table, one row a choice, with the numbers of the choices that are right; there are equally many everywhere.
    """
    table = np.stack([rows for rows, _ in known])
    right = np.zeros(table.shape[:2])
    for row, (_, choices) in enumerate(known):
        right[row, [*choices]] = 1
    weights, first, second = (np.zeros(table.shape[2]) for _ in range(3))
    for step in range(1, _STEPS + 1):
        score = table @ weights
        chance = np.exp(score - score.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        wanted = chance * right
        wanted /= wanted.sum(axis=1, keepdims=True) + 1e-12
        slope = np.einsum("qe,qec->c", chance - wanted, table) / len(known) + _DECAY * weights / len(known)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights -= _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return np.asarray(weights, np.float32)
