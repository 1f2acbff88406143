"""``move``, ``backup`` and ``restore``: the records in another database, or in a file."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from bot import app
from bot.commands.common import Commands, chosen


def add(commands: Commands) -> None:
    """The commands and their options."""
    moving = commands.add_parser("move", help="把本乡镇的全部记录搬到另一个数据库；先停下机器人")
    moving.add_argument("--to", required=True, metavar="网址", help="postgresql://… 或 sqlite:///文件")
    moving.set_defaults(command=_move)
    saving = commands.add_parser("backup", help="备份到一个文件，机器人开着也行；文件里有密钥，要锁好")
    saving.add_argument("file", type=Path, metavar="文件", help="新文件的名字")
    saving.set_defaults(command=_backup)
    restoring = commands.add_parser("restore", help="从备份恢复；先停下机器人")
    restoring.add_argument("file", type=Path, metavar="文件", help="backup 写出的文件")
    restoring.add_argument("--force", action="store_true", help="数据库里已有记录也覆盖")
    restoring.set_defaults(command=_restore)


def _progress(line: str) -> None:
    print(line, file=sys.stderr)


def _move(options: argparse.Namespace) -> int:
    rows = asyncio.run(app.move(chosen(), options.to, _progress))
    print(f"搬了 {rows} 行，两边的行数和各年报表的每个数、校验值都一样。")
    print("请把 DATABASE_URL 改成新的网址再启动；密钥不在数据库里，换机器时把 DATA_DIR 里的 secret 一起带走。")
    return 0


def _backup(options: argparse.Namespace) -> int:
    rows = asyncio.run(app.backup(chosen(), options.file, _progress))
    print(f"备份了 {rows} 行和密钥，写在 {options.file}。请像保管密钥一样保管它。")
    return 0


def _restore(options: argparse.Namespace) -> int:
    rows = asyncio.run(app.restore(chosen(), options.file, os.environ, Path.cwd(), _progress, force=options.force))
    print(f"恢复了 {rows} 行，行数和各年报表的每个数、校验值都和备份一样。备份以后要求忘记的人，请再忘记一次。")
    return 0
