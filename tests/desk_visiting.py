"""The desk on the web as a test visits it: an admin, a leader or a stranger, without scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from bot.app import Service
from bot.model import Problem
from bot.model.passes import ADMIN as ADMINS
from bot.page import Page
from tests.township import ADMIN, BASE, IDENTITY, SECRET, Clock, town
from tests.visiting import Visitor, field, visiting
from web.desk import Means, desk, link


class AtDesk(Visitor):
    """A browser in front of the desk."""

    async def press(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Send a form as the page at ``page`` holds it, with its mark."""
        mark = field((await self.go(page)).text, "t")
        return await self.send(path, {"t": mark, **fields})


async def nothing_to_reload() -> tuple[Problem, ...]:
    """A reload that finds everything well."""
    return ()


def means(clock: Clock, **more: Any) -> Means:
    """What the desk is given."""
    known: dict[str, Any] = {"secret": SECRET, "place": Page(), "now": clock, "knowledge": BASE, "reload": nothing_to_reload, "town": town}
    return Means(**{**known, **more})


async def new_link(service: Service, clock: Clock, role: str = ADMINS, account: int = ADMIN, *, name: str = "") -> str:
    """A link of an account, or one made on the server for a name."""
    person = IDENTITY.signer(name) if name else IDENTITY.person(account)
    return await link(SECRET, clock(), service.store.passes, role, person, server=bool(name))


@asynccontextmanager
async def at_desk(service: Service, clock: Clock, role: str | None = ADMINS, name: str = "", **more: Any) -> AsyncIterator[AtDesk]:
    """A browser that came in by a link; ``role`` None: a stranger; ``name``: the link was made on the server."""
    given = more.pop("given", {})
    address = more.pop("address", "127.0.0.1")
    async with visiting(service, clock, address=address, more=desk(means(clock, **given)), **more) as made:
        browser = AtDesk(made.client, service, keeps=True)
        if role is not None:
            await come_in(browser, await new_link(service, clock, role, name=name))
        yield browser


async def come_in(browser: AtDesk, path: str) -> httpx.Response:
    """Open a link and press the button."""
    landing = await browser.go(path)
    return await browser.send("/desk/in", {"token": field(landing.text, "token")})


