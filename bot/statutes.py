"""Holds citations against the statutes' texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.answer import article_name
from bot.model import Entry, Problem, Refused


class Statutes:
    """A folder of statute texts: index.json and one JSON file a law."""

    def __init__(self, folder: Path) -> None:
        """Raises :class:`Refused` when the folder holds no such index."""
        self._folder = folder
        self._articles: dict[str, dict[str, str]] = {}
        try:
            self._laws = {law["short"]: law for law in self._json("index.json")["laws"]}
        except (KeyError, TypeError) as error:
            raise Refused((Problem(str(folder / "index.json"), "不是法规目录；请核对 --laws 的文件夹"),)) from error

    def _json(self, name: str) -> Any:
        path = self._folder / name
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Refused((Problem(str(path), "打不开或读不懂；请核对 --laws 的文件夹"),)) from error

    def articles(self, short: str) -> dict[str, str]:
        """Article number -> text; empty for a law that is not there."""
        if short not in self._articles and short in self._laws:
            self._articles[short] = self._json(self._laws[short]["file"])["articles"]
        return self._articles.get(short, {})

    def wrong(self, entry: Entry) -> Iterator[str]:
        """What is wrong with the entry's citations."""
        for law in entry.law:
            if law.cite not in self._laws:
                yield f"law：法规库里没有《{law.cite}》；请用 index.json 里的简称"
            elif (fresh := self._laws[law.cite]["freshness"]) != "current":
                yield f"law：《{law.cite}》不能按条引用（{fresh}）；请引它上面的法律"
            elif law.article not in self.articles(law.cite):
                yield f"law：《{law.cite}》没有{article_name(law.article)}；请查对条号"
