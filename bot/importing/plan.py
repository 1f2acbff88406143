"""Rows of a sheet against what is recorded: what is new, what is a correction, what is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.importing.rows import Said
from bot.model import Mediation, Member, Problem, Recorded, Session, newest

Row = Session | Member | Mediation
Standing = dict[str, Row]
_MARKS = {"source", "at", "by", "corrects", "why"}
"""What a row says of itself, not of what happened."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    new: tuple[Row, ...]
    """Rows that are not recorded yet."""
    corrections: tuple[Row, ...]
    """Rows that set recorded ones right."""
    changes: tuple[str, ...]
    """The corrections, for people."""
    same: int
    """Rows that are recorded already, just so."""
    doubtful: tuple[str, ...]
    """New sessions that look like recorded ones."""
    problems: tuple[Problem, ...]
    """What is wrong; while there is anything, nothing may be written."""


def plan(
    rows: Sequence[Said], recorded: Recorded, mark: Callable[..., str], at: datetime, by: str, why: str | None
) -> Plan:
    """``mark`` makes a source of its parts; ``why`` is the reason of corrections that give none themselves."""
    standing: Standing = {**newest(recorded.sessions), **newest(recorded.roster), **newest(recorded.mediations)}
    new, corrections, changes, problems, same = list[Row](), list[Row](), list[str](), list[Problem](), 0
    for said in rows:
        root = mark("import", said.kind.name, said.kind.key(said.fields))
        row = _record(said, root, at, by)
        old = standing.get(root)
        if old is None:
            new.append(row)
            continue
        shown = _difference(old, row, said)
        if not shown:
            same += 1
            continue
        reason = said.fields.get("why") or why
        if _another(old, row):
            problems.append(Problem(said.where, f"编号已经是另一场的（{old.day} {old.village or '全镇'}）；请换一个编号"))  # type: ignore[union-attr]
        elif not reason:
            problems.append(Problem(said.where, f"和已登记的不同（{shown}）；要更正，请填“更正原因”或加 --why 原因"))
        else:
            source = mark("correction", old.source, _content(row))
            corrections.append(replace(row, source=source, corrects=old.source, why=reason))
            changes.append(f"{said.where}：{shown}（{reason}）")
    return Plan(tuple(new), tuple(corrections), tuple(changes), same, tuple(_doubtful(new, standing)), tuple(problems))


def _record(said: Said, source: str, at: datetime, by: str) -> Row:
    given = {name: value for name, value in said.fields.items() if name not in ("number", "why")}
    if said.kind.record is Member:
        given.setdefault("village", None)
    return said.kind.record(source=source, at=at, by=by, **given)


def _facts(row: Row) -> Mapping[str, Any]:
    return {f.name: getattr(row, f.name) for f in fields(row) if f.name not in _MARKS}


def _content(row: Row) -> str:
    return hashlib.sha256(repr(sorted(_facts(row).items())).encode()).hexdigest()


def _difference(old: Row, row: Row, said: Said) -> str:
    was, now = _facts(old), _facts(row)
    names = {c.field: c.heading for c in said.kind.columns}
    return "，".join(f"{names.get(n, n)} {_shown(was[n])}→{_shown(now[n])}" for n in now if was[n] != now[n])


def _shown(value: object) -> str:
    return "无" if value is None else {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def _another(old: Row, row: Row) -> bool:
    """Whether a number was used again for something else altogether."""
    return isinstance(old, Session) and isinstance(row, Session) and old.day != row.day and old.village != row.village


def _doubtful(new: Sequence[Row], standing: Standing) -> Iterator[str]:
    there = {(s.day, s.village): s for s in standing.values() if isinstance(s, Session) and not s.withdrawn}
    for row in new:
        if isinstance(row, Session) and (twin := there.get((row.day, row.village))):
            yield f"{row.day} {row.village or '全镇'} 已经登记过一场（{twin.headcount}人），新的一场{row.headcount}人；是同一场就不要确认"
