"""What leads the home page: the campaign that runs today, with entries of its topics."""

from __future__ import annotations

from bot.campaign import running
from bot.desk import Desk
from web.room import Season

_OFFERED = 3
"""Cards under it."""


def season(desk: Desk) -> Season | None:
    """Today's campaign of town.yaml, None where none runs; the cards come from its topics in turn, one of each first."""
    shelf = desk.window.shelf
    campaign = running(shelf.campaigns, desk.today())
    if campaign is None:
        return None
    base = shelf.knowledge
    topics = [topic for topic in base.topics if campaign.about(topic)]
    firsts = [base.of_topic(topic) for topic in topics]
    rounds = (entries[n] for n in range(_OFFERED) for entries in firsts if n < len(entries))
    offered = tuple(entry.id for entry, _ in zip(rounds, range(_OFFERED), strict=False))
    return Season(campaign.name, base.words.quiz.page.replace("{campaign}", campaign.name), offered)
