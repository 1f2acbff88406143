"""A tally as a Word document: in the format of official papers, or in the township's own template."""

from bot.report.word.body import document
from bot.report.word.template import filled, placeholders

__all__ = ["document", "filled", "placeholders"]
