"""What somebody has just typed, in memory alone: no words go to disk before their author has said yes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

KEPT = timedelta(minutes=30)
"""How long words are held."""
_PEOPLE = 1000
"""Whose words are held at most."""


class Held:
    """The last words of each person; a restart forgets them all, and whoever needs them asks again."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._words: OrderedDict[str, tuple[datetime, str]] = OrderedDict()

    def keep(self, person: str, words: str) -> None:
        """Hold them instead of whatever was held."""
        self._words[person] = (self._now(), words)
        self._words.move_to_end(person)
        while len(self._words) > _PEOPLE or self._now() - next(iter(self._words.values()))[0] > KEPT:
            self._words.popitem(last=False)

    def look(self, person: str) -> str | None:
        """What is held, None where nothing is."""
        since, words = self._words.get(person, (None, ""))
        return None if since is None or self._now() - since > KEPT else words

    def drop(self, person: str) -> None:
        """Hold nothing any more."""
        self._words.pop(person, None)
