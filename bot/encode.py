"""Sentences -> vectors of what they mean: multilingual-e5-small (Wang et al. 2024), cut and fitted by :mod:`bot.tune`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot import fourbits, pieces
from bot.grams import Floats
from bot.lean import Mapped
from bot.model import Problem, Refused

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FOLDER = Path(__file__).parent.parent / "model"
GRAPH, WORDS, PIECES = "sentences.onnx", "words.npy", "pieces.txt"
"""What is computed, the numbers of each piece, and which pieces there are."""
AXES = FOLDER / "axes.npz"
"""The directions in which the base's sentences differ most (principal components), one a column, and of which model."""
SIZE = 128
"""Numbers in a vector.  The model gives 384; the rest tells nothing apart, as docs/understanding.md measures."""
_MANY = 64
"""So many sentences are worth all cores."""


@dataclass(frozen=True, slots=True)
class Model:
    """The model in memory."""

    cutter: pieces.Cutter
    """Sentences to numbers of pieces."""
    words: fourbits.Blocks
    """A row a piece; on disk until they are needed."""
    file: Mapped
    """Where the words are."""
    session: InferenceSession
    """Words to a vector."""

    def vector(self, sentence: str) -> Floats:
        """All that it gives, 384 numbers of length 1, in some 3 ms; in any thread, and several at once."""
        words = fourbits.floats(self.words[self.cutter.numbers(sentence)[: pieces.LONGEST]])
        vector = np.asarray(self.session.run(None, {"words": words[None]})[0][0], np.float32)
        return vector / np.linalg.norm(vector)


@lru_cache(maxsize=1)
def _loaded() -> Model:
    """The model, once.  Raises :class:`bot.model.Refused` where it is missing or broken."""
    _of_model()
    return opened(FOLDER)


def opened(folder: Path) -> Model:
    """The model in ``folder``, in a tenth of a second.  Raises :class:`bot.model.Refused` where it is missing or broken."""
    _present(folder)
    import onnxruntime  # not before it is needed: that takes as long again
    from onnxruntime.capi import onnxruntime_pybind11_state as broken

    how = onnxruntime.SessionOptions()
    # Each question on the core that asks: threads that share one wait for one another.
    how.intra_op_num_threads = how.inter_op_num_threads = 1
    how.enable_cpu_mem_arena = False  # it would keep what the longest question took
    try:
        session = onnxruntime.InferenceSession(folder / GRAPH, how, providers=["CPUExecutionProvider"])
        words = np.load(folder / WORDS, mmap_mode="r")
        cutter = pieces.Cutter(pieces.read(folder / PIECES))
    except (ValueError, broken.Fail, broken.InvalidArgument, broken.InvalidGraph, broken.InvalidProtobuf) as error:
        raise Refused((_problem(folder, f"句子模型坏了（{error}）；请从项目里重新取 {GRAPH}、{WORDS} 和 {PIECES}"),)) from error
    return Model(cutter, words, Mapped(folder / WORDS), session)


@lru_cache(maxsize=1)
def _of_model() -> str:
    """The mark of the model's files.  It stays what it was when they are replaced, as does the model that is loaded."""
    _present(FOLDER)
    mark = hashlib.sha256()
    for name in (GRAPH, WORDS, PIECES):
        mark.update((FOLDER / name).read_bytes())
    return mark.hexdigest()


def _present(folder: Path) -> None:
    missing = [folder / name for name in (GRAPH, WORDS, PIECES) if not (folder / name).exists()]
    if missing:
        raise Refused(tuple(_problem(path, "找不到句子模型；请从项目里取回，或运行 python -m bot tune") for path in missing))


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
        return str(file["of"]) == _of_model()


@lru_cache(maxsize=1)
def mark() -> str:
    """What vectors are made by: the model and its axes, 16 hexadecimal digits."""
    return hashlib.sha256(_of_model().encode() + _axes().tobytes()).hexdigest()[:16]


def encode(phrases: Sequence[str]) -> Floats:
    """Vectors of length 1 and :data:`SIZE` numbers, one row a phrase.  Both sides are encoded as queries."""
    return along(whole(phrases))


def along(vectors: Floats) -> Floats:
    """The vectors of :func:`whole` along the axes, of length 1."""
    rows = vectors @ _axes()
    return np.asarray(rows / (np.linalg.norm(rows, axis=-1, keepdims=True) + 1e-9), np.float32)


def whole(phrases: Sequence[str]) -> Floats:
    """All that the model gives, a row of 384 numbers and about 3 ms a phrase: a few on one core, many on all.

    Of no phrases it does not even load the model.
    """
    if not phrases:
        return np.empty((0, len(_axes())), np.float32)
    model = _loaded()
    if len(phrases) < _MANY:
        rows = [model.vector(phrase) for phrase in phrases]
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            rows = list(pool.map(model.vector, phrases))
    model.file.release()
    return np.array(rows, np.float32)


def find_axes(vectors: Floats) -> None:
    """Write the axes of the base's own sentences; ``vectors`` as :func:`whole` gives them."""
    apart = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(apart.T @ apart)
    np.savez(AXES, axes=axes[:, -SIZE:].astype(np.float32), of=np.array(_of_model()))
    _axes.cache_clear()
    mark.cache_clear()


def _problem(path: Path, what: str) -> Problem:
    return Problem(f"{path.parent.name}/{path.name}", what)
