"""Who may import whom: the layers of the design, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.township import ROOT

_PLAIN = {"bot.model", "bot.clock", "bot.text"}
_READING = {"bot.encode", "bot.grams", "bot.sense", "bot.sound", "bot.meaning", "bot.signals", "bot.judge", "bot.telling"}
_TABLE: dict[str, set[str]] = {
    # What travels, and what needs nothing of ours.
    "bot": set(),
    "bot.model": {"bot.model"},
    "bot.clock": set(),
    "bot.text": set(),
    "bot.identity": set(),
    "bot.address": set(),
    "bot.pace": set(),
    "bot.strip": set(),
    "bot.lean": set(),
    "bot.draft": _PLAIN,
    # What people write, and what must be true of it.
    "bot.yamlfile": _PLAIN,
    "bot.period": _PLAIN,
    "bot.campaign": _PLAIN,
    "bot.town": _PLAIN | {"bot.campaign", "bot.yamlfile"},
    "bot.near": set(),
    "bot.page": _PLAIN,
    "bot.secret": _PLAIN,
    "bot.config": _PLAIN | {"bot.page", "bot.secret", "bot.town", "bot.yamlfile"},
    "bot.agree": _PLAIN,
    "bot.frights": _PLAIN | {"bot.yamlfile"},
    "bot.entries": _PLAIN | {"bot.agree", "bot.frights", "bot.yamlfile"},
    "bot.statutes": _PLAIN | {"bot.answer"},
    "bot.check": _PLAIN | {"bot.answer", "bot.emergency", "bot.entries", "bot.frights", "bot.statutes", "bot.yamlfile"},
    "bot.sheet": _PLAIN | {"bot.answer", "bot.statutes"},
    "bot.approve": _PLAIN,
    "bot.labelled": _PLAIN,
    # Words to an answer.
    "bot.emergency": _PLAIN,
    "bot.grams": _PLAIN,
    "bot.sense": _PLAIN | {"bot.grams"},
    "bot.sound": _PLAIN | {"bot.grams"},
    "bot.telling": _PLAIN,
    "bot.pieces": set(),
    "bot.fourbits": {"bot.grams"},
    "bot.encode": _PLAIN | {"bot.fourbits", "bot.grams", "bot.lean", "bot.pieces"},
    "bot.meaning": _PLAIN | {"bot.encode", "bot.grams"},
    "bot.signals": _PLAIN | _READING | {"bot.typos"},
    "bot.often": {"bot.grams"},
    "bot.judge": _PLAIN | _READING | {"bot.often", "bot.yamlfile"},
    "bot.typos": _PLAIN | {"bot.grams", "bot.sound"},
    "bot.understand": _PLAIN | _READING | {"bot.typos"},
    "bot.fear": _PLAIN | {"bot.grams"},
    "bot.train_fear": _PLAIN | _READING | {"bot.emergency", "bot.fear"},
    "bot.logistic": {"bot.grams"},
    "bot.softmax": {"bot.grams"},
    "bot.train_senses": _PLAIN | _READING | {"bot.logistic"},
    "bot.noise": _PLAIN | {"bot.sound"},
    "bot.train": _PLAIN
    | _READING
    | {"bot.labelled", "bot.logistic", "bot.noise", "bot.often", "bot.softmax", "bot.train_senses", "bot.understand", "bot.yamlfile"},
    "bot.tune": _PLAIN | {"bot.encode", "bot.fourbits", "bot.grams", "bot.pieces", "bot.signals", "bot.tune"},
    "bot.answer": _PLAIN,
    "bot.shelf": _PLAIN,
    "bot.listen": _PLAIN | {"bot.emergency", "bot.shelf"},
    "bot.noting": _PLAIN | {"bot.campaign", "bot.listen", "bot.shelf"},
    "bot.window": _PLAIN | {"bot.answer", "bot.flows.fill", "bot.noting", "bot.shelf"},
    "bot.measure": _PLAIN
    | _READING
    | {"bot.fear", "bot.labelled", "bot.measure", "bot.noise", "bot.shelf", "bot.train", "bot.understand", "bot.window"},
    "bot.shelving": _PLAIN | {"bot.emergency", "bot.encode", "bot.entries", "bot.fear", "bot.shelf", "bot.town", "bot.understand"},
    "bot.shelved": {"bot.model"},
    "bot.ahead": _PLAIN | {"bot.shelf", "bot.shelved", "bot.shelving", "bot.town"},
    # Answers to figures.
    "bot.count": _PLAIN | {"bot.count", "bot.ledger", "bot.period"},
    "bot.importing": _PLAIN | {"bot.importing", "bot.period"},
    "bot.ledger": _PLAIN | {"bot.ledger"},
    "bot.hide": _PLAIN | {"bot.hide"},
    "bot.verify": _PLAIN | {"bot.verify"},
    "bot.report": _PLAIN | {"bot.hide", "bot.report"},
    "bot.links": set(),
    "bot.search": _PLAIN | {"bot.shelf"},
    "bot.paper": _PLAIN | {"bot.answer", "bot.links", "bot.paper", "bot.shelf"},
    "bot.flows": _PLAIN
    | {"bot.answer", "bot.campaign", "bot.flows", "bot.ledger", "bot.links", "bot.paper"}
    | {"bot.search", "bot.shelf", "bot.strip", "bot.window"},
    "bot.reception": _PLAIN | {"bot.address", "bot.campaign", "bot.count", "bot.identity", "bot.ledger", "bot.shelf", "bot.window"},
    "bot.desk": _PLAIN
    | {"bot.address", "bot.flows", "bot.identity", "bot.ledger", "bot.links", "bot.reception", "bot.shelf", "bot.window"},
    # Ways in.
    "bot.alone": _PLAIN | {"bot.ledger"},
    "bot.lines": _PLAIN,
    "bot.inbox": _PLAIN | {"bot.ledger", "bot.lines"},
    "bot.claims": _PLAIN,
    "bot.shared": _PLAIN | {"bot.claims", "bot.inbox", "bot.ledger", "bot.lines"},
    "bot.poll": _PLAIN | {"bot.inbox"},
    "bot.health": _PLAIN | {"bot.ledger"},
    "bot.metrics": set(),
    "bot.webhook": _PLAIN | {"bot.health", "bot.inbox"},
    "bot.terminal": _PLAIN | {"bot.answer", "bot.desk"},
    "web": _PLAIN | {"bot.answer", "bot.campaign", "bot.desk", "bot.near", "bot.page", "bot.shelf", "bot.window", "web"},
    "web.desk": _PLAIN
    | {"bot.answer", "bot.approve", "bot.check", "bot.desk", "bot.draft", "bot.entries", "bot.flows", "bot.hide", "bot.ledger", "bot.page"}
    | {"bot.importing", "bot.period", "bot.report", "bot.statutes", "bot.town", "web"},
    "handlers": _PLAIN
    | {"bot.answer", "bot.desk", "bot.flows.office", "bot.hide", "bot.period", "bot.report", "bot.search", "handlers"},
    # The whole, put together.
    "bot.app": {"bot", "handlers", "web"},
    "bot.commands": {"bot"},
    "bot.logs": set(),
    "bot.__main__": {"bot.commands", "bot.logs", "bot.model"},
}
"""Module or package -> what of ours it may import.  A package stands for all that is in it."""
_TELEGRAM = {"handlers", "bot.app", "bot.poll"}
_PAGES = {"web", "bot.app", "bot.metrics", "bot.webhook"}
_SQL = {"bot.health", "bot.alone", "bot.ledger", "bot.inbox", "bot.claims", "bot.shared", "bot.app", "bot.poll", "bot.webhook"}


def modules() -> dict[str, Path]:
    """Every module of the program with its file."""
    files = [path for top in ("bot", "handlers", "web") for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def imported(path: Path) -> Iterator[str]:
    """What a file imports; ``from bot import app`` imports ``bot.app``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            whole = node.module or ""
            yield from (f"{whole}.{a.name}" if f"{whole}.{a.name}" in MODULES else whole for a in node.names)


def within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


MODULES = modules()


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_what_its_layer_may(module: str) -> None:
    line = max((key for key in _TABLE if within(module, {key}) and key != "bot"), key=len, default="bot")
    assert line != "bot" or module == "bot", f"{module} has no line in the table"
    ours = {name for name in imported(MODULES[module]) if within(name, {"bot", "handlers", "web"})}
    assert {name for name in ours if not within(name, _TABLE[line])} == set()


def test_every_line_of_the_table_is_about_something() -> None:
    assert {key for key in _TABLE if key not in MODULES} == set()


@pytest.mark.parametrize(("library", "allowed"), [
    ("telegram", _TELEGRAM), ("sqlalchemy", _SQL), ("starlette", _PAGES), ("jinja2", {"web", "bot.report"}), ("itsdangerous", {"web"}),
    ("segno", {"web", "bot.paper"}),
])
def test_a_library_is_known_only_where_it_is_needed(library: str, allowed: set[str]) -> None:
    users = {module for module, path in MODULES.items() if any(within(name, {library}) for name in imported(path))}
    assert {module for module in users if not within(module, allowed)} == set()
    assert users
