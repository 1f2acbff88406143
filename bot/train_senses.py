"""Fits what :mod:`bot.sense` judges by, on all the base's own sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot import encode, meaning, sense
from bot.grams import Floats
from bot.logistic import fit_logistic
from bot.model import Frights, Knowledge
from bot.signals import VECTORS, spoken_of
from bot.text import Lexicon

_FOLDS = 5


def train_senses(knowledge: Knowledge, frights: Frights, model: Path) -> None:
    """Fit and write them; the sentences of ``danger.yaml``, whose vectors are kept nowhere, take about 3 ms each."""
    lexicon = Lexicon(knowledge.synonyms)
    heard = encode.encode([lexicon.worded(text) for text in (*frights.afraid, *frights.calm)])
    vectors = np.concatenate([meaning.load(model / VECTORS, spoken_of(knowledge)), heard])
    kind = np.concatenate([kinds(knowledge), np.repeat([sense.DANGER, sense.CALM], [len(frights.afraid), len(frights.calm)])])
    rows = sense.widened(vectors)
    sense.save(model, np.array([_fitted(rows, kind, which) for which in range(len(sense.SENSES))], np.float32))


def kinds(knowledge: Knowledge) -> NDArray[np.int64]:
    """Of each sentence of :func:`bot.signals.spoken_of` what it is, as :mod:`bot.sense` numbers it."""
    out = knowledge.outside
    sizes = [len(spoken_of(knowledge)) - len(out.legal) - len(out.chat) - len(out.vague), len(out.legal), len(out.chat), len(out.vague)]
    return np.repeat([sense.COVERED, sense.LEGAL, sense.CHAT, sense.VAGUE], sizes)


def unheard_law(vectors: Floats, kind: NDArray[np.int64]) -> Floats:
    """Log odds of law of each sentence, by a judgement that was fitted without it and its fifth of all."""
    rows, fold = sense.widened(vectors), np.arange(len(vectors)) % _FOLDS
    found = np.empty(len(rows), np.float32)
    for f in range(_FOLDS):
        found[fold == f] = rows[fold == f] @ _fitted(rows[fold != f], kind[fold != f], sense.SENSES.index("law"))
    return found


def _fitted(rows: Floats, kind: NDArray[np.int64], which: int) -> NDArray[np.float64]:
    truth, weight = sense.labels(kind, which)
    return fit_logistic(rows[weight > 0], truth[weight > 0], weight[weight > 0])
