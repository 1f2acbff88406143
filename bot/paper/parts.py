"""An entry cut into the parts of a page, and the scale at which they fill it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answer import worded
from bot.model import Entry
from bot.model.papers import Stationery
from bot.paper import blocks
from bot.paper.page import BOTTOM, Page

TOP = 26.0
"""Millimetres above the first part."""
GAP = 4.5
"""Millimetres between two parts, at scale 1."""
_WIDEST = 11.0
"""The same at most, where a page has room left."""
_SCALES = tuple(n / 100 for n in range(130, 55, -5))

Part = Callable[[Page, float], None]
"""Writes something at the cursor, at a scale; at 1 the steps are 20 points, 7 mm high: read at a metre."""


def front(entry: Entry, stationery: Stationery) -> list[Part]:
    """Question, conclusion, steps."""
    answer, words = worded(entry, None), stationery.words

    def question(page: Page, scale: float) -> None:
        page.headline(entry.question, 32 * scale)

    def short(page: Page, scale: float) -> None:
        blocks.conclusion(page, answer.short, 25 * scale)

    def steps(page: Page, scale: float) -> None:
        blocks.heading(page, words.steps, 18 * scale)
        blocks.steps(page, answer.steps, 20 * scale)

    return [question, short, *([steps] if answer.steps else [])]


def help_with(entry: Entry, stationery: Stationery) -> Part:
    """Who helps, with numbers."""

    def helpers(page: Page, scale: float) -> None:
        blocks.heading(page, stationery.words.helpers, 18 * scale)
        blocks.phones(page, [stationery.helpers[h] for h in entry.help[:3]], stationery, 20 * scale)

    return helpers


def back(entry: Entry, stationery: Stationery) -> list[Part]:
    """What to mind, and the law."""
    answer, words = worded(entry, None), stationery.words

    def mind(page: Page, scale: float) -> None:
        blocks.heading(page, words.mind, 18 * scale)
        blocks.points(page, answer.mind, 19 * scale)

    def law(page: Page, scale: float) -> None:
        blocks.heading(page, words.law, 16 * scale)
        blocks.articles(page, entry.law, 15 * scale)

    return [*([mind] if answer.mind else []), law]


def scan(stationery: Stationery) -> list[Part]:
    """The way to the bot, where it is known."""
    return [lambda page, scale: blocks.code(page, stationery, 40 * scale)] if stationery.link else []


def fitting(page: Page, parts: Sequence[Part], most: float = _SCALES[0]) -> float:
    """The largest scale at which the parts fit on a page; the smallest one where they fit at none."""
    for scale in (s for s in _SCALES if s <= most):
        with page.trying():
            _write(page, parts, scale, GAP * scale)
            if page.y <= BOTTOM:
                break
    return scale


def fill(page: Page, parts: Sequence[Part], scale: float) -> None:
    """Write the parts so that what room is left stands between them."""
    with page.trying():
        _write(page, parts, scale, 0)
        room = (BOTTOM - page.y) / len(parts)
    _write(page, parts, scale, min(max(room, GAP * scale), _WIDEST))


def _write(page: Page, parts: Sequence[Part], scale: float, gap: float) -> None:
    page.y = TOP
    for part in parts:
        part(page, scale)
        page.y += gap
