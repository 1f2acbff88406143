"""Charts as PNG, wide enough for a phone, in a Chinese font that comes with the program."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.hide import HIDDEN
from bot.model import Paper, Table
from bot.report.sentences import INTERNAL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

_NOT_DRAWN = frozenset(("entry", "useful", "sessions", "mediations", "town"))
"""Tables whose rows are sentences, votes, single events or towns, which nobody ranks."""
_FEWEST = 2
"""Bars that say more than the figure alone."""
_MOST = 10
"""Bars that a phone can show."""
_BAR, _PALE, _INK, _GREY = "#1f5f99", "#c9d6e3", "#222222", "#666666"
_WIDTH, _DPI = 7.2, 150
"""Inches and dots: 1080 pixels, as wide as a phone."""
_LONGEST = 12
"""Characters of a label."""


def charts(paper: Paper) -> dict[str, bytes]:
    """File name -> picture, one a table that has figures to compare."""
    drawn = {}
    for table in paper.tally.tables:
        figures = sum(isinstance(value, int) for _, value in _bars(table))
        if table.key not in _NOT_DRAWN and figures >= _FEWEST:
            drawn[f"chart-{table.key}.png"] = _picture(table, paper)
    return drawn


def caption(table: Table, period: str) -> str:
    """What stands above the chart."""
    top = f"（前{_MOST}位）" if table.key != "month" and len(table.rows) > _MOST else ""
    return f"{period}{table.title}{top}"


def _bars(table: Table) -> list[tuple[str, str | int]]:
    """Label and figure, or HIDDEN; months all, of others the first rows."""
    column = next((c for c, name in enumerate(table.columns) if c and _is_figure(table, c)), None)
    rows = table.rows if table.key == "month" else table.rows[:_MOST]
    return [(str(row[0]), row[column]) for row in rows] if column else []


def _is_figure(table: Table, column: int) -> bool:
    return all(isinstance(row[column], int) or row[column] == HIDDEN for row in table.rows)


def _picture(table: Table, paper: Paper) -> bytes:
    # Loading the library takes a second, which starting the bot must not wait for.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    font = FontProperties(fname=str(sans_path()))
    bars = _bars(table)
    upright = table.key == "month"
    drawn = Figure(figsize=(_WIDTH, 4.8 if upright else 1.9 + 0.46 * len(bars)), dpi=_DPI, layout="constrained")
    FigureCanvasAgg(drawn)
    axes = drawn.add_subplot()
    (_columns if upright else _rows)(axes, bars, font)
    unit = next(name for c, name in enumerate(table.columns) if c and _is_figure(table, c))
    notes = [f"单位：{unit}", *([f"{HIDDEN}为不公布的数"] if HIDDEN in dict(bars).values() else [])]
    mark = f"【{INTERNAL}】" if paper.internal else ""
    axes.set_title(mark + caption(table, paper.tally.period.name), fontproperties=font, fontsize=17, color=_INK, pad=14)
    axes.set_xlabel("　".join(notes), fontproperties=font, fontsize=12, color=_GREY, labelpad=8)
    _plain(axes, "y" if upright else "x")
    out = io.BytesIO()
    drawn.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _columns(axes: Axes, bars: list[tuple[str, str | int]], font: FontProperties) -> None:
    highest = _highest(bars)
    places = range(len(bars))
    axes.bar(places, _heights(bars), color=_BAR, width=0.66)
    for place, (_, value) in zip(places, bars, strict=True):
        axes.text(
            place, _height(value) + highest * 0.015, str(value), ha="center", va="bottom", fontproperties=font, fontsize=13, color=_INK
        )
    years = len({label[:4] for label, _ in bars}) > 1
    names = [label if years else label[5:].removeprefix("0") for label, _ in bars]
    axes.set_xticks(places, names, fontproperties=font, fontsize=12, rotation=45 if years else 0)
    axes.set_ylim(0, highest * 1.12)
    axes.set_xlim(-0.6, max(len(bars), 4) - 0.4)


def _rows(axes: Axes, bars: list[tuple[str, str | int]], font: FontProperties) -> None:
    highest = _highest(bars)
    places = range(len(bars))
    axes.barh(places, _heights(bars), color=_BAR, height=0.62)
    for place, (_, value) in zip(places, bars, strict=True):
        axes.text(_height(value) + highest * 0.012, place, str(value), ha="left", va="center", fontproperties=font, fontsize=13, color=_INK)
    names = [label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…" for label, _ in bars]
    axes.set_yticks(places, names, fontproperties=font, fontsize=13)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.set_xlim(0, highest * 1.14)


def _plain(axes: Axes, scale: str) -> None:
    for side in ("top", "right", "left" if scale == "y" else "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="both", length=0, colors=_INK)
    (axes.yaxis if scale == "y" else axes.xaxis).set_ticks([])


def _heights(bars: Iterable[tuple[str, str | int]]) -> list[int]:
    return [_height(value) for _, value in bars]


def _height(value: str | int) -> int:
    return value if isinstance(value, int) else 0


def _highest(bars: Iterable[tuple[str, str | int]]) -> int:
    return max(1, *_heights(bars), 1)
