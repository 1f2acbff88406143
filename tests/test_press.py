"""bot/paper/press.py and what it prints: sheets, booklets, posters, scripts.  Read back, never only made."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from bot.links import Home, code, of_entry, of_place
from bot.model import Approval, Entry, File, Law, Wording
from bot.paper.press import SHEET, SPEAKER, WECHAT, Press
from bot.paper.speaker import LONGEST
from tests.township import TODAY, stock

LARGEST = 300_000
"""Bytes of a PDF: it must go through a village's network."""


def press(bot: str | None = "mingbai_bot") -> Press:
    return Press(stock, lambda: TODAY, Home(bot))


def entry(**more: object) -> Entry:
    return replace(stock().knowledge.entries["wages/unpaid"], **more)


def pages(file: File) -> list[str]:
    """The text of each page, without line ends."""
    assert file.name.endswith(".pdf")
    assert len(file.content) < LARGEST
    with pypdfium2.PdfDocument(file.content) as document:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]


def drawn(file: File, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(file.content) as document:
        image: Image.Image = document[page].render(scale=2).to_pil()
        return image


def links(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def long(size: int) -> str:
    return "把凭据都收好再去问清楚" * (size // 11) + "好" * (size % 11)


FULL = Wording(long(60), tuple(long(44) + f"{n}" for n in range(5)), tuple(long(43) + f"{n}" for n in range(4)))
"""As much as the check lets an answer have."""


def test_a_sheet_says_all_of_an_entry() -> None:
    [text] = pages(press().entry(SHEET, entry()))
    said = [
        "老板拖欠工资怎么办？", "先去投诉", "收好考勤和转账记录。", "离职后一年内要申请仲裁。", "劳动监察大队〔待核〕",
        "《试验劳动法》第85条之2：不给的要加付赔偿金。", "法律服务热线12348", "2026年1月10日核对法条；尚未经律师签字。", "试验镇",
    ]
    assert [words for words in said if words not in text] == []


def test_a_sheet_says_who_signed_and_when_it_is_due() -> None:
    signed = entry(approved=Approval("试验县李律师", date(2026, 5, 1)), again_by=date(2026, 6, 1))
    [text] = pages(press().entry(SHEET, signed))
    assert "试验县李律师于2026年5月1日签字确认；已过复核日期" in text


def test_an_entry_that_is_too_long_for_large_print_goes_on_to_the_back_with_a_code_to_ask_on() -> None:
    full = entry(question=long(30), answer=FULL, law=(Law("试验劳动法", "30", long(40)),) * 4)
    file = press().entry(SHEET, full)
    front, back = pages(file)
    assert all(step in front for step in FULL.steps) and "背面还有" in front
    assert all(line in back for line in FULL.mind) and "第30条" in back
    assert links(drawn(file, 1)) == [f"https://t.me/mingbai_bot?start={of_entry('wages/unpaid')}"]


def test_nothing_runs_into_the_foot_of_a_page() -> None:
    full = entry(question=long(30), answer=FULL, law=(Law("试验劳动法", "30", long(40)),) * 4)
    with pypdfium2.PdfDocument(press().entry(SHEET, full).content) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(n) for n in range(text.count_rects())]
            foot = max(top for _, bottom, _, top in boxes if top < 62)
            assert all(bottom > foot or top <= foot for _, bottom, _, top in boxes)
            assert all(left > 30 and right < 565 for left, _, right, _ in boxes)


def test_a_booklet_lists_every_question_with_the_page_on_which_it_stands() -> None:
    entries = [*stock().knowledge.entries.values()]
    contents, *rest = pages(press().booklet("讨薪", entries))
    assert "讨薪法律明白册" in contents and f"共{len(entries)}个问题" in contents
    for one in entries:
        listed = re.search(re.escape(one.question) + r"·*(\d+)", contents)
        assert listed and one.question in rest[int(listed[1]) - 2]
    assert rest[-1].endswith(str(len(rest) + 1))


def test_a_long_booklet_has_as_many_pages_of_contents_as_it_needs_and_is_still_small() -> None:
    entries = [entry(id=f"wages/n{n}", question=f"第{n}个问题：{long(20)}？", answer=FULL) for n in range(40)]
    first, second, *rest = pages(press().booklet("讨薪", entries))
    assert "第0个问题" in first and "第39个问题" in second
    listed = re.search(r"第39个问题：[^·]*·*(\d+)", second)
    assert listed and "第39个问题" in rest[int(listed[1]) - 3]


@pytest.mark.parametrize("place", ["东村", "很长的名字" * 12 + "东大桥村"])
@pytest.mark.parametrize("campaign", [None, "国家宪法日宣传周活动"])
def test_a_poster_leads_to_the_bot_and_names_the_place(place: str, campaign: str | None) -> None:
    parameter = of_place(code("village", place), campaign)
    file = press().poster(place, campaign, parameter)
    [text] = pages(file)
    assert place in text and (campaign or "") in text and "12348" in text and "司法所〔待核〕" in text
    assert links(drawn(file)) == [f"https://t.me/mingbai_bot?start={parameter}"]


def test_a_poster_of_a_bot_without_a_name_has_an_empty_place_that_says_so() -> None:
    file = press(None).poster("东村", None, "p_x")
    assert pages(file)[0].count("〔待核〕") == 2
    assert links(drawn(file)) == []


def test_the_code_is_a_picture_that_a_phone_reads() -> None:
    file = press().code("东村", of_place(code("village", "东村")))
    assert file is not None and file.picture
    assert links(Image.open(io.BytesIO(file.content))) == [f"https://t.me/mingbai_bot?start={of_place(code('village', '东村'))}"]
    assert press(None).code("东村", "x") is None


def script(one: Entry) -> Sequence[str]:
    return press().text(SPEAKER, one).splitlines()


def test_a_script_is_said_in_two_minutes_with_a_number_said_twice_and_no_digit() -> None:
    lines = script(entry(answer=FULL))
    assert sum(map(len, lines)) <= LONGEST + 120 and not re.search(r"\d", "".join(lines))
    assert sum(line.count("幺二三四八") for line in lines) == 2
    assert "法律依据" not in "".join(lines) and "试验劳动法第三十条" in "".join(lines)


def test_a_script_asks_as_a_neighbour_does_where_that_asks_the_same() -> None:
    assert script(entry(asked_as=("老板拖欠工资咋办",)))[1] == "有乡亲问：老板拖欠工资咋办？"
    assert script(entry(asked_as=("三金要还给男方吗",)))[1] == "有乡亲问：老板拖欠工资怎么办？"


def test_a_script_without_any_number_sends_people_to_the_office() -> None:
    assert "就去找劳动监察大队问一问" in "".join(script(entry(help=("labour",))))


def test_words_to_paste_end_with_whose_they_are_and_the_way_to_ask() -> None:
    text = press().text(WECHAT, entry())
    assert "试验镇法律明白人" in text and text.endswith("https://t.me/mingbai_bot?start=e_wages_unpaid\n")
    assert "http" not in press(None).text(WECHAT, entry())


def test_a_file_has_a_name_that_any_system_takes() -> None:
    assert press().entry(SHEET, entry(question='彩礼/三金：能"要回来"吗？' * 9)).name == ("彩礼三金能要回来吗" * 9)[:40] + ".pdf"
