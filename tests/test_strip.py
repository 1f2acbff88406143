"""bot/strip.py: what tells who somebody is goes, the rest stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.strip import stripped


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("我叫张三，老板不给钱", "我叫〔姓名〕，老板不给钱"),
        ("我叫李建国我想离婚", "我叫〔姓名〕我想离婚"),
        ("本人王小二，电话13800001234", "本人〔姓名〕，电话〔号码〕"),
        ("我老公叫欧阳锋，他打我", "我老公叫〔姓名〕，他打我"),
        ("姓名：陈丽 身份证11010519491231002X", "姓名：〔姓名〕 身份证〔号码〕"),
        ("打138 0000 1234找我", "打〔号码〕找我"),
        ("电话一三八零零零零一二三四", "电话〔号码〕"),
        ("卡号６２２２０２１２３４５６７８９０", "卡号〔号码〕"),
        ("座机0571-8888999", "座机〔号码〕"),
        ("加微信wx_abc123456", "加微信〔账号〕"),
        ("邮箱a.b@example.com发我", "邮箱〔账号〕发我"),
        ("看https://t.me/x?y=1 这个", "看〔账号〕 这个"),
    ],
)
def test_numbers_names_and_accounts_go(said: str, left: str) -> None:
    assert stripped(said) == left


@pytest.mark.parametrize(
    "said", ["欠我3000元，2026年5月到现在", "我叫不动他", "本人想离婚", "他叫我滚", "123456元", "P2P平台跑了"]
)
def test_what_tells_nothing_stays(said: str) -> None:
    assert stripped(said) == said


@given(st.text("说 -", max_size=5), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text("的，1x", max_size=5))
def test_no_telephone_number_is_left(before: str, number: str, after: str) -> None:
    assert not re.search(r"\d{7}", stripped(before + number + after))


@given(st.text(max_size=200))
def test_whatever_is_typed_can_be_stripped_and_stripping_again_changes_nothing(said: str) -> None:
    assert stripped(stripped(said)) == stripped(said)
