"""What a report is made from: figures that may be shown to whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.tally import Tally


@dataclass(frozen=True, slots=True)
class Paper:
    """A tally ready to be shown; :mod:`bot.hide` makes it, the forms of the report take nothing else."""

    tally: Tally
    """The figures: of a published paper with the small ones hidden."""
    internal: bool
    """Whether it shows everything and therefore stays in the office."""
