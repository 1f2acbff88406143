"""What a report on disk states: the workbook or the JSON of ``report``."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.model import Period, Problem, Refused

Cell = str | int
_CHECKS, _HEADS = "核对", ("项目", "数量")
_LARGEST = 50 * 2**20


@dataclass(frozen=True, slots=True)
class Stated:
    """What a report says."""

    town: str
    """Whose it is."""
    period: Period
    """The days counted."""
    rules: str
    """Version of the counting rules."""
    rows: str
    """How many rows were read."""
    rows_hash: str
    """SHA-256 over them."""
    internal: bool
    """Whether it shows everything; else small figures are hidden."""
    figures: Mapping[str, Cell]
    """Label of a line -> its figure, or words where there is none."""
    tables: Mapping[str, Sequence[Sequence[Cell]]]
    """Title of a breakdown, as long as a sheet's name may be -> headings and rows, and whatever stands above."""


def stated(path: Path) -> Stated:
    """Read a report.  Raises :class:`Refused` when it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _refused(path, "太大，不像是报表；请检查路径")
        return _from_json(path) if path.suffix.lower() == ".json" else _from_workbook(path)
    except OSError as error:
        raise _refused(path, f"打不开（{error.strerror}）；请检查路径") from error
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:  # SyntaxError: broken XML
        raise _refused(path, "不是本程序写的 report.xlsx，也不是 report --json 的输出；请用原来的文件") from error
    except ImportError as error:
        raise _refused(path, f"读表格要用 {error.name}；请安装 mingbai[sheets]") from error


def _refused(path: Path, what: str) -> Refused:
    return Refused((Problem(str(path), what),))


def _from_json(path: Path) -> Stated:
    said = json.loads(path.read_text(encoding="utf-8-sig"))
    return Stated(
        town=said["town"],
        period=_period(said["period"]["first"], said["period"]["last"]),
        rules=said["rules"],
        rows=str(said["rows"]),
        rows_hash=said["rows_hash"],
        internal=said.get("internal", True),
        figures={line["label"]: "" if line["value"] is None else line["value"] for line in said["lines"]},
        tables={title(t["title"]): [t["columns"], *t["rows"]] for t in said["tables"]},
    )


def _period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last), f"{first}至{last}")


def _from_workbook(path: Path) -> Stated:
    import openpyxl  # half a second that only this command needs, and an extra that may not be installed

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    sheets = {sheet.title: [[_cell(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
    book.close()
    checks = {str(row[0]): str(row[1]) for row in sheets.pop(_CHECKS) if len(row) > 1 and row[0]}
    return Stated(
        town=checks["town"],
        period=_period(checks["period_first"], checks["period_last"]),
        rules=checks["rules"],
        rows=checks["rows"],
        rows_hash=checks["rows_hash"],
        internal=checks["internal"] == "yes",
        figures=next((figures for rows in sheets.values() if (figures := _summary(rows))), {}),
        tables=sheets,
    )


def _cell(value: Any) -> Cell:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else "" if value is None else str(value)


def _summary(rows: Sequence[Sequence[Cell]]) -> dict[str, Cell]:
    start = next((n for n, row in enumerate(rows) if tuple(row[:2]) == _HEADS), None)
    return {} if start is None else {str(row[0]): row[1] for row in rows[start + 1 :] if row[0]}


def title(text: str) -> str:
    """A title as the name of a sheet, which Excel cuts and does not let hold every sign."""
    return "".join("·" if c in "[]:*?/\\'" else c for c in text)[:28]
