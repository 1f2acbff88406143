"""What the meaning of a sentence says by itself: is it about law at all, and is somebody in danger.

Linear judgements on the sentence's vector (logistic regression), fitted by ``python -m bot train`` on the base's own sentences:
questions of law, covered or not, against what ``outside.yaml`` calls chat; ``danger.yaml`` against all that is calm.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.grams import Floats
from bot.model import Problem, Refused

FILE = "senses.npz"
SENSES = ("law", "danger")
"""One row of weights each, in this order."""
SCALE = 6.0
"""By what vectors of length 1 are multiplied, so that the usual decay suits them."""
COVERED, LEGAL, CHAT, VAGUE, DANGER, CALM = range(6)
"""Kinds of sentences: a phrasing of an entry, a legal question that no entry covers, chat, what is too vague, danger, and what
only looks like it."""
_TRUTH = np.array([[True, True, False, True, True, True], [False, False, False, False, True, False]])
_WEIGHT = np.array([[0.3, 0.6, 2.0, 0.6, 0.0, 0.0], [0.3, 0.3, 0.3, 0.3, 3.0, 2.0]])


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


def sensed(vectors: Floats, weights: Floats) -> Floats:
    """Log odds, a column for each of SENSES; positive says yes."""
    return np.asarray(widened(vectors) @ weights.T, np.float32)


def labels(kinds: NDArray[np.int64], sense: int) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """For one of SENSES what is true of every sentence, and how much the sentence counts.

    There are many more phrasings than anything else, so that each counts less.
    """
    return _TRUTH[sense][kinds], _WEIGHT[sense][kinds]
