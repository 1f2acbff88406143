"""What the meaning of a sentence says by itself: is it about law at all.

A linear judgement on the sentence's vector (logistic regression), fitted by ``python -m bot train`` on the base's own sentences:
questions of law, covered or not, against what ``outside.yaml`` calls chat.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.grams import Floats
from bot.model import Problem, Refused

FILE = "senses.npz"
SENSES = ("law",)
"""One row of weights each, in this order."""
SCALE = 6.0
"""By what vectors of length 1 are multiplied, so that the usual decay suits them."""


def widened(vectors: Floats) -> Floats:
    """Vectors as the judgements take them: scaled, with a 1 behind."""
    ones = np.ones((*vectors.shape[:-1], 1), np.float32)
    return np.concatenate([vectors * np.float32(SCALE), ones], axis=-1)


def load(folder: Path) -> Floats:
    """The weights, one row a sense.  Raises :class:`Refused` when they are missing or of another shape."""
    path = folder / FILE
    try:
        with np.load(path) as file:
            weights = np.asarray(file["weights"], np.float32)
    except (OSError, ValueError, KeyError) as error:
        raise Refused((Problem(f"{folder.name}/{FILE}", "读不出来；请运行 python -m bot train"),)) from error
    if weights.shape[0] != len(SENSES):
        raise Refused((Problem(f"{folder.name}/{FILE}", "是旧版本的；请运行 python -m bot train"),))
    return weights


def save(folder: Path, weights: Floats) -> None:
    """Write the weights."""
    np.savez_compressed(folder / FILE, weights=np.asarray(weights, np.float32))


def sensed(vector: Floats, weights: Floats) -> Floats:
    """Log odds, one for each of SENSES; positive says yes."""
    return np.asarray(weights @ widened(vector), np.float32)


def labels(kinds: NDArray[np.int64]) -> tuple[tuple[NDArray[np.bool_], NDArray[np.float64]], ...]:
    """For each sense what is true of every sentence, and how much the sentence counts.

    ``kinds`` holds 0 for a phrasing of an entry, 1 for a legal question that no entry covers, 2 for chat, 3 for what is too vague.
    There are many more phrasings than anything else, so that each counts less.
    """
    weight = np.array([[0.3, 0.6, 2.0, 0.6]])
    truth = np.array([[True, True, False, True]])
    return tuple((truth[sense][kinds], weight[sense][kinds]) for sense in range(len(SENSES)))
