"""A tally as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from bot.model import Paper


def as_json(paper: Paper) -> str:
    """Every field of the tally, days and moments in ISO 8601, and whether it shows everything."""
    said = {**asdict(paper.tally), "internal": paper.internal}
    return json.dumps(said, ensure_ascii=False, indent=2, default=lambda moment: moment.isoformat())
