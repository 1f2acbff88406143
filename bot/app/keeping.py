"""The records in another database, or in a file, and back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.opening import database
from bot.clock import local_day, utc_now
from bot.config import Settings
from bot.count import tally
from bot.entries import load
from bot.ledger.backup import mark, marked
from bot.ledger.copying import Progress, copy, sizes, years
from bot.ledger.store import Store
from bot.model import Problem, Refused
from bot.period import period
from bot.secret import clash, keep_secret


@asynccontextmanager
async def _both(source: str, target: str) -> AsyncIterator[tuple[AsyncEngine, AsyncEngine]]:
    first = await database(source)
    try:
        second = await database(target)
        try:
            yield first, second
        finally:
            await second.dispose()
    finally:
        await first.dispose()


async def move(given: Settings, to: str, progress: Progress) -> int:
    """Copy the town's rows to another database and hold both against each other; returns the rows copied.

    Raises :class:`Refused` where the other has other rows of the town, or the figures differ.
    """
    async with _both(given.database_url, to) as (source, target):
        copied = await copy(source, target, given.town.id, progress)
        await _hold(given, source, target)
    return sum(copied.values())


async def _hold(given: Settings, source: AsyncEngine, target: AsyncEngine) -> None:
    town, knowledge = given.town, load(given.knowledge, local_day(utc_now()))
    problems = list[Problem]()
    if await sizes(source, town.id) != await sizes(target, town.id):
        problems.append(Problem("目标数据库", "行数不一样；请停下机器人，再运行一次"))
    for year in await years(source, town.id):
        ours, theirs = [await tally(town.name, period(str(year)), Store(e, town.id, utc_now), knowledge) for e in (source, target)]
        if ours != theirs:
            problems.append(Problem(f"{year}年", "两边报表的数不一样；请停下机器人，再运行一次"))
    if problems:
        raise Refused(tuple(problems))


async def backup(given: Settings, path: Path, progress: Progress) -> int:
    """Write the town's rows and the secret to a new SQLite file while the bot may run; returns the rows.

    Raises :class:`Refused` where there is such a file or it cannot be written.
    """
    draft = path.with_name(f"{path.name}.new")
    try:
        _refuse_to_overwrite(path)
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        async with _both(given.database_url, f"sqlite:///{draft}") as (source, target):
            copied = await copy(source, target, given.town.id, progress)
            await mark(target, given.town.id, given.secret)
        draft.replace(path)
    except OSError as error:
        raise Refused((Problem(str(path), f"写不进去（{error.strerror}）；请换一个能写的文件夹"),)) from error
    finally:
        for left in path.parent.glob(f"{draft.name}*"):
            left.unlink()
    return sum(copied.values())


def _refuse_to_overwrite(path: Path) -> None:
    if path.exists():
        raise Refused((Problem(str(path), "已经有这个文件；请换一个名字，备份不覆盖旧的"),))


async def restore(given: Settings, path: Path, env: Mapping[str, str], root: Path, progress: Progress, *, force: bool) -> int:
    """Put a backup in the place of the town's rows; returns how many there are.

    Raises :class:`Refused` where the file is no backup of this town, or there are rows and not ``force``.
    """
    with tempfile.TemporaryDirectory() as folder:
        # A copy: opening a file changes it, and a backup of an older version gets the new tables.
        copied_file = Path(folder) / "backup.db"
        try:
            shutil.copyfile(path, copied_file)
        except OSError as error:
            raise Refused((Problem(str(path), f"打不开（{error.strerror}）；请检查路径"),)) from error
        async with _both(f"sqlite:///{copied_file}", given.database_url) as (source, target):
            town, secret = await marked(source, str(path))
            _check(given, town, path, clash(env, secret), filled=not force and any((await sizes(target, given.town.id)).values()))
            copied = await copy(source, target, town, progress, replace=True)
            keep_secret(env, root, secret)
            await _hold(given, source, target)
    return sum(copied.values())


def _check(given: Settings, town: str, path: Path, wrong: Problem | None, *, filled: bool) -> None:
    problems = [wrong] if wrong else []
    if town != given.town.id:
        problems.append(Problem(str(path), f"是乡镇 {town} 的备份，town.yaml 是 {given.town.id}；请用自己的备份"))
    elif filled:
        problems.append(Problem("DATABASE_URL", "数据库里已有记录；确实要用备份覆盖，请加 --force"))
    if problems:
        raise Refused(tuple(problems))
