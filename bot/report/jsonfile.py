"""A tally as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from bot.model import Tally


def as_json(tally: Tally) -> str:
    """Every field of the tally; days and moments in ISO 8601."""
    return json.dumps(asdict(tally), ensure_ascii=False, indent=2, default=lambda moment: moment.isoformat())
