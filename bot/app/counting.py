"""Figures for commands that answer nobody: of the town, or of every town in its database."""

from __future__ import annotations

from bot import count
from bot.app.opening import database
from bot.clock import local_day, utc_now
from bot.config import Settings
from bot.entries import load
from bot.hide import for_the_office, nests, published
from bot.ledger.store import Store
from bot.ledger.towns import towns
from bot.model import Knowledge, Paper, Period, Problem, Refused, Tally


async def tally(settings: Settings, span: Period, knowledge: Knowledge | None = None) -> Tally:
    """The town's figures.  Raises :class:`Refused` when knowledge or database cannot be used."""
    return (await _tallies(settings, span, {settings.town.id: settings.town.name}, knowledge))[0]


async def tally_of_county(settings: Settings, span: Period, knowledge: Knowledge | None = None) -> Tally:
    """The sum of all towns that share the database; their names stand in town.yaml under ``towns``."""
    return count.tally_of_county(settings.town.county, await _tallies(settings, span, None, knowledge))


async def paper(settings: Settings, span: Period, *, county: bool, internal: bool) -> Paper:
    """Those figures as they may be shown: to everybody, or in the office only."""
    knowledge = _knowledge(settings)
    counted = await (tally_of_county if county else tally)(settings, span, knowledge)
    return for_the_office(counted) if internal else published(counted, nests(knowledge))


def _knowledge(settings: Settings) -> Knowledge:
    return load(settings.knowledge, local_day(utc_now()))


async def _tallies(
    settings: Settings, span: Period, wanted: dict[str, str] | None, knowledge: Knowledge | None
) -> list[Tally]:
    own, knowledge = settings.town, knowledge or _knowledge(settings)
    engine = await database(settings.database_url)
    try:
        names = wanted or {town: own.name if town == own.id else own.towns.get(town, town) for town in await towns(engine)}
        if not names:
            raise Refused((Problem("--county", "数据库里还没有一个乡镇的记录；请核对 DATABASE_URL"),))
        return [await count.tally(name, span, Store(engine, town, utc_now), knowledge) for town, name in names.items()]
    finally:
        await engine.dispose()
