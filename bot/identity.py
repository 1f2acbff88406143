"""Accounts -> keyed hashes, so that no Telegram id stands in the database."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from functools import lru_cache

FIRST_YEAR = 2025
"""No contact is older than this program."""


@lru_cache(maxsize=8)
def _keyed(secret: bytes) -> hmac.HMAC:
    return hmac.new(secret, digestmod="sha256")


@dataclass(frozen=True, slots=True)
class Identity:
    """Hashes of accounts under the township's secret (HMAC-SHA256, RFC 2104, cut to 128 bits)."""

    secret: bytes
    """At least 32 bytes; whoever holds it can test whether a known account stands behind a hash."""

    def _hash(self, *parts: object) -> str:
        message = "\0".join(str(p) for p in parts).encode()
        # Not hmac.digest: it lets another thread in each time, for which this one then waits.
        keyed = _keyed(self.secret).copy()
        keyed.update(message)
        return keyed.hexdigest()[:32]

    def person(self, account: object) -> str:
        """The key under which settings are remembered; says nothing about contacts."""
        return self._hash("person", account)

    def signer(self, name: str) -> str:
        """Somebody at the command line, by the name they sign with."""
        return self._hash("signer", name)

    def pseudonym(self, account: object, year: int) -> str:
        """Who in the contact log: stable within a year, unlinkable across years."""
        return self._hash("contact", year, account)

    def pseudonyms(self, account: object, until: int) -> tuple[str, ...]:
        """Every pseudonym the account has had, to be forgotten."""
        return tuple(self.pseudonym(account, year) for year in range(FIRST_YEAR, until + 1))

    def source(self, *parts: object) -> str:
        """The mark of a message in the contact log, against counting it twice."""
        return self._hash("source", *parts)
