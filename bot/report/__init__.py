"""A tally on paper: Word to sign, Excel to calculate, CSV, charts to look at, Markdown to read, JSON for programs."""

from bot.report.forms import forms, lacking, write

__all__ = ["forms", "lacking", "write"]
