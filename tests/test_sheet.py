"""bot/sheet.py: what a lawyer signs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.entries import load
from bot.model import Refused
from bot.sheet import write_sheet
from tests.conftest import BASE


def test_each_entry_stands_beside_the_text_of_its_articles(tmp_path: Path) -> None:
    knowledge = load(BASE, date(2026, 11, 25))
    entry = next(iter(knowledge.entries.values()))
    law = entry.law[0]
    listed = {"laws": [{"short": law.cite, "file": "law.json", "freshness": "current"}]}
    (tmp_path / "index.json").write_text(json.dumps(listed), encoding="utf-8")
    (tmp_path / "law.json").write_text(json.dumps({"articles": {law.article: "条文<全文>"}}), encoding="utf-8")
    write_sheet(knowledge, tmp_path, tmp_path / "sheet.html")
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert entry.question in page
    assert "条文&lt;全文&gt;" in page
    assert all(topic.name in page for topic in knowledge.topics.values())


def test_a_sheet_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text('{"laws": []}', encoding="utf-8")
    with pytest.raises(Refused, match="写不进去"):
        write_sheet(load(BASE, date(2026, 11, 25)), tmp_path, tmp_path / "no" / "sheet.html")
