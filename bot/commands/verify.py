"""``verify``: a report against the records."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot import app
from bot.commands.common import WRONG, Commands, chosen
from bot.config import Settings
from bot.model import Problem, Refused
from bot.verify import Stated, differences, stated


def add(commands: Commands) -> None:
    """The command and its options."""
    verifying = commands.add_parser("verify", help="从记录重新数一遍，和以前的报表逐个数字核对")
    verifying.add_argument("file", type=Path, metavar="文件", help="report.xlsx，或 report --json 的输出（.json）")
    verifying.set_defaults(command=_verify)


def _verify(options: argparse.Namespace) -> int:
    said = stated(options.file)
    found = asyncio.run(_compared(chosen(), said))
    if not found:
        print(f"一致：{said.town} {said.period.first} 至 {said.period.last} 的每个数都和记录相同。")
        return 0
    print("\n".join(found))
    print(f"有 {len(found)} 处不同。出报表以后有更正、确认或补登时会这样；新报表的更正记录里有日期和原因。")
    return WRONG


async def _compared(given: Settings, said: Stated) -> tuple[str, ...]:
    if said.town == given.town.name:
        return differences(said, await app.tally(given, said.period))
    if said.town == given.town.county:
        return differences(said, await app.tally_of_county(given, said.period))
    what = f"这是“{said.town}”的报表，town.yaml 是{given.town.county}{given.town.name}；请在它自己的机器上核对"
    raise Refused((Problem("verify", what),))
