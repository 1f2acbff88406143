"""What counts of the records that people made: confirmed sessions, the roster on the last day, mediations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from bot.clock import local_day
from bot.model import Correction, Mediation, Member, Period, Recorded, Session, newest

_SAID: Mapping[str, str] = {
    "day": "日期", "headcount": "人数", "sheets": "资料份数", "village": "村", "venue": "场所", "topic": "主题", "campaign": "活动",
    "first": "首日", "last": "末日", "found": "排查", "settled": "化解", "since": "入册", "until": "离册", "name": "姓名",
}
_NOT_HASHED = {"source", "by", "corrects"}
"""Who recorded it may be forgotten; how rows are marked says nothing of what happened."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the records say of a period."""

    sessions: tuple[Session, ...]
    """Confirmed ones, in the order of their days."""
    waiting: int
    """Sessions of the period that nobody has confirmed."""
    any_session: bool
    """Whether one was recorded at all, confirmed or not."""
    members: int | None
    """On the roster on the last day; None: there is no roster."""
    mediations: tuple[Mediation, ...]
    """Lines of the ledger that lie within the period."""
    across: int
    """Lines that reach beyond it, so that the period's share cannot be told."""
    corrections: tuple[Correction, ...]
    """Corrections of what lies in the period, in the order in which they were made."""
    rows: int
    """How many rows all of this was read from."""
    hash: str
    """SHA-256 over them."""


def kept(recorded: Recorded, period: Period) -> Kept:
    """What counts in a period."""
    confirmed = {word.session for word in recorded.confirmations}
    sessions = [s for s in newest(recorded.sessions).values() if not s.withdrawn and _within(s, period)]
    counted = sorted((s for s in sessions if s.source in confirmed), key=lambda s: (s.day, s.village or ""))
    lines = [m for m in newest(recorded.mediations).values() if not m.withdrawn and _within(m, period)]
    inside = [m for m in lines if m.first >= period.first and m.last <= period.last]
    members = [m for m in newest(recorded.roster).values() if m.on(period.last)]
    told = [*_touching(recorded.sessions, period), *_touching(recorded.mediations, period)]
    marks = [_fingerprint(row, isinstance(row, Session) and row.source in confirmed) for row in told]
    marks += sorted("\x1f".join((m.village or "", m.name, str(m.since))) for m in members)
    return Kept(
        sessions=tuple(counted),
        waiting=len(sessions) - len(counted),
        any_session=any(isinstance(row, Session) for row in told),
        members=len(members) if recorded.roster else None,
        mediations=tuple(sorted(inside, key=lambda m: (m.first, m.last, m.village or ""))),
        across=len(lines) - len(inside),
        corrections=tuple(_corrections(recorded, period)),
        rows=len(marks),
        hash=hashlib.sha256("\x1e".join(marks).encode()).hexdigest(),
    )


def _within(row: Session | Mediation, period: Period) -> bool:
    first, last = (row.day, row.day) if isinstance(row, Session) else (row.first, row.last)
    return first <= period.last and last >= period.first


def _touching(rows: Iterable[Session] | Iterable[Mediation], period: Period) -> list[Session | Mediation]:
    """Rows of every chain that has, or once had, a day in the period."""
    first, chains = dict[str, str](), dict[str, list[Session | Mediation]]()
    for row in rows:
        root = first[row.source] = first.get(row.corrects or "", row.source)
        chains.setdefault(root, []).append(row)
    return [row for chain in chains.values() if any(_within(r, period) for r in chain) for row in chain]


def _fingerprint(row: Session | Mediation, confirmed: bool) -> str:
    values = [getattr(row, f.name) for f in fields(row) if f.name not in _NOT_HASHED]
    return "\x1f".join(["" if value is None else str(value) for value in (*values, confirmed)])


def _corrections(recorded: Recorded, period: Period) -> Iterable[Correction]:
    rows: list[Session | Mediation | Member] = [*recorded.sessions, *recorded.mediations, *recorded.roster]
    old = {(type(row), row.source): row for row in rows}
    for row in sorted((r for r in rows if r.corrects), key=lambda r: r.at):
        was = old.get((type(row), row.corrects or ""))
        if was is not None and _matters(was, row, period):
            yield Correction(local_day(row.at), f"{_named(was)}：{_change(was, row)}", row.why or "")


def _matters(was: Session | Mediation | Member, row: Session | Mediation | Member, period: Period) -> bool:
    if isinstance(was, Member) and isinstance(row, Member):
        return was.on(period.last) != row.on(period.last)
    return any(not isinstance(r, Member) and _within(r, period) for r in (was, row))


def _named(row: Session | Mediation | Member) -> str:
    """What is corrected, without anybody's name."""
    where = row.village or "全镇"
    if isinstance(row, Session):
        return f"场次 {row.day} {where}"
    return f"名册 {where}1人" if isinstance(row, Member) else f"调解台账 {row.first}至{row.last} {where}"


def _change(was: Session | Mediation | Member, row: Session | Mediation | Member) -> str:
    if row.withdrawn:
        return "作废"
    changed = [n for n in _SAID if hasattr(row, n) and getattr(was, n) != getattr(row, n)]
    shown = [_SAID[n] if n == "name" else f"{_SAID[n]} {_or_none(getattr(was, n))}→{_or_none(getattr(row, n))}" for n in changed]
    return "，".join(shown) or "内容不变"


def _or_none(value: object) -> str:
    return "无" if value is None else str(value)
