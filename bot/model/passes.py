"""Who may open the desk on the web, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LINK, SESSION = "link", "session"
"""Kinds of a pass: an address that is used once, and the browser that used it."""
ADMIN, LEADER = "admin", "leader"
"""Roles of a pass: one may act, the other may look at what may be shown to everybody."""


@dataclass(frozen=True, slots=True)
class Pass:
    """A one-time link to the desk, or a browser that came by one; the row goes when it is used, ended or has expired."""

    digest: str
    """SHA-256 of what the link or the cookie holds: whoever reads the table cannot make either."""
    kind: str
    """:data:`LINK` or :data:`SESSION`."""
    role: str
    """:data:`ADMIN` or :data:`LEADER`."""
    person: str
    """Who acts with it: a hash, the same as in conversations or at the command line; of a leader's, who made the link."""
    server: bool
    """Whether it was made at the command line; otherwise it holds only while ``person`` is an admin in town.yaml."""
    expires: datetime
    """Until when, aware, UTC."""
