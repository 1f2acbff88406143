"""A session that is being recorded: what is known of it so far, what an answer means, how it reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from bot.campaign import running
from bot.flows.fill import fill
from bot.model import Campaign, Session, SessionWords

STEPS = ("day", "village", "venue", "topic", "headcount", "sheets")
"""What is asked, in this order."""
EVERYWHERE = ""
"""The village of a session of the whole township."""
_MOST = 99_999
"""More people or sheets than any session of a township sees."""
_LONGEST = 40
"""Characters of a topic in words."""
_DAY = re.compile(r"(?:(20\d\d)[-年./])?(\d{1,2})[-月./](\d{1,2})日?")
_COUNT = re.compile(r"(\d{1,6})\s*[人份]?")


class Future(ValueError):
    """A day that is still to come, or longer ago than a year."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been said so far; None: not yet."""

    day: str | None = None
    """In ISO form."""
    village: str | None = None
    """A village, or :data:`EVERYWHERE`."""
    venue: str | None = None
    """One of the township's venues."""
    topic: str | None = None
    """A key of topics.yaml, or words."""
    headcount: int | None = None
    """People who were there."""
    sheets: int | None = None
    """Sheets handed out."""
    asked: str = ""
    """The step that waits for an answer; empty: the summary is shown."""
    corrects: str | None = None
    """The source of the session that is being changed."""
    outside: bool = False
    """Whether it is not to count for the campaign of its day."""

    def next(self) -> str:
        """The first step without an answer, empty when there is none."""
        return next((step for step in STEPS if getattr(self, step) is None), "")

    def dump(self) -> str:
        """As the state of a conversation."""
        return json.dumps({k: v for k, v in asdict(self).items() if v is not None}, ensure_ascii=False)

    @staticmethod
    def load(state: str) -> Draft:
        """The reverse of :meth:`dump`."""
        return Draft(**json.loads(state))

    @staticmethod
    def of(session: Session) -> Draft:
        """To change a session that was recorded."""
        known = {step: getattr(session, step) for step in STEPS}
        known |= {"day": session.day.isoformat(), "village": session.village or EVERYWHERE}
        return Draft(**known, corrects=session.source, outside=session.campaign is None)


@dataclass(frozen=True, slots=True)
class Form:
    """What the answers may be."""

    villages: Sequence[str]
    """Of the township."""
    venues: Sequence[str]
    """Of the township."""
    topics: Callable[[], Mapping[str, str]]
    """Topic id -> its name."""
    campaigns: Sequence[Campaign]
    """Of the township."""

    def campaign(self, draft: Draft) -> str | None:
        """The campaign that the session belongs to."""
        if draft.outside or draft.day is None:
            return None
        found = running(self.campaigns, date.fromisoformat(draft.day))
        return found.name if found and found.about(draft.topic) else None

    def read(self, step: str, said: str, today: date, words: SessionWords) -> str | int | None:
        """What was typed as an answer to a step; None where it is none.  Raises :class:`Future`."""
        said = said.strip()
        if step == "day":
            return _day(said, today, words)
        if step == "village":
            named = (v for v in self.villages if said in (v, v.removesuffix("村")))
            return EVERYWHERE if said == words.everywhere else next(named, None)
        if step == "venue":
            return said if said in self.venues else None
        if step == "topic":
            key = next((k for k, name in self.topics().items() if said == name), said)
            return key if 0 < len(said) <= _LONGEST and not said.isdecimal() else None
        number = _COUNT.fullmatch(said)
        return int(number[1]) if number and int(number[1]) <= _MOST and (step == "sheets" or int(number[1])) else None

    def line(self, draft: Draft, words: SessionWords) -> str:
        """It on one line."""
        day = date.fromisoformat(draft.day) if draft.day else date.min
        known = {"village": draft.village or words.everywhere, "venue": draft.venue, "headcount": draft.headcount, "sheets": draft.sheets}
        topic = self.topics().get(draft.topic or "", draft.topic)
        shown = fill(words.line, day=f"{day.year}年{day.month}月{day.day}日", topic=topic, **known)
        campaign = self.campaign(draft)
        return shown + fill(words.in_campaign, campaign=campaign) if campaign else shown


def _day(said: str, today: date, words: SessionWords) -> str | None:
    near = {words.today: 0, words.yesterday: 1}
    if said in near:
        return (today - timedelta(days=near[said])).isoformat()
    read = _DAY.fullmatch(said)
    if read is None:
        return None
    month, day = int(read[2]), int(read[3])
    try:
        found = date(int(read[1] or today.year), month, day)
        # In January 12-28 is a day of last year.
        found = found.replace(year=found.year - 1) if not read[1] and found > today and today.month == 1 else found
    except ValueError:
        return None
    if not today - timedelta(days=366) <= found <= today:
        raise Future(said)
    return found.isoformat()


def answered(draft: Draft, step: str, value: str | int) -> Draft:
    """The draft with one answer more."""
    changed: Mapping[str, str | int] = {step: value}
    return replace(draft, **changed)  # type: ignore[arg-type]  # the steps are its fields
