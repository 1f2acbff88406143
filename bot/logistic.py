"""Logistic regression where there are few columns; what has many (:mod:`bot.train_fear`) is fitted by gradients instead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.grams import Floats

_STEPS, _DECAY, _SETTLED = 25, 1.0, 1e-4


def fit_logistic(rows: Floats, truth: NDArray[np.bool_], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """One weight a column of ``rows``, by Newton's method, with a little decay.

    ``truth`` and ``weight`` have a value for each row: whether it is so, and what the row counts.
    """
    found = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (chance - truth)) + _DECAY * found
        curve = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + _DECAY * np.eye(rows.shape[1])
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < _SETTLED:
            break
    return found
