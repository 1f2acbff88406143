"""A tally on paper: CSV for spreadsheets, Markdown to read, JSON for programs."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.model import Problem, Refused, Tally
from bot.report.csvfile import csv_files
from bot.report.markdown import markdown


def write(tally: Tally, folder: Path) -> list[Path]:
    """Write every file of the report into ``folder``: all of them or, when that fails, none.

    Raises :class:`Refused` when the folder cannot be written.
    """
    files = {"report.md": markdown(tally).encode()} | csv_files(tally)
    if taken := [folder / name for name in files if (folder / name).is_dir()]:
        raise Refused(tuple(Problem(str(path), "是个文件夹，报表写不进去；请移走或换个地方") for path in taken))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as draft:
            for name, content in files.items():
                (Path(draft) / name).write_bytes(content)
            return [(Path(draft) / name).replace(folder / name) for name in files]
    except OSError as error:
        raise Refused((Problem(str(folder), f"写不进去（{error.strerror}）；请换一个能写的文件夹"),)) from error
