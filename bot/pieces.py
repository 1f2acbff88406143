"""Cuts a sentence into the pieces that the sentence model knows: of all ways the likeliest (Kudo 2018, the unigram model)."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

START, PADDING, END, UNKNOWN = range(4)
"""The first pieces, which no text is cut into."""
SPECIAL = 4
"""How many these are."""
LONGEST = 512
"""Pieces of a text at most: the model has no more places."""
_BEFORE = "query: "
"""What stands before every sentence, as the model was taught (Wang et al. 2024)."""
_FAR = 10.0
"""How much less likely than the least likely piece an unknown character is."""
_BLANK = re.compile(r"[\s▁\u200b-\u200f\ufeff\ufffd]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def read(path: Path) -> Iterator[tuple[str, float]]:
    """Each piece in ``path`` and how likely it is, as a logarithm, in the order of their numbers: a line each, a tab between.

    ``▁`` stands for a space.  Raises :class:`ValueError` where the file is something else.
    """
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            piece, _, score = line.rpartition("\t")
            yield piece, float(score)


def write(path: Path, pieces: Iterable[tuple[str, float]]) -> None:
    """Write pieces so that :func:`read` gives them back."""
    path.write_text("".join(f"{piece}\t{score:.5f}\n" for piece, score in pieces), encoding="utf-8", newline="\n")


class Cutter:
    """Cuts sentences."""

    def __init__(self, pieces: Iterable[tuple[str, float]]) -> None:
        """Takes pieces as :func:`read` gives them, one by one: a list of them all would leave holes in memory."""
        self._scores, self._number, self._reach = array("f"), dict[str, int](), dict[str, int]()
        for number, (piece, score) in enumerate(pieces):
            self._scores.append(score)
            if number >= SPECIAL:
                self._number[piece] = number
                self._reach[piece[0]] = max(self._reach.get(piece[0], 0), len(piece))
        self._far = min(self._scores) - _FAR

    def numbers(self, sentence: str) -> list[int]:
        """Numbers of the pieces of a question, with start and end."""
        plain = unicodedata.normalize("NFKC", _CONTROL.sub("", _BLANK.sub(" ", _BEFORE + sentence)))
        text = _BLANK.sub("▁", " " + plain)
        best = [0.0] + [-1e30] * len(text)
        came = [(0, UNKNOWN)] * (len(text) + 1)
        for i in range(len(text)):
            for end in range(i + 1, min(len(text), i + self._reach.get(text[i], 0)) + 1):
                piece = self._number.get(text[i:end])
                if piece is not None and best[i] + self._scores[piece] > best[end]:
                    best[end], came[end] = best[i] + self._scores[piece], (i, piece)
            if best[i] + self._far > best[i + 1]:
                best[i + 1], came[i + 1] = best[i] + self._far, (i, UNKNOWN)
        found, at = [END], len(text)
        while at > 0:
            at, piece = came[at]
            found.append(piece)
        return [*found, START][::-1]
