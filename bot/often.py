"""How often people ask for an entry: of two that sound alike, the one that many ask for was meant more often.

That is Bayes' rule with half of what the counts say: they are few, and a card that is asked for once a year must stay to be found.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bot.grams import Floats

_BELIEVED, _UNSEEN = 0.5, 0.5
"""How much of the counts is believed; what is added to each, so that an entry that nobody asked for yet is not out of the question."""


def counted(answers: Iterable[frozenset[int]], many: int) -> Floats:
    """How many questions each of ``many`` entries answers; a question that several answer counts one in all."""
    counts = np.zeros(many, np.float32)
    for right in answers:
        for entry in right:
            counts[entry] += 1 / len(right)
    return counts


def gains(counts: Floats) -> Floats:
    """What each entry gains in log odds, by how often it was asked for."""
    return np.asarray(_BELIEVED * np.log(counts + _UNSEEN), np.float32)
