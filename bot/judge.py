"""Signals -> how sure we are: which entry, whether it is the one, whether it is among three, whether this is law at all.

The weights stand in ``model/weights.yaml`` and are fitted by ``python -m bot train --questions FILE``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from bot.grams import Floats
from bot.often import gains
from bot.signals import ASIDE, CHANNELS, Signals
from bot.yamlfile import read_yaml, shaped

WEIGHTS = "weights.yaml"
HEADS = ("right", "among", "law")
"""What is judged: the first entry is the right one; one of the first three is; it is a question of law."""
FACTS = (
    "always",
    "lead",
    "lead of three",
    "chance",
    "chance of three",
    "meaning",
    "meaning nearest",
    "characters",
    "sounds",
    *(f"{kind} {how}" for kind in ASIDE for how in ("characters", "meaning", "meaning three")),
    "law",
    "length",
    "short",
)
"""What the judgement rests on, in this order."""
_LONG = 30.0
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found."""

    channels: Mapping[str, float]
    """How much each channel counts in ranking."""
    asked: Mapping[str, float]
    """How many of the questions that it was fitted on an entry answers, by its id; absent: none."""
    heads: Mapping[str, Mapping[str, float]]
    """For each judgement how much each fact counts."""
    thresholds: Mapping[str, float]
    """From which probability on a judgement is believed."""

    def ranking(self) -> Floats:
        """The channels' weights in the order of CHANNELS."""
        return np.array([self.channels[name] for name in CHANNELS], np.float32)

    def often(self, ids: Sequence[str]) -> Floats:
        """What each entry gains for being asked for often, in log odds."""
        return gains(np.array([self.asked.get(name, 0.0) for name in ids], np.float32))


def read_weights(folder: Path) -> Weights:
    """The weights in ``folder``.  Raises :class:`bot.model.Refused` when the file is missing or broken."""
    shown = f"{folder.name}/{WEIGHTS}"
    return shaped(TypeAdapter(Weights), read_yaml(folder / WEIGHTS, shown), shown)


def scores(signals: Signals, ranking: Floats, often: Floats) -> Floats:
    """One number an entry; differences are log odds."""
    return np.asarray(signals.entries @ ranking + often, np.float32)


def chances(score: Floats) -> Floats:
    """Scores as probabilities that sum to 1."""
    odds = np.exp(score - score.max())
    return np.asarray(odds / odds.sum(), np.float32)


def facts(signals: Signals, score: Floats, length: int) -> Floats:
    """What can be said of a question whose entries have these scores; one number for each of FACTS."""
    order = np.argsort(-score)[:4]
    best, chance = order[0], chances(score)
    raw = dict(zip(CHANNELS, signals.raw[order].T, strict=True))
    beside = signals.aside.copy()
    beside[:, 0] -= raw["characters nearest"].max()
    beside[:, 1] -= raw["meaning nearest"].max()
    beside[:, 2] -= raw["meaning three"].max()
    gap = score[order[0]] - score[order[1:]] if len(order) > 3 else np.zeros(3, np.float32)
    return np.array(
        [
            1.0,
            gap[0],
            gap[-1],
            chance[best],
            chance[order[:3]].sum(),
            raw["meaning centre"][0],
            raw["meaning nearest"].max(),
            raw["characters nearest"].max(),
            raw["sounds three"][0],
            *beside.ravel(),
            np.clip(signals.law / 4, -2, 2),
            min(length, 2 * _LONG) / _LONG,
            float(length <= _SHORT),
        ],
        np.float32,
    )


def judged(known: Floats, head: Mapping[str, float]) -> float:
    """The probability of one judgement."""
    sum_ = float(sum(head[name] * float(value) for name, value in zip(FACTS, known, strict=True)))
    return float(1 / (1 + np.exp(-sum_)))
