"""Chinese text in lines of a given width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_NOT_FIRST = frozenset("，。、；：？！）》〉”’〕】…—·％%～")
"""What no line may begin with (GB/T 15834: a mark stays with what it follows)."""
_NOT_LAST = frozenset("（《〈“‘〔【")
"""What no line may end with."""
_PIECES = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:/-]*|\s+|.", re.DOTALL)
"""Numbers and Latin words are not torn."""

Measure = Callable[[str], float]
"""Width of a piece of text."""


def lines(text: str, width: float, measure: Measure) -> list[str]:
    """``text`` in lines no wider than ``width``, but for a single piece that is wider by itself."""
    made, line, used = list[str](), "", 0.0
    for unit in _units(text):
        if line and used + measure(unit.rstrip()) > width:
            made.append(line.rstrip())
            line, used = "", 0.0
            unit = unit.lstrip()
        line += unit
        used += measure(unit)
    return [*made, line.rstrip()] if line.strip() else made


def paragraph(text: str, width: float, measure: Measure) -> list[str]:
    """As :func:`lines`, but not with one or two characters by themselves at the end, where that takes no more lines."""
    made, em = lines(text, width, measure), measure("字")
    for fewer in range(1, 5):
        if len(made) < 2 or measure(made[-1]) > 3.5 * em:
            return made
        narrower = lines(text, width - fewer * em, measure)
        if len(narrower) > len(made):
            return made
        made = narrower
    return made


def even(text: str, width: float, measure: Measure) -> list[str]:
    """The same number of lines as :func:`lines`, each about as long: for headings."""
    widest = lines(text, width, measure)
    if len(widest) < 2:
        return widest
    narrow = max(measure(text) / len(widest), measure(text[:1]))
    while narrow < width:
        made = lines(text, narrow, measure)
        if len(made) == len(widest):
            return made
        narrow += measure("字") / 4
    return widest


def _units(text: str) -> Iterator[str]:
    """What stays together: a piece with the marks that may not begin a line behind it."""
    unit = ""
    for piece in _PIECES.findall(text):
        if unit and piece not in _NOT_FIRST and unit[-1] not in _NOT_LAST:
            yield unit
            unit = ""
        unit += piece
    if unit:
        yield unit
