"""A matrix in whole numbers of eight bits, for an engine that rounds to eight bits what goes into it as well.

What goes in has one scale for all of a text, and some of its channels are forty times as large as most: the others would be
rounded to nothing.  So the large ones are divided, and their part of the matrix multiplied instead (SmoothQuant, Xiao et al. 2023).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.grams import Floats

_SHARE = 0.7
"""How much of the difference between channels the matrix takes over: measured, cosines with the unrounded model are best here."""
_LEAST = 1e-6
_LARGEST = 63
"""Seven bits: processors without VNNI add two products in sixteen, and the sum of two with eight would not fit."""


@dataclass(frozen=True, slots=True)
class Eights:
    """A matrix that takes numbers in and gives others out."""

    ease: Floats
    """What each number that goes in is multiplied by first."""
    whole: NDArray[np.int8]
    """In × out."""
    scale: Floats
    """What each number that comes out is multiplied by."""


def eased(matrix: Floats, largest: Floats) -> Eights:
    """``matrix`` is out × in; ``largest`` says how large each number that goes in becomes."""
    ease = np.maximum(largest, _LEAST) ** _SHARE / np.maximum(np.abs(matrix).max(axis=0), _LEAST) ** (1 - _SHARE)
    wide = matrix * ease
    scale = np.maximum(np.abs(wide).max(axis=1), _LEAST) / _LARGEST
    whole = np.round(wide / scale[:, None]).astype(np.int8)
    return Eights(np.asarray(1 / ease, np.float32), np.ascontiguousarray(whole.T), np.asarray(scale, np.float32))
