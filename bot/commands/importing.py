"""``import``: sessions, the roster and mediations from sheets."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot import app
from bot.clock import local_day, utc_now
from bot.commands.common import WRONG, Commands, chosen
from bot.config import Settings
from bot.entries import load
from bot.identity import Identity
from bot.importing.kinds import Kind, kinds
from bot.importing.plan import Plan, plan
from bot.importing.rows import Reading, understand
from bot.importing.template import write_templates
from bot.importing.workbook import read
from bot.ledger import Ledger
from bot.model import Effects, Errand, Problem, Record, Refused, Session


def add(commands: Commands) -> None:
    """The command and its options."""
    bring = commands.add_parser("import", help="从表格导入场次、名册、调解台账")
    bring.add_argument("file", nargs="?", type=Path, metavar="文件", help="xlsx 或 csv")
    bring.add_argument("--kind", choices=["场次", "名册", "调解"], help="是什么表；不写就看表头")
    bring.add_argument("--by", metavar="姓名", help="谁导入的；库里只存密钥算出的代号，不存姓名")
    bring.add_argument("--why", metavar="原因", help="这次更正的原因，会印在报表里，不写人名")
    bring.add_argument("--check", action="store_true", help="只检查，不写入")
    bring.add_argument("--template", type=Path, metavar="文件夹", help="写出空的表格")
    bring.set_defaults(command=_import)


def _import(options: argparse.Namespace) -> int:
    given = chosen()
    known = _kinds(given, options.kind)
    if options.template:
        for path in write_templates(options.template, known):
            print(path)
        return 0
    if options.file is None or not (options.by or options.check):
        raise Refused((Problem("import", "请写上文件和 --by 姓名；或用 --check 只检查，用 --template 写出空表"),))
    reading = understand(read(options.file, _progress), known, local_day(utc_now()))
    return asyncio.run(_keep(given, reading, options))


def _kinds(given: Settings, only: str | None) -> tuple[Kind, ...]:
    topics = {topic.name: topic.id for topic in load(given.knowledge, local_day(utc_now())).topics.values()}
    every = kinds(given.town.villages, given.town.venues, topics)
    return tuple(kind for kind in every if only in (None, kind.name))


def _progress(line: str) -> None:
    print(line, file=sys.stderr)


async def _keep(given: Settings, reading: Reading, options: argparse.Namespace) -> int:
    async with app.ledger(given) as ledger:
        identity = Identity(given.secret)
        made = plan(
            reading.rows, await ledger.records.everything(), identity.source, utc_now(), identity.signer(options.by or ""), options.why
        )
        for heading in reading.unused:
            print(f"没有用到的列：{heading}")
        if problems := (*reading.problems, *made.problems):
            for problem in problems:
                print(problem, file=sys.stderr)
            print(f"发现 {len(problems)} 个问题，什么都没有写入；请改好再导入。")
            return WRONG
        if not options.check:
            await _write(ledger, made)
        _say(made, options.check)
    return 0


async def _write(ledger: Ledger, made: Plan) -> None:
    rows: list[Record | Errand] = [*made.new, *made.corrections]
    if len(rows) > 1000:
        _progress(f"正在写入 {len(rows)} 行")
    await ledger.settle(Effects(records=rows))


def _say(made: Plan, only_checked: bool) -> None:
    for line in (*made.changes, *(f"提醒：{line}" for line in made.doubtful)):
        print(line)
    done = "可以导入" if only_checked else "已导入"
    print(f"{done}：新登记 {len(made.new)} 行，更正 {len(made.corrections)} 行，没有变化 {made.same} 行。")
    if any(isinstance(row, Session) and not row.withdrawn for row in (*made.new, *made.corrections)):
        print("场次要由另一个人确认才计入：python -m bot confirm")
