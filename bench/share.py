"""How much of the resident memory is the sentence model and what runs it: ``python bench/share.py``; prints MB.

As in the program: on top of everything else that answers, a model that has read some questions.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import bot  # noqa: F401 - before numpy: it makes it reckon in one thread, as in the program
from bot.lean import one_heap, settle

one_heap()  # before there is any thread, as in the program

# isort: split
import numpy as np
from soak import resident

from bot import encode
from bot.app import MODEL
from bot.clock import local_day, utc_now
from bot.entries import load
from bot.signals import Ear

QUESTION, TIMES = "老板拖欠工资怎么办，已经三个月了", 10


def settled(listening: Callable[[], object]) -> float:
    """MB that are resident once a start has settled and some questions have been heard."""
    settle()
    for _ in range(TIMES):
        listening()
    return resident(os.getpid())


def main() -> int:
    """Measure and print; returns the exit code."""
    ear = Ear(load(ROOT / "knowledge", local_day(utc_now())), MODEL)
    without = settled(lambda: ear.listen(QUESTION, np.full(encode.SIZE, encode.SIZE**-0.5, np.float32)))
    ear.listen(QUESTION)
    print(f"{settled(lambda: ear.listen(QUESTION)) - without:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
