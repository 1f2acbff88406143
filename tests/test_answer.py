"""bot/answer.py: what the resident reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import (
    article_name,
    card,
    choices,
    emergency_card,
    entry_buttons,
    has_chinese,
    helper_card,
    numbered,
    split,
    unknown,
)
from bot.model import Approval, Button, Knowledge
from tests.township import TODAY


def test_a_card_says_conclusion_steps_warnings_law_helpers_and_how_sure_it_is_in_this_order(base: Knowledge) -> None:
    assert card(base.entries["wages/unpaid"], None, base.helpers, TODAY) == """【老板拖欠工资怎么办？】

先去投诉，还不给就申请仲裁，不收费。

怎么办：
①收好考勤和转账记录。
②到劳动监察大队投诉。

要注意：
·离职后一年内要申请仲裁。

法律依据：
·《试验劳动法》第30条：工资要按时发够。
·《试验劳动法》第85条之2：不给的要加付赔偿金。

找谁帮忙：
·劳动监察大队 电话〔待核〕
·法律服务热线 12348

2026年1月10日核对法条，尚未经律师签字。这是普法信息，不是律师意见。"""


def test_an_audience_reads_its_own_words_and_the_rest_of_the_main_answer(base: Knowledge) -> None:
    said = card(base.entries["wages/unpaid"], "elderly", base.helpers, TODAY)
    assert "别硬吵，去村里说一声。" in said
    assert "①记下欠多少。" in said
    assert "·离职后一年内要申请仲裁。" in said


def test_an_audience_without_words_of_its_own_reads_the_main_answer(base: Knowledge) -> None:
    entry = base.entries["wages/unpaid"]
    assert card(entry, "youth", base.helpers, TODAY) == card(entry, None, base.helpers, TODAY)


def test_parts_that_an_entry_does_not_have_leave_no_heading(base: Knowledge) -> None:
    said = card(base.entries["marriage/children"], None, base.helpers, TODAY)
    assert "怎么办：" not in said
    assert "要注意：" not in said


def test_a_signature_is_shown_with_its_name(base: Knowledge) -> None:
    entry = replace(base.entries["wages/unpaid"], approved=Approval("王律师", TODAY))
    assert "已由王律师签字确认" in card(entry, None, base.helpers, TODAY)


def test_from_the_day_after_its_review_was_due_a_card_says_so(base: Knowledge) -> None:
    entry = base.entries["wages/unpaid"]
    assert "已过复核日期" not in card(entry, None, base.helpers, entry.again_by)
    assert "已过复核日期" in card(entry, None, base.helpers, date(2030, 1, 11))


@pytest.mark.parametrize(("article", "name"), [("1079", "第1079条"), ("287-2", "第287条之2")])
def test_an_inserted_article_is_named_as_the_statute_names_it(article: str, name: str) -> None:
    assert article_name(article) == name


def test_helpers_are_shown_with_hours_and_purpose_and_an_empty_number_is_admitted(base: Knowledge) -> None:
    said = helper_card(["12338", "labour"], base.helpers).text
    assert "·妇女维权热线 12338（工作日白天）：妇女遇到家暴。" in said
    assert "·劳动监察大队 电话〔待核〕：投诉欠薪。" in said
    assert "12345" in said.splitlines()[-1]


def test_helpers_whose_numbers_are_known_need_no_excuse(base: Knowledge) -> None:
    assert "待核" not in helper_card(["12348"], base.helpers).text


def test_a_card_offers_rating_help_and_at_most_three_related_questions_that_are_shown(base: Knowledge) -> None:
    see = ("wages/overtime", "not/there", "marriage/divorce", "elders/support", "marriage/children")
    entry = replace(base.entries["wages/unpaid"], see=see)
    assert [b.action for b in entry_buttons(entry, base.entries)] == [
        "y:wages/unpaid", "n:wages/unpaid", "h:wages/unpaid", "o:wages/overtime", "o:marriage/divorce",
        "o:elders/support",
    ]


def test_a_choice_offers_its_questions_and_none_of_them(base: Knowledge) -> None:
    reply = choices([base.entries["marriage/divorce"], base.entries["marriage/children"]])
    assert [b.action for b in reply.buttons] == ["o:marriage/divorce", "o:marriage/children", "none"]


def test_an_unknown_names_the_office_of_the_nearest_topic_first_and_the_hotline_last(base: Knowledge) -> None:
    reply = unknown([base.topics["wages"], base.topics["marriage"]], base.helpers)
    assert reply.text.splitlines()[1:4] == ["·劳动监察大队 电话〔待核〕", "·司法所 电话〔待核〕", "·法律服务热线 12348"]
    assert [b.action for b in reply.buttons] == ["t:wages", "t:marriage", "topics"]


def test_an_unknown_without_a_topic_still_names_whom_to_call(base: Knowledge) -> None:
    reply = unknown([], base.helpers)
    assert "12348" in reply.text
    assert [b.action for b in reply.buttons] == ["topics"]


def test_an_emergency_shows_the_numbers_before_anything_to_read(base: Knowledge) -> None:
    beaten, swindled = base.emergencies
    reply = emergency_card(beaten, base, base.helpers)
    assert reply.text.splitlines()[:3] == ["您现在可能有危险，先保住自己！", "☎ 110 报警电话", "☎ 12338 妇女维权热线"]
    assert [b.action for b in reply.buttons] == ["o:marriage/divorce"]
    assert "等安全了" not in emergency_card(swindled, base, base.helpers).text


def test_buttons_are_numbered_from_one() -> None:
    assert numbered((Button("有用", "y"), Button("没用", "n"))) == ("1 有用", "2 没用")


def test_only_chinese_characters_count_as_chinese() -> None:
    assert has_chinese("wifi被偷了")
    assert not has_chinese("HELP 帮".replace("帮", "!?１"))


def test_a_long_text_is_cut_at_paragraphs_then_lines_then_anywhere() -> None:
    assert split("一" * 6 + "\n\n" + "二" * 6, 10) == ["一" * 6, "二" * 6]
    assert split("一" * 6 + "\n" + "二" * 6, 10) == ["一" * 6, "二" * 6]
    assert split("一" * 12, 10) == ["一" * 10, "一" * 2]
    assert split("  ", 10) == []


@given(st.text(st.sampled_from("法律 \n"), max_size=200), st.integers(1, 30))
def test_pieces_fit_and_lose_nothing_but_blanks(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
