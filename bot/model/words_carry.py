"""What is said where volunteers carry answers into the village: links, inline cards, invitations, 代问."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class ShareWords:
    """words/share.yaml: /share, what a poster says, and the greeting of whoever comes through a link."""

    __pydantic_config__ = WRITTEN_BY_HAND

    which_kind: str
    """First question."""
    kinds: Mapping[str, str]
    """``village``, ``school``, ``market``, ``event`` -> what the button says."""
    which_village: str
    """Second question, for a village."""
    which_place: str
    """Second question, for anything else; {kind}."""
    unknown_village: str
    """To a name that is no village; {said}."""
    wrong_name: str
    """To a name that is too long, too short or looks like a person's number."""
    which_campaign: str
    """Third question, where the township has campaigns."""
    everyday: str
    """On the button for no campaign."""
    no_address: str
    """Where the bot does not know its own name."""
    message: str
    """To be forwarded; {town}, {place}, {link}."""
    title: str
    """In the band of the poster; {town}."""
    headline: str
    """Below it."""
    promise: str
    """Below the headline."""
    how: str
    """Heading of the steps."""
    join: tuple[str, ...]
    """How to reach the bot, step by step."""
    ask_like_this: str
    """Heading of the questions."""
    questions: tuple[str, ...]
    """As neighbours ask, at most four."""
    call: str
    """Heading of the numbers."""
    hotlines: tuple[str, ...]
    """Keys of helpers.yaml that stand below the office."""
    urgent: str
    """What to do when somebody is being hurt."""
    hung_at: str
    """{place}: the last line of the poster."""
    arrived: str
    """Below the greeting of whoever came through the link; {place}."""


@dataclass(frozen=True, slots=True)
class InviteWords:
    """words/invite.yaml: /invite, and what the volunteer sees who opens the link."""

    __pydantic_config__ = WRITTEN_BY_HAND

    which: str
    """The question whom to invite."""
    everybody: str
    """On the button for all who have no account yet; {count}."""
    nobody: str
    """Where the roster is empty."""
    unknown: str
    """To a name that is not on the roster; {said}."""
    several: str
    """To a name that more than one has; {said}."""
    link: str
    """To be forwarded to the volunteer; {name}, {town}, {day}, {link}."""
    file: str
    """Above the file of all links; {count}, {day}."""
    file_name: str
    """Its name."""
    no_address: str
    """Where the bot does not know its own name."""
    invalid: str
    """To a link that was used, has expired or never was."""
    is_it_you: str
    """The question to whoever opens the link; {name}, {village}."""
    yes: str
    """On the button that binds the account."""
    no: str
    """On the other button."""
    again: str
    """To an answer that is neither."""
    not_me: str
    """After the other button."""
    bound: str
    """After binding; {name}."""


@dataclass(frozen=True, slots=True)
class BehalfWords:
    """words/behalf.yaml: 代问."""

    __pydantic_config__ = WRITTEN_BY_HAND

    which_audience: str
    """First question."""
    which_village: str
    """Second question."""
    unsaid: str
    """On the button that leaves a question open."""
    wrong_audience: str
    """To an answer that is none."""
    unknown_village: str
    """To a name that is no village; {said}."""
    ready: str
    """When questions may be asked; {who}."""
    next: str
    """On the button for the next villager; typing it does the same."""
    next_ready: str
    """After that; {who}."""
    change: str
    """On the button to choose audience and village anew; typing it does the same."""
    end: str
    """On the button that ends it; typing it does the same."""
    ended: str
    """After that."""


@dataclass(frozen=True, slots=True)
class InlineWords:
    """words/inline.yaml: cards offered in any chat."""

    __pydantic_config__ = WRITTEN_BY_HAND

    signed: str
    """Last line of a posted card; {town}, {bot}."""
    urgent: str
    """Title of the card offered first when somebody is in danger."""
    common: tuple[str, ...]
    """Entries offered before anything is typed."""
