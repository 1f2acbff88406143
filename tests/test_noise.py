"""Noise: a question that was typed in haste, dictated or pasted twice is understood nearly as well."""

from __future__ import annotations

import pytest

from bot import judge
from bot.measure import NOISES, Noise, ranked
from bot.model import Labelled
from bot.signals import Ear
from bot.train import asked
from tests.misses import MODEL, NOISE, noise_vectors, sample, shipped

_MAY_LOSE = 0.03
"""Points that noise may cost, of right among three."""


@pytest.fixture(scope="module")
def noise() -> Noise:
    return Noise(["离婚后孩子归谁", "老板拖欠工资", "孩子的抚养费", "他打我", "她不还钱", "他们"])


@pytest.mark.parametrize(
    ("kind", "said", "heard"),
    [
        ("bare", "老板，不给钱！怎么办？", "老板不给钱怎么办"),
        ("traditional", "离婚后孩子归谁", "離婚後孩子歸誰"),
        ("doubled", "能退吗", "能退吗能退吗"),
        ("homophone", "他", "她"),
        ("homophone", "ok", "ok"),
        ("dropped", "婚", "婚"),
    ],
)
def test_each_noise_spoils_in_its_own_way(noise: Noise, kind: str, said: str, heard: str) -> None:
    assert noise.spoil(said, kind) == heard


def test_a_dropped_character_is_one_and_always_the_same(noise: Noise) -> None:
    said = "离婚后孩子归谁"
    spoilt = noise.spoil(said, "dropped")
    assert len(spoilt) == len(said) - 1
    assert spoilt in {said[:i] + said[i + 1 :] for i in range(len(said))}
    assert noise.spoil(said, "dropped") == spoilt


def test_a_homophone_changes_one_character_to_a_common_one_of_the_same_sound(noise: Noise) -> None:
    said = "他把钱给了她"
    spoilt = noise.spoil(said, "homophone")
    assert sum(a != b for a, b in zip(said, spoilt, strict=True)) == 1
    assert {b for a, b in zip(said, spoilt, strict=True) if a != b} <= {"他", "她"}


@pytest.fixture(scope="module")
def share() -> dict[str, float]:
    """Right among three for the sample as it is (``""``) and with each noise.  Vectors are kept in noise.npz."""
    ear, weights = Ear(shipped(), MODEL), judge.read_weights(MODEL)
    found = {}
    for kind in ("", *NOISES):
        rows = [Labelled(said, "in", (entry,)) for said, entry in sample(kind)]
        first = ranked(asked(ear, rows, noise_vectors([row.q for row in rows])), ear.ids, weights)
        found[kind] = sum(row.ids[0] in three for row, three in zip(rows, first, strict=True)) / len(rows)
    return found


@pytest.mark.parametrize("kind", NOISES)
def test_noise_costs_at_most_three_points(share: dict[str, float], kind: str) -> None:
    assert share[kind] >= share[""] - _MAY_LOSE, f"{share[kind]:.3f} / {share['']:.3f}"


def test_the_sample_is_large_enough_to_see_three_points() -> None:
    assert len(sample("")) >= 150
    assert NOISE.exists()
