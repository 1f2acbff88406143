"""How well questions are understood: labelled questions in, a table with intervals, floors and goals out.

questions -> heard (what a resident would get, and what comes first) -> figures -> page
"""

from bot.measure.cross import crossed
from bot.measure.hearing import Answered, answered, ranked
from bot.measure.page import Measured, page
from bot.measure.rivals import baselines
from bot.measure.theft import PARTS, held_out
from bot.noise import NOISES, Noise

__all__ = ["NOISES", "PARTS", "Answered", "Measured", "Noise", "answered", "baselines", "crossed", "held_out", "page", "ranked"]
