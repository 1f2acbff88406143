"""Holds back who asks far more than a person can read."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from web.prefix import is_static

BURST = 240
"""Requests at once from one address: a classroom behind one line."""
A_SECOND = 8.0
"""Requests a second from one address over time."""
_MOST = 10_000
"""Addresses in memory at most."""


class Floods:
    """A bucket of requests for each address (token bucket).

    Only a hash of the address under a key that lives as long as the process stands in memory, and only until its bucket is
    full again; nothing is written.  This machine's own addresses have no bucket: they stand for a reverse proxy that does
    not say whom it speaks for.
    """

    def __init__(self, app: ASGIApp, refuse: ASGIApp, clock: Callable[[], float]) -> None:
        """``refuse`` answers whoever has to wait; ``clock`` tells seconds."""
        self._app, self._refuse, self._clock = app, refuse, clock
        self._key = secrets.token_bytes(16)
        self._buckets: dict[bytes, tuple[float, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and not is_static(scope) and not self._may(scope):
            await self._refuse(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _may(self, scope: Scope) -> bool:
        key = self._whose(scope)
        if key is None:
            return True
        now = self._clock()
        left, since = self._buckets.get(key, (float(BURST), now))
        left = min(left + max(now - since, 0.0) * A_SECOND, float(BURST))
        if len(self._buckets) >= _MOST:
            self._forget(now)
        self._buckets[key] = max(left - 1.0, 0.0), now
        return left >= 1.0

    def _whose(self, scope: Scope) -> bytes | None:
        said = scope["client"][0] if scope.get("client") else ""
        try:
            address = None if said in ("", "127.0.0.1", "::1") else ip_address(said)
        except ValueError:
            return None
        if address is None or address.is_loopback:
            return None
        # A household has a whole /64 of the newer addresses.
        packed = address.packed[:8] if isinstance(address, IPv6Address) else address.packed
        return hashlib.blake2b(packed, key=self._key, digest_size=8).digest()

    def _forget(self, now: float) -> None:
        full = [key for key, (left, since) in self._buckets.items() if left + (now - since) * A_SECOND >= BURST]
        for key in full or list(self._buckets):
            del self._buckets[key]
