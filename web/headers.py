"""What every answer of the site carries, so that browsers keep strangers out."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.prefix import is_static

CONTENT_SECURITY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
"""Nothing from other hosts, nothing inline, nobody's frame.  https://www.w3.org/TR/CSP3/"""
_ALWAYS = {
    "content-security-policy": CONTENT_SECURITY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",  # for browsers too old for frame-ancestors
    "referrer-policy": "same-origin",  # the quick exit tells nobody where it comes from
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_STATIC = "public, max-age=31536000, immutable"
"""The address of a static file changes with its content."""


class Headers:
    """Adds them; a page that sets one of its own keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with its headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        static = is_static(scope)

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if static and message["status"] == 200:
                    headers["cache-control"] = _STATIC
            await send(message)

        await self._app(scope, receive, add)
