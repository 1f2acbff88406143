"""A link as a code to be scanned."""

from __future__ import annotations

import io

import segno

from bot.paper.page import WHITE, Page

_QUIET = 4
"""Modules of white that a reader needs around a code (ISO/IEC 18004)."""
_BLACK = (0, 0, 0)


def picture(link: str, pixels: int = 800) -> bytes:
    """A PNG of at least about ``pixels`` a side: sharp on a phone and small enough to forward."""
    code, out = segno.make_qr(link, error="m"), io.BytesIO()
    code.save(out, kind="png", scale=max(1, pixels // code.symbol_size()[0]), border=_QUIET)
    return out.getvalue()


def place_code(page: Page, link: str, x: float, y: float, side: float) -> None:
    """The code as squares on paper, its white border inside ``side`` millimetres; level Q survives rain and dirt."""
    code = segno.make_qr(link, error="q")
    modules = code.symbol_size(border=_QUIET)[0]
    step = side / modules
    page.bar(x, y, side, side, WHITE)
    for row, line in enumerate(code.matrix_iter(border=_QUIET)):
        start = None
        for column, dark in enumerate([*line, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                # Runs a hair longer than a module leave no white seams between them on a screen.
                page.bar(x + start * step, y + row * step, (column - start) * step + 0.01, step + 0.01, _BLACK)
                start = None
