"""bot/paper/wrap.py: Chinese text in lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.paper.wrap import _NOT_FIRST, _NOT_LAST, even, lines, paragraph

TEXTS = st.text(st.sampled_from("彩礼给了婚没结成，。、；：？（）《》“”0123456789%A"), max_size=60)


def wide(text: str) -> float:
    """A Chinese character is as wide as two others."""
    return sum(1.0 if ord(c) > 0x2000 else 0.5 for c in text)


@given(TEXTS, st.integers(6, 30))
def test_nothing_is_lost_and_every_line_fits_but_for_what_cannot_be_torn(text: str, width: int) -> None:
    for cut in (lines, paragraph, even):
        made = cut(text, width, wide)
        assert "".join(made) == text
        assert all(wide(line) <= width or not lines(line[1:], width, wide)[1:] for line in made)


@given(TEXTS.filter(lambda t: t[:1] not in _NOT_FIRST and t[-1:] not in _NOT_LAST), st.integers(12, 30))
def test_no_line_begins_with_a_mark_that_belongs_to_the_one_before(text: str, width: int) -> None:
    for line in lines(text, width, wide)[1:]:
        assert line[0] not in _NOT_FIRST


@given(TEXTS, st.integers(12, 30))
def test_no_line_ends_with_an_opening_bracket(text: str, width: int) -> None:
    assert all(line[-1] not in _NOT_LAST for line in lines(text, width, wide)[:-1])


def test_a_number_is_not_torn() -> None:
    assert lines("拨打电话12348问", 6, wide) == ["拨打电话", "12348问"]


def test_a_heading_has_lines_of_about_the_same_length() -> None:
    assert even("接到自称公安、客服的电话，怎么辨别诈骗", 17, wide) == ["接到自称公安、客服的", "电话，怎么辨别诈骗"]


def test_a_paragraph_does_not_end_with_a_character_by_itself() -> None:
    assert lines("一二三四五六七八九十百", 10, wide)[-1] == "百"
    assert paragraph("一二三四五六七八九十百", 10, wide) == ["一二三四五六七", "八九十百"]
