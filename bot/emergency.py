"""Danger first: does somebody need help now, before any question of law?

Runs before matching and knows nothing of it: no similarity score, no threshold of likeness, no model.  What counts as
danger is written by people in ``knowledge/emergencies.yaml``; this file only reads that notation, in two passes:

1. **Rules** (``when``): what is said in so many words, 老公打我.  The first that fires decides, in the order of the file.
2. **Signs**: people in fear do not write to a pattern (三个人堵着俺家大门 手里拿着镐把).  Where no rule fires, each thing
   named adds its points and each sign of a mere question takes some away; the card with the most above its mark is shown.

The policy behind both, because the border is not where the words are:

* **Danger** is somebody hurt, threatened, held, missing, poisoned or losing money *now or again and again*: an act told
  in the present (老公打我), a habit (一喝多就打), a threat (说要砍死我全家), a minute ago (刚给他转了五万).
* The **question** that follows does not undo it: a woman who asks what papers a divorce needs while he is at the
  door with an axe gets the card.  Questions of theory (算不算, 判几年) undo only rules without a victim who is near.
* **Not danger**: what is over (去年, 打过一次, 住院花了钱谁赔), what is supposed (假如有人打我), what was seen (电视里), what an
  accused asks (我把他打伤了), and the same characters meaning something else (打工, 打官司, 农药怎么打, 笑死我了).
* In doubt about a *person* the card is shown: one card too many costs a glance.  In doubt about a *text* (keywords,
  homework, a notice) it is not: a card that comes up for anything is soon read by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.model import Emergency
from bot.text import normal

NOT = "不是 "
"""A pattern that starts so must be absent for its rule to fire."""

_WORD = re.compile(r"\{([^\d{},][^{},]*)\}")
_MARKS = re.compile(r"(?:[^\w\s]|_)+")
_SPACES = re.compile(r"\s+")
_NEAR, _FAR = r"(?:[^，]{0,12}?)", r"(?:.{0,40}?)"
_AROUND = 24
"""So many characters on either side of what was found are read for what undoes it.

A whole message would be too much: in a long story 法院 or 去年 stands somewhere, and has nothing to do with the man at
the door.  A clause would be too little: 我爸喝农药，都三年了.  Short questions are read whole either way.
"""
_WINDOW, _STEP = 60, 30
"""Signs are counted in stretches of so many characters, or a long story would gather points by its length alone."""
_WEIGHTY = 3
"""Points of a sign that is danger by its nature; without one of these, nothing is."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of ``when``, ready to run."""

    first: re.Pattern[str]
    """What must be found; :attr:`absent` is looked for around it."""
    besides: tuple[re.Pattern[str], ...]
    """Each must be found somewhere in the message."""
    absent: tuple[re.Pattern[str], ...]
    """None may be found near :attr:`first`."""

    def fires(self, said: str) -> bool:
        """Whether the message, as :func:`plain` makes it, is what the rule describes."""
        if self.first.search(said) is None or not all(p.search(said) for p in self.besides):
            return False
        return any(not self._undone(said, match) for match in self.first.finditer(said))

    def _undone(self, said: str, match: re.Match[str]) -> bool:
        near = said[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        return any(p.search(near) for p in self.absent)


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of ``signs`` or ``circumstances``, ready to run."""

    seen: re.Pattern[str]
    """What is looked for."""
    points: int
    """What it adds; below zero: takes away."""


def danger(text: str, emergencies: Sequence[Emergency]) -> Emergency | None:
    """The emergency that ``text`` tells of, or None.

    Pure: the same words give the same card whatever else is in the knowledge base.  Rules of every card go before the
    signs of any, so that what was said plainly is not outvoted.
    """
    said = plain(text)
    told = next((e for e in emergencies if _fired(e, said) is not None), None)
    if told is not None:
        return told
    above = [(_points(e, said) - e.enough, e) for e in emergencies if e.enough]
    likely = max(above, key=lambda pair: pair[0], default=None)
    return likely[1] if likely is not None and likely[0] >= 0 else None


def reason(text: str, emergency: Emergency) -> str | None:
    """Why ``emergency`` fires, in the words of the file, or None where it does not; for ``ask --why``."""
    said = plain(text)
    fired = _fired(emergency, said)
    if fired is not None:
        return " ＋ ".join(emergency.when[fired])
    points = _points(emergency, said)
    return f"迹象{points}分，够{emergency.enough}分" if emergency.enough and points >= emergency.enough else None


def plain(text: str) -> str:
    """The normal form with every run of punctuation made one ``，`` and without spaces.

    Spaces are no pauses here: people put them between keywords (老公 打我) as often as between sentences, and a rule
    that stopped at them would miss the first.
    """
    return _SPACES.sub("", _MARKS.sub("，", normal(text)))


def pattern(written: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern of the file as a regular expression.

    ``{家人}`` stands for any word of that group, ``…`` for up to twelve characters without a pause, ``……`` for up to
    forty with or without; the rest is ordinary.  The gaps are bounded so that no message can make a search slow.

    Raises ``KeyError`` with the name of a group that does not exist or uses itself, ``re.error`` where the expression
    is malformed.
    """
    opened = _expand(written, words, ())
    return re.compile(opened.replace("……", _FAR).replace("…", _NEAR))


def _expand(written: str, words: Mapping[str, str], inside: tuple[str, ...]) -> str:
    """``written`` with word groups put in; a group may use others, but not itself."""

    def group(found: re.Match[str]) -> str:
        name = found.group(1)
        if name in inside:
            raise KeyError(name)
        return f"(?:{'|'.join(_expand(word, words, (*inside, name)) for word in words[name].split())})"

    return _WORD.sub(group, written)


@lru_cache(maxsize=256)
def _rules(emergency: Emergency) -> tuple[Rule, ...]:
    """The compiled rules of one emergency; its ``unless`` goes into each of them."""
    return tuple(_rule(written, emergency) for written in emergency.when)


def _rule(written: tuple[str, ...], emergency: Emergency) -> Rule:
    present = [p for p in written if not p.startswith(NOT)]
    absent = [*(p.removeprefix(NOT) for p in written if p.startswith(NOT)), *emergency.unless]
    first, *besides = (pattern(p, emergency.words) for p in present)
    return Rule(first, tuple(besides), tuple(pattern(p, emergency.words) for p in absent))


def _fired(emergency: Emergency, said: str) -> int | None:
    """The number of the first rule that fires, or None."""
    return next((number for number, rule in enumerate(_rules(emergency)) if rule.fires(said)), None)


@lru_cache(maxsize=256)
def _weighed(emergency: Emergency) -> tuple[tuple[Sign, ...], tuple[Sign, ...], int]:
    """The compiled signs, the compiled circumstances, and the most that the circumstances can add."""
    signs, around = (
        tuple(Sign(pattern(written, emergency.words), points) for written, points in group.items())
        for group in (emergency.signs, emergency.circumstances)
    )
    return signs, around, sum(sign.points for sign in around if sign.points > 0)


def _points(emergency: Emergency, said: str) -> int:
    """The most points that any stretch of the message gathers; a sign counts once a stretch."""
    return max(_points_of(emergency, said[at : at + _WINDOW]) for at in range(0, max(1, len(said) - _STEP), _STEP))


def _points_of(emergency: Emergency, part: str) -> int:
    """Nothing without one sign of weight: small signs add up in any long story, and prove nothing together.

    Circumstances are looked at only where they could still decide; most messages end before.
    """
    signs, around, most = _weighed(emergency)
    seen = [sign.points for sign in signs if sign.seen.search(part)]
    if not seen or max(seen) < _WEIGHTY or sum(seen) + most < emergency.enough:
        return 0
    return sum(seen) + sum(sign.points for sign in around if sign.seen.search(part))
