"""Hears danger where no rule fits: weighs the characters, and pairs of them, that people use when they are afraid.

Fear follows no pattern (药都买好了 就放桌上), so that rules alone find the plain half of it.  This is a logistic regression on
characters and pairs, fitted by ``python -m bot train`` on ``knowledge/danger.yaml`` against the phrasings of all entries.  It can
add an alarm, and take back what the rules of :mod:`bot.emergency` saw where everything else sounds calm.  What the
meaning of the words says (:mod:`bot.sense`) counts beside the characters: alone it hears less, but it errs elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.grams import Floats, characters, cut
from bot.model import Emergency, Problem, Refused
from bot.text import bare

FILE = "fear.npz"
STRETCH, _STEP = 60, 30
"""A long story is heard in stretches of so many characters: fear in its middle must not drown in the rest."""
_MEANT = 0.5
"""What a log odd by meaning counts beside one by characters; docs/understanding.md."""
_CALM = {80: 0.0, 20: -4.0}
"""Characters from which a message is long -> log odds below which a rule is not believed in it; in a shorter one the rules are right.

In a story some rule fits by chance; a few words tell too little to contradict.  docs/understanding.md."""


@dataclass(frozen=True, slots=True)
class Fear:
    """What training found."""

    grams: NDArray[np.int64]
    """Every gram that counts, sorted."""
    rare: Floats
    """Of each gram how rare it is (inverse document frequency)."""
    weights: Floats
    """Of each gram how much it speaks of danger."""
    always: float
    """Log odds of a text without any of them."""
    cards: tuple[str, ...]
    """Emergency ids."""
    lean: NDArray[np.floating[Any]]
    """One row a gram, one column a card: how much more likely that card's sentences are to use it."""
    enough: float
    """Log odds from which it is an alarm."""

    def hears(self, text: str, emergencies: Sequence[Emergency], dread: float = 0.0) -> Emergency | None:
        """The emergency that ``text`` sounds like, or None; the same words always give the same card.

        ``dread`` is :attr:`bot.model.Found.dread`.
        """
        found = max(map(self._found, stretches(bare(text))), key=self._odds)
        known = [e for e in emergencies if e.id in self.cards]
        if self._odds(found) + _MEANT * dread < self.enough or not known:
            return None
        leans = self.lean[found].sum(axis=0, dtype=np.float32)
        return max(known, key=lambda e: float(leans[self.cards.index(e.id)]))

    def doubts(self, text: str, seen: Emergency, dread: float = 0.0) -> bool:
        """Whether a rule that saw danger should not be believed: nothing in all these words sounds like it.

        Rules of a card that nothing was learnt about are always believed, and those of one that says so.
        """
        size, odds = len(bare(text)), self.odds(text) + _MEANT * dread
        return seen.id in self.cards and not seen.believed and any(size >= long and odds < calm for long, calm in _CALM.items())

    def odds(self, text: str) -> float:
        """Log odds of the stretch that sounds worst."""
        return max(self._odds(self._found(part)) for part in stretches(bare(text)))

    def _found(self, part: str) -> NDArray[np.int64]:
        grams = np.unique(cut(characters(part)))
        at = np.minimum(np.searchsorted(self.grams, grams), len(self.grams) - 1)
        return np.asarray(at[self.grams[at] == grams], np.int64)

    def _odds(self, at: NDArray[np.int64]) -> float:
        # Over the length of the vector, as in training, so that nothing is gained by saying much.
        length = float(np.sqrt((self.rare[at] ** 2).sum())) or 1.0
        return self.always + float((self.weights[at] * self.rare[at]).sum()) / length


def stretches(plain: str) -> list[str]:
    """A text in overlapping pieces."""
    return [plain[at : at + STRETCH] for at in range(0, max(1, len(plain) - _STEP), _STEP)]


def load(folder: Path) -> Fear:
    """What training wrote into ``folder``.  Raises :class:`Refused` when it is missing or broken."""
    try:
        with np.load(folder / FILE) as file:
            numbers = {name: file[name].astype(np.float32) for name in ("rare", "weights")}
            cards = tuple(map(str, file["cards"]))
            always, enough = float(file["always"]), float(file["enough"])
            return Fear(file["grams"], **numbers, always=always, cards=cards, lean=file["lean"], enough=enough)
    except (OSError, ValueError, KeyError) as error:
        raise Refused((Problem(f"{folder.name}/{FILE}", "读不出来；请运行 python -m bot train"),)) from error


def save(folder: Path, fear: Fear) -> None:
    """Write it, as half-precision numbers."""
    small = {name: getattr(fear, name).astype(np.float16) for name in ("rare", "weights", "lean")}
    np.savez_compressed(folder / FILE, grams=fear.grams, cards=np.array(fear.cards), always=fear.always, enough=fear.enough, **small)
