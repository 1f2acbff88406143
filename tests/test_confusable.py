"""Sentences that look alike and mean different things: each finds its own entry, and never shows the other's at once."""

from __future__ import annotations

import pytest

from bot.understand import Reader
from tests.misses import MODEL, SOME, THOROUGH, confused, known, pairs, shipped

_ORDER = "请先看清赢了哪些、丢了哪些，再用 make misses 重写清单"


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Reads by the shipped base."""
    return Reader(shipped(), MODEL)


def test_each_of_a_pair_finds_its_own_entry_or_is_a_known_miss(reader: Reader) -> None:
    tried = [*confused(pairs() if THOROUGH else pairs()[::SOME], reader)]
    listed = {(entry, sentence) for entry, sentences in known("confusable").items() for sentence in sentences}
    missed = {(entry, sentence) for entry, sentence, wrong in tried if wrong}
    expected = {(entry, sentence) for entry, sentence, _ in tried} & listed
    assert len(tried) >= 300
    assert sorted(missed - expected) == [], f"新的认错；{_ORDER}"
    assert sorted(expected - missed) == [], f"已经认对了；{_ORDER}"


def test_the_pairs_are_no_copies_of_what_the_base_says_and_name_entries_that_exist() -> None:
    base = shipped()
    said = {s for e in base.entries.values() for s in (e.question, *e.asked_as, *base.phrasings.get(e.id, ()))}
    sides = [side for pair in pairs() for side in (pair["a"], pair["b"])]
    assert [side["q"] for side in sides if side["q"] in said] == []
    assert [side["id"] for side in sides if side["id"] not in base.entries] == []
    assert all(pair["a"]["id"] != pair["b"]["id"] for pair in pairs())


def test_the_list_names_only_sentences_of_the_pairs() -> None:
    said = {(side["id"], side["q"]) for pair in pairs() for side in (pair["a"], pair["b"])}
    assert [(entry, s) for entry, listed in known("confusable").items() for s in listed if (entry, s) not in said] == []
