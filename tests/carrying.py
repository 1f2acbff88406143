"""A volunteer on the roster, as the tests of what volunteers carry need one."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.model import Binding, Effects, Member, Words
from tests.township import IDENTITY, NOW, Bot, stock

VOLUNTEER, RESIDENT = 77, 7
"""Accounts."""
NO_ROLE = "要法律明白人或司法所的人来办"
NAME = "王明白"


def member(number: int = 1, **more: Any) -> Member:
    """Somebody on the roster since last year."""
    known = {"source": f"m{number}", "at": NOW, "by": "a", "name": NAME, "village": "西坡村", "since": date(2025, 3, 1)}
    return Member(**{**known, **more})


async def enlist(bot: Bot, *accounts: int) -> None:
    """Put the accounts' owners on the roster and bind their accounts."""
    rows = [member(n, name=f"{NAME}{n}" if n else NAME) for n in range(len(accounts))]
    bound = [
        Binding(source=f"b{n}", at=NOW, by=IDENTITY.person(account), member=f"m{n}", invite=f"i{n}")
        for n, account in enumerate(accounts)
    ]
    await bot.service.desk.settle(Effects(records=[*rows, *bound]))


async def dismiss(bot: Bot, number: int = 0) -> None:
    """Take somebody off the roster, as of yesterday."""
    left = member(99, name=NAME, corrects=f"m{number}", until=date(2026, 11, 24), why="不再担任")
    await bot.service.desk.settle(Effects(records=[left]))


def said() -> Words:
    """What is said in conversations."""
    return stock().knowledge.words
