"""Conversations of several steps, one file each.

A step is pure but for what it looks up: it takes what was said and the state so far, and returns a reply with the next
state.  The state is on disk with the person, so that a conversation outlives a restart.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from bot.model import Asker, Reply

STEP = "f"
"""First part of a button's action that belongs to a conversation: ``f:<name>:<what>``."""

CANCEL = "x"
"""What the button carries that leaves a conversation."""


class Flow(Protocol):
    """One conversation."""

    @property
    def name(self) -> str:
        """Its command, and the first word of its state; Latin letters, at most 10."""

    @property
    def needs(self) -> frozenset[str]:
        """Roles of which one is needed; empty: anybody may."""

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The first question, or the end where ``argument`` says all; :attr:`Reply.flow` carries the state."""

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """The next step.  ``pressed`` is what a button of this conversation carries, None where words were typed.

        :attr:`Asker.flow` is the state without the name, empty where the button outlived its conversation.
        """


@runtime_checkable
class StandsIn(Protocol):
    """A conversation in which somebody asks at the window for somebody else."""

    def instead(self, asker: Asker) -> Asker | None:
        """Who asks, None where the conversation has not come so far.  :attr:`Asker.flow` is the state without the name."""

    def still(self, reply: Reply) -> Reply:
        """The window's reply with the buttons of the conversation, which goes on."""

    def end(self) -> Reply:
        """What is said when it is left: unlike other conversations it has left something behind."""
