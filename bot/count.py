"""The counting rules: rows of the contact log -> the figures of the report."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.model import AUDIENCES, Contact, Knowledge, Line, Outage, Period, Table, Tally

RULES = "1"
"""Version of the rules below; raise it with every change of what they count."""
UNSAID = "未说明"
CHANNELS: Mapping[str, str] = {"telegram": "私聊", "group": "群聊", "terminal": "终端", "inline": "转发"}
_ONE_A_DAY = "同一个人同一天看同一张卡片算1人次"
_NOT_COUNTED = "开始、菜单、帮助、报错、答不上来的、工作人员和测试账号、同一人当天重复看同一张"

Seen = tuple[str, date, str]
"""Pseudonym, day and entry: what makes one contact."""


@dataclass(slots=True)
class Count:
    """What has been counted so far; rows are taken in portions, in the order in which they were written."""

    shown: dict[Seen, Contact] = field(default_factory=dict)
    """The first row of each person, day and entry."""
    said: dict[Seen, bool] = field(default_factory=dict)
    """The last word of each person, day and entry: whether the card was useful."""
    unknown: Counter[str | None] = field(default_factory=Counter)
    """Questions without an answer, by nearest topic."""
    emergencies: int = 0
    """Danger cards shown."""
    versions: dict[str, None] = field(default_factory=dict)
    """Knowledge versions in order of appearance."""
    rows: int = 0
    """Rows read, counted or not."""
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    """Over every row but for who it was, so that forgetting a person leaves it as it is."""

    def take(self, row: Contact) -> None:
        """Count one row."""
        self.rows += 1
        self.digest.update(_fingerprint(row))
        if row.knowledge:
            self.versions.setdefault(row.knowledge)
        if not row.counted:
            return
        if row.kind == "emergency":
            self.emergencies += 1
        elif row.kind == "unknown":
            self.unknown[row.topic] += 1
        elif row.entry is not None:
            seen = (row.pseudonym, row.day, row.entry)
            if row.kind == "answer":
                self.shown.setdefault(seen, row)
            elif row.kind == "feedback":
                self.said[seen] = row.outcome == "useful"


def _fingerprint(row: Contact) -> bytes:
    parts = (
        row.at.isoformat(timespec="microseconds"),
        row.day,
        row.channel,
        row.kind,
        row.counted,
        row.audience,
        row.village,
        row.topic,
        row.entry,
        row.outcome,
        row.campaign,
        row.on_behalf,
        row.knowledge,
    )
    return "\x1f".join("" if p is None else str(p) for p in parts).encode() + b"\x1e"


async def tally(
    town: str,
    period: Period,
    rows: AsyncIterator[Sequence[Contact]],
    outages: tuple[Outage, ...],
    knowledge: Knowledge,
) -> Tally:
    """Count the rows of a period."""
    count = Count()
    async for portion in rows:
        for row in portion:
            count.take(row)
    return Tally(
        town=town,
        period=period,
        lines=_lines(count),
        tables=_tables(count, knowledge),
        rules=RULES,
        knowledge=tuple(count.versions),
        outages=outages,
        rows=count.rows,
        rows_hash=count.digest.hexdigest(),
    )


def _lines(count: Count) -> tuple[Line, ...]:
    people = len({person for person, _, _ in count.shown})
    staff = "工作人员和测试账号"
    by_hand = "由人工登记；目前没有登记的记录"
    return (
        Line("online", "线上受教育群众", len(count.shown), "人次", _ONE_A_DAY, _NOT_COUNTED),
        Line("people", "服务人数", people, "人", "本期内不同的匿名代号数", _NOT_COUNTED),
        Line("offline", "线下受教育群众", None, "人次", f"经第二人确认的场次人数之和；{by_hand}", "机器人里的任何记录"),
        Line("sheets", "发放宣传资料", None, "份", f"随场次登记的纸质资料；{by_hand}", "消息"),
        Line("delivered", "电子资料送达", None, "份次", "分享后被打开的答案卡片；目前没有登记的记录", "发送的消息数"),
        Line("volunteers", "法律明白人", None, "名", "管理员导入的正式名册人数；目前没有导入", "账号数、分享人数"),
        Line("disputes", "矛盾纠纷排查", None, "起", f"调解台账；{by_hand}", "从聊天里推断的任何数"),
        Line("settled", "矛盾纠纷化解", None, "起", f"调解台账；{by_hand}", "从聊天里推断的任何数"),
        Line("unknown", "未能解答", count.unknown.total(), "次", "回答“答不上来”的次数", staff),
        Line("emergencies", "紧急转介", count.emergencies, "次", "出示紧急卡片的次数；只计总数", staff),
    )


def _tables(count: Count, knowledge: Knowledge) -> tuple[Table, ...]:
    topics = {t.id: t.name for t in knowledge.topics.values()}
    questions = {e.id: e.question for e in knowledge.entries.values()}

    def by(key: str, title: str, name: Callable[[Contact], str], order: Iterable[str] = ()) -> Table:
        times, people = Counter[str](), defaultdict[str, set[str]](set)
        for (person, _, _), row in count.shown.items():
            times[name(row)] += 1
            people[name(row)].add(person)
        listed = [n for n in order if n in times] or sorted(times, key=lambda n: (-times[n], n))
        rows = tuple((n, times[n], len(people[n])) for n in listed)
        return Table(key, title, (title.removeprefix("按").removesuffix("统计"), "人次", "人数"), rows, _ONE_A_DAY)

    months = sorted({f"{day.year}年{day.month:02d}月" for _, day, _ in count.shown})
    return (
        by("month", "按月份统计", lambda r: f"{r.day.year}年{r.day.month:02d}月", months),
        by("audience", "按人群统计", lambda r: AUDIENCES.get(r.audience or "", UNSAID)),
        by("topic", "按主题统计", lambda r: topics.get(r.topic or "", r.topic or UNSAID)),
        by("village", "按村统计", lambda r: r.village or UNSAID),
        by("channel", "按渠道统计", lambda r: CHANNELS.get(r.channel, r.channel)),
        by("entry", "按问题统计", lambda r: questions.get(r.entry or "", r.entry or UNSAID)),
        _unknown_table(count, topics),
        _useful_table(count, topics),
    )


def _unknown_table(count: Count, topics: Mapping[str, str]) -> Table:
    ranked = sorted(count.unknown.items(), key=lambda pair: (-pair[1], pair[0] or ""))
    rows = tuple((topics.get(topic or "", topic or "看不出主题"), times) for topic, times in ranked)
    return Table("unknown", "未能解答", ("最接近的主题", "次数"), rows, "回答“答不上来”的次数")


def _useful_table(count: Count, topics: Mapping[str, str]) -> Table:
    votes: dict[str, Counter[bool]] = defaultdict(Counter)
    for (_, _, entry), useful in count.said.items():
        votes[entry.partition("/")[0]][useful] += 1
    rows = tuple((topics.get(t, t), v[True], v[False]) for t, v in sorted(votes.items()))
    return Table("useful", "有用没用", ("主题", "有用", "没用"), rows, "每人每天对每张卡片的最后一次评价")
