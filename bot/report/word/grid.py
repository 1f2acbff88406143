"""Tables of the Word report; written as XML at once, because python-docx takes minutes for hundreds of rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.hide import HIDDEN
from bot.report.word.page import BODY, FIRST, LATIN
from bot.report.words import PENDING

_WHOLE = 8845
"""Width of the text area, 156 mm, in twentieths of a point."""
_SIZE = 24
"""小四 in half points."""
_SHORT = 6
"""Characters up to which a cell stands in the middle."""
_QUIET = (HIDDEN, PENDING, "—")


def grid(doc: Any, columns: Sequence[str], rows: Sequence[Sequence[str | int]], shares: Sequence[int] | None = None) -> None:
    """A table with a heading that repeats on every page; ``shares`` are the widths in proportion."""
    shares = shares or _shares(columns, rows)
    widths = [_WHOLE * share // sum(shares) for share in shares]
    edges = "".join(f'<w:{s} w:val="single" w:sz="6" w:space="0" w:color="000000"/>' for s in
                    ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip
    head = _row(columns, widths, head=True)
    left = _of_words(columns, rows)
    body = "".join(_row(row, widths, left=left) for row in rows)
    columns_xml = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns_xml}</w:tblGrid>{head}{body}</w:tbl>"
    )
    doc.element.body.insert(len(doc.element.body) - 1, table)


def _row(cells: Sequence[str | int], widths: Sequence[int], *, head: bool = False, left: Collection[int] = ()) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    inside = "".join(
        _cell(cell, width, head, "left" if column in left and cell not in _QUIET else "center")
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="454" w:hRule="atLeast"/>{repeated}</w:trPr>{inside}</w:tr>'


def _cell(cell: str | int, width: int, head: bool, side: str) -> str:
    family = quoteattr(FIRST if head else BODY)
    text = "".join(c for c in str(cell) if c >= " ")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p><w:pPr>{'<w:keepNext/>' if head else ''}<w:keepLines/>"
        f'<w:spacing w:line="340" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia={family}/>'
        f'<w:sz w:val="{_SIZE}"/><w:szCs w:val="{_SIZE}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )


def _of_words(columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> set[int]:
    """Columns with a cell of more than a few characters: they read better from the left."""
    cells = [[row[column] for row in rows] for column in range(len(columns))]
    return {column for column, some in enumerate(cells) if any(isinstance(c, str) and len(c) > _SHORT for c in some)}


def _shares(columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> list[int]:
    """Wider where the longest cell is longer, within reason."""
    longest = [max(len(str(cell)) for cell in column) for column in zip(columns, *rows, strict=True)]
    return [min(max(length, 5), 18) + 2 for length in longest]
