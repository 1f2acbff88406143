"""The same question as a hurried thumb, an old keyboard or voice input would give it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from opencc import OpenCC

from bot.sound import sounds
from bot.text import normal

NOISES: Mapping[str, str] = {
    "homophone": "一个字写成同音字",
    "dropped": "漏一个字",
    "bare": "没有标点",
    "traditional": "繁体字",
    "doubled": "整句说了两遍",
}
"""Kind of noise -> how a report names it."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[^\w]|_")


class Noise:
    """Deterministic: the same words are always spoilt alike."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """``sentences`` teach which characters are common: a wrong one is a common one of the same sound."""
        common = Counter(c for sentence in sentences for c in normal(sentence) if _CHINESE.match(c))
        self._alike: dict[int, list[str]] = {}
        self._traditional = OpenCC("s2t")
        for character, _ in sorted(common.items(), key=lambda pair: (-pair[1], pair[0])):
            self._alike.setdefault(int(sounds(character)[0]), []).append(character)

    def spoil(self, text: str, kind: str) -> str:
        """``text`` with one kind of noise, a key of NOISES.  One that cannot be spoilt so stays as it is."""
        if kind == "homophone":
            return self._misspelt(text)
        if kind == "dropped":
            at = self._one_of([i for i, c in enumerate(text) if _CHINESE.match(c)], text)
            return text if at is None or len(text) < 3 else text[:at] + text[at + 1 :]
        if kind == "bare":
            return _MARKS.sub("", text)
        return self._traditional.convert(text) if kind == "traditional" else text + text

    def _misspelt(self, text: str) -> str:
        others = {i: self._others(c) for i, c in enumerate(text) if _CHINESE.match(c)}
        at = self._one_of([i for i, found in others.items() if found], text)
        return text if at is None else text[:at] + others[at][0] + text[at + 1 :]

    def _others(self, character: str) -> list[str]:
        return [c for c in self._alike.get(int(sounds(character)[0]), ()) if c != character][:1]

    @staticmethod
    def _one_of(places: list[int], text: str) -> int | None:
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        return places[number % len(places)] if places else None
