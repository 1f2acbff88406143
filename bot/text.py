"""Chinese as people type it -> one plain form to compare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from opencc import OpenCC

_SIMPLIFIED = OpenCC("t2s")
_NOT_WORD = re.compile(r"[^\w]|_")
_NOT_WORD_ON_LINE = re.compile(r"[^\w\n]|_")
_CLAUSE = re.compile(r"[，,。.！!？?；;：:、\s…~—]+")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_WIDE = dict(zip("，？！：；（）", ",?!:;()", strict=True))
"""The signs for which alone a Chinese line is not yet in its normal form."""


def normal(text: str) -> str:
    """Full width to half, traditional to simplified, lower case, one of each run of three or more characters.

    ``１２３４５`` -> ``12345``, ``離婚`` -> ``离婚``, ``救命啊啊啊啊`` -> ``救命啊``.  Digits keep their runs.
    """
    return _narrow(unicodedata.normalize("NFKC", text))


def _narrow(text: str) -> str:
    plain = _SIMPLIFIED.convert(text).lower()
    return _LONG_RUN.sub(lambda m: m.group() if m.group(1).isdigit() else m.group(1), plain)


def bare(text: str) -> str:
    """The normal form without punctuation and spaces."""
    return _NOT_WORD.sub("", normal(text))


def bares(texts: Sequence[str]) -> list[str]:
    """:func:`bare` of each.  All are handled as one text, a line each, which takes a tenth of the time."""
    lines = "\n".join(" ".join(text.splitlines()) for text in texts)
    for wide, narrow in _WIDE.items():
        lines = lines.replace(wide, narrow)
    # Python leaves a line that is normal already as it is, which it sees at a glance.
    lines = _narrow("\n".join(unicodedata.normalize("NFKC", line) for line in lines.split("\n")))
    return _NOT_WORD_ON_LINE.sub("", lines).split("\n") if texts else []


def clauses(text: str) -> list[str]:
    """The normal form cut at punctuation and spaces, without empty pieces."""
    return [bare(piece) for piece in _CLAUSE.split(normal(text)) if bare(piece)]


def undoubled(plain: str) -> str:
    """Once what was pasted twice: ``能退吗能退吗`` -> ``能退吗``.  Expects the bare form."""
    size = len(plain)
    for tail in range(size // 2, 2, -1):
        if plain[-1] == plain[-tail - 1] and plain[-tail:] == plain[-2 * tail : -tail]:
            return plain[:-tail]
    return plain


class Lexicon:
    """How people say it -> how the entries say it: 咋整 -> 怎么办, 俺 -> 我."""

    def __init__(self, synonyms: Mapping[str, str]) -> None:
        """``synonyms`` as in synonyms.yaml; of two that overlap the longer wins."""
        self._written = {bare(said): bare(written) for said, written in synonyms.items()}
        longest = sorted(self._written, key=len, reverse=True)
        self._said = re.compile("|".join(map(re.escape, longest))) if longest else None

    def plain(self, text: str) -> str:
        """The form in which sentences are compared: bare, once, in the words of the entries."""
        return self._written_so(undoubled(bare(text)))

    def plains(self, texts: Sequence[str]) -> list[str]:
        """:meth:`plain` of each, faster."""
        return self._written_so("\n".join(map(undoubled, bares(texts)))).split("\n") if texts else []

    def worded(self, text: str) -> str:
        """The sentence with its punctuation, in simplified characters and in the words of the entries."""
        return self._written_so(_SIMPLIFIED.convert(text))

    def _written_so(self, text: str) -> str:
        return self._said.sub(lambda m: self._written[m.group()], text) if self._said else text
