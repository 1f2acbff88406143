"""What is remembered of people: read together, and on SQLite kept in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.model import Effects, Person

_REMEMBERED = 20_000
"""People in memory at most: more than most townships have."""


class People:
    """Whoever is asked for while a query is on its way shares the next one."""

    def __init__(self, engine: AsyncEngine, town: str) -> None:
        self._engine, self._town = engine, town
        self._alone = engine.dialect.name == "sqlite"
        """Whether nobody else writes: a PostgreSQL may serve several programs, so that it must be asked each time."""
        self._known: dict[str, Person] = {}
        self._whole: bool | None = None
        """Whether everybody on disk is in memory; None: nobody has looked yet."""
        self._wanted: dict[str, asyncio.Future[Person]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def read(self, who: str) -> Person:
        """What is remembered of a person.  Raises SQLAlchemy's errors when it cannot be read."""
        if who in self._known:
            return self._known[who]
        if self._whole:
            return Person()
        if who not in self._wanted:
            self._wanted[who] = asyncio.get_running_loop().create_future()
        answer = self._wanted[who]
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_all())
        return await asyncio.shield(answer)

    async def _read_all(self) -> None:
        try:
            while self._wanted:
                wanted, self._wanted = self._wanted, {}
                await self._answer(wanted)
        finally:
            self._reading = None

    async def _answer(self, wanted: Mapping[str, asyncio.Future[Person]]) -> None:
        try:
            if self._alone and self._whole is None:
                await self._read_whole()
            found = {} if self._whole else await self._query(tables.people.c.person.in_(wanted))
        except SQLAlchemyError as error:
            for answer in wanted.values():
                answer.set_exception(error)
        else:
            for who, answer in wanted.items():
                person = self._known.get(who) or found.get(who, Person())
                if self._alone:
                    self._keep(who, person)
                answer.set_result(person)

    async def _read_whole(self) -> None:
        """Take everybody into memory at once, unless they are too many."""
        everybody = await self._query(true(), _REMEMBERED + 1)
        self._whole = len(everybody) <= _REMEMBERED
        if self._whole:
            self._known = {**everybody, **self._known}

    async def _query(self, whom: ColumnElement[bool], most: int | None = None) -> Mapping[str, Person]:
        t = tables.people.c
        query = select(t.person, t.audience, t.village, t.menu, t.flow, t.place, t.campaign)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query.where(t.town == self._town, whom).limit(most))).all()
        return {r.person: Person(r.audience, r.village, tuple(json.loads(r.menu)), r.flow, r.place, r.campaign) for r in rows}

    def remember(self, who: str, known: Person, effects: Effects) -> None:
        """Keep in memory what ``effects`` have just made of ``known`` on disk."""
        if not self._alone:
            return
        menu = known.menu if effects.menu is None else effects.menu
        audience = known.audience if effects.audience is None else effects.audience or None
        village = known.village if effects.village is None else effects.village or None
        flow = known.flow if effects.flow is None else effects.flow
        place = known.place if effects.place is None else effects.place or None
        campaign = known.campaign if effects.campaign is None else effects.campaign or None
        self._keep(who, Person() if effects.forget else Person(audience, village, menu, flow, place, campaign))

    def _keep(self, who: str, person: Person) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
            self._whole = False
        self._known[who] = person
