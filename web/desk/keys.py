"""What opens the desk: links, cookies, and the mark that each form carries back."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from itsdangerous import BadData, Signer

from bot.model.passes import LINK, SESSION

LASTS = {LINK: timedelta(minutes=15), SESSION: timedelta(hours=8)}
"""How long a link may be used, and how long a browser that used it stays: a working day."""
_BYTES = 24
"""Random bytes of each."""


class Keys:
    """Makes and knows them: 192 random bits and a signature, so that a guess is refused before the database is asked."""

    def __init__(self, secret: bytes) -> None:
        """``secret`` is the township's; each use has a salt of its own."""
        self._signers = {
            use: Signer(secret, salt=f"desk.{use}", key_derivation="hmac", digest_method=hashlib.sha256) for use in (LINK, SESSION, "form")
        }

    def new(self, kind: str) -> tuple[str, str]:
        """A token for the outside, and its digest for the database."""
        said = secrets.token_urlsafe(_BYTES)
        return self._signers[kind].sign(said).decode(), _digest(said)

    def digest(self, token: str, kind: str) -> str | None:
        """The digest of a token; None for one that was not made here, or for another use."""
        try:
            return _digest(self._signers[kind].unsign(token).decode())
        except (BadData, UnicodeError):
            return None

    def mark(self, session: str) -> str:
        """What the forms of a browser carry; ``session`` is the digest of its pass."""
        return self._signers["form"].get_signature(session).decode()

    def is_mark(self, given: str, session: str) -> bool:
        """Whether a form was drawn for this browser."""
        return hmac.compare_digest(given.encode(), self.mark(session).encode())


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()
