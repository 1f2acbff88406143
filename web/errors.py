"""Whatever breaks, the visitor reads what to do now; the log holds what kind of error it was and where, no words."""

from __future__ import annotations

import logging
import traceback

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.pages import Pages
from web.room import Room

LOG = logging.getLogger(__name__)
_SAID = {
    400: "这张表单没看懂，请回到首页再问一次。",
    403: "这张表单不是从我们的网页发来的，没有收。",
    404: "没有这一页。可能是网址不全，或者这张卡片所引的法律已经改了、不再展示。",
    405: "这个地址不能直接打开，请从首页开始。",
    408: "网络太慢，话没有送到，请再按一次。",
    413: "写得太长了，请用一两句话说。",
    415: "这张表单没看懂，请回到首页再问一次。",
}


def said(room: Room, request: Request, error: Exception) -> Response:
    """A page for an address that is none or a form that is none."""
    assert isinstance(error, HTTPException)
    lines = [_SAID.get(error.status_code, room.base.notices.failed)]
    response = room.pages.show(request, "notice.html", status=error.status_code, title="没有办成", lines=lines, here="/")
    response.headers.update(error.headers or {})
    return response


def failed(room: Room, request: Request, _: Exception) -> Response:
    """A page for what should not have happened."""
    return room.pages.show(request, "notice.html", status=500, title="出了点问题", lines=[room.base.notices.failed], here="/")


def held_back(pages: Pages) -> ASGIApp:
    """Answers whoever asks too much too fast."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        lines = ["您这条线路问得太快太多，请等半分钟再试。", "急事请打110，问法律打12348。"]
        response = pages.show(Request(scope), "notice.html", status=429, title="请等一等", lines=lines, here="/")
        response.headers["retry-after"] = "30"
        await response(scope, receive, send)

    return refuse


class Quiet:
    """Ends whatever got past the pages; the server would write an error's text to the log, and that may quote a visitor."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        begun = False

        async def watched(message: dict[str, object]) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)  # type: ignore[arg-type]  # a message is a mapping either way
        except Exception as error:  # noqa: BLE001 - the web's counterpart of handlers/errors.py: anything may arrive
            where = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(traceback.extract_tb(error.__traceback__)[-3:]))
            LOG.error("failed: %s at %s", type(error).__name__, where)
            if not begun and scope["type"] == "http":
                await PlainTextResponse("出了点问题；急事请打110，问法律打12348。", 500)(scope, receive, send)
