"""What understanding is held against: three usual ways to rank the same entries by the same phrasings.

They only rank: none of them says when it does not know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from bot import meaning
from bot.grams import Floats
from bot.measure.hearing import top
from bot.model import Labelled
from bot.signals import VECTORS, Ear
from bot.telling import telling

_AT_ONCE = 64
_SATURATION, _LENGTH = 1.5, 0.75
"""k1 and b of BM25, the usual values."""


def baselines(ear: Ear, model: Path, questions: Sequence[Labelled], vectors: Floats) -> Mapping[str, list[tuple[str, ...]]]:
    """For each way the three entries that come first.  ``vectors`` are the meanings of the questions.  About a minute."""
    plain = [ear.lexicon.plain(telling(question.q)) for question in questions]
    ways = {
        "rapidfuzz WRatio，最近的问法": _wratio(ear, plain),
        "BM25，单字和双字，一条一篇": _bm25(ear, plain),
        "只用向量，最近三个问法": _meaning(ear, model, vectors),
    }
    return {way: [top(score, ear.ids) for score in scores] for way, scores in ways.items()}


def _wratio(ear: Ear, plain: Sequence[str]) -> Iterator[Floats]:
    phrases = [ear.lexicon.plain(phrase) for phrase in ear.phrases]
    starts = np.searchsorted(ear.owner, np.arange(ear.size))
    for at in range(0, len(plain), _AT_ONCE):
        table = process.cdist(plain[at : at + _AT_ONCE], phrases, scorer=fuzz.WRatio, dtype=np.float32, workers=-1)
        yield from np.maximum.reduceat(table, starts, axis=1)


def _meaning(ear: Ear, model: Path, vectors: Floats) -> Iterator[Floats]:
    """Cosine with the nearest three phrasings of each entry, of the sentence vectors as the model gives them."""
    known = meaning.load(model / VECTORS, ear.phrases)
    starts = np.searchsorted(ear.owner, np.arange(ear.size))
    for vector in vectors:
        near = np.split(known @ vector, starts[1:])
        yield np.array([np.sort(of_entry)[-3:].mean() for of_entry in near], np.float32)


def _bm25(ear: Ear, plain: Sequence[str]) -> Iterator[Floats]:
    """Okapi BM25 (Robertson et al. 1994); all phrasings of an entry are one text."""
    texts = [Counter[str]() for _ in ear.ids]
    for phrase, owner in zip(ear.phrases, ear.owner, strict=True):
        texts[owner].update(_terms(ear.lexicon.plain(phrase)))
    size = np.array([text.total() for text in texts], np.float32)
    room = _SATURATION * (1 - _LENGTH + _LENGTH * size / size.mean())
    held = Counter(term for text in texts for term in text)
    for words in plain:
        score = np.zeros(len(texts), np.float32)
        for term in _terms(words):
            count = np.array([text[term] for text in texts], np.float32)
            rare = np.log(1 + (len(texts) - held[term] + 0.5) / (held[term] + 0.5))
            score += np.float32(rare) * count * np.float32(_SATURATION + 1) / (count + room)
        yield score


def _terms(text: str) -> list[str]:
    return [*text, *(text[i : i + 2] for i in range(len(text) - 1))]
