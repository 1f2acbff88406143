"""What every command starts from."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.config import Settings, settings
from bot.model import Problem, Refused

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # the type that add_subparsers returns has no other name
else:
    Commands = object

WRONG = 2
"""Exit code for input that cannot be used."""


def chosen() -> Settings:
    """What the environment and town.yaml say.  Raises :class:`Refused` with every problem."""
    return settings(os.environ, Path.cwd())


def opened_file(path: Path) -> TextIO:
    """A text file to read.  Raises :class:`Refused` when it cannot be opened."""
    try:
        return path.open(encoding="utf-8-sig")
    except OSError as error:
        raise Refused((Problem(str(path), f"打不开（{error.strerror}）；请检查路径"),)) from error
