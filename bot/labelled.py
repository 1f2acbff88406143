"""A file of labelled questions, one JSON object a line -> :class:`Labelled`, or every wrong line."""

from __future__ import annotations

import json
from pathlib import Path

from bot.model import AUDIENCES, KINDS, Labelled, Problem, Refused

SHAPE = '{"q": "……", "kind": "in", "ids": ["wages/unpaid"], "urgent": false}'
"""What a line looks like; ``urgent``, ``for`` and ``src`` may be absent, other keys are ignored."""


def read_questions(path: Path) -> tuple[Labelled, ...]:
    """The questions of a file.  Raises :class:`Refused` with every wrong line, or when it cannot be read."""
    good, bad = list[Labelled](), list[Problem]()
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise Refused((Problem(str(path), f"打不开（{error.strerror}）；请检查路径"),)) from error
    except UnicodeDecodeError as error:
        raise Refused((Problem(str(path), "不是 UTF-8 文字；请另存为 UTF-8"),)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            made = _question(line)
            if isinstance(made, Labelled):
                good.append(made)
            else:
                bad.append(Problem(f"{path.name}:{number}", made))
    if not good and not bad:
        bad.append(Problem(str(path), f"没有一个问题；请每行写一个 {SHAPE}"))
    if bad:
        raise Refused(tuple(bad))
    return tuple(good)


def _question(line: str) -> Labelled | str:
    """The question, or what is wrong with the line."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        return f"不是标注好的问题；请写成 {SHAPE} 的样子"
    said, kind, ids = row.get("q"), row.get("kind"), row.get("ids")
    urgent, audience, source = row.get("urgent", False), row.get("for"), row.get("src", "")
    wrong = (
        (not isinstance(said, str) or not said.strip(), "q 要写问题"),
        (not isinstance(kind, str) or kind not in KINDS, f"kind 只能写 {'、'.join(KINDS)}"),
        (not isinstance(ids, list) or not all(isinstance(i, str) for i in ids), "ids 要写条目编号的列表，没有就写 []"),
        (kind == "in" and not ids, "kind 是 in，ids 至少要写一个"),
        (not isinstance(urgent, bool), "urgent 只能写 true 或 false"),
        (audience is not None and (not isinstance(audience, str) or audience not in AUDIENCES), f"for 只能写 {'、'.join(AUDIENCES)}"),
        (not isinstance(source, str), "src 要写文字"),
    )
    if faults := [fault for is_wrong, fault in wrong if is_wrong]:
        return f"{'；'.join(faults)}；请改正"
    return Labelled(str(said), str(kind), tuple(ids or ()), urgent, audience, source)
