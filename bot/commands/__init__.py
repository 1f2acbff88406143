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


def groups(command: str) -> Iterator[Callable[[Any], None]]:
    """What adds the commands; only its own group for ``run``, which people wait for and which stays in memory for months."""
    for name in ("run",) if command == "run" else GROUPS:
        yield import_module(f"bot.commands.{name}").add
