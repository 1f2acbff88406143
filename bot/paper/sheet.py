"""One entry as a sheet of A4 in large print: one page where it fits, else front and back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Entry
from bot.model.papers import Stationery
from bot.paper import blocks
from bot.paper.page import BOTTOM, RED, Page
from bot.paper.parts import Part, back, fill, fitting, front, help_with, scan

_ONE_PAGE = 0.95
"""Below this scale the print would be too small: the rest goes on the back."""


def sheet(entry: Entry, stationery: Stationery) -> bytes:
    """The sheet as a PDF of one or two pages."""
    page = Page(entry.question, stationery.town)
    first, second = front(entry, stationery), back(entry, stationery)
    helped = help_with(entry, stationery)
    whole = [*first, *second, helped]
    scale = fitting(page, whole)
    if scale >= _ONE_PAGE:
        _write(page, entry, stationery, whole, scale)
    else:
        _write(page, entry, stationery, [*first, helped], over=True)
        _write(page, entry, stationery, [*second, *scan(stationery)])
    return bytes(page.output())


def _write(
    page: Page, entry: Entry, stationery: Stationery, parts: Sequence[Part], scale: float | None = None, *, over: bool = False
) -> None:
    words = stationery.words
    page.add_page()
    blocks.head(page, words.heading.replace("{topic}", stationery.topics[entry.topic]), stationery.town)
    fill(page, parts, scale or fitting(page, parts))
    if over:
        page.y = BOTTOM - 3
        page.write_lines([words.over], 13, RED, centre=True)
    blocks.foot(page, blocks.provenance(entry, stationery))
