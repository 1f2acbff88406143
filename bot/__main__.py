"""The command line: ``python -m bot run | chat | ask | check | report``."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn, TextIO

from bot import app
from bot.answer import numbered
from bot.approve import approve
from bot.check import check
from bot.clock import local_day, utc_now
from bot.config import Settings, settings, sources
from bot.entries import load
from bot.model import AUDIENCES, Asker, Found, Outcome, Period, Problem, Refused, Reply, Tally, Unavailable
from bot.period import between, period
from bot.report import write
from bot.report.jsonfile import as_json
from bot.sheet import write_sheet
from bot.train import train_vectors, train_weights
from bot.window import Window

WRONG = 2
"""Exit code for input that cannot be used."""


class Parser(argparse.ArgumentParser):
    """argparse that says what to do, in Chinese."""

    def error(self, message: str) -> NoReturn:
        """Exit with code 2 and a sentence."""
        self.exit(WRONG, f"命令不对：{message}\n请看用法：python -m bot --help\n")


def parser() -> Parser:
    """Every command and its options."""
    top = Parser(prog="python -m bot", description="法律明白：乡镇普法问答机器人")
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")
    commands.add_parser("run", help="开始服务：有 TELEGRAM_TOKEN 就接 Telegram，没有就在终端里聊天")
    commands.add_parser("chat", help="在终端里聊天")
    ask = commands.add_parser("ask", help="问一句，只显示，不记录")
    ask.add_argument("question", nargs="?", help="问题")
    ask.add_argument("--for", dest="audience", choices=[*AUDIENCES], help="问的人是哪一类")
    ask.add_argument("--why", action="store_true", help="说明为什么这样理解")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument("--batch", metavar="文件", help="每行一个 JSON 问题；- 表示标准输入")
    checking = commands.add_parser("check", help="检查知识库，一次列出所有问题")
    checking.add_argument("--laws", type=Path, metavar="文件夹", help="法规全文所在的文件夹，逐条核对条号")
    checking.add_argument("--sheet", type=Path, metavar="文件", help="写出给律师签字的核对表（HTML），要和 --laws 一起用")
    signing = commands.add_parser("approve", help="把律师或司法所的签字记进条目")
    signing.add_argument("entries", nargs="+", metavar="条目", help="主题/名字，可以写几个")
    signing.add_argument("--by", required=True, metavar="姓名", help="签字的人或单位")
    training = commands.add_parser("train", help="知识库改动较多以后重新学习怎么听懂问题")
    training.add_argument("--questions", type=Path, metavar="文件", help="标注好的问题，用来重新确定权重")
    report = commands.add_parser("report", help="导出统计报表")
    report.add_argument("period", nargs="?", help="2026、2026H1、2026Q2、2026-05 或 2026-03-01..2026-04-15")
    report.add_argument("--from", dest="first", metavar="日期", help="第一天")
    report.add_argument("--to", dest="last", metavar="日期", help="最后一天")
    report.add_argument("--out", type=Path, metavar="文件夹", help="写到哪个文件夹")
    report.add_argument("--json", action="store_true", help="输出 JSON")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        _log(os.environ.get("LOG_LEVEL", "INFO").upper())
        return _COMMANDS[options.command](options)
    except Refused as refused:
        for problem in refused.problems:
            print(problem, file=sys.stderr)
        return WRONG
    except Unavailable:
        print("数据库现在读写不了；请检查磁盘、权限和 DATABASE_URL，然后再试", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        return 130


def _log(level: str) -> None:
    if level not in logging.getLevelNamesMapping():
        raise Refused((Problem("LOG_LEVEL", f"“{level}”不认识；请写 INFO、WARNING 或 DEBUG"),))
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    for chatty in ("aiosqlite", "alembic", "httpcore", "httpx", "sqlalchemy", "telegram"):
        # Whatever the level: they log addresses, which hold the token, and parameters, which hold residents' words.
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _settings() -> Settings:
    return settings(os.environ, Path.cwd())


def _run(_: argparse.Namespace) -> int:
    asyncio.run(app.run(_settings()))
    return 0


def _chat(_: argparse.Namespace) -> int:
    asyncio.run(app.run_chat(_settings()))
    return 0


def _check(options: argparse.Namespace) -> int:
    folder = Path.cwd() / (os.environ.get("KNOWLEDGE_DIR", "").strip() or "knowledge")
    if options.sheet and not options.laws:
        raise Refused((Problem("--sheet", "核对表要印法条全文；请同时写 --laws 文件夹"),))
    problems = check(folder, local_day(utc_now()), options.laws)
    if options.sheet:
        write_sheet(load(folder, local_day(utc_now())), options.laws, options.sheet)
        print(f"核对表写在 {options.sheet}。")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"发现 {len(problems)} 个问题。" if problems else "知识库没有问题。")
    return WRONG if problems else 0


def _ask(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.batch is None):
        raise Refused((Problem("ask", "请写一个问题，或用 --batch 给一个文件，二选一"),))
    town, folder = sources(os.environ, Path.cwd())
    window = Window(app.shelf(folder, town), utc_now)
    if options.batch is None:
        began = perf_counter()
        reply = window.ask(replace(_NOBODY, audience=options.audience), options.question, "")
        _print_reply(reply, options, (perf_counter() - began) * 1000)
        return 0
    source = sys.stdin if options.batch == "-" else _open(Path(options.batch))
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
    return {
        "outcome": str(found.outcome), "entries": list(found.entries), "emergency": found.emergency, "ms": round(ms, 2)
    }


def _open(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig")
    except OSError as error:
        raise Refused((Problem(str(path), f"打不开（{error.strerror}）；请检查路径"),)) from error


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


def _approve(options: argparse.Namespace) -> int:
    _, folder = sources(os.environ, Path.cwd())
    approve(folder, options.entries, options.by, local_day(utc_now()))
    print(f"已记下 {options.by} 对 {len(options.entries)} 个条目的签字。")
    return 0


def _train(options: argparse.Namespace) -> int:
    _, folder = sources(os.environ, Path.cwd())
    knowledge = load(folder, local_day(utc_now()))
    print(f"新学了 {train_vectors(knowledge, app.MODEL)} 句话。")
    if options.questions:
        train_weights(knowledge, app.MODEL, options.questions)
        print("权重已重新确定。")
    return 0


def _report(options: argparse.Namespace) -> int:
    span = _span(options)
    if options.out is None and not options.json:
        raise Refused((Problem("--out", "请写上报表放到哪个文件夹，或用 --json 只看数字"),))
    tally = asyncio.run(_tally(_settings(), span))
    if options.json:
        print(as_json(tally))
    if options.out is not None:
        for path in write(tally, options.out):
            print(path, file=sys.stderr if options.json else sys.stdout)
    return 0


def _span(options: argparse.Namespace) -> Period:
    if options.first or options.last:
        if not (options.first and options.last):
            raise Refused((Problem("--from --to", "两个日期要一起写；请补上另一个"),))
        return between(options.first, options.last)
    if options.period is None:
        raise Refused((Problem("report", "请写上时期，例如 2026，或用 --from 和 --to"),))
    return period(options.period)


async def _tally(chosen: Settings, span: Period) -> Tally:
    async with app.opened(chosen) as service:
        return await service.desk.tally(span)


_COMMANDS = {"run": _run, "chat": _chat, "ask": _ask, "check": _check, "approve": _approve, "train": _train, "report": _report}

if __name__ == "__main__":
    sys.exit(main())
