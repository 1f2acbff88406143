"""Numbers of four bits: of each thirty-two one scale, and sixteen bytes that hold two numbers each (Q4_0 of ggml)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.grams import Floats

Blocks = NDArray[np.void]
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
"""The first sixteen numbers are the lower halves of the bytes, the others the upper."""
NUMBERS = 32
"""Numbers in a block."""


def packed(numbers: Floats) -> Blocks:
    """Numbers, in any shape of which thirty-two make blocks -> a row of blocks.  Of each the largest number becomes -8."""
    rows = numbers.reshape(-1, NUMBERS).astype(np.float32)
    largest = np.take_along_axis(rows, np.abs(rows).argmax(axis=1)[:, None], axis=1)
    scale = (largest / -8).astype(np.float16)
    by = np.where(scale == 0, 1, scale).astype(np.float32)
    small = np.clip(np.round(rows / by) + 8, 0, 15).astype(np.uint8)
    blocks = np.empty(len(rows), BLOCK)
    blocks["scale"], blocks["halves"] = scale[:, 0], small[:, :16] | small[:, 16:] << 4
    return blocks


def whole(blocks: Blocks) -> NDArray[np.uint8]:
    """The same numbers from 0 to 15 without their scale, thirty-two in the last axis."""
    return np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=-1)


def floats(blocks: Blocks) -> Floats:
    """Blocks -> numbers: the last axis becomes thirty-two times as long."""
    numbers = (whole(blocks).astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[..., None]
    return np.asarray(numbers.reshape(*blocks.shape[:-1], -1), np.float32)
