"""Every form of the report as files, and the files on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bot.model import Paper, Problem, Refused
from bot.report.csvfile import csv_files
from bot.report.markdown import markdown
from bot.report.sentences import INTERNAL

_NEEDED = {
    "docx": "Word",
    "docxtpl": "Word",
    "xlsxwriter": "Excel",
    "matplotlib": "统计图",
    "pylopdf_fonts_zh_cn": "统计图",
}
"""Library of the extra ``reports`` -> what it makes."""


def lacking() -> tuple[Problem, ...]:
    """Forms that cannot be made, because the extra ``reports`` is not installed."""
    forms = dict.fromkeys(form for library, form in _NEEDED.items() if find_spec(library) is None)
    return tuple(Problem(form, "没有装报表组件，这次不出；请运行 pip install 'mingbai[reports]'") for form in forms)


def forms(paper: Paper, template: Path | None = None, progress: Callable[[str], None] = lambda form: None) -> dict[str, bytes]:
    """File name -> content, those that people want first in front; a form whose library is not installed is left out.

    ``progress`` is told each form before it is made.  Raises :class:`Refused` when the template cannot be used.
    """
    without = {problem.path for problem in lacking()}
    if template and "Word" in without:
        raise Refused(lacking())
    files, pictures = dict[str, bytes](), dict[str, bytes]()
    if "统计图" not in without:
        from bot.report.charts import charts  # the libraries of the forms take a second to load

        progress("统计图")
        pictures = charts(paper)
    if "Word" not in without:
        progress("Word")
        files["report.docx"] = _word(paper, template, pictures)
    if "Excel" not in without:
        from bot.report.excel import workbook

        progress("Excel")
        files["report.xlsx"] = workbook(paper)
    files |= {"report.md": markdown(paper).encode()} | csv_files(paper.tally) | pictures
    return {f"{INTERNAL}-{name}" if paper.internal else name: content for name, content in files.items()}


def _word(paper: Paper, template: Path | None, pictures: dict[str, bytes]) -> bytes:
    from bot.report.word import document, filled

    if template is None:
        return document(paper, pictures)
    try:
        return filled(paper, template.read_bytes(), str(template))
    except OSError as error:
        raise Refused((Problem(str(template), f"打不开（{error.strerror}）；请检查路径"),)) from error


def write(paper: Paper, folder: Path, template: Path | None = None) -> list[Path]:
    """Write every file of the report into ``folder``: all of them or, when that fails, none.

    Raises :class:`Refused` when the folder cannot be written or the template cannot be used.
    """
    files = forms(paper, template)
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
