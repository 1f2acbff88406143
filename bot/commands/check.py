"""``check`` and ``approve``: what legal staff do with the entries."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bot.approve import approve
from bot.check import check
from bot.clock import local_day, utc_now
from bot.commands.common import WRONG, Commands
from bot.config import sources
from bot.entries import load
from bot.model import Problem, Refused
from bot.sheet import write_sheet


def add(commands: Commands) -> None:
    """Both commands and their options."""
    checking = commands.add_parser("check", help="检查知识库，一次列出所有问题")
    checking.add_argument("--laws", type=Path, metavar="文件夹", help="法规全文所在的文件夹，逐条核对条号")
    checking.add_argument("--sheet", type=Path, metavar="文件", help="写出给律师签字的核对表（HTML），要和 --laws 一起用")
    checking.set_defaults(command=_check)
    signing = commands.add_parser("approve", help="把律师或司法所的签字记进条目")
    signing.add_argument("entries", nargs="+", metavar="条目", help="主题/名字，可以写几个")
    signing.add_argument("--by", required=True, metavar="姓名", help="签字的人或单位")
    signing.set_defaults(command=_approve)


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


def _approve(options: argparse.Namespace) -> int:
    folder = sources(os.environ, Path.cwd()).knowledge
    approve(folder, options.entries, options.by, local_day(utc_now()))
    print(f"已记下 {options.by} 对 {len(options.entries)} 个条目的签字。")
    return 0
