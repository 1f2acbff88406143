"""What is asked for often is meant a little more often."""

from __future__ import annotations

import numpy as np

from bot.often import counted, gains


def test_a_question_that_two_entries_answer_counts_half_for_each() -> None:
    assert counted([frozenset({0, 2}), frozenset({2})], 3).tolist() == [0.5, 0.0, 1.5]


def test_who_is_asked_for_more_gains_more() -> None:
    never, once, often = gains(np.array([0, 1, 20], np.float32))
    assert never < once < often


def test_what_nobody_asked_for_yet_is_not_out_of_the_question() -> None:
    never, often = gains(np.array([0, 20], np.float32))
    assert often - never < np.log(10), "ten times as likely at most"
