"""``ask``: one question, or a file of them; nothing is recorded."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

from bot.ahead import Ahead
from bot.answer import numbered
from bot.clock import utc_now
from bot.commands.common import Commands, opened_file
from bot.config import sources
from bot.model import AUDIENCES, Asker, Found, Outcome, Problem, Refused, Reply
from bot.window import Window


def add(commands: Commands) -> None:
    """The command and its options."""
    ask = commands.add_parser("ask", help="问一句，只显示，不记录")
    ask.add_argument("question", nargs="?", help="问题")
    ask.add_argument("--for", dest="audience", choices=[*AUDIENCES], help="问的人是哪一类")
    ask.add_argument("--why", action="store_true", help="说明为什么这样理解")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument("--batch", metavar="文件", help="每行一个 JSON 问题；- 表示标准输入")
    ask.set_defaults(command=_ask)


def _ask(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.batch is None):
        raise Refused((Problem("ask", "请写一个问题，或用 --batch 给一个文件，二选一"),))
    given = sources(os.environ, Path.cwd())
    window = Window(Ahead(given.knowledge, given.town, given.town_file, given.data).shelf(), utc_now)
    if options.batch is None:
        began = perf_counter()
        reply = window.ask(replace(_NOBODY, audience=options.audience), options.question, "")
        _print_reply(reply, options, (perf_counter() - began) * 1000)
        return 0
    source = sys.stdin if options.batch == "-" else opened_file(Path(options.batch))
    with source:
        for text, audience in [*_questions(source, options.batch)]:
            began = perf_counter()
            found = window.understand(text, audience)
            print(json.dumps(_as_dict(found, (perf_counter() - began) * 1000), ensure_ascii=False), flush=True)
    return 0


_NOBODY = Asker(person="", pseudonym="", channel="cli", counted=False)


def _print_reply(reply: Reply, options: argparse.Namespace, ms: float) -> None:
    found = reply.found or Found(Outcome.UNKNOWN, (), (), None, ())
    if options.json:
        print(json.dumps(_as_dict(found, ms), ensure_ascii=False))
        return
    print(reply.text)
    if reply.buttons:
        print("\n" + "\n".join(f"[{label}]" for label in numbered(reply.buttons)))
    if options.why:
        print("\n为什么：\n" + "\n".join(f"  {line}" for line in found.why))


def _as_dict(found: Found, ms: float) -> dict[str, Any]:
    return {"outcome": str(found.outcome), "entries": list(found.entries), "emergency": found.emergency, "ms": round(ms, 2)}


def _questions(lines: TextIO, name: str) -> Iterator[tuple[str, str | None]]:
    """Every question of a batch; all wrong lines are named together, before anything is answered."""
    good, bad = list[tuple[str, str | None]](), list[Problem]()
    try:
        numbered_lines = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    except UnicodeDecodeError as error:
        raise Refused((Problem(name, "不是 UTF-8 文字；请另存为 UTF-8"),)) from error
    for number, line in numbered_lines:
        try:
            row = json.loads(line)
            text, audience = row["q"], row.get("for")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            text, audience = None, None
        if not isinstance(text, str):
            bad.append(Problem(f"{name}:{number}", '不是问题；请写成 {"q": "……"} 的样子'))
        elif audience is not None and (not isinstance(audience, str) or audience not in AUDIENCES):
            bad.append(Problem(f"{name}:{number}", f"人群“{audience}”不认识；只能写 {'、'.join(AUDIENCES)}"))
        else:
            good.append((text, audience))
    if bad:
        raise Refused(tuple(bad))
    yield from good
