"""What is said when somebody subscribes, and when subscribers are written to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class SubscribeWords:
    """words/subscribe.yaml: being written to, and no longer."""

    __pydantic_config__ = WRITTEN_BY_HAND

    typed: str
    """What may be typed instead of /unsubscribe."""
    explain: str
    """What it means and what is kept."""
    yes: str
    """On the button that subscribes."""
    subscribed: str
    """After that."""
    already: str
    """To somebody who is subscribed."""
    left: str
    """After leaving."""
    not_subscribed: str
    """To somebody who was not."""
    not_here: str
    """Where nothing can be sent later."""


@dataclass(frozen=True, slots=True)
class BroadcastWords:
    """words/broadcast.yaml: writing to subscribers."""

    __pydantic_config__ = WRITTEN_BY_HAND

    text: str
    """The request to type what it says; {most}."""
    too_long: str
    """To a text that is too long; {most}."""
    entry: str
    """The question which card its button opens."""
    no_entry: str
    """On the button for none."""
    no_such_entry: str
    """To words that lead to no card; {said}."""
    audience: str
    """The question to whom."""
    everybody: str
    """On the button for all audiences."""
    village: str
    """The question where."""
    everywhere: str
    """On the button for all villages."""
    pick: str
    """Before the question again, to something that is no choice."""
    preview: str
    """Above the message as it will be read; {count}, {audience}, {village}, {entry}, {text}."""
    nobody: str
    """Where nobody would get it."""
    propose: str
    """On the button that asks a second admin."""
    alone: str
    """Where there is no second admin."""
    proposed: str
    """After that."""
    please: str
    """What the other admins read; {count}, {audience}, {village}, {entry}, {text}."""
    release: str
    """On the button that lets it go."""
    released: str
    """After that."""
    own: str
    """To whoever proposed it and wants to let it go."""
    over: str
    """To a button of one that was let go, stopped or ended."""
    stop: str
    """On the button that stops it, and behind the command."""
    stopped: str
    """After that."""
    nothing_to_stop: str
    """The same with nothing under way."""
    again: str
    """On the button that sends again what may not have arrived; {unsure}."""
    sent_again: str
    """After that."""
    none: str
    """To /broadcasts with none."""
    line: str
    """One of them; {state}, {audience}, {village}, {sent}, {waiting}, {blocked}, {unsure}, {text}."""
    states: dict[str, str]
    """State -> its name."""
    foot: str
    """Below every broadcast: how to leave."""
    leave: str
    """On the button that leaves."""
    card: str
    """On the button that opens the card."""
