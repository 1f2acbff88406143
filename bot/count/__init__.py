"""The counting rules: what was recorded -> the figures of the report.  docs/counting.md says them in words.

Rows of the contact log become ``columns`` and these ``contacts``; what people recorded becomes ``records``; both
become ``lines`` and ``tables``, which are the ``tally``.
"""

from bot.count.county import tally_of_county
from bot.count.town import RULES, tally

__all__ = ["RULES", "tally", "tally_of_county"]
