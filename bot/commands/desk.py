"""``desk-link``: a one-time link to the desk on the web, and the end of them all."""

from __future__ import annotations

import argparse
import asyncio

from bot import app
from bot.commands.common import Commands, chosen
from bot.model import Problem, Refused


def add(commands: Commands) -> None:
    """The command and its options."""
    linking = commands.add_parser("desk-link", help="给管理员或领导一个进网页桌面的链接，十五分钟内有效，只能用一次")
    linking.add_argument("--name", metavar="姓名", help="谁用；第二人确认时靠它分清人。库里只存密钥算出的代号，不存姓名")
    linking.add_argument("--leader", action="store_true", help="给领导的：只能看，不足5的数隐去")
    linking.add_argument("--revoke", action="store_true", help="让所有链接和打开着的桌面都不能用")
    linking.set_defaults(command=_desk)


def _desk(options: argparse.Namespace) -> int:
    given = chosen()
    if options.revoke:
        print(f"撤销了 {asyncio.run(app.end_passes(given))} 个链接和打开着的桌面。")
        return 0
    if not (options.name or options.leader):
        raise Refused((Problem("--name", "请写上谁用，例如 --name 张三；登记和确认不能是同一个人，要靠它分清"),))
    print(asyncio.run(app.desk_link(given, options.name or "", leader=options.leader)))
    print("十五分钟内有效，只能用一次；网页要开着（python -m bot run）。")
    return 0
