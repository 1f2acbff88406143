"""The page of an official paper, GB/T 9704-2012: A4, text area 156 by 225 mm, 22 lines, page numbers — 1 —."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from bot.model import Paper
from bot.report.sentences import INTERNAL
from bot.report.words import title

TITLE, BODY, FIRST, SECOND, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
"""Title, text, headings of the first and second level, page numbers (5.2.2, 7.3.3, 7.5)."""
LATIN = "Times New Roman"
_INSTEAD = {
    TITLE: "宋体,SimSun,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,Noto Serif CJK SC",
    FIRST: "SimHei,Noto Sans CJK SC",
    SECOND: "楷体,KaiTi,Noto Serif CJK SC",
    SONG: "SimSun,Noto Serif CJK SC",
}
"""Where a machine lacks a font: what the document asks for in its place."""
ERHAO, SANHAO, SIHAO, XIAOSI = Pt(22), Pt(16), Pt(14), Pt(12)
"""Chinese type sizes 二号, 三号, 四号, 小四."""
LINE = Pt(28)
"""22 lines of 225 mm: 28.9 points; 28 leaves the last line whole in every word processor."""
_STYLES: tuple[tuple[str, str, Any, Any], ...] = (
    ("Title", TITLE, ERHAO, Pt(34)),
    ("Heading 1", FIRST, SANHAO, LINE),
    ("Heading 2", SECOND, SANHAO, LINE),
)


def blank(paper: Paper) -> Any:
    """An empty document of that format.  python-docx has no types, here and below."""
    doc = Document()
    _styles(doc)
    _page(doc, paper.internal)
    _fonts(doc)
    made = datetime.combine(paper.tally.period.last, time())
    properties = doc.core_properties
    properties.title, properties.author, properties.comments = title(paper.tally), paper.tally.town, ""
    properties.created = properties.modified = made
    properties.language = "zh-CN"
    return doc


def font(style: Any, name: str, size: Any) -> None:
    """Chinese and Latin font of a style; without ``w:eastAsia`` Chinese keeps the default one."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, size, False, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)
    color = style.element.rPr.find(qn("w:color"))
    if color is not None:
        style.element.rPr.remove(color)


def _styles(doc: Any) -> None:
    normal = doc.styles["Normal"]
    font(normal, BODY, SANHAO)
    form = normal.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    form.space_before = form.space_after = Pt(0)
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _indent(normal, 200)
    for name, family, size, line in _STYLES:
        style = doc.styles[name]
        font(style, family, size)
        form = style.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line
        form.space_before = form.space_after = Pt(0)
        form.keep_with_next = True
        borders = style.element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            style.element.pPr.remove(borders)
    doc.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _indent(doc.styles["Title"], 0)


def _indent(style: Any, hundredths: int) -> None:
    """First line moved in by hundredths of a character."""
    indent = style.element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(hundredths))
    indent.set(qn("w:firstLine"), str(hundredths * 32 // 10))


def flush(paragraph: Any) -> None:
    """No indent of the first line."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "0")
    indent.set(qn("w:firstLine"), "0")


def _page(doc: Any, internal: bool) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)
    doc.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    for header in (section.header, section.even_page_header):
        paragraph = header.paragraphs[0]
        flush(paragraph)
        paragraph.style.font.size = SANHAO
        if internal:
            letters(paragraph, INTERNAL, FIRST, SANHAO)


def _number(footer: Any, side: Any) -> None:
    """Odd pages right, even pages left, one character in (7.5)."""
    paragraph = footer.paragraphs[0]
    flush(paragraph)
    paragraph.alignment = side
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = SIHAO
    letters(paragraph, "— ", SONG, SIHAO)
    run = letters(paragraph, "", SONG, SIHAO)
    for part in ("begin", None, "end"):
        mark = f'<w:fldChar {nsdecls("w")} w:fldCharType="{part}"/>' if part else f"<w:instrText {nsdecls('w')}>PAGE</w:instrText>"
        run._r.append(parse_xml(mark))
    letters(paragraph, " —", SONG, SIHAO)


def letters(paragraph: Any, text: str, family: str, size: Any) -> Any:
    """A run in another font, Latin letters and digits included."""
    run = paragraph.add_run(text)
    run.font.size, run.font.name = size, family
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)
    return run


def _fonts(doc: Any) -> None:
    """Tell what to show where a font is missing (ECMA-376, 17.8.3.1 altName)."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>' for name, other in _INSTEAD.items()
    )
    table: Part = next(part for part in doc.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    table._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{rows}</w:fonts>'.encode()
