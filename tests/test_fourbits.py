"""fourbits: numbers survive being kept in four bits as far as four bits go."""

from __future__ import annotations

import numpy as np

from bot import fourbits


def test_four_bits_keep_what_four_bits_gave() -> None:
    once = fourbits.packed(np.random.default_rng(1).normal(size=32 * 50).astype(np.float32))
    assert fourbits.packed(fourbits.floats(once)).tobytes() == once.tobytes()


def test_zeros_stay_zeros() -> None:
    assert fourbits.floats(fourbits.packed(np.zeros(32, np.float32))).tolist() == [0.0] * 32


def test_a_number_is_off_by_no_more_than_a_step() -> None:
    numbers = np.random.default_rng(2).normal(size=(8, 64)).astype(np.float32)
    kept = fourbits.floats(fourbits.packed(numbers).reshape(8, 2))
    steps = np.abs(numbers.reshape(8, 2, 32)).max(axis=2).repeat(32, axis=1) / 8
    assert kept.shape == numbers.shape
    assert (np.abs(kept - numbers) <= steps * 1.01).all()
