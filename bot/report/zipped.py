"""Zip archives whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can tell."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of files."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            out.writestr(entry, content)
    return archive.getvalue()


def timeless(archive: bytes) -> bytes:
    """The same archive without the times at which its parts were written."""
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        return zipped({name: read.read(name) for name in read.namelist()})
