"""A sheet of A4 to write on from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.enums import TextMode
from pylopdf_fonts_zh_cn import sans_path

from bot.paper.wrap import even, paragraph

MARGIN = 16.0
"""Millimetres left and right: home printers leave the outer 5 blank."""
WIDTH, HEIGHT = 210.0, 297.0
"""A4 in millimetres."""
TEXT = WIDTH - 2 * MARGIN
"""Width of the text."""
BOTTOM = HEIGHT - 26
"""Where the text ends and the foot begins."""
POINT = 25.4 / 72
"""Millimetres of a typographic point; a Chinese character is as wide as its size."""
INK, RED, GREY, TINT, WHITE = (26, 26, 26), (150, 28, 28), (96, 96, 96), (250, 244, 234), (255, 255, 255)
"""Colours that stay apart on a black and white printer too."""
_LEADING = 1.42
"""Height of a line in sizes of its type."""

Colour = tuple[int, int, int]


class Page(FPDF):
    """A document whose cursor is ``y``; it never breaks a page by itself."""

    def __init__(self, title: str, author: str) -> None:
        super().__init__("P", "mm", "A4")
        self.set_auto_page_break(False)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.c_margin = 0
        self.add_font("sans", "", sans_path())
        self.set_title(title)
        self.set_author(author)
        self.set_lang("zh-CN")
        self._dry = False
        self._advances: dict[str, float] = {}

    @contextmanager
    def trying(self) -> Iterator[None]:
        """What is written here moves the cursor and leaves no mark."""
        at, self._dry = self.y, True
        yield
        self._dry, self.y = False, at

    def measure(self, size: float) -> Callable[[str], float]:
        """Width of a text of a size, in millimetres."""
        return lambda text: sum(self._advances.get(c) or self._advance(c) for c in text) * size

    def _advance(self, character: str) -> float:
        # Remembered, because fitting a booklet asks a hundred thousand times.
        self.set_font("sans", size=100)
        self._advances[character] = self.get_string_width(character) / 100
        return self._advances[character]

    def put(self, text: str, x: float, size: float, colour: Colour = INK, *, bold: bool = False) -> None:
        """One line at the cursor, which stays."""
        if self._dry:
            return
        self.set_font("sans", size=size)
        self.set_text_color(*colour)
        with self._weight(bold, size, colour):
            self.text(x, self.y + size * POINT * (0.88 + (_LEADING - 1) / 2), text)

    def write_lines(
        self,
        written: Sequence[str],
        size: float,
        colour: Colour = INK,
        *,
        x: float = MARGIN,
        bold: bool = False,
        centre: bool = False,
    ) -> None:
        """Lines one below the other; the cursor ends up below them."""
        for text in written:
            at = (WIDTH - self.measure(size)(text)) / 2 if centre else x
            self.put(text, at, size, colour, bold=bold)
            self.y += leading(size)

    def paragraph(self, text: str, size: float, colour: Colour = INK, *, x: float = MARGIN, width: float = TEXT) -> None:
        """A text in as many lines as it takes."""
        self.write_lines(paragraph(text, width, self.measure(size)), size, colour, x=x)

    def headline(self, text: str, size: float, colour: Colour = INK, *, centre: bool = False) -> None:
        """A heading in lines of about the same length."""
        self.write_lines(even(text, TEXT, self.measure(size)), size, colour, bold=True, centre=centre)

    def rule(self, width: float = 0.4, colour: Colour = RED) -> None:
        """A line across the text."""
        self.bar(MARGIN, self.y, TEXT, width, colour)
        self.y += width

    def bar(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle."""
        if not self._dry:
            self.set_fill_color(*colour)
            self.rect(x, y, width, height, "F")

    def disc(self, x: float, y: float, diameter: float, colour: Colour) -> None:
        """A filled circle."""
        if not self._dry:
            self.set_fill_color(*colour)
            self.ellipse(x, y, diameter, diameter, "F")

    def frame(self, top: float, colour: Colour = RED) -> None:
        """A rectangle around the text from ``top`` to the cursor."""
        if not self._dry:
            self.set_draw_color(*colour)
            self.set_line_width(0.6)
            self.rect(MARGIN, top, TEXT, self.y - top)

    @contextmanager
    def _weight(self, bold: bool, size: float, colour: Colour) -> Iterator[None]:
        """The font has one weight: bold is drawn with an outline."""
        if not bold:
            yield
            return
        with self.local_context():
            self.set_draw_color(*colour)
            self.set_line_width(size * POINT * 0.028)
            self.text_mode = TextMode.FILL_STROKE
            yield


def leading(size: float) -> float:
    """Height of a line of a size, in millimetres."""
    return size * POINT * _LEADING
