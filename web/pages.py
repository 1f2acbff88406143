"""Draws pages from templates: what they say stands there, in ``web/templates``."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from bot.clock import BEIJING
from bot.desk import Desk
from bot.model import AUDIENCES, Helper

HERE = Path(__file__).parent
STATIC = HERE / "static"
ELDER = "/elder"
"""Under this every page stands once more, in larger type."""
_URGENT = ("110", "120", "119")
"""Numbers that stand on top of every page."""


@dataclass(frozen=True, slots=True)
class Look:
    """Where a request is, and in which of the two sizes it wants its page."""

    plain: str
    """The path before every address of the site: empty, or where the reverse proxy shows it."""
    elder: bool
    """Whether the page is wanted in larger type."""

    @property
    def base(self) -> str:
        """The path before the addresses of pages, which keeps the size."""
        return self.plain + ELDER if self.elder else self.plain


def look(request: Request) -> Look:
    """Where a request is; see :mod:`web.prefix`."""
    root = request.scope.get("root_path", "")
    return Look(root.removesuffix(ELDER), root.endswith(ELDER))


class Pages:
    """The templates, and what all of them know."""

    def __init__(self, url: str | None, desk: Desk) -> None:
        """``url`` is the public address, where somebody has said it."""
        self._url, self._desk = url, desk
        self._env = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._env.globals.update(audiences=AUDIENCES, version=_version(), nonce=nonce)
        self._env.filters.update(tel=tel, clock=clock)

    def address(self, request: Request) -> str:
        """The public address of the site, without a slash at its end."""
        return self._url or f"{request.url.scheme}://{request.url.netloc}{look(request).plain}"

    def show(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        private: bool = False,
        after: BackgroundTask | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """A page.  One that is ``private`` is kept nowhere in the browser; ``after`` runs once it was sent."""
        at = look(request)
        here = values.pop("here", None) or request.url.path[len(request.scope.get("root_path", "")) :] or "/"
        shelf = self._desk.window.shelf
        urgent = [shelf.helpers[number] for number in _URGENT if number in shelf.helpers]
        known = {"at": at, "base": at.base, "here": here, "town": shelf.town, "urgent": urgent, "exit": None, "kept": None}
        html = self._env.get_template(template).render({**known, **values})
        # A page that is kept needs not be asked for again when somebody goes back to it.
        headers = {"cache-control": "no-store" if private else "private, no-cache"}
        return HTMLResponse(html, status, headers, background=after)

    def part(self, template: str, **values: Any) -> Markup:
        """A piece of a page."""
        return Markup(self._env.get_template(template).render(values))  # noqa: S704 - the template escapes what it is given

    def go(self, request: Request, path: str) -> RedirectResponse:
        """Send the browser on to a page of the site, by GET."""
        return RedirectResponse(look(request).base + path, 303, {"cache-control": "no-store"})


def nonce() -> str:
    """A mark for a form, so that the same form sent twice is known: 72 random bits."""
    return secrets.token_urlsafe(9)


def tel(helper: Helper) -> str:
    """What a telephone dials."""
    return (helper.phone or "").replace(" ", "").replace("-", "")


def clock(moment: datetime) -> str:
    """``16:30``, in Beijing."""
    return f"{moment.astimezone(BEIJING):%H:%M}"


def _version() -> str:
    """Changes with the style and the script, so that browsers fetch them anew."""
    parts = [path.read_bytes() for path in sorted(STATIC.iterdir())]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:8]
