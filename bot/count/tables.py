"""The breakdowns of the report; they are the same ones in every report, also where there is nothing to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.count.contacts import Contacts, Group
from bot.count.lines import ONE_A_DAY
from bot.count.records import Kept
from bot.model import AUDIENCES, Knowledge, Session, Table

UNSAID = "未说明"
CHANNELS: Mapping[str, str] = {"telegram": "私聊", "group": "群聊", "terminal": "终端", "web": "网页", "inline": "转发卡片"}
_CONFIRMED = "只含经第二人确认的场次"


def tables(contacts: Contacts, kept: Kept, knowledge: Knowledge) -> tuple[Table, ...]:
    """Every breakdown, in the order of the report."""
    topics = {t.id: t.name for t in knowledge.topics.values()}
    entries, helpers = knowledge.entries, knowledge.helpers

    def topic(value: str | None) -> str:
        return topics.get(value or "", value or UNSAID)

    def question(entry: str) -> str:
        return entries[entry].question if entry in entries else entry

    def owner(entry: str) -> str:
        if entry not in entries:
            return UNSAID
        office = entries[entry].owner
        return helpers[office].name if office in helpers else office

    def said(value: str | None) -> str:
        return value or UNSAID

    def online(key: str, title: str, head: str, column: str, label: Callable[[Any], str], note: str = "") -> Table:
        groups = contacts.by(column, label)
        rows = [(name, *groups[name]) for name in (sorted(groups) if key == "month" else _most_first(groups))]
        return Table(key, title, (head, "人次", "人数"), tuple(rows), ONE_A_DAY + note, "online")

    return (
        online("month", "按月份统计", "月份", "day", lambda day: f"{str(day)[:4]}年{str(day)[5:7]}月"),
        online("audience", "按人群统计", "人群", "audience", lambda a: AUDIENCES.get(a or "", UNSAID)),
        online("topic", "按主题统计", "主题", "topic", topic),
        online("village", "按村统计", "村", "village", said),
        online("channel", "按渠道统计", "渠道", "channel", lambda c: CHANNELS.get(c, c)),
        online("owner", "按普法责任单位统计", "责任单位", "entry", owner, "；单位是每张卡片上写明的普法责任单位（谁执法谁普法）"),
        online("campaign", "按活动统计", "活动", "campaign", lambda c: c or "不属于活动"),
        online("place", "按张贴地点统计", "地点", "place", lambda p: p or "不是从张贴的链接或二维码来"),
        online("entry", "最常问的问题", "问题", "entry", question),
        _of_sessions("venue", "线下场次按场所统计", "场所", kept, lambda s: said(s.venue)),
        _of_sessions("offline_village", "线下场次按村统计", "村", kept, lambda s: s.village or "全镇"),
        _sessions(kept, topic),
        _mediations(kept),
        _unknown(contacts.unknown(lambda t: topic(t) if t else "看不出主题")),
        _useful(contacts.said(lambda entry: topic(entry.partition("/")[0]))),
    )


def _most_first(groups: Group) -> Iterable[str]:
    return sorted(groups, key=lambda name: (-groups[name][0], name))


def _of_sessions(key: str, title: str, head: str, kept: Kept, label: Callable[[Session], str]) -> Table:
    groups: dict[str, list[Session]] = defaultdict(list)
    for session in kept.sessions:
        groups[label(session)].append(session)
    rows = [(name, sum(s.headcount for s in of), len(of), sum(s.sheets for s in of)) for name, of in groups.items()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return Table(key, title, (head, "人次", "场次", "资料份数"), tuple(rows), f"现场人数之和；{_CONFIRMED}", "offline")


def _sessions(kept: Kept, topic: Callable[[str | None], str]) -> Table:
    rows = [
        (str(s.day), s.village or "全镇", s.venue or UNSAID, topic(s.topic), s.campaign or "", s.headcount, s.sheets)
        for s in kept.sessions
    ]
    head = ("日期", "村", "场所", "主题", "活动", "人次", "资料份数")
    return Table("sessions", "场次清单", head, tuple(rows), _CONFIRMED, "offline")


def _mediations(kept: Kept) -> Table:
    rows = [(f"{m.first}至{m.last}", m.village or "全镇", m.found, m.settled) for m in kept.mediations]
    rule = "调解台账上整行落在本期内的各行"
    return Table("mediations", "调解台账", ("起止", "村", "排查", "化解"), tuple(rows), rule, None if kept.across else "disputes")


def _unknown(times: Mapping[str, int]) -> Table:
    rows = tuple(sorted(times.items(), key=lambda pair: (-pair[1], pair[0])))
    return Table("unknown", "未能解答", ("最接近的主题", "次数"), rows, "回答“答不上来”的次数", "unknown")


def _useful(votes: Mapping[str, tuple[int, int]]) -> Table:
    rows = tuple((name, *votes[name]) for name in sorted(votes))
    return Table("useful", "有用没用", ("主题", "有用", "没用"), rows, "每人每天对每张卡片的最后一次评价")
