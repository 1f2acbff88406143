"""Many entries as one booklet: title and contents, then an entry after the other."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Entry
from bot.model.papers import Stationery
from bot.paper import blocks
from bot.paper.page import BOTTOM, GREY, INK, MARGIN, RED, TEXT, WIDTH, Page, leading
from bot.paper.parts import Part, back, fill, fitting, front, help_with
from bot.paper.wrap import lines

_SIZE = 15.0
"""Points of a line of the contents."""
_LARGEST, _ONE_PAGE = 0.95, 0.75
"""An entry takes one page down to this scale, at which the steps are 15 points; else two."""

Sheet = tuple[Entry, list[Part], float]
"""A page of the booklet: whose it is, what stands on it, at which scale."""


def booklet(title: str, entries: Sequence[Entry], stationery: Stationery) -> bytes:
    """The booklet as a PDF."""
    page = Page(title, stationery.town)
    sheets = [sheet for entry in entries for sheet in _sheets(page, entry, stationery)]
    listed = _contents(page, title, entries, sheets, stationery)
    for number, (entry, parts, scale) in enumerate(sheets, listed + 1):
        page.add_page()
        blocks.head(page, title, stationery.town)
        fill(page, parts, scale)
        blocks.foot(page, blocks.provenance(entry, stationery), str(number))
    return bytes(page.output())


def _sheets(page: Page, entry: Entry, stationery: Stationery) -> list[Sheet]:
    first, second, helped = front(entry, stationery), back(entry, stationery), help_with(entry, stationery)
    whole = [*first, *second, helped]
    scale = fitting(page, whole, _LARGEST)
    if scale >= _ONE_PAGE:
        return [(entry, whole, scale)]
    return [(entry, parts, fitting(page, parts, _LARGEST)) for parts in ([*first, helped], second)]


def _contents(page: Page, title: str, entries: Sequence[Entry], sheets: Sequence[Sheet], stationery: Stationery) -> int:
    """Title and list of questions; returns how many pages they take."""
    rows = {e.id: lines(e.question, TEXT - 26, page.measure(_SIZE)) for e in entries}
    pages = _paged([(e, len(rows[e.id]) * leading(_SIZE) + 2.2) for e in entries])
    number = {e.id: len(pages) + 1 + next(n for n, s in enumerate(sheets) if s[0] is e) for e in entries}
    for first, listed in enumerate(pages):
        page.add_page()
        if first == 0:
            _title(page, title, len(entries), stationery)
        else:
            blocks.head(page, title, stationery.town)
            page.y = 28
        for entry in listed:
            _row(page, rows[entry.id], number[entry.id])
    return len(pages)


def _paged(heights: Sequence[tuple[Entry, float]]) -> list[list[Entry]]:
    pages, y = [list[Entry]()], 98.0
    for entry, height in heights:
        if y + height > BOTTOM + 10:
            pages.append([])
            y = 28.0
        pages[-1].append(entry)
        y += height
    return pages


def _title(page: Page, title: str, count: int, stationery: Stationery) -> None:
    words = stationery.words
    page.y = 22
    page.rule(1.2)
    page.y += 8
    page.headline(title, 40, centre=True)
    page.y += 2
    note = words.booklet_note.replace("{town}", stationery.town).replace("{count}", str(count))
    page.write_lines([note.replace("{day}", blocks.chinese_day(stationery.day))], 14, GREY, centre=True)
    page.y += 5
    page.rule(0.4)
    page.y = 84
    page.write_lines([words.contents], 20, RED, bold=True)
    page.y = 98


def _row(page: Page, written: Sequence[str], number: int) -> None:
    page.write_lines(written, _SIZE)
    page.y -= leading(_SIZE)
    wide = page.measure(_SIZE)
    end, begin = WIDTH - MARGIN - wide(str(number)), MARGIN + wide(written[-1])
    dots = max(0, int((end - begin - 6) / wide("·")))
    page.put("·" * dots, end - 3 - dots * wide("·"), _SIZE, GREY)
    page.put(str(number), end, _SIZE, INK)
    page.y += leading(_SIZE) + 2.2
