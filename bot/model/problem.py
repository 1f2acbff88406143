"""What is wrong, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file that people write."""

    path: str
    """The file, and the key within it where that helps."""
    what: str
    """What is wrong; what to do."""

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


class Unavailable(Exception):
    """The database cannot be read or written just now; the same may work in a moment."""


class Refused(Exception):
    """Input that cannot be used; carries every problem found in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
