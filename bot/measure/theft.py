"""Whether an entry still comes first for its own ways to ask, when it has never heard them.

A share of what each entry lists is taken away from the base, indexes and all, and then asked.  (``Ear.listen`` can leave a
sentence out of the nearest, but not out of the centres, where it is still remembered: that is too kind for this.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot import judge, meaning
from bot.model import Entry, Knowledge
from bot.signals import VECTORS, Ear

PARTS = 10
"""One sentence in so many is taken away at a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A way to ask that was taken away and asked."""

    sentence: str
    """As the entry lists it."""
    entry: str
    """Whose it is."""
    place: int
    """Which place its own entry came in, from 1."""
    first: str
    """The entry that came first."""


def held_out(knowledge: Knowledge, model: Path, part: int, more: bool = False) -> Iterator[Asked]:
    """One of PARTS of every entry's question and ``asked_as``, with ``more`` of its phrasings instead.

    Some 2 seconds for the indexes and 4 ms a sentence: their vectors are known.
    """
    gone = [(entry.id, sentence) for entry in knowledge.entries.values() for sentence in _listed(knowledge, entry, more)[part::PARTS]]
    ear = Ear(_without(knowledge, {sentence for _, sentence in gone}), model)
    weights = judge.read_weights(model)
    ranking, often = weights.ranking(), weights.often(ear.ids)
    number = {name: i for i, name in enumerate(ear.ids)}
    vectors = meaning.load(model / VECTORS, [sentence for _, sentence in gone])
    for (entry, sentence), vector in zip(gone, vectors, strict=True):
        score = judge.scores(ear.listen(sentence, vector), ranking, often)
        place = 1 + int((score > score[number[entry]]).sum())
        yield Asked(sentence, entry, place, ear.ids[int(np.argmax(score))])


def _listed(knowledge: Knowledge, entry: Entry, more: bool) -> tuple[str, ...]:
    return knowledge.phrasings.get(entry.id, ()) if more else (entry.question, *entry.asked_as)


def _without(knowledge: Knowledge, gone: set[str]) -> Knowledge:
    """The base without some sentences.  An entry whose question is gone has the next way to ask in its place."""
    entries, more = dict[str, Entry](), dict[str, tuple[str, ...]]()
    for entry in knowledge.entries.values():
        question, *rest = (s for s in (entry.question, *entry.asked_as) if s not in gone)
        entries[entry.id] = replace(entry, question=question, asked_as=tuple(rest))
        more[entry.id] = tuple(s for s in knowledge.phrasings.get(entry.id, ()) if s not in gone)
    return replace(knowledge, entries=entries, phrasings=more)
