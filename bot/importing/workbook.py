"""An XLSX or CSV file -> its rows.  Nothing in it is run, and its size is limited before it is opened."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.importing.cells import Cell
from bot.model import Problem, Refused

LARGEST, UNPACKED = 10 * 2**20, 200 * 2**20
"""Bytes of a file, and of what is packed in it."""
ROWS, COLUMNS = 20_000, 60
"""Rows of a sheet, and columns that are read."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file."""

    name: str
    """As on its tab; of a CSV the file's name."""
    rows: tuple[tuple[int, Sequence[Cell]], ...]
    """Number as the spreadsheet shows it, and cells; rows without anything are left out."""


def read(path: Path, progress: Progress) -> tuple[Sheet, ...]:
    """The sheets of a file.  Raises :class:`Refused` when it is none or too large."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Refused((Problem(str(path), f"打不开（{error.strerror}）；请检查路径"),)) from error
    if size > LARGEST:
        raise _refused(path, f"太大（{size // 2**20} MB）；请拆成不到 {LARGEST // 2**20} MB 的几个文件")
    if path.suffix.lower() == ".csv":
        return (Sheet(path.name, _limited(path, path.name, enumerate(_csv(path), 1), progress)),)
    if path.suffix.lower() != ".xlsx":
        raise _refused(path, "只认 .xlsx 和 .csv；请用 WPS 或 Excel 另存为其中一种")
    return _xlsx(path, progress)


def _refused(path: Path, what: str) -> Refused:
    return Refused((Problem(str(path), what),))


def _csv(path: Path) -> Iterator[list[str]]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):  # what WPS and Excel write in China
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _refused(path, "文字编码认不出；请另存为 UTF-8 的 CSV 或 xlsx")
    first = text.partition("\n")[0]
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ",")
    except csv.Error as error:
        raise _refused(path, f"不是完好的 CSV（{error}）；请重新导出") from error


def _xlsx(path: Path, progress: Progress) -> tuple[Sheet, ...]:
    try:
        import openpyxl  # half a second that only this command needs, and an extra that may not be installed
    except ImportError as error:
        raise _refused(path, f"读表格要用 {error.name}；请安装 mingbai[sheets]，或另存为 CSV") from error
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise _refused(path, "展开后太大；请拆成几个文件")
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            return tuple(Sheet(sheet.title, _limited(path, sheet.title, _cells(sheet), progress)) for sheet in book.worksheets)
        finally:
            book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:  # SyntaxError: broken XML
        raise _refused(path, "不是完好的表格文件；请用 WPS 或 Excel 打开后另存为 .xlsx") from error


def _cells(sheet: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    return enumerate(sheet.iter_rows(max_col=COLUMNS, values_only=True), 1)


def _limited(
    path: Path, name: str, rows: Iterator[tuple[int, Sequence[Cell]]], progress: Progress
) -> tuple[tuple[int, Sequence[Cell]], ...]:
    kept = list[tuple[int, Sequence[Cell]]]()
    for number, cells in rows:
        if any(cell is not None and str(cell).strip() for cell in cells):
            kept.append((number, cells[:COLUMNS]))
        if len(kept) > ROWS or number > ROWS * 10:
            raise _refused(path, f"表“{name}”超过 {ROWS} 行；请拆成几个文件")
        if number % 2000 == 0:
            progress(f"表“{name}”：已读 {number} 行")
    return tuple(kept)
