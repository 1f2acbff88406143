"""What the bot says about the desk on the web."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class DeskWords:
    """words/desk.yaml: /desk."""

    __pydantic_config__ = WRITTEN_BY_HAND

    link: str
    """With an admin's link; {link}."""
    leader_link: str
    """With a leader's; {link}."""
    leader: str
    """What is typed behind /desk for a leader's link."""
    revoke: str
    """What is typed behind /desk to end every link and every browser."""
    revoked: str
    """After that; {count}."""
    nowhere: str
    """Where no page is served."""
    how: str
    """To anything else behind /desk."""
    signed: str
    """On the web, after an entry was signed; {question}, {by}."""
