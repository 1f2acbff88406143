"""What the program says of itself while it runs: what happened and where, never words, accounts or tokens."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

_CHATTY = ("aiosqlite", "alembic", "fontTools", "fpdf", "httpcore", "httpx", "sqlalchemy", "telegram", "uvicorn")
"""They log addresses, which hold the token, and parameters, which hold residents' words."""
_QUOTING = ("telegram.request", "telegram.ext", "asyncio")
"""They quote what they could not read, or name what was handled."""


def set_up(level: str, as_json: bool) -> None:
    """Log to standard error, a line a record."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else Plain("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    quiet()


def quiet() -> None:
    """Whatever the level: let no library say what it was given."""
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _QUOTING:
        logging.getLogger(name).setLevel(logging.CRITICAL)


class Plain(logging.Formatter):
    """As usual, but of an exception only its kind and place: its text may quote somebody."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """Kind and place."""
        return _place(ei)


class JsonLines(logging.Formatter):
    """One JSON object a line: ``at`` (UTC), ``level``, ``from``, ``says``, and ``error`` where there was one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname, "from": record.name, "says": record.getMessage()}
        if record.exc_info:
            line["error"] = _place(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _place(info: object) -> str:
    error = info[1] if isinstance(info, tuple) else None
    if not isinstance(error, BaseException):
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames[-3:]))
