"""bot/grams.py: phrasings compared by the characters they share."""

from __future__ import annotations

import numpy as np
import pytest

from bot import grams
from bot.grams import Grams, characters

SAID = ["老板不给工钱", "工钱拖了半年", "彩礼能退吗", "彩礼退一半", "地界被人挪了"]
GROUPS = np.array([0, 0, 1, 1, 2])


def test_a_phrasing_is_nearest_to_itself() -> None:
    index = Grams(SAID, GROUPS, 3, characters)
    near = np.array([index.near(index.weighed(said)) for said in SAID])
    assert near.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    assert near.diagonal().tolist() == pytest.approx([1.0] * 5)


@pytest.mark.parametrize("together", [1, 2, 3, 5])
def test_phrasings_looked_through_in_parts_are_as_near_as_all_at_once(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Grams(SAID, GROUPS, 3, characters)
    monkeypatch.setattr(grams, "_TOGETHER", together)
    parted = Grams(SAID, GROUPS, 3, characters)
    for asked in ("工钱退不退", "地界", "你好"):
        assert parted.near(parted.weighed(asked)).tolist() == whole.near(whole.weighed(asked)).tolist()
