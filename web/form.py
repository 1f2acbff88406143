"""Reads a small form."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

LARGEST = 16_384
"""Bytes of a form at most: 1,000 Chinese characters as browsers write them are 9,000."""
_SECONDS = 15
"""A form that takes longer to arrive is not one that a person sent."""
_FIELDS = 10


async def form(request: Request) -> Mapping[str, str]:
    """The fields of a form.  Raises :class:`HTTPException` for what is none, too large, too slow or from another site."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise HTTPException(403)
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415)
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST:
                    raise HTTPException(413)
    except (TimeoutError, ClientDisconnect) as error:
        raise HTTPException(408) from error
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError as error:
        raise HTTPException(400) from error
