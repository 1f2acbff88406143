"""eights: a matrix in whole numbers does what it did, also where a few channels are far larger than the rest."""

from __future__ import annotations

import numpy as np

from bot.grams import Floats
from bot.tune.eights import Eights, eased

CHANCE = np.random.default_rng(1)
MATRIX = CHANCE.normal(size=(24, 32)).astype(np.float32)
LARGE = np.where(np.arange(32) % 16, 1, 40).astype(np.float32)
GIVEN = (CHANCE.normal(size=(9, 32)) * LARGE).astype(np.float32)


def rounded(numbers: Floats) -> Floats:
    """As the runtime rounds what goes in: one scale for all."""
    scale = np.abs(numbers).max() / 127
    return np.asarray(np.round(numbers / scale) * scale, np.float32)


def product(given: Floats, eights: Eights) -> Floats:
    return np.asarray(rounded(given * eights.ease) @ eights.whole.astype(np.float32) * eights.scale, np.float32)


def off(found: Floats) -> float:
    """How far from the unrounded product, as a share of its size."""
    truth = GIVEN @ MATRIX.T
    return float(np.linalg.norm(found - truth) / np.linalg.norm(truth))


def test_a_matrix_gives_what_it_gave_but_for_a_hundredth_or_two() -> None:
    assert off(product(GIVEN, eased(MATRIX, np.abs(GIVEN).max(axis=0)))) < 0.02


def test_evening_out_the_channels_brings_it_nearer() -> None:
    plain = eased(MATRIX, np.abs(MATRIX).max(axis=0) ** (0.3 / 0.7))
    assert np.allclose(plain.ease, 1)
    assert off(product(GIVEN, eased(MATRIX, np.abs(GIVEN).max(axis=0)))) < off(product(GIVEN, plain))


def test_two_products_fit_into_sixteen_bits() -> None:
    assert np.abs(eased(MATRIX, LARGE).whole.astype(int)).max() * 255 * 2 < 2**15


def test_what_never_comes_and_what_counts_nothing_is_no_trouble() -> None:
    matrix, largest = MATRIX.copy(), np.abs(GIVEN).max(axis=0)
    matrix[3], matrix[:, 5], largest[7] = 0, 0, 0
    given = GIVEN * (np.arange(32) != 7)
    found = product(given, eased(matrix, largest))
    assert np.isfinite(found).all()
    assert not found[:, 3].any()
