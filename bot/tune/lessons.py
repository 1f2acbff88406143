"""What the sentence model is taught: all that the base holds, and how hurried thumbs would type it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from bot.model import Frights, Knowledge
from bot.signals import ways_of
from bot.text import Lexicon

NONE, OUTSIDE = -1, -2
"""In the place of an entry's number: nothing is known; no entry answers."""
_DROP, _AS_IS, _UNMARKED, _WORDED = 0.05, 0.3, 0.2, 0.3
"""How often a character is lost, a sentence left as it is, its marks taken out, its dialect put into the entries' words."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence and what it should teach."""

    said: str
    """As it stands in the base."""
    worded: str
    """The same in the entries' words."""
    entry: int
    """Number of the entry that answers it, NONE or OUTSIDE."""
    danger: bool
    """Whether somebody is in danger."""
    law: bool
    """Whether it is about law."""


def lessons(knowledge: Knowledge, frights: Frights) -> list[Lesson]:
    """All that the base holds."""
    lexicon, out = Lexicon(knowledge.synonyms), knowledge.outside
    said, owner = ways_of(knowledge)
    rows = [(text, int(entry), False, True) for text, entry in zip(said, owner, strict=True)]
    rows += [(text, OUTSIDE, False, True) for text in out.legal]
    rows += [(text, NONE, False, False) for text in out.chat]
    rows += [(text, NONE, True, True) for text in frights.afraid]
    rows += [(text, NONE, False, True) for text in frights.calm]
    return [Lesson(text, lexicon.worded(text), entry, danger, law) for text, entry, danger, law in rows]


def spoilt(row: Lesson, chance: random.Random) -> str:
    """The sentence as a hurried thumb types it."""
    text = row.worded if chance.random() < _WORDED else row.said
    kind = chance.random()
    if kind < _AS_IS:
        return text
    text = "".join(c for c in text if chance.random() >= _DROP)
    if kind > 1 - _UNMARKED:
        text = re.sub("[，。？！、 ]", "", text)
    return text or row.said
