"""Where the site stands: under a path of a reverse proxy, and in two sizes of type."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from web.pages import ELDER


class Prefix:
    """Tells the pages what comes before their addresses.

    A reverse proxy may pass the path on whole (``/law/q/…``) or cut (``/q/…``).  ``/elder`` before an address is the same page
    in larger type: no cookie is needed to keep the size, and a link that is shared keeps it too.
    """

    def __init__(self, app: ASGIApp, path: str = "", secure: bool = False) -> None:
        """``path`` comes without a slash at its end; ``secure``: the public address is known to be https."""
        self._app, self._path, self._secure = app, path, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its place."""
        if scope["type"] == "http":
            rest: str = scope["path"]
            if self._path and (rest == self._path or rest.startswith(f"{self._path}/")):
                rest = rest[len(self._path) :]
            root = self._path
            if rest == ELDER or rest.startswith(f"{ELDER}/"):
                root, rest = root + ELDER, rest[len(ELDER) :]
            scope = {**scope, "root_path": root, "path": root + (rest or "/")}
            if self._secure:
                scope["scheme"] = "https"
        await self._app(scope, receive, send)


def is_static(scope: Scope) -> bool:
    """Whether a file is asked for that is the same for everybody."""
    return str(scope["path"]).startswith(f"{scope.get('root_path', '')}/static/")
