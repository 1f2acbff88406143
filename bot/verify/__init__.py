"""A report that was written earlier against what is counted now, figure by figure."""

from bot.verify.compare import differences
from bot.verify.stated import Stated, stated

__all__ = ["Stated", "differences", "stated"]
