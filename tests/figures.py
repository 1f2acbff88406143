"""A tally with everything in it that a form of the report can show."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.model import Correction, Line, Outage, Period, Table, Tally
from tests.township import YEAR

TALLY = Tally(
    town="试验镇",
    period=YEAR,
    lines=(
        Line("online", "线上受教育群众", 60, "人次", "一人一天一张卡片算1人次", "菜单", before=50),
        Line("people", "服务人数", 40, "人", "不同的匿名代号数", "菜单"),
        Line("sheets", "发放宣传资料", None, "份", "人工登记", "消息"),
    ),
    tables=(
        Table("month", "按月份统计", ("月份", "人次", "人数"), (("2026年01月", 22, 20), ("2026年02月", 38, 30)), "同上", sums_to="online"),
        Table("village", "按村统计", ("村", "人次", "人数"), (("东村", 47, 30), ("西村", 9, 7), ("=1+1", 4, 3)), "同上", sums_to="online"),
        Table("campaign", "按活动统计", ("活动", "人次", "人数"), (), "同上", sums_to="online"),
    ),
    rules="1",
    knowledge=("k1", "k2"),
    outages=(Outage(datetime(2026, 5, 1, 16, tzinfo=UTC), datetime(2026, 5, 2, 1, 30, tzinfo=UTC)),),
    rows=70,
    rows_hash="ab" * 32,
    before=Period(date(2025, 1, 1), date(2025, 12, 31), "2025年"),
    corrections=(Correction(date(2026, 4, 2), "3月15日场次由86人改为68人", "抄录错误"),),
)
