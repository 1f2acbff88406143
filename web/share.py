"""A card's address as a picture for the camera of a telephone."""

from __future__ import annotations

from functools import lru_cache

import segno
from markupsafe import Markup


@lru_cache(maxsize=1024)
def picture(address: str) -> Markup:
    """A QR code as SVG for the page itself; a quarter of it may be dirty or torn (ISO/IEC 18004, level Q)."""
    code = segno.make_qr(address, error="q", boost_error=False)
    return Markup(code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass=None))  # noqa: S704 - paths drawn from numbers
