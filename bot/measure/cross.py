"""Measures on questions that the weights have never seen: each fifth by weights fitted on the other four."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.judge import WEIGHTS
from bot.measure.hearing import Answered, answered, ranked
from bot.model import Knowledge, Labelled
from bot.train import Heard, fit, write_weights

FOLDS = 5


def fold(question: Labelled) -> int:
    """Which part a question belongs to: by its words, so that neither order nor other questions move it."""
    return int.from_bytes(hashlib.sha256(question.q.encode()).digest()[:8], "big") % FOLDS


def crossed(
    knowledge: Knowledge, model: Path, questions: Sequence[Labelled], asked: Sequence[Heard], taught: Sequence[Heard]
) -> tuple[Answered, ...]:
    """As :func:`answered`, in the same order.  ``asked`` are the questions as they are heard, ``taught`` the base's sentences.

    The thresholds are not refitted: they are two figures for hundreds of questions.  About half a minute.
    """
    ids = tuple(knowledge.entries)
    parts = [fold(question) for question in questions]
    got = dict[int, Answered]()
    for part in sorted(set(parts)):
        weights = fit([h for h, p in zip(asked, parts, strict=True) if p != part], taught, ids)
        mine = [i for i, p in enumerate(parts) if p == part]
        with tempfile.TemporaryDirectory() as folder:
            for file in model.iterdir():
                (Path(folder) / file.name).symlink_to(file.resolve())
            (Path(folder) / WEIGHTS).unlink()
            write_weights(weights, Path(folder))
            first = ranked([asked[i] for i in mine], ids, weights)
            got |= zip(mine, answered(knowledge, Path(folder), [questions[i] for i in mine], first), strict=True)
    return tuple(got[i] for i in range(len(questions)))
