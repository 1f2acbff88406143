"""bot/links.py: what stands behind ?start=."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.check import BUTTON, LONGEST_ACTION
from bot.links import KINDS, LONGEST, Home, Hung, code, hung, named, of_entry, of_place, opened

PLACES = st.text(min_size=1, max_size=64)
PARAMETER = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}")
"""What Telegram allows."""
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]*", fullmatch=True)
IDS = st.tuples(SLUGS, SLUGS).map("/".join).filter(lambda i: len(f"{LONGEST_ACTION}{i}") <= BUTTON)


@given(st.sampled_from(KINDS), PLACES, st.none() | PLACES)
def test_a_link_fits_for_the_longest_name_and_is_read_back(kind: str, place: str, campaign: str | None) -> None:
    parameter = of_place(code(kind, place), campaign)
    assert PARAMETER.fullmatch(parameter)
    assert hung(parameter) == Hung(code(kind, place), code(campaign) if campaign else "")
    assert opened(parameter) is None


@given(PLACES, PLACES)
def test_a_code_always_stands_for_the_same_place_and_says_nothing_of_its_name(one: str, other: str) -> None:
    assert (code("village", one) == code("village", other)) == (one == other)
    assert code("village", one) != code("school", one)


@given(IDS)
def test_a_link_to_any_card_that_passes_the_check_fits(entry: str) -> None:
    parameter = of_entry(entry)
    assert parameter is not None and PARAMETER.fullmatch(parameter)
    assert opened(parameter) == entry
    assert hung(parameter) is None


def test_a_card_with_too_long_a_name_has_no_link() -> None:
    assert of_entry("a" * 40 + "/" + "b" * 40) is None


@given(st.text(max_size=64))
def test_what_somebody_makes_up_is_read_without_harm(parameter: str) -> None:
    hung(parameter), opened(parameter)


def test_a_campaign_is_found_by_its_code() -> None:
    assert named(code("宪法周"), ["春节", "宪法周"]) == "宪法周"
    assert named("", ["春节"]) is None


def test_no_link_is_made_while_the_name_of_the_bot_is_unknown() -> None:
    assert Home().link("x") is None
    assert (Home("b").link(), Home("b").link("p_1")) == ("https://t.me/b", "https://t.me/b?start=p_1")
