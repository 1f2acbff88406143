"""The commands, one file a group; each file's ``add`` says what its commands take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

GROUPS = (
    "run", "health", "ask", "check", "draft", "train", "tune", "measure", "importing", "records", "report", "verify", "keeping", "paper",
    "desk",
)
"""In the order of the help."""

_ALONE = ("run", "ask")
"""Whoever waits for these two waits for no other's parts; and the one stays in memory for months."""


def groups(command: str) -> Iterator[Callable[[Any], None]]:
    """What adds the commands: all of them, or only its own group where it is one of those that are to start quickly."""
    for name in (command,) if command in _ALONE else GROUPS:
        yield import_module(f"bot.commands.{name}").add
