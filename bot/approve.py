"""Records a lawyer's signature in the files of the entries they have read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.model import Problem, Refused

_LINE = re.compile(r"^approved:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)
_NAME = re.compile(r"[\w·（）]{2,40}")


def approve(folder: Path, entries: Sequence[str], by: str, on: date) -> None:
    """Write the signature into every entry, or into none.

    Raises :class:`Refused` with every entry that is not there and for a name that is none.
    """
    problems = []
    if not _NAME.fullmatch(by):
        problems.append(Problem("--by", f"“{by}”不像姓名或单位；请写 2 到 40 个字，不带标点"))
    paths = [folder / f"{entry}.yaml" for entry in entries]
    for entry, path in zip(entries, paths, strict=True):
        inside = re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", entry) and path.is_file()
        if not inside or not _LINE.search(path.read_text(encoding="utf-8")):
            problems.append(Problem(entry, "没有这个条目；请写成 主题/名字，例如 wages/unpaid-wages"))
    if problems:
        raise Refused(tuple(problems))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        path.write_text(_LINE.sub(f"approved: {{by: {by}, on: {on}}}\n", text, count=1), encoding="utf-8")
