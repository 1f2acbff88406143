"""``report``: the figures of a period."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot import app
from bot.commands.common import Commands, chosen
from bot.model import Period, Problem, Refused
from bot.period import between, period
from bot.report import lacking, write
from bot.report.jsonfile import as_json


def add(commands: Commands) -> None:
    """The command and its options."""
    report = commands.add_parser("report", help="导出统计报表：Word、Excel、CSV、统计图")
    report.add_argument("period", nargs="?", help="2026、2026H1、2026Q2、2026-05 或 2026-03-01..2026-04-15")
    report.add_argument("--from", dest="first", metavar="日期", help="第一天")
    report.add_argument("--to", dest="last", metavar="日期", help="最后一天")
    report.add_argument("--out", type=Path, metavar="文件夹", help="写到哪个文件夹")
    report.add_argument("--template", type=Path, metavar="文件.docx", help="用乡镇自己的 Word 模板；占位符见 docs/report.md")
    report.add_argument("--internal", action="store_true", help="内部版：不足5的数也照实列出，不得对外提供")
    report.add_argument("--json", action="store_true", help="输出 JSON")
    report.add_argument("--county", action="store_true", help="同一个数据库里各乡镇相加")
    report.set_defaults(command=_report)


def _report(options: argparse.Namespace) -> int:
    span = _span(options)
    if options.out is None and not options.json:
        raise Refused((Problem("--out", "请写上报表放到哪个文件夹，或用 --json 只看数字"),))
    if options.out is None and options.template:
        raise Refused((Problem("--template", "模板要和 --out 一起用；请写上报表放到哪个文件夹"),))
    paper = asyncio.run(app.paper(chosen(), span, county=options.county, internal=options.internal))
    if options.json:
        print(as_json(paper))
    if options.out is not None:
        for path in write(paper, options.out, options.template):
            print(path, file=sys.stderr if options.json else sys.stdout)
        for problem in lacking():
            print(problem, file=sys.stderr)
    return 0


def _span(options: argparse.Namespace) -> Period:
    if options.first or options.last:
        if not (options.first and options.last):
            raise Refused((Problem("--from --to", "两个日期要一起写；请补上另一个"),))
        return between(options.first, options.last)
    if options.period is None:
        raise Refused((Problem("report", "请写上时期，例如 2026，或用 --from 和 --to"),))
    return period(options.period)
