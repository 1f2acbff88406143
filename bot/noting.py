"""What a visit adds to the contact log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.campaign import running
from bot.clock import local_day
from bot.listen import Listener
from bot.model import Asker, Campaign, Contact
from bot.shelf import Shelf


class Noting(Listener):
    """Listens, and draws up the row that will be written if what it leads to is shown."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime]) -> None:
        """``now`` gives an aware moment."""
        super().__init__(shelf)
        self._now = now

    def campaign(self, asker: Asker) -> Campaign | None:
        """The one that runs today for the asker."""
        return running(self.shelf.campaigns, local_day(self._now()), asker.audience)

    def delivered(self, asker: Asker, entry: str, source: str) -> Contact | None:
        """A card that somebody posted or opened through a link: the card counts, not who did it."""
        known = entry in self.shelf.knowledge.entries
        return replace(self._contact(asker, "delivered", source, entry), pseudonym="", audience=None, village=None) if known else None

    def happened(self, kind: str, source: str, outcome: str, at: datetime, counted: bool) -> Contact:
        """A row about something that happened, with nobody in it."""
        day, version = local_day(at), self.shelf.knowledge.version
        return Contact(at, day, "telegram", kind, source, "", counted, outcome=outcome, knowledge=version)

    def _contact(
        self, asker: Asker, kind: str, source: str, entry: str | None = None, topic: str | None = None, outcome: str | None = None
    ) -> Contact:
        now, campaign = self._now(), self.campaign(asker)
        topic = entry.partition("/")[0] if entry else topic
        return Contact(
            at=now,
            day=local_day(now),
            channel=asker.channel,
            kind=kind,
            source=source,
            pseudonym=asker.pseudonym,
            counted=asker.counted,
            audience=asker.audience,
            village=asker.village,
            on_behalf=asker.on_behalf,
            place=asker.place,
            topic=topic,
            entry=entry,
            outcome=outcome,
            campaign=asker.campaign or (campaign.name if campaign and campaign.about(topic) else None),
            knowledge=self.shelf.knowledge.version,
        )
