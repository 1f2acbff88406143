"""The township's own Word template: words in double braces are replaced by figures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from bot.model import Paper, Problem, Refused
from bot.report.sentences import INTERNAL
from bot.report.words import change, number, outages, paragraph, said, title, versions
from bot.report.zipped import timeless

_LARGEST = 20_000_000
"""Bytes of an unpacked template; a real one has a tenth."""
Value = str | Sequence[Mapping[str, str]] | Sequence[Sequence[str]]


def placeholders(paper: Paper) -> dict[str, Value]:
    """What a template may name.  ``docs/report.md`` lists them for people."""
    tally = paper.tally
    known: dict[str, Value] = {
        "title": title(tally),
        "town": tally.town,
        "period": tally.period.name,
        "first": said(tally.period.first),
        "last": said(tally.period.last),
        "before": tally.before.name if tally.before else "",
        "paragraph": paragraph(tally),
        "internal": INTERNAL if paper.internal else "",
        "rules": tally.rules,
        "knowledge": versions(tally),
        "outages": outages(tally),
        "rows": str(tally.rows),
        "rows_hash": tally.rows_hash,
        "lines": [_line(line.label, str(number(line.value)), line.unit, line.rule, line.excludes) for line in tally.lines],
        "corrections": [{"on": said(c.on), "what": c.what, "why": c.why} for c in tally.corrections],
    }
    for line in tally.lines:
        known[line.key] = str(number(line.value))
        known[f"{line.key}_before"] = str(number(line.before))
        known[f"{line.key}_change"] = change(line)
    for table in tally.tables:
        known[f"table_{table.key}"] = [[str(cell) for cell in row] for row in table.rows]
    return known


def _line(label: str, value: str, unit: str, rule: str, excludes: str) -> dict[str, str]:
    return {"label": label, "value": value, "unit": unit, "rule": rule, "excludes": excludes}


def filled(paper: Paper, template: bytes, name: str) -> bytes:
    """The template with everything filled in; ``name`` is what people call the file.

    Raises :class:`Refused` for what is no Word document, for placeholders that do not exist, all at once, and for
    sentences of the template language that cannot be read.  The template can reach nothing but the placeholders.
    """
    jinja = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    known = placeholders(paper)
    try:
        _genuine(template)
        doc = DocxTemplate(io.BytesIO(template))
        if wrong := sorted(doc.get_undeclared_template_variables(jinja) - known.keys()):
            raise Refused(tuple(Problem(name, f"{{{{ {key} }}}}：没有这个占位符；请对照 docs/report.md 改正") for key in wrong))
        doc.render(known, jinja, autoescape=True)
        return _saved(doc)
    except TemplateError as error:
        raise Refused((Problem(name, f"模板里的写法看不懂（{error}）；请对照 docs/report.md 改正"),)) from error
    except (PackageNotFoundError, zipfile.BadZipFile, LxmlError, KeyError, ValueError, NotImplementedError) as error:
        raise Refused((Problem(name, "不是完好的 Word 文档（.docx）；请用 Word 或 WPS 另存为 .docx 再试"),)) from error
    except (TypeError, ArithmeticError, AttributeError, IndexError) as error:
        raise Refused((Problem(name, f"占位符用错了（{type(error).__name__}）；请对照 docs/report.md 改正"),)) from error


def _genuine(template: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(template)) as parts:
        if "word/document.xml" not in parts.namelist() or sum(part.file_size for part in parts.infolist()) > _LARGEST:
            raise ValueError(template[:4])


def _saved(doc: Any) -> bytes:
    out = io.BytesIO()
    doc.save(out)
    return timeless(out.getvalue())
