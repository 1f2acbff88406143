"""Danger first: does somebody need help now, before any question of law.

Knows nothing of matching.  ``knowledge/emergencies.yaml`` says what is danger, and is read in two passes.  **Rules**
(``when``) are what is said in so many words, 老公打我; the first that fires decides.  **Signs** are for the rest, since
fear follows no pattern (三个人堵着俺家大门 手里拿着镐把): what is named adds points, what is mere question takes away.

The policy behind both, because the border is not where the words are:

* Danger is somebody hurt, threatened, held, missing, poisoned or losing money *now or again and again*: told in the
  present (老公打我), a habit (一喝多就打), a threat (说要砍死我全家), a minute ago (刚给他转了五万).
* The question that follows does not undo it: who asks what papers a divorce needs while he is at the door with an
  axe gets the card.  Questions of theory (算不算, 判几年) undo only what has no victim near.
* Not danger: what is over (去年, 打过一次, 住院花了钱谁赔), supposed (假如有人打我) or seen (电视里), what an accused
  asks (我把他打伤了), and the same characters meaning something else (打工, 农药怎么打, 笑死我了).
* In doubt about a person the card is shown: one too many costs a glance.  In doubt about a text (keywords, homework,
  a notice) it is not: a card that comes up for anything is soon read by nobody.
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
_MARKS, _SPACES = re.compile(r"(?:[^\w\s]|_)+"), re.compile(r"\s+")
_NEAR, _FAR = r"(?:[^，]{0,12}?)", r"(?:.{0,40}?)"
_AROUND = 24
"""So far on either side of a find is read for what undoes it: 法院 stands somewhere in any long story."""
_WINDOW, _STEP = 60, 30
"""Signs are counted in stretches of so many characters, or a long story would gather points by its length alone."""
_WEIGHTY = 3
"""Points of a sign that is danger by its nature: small ones add up in any long story, and prove nothing together."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of ``when``, ready to run."""

    first: re.Pattern[str]
    """What must be found."""
    besides: tuple[re.Pattern[str], ...]
    """Each must be found somewhere in the message."""
    absent: tuple[re.Pattern[str], ...]
    """None may be found near :attr:`first`."""

    def fires(self, said: str) -> bool:
        """Whether the message, as :func:`plain` makes it, is what the rule describes."""
        if not self.first.search(said) or not all(p.search(said) for p in self.besides):
            return False
        around = (said[max(0, m.start() - _AROUND) : m.end() + _AROUND] for m in self.first.finditer(said))
        return any(not any(p.search(near) for p in self.absent) for near in around)


Sign = tuple[re.Pattern[str], int]
"""What is looked for, and the points it adds or takes away."""


def danger(text: str, emergencies: Sequence[Emergency]) -> Emergency | None:
    """The emergency that ``text`` tells of, or None; the same words always give the same card.

    The rules of every card go before the signs of any, so that what was said plainly is not outvoted.
    """
    said = plain(text)
    if (told := next((e for e in emergencies if _fired(e, said) is not None), None)) is not None:
        return told
    above = [(_points(e, said) - e.enough, -at) for at, e in enumerate(emergencies) if e.enough]
    most, at = max(above, default=(-1, 0))
    return emergencies[-at] if most >= 0 else None


def reason(text: str, emergency: Emergency) -> str | None:
    """Why ``emergency`` fires, in the words of the file, or None where it does not; for ``ask --why``."""
    said = plain(text)
    fired = _fired(emergency, said)
    points = _points(emergency, said) if emergency.enough else -1
    if fired is not None:
        return " ＋ ".join(emergency.when[fired])
    return f"迹象{points}分，够{emergency.enough}分" if points >= emergency.enough else None


def plain(text: str) -> str:
    """The normal form with each run of punctuation made one ``，``, and no spaces: people type 老公 打我 too."""
    return _SPACES.sub("", _MARKS.sub("，", normal(text)))


def pattern(written: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern of the file: ``{家人}`` any word of the group, ``…`` up to 12 signs without pause, ``……`` up to 40.

    Raises ``KeyError`` with a group that does not exist or uses itself, ``re.error`` for a malformed expression.
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
    return tuple(_rule(written, emergency) for written in emergency.when)


def _rule(written: tuple[str, ...], emergency: Emergency) -> Rule:
    """A compiled rule; the emergency's ``unless`` goes into each of them."""
    first, *besides = (pattern(p, emergency.words) for p in written if not p.startswith(NOT))
    absent = [*(p.removeprefix(NOT) for p in written if p.startswith(NOT)), *emergency.unless]
    return Rule(first, tuple(besides), tuple(pattern(p, emergency.words) for p in absent))


def _fired(emergency: Emergency, said: str) -> int | None:
    return next((number for number, rule in enumerate(_rules(emergency)) if rule.fires(said)), None)


@lru_cache(maxsize=256)
def _weighed(emergency: Emergency) -> tuple[tuple[Sign, ...], tuple[Sign, ...], int]:
    """The compiled signs, the compiled circumstances, and the most that the circumstances can add."""
    signs = tuple((pattern(written, emergency.words), points) for written, points in emergency.signs.items())
    around = tuple((pattern(written, emergency.words), points) for written, points in emergency.circumstances.items())
    return signs, around, sum(points for _, points in around if points > 0)


def _points(emergency: Emergency, said: str) -> int:
    """The most points that any stretch of the message gathers; a sign counts once a stretch."""
    return max(_points_of(emergency, said[at : at + _WINDOW]) for at in range(0, max(1, len(said) - _STEP), _STEP))


def _points_of(emergency: Emergency, part: str) -> int:
    """Nothing without a weighty sign; circumstances are looked at only where they could still decide."""
    signs, around, most = _weighed(emergency)
    seen = [points for sign, points in signs if sign.search(part)]
    if not seen or max(seen) < _WEIGHTY or sum(seen) + most < emergency.enough:
        return 0
    return sum(seen) + sum(points for sign, points in around if sign.search(part))
