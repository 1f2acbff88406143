"""Copies of the tests' own base with something changed in them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.township import BASE

UNPAID = "wages/unpaid.yaml"


def copied(folder: Path) -> Path:
    """The base in ``folder``, to be spoilt."""
    return Path(shutil.copytree(BASE, folder / "knowledge"))


def terse(folder: Path) -> Path:
    """The base in ``folder`` with two ways to ask for each entry, which the program starts with at once."""
    base = copied(folder)
    for path in base.glob("*/*.yaml"):
        if path.parent.name == "phrasings":
            path.unlink()
        elif path.parent.name != "words":
            changed(path, {"asked_as": content(path)["asked_as"][:1]})
    (base / "outside.yaml").write_text("", encoding="utf-8")
    return base


def content(path: Path) -> dict[str, Any]:
    """What a file holds."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def changed(path: Path, changes: Mapping[str, Any], drop: str = "") -> None:
    """Put ``changes`` into a file and leave the key ``drop`` out."""
    kept = {key: value for key, value in (content(path) | changes).items() if key != drop}
    path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
