"""bot/text.py: what people type, in one plain form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import Lexicon, bare, clauses, normal, undoubled


@pytest.mark.parametrize(("typed", "plain"), [
    ("１２３４５", "12345"),
    ("離婚財產", "离婚财产"),
    ("ＫＴＶ Ktv", "ktv ktv"),
    ("救命啊啊啊啊", "救命啊"),
    ("天天加班", "天天加班"),
    ("欠我10000块", "欠我10000块"),
])
def test_widths_scripts_cases_and_drawn_out_words_become_one_form(typed: str, plain: str) -> None:
    assert normal(typed) == plain


def test_punctuation_and_spaces_do_not_count() -> None:
    assert bare("老板，不给 工钱！！_怎么办？") == "老板不给工钱怎么办"


def test_a_story_is_cut_at_its_punctuation_without_empty_pieces() -> None:
    assert clauses("我在工地。。老板跑了，\n咋办？ ！") == ["我在工地", "老板跑了", "咋办"]


@pytest.mark.parametrize(("twice", "once"), [
    ("能退吗能退吗", "能退吗"),
    ("彩礼能退吗能退吗", "彩礼能退吗"),
    ("天天", "天天"),
    ("能退吗", "能退吗"),
])
def test_what_was_pasted_twice_is_read_once(twice: str, once: str) -> None:
    assert undoubled(twice) == once


def test_a_question_is_put_into_the_words_of_the_entries_with_its_punctuation() -> None:
    lexicon = Lexicon({"咋整": "怎么办", "咋": "怎么"})
    assert lexicon.worded("老板跑了，咋整？咋說？") == "老板跑了，怎么办？怎么说？"
    assert lexicon.plain("老板跑了，咋整？") == "老板跑了怎么办"


@given(st.text())
def test_whatever_is_typed_has_a_bare_form_of_letters_and_digits_alone(typed: str) -> None:
    assert all(character.isalnum() for character in bare(typed))
