"""A question that a person has read and labelled: by these is measured how well the bot listens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {
    "in": "有条目能答",
    "unclear": "要再问一句",
    "legal_out": "法律问题，但没有条目",
    "not_legal": "不是法律问题",
}
"""Kind of question -> how a report names it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One line of a file of labelled questions."""

    q: str
    """What was typed."""
    kind: str
    """A key of KINDS."""
    ids: tuple[str, ...]
    """Entries that would be a right first answer, best first; for ``unclear`` those a person would offer."""
    urgent: bool = False
    """Whether somebody is in danger or losing money right now."""
    audience: str | None = None
    """Who asks, a key of AUDIENCES, where the file says so (``for``)."""
    source: str = ""
    """Where the question comes from (``src``), as the file says."""
