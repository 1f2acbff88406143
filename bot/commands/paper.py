"""``paper`` and ``poster``: what is printed, without a chat."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from bot import app
from bot.clock import local_day, utc_now
from bot.commands.common import Commands, chosen
from bot.config import Settings, sources
from bot.flows.paper import of_campaign
from bot.flows.share import LONGEST, SHORTEST, VILLAGE
from bot.links import KINDS, Home, code, of_place
from bot.model import Effects, Entry, File, Place, Problem, Refused
from bot.paper.press import BOOKLET, FORMS, SHEET, Press
from bot.shelf import Shelf
from bot.town import Town

_COMMAND_LINE = "command-line"
"""Stands as the one who entered a place."""


def add(commands: Commands) -> None:
    """Both commands and their options."""
    paper = commands.add_parser("paper", help="把一个条目做成大字单页、大喇叭稿或微信文字，把一个主题做成小册子")
    paper.add_argument("what", metavar="条目或主题", help="主题/名字、主题（编号或名称），或 town.yaml 里的宣传活动")
    paper.add_argument("--form", choices=[*FORMS, BOOKLET], help="sheet 大字单页，speaker 大喇叭稿，wechat 微信文字，booklet 小册子")
    paper.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")
    paper.set_defaults(command=_paper)
    poster = commands.add_parser("poster", help="做一个地点的海报和二维码")
    poster.add_argument("place", metavar="地点", help="村名，或学校、集市、活动的名字")
    poster.add_argument("--kind", choices=KINDS, help="village 村，school 学校，market 集市，event 活动；村名可以不写")
    poster.add_argument("--campaign", metavar="活动", help="town.yaml 里的宣传活动")
    poster.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")
    poster.set_defaults(command=_poster)


def _paper(options: argparse.Namespace) -> int:
    given = sources(os.environ, Path.cwd())
    town, shelf = given.town, app.shelf(given.knowledge, given.town)
    press = _press(shelf, town)
    entry = shelf.knowledge.entries.get(options.what)
    if entry is not None:
        if options.form == BOOKLET:
            raise Refused((Problem("--form", "一个条目做不成小册子；请写主题，或改用 sheet"),))
        return _written([press.entry(options.form or SHEET, entry)], options.out)
    about, entries = _many(options.what, shelf, town)
    if options.form in (None, BOOKLET):
        return _written([press.booklet(about, entries)], options.out)
    return _written([press.entry(options.form, e) for e in entries], options.out)


def _many(what: str, shelf: Shelf, town: Town) -> tuple[str, Sequence[Entry]]:
    """A topic's or a campaign's name and entries.  Raises :class:`Refused` where it is neither."""
    base = shelf.knowledge
    for topic in base.topics.values():
        if what in (topic.id, topic.name) and (entries := base.of_topic(topic.id)):
            return topic.name, entries
    for campaign in town.campaigns:
        if what == campaign.name and (chosen_ones := of_campaign(shelf, campaign)):
            return campaign.name, chosen_ones
    raise Refused((Problem(what, "没有这个条目、主题或活动；请写成 wages/unpaid-wages 或“讨薪”的样子"),))


def _poster(options: argparse.Namespace) -> int:
    given = chosen()
    town = given.town
    kind = _kind(options, town)
    where = code(kind, options.place)
    press = _press(app.shelf(given.knowledge, town), town)
    parameter = of_place(where, options.campaign)
    made = [press.poster(options.place, options.campaign, parameter), press.code(options.place, parameter)]
    if kind != VILLAGE:
        asyncio.run(_enter(given, Place(where, utc_now(), _COMMAND_LINE, kind, options.place)))
    print(press.home.link(parameter))
    return _written([file for file in made if file], options.out)


def _kind(options: argparse.Namespace, town: Town) -> str:
    """What the place is.  Raises :class:`Refused` with all that is wrong with the options."""
    kind: str = options.kind or (VILLAGE if options.place in town.villages else "")
    problems = list[Problem]()
    if town.bot is None:
        problems.append(Problem("town.yaml", "bot：还没有填；请写上机器人的用户名，不带@"))
    if not kind or (kind == VILLAGE and options.place not in town.villages):
        what = "不是 town.yaml 里的村；请改正，或用 --kind 写明是 school、market 还是 event"
        problems.append(Problem(options.place, what))
    if not SHORTEST <= len(options.place) <= LONGEST:
        problems.append(Problem(options.place, f"地点要写 {SHORTEST} 到 {LONGEST} 个字；请改写"))
    if options.campaign and options.campaign not in {c.name for c in town.campaigns}:
        problems.append(Problem("--campaign", f"town.yaml 里没有活动“{options.campaign}”；请改正"))
    if problems:
        raise Refused(tuple(problems))
    return kind


async def _enter(given: Settings, place: Place) -> None:
    """Remember what the code stands for, so that whoever scans it is counted for the place."""
    async with app.ledger(given) as ledger:
        await ledger.settle(Effects(records=[place]))


def _press(shelf: Shelf, town: Town) -> Press:
    return Press(lambda: shelf, lambda: local_day(utc_now()), Home(town.bot))


def _written(files: Sequence[File], folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            (folder / file.name).write_bytes(file.content)
            print(folder / file.name)
    except OSError as error:
        raise Refused((Problem(str(folder), f"写不进去（{error.strerror}）；请换一个文件夹"),)) from error
    return 0
