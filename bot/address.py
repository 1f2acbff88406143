"""Where to write to somebody: a chat's number under lock and key, because a database may be copied."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

_REMEMBERED = 4096
"""Chats in memory at most."""


class Addresses:
    """Locks chat numbers with the township's secret (AES-SIV, RFC 5297): without it a row tells no account."""

    def __init__(self, secret: bytes) -> None:
        self._lock = AESSIV(hashlib.sha512(b"address\0" + secret).digest())
        self._sealed = lru_cache(maxsize=_REMEMBERED)(self._seal)

    def seal(self, chat: int) -> str:
        """What may stand in the database, at most 60 characters; the same number always gives the same."""
        return self._sealed(chat)

    def _seal(self, chat: int) -> str:
        return urlsafe_b64encode(self._lock.encrypt(str(chat).encode(), None)).decode()

    def open(self, sealed: str) -> int:
        """The chat's number.  Raises ``InvalidTag`` where it was locked with another secret."""
        return int(self._lock.decrypt(urlsafe_b64decode(sealed), None))
