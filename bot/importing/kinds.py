"""The three kinds of sheets: their headings, and a row of each -> what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.importing import cells
from bot.importing.cells import Cell
from bot.model import Mediation, Member, Session


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    heading: str
    """As the template names it."""
    also: tuple[str, ...]
    """Other headings that people use for it."""
    field: str
    """The field of the record that it fills."""
    read: Callable[[Cell], Any]
    """Its cells -> the field's value; raises ValueError with the reason."""
    needed: bool = False
    """Whether a row without it says too little."""
    example: str = ""
    """What the template shows."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet."""

    name: str
    """What people call it."""
    record: type[Session] | type[Member] | type[Mediation]
    """What its rows become."""
    columns: tuple[Column, ...]
    """In the order of the template."""
    key: Callable[[Mapping[str, Any]], str]
    """What tells its rows apart, so that a changed row is known again."""
    check: Callable[[Mapping[str, Any]], str | None]
    """What is wrong between the cells of a row; None: nothing."""

    def heading(self, text: str) -> Column | None:
        """The column with this heading."""
        return next((c for c in self.columns if text == c.heading or text in c.also), None)


def kinds(villages: Sequence[str], venues: Sequence[str], topics: Mapping[str, str]) -> tuple[Kind, ...]:
    """The kinds, for a town's villages and venues; ``topics`` leads from a topic's name to its id."""

    def village(cell: Cell) -> str | None:
        return None if cells.words(cell) == "全镇" else cells.village(cell, villages)

    def venue(cell: Cell) -> str:
        return cells.venue(cell, venues)

    def topic(cell: Cell) -> str:
        said = cells.named(cell)
        return topics.get(said, said)

    number = Column("编号", ("序号",), "number", cells.named, True, "1")
    somewhere = Column("村", ("村名", "所在村", "村社区"), "village", village, False, villages[0] if villages else "")
    withdrawn = Column("作废", (), "withdrawn", cells.yes)
    why = Column("更正原因", ("原因",), "why", cells.named)
    return (
        Kind("场次", Session, (
            number,
            Column("日期", ("活动日期", "活动时间", "时间"), "day", cells.day, True, "2026-03-05"),
            somewhere,
            Column("场所", ("场所类别",), "venue", venue, False, venues[0] if venues else ""),
            Column("主题", ("内容", "活动主题", "宣传主题"), "topic", topic, False, "彩礼"),
            Column("活动", ("活动名称", "所属活动"), "campaign", cells.named, False, ""),
            Column("人数", ("现场人数", "参加人数", "受教育人数"), "headcount", cells.number, True, "40"),
            Column("资料份数", ("发放资料", "发放资料份数", "宣传资料", "资料"), "sheets", cells.number, False, "60"),
            withdrawn, why,
        ), lambda row: f"{row['day'].year}\0{row['number']}", lambda row: None),
        Kind("名册", Member, (
            Column("编号", ("序号", "证书编号"), "number", cells.named, False, ""),
            Column("姓名", ("法律明白人", "法律明白人姓名"), "name", cells.named, True, "张三"),
            somewhere,
            Column("入册", ("入册日期", "聘任日期", "起始日期"), "since", cells.day, True, "2025-01-01"),
            Column("离册", ("离册日期", "退出日期"), "until", cells.day, False, ""),
            withdrawn, why,
        ), lambda row: f"{row.get('village') or ''}\0{row['name']}", _backwards("since", "until", "离册早于入册")),
        Kind("调解", Mediation, (
            number,
            Column("月份", ("月", "年月"), "month", cells.month, False, "2026-03"),
            Column("首日", ("开始日期", "起"), "first", cells.day, False, ""),
            Column("末日", ("结束日期", "止"), "last", cells.day, False, ""),
            somewhere,
            Column("排查", ("排查数", "排查起数", "排查纠纷", "矛盾纠纷排查"), "found", cells.number, True, "5"),
            Column("化解", ("化解数", "化解起数", "化解纠纷", "矛盾纠纷化解"), "settled", cells.number, True, "4"),
            withdrawn, why,
        ), lambda row: f"{row['first'].year}\0{row['number']}", _mediation_faults),
    )


def _backwards(first: str, last: str, what: str) -> Callable[[Mapping[str, Any]], str | None]:
    def check(row: Mapping[str, Any]) -> str | None:
        start, end = row.get(first), row.get(last)
        return f"{what}；请核对" if isinstance(start, date) and isinstance(end, date) and end < start else None

    return check


def _mediation_faults(row: Mapping[str, Any]) -> str | None:
    if "first" not in row or "last" not in row:
        return "缺少日期；请写“月份”，或把“首日”“末日”一起写上"
    return _backwards("first", "last", "末日早于首日")(row)
