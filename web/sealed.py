"""What goes out into a browser and must come back as it was: signed, not secret."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, Signer, URLSafeSerializer

from bot.model import Found, Outcome

FRESH = timedelta(hours=1)
"""How long an answer that was asked for may be recorded as such."""
_LETTERS = {outcome.value[0]: outcome for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer on its way to being shown: what was found, for whom, under which mark."""

    mark: str
    """The mark of the question in the contact log."""
    found: Found
    """What the words were understood as; the words themselves stay behind."""
    audience: str | None
    """The audience chosen with the question; empty for none; None: nothing was chosen."""
    visitor: str
    """The tag of the visitor it was made for."""
    fresh: bool = True
    """Whether it was made so lately that showing it is part of the asking."""


class Seals:
    """Signs under keys derived from the township's secret: HMAC-SHA256, a salt of its own for each use."""

    def __init__(self, secret: bytes, now: Callable[[], datetime]) -> None:
        self._now = now
        self._asked = URLSafeSerializer(
            secret, salt="web.asked", signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
        )
        self._cookie = Signer(secret, salt="web.cookie", key_derivation="hmac", digest_method=hashlib.sha256)

    def new_visitor(self) -> str:
        """A name for a browser: 128 random bits."""
        return secrets.token_urlsafe(16)

    def cookie(self, visitor: str) -> str:
        """The value of the cookie that holds ``visitor``."""
        return self._cookie.sign(visitor).decode()

    def visitor(self, cookie: str) -> str | None:
        """Whom a cookie names; None for one that was not made here."""
        try:
            return self._cookie.unsign(cookie).decode()
        except BadData:
            return None

    def tag(self, visitor: str) -> str:
        """Enough of ``visitor`` to know the cookie again, too little to make one."""
        return hashlib.sha256(visitor.encode()).hexdigest()[:8]

    def close(self, asked: Asked) -> str:
        """``asked`` as it stands in an address, with the moment of its making."""
        f, made = asked.found, int(self._now().timestamp())
        parts = (made, asked.mark, f.outcome.value[0], f.entries, f.topics, f.emergency, asked.audience, asked.visitor)
        return str(self._asked.dumps(parts))

    def opened(self, token: str) -> Asked | None:
        """What an address holds; None for one that was not made here."""
        try:
            made, mark, letter, entries, topics, danger, audience, visitor = self._asked.loads(token)
        except BadData:
            return None
        found = Found(_LETTERS[letter], tuple(entries), tuple(topics), danger, ())
        fresh = self._now().timestamp() - made <= FRESH.total_seconds()
        return Asked(mark, found, audience, visitor, fresh)
