"""A question against everything that the knowledge base knows how to hear: one row of numbers an entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot import encode, meaning, sense
from bot.grams import Floats, Grams, characters
from bot.meaning import Meaning
from bot.model import Knowledge, Vague
from bot.sound import Sounds
from bot.text import Lexicon
from bot.typos import short

VECTORS = "vectors.npz"
CHANNELS = (
    "characters nearest",
    "characters three",
    "characters centre",
    "characters likely",
    "sounds three",
    "sounds centre",
    "card",
    "meaning nearest",
    "meaning three",
    "meaning five",
    "meaning centre",
)
"""What each column compares: with the nearest phrasing, the mean of the nearest few, the centre of all; with the card's
own text; by characters, by sound, by meaning.  ``likely`` is a logarithm, the others are cosines."""
ASIDE = ("legal", "chat", "vague")
"""Kinds of what no entry answers, as in outside.yaml."""


@dataclass(frozen=True, slots=True)
class Signals:
    """How a question compares."""

    entries: Floats
    """One row an entry, one column a channel, standardised over the entries (mean 0, deviation 1)."""
    raw: Floats
    """The same before standardising: cosines."""
    aside: Floats
    """One row a kind of ASIDE: cosine of the nearest by characters, by meaning, mean of the nearest three by meaning."""
    law: float
    """Log odds that it is about law, by its meaning."""
    dread: float
    """Log odds that somebody is in danger, by its meaning."""
    same: int | None
    """Number of the sentence of :attr:`Ear.everything` that is the question word for word; None: none is."""


class Ear:
    """Every phrasing, indexed.  Building takes about a second; listening some 7 milliseconds, the meaning included."""

    def __init__(self, knowledge: Knowledge, model: Path) -> None:
        """``model`` is the folder with the trained vectors."""
        self.ids = tuple(knowledge.entries)
        self.lexicon = Lexicon(knowledge.synonyms)
        self.phrases, self.owner = ways_of(knowledge)
        self.size = len(self.ids)
        aside = (knowledge.outside.legal, knowledge.outside.chat, tuple(v.q for v in knowledge.outside.vague))
        self._aside = np.repeat(np.arange(len(ASIDE)), [len(kind) for kind in aside])
        self._vague = knowledge.outside.vague
        self.everything = everything = [*self.phrases, *(q for kind in aside for q in kind)]
        # What is outside has nothing in common: each sentence is a group of its own.
        groups = np.concatenate([self.owner, self.size + np.arange(len(everything) - len(self.phrases))])
        plain = self.lexicon.plains(everything)
        self.short = short(plain[: len(self.phrases)])
        # As marks: the sentences themselves would be a second copy of all that is known.
        self._marks, self._first = np.unique(np.array([meaning.key(p) for p in plain], np.int64), return_index=True)
        self._characters = Grams(plain, groups, self.size, characters)
        self.sounds = Sounds()
        self._sounds = Grams(plain, groups, self.size, self.sounds)
        cards = self.lexicon.plains(_cards(knowledge))
        self._cards = Grams(cards, np.arange(self.size), self.size, characters)
        self._senses = sense.load(model)
        self._meaning = Meaning(meaning.kept(model / VECTORS, everything), groups, self.size)
        self._members = _members(self.owner, self.size)

    def vague(self, sentence: int) -> Vague | None:
        """What is too little to answer, where the sentence is of that kind."""
        number = sentence - len(self.everything) + len(self._vague)
        return self._vague[number] if number >= 0 else None

    def meant(self, texts: Sequence[str]) -> Floats:
        """The meanings of questions, one row each: the model read little dialect, so they are put into the entries' words first."""
        return encode.encode([self.lexicon.worded(text) for text in texts])

    def listen(self, text: str, vector: Floats | None = None, without: int | None = None) -> Signals:
        """Compare one question.  ``vector`` is its meaning where known; ``without`` a sentence to leave out."""
        plain = self.lexicon.plain(text)
        letters, sounds = self._characters.weighed(plain), self._sounds.weighed(plain)
        by_letter, by_sound = self._characters.near(letters), self._sounds.near(sounds)
        if vector is None:
            vector = self.meant([text])[0]
        by_meaning, meaning_centre = self._meaning.compare(vector)
        if without is not None:
            for scores in (by_letter, by_sound, by_meaning):
                scores[without] = -1.0
        raw = np.stack(
            [
                *self._nearest(by_letter, 1, 3),
                self._characters.centre(letters),
                self._characters.likely(letters),
                *self._nearest(by_sound, 3),
                self._sounds.centre(sounds),
                self._cards.near(self._cards.weighed(plain)),
                *self._nearest(by_meaning, 1, 3, 5),
                meaning_centre,
            ],
            axis=1,
        )
        standard = (raw - raw.mean(axis=0)) / (raw.std(axis=0) + 1e-6)
        aside = self._beside(by_letter[len(self.phrases) :], by_meaning[len(self.phrases) :])
        law, dread = map(float, sense.sensed(vector, self._senses))
        same = self._same(plain)
        return Signals(standard, raw, aside, law, dread, same if same != without else None)

    def _same(self, plain: str) -> int | None:
        """The first of the known sentences that reads so in the plain form."""
        mark = meaning.key(plain)
        at = int(np.searchsorted(self._marks, mark))
        return int(self._first[at]) if at < len(self._marks) and self._marks[at] == mark else None

    def _nearest(self, scores: Floats, *counts: int) -> Iterable[Floats]:
        """For each entry the mean of its nearest phrasings, for each of ``counts``."""
        padded = np.append(-scores[: len(self.phrases)], np.float32(1.0))
        most = max(counts)
        best = -np.sort(np.partition(padded[self._members], most - 1, axis=1)[:, :most], axis=1)
        return [best[:, :count].mean(axis=1) for count in counts]

    def _beside(self, by_letter: Floats, by_meaning: Floats) -> Floats:
        rows = np.zeros((len(ASIDE), 3), np.float32)
        for kind in range(len(ASIDE)):
            mine = self._aside == kind
            if mine.any():
                best = np.sort(by_meaning[mine])[::-1][:3]
                rows[kind] = by_letter[mine].max(), best[0], best.mean()
        return rows


def ways_of(knowledge: Knowledge) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Every way to ask, and the number of the entry that answers it."""
    said, owner = list[str](), list[int]()
    for number, entry in enumerate(knowledge.entries.values()):
        own = (entry.question, *entry.asked_as, *knowledge.phrasings.get(entry.id, ()))
        said += own
        owner += [number] * len(own)
    return tuple(said), np.array(owner, np.int64)


def _cards(knowledge: Knowledge) -> list[str]:
    return [
        " ".join([e.question, e.answer.short, *e.answer.steps, *e.answer.mind, *(law.says for law in e.law)])
        for e in knowledge.entries.values()
    ]


def _members(owner: NDArray[np.int64], size: int) -> NDArray[np.intp]:
    """One row an entry with the numbers of its phrasings, filled up with -1; of the only type by which numpy picks quickly."""
    count = np.bincount(owner, minlength=size)
    table = np.full((size, max(int(count.max(initial=0)), 5)), -1, np.intp)
    table[owner, np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)] = np.arange(len(owner))
    return table


def spoken_of(knowledge: Knowledge) -> Sequence[str]:
    """Every sentence whose vector is kept."""
    out = knowledge.outside
    return [*ways_of(knowledge)[0], *out.legal, *out.chat, *(v.q for v in out.vague)]
