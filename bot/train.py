"""Computes what understanding needs from the project's own files, reproducibly.

The vectors come from the phrasings alone.  The weights, some seventy numbers, are fitted on labelled questions together
with the base's own sentences, which count little: they fit what people ask and not what the base already says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from bot import encode, judge, meaning, often, sense
from bot.grams import Floats
from bot.labelled import read_questions
from bot.logistic import fit_logistic
from bot.model import Knowledge, Labelled
from bot.noise import Noise
from bot.signals import CHANNELS, VECTORS, Ear, Signals, spoken_of
from bot.softmax import fit_softmax
from bot.telling import telling
from bot.train_senses import kinds, unheard_law

_HEAVY, _MADE_UP, _UNCOVERED = 4.0, 0.05, 4.0
"""What a real question and one of the base's own count, and how many times more a real one that no entry answers: a wrong card
is worse than none."""
_EVERY = 7
"""One phrasing in so many is held out for the judgements: neighbours teach the same."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One sentence with what is known of it."""

    signals: Signals
    """How it compares."""
    length: int
    """Characters in its plain form."""
    right: frozenset[int]
    """Numbers of the acceptable entries; empty where none answers."""
    law: bool
    """Whether it is a question of law."""
    sure: bool
    """Whether a person would answer it at once; False where they would ask back."""
    misspelt: Signals | None = None
    """How it compares with one character written as another of the same sound, where that was tried."""


def train_vectors(knowledge: Knowledge, model: Path) -> int:
    """Write the vectors of every sentence, after a new model all of them and their axes; returns how many were new, about 3 ms each."""
    model.mkdir(parents=True, exist_ok=True)
    spoken = list(dict.fromkeys(spoken_of(knowledge)))
    if not encode.settled():
        whole = encode.whole(spoken)
        encode.find_axes(whole)
        meaning.save(model / VECTORS, spoken, encode.along(whole))
        return len(spoken)
    if meaning.stale(model / VECTORS):
        (model / VECTORS).unlink()
    known = meaning.names(model / VECTORS)
    fresh = sum(meaning.key(s) not in known for s in spoken)
    meaning.save(model / VECTORS, spoken, meaning.load(model / VECTORS, spoken))
    return fresh


def train_weights(knowledge: Knowledge, model: Path, questions: Path) -> judge.Weights:
    """Fit and write the weights.  Raises :class:`bot.model.Refused` when ``questions`` is no file of labelled questions."""
    rows = read_questions(questions)
    ear = Ear(knowledge, model)
    weights = fit([*asked(ear, rows, noise=Noise(ear.phrases))], [*taught(ear, knowledge, model)], ear.ids)
    write_weights(weights, model)
    return weights


def write_weights(weights: judge.Weights, model: Path) -> None:
    """Write the weights where :func:`bot.judge.read_weights` finds them."""
    body = {"channels": weights.channels, "asked": weights.asked, "heads": weights.heads, "thresholds": weights.thresholds}
    head = "# 由 python -m bot train --questions 算出；不要手改。\n"
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False)
    (model / judge.WEIGHTS).write_text(head + text, encoding="utf-8")


def asked(ear: Ear, rows: Sequence[Labelled], vectors: Floats | None = None, noise: Noise | None = None) -> Iterator[Heard]:
    """Questions that people asked; ``vectors`` are their meanings where known.  An id that the base lacks is no answer.

    With ``noise`` those that have an answer are heard misspelt too.
    """
    number = {name: i for i, name in enumerate(ear.ids)}
    told = [telling(row.q) for row in rows]
    for row, text, vector in zip(rows, told, ear.meant(told) if vectors is None else vectors, strict=True):
        right = frozenset(number[i] for i in row.ids if i in number)
        length = len(ear.lexicon.plain(text))
        misspelt = ear.listen(telling(noise.spoil(row.q, "homophone"))) if noise and row.kind == "in" else None
        yield Heard(ear.listen(text, vector), length, right, row.kind != "not_legal", row.kind == "in", misspelt)


def taught(ear: Ear, knowledge: Knowledge, model: Path) -> Iterator[Heard]:
    """The base's own sentences, each left out of the nearest, though not out of the centres: so they look a little too easy."""
    number = {name: i for i, name in enumerate(ear.ids)}
    out = knowledge.outside
    near = [*(() for _ in (*out.legal, *out.chat)), *(v.near for v in out.vague)]
    kind = kinds(knowledge)
    start = len(ear.phrases)
    vectors = meaning.load(model / VECTORS, ear.everything)
    law = unheard_law(vectors, kind)
    for i, sentence in enumerate(ear.everything):
        if i < start and i % _EVERY:
            continue
        right = [int(ear.owner[i])] if i < start else [number[n] for n in near[i - start] if n in number]
        signals = replace(ear.listen(sentence, vectors[i], without=i), law=float(law[i]))
        yield Heard(signals, len(ear.lexicon.plain(sentence)), frozenset(right), bool(kind[i] != sense.CHAT), i < start)


def fit(real: Sequence[Heard], own: Sequence[Heard], ids: Sequence[str]) -> judge.Weights:
    """Ranking on the real questions that have an answer, misspelt too where they were heard so; judgements on everything."""
    answered = [h for h in real if h.sure and h.right]
    ranking = fit_softmax([(signals.entries, h.right) for h in answered for signals in (h.signals, h.misspelt) if signals])
    counts = often.counted((h.right for h in answered), len(ids))
    rows, truth = _judgements(real, own, ranking, counts)
    # Made-up sentences are too easy to tell how sure to be, but they alone show what is no law at all.
    unlike = np.array([_HEAVY * (1.0 if h.right or not h.law else _UNCOVERED) for h in real] + [_MADE_UP for _ in own])
    like = np.array([_HEAVY for _ in real] + [1.0 for _ in own])
    heads = {}
    for column, head in enumerate(judge.HEADS):
        found = fit_logistic(rows, truth[:, column], like if head == "law" else unlike)
        heads[head] = {name: round(float(w), 3) for name, w in zip(judge.FACTS, found, strict=True)}
    channels = {name: round(float(w), 3) for name, w in zip(CHANNELS, ranking, strict=True)}
    usual = {name: round(float(count), 2) for name, count in zip(ids, counts, strict=True) if count}
    return judge.Weights(channels, usual, heads, dict(THRESHOLDS))


THRESHOLDS: Mapping[str, float] = {"right": 0.62, "among": 0.2, "law": 0.75}
"""Chosen on the development set by cross-validation; see docs/understanding.md."""


def _judgements(real: Sequence[Heard], own: Sequence[Heard], ranking: Floats, counts: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    rows, truth = list[Floats](), list[tuple[bool, bool, bool]]()
    # A question must not find its own answer by having been counted.
    others = [counts - often.counted([h.right] if h.sure else [], len(counts)) for h in real] + [counts] * len(own)
    for h, known in zip([*real, *own], others, strict=True):
        score = judge.scores(h.signals, ranking, often.gains(known))
        order = np.argsort(-score)[:3]
        rows.append(judge.facts(h.signals, score, h.length))
        truth.append((h.sure and int(order[0]) in h.right, bool(h.right & {*map(int, order)}), h.law))
    return np.array(rows), np.array(truth)
