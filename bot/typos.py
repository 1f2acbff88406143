"""Short questions with one slip: a character left out, doubled, or written as another of the same sound.

In eight characters one wrong is a quarter of all pairs, and the cosines of ``bot.grams`` fall far; edit distance (rapidfuzz)
is at its best there.  It is let near nothing else: 老公打工 is one edit from 老公打我.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bot.grams import Symbols
from bot.sound import sounds

LONGEST = 8
"""Characters of a short question; a longer one has enough right ones."""
_SHORTEST = 4
"""Below it one slip makes another word."""
_TURNS = frozenset("不没未无别非")
"""Characters that turn a sentence into its opposite: they are no slip."""


def short(plain: Sequence[str]) -> dict[int, str]:
    """The short ones by number.  ``plain`` as :meth:`bot.text.Lexicon.plain` makes them."""
    return {i: said for i, said in enumerate(plain) if _SHORTEST <= len(said) <= LONGEST + 1}


class Typos:
    """The short ones among the known sentences."""

    def __init__(self, short: Mapping[int, str], sounds: Symbols = sounds) -> None:
        """``short`` as :func:`short` makes it."""
        self._sounds, self._short = sounds, short

    def slips(self, plain: str) -> list[int]:
        """Numbers of the known sentences of which ``plain`` may be a slip; none for a long question."""
        if not _SHORTEST <= len(plain) <= LONGEST:
            return []
        near = process.extract(plain, self._short, scorer=Levenshtein.distance, score_cutoff=1, limit=None)
        return [number for said, edits, number in near if edits == 1 and self._is_slip(plain, said)]

    def _is_slip(self, typed: str, known: str) -> bool:
        (edit,) = Levenshtein.editops(typed, known)
        if edit.tag == "replace":
            return bool((self._sounds(typed[edit.src_pos]) == self._sounds(known[edit.dest_pos]))[0])
        return (typed[edit.src_pos] if edit.tag == "delete" else known[edit.dest_pos]) not in _TURNS
