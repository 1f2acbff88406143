"""bot/paper/spoken.py: what is read out has no digits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paper.spoken import called, counted, spoken


@pytest.mark.parametrize(("number", "said"), [
    ("12348", "幺二三四八"), ("110", "幺幺零"), ("0371-6512 3409", "零三七幺六五幺二三四零九"),
])
def test_a_telephone_number_is_said_digit_by_digit(number: str, said: str) -> None:
    assert called(number) == said


@pytest.mark.parametrize(("number", "said"), [
    ("0", "零"), ("2", "二"), ("10", "十"), ("15", "十五"), ("20", "二十"), ("110", "一百一十"), ("105", "一百零五"),
    ("1079", "一千零七十九"), ("1000", "一千"), ("10000", "一万"), ("10050", "一万零五十"), ("120000", "十二万"),
    ("3.5", "三点五"), ("0.05", "零点零五"), ("300000000", "三零零零零零零零零"),
])
def test_a_number_is_said_in_words(number: str, said: str) -> None:
    assert counted(number) == said


@pytest.mark.parametrize(("written", "said"), [
    ("打12348问", "打幺二三四八问"),
    ("立刻打110。", "立刻打幺幺零。"),
    ("2年内，2026年3月2日前", "两年内，二零二六年三月二日前"),
    ("第2条说2个月", "第二条说两个月"),
    ("赔50%到100%", "赔百分之五十到百分之一百"),
    ("3—5年", "三到五年"),
    ("罚500元，12000元封顶", "罚五百元，一万二千元封顶"),
    ("（不满18岁的除外）可以", "，不满十八岁的除外，可以"),
    ("《民法典》说“要还”。", "民法典说要还。"),
    ("电话0371-65123409找人", "电话零三七幺六五幺二三四零九找人"),
])
def test_a_sentence_is_written_as_it_is_read_out(written: str, said: str) -> None:
    assert spoken(written) == said


@given(st.text(st.sampled_from("打0123456789.-年月个第条%（）《》“”，。")))
def test_no_digit_and_no_quotation_mark_is_left(text: str) -> None:
    assert not re.search(r"[0-9《》“”]", spoken(text))


@given(st.integers(0, 10**8 - 1))
def test_every_number_is_said_by_itself(number: int) -> None:
    assert counted(str(number)) != counted(str(number + 1))
