"""The parts of a sheet: each writes itself at the cursor and leaves the cursor below itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answer import article_name
from bot.model import Entry, Helper, Law
from bot.model.papers import Stationery
from bot.paper.page import GREY, INK, MARGIN, POINT, RED, TEXT, TINT, WHITE, WIDTH, Page, leading
from bot.paper.qr import place_code
from bot.paper.wrap import even, lines


def head(page: Page, left: str, right: str) -> None:
    """A narrow line at the top: what this is, and whose."""
    page.y = 13
    page.put(left, MARGIN, 14, RED, bold=True)
    page.put(right, WIDTH - MARGIN - page.measure(14)(right), 14, GREY)
    page.y += leading(14) + 1
    page.rule(0.8)


def conclusion(page: Page, text: str, size: float) -> None:
    """The answer in a box that is found at a glance."""
    inner = TEXT - 14
    written = even(text, inner, page.measure(size))
    top, height = page.y, len(written) * leading(size) + 7
    page.bar(MARGIN, top, TEXT, height, TINT)
    page.bar(MARGIN, top, 2.4, height, RED)
    page.y = top + 3.5
    page.write_lines(written, size, x=MARGIN + 8, bold=True)
    page.y = top + height


def heading(page: Page, text: str, size: float) -> None:
    """The title of a part."""
    page.write_lines([text], size, RED, bold=True)
    page.y += 0.8


def steps(page: Page, done: Sequence[str], size: float) -> None:
    """What to do, each with its number in a disc."""
    disc = size * POINT * 1.3
    for number, step in enumerate(done, 1):
        page.disc(MARGIN, page.y + (leading(size) - disc) / 2, disc, RED)
        inside = page.measure(size * 0.8)(str(number))
        page.y += (leading(size) - leading(size * 0.8)) / 2
        page.put(str(number), MARGIN + (disc - inside) / 2, size * 0.8, WHITE, bold=True)
        page.y -= (leading(size) - leading(size * 0.8)) / 2
        page.paragraph(step, size, x=MARGIN + disc + 3, width=TEXT - disc - 3)
        page.y += size * POINT * 0.22


def points(page: Page, said: Sequence[str], size: float) -> None:
    """Time limits, exceptions, traps."""
    for line in said:
        side = size * POINT * 0.3
        page.bar(MARGIN + 1, page.y + (leading(size) - side) / 2, side, side, RED)
        page.paragraph(line, size, x=MARGIN + side + 4, width=TEXT - side - 4)
        page.y += size * POINT * 0.18


def articles(page: Page, cited: Sequence[Law], size: float) -> None:
    """The law behind the answer."""
    points(page, [f"《{law.cite}》{article_name(law.article)}：{law.says}" for law in cited], size)


def phones(page: Page, helpers: Sequence[Helper], stationery: Stationery, size: float) -> None:
    """Who helps, with numbers to be read from afar, in a frame."""
    words = stationery.words
    rows = [(helper.name, helper.phone or words.pending) for helper in helpers]
    top = page.y
    page.y += 2.5
    for name, number in rows:
        wide = page.measure(size * 1.25)(number)
        shown = lines(name, TEXT - 12 - wide, page.measure(size))
        bottom = page.y + max(leading(size) * len(shown), leading(size * 1.25))
        page.put(number, WIDTH - MARGIN - 4 - wide, size * 1.25, RED if number != words.pending else GREY, bold=True)
        page.y = bottom - leading(size) * len(shown)
        page.write_lines(shown, size, x=MARGIN + 4, bold=True)
        page.y = bottom
    page.y += 2
    page.frame(top)


def foot(page: Page, note: str, right: str = "") -> None:
    """The last lines of a page: how sure this is."""
    page.y = 297 - 22
    page.rule(0.3, GREY)
    page.y += 1.5
    page.paragraph(note, 11, GREY, width=TEXT - 30)
    if right:
        page.y = 297 - 20.2
        page.put(right, WIDTH - MARGIN - page.measure(11)(right), 11, INK)


def provenance(entry: Entry, stationery: Stationery) -> str:
    """When the text was held against the law, and who signed."""
    words = stationery.words
    said = [words.checked.replace("{day}", chinese_day(entry.checked))]
    if entry.approved is None:
        said.append(words.unsigned)
    else:
        said.append(words.signed.replace("{who}", entry.approved.by).replace("{on}", chinese_day(entry.approved.on)))
    if stationery.day > entry.again_by:
        said.append(words.due)
    return "；".join(said) + "。" + words.no_advice


def code(page: Page, stationery: Stationery, side: float) -> None:
    """The way to the bot, where it is known."""
    if stationery.link is None:
        return
    place_code(page, stationery.link, MARGIN, page.y, side)
    middle = page.y + side / 2 - leading(18) / 2
    bottom = page.y + side
    page.y = middle
    page.put(stationery.words.scan, MARGIN + side + 6, 18, INK, bold=True)
    page.y = bottom


def chinese_day(day: date) -> str:
    """The day as people write it: ``2026年11月25日``."""
    return f"{day.year}年{day.month}月{day.day}日"
