"""A poster of A4 that leads to the bot: read at a metre, scanned at half of one."""

from __future__ import annotations

from bot.model import Helper, ShareWords, Stationery
from bot.paper import blocks
from bot.paper.page import GREY, INK, MARGIN, POINT, RED, TEXT, TINT, WHITE, WIDTH, Page, leading
from bot.paper.qr import place_code
from bot.paper.wrap import even, paragraph

_CODE = 80.0
"""Millimetres of the QR code with its white border."""
_BAND = 30.0
"""Height of the band at the top."""
_SIZES = (14, 13, 12, 11, 10, 9)


def poster(place: str, campaign: str | None, stationery: Stationery, words: ShareWords) -> bytes:
    """The poster of a place as a PDF of one page; without a known link its place stays empty and says so."""
    page = Page(words.headline, stationery.town)
    page.add_page()
    _top(page, campaign, stationery, words)
    page.y = _BAND + 6
    page.headline(words.headline, _largest(page, words.headline, 46), centre=True)
    page.write_lines([words.promise], _largest(page, words.promise, 19), GREY, centre=True)
    page.y += 4
    _way_in(page, stationery, words)
    page.y += 4
    _questions(page, words)
    page.y += 4
    _numbers(page, stationery, words)
    _bottom(page, place, words)
    return bytes(page.output())


def _largest(page: Page, text: str, size: float) -> float:
    """The size at which the text fits on one line, at most ``size``."""
    return min(size, TEXT / page.measure(1)(text))


def _top(page: Page, campaign: str | None, stationery: Stationery, words: ShareWords) -> None:
    page.bar(0, 0, WIDTH, _BAND, RED)
    title = words.title.replace("{town}", stationery.town)
    size = _largest(page, title, 38 if campaign is None else 28)
    page.y = (_BAND - leading(size)) / 2 if campaign is None else 3.5
    page.write_lines([title], size, WHITE, bold=True, centre=True)
    if campaign is not None:
        page.write_lines([campaign], _largest(page, campaign, 18), WHITE, centre=True)


def _way_in(page: Page, stationery: Stationery, words: ShareWords) -> None:
    top = page.y
    if stationery.link is None:
        page.set_draw_color(*GREY)
        page.rect(MARGIN, top, _CODE, _CODE)
        page.y = top + _CODE / 2 - leading(24) / 2
        page.put(stationery.words.pending, MARGIN + (_CODE - page.measure(24)(stationery.words.pending)) / 2, 24, GREY)
    else:
        place_code(page, stationery.link, MARGIN, top, _CODE)
    left = MARGIN + _CODE + 4
    page.y = top + 5
    page.write_lines([words.how], 24, RED, x=left, bold=True)
    page.y += 2
    for number, step in enumerate(words.join, 1):
        disc = 23 * POINT * 1.3
        page.disc(left, page.y + (leading(23) - disc) / 2, disc, RED)
        page.put(str(number), left + (disc - page.measure(23)(str(number))) / 2, 23, WHITE, bold=True)
        page.write_lines(paragraph(step, TEXT - _CODE - 8 - disc, page.measure(23)), 23, x=left + disc + 4)
        page.y += 3
    page.y = top + _CODE


def _questions(page: Page, words: ShareWords) -> None:
    inner, asked = TEXT - 14, words.questions[:4]
    size = min(21.0, min(inner / page.measure(1)(f"“{q}”") for q in asked)) if asked else 21.0
    top, height = page.y, leading(18) + len(asked) * leading(size) + 7
    page.bar(MARGIN, top, TEXT, height, TINT)
    page.bar(MARGIN, top, 2.4, height, RED)
    page.y = top + 3
    page.write_lines([words.ask_like_this], 18, RED, x=MARGIN + 8, bold=True)
    page.write_lines([f"“{q}”" for q in asked], size, INK, x=MARGIN + 8)
    page.y = top + height


def _numbers(page: Page, stationery: Stationery, words: ShareWords) -> None:
    helpers: list[Helper] = [stationery.helpers[h] for h in (stationery.office, *words.hotlines) if h in stationery.helpers]
    page.write_lines([words.call], 18, RED, bold=True)
    page.y += 1
    blocks.phones(page, helpers, stationery, 21)
    page.y += 1.5
    page.write_lines([words.urgent], _largest(page, words.urgent, 18), RED, bold=True, centre=True)


def _bottom(page: Page, place: str, words: ShareWords) -> None:
    """The place, as small as its name is long."""
    said = words.hung_at.replace("{place}", place)
    size = next((s for s in _SIZES if len(even(said, TEXT, page.measure(s))) <= 2), _SIZES[-1])
    written = even(said, TEXT, page.measure(size))
    page.y = 297 - 7 - len(written) * leading(size)
    page.write_lines(written, size, GREY, centre=True)
