"""The residents' site as a test visits it: without scripts, over HTTP, with or without cookies."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from bot.app import Service
from bot.model import Contact
from bot.page import Page
from tests.township import SECRET, YEAR, Clock
from web import site

PHONE = "Mozilla/5.0 (Linux; Android 7.0; M5) AppleWebKit/537.36 Chrome/57.0 Mobile Safari/537.36 MicroMessenger/7.0"
"""An old telephone with WeChat."""


class Visitor:
    """A browser; ``keeps`` tells whether it keeps cookies."""

    def __init__(self, client: httpx.AsyncClient, service: Service, keeps: bool) -> None:
        self.client, self.service, self.keeps = client, service, keeps

    async def go(self, path: str, **headers: str) -> httpx.Response:
        """Open an address and follow where it leads."""
        return await self._sent("GET", path, None, headers)

    async def send(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """Send a form and follow where it leads."""
        return await self._sent("POST", path, fields, headers)

    async def ask(self, words: str, **fields: str) -> httpx.Response:
        """Ask as the form of the home page does; each time the form is a new one."""
        mark = field((await self.go("/")).text, "n")
        return await self.send("/ask", {"n": mark, "q": words, "for": "", **fields})

    async def _sent(self, method: str, path: str, fields: dict[str, str] | None, headers: dict[str, str]) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.client.request(method, path, data=fields, headers=named)
        hops = 0
        while answer.is_redirect:
            hops += 1
            assert hops < 5, "round and round"
            if not self.keeps:
                self.client.cookies.clear()
            answer = await self.client.get(answer.headers["location"], headers=named)
        if not self.keeps:
            self.client.cookies.clear()
        return answer

    async def rows(self) -> list[Contact]:
        """The contact log."""
        return [row async for portion in self.service.store.contacts(YEAR) for row in portion]

    async def figures(self, *keys: str) -> tuple[int | None, ...]:
        """Lines of the year's report; 人次 and people where none are named."""
        lines = {line.key: line.value for line in (await self.service.desk.tally(YEAR)).lines}
        return tuple(lines[key] for key in keys or ("online", "people"))


def field(html: str, name: str) -> str:
    """The value of the first field of that name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no field {name}"
    return found[1]


@asynccontextmanager
async def visiting(service: Service, clock: Clock, keeps: bool = True, address: str = "127.0.0.1", **more: Any) -> AsyncIterator[Visitor]:
    """A browser in front of a site of its own; ``more`` goes to the site."""
    app = site(service.desk, SECRET, clock, more.pop("place", Page()), **more)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://town", headers={"user-agent": PHONE}) as client:
        yield Visitor(client, service, keeps)
