"""bot/report/word/: the document that is signed, and the township's own template."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bot.hide import for_the_office, published
from bot.model import Paper, Refused
from bot.report import forms
from bot.report.charts import charts
from bot.report.word import document, filled, placeholders
from tests.figures import TALLY
from tests.township import ROOT

PUBLIC, INTERNAL = published(TALLY, ()), for_the_office(TALLY)


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def words(doc: Any) -> list[str]:
    return [paragraph.text for paragraph in doc.paragraphs]


def template(*paragraphs: str, header: str = "") -> bytes:
    doc, out = docx.Document(), io.BytesIO()
    for text in paragraphs:
        doc.add_paragraph(text)
    doc.sections[0].header.paragraphs[0].text = header
    doc.save(out)
    return out.getvalue()


def test_the_page_is_that_of_an_official_paper() -> None:
    section = opened(document(PUBLIC, {})).sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    wanted = Mm(37), Mm(28), Mm(156), Mm(225)
    found = section.top_margin, section.left_margin, width, height
    assert all(abs(one - other) < Mm(0.1) for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(("style", "family", "size"), [
    ("Normal", "仿宋_GB2312", 16), ("Title", "方正小标宋简体", 22), ("Heading 1", "黑体", 16), ("Heading 2", "楷体_GB2312", 16),
])
def test_fonts_are_those_of_an_official_paper(style: str, family: str, size: int) -> None:
    found = opened(document(PUBLIC, {})).styles[style]
    fonts = found.element.rPr.rFonts
    assert (fonts.get(qn("w:eastAsia")), found.font.size) == (family, Pt(size))
    assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_lines_have_a_fixed_height_and_begin_two_characters_in() -> None:
    normal = opened(document(PUBLIC, {})).styles["Normal"]
    assert normal.paragraph_format.line_spacing == Pt(28)
    assert normal.element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_page_numbers_stand_between_dashes_outside() -> None:
    section = opened(document(PUBLIC, {})).sections[0]
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        assert footer.paragraphs[0].text == "—  —"
        assert "PAGE" in footer._element.xml
        assert footer.paragraphs[0].alignment == side


def test_the_parts_stand_in_their_order_and_each_rule_under_the_number_of_its_figure() -> None:
    doc = opened(document(PUBLIC, {}))
    heads = [p.text for p in doc.paragraphs if p.style.name == "Heading 1"]
    assert heads == [
        "一、年度报告用语", "二、主要数据", "三、分类统计", "四、统计图", "五、待核事项", "六、更正记录", "七、计数规则", "八、数据核对",
    ]
    assert [cell.text for cell in doc.tables[0].rows[1].cells] == ["1", "线上受教育群众", "60", "人次", "50", "增加10"]
    assert "1．线上受教育群众：一人一天一张卡片算1人次。不计入：菜单。" in words(doc)


def test_what_is_to_be_filled_in_corrections_and_provenance_are_told() -> None:
    doc = opened(document(PUBLIC, {}))
    tables = [[cell.text for cell in row.cells] for table in doc.tables for row in table.rows]
    assert ["发放宣传资料", "司法所普法负责人，依据资料领用登记"] in tables
    assert ["2026年4月2日", "3月15日场次由86人改为68人", "抄录错误"] in tables
    assert f"读取记录 70 行，校验值 {'ab' * 32}。" in words(doc)


def test_small_figures_are_hidden_unless_every_page_says_internal() -> None:
    public, internal = opened(document(PUBLIC, {})), opened(document(INTERNAL, {}))
    assert [cell.text for cell in public.tables[2].rows[2].cells] == ["=1+1", "＊", "＊"]
    assert [cell.text for cell in internal.tables[2].rows[3].cells] == ["=1+1", "4", "3"]
    for section, mark in ((public.sections[0], ""), (internal.sections[0], "内部")):
        assert [header.paragraphs[0].text for header in (section.header, section.even_page_header)] == [mark] * 2


def test_a_long_table_is_cut_and_says_so_and_a_heading_repeats_on_every_page() -> None:
    rows = tuple((f"村{n:02}", 50, 20) for n in range(31))
    long = replace(TALLY, tables=(replace(TALLY.tables[1], rows=rows),))
    doc = opened(document(for_the_office(long), {}))
    assert len(doc.tables[1].rows) == 31
    assert "只列前30行，共31行，其余见 Excel 表。" in words(doc)
    assert doc.tables[1].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_charts_stand_in_the_document_and_the_same_figures_give_the_same_bytes() -> None:
    one, other = (document(PUBLIC, charts(PUBLIC)) for _ in range(2))
    assert len(opened(one).inline_shapes) == 1
    assert one == other


def test_what_somebody_wrote_cannot_break_the_document() -> None:
    nasty = replace(TALLY, town="<b>&", tables=(replace(TALLY.tables[1], rows=(("<w:p>&\x07", 9, 9),)),))
    doc = opened(document(for_the_office(nasty), {}))
    assert doc.tables[1].rows[1].cells[0].text == "<w:p>&"


def test_a_template_is_filled_in_wherever_it_names_something() -> None:
    rows = "{% for row in table_village %}{{ row[0] }}{{ row[1] }}；{% endfor %}"
    own = template("{{ town }}{{ period }}共{{ online }}人次，{{ sheets }}份，{{ online_change }}", rows, header="{{ title }}")
    made = filled(PUBLIC, own, "x")
    assert words(opened(made)) == ["试验镇2026年共60人次，〔待核〕份，增加10", "东村47；=1+1＊；西村＊；"]
    assert opened(made).sections[0].header.paragraphs[0].text == "试验镇2026年法治宣传教育情况统计报告"
    assert made == filled(PUBLIC, own, "x")


def test_every_unknown_placeholder_is_named_at_once() -> None:
    with pytest.raises(Refused) as refused:
        filled(PUBLIC, template("{{ onlin }}{{ town }}", header="{{ twon }}"), "我们的.docx")
    assert [str(problem).partition("；")[0] for problem in refused.value.problems] == [
        "我们的.docx: {{ onlin }}：没有这个占位符", "我们的.docx: {{ twon }}：没有这个占位符",
    ]


@pytest.mark.parametrize("text", [
    "{{ town", "{% for x in lines %}", "{{ town.__class__.__mro__ }}", "{{ lines.nothing.more }}", "{{ town + 1 }}", "{{ 1 // 0 }}",
    "{{ ''.__class__.__base__.__subclasses__() }}", "{% for x in range(10000000) %}{% endfor %}",
])
def test_a_sentence_of_the_template_that_is_wrong_or_reaches_for_more_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"x\.docx: .*请对照 docs/report\.md"):
        filled(PUBLIC, template(text), "x.docx")


def broken_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document>")
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text", template("x")[:-40], template("x")[:900], broken_zip()])
def test_a_file_that_is_no_word_document_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused, match="不是完好的 Word 文档"):
        filled(PUBLIC, content, "x.docx")


def test_what_fills_a_template_cannot_break_it() -> None:
    made = filled(for_the_office(replace(TALLY, town="<b>&{{ rows }}")), template("{{ town }}"), "x")
    assert words(opened(made)) == ["<b>&{{ rows }}"]


def test_the_report_is_made_from_the_template_that_is_given(tmp_path: Path) -> None:
    (tmp_path / "我们的.docx").write_bytes(template("{{ paragraph }}"))
    paper: Paper = PUBLIC
    assert words(opened(forms(paper, tmp_path / "我们的.docx")["report.docx"]))[0].startswith("深化普法依法治理。2026年，试验镇")
    with pytest.raises(Refused, match="打不开"):
        forms(paper, tmp_path / "没有.docx")


def test_people_are_told_of_every_placeholder() -> None:
    told = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    general = {key for key in placeholders(PUBLIC) if key.partition("_")[0] not in {"online", "people", "sheets", "table"}}
    assert {key for key in general if f"`{key}`" not in told} == set()
