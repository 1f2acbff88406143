"""Whether this machine itself asks, and no proxy for somebody else."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

_HERE = ("127.0.0.1", "::1")
_NAMES = (*_HERE, "localhost", "[::1]")
_PASSED_ON = {b"x-forwarded-for", b"x-forwarded-host", b"forwarded", b"via"}
"""Headers of which one at least is there where somebody else is spoken for."""


def near(scope: MutableMapping[str, Any]) -> bool:
    """Whether the request of an ASGI scope was made on this machine, to an address of this machine."""
    headers = dict(scope.get("headers", ()))
    host = headers.get(b"host", b"").decode("latin-1")
    name = host if host in _NAMES else host.rpartition(":")[0]
    client = scope.get("client")
    return client is not None and client[0] in _HERE and name in _NAMES and not _PASSED_ON & headers.keys()
