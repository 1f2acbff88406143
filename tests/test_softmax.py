"""Softmax regression learns which column tells the right choice."""

from __future__ import annotations

import numpy as np

from bot.softmax import fit_softmax


def test_the_column_that_tells_gets_the_weight() -> None:
    chance = np.random.default_rng(1)
    known = list[tuple[np.ndarray, frozenset[int]]]()
    for _ in range(60):
        table = chance.normal(size=(5, 3)).astype(np.float32)
        known.append((table, frozenset({int(table[:, 1].argmax())})))
    weights = fit_softmax(known)
    assert weights[1] > 5 * np.abs(weights[[0, 2]]).max()


def test_any_of_the_right_choices_will_do() -> None:
    table = np.array([[1.0], [0.9], [0.0]], np.float32)
    assert fit_softmax([(table, frozenset({0, 1}))])[0] > 0


def test_it_finds_the_same_each_time() -> None:
    known = [(np.array([[1.0, 0.2], [0.0, 0.1]], np.float32), frozenset({0}))]
    assert (fit_softmax(known) == fit_softmax(known)).all()
