"""Written Chinese -> Chinese to be read out: no digits, no brackets, no marks that nobody can say."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_CALLED = "零幺二三四五六七八九"
"""Digits of a telephone number: 一 is called 幺, so that nobody hears 七."""
_UNITS = ("", "十", "百", "千")
_TWO = "年|个|次|倍|人|名|户|天|周|元|万|千|份|张|种|家|条(?!款)|套|台|亩|间|小时|分钟|岁|级|方|口|头|位|遍|层"
"""Before these 2 is 两."""
_CALLS = re.compile(r"(?<!\d)(?:1(?:10|19|20|22)|\d{5,}(?:-\d+)*|\d{3,4}-\d{7,8})(?!\d|[年月日元万倍个条岁%％])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def called(number: str) -> str:
    """A telephone number, digit by digit: ``12348`` -> ``幺二三四八``."""
    return "".join(_CALLED[int(c)] for c in number if c.isdigit())


def spoken(text: str) -> str:
    """A sentence as it is read out."""
    text = re.sub(r"(\d)\s*[-—–~～至]\s*(?=\d)", r"\1到", re.sub(r"\d{3,4}-\d{7,8}", lambda m: called(m[0]), text))
    text = re.sub(r"（([^（）]*)）", r"，\1，", text)
    text = re.sub(r"[“”‘’《》〔〕【】]", "", text)
    text = re.sub(r"(\d+(?:\.\d+)?)[%％]", lambda m: f"百分之{counted(m[1])}", text)
    text = re.sub(r"(\d{4})年", lambda m: f"{_each(m[1])}年" if 1900 <= int(m[1]) <= 2100 else m[0], text)
    text = _CALLS.sub(lambda m: called(m[0]), text)
    text = re.sub(rf"(?<![\d.第])2(?={_TWO})", "两", text)
    text = _NUMBER.sub(lambda m: counted(m[0]), text)
    text = text.replace("/", "或者").replace("·", "").replace("—", "，").replace("、、", "、")
    return re.sub(r"[，、]*，(?=[。！？；，]|$)|，(?=，)", "", text)


def counted(number: str) -> str:
    """A number in words: ``1079`` -> ``一千零七十九``, ``1.5`` -> ``一点五``.  Below a hundred million."""
    whole, _, rest = number.partition(".")
    if int(whole) >= 10**8:
        return _each(whole)
    high, low = divmod(int(whole), 10_000)
    gap = "零" if high and 0 < low < 1000 else ""
    said = (f"{_below(high)}万" if high else "") + (gap + _below(low) if low or not high else "")
    return said + (f"点{_each(rest)}" if rest else "")


def _below(number: int) -> str:
    """Under ten thousand."""
    if number == 0:
        return "零"
    said, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            zero = bool(said)
            continue
        said += ("零" if zero else "") + _DIGITS[digit] + _UNITS[place]
        zero = False
    return said.removeprefix("一") if said.startswith("一十") else said


def _each(digits: str) -> str:
    return "".join(_DIGITS[int(c)] for c in digits)
