"""``records``, ``confirm`` and ``correct``: what people recorded, a second person's word for it, and what sets it right."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from bot import app
from bot.clock import local_day, utc_now
from bot.commands.common import Commands, chosen
from bot.config import Settings
from bot.identity import Identity
from bot.importing import cells
from bot.ledger import Ledger
from bot.model import Confirmation, Effects, Mediation, Problem, Recorded, Refused, Session, may_confirm, newest
from bot.period import period

Entry = TypeVar("Entry", bound=Session | Mediation)
_MARK = 8
"""So many characters of a source tell the rows of a town apart."""


def add(commands: Commands) -> None:
    """The commands and their options."""
    listing = commands.add_parser("records", help="列出登记的场次和调解台账，带编码和是否已确认")
    listing.add_argument("period", nargs="?", help="时期，例如 2026Q2；不写就是今年")
    listing.set_defaults(command=_records)
    confirming = commands.add_parser("confirm", help="第二个人确认场次；不写编码就列出待确认的")
    confirming.add_argument("marks", nargs="*", metavar="编码", help="场次的编码，可以写几个")
    confirming.add_argument("--all", action="store_true", help="确认所有待确认的，登记人是自己的除外")
    confirming.add_argument("--by", metavar="姓名", help="谁确认；不能是登记的人。库里只存密钥算出的代号，不存姓名")
    confirming.set_defaults(command=_confirm)
    correcting = commands.add_parser("correct", help="更正或作废一条场次或台账；旧的一条留着")
    correcting.add_argument("mark", metavar="编码", help="要更正的编码")
    correcting.add_argument("--by", required=True, metavar="姓名", help="谁更正")
    correcting.add_argument("--why", required=True, metavar="原因", help="会印在报表里，不写人名")
    correcting.add_argument("--withdraw", action="store_true", help="作废")
    for option, (name, _, _) in _CHANGES.items():
        correcting.add_argument(f"--{option}", metavar=name)
    correcting.set_defaults(command=_correct)


_CHANGES: dict[str, tuple[str, type[Session] | type[Mediation], Callable[[Any], Any]]] = {
    "day": ("日期", Session, cells.day), "headcount": ("人数", Session, cells.number), "sheets": ("资料份数", Session, cells.number),
    "topic": ("主题", Session, cells.named), "campaign": ("活动", Session, cells.named), "first": ("首日", Mediation, cells.day),
    "last": ("末日", Mediation, cells.day), "found": ("排查", Mediation, cells.number), "settled": ("化解", Mediation, cells.number),
}
"""Option and field -> its name, whose it is, how it is read."""


def _records(options: argparse.Namespace) -> int:
    span = period(options.period or str(local_day(utc_now()).year))

    async def listed(ledger: Ledger) -> None:
        waiting = {s.source for s in await ledger.records.sessions(span, confirmed=False)}
        for session in await ledger.records.sessions(span):
            print(f"{_shown(session)}  {'待确认' if session.source in waiting else '已确认'}")
        for line in await ledger.records.mediations(span):
            print(_shown(line))

    return _run(listed)


def _run(work: Callable[[Ledger], Any]) -> int:
    async def with_ledger(given: Settings) -> None:
        async with app.ledger(given) as ledger:
            await work(ledger)

    asyncio.run(with_ledger(chosen()))
    return 0


def _shown(row: Session | Mediation) -> str:
    where = row.village or "全镇"
    if isinstance(row, Mediation):
        return f"{row.source[:_MARK]}  调解 {row.first}至{row.last} {where} 排查{row.found}起 化解{row.settled}起"
    about = " ".join(part for part in (row.venue, row.topic, row.campaign) if part)
    return f"{row.source[:_MARK]}  场次 {row.day} {where} {about} {row.headcount}人 资料{row.sheets}份"


def _confirm(options: argparse.Namespace) -> int:
    if (options.marks or options.all) and not options.by:
        raise Refused((Problem("confirm", "请写上 --by 姓名：谁确认"),))
    identity = Identity(chosen().secret)

    async def confirmed(ledger: Ledger) -> None:
        waiting = await ledger.records.sessions(confirmed=False)
        if not options.marks and not options.all:
            _list_waiting(waiting)
            return
        who = identity.signer(options.by)
        wanted = [s for s in waiting if may_confirm(s, who)] if options.all else _found(waiting, options.marks)
        own = [s for s in wanted if not may_confirm(s, who)]
        if own:
            what = "是同一个人登记的，或登记的人已被忘记；请另一个人确认，或重新登记"
            raise Refused(tuple(Problem(s.source[:_MARK], what) for s in own))
        words = [Confirmation(identity.source("confirmation", s.source), utc_now(), who, s.source) for s in wanted]
        await ledger.settle(Effects(records=[*words]))
        print(f"已确认 {len(words)} 场，共 {sum(s.headcount for s in wanted)} 人次；还有 {len(waiting) - len(words)} 场待确认。")

    return _run(confirmed)


def _list_waiting(waiting: Iterable[Session]) -> None:
    lines = [_shown(session) for session in waiting]
    print("\n".join(lines) if lines else "没有待确认的场次。")
    if lines:
        print("确认：python -m bot confirm 编码 --by 姓名")


def _found(rows: Iterable[Entry], marks: Iterable[str]) -> list[Entry]:
    """The rows whose sources begin with the marks.  Raises :class:`Refused` for every mark that names none or several."""
    there, found, problems = list(rows), list[Entry](), list[Problem]()
    for mark in dict.fromkeys(marks):
        matches = [row for row in there if row.source.startswith(mark)]
        if len(matches) == 1:
            found += matches
        else:
            what = "有几条以它开头；请多写几位" if matches else "没有这一条，或者已经确认、更正过；用 records 列出编码"
            problems.append(Problem(mark, what))
    if problems:
        raise Refused(tuple(problems))
    return found


def _correct(options: argparse.Namespace) -> int:
    identity = Identity(chosen().secret)
    if not options.why.strip():
        raise Refused((Problem("--why", "请写上原因"),))

    async def corrected(ledger: Ledger) -> None:
        old = _standing(await ledger.records.everything(), options.mark)
        changes = _changes(options, old)
        why, at, by = options.why.strip(), utc_now(), identity.signer(options.by)
        marks = {"source": identity.source("correction", old.source, changes), "corrects": old.source, "why": why, "at": at, "by": by}
        row: Session | Mediation = replace(old, **changes, **marks)
        await ledger.settle(Effects(records=[row]))
        print(f"原来：{_shown(old)}\n现在：{'作废' if row.withdrawn else _shown(row)}")
        if isinstance(row, Session) and not row.withdrawn:
            print("更正后的场次要由另一个人确认才计入：python -m bot confirm")

    return _run(corrected)


def _standing(recorded: Recorded, mark: str) -> Session | Mediation:
    rows: list[Session | Mediation] = [*newest(recorded.sessions).values(), *newest(recorded.mediations).values()]
    return _found([row for row in rows if not row.withdrawn], [mark])[0]


def _changes(options: argparse.Namespace, old: Session | Mediation) -> dict[str, Any]:
    """Field -> its new value.  Raises :class:`Refused` with every value that cannot be used."""
    changes, problems = dict[str, Any](), list[Problem]()
    for option, (name, kind, read) in _CHANGES.items():
        value = getattr(options, option)
        if value is None:
            continue
        if not isinstance(old, kind):
            problems.append(Problem(f"--{option}", f"这一条没有{name}"))
            continue
        try:
            changes[option] = read(value)
        except ValueError as error:
            problems.append(Problem(f"--{option}", str(error)))
    if options.withdraw:
        changes["withdrawn"] = True
    if not changes and not problems:
        problems.append(Problem("correct", "没有写要改什么；请写 --headcount 等，或 --withdraw 作废"))
    if problems:
        raise Refused(tuple(problems))
    return changes
