"""Empty workbooks, one a kind, to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.importing.kinds import Kind
from bot.model import Problem, Refused


def write_templates(folder: Path, kinds: Sequence[Kind]) -> list[Path]:
    """One file a kind.  Raises :class:`Refused` when the folder cannot be written."""
    try:
        import openpyxl  # half a second that only this command needs, and an extra that may not be installed
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter
    except ImportError as error:
        raise Refused((Problem("--template", f"写表格要用 {error.name}；请安装 mingbai[sheets]"),)) from error
    paths = list[Path]()
    for kind in kinds:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        sheet = book.create_sheet(kind.name)
        for number, column in enumerate(kind.columns, 1):
            cell = sheet.cell(1, number, column.heading)
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE7F0")
            sheet.column_dimensions[get_column_letter(number)].width = 16
        sheet.freeze_panes = "A2"
        explains = book.create_sheet("说明")
        for line in _explained(kind):
            explains.append(line)
        explains.column_dimensions["A"].width, explains.column_dimensions["B"].width = 14, 70
        for row in explains.iter_rows():
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        paths.append(folder / f"{kind.name}.xlsx")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            book.save(paths[-1])
        except OSError as error:
            raise Refused((Problem(str(folder), f"写不进去（{error.strerror}）；请换一个能写的文件夹"),)) from error
    return paths


_HINTS = {
    "number": "您台账上的编号；同一年里不重复。改了内容再导入时靠它认出是哪一条",
    "day": "2026-3-5、2026年3月5日或表格里的日期都行；年份要写全",
    "village": "town.yaml 里的村名；全镇的写“全镇”或留空",
    "venue": "town.yaml 里的场所",
    "topic": "讲了什么；知识库的主题名或几个字",
    "campaign": "属于哪次活动，例如国家宪法日；没有就留空",
    "headcount": "现场人数，确切的数",
    "sheets": "发出的纸质资料份数；没有就留空",
    "name": "和正式名册一样；同村同名的在后面加“（一）”“（二）”",
    "since": "入册的那一天",
    "until": "在册的最后一天；还在册就留空",
    "month": "2026-03 的样子；不是整月的，留空并写首日、末日",
    "first": "这一行从哪一天起",
    "last": "到哪一天止，含这一天",
    "found": "这段时间排查的起数；不写案情和人名",
    "settled": "其中化解的起数",
    "withdrawn": "登记错了、其实没有的，写“是”",
    "why": "改动已经导入过的行时，写上为什么；会印在报表里，不写人名",
}


def _explained(kind: Kind) -> list[tuple[str, str]]:
    lines = [("这张表", f"{kind.name}：填好后运行 python -m bot import {kind.name}.xlsx --by 您的姓名")]
    for column in kind.columns:
        needed, example = ("必填。" if column.needed else ""), (f" 例：{column.example}" if column.example else "")
        hint = _HINTS.get(column.field, "")
        lines.append((column.heading, f"{needed}{hint}{example}"))
    return lines
