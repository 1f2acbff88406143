"""Reads a form that carries a file, and keeps files that were looked through until they are brought in."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

from bot.importing.workbook import LARGEST

_BESIDE = 65_536
"""Bytes of a form beside its file."""
_SECONDS, _FIELDS, _NAME = 120, 10, 80
_KEPT, _MOST = timedelta(minutes=15), 10
"""How long a file waits to be brought in, and how many wait at most: 10 MB each."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sent it."""

    name: str
    """What the browser calls it: for people, never for a path."""
    content: bytes
    """What is in it."""


async def upload(request: Request) -> Mapping[str, Any]:
    """The fields of a form with files, as text or :class:`Upload`.

    Raises :class:`HTTPException` for what is none, too large or too slow.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415)
    limited = Request(request.scope, _no_more_than(LARGEST + _BESIDE, request.receive))
    try:
        async with asyncio.timeout(_SECONDS), limited.form(max_files=1, max_fields=_FIELDS, max_part_size=_BESIDE) as form:
            return {name: await _read(value) for name, value in form.items()}
    except (TimeoutError, ClientDisconnect) as error:
        raise HTTPException(408) from error


async def _read(value: UploadFile | str) -> Upload | str:
    return value if isinstance(value, str) else Upload((value.filename or "")[-_NAME:], await value.read())


def _no_more_than(most: int, receive: Receive) -> Receive:
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise HTTPException(413)
        return message

    return counted


Kept = tuple[Upload, str, str]
"""A file, the kind of sheet that it is said to be, and why it corrects."""


class Uploads:
    """Files that were found good, in memory alone."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kept: OrderedDict[str, tuple[str, datetime, Kept]] = OrderedDict()

    def keep(self, owner: str, file: Kept) -> str:
        """Keep one for a browser, and return its key."""
        key = secrets.token_urlsafe(9)
        self._kept[key] = (owner, self._now(), file)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return key

    def take(self, owner: str, key: str) -> Kept | None:
        """The file, once and for its owner; None where it waited too long."""
        mine, since, file = self._kept.get(key, ("", self._now(), None))
        if mine != owner:
            return None
        del self._kept[key]
        return file if self._now() - since <= _KEPT else None
