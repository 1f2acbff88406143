"""Where the residents' page stands: environment -> Page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from urllib.parse import urlsplit

from bot.model import Problem

_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")


@dataclass(frozen=True, slots=True)
class Page:
    """Where the residents' page is served, as far as somebody has said so."""

    on: bool | None = None
    """Whether it is served; None: nobody said, it is where Telegram is not."""
    port: int | None = None
    """Port it listens on; None: that of the webhook."""
    path: str = ""
    """The path under which a reverse proxy shows it, without a slash at its end: ``/law``."""
    url: str | None = None
    """Its public address, for links and QR codes, without a slash at its end; None: as the visitor's browser says it."""
    proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""


def page(env: Mapping[str, str]) -> Page:
    """What the environment says of the page, once :func:`wrong` has found nothing."""
    get = {k: v.strip() for k, v in env.items() if v.strip()}.get
    port, url, said = get("WEB_PORT"), get("WEB_URL"), get("WEB")
    on = said.lower() == "on" if said else True if port else None
    path = get("WEB_PATH", urlsplit(url or "").path).rstrip("/")
    return Page(on, int(port) if port else None, path, url.rstrip("/") if url else None, _listed(get("WEB_PROXY", "")))


def wrong(env: Mapping[str, str]) -> Iterator[Problem]:
    """Everything in the environment that says nothing sensible of the page."""
    said, port, url, path = (env.get(name, "").strip() for name in ("WEB", "WEB_PORT", "WEB_URL", "WEB_PATH"))
    if said.lower() not in ("", "on", "off"):
        yield Problem("WEB", f"“{said}”不认识；请写 on 或 off")
    if port and not (port.isdecimal() and 0 < int(port) < 65536):
        yield Problem("WEB_PORT", f"“{port}”不是端口；请写 1 到 65535 的数")
    elif port and env.get("WEBHOOK_URL", "").strip() and port != (env.get("PORT", "").strip() or "8080"):
        yield Problem("WEB_PORT", "收消息的网址和网页共用一个端口；请和 PORT 写成一样，或者不写")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc or "?" in url or "#" in url):
        yield Problem("WEB_URL", "不像网址；请写成 https://网站名/路径 的样子")
    if not _PATH.fullmatch(path):
        yield Problem("WEB_PATH", f"“{path}”不像路径；请写成 /law 的样子")
    elif url and path and urlsplit(url).path.rstrip("/") != path.rstrip("/"):
        yield Problem("WEB_PATH", "和 WEB_URL 里的路径不一样；请改成一样，或者只写 WEB_URL")
    for proxy in _listed(env.get("WEB_PROXY", "")):
        try:
            ip_network(proxy)
        except ValueError:
            yield Problem("WEB_PROXY", f"“{proxy}”不是地址；请写反向代理的地址，如 127.0.0.1，几个用逗号隔开")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
