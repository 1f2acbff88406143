"""``draft``: words that found no answer become the draft of an entry."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot import app
from bot.clock import local_day, utc_now
from bot.commands.common import Commands, chosen
from bot.draft import draft
from bot.model import Problem, Refused


def add(commands: Commands) -> None:
    """The command and its options."""
    drafting = commands.add_parser("draft", help="把居民留下的一句话做成条目草稿（编号见机器人的 /unanswered）")
    drafting.add_argument("number", type=int, metavar="编号", help="/unanswered 里的编号")
    drafting.add_argument("--topic", metavar="主题", help="放进哪个主题（topics.yaml 里的键）；不写就用最接近的")
    drafting.add_argument("--to", type=Path, default=Path("drafts"), metavar="文件夹", help="草稿写在哪里，默认 drafts")
    drafting.set_defaults(command=lambda options: asyncio.run(_draft(options)))


async def _draft(options: argparse.Namespace) -> int:
    async with app.opened(chosen()) as service:
        wish = next((w for w in await service.store.errands.wishes() if w.number == options.number), None)
        topics = service.desk.window.shelf.knowledge.topics
    if wish is None:
        raise Refused((Problem("draft", f"没有第 {options.number} 条；请在机器人里发 /unanswered 看编号"),))
    name = options.topic or wish.topic or ""
    if name not in topics:
        what = f"主题“{name}”不认识" if name else "这句话看不出主题"
        raise Refused((Problem("--topic", f"{what}；请写 {'、'.join(topics)} 里的一个"),))
    path = draft(wish, topics[name], options.to, local_day(utc_now()))
    print(f"草稿写在 {path}。补上法律依据再放进知识库；办完在 /unanswered 里删去第 {options.number} 条。")
    return 0
