"""What is said where volunteers carry answers into the village: papers, links, inline cards, invitations, 代问."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class PaperWords:
    """words/paper.yaml: /paper, and what stands on every paper."""

    __pydantic_config__ = WRITTEN_BY_HAND

    which_topic: str
    """First question of /paper."""
    which_entry: str
    """Second one; {topic}."""
    which_form: str
    """Third one; {question}."""
    which_topic_form: str
    """The same for a whole topic; {topic}, {count}."""
    whole_topic: str
    """On the button for all entries of a topic."""
    not_found: str
    """To words that name no topic or entry; {said}."""
    sheet: str
    """Name of the form: large print."""
    speaker: str
    """Name of the form: loudspeaker."""
    wechat: str
    """Name of the form: text to paste."""
    booklet: str
    """Name of the form: booklet."""
    ready: str
    """Above a file; {name}."""
    heading: str
    """At the top of a sheet; {topic}."""
    steps: str
    """Heading."""
    mind: str
    """Heading."""
    law: str
    """Heading."""
    helpers: str
    """Heading."""
    over: str
    """Below the front of a sheet whose rest is on the back."""
    checked: str
    """{day}: the day on which the text was held against the law."""
    signed: str
    """{who}, {on}: who signed."""
    unsigned: str
    """The same where nobody did."""
    due: str
    """Where the entry is due for checking."""
    no_advice: str
    """Information, not advice."""
    scan: str
    """Beside a QR code."""
    pending: str
    """Stands where a number or link is not filled in."""
    contents: str
    """Heading of a booklet's list."""
    booklet_title: str
    """{topic}: title of a booklet."""
    booklet_note: str
    """{town}, {count}, {day}: below the title."""
    greeting: str
    """First words over the loudspeaker; {town}."""
    asked: str
    """{question}: as a neighbour says it."""
    conclusion: str
    """{short}"""
    step: str
    """{number}, {step}"""
    careful: str
    """Before what to mind."""
    basis: str
    """{law}: the article, spelled for speaking."""
    call: str
    """{name}, {number}: said twice."""
    call_nobody: str
    """Where no helper has a number; {name}."""
    again: str
    """Before the last repetition; {question}, {short}."""
    goodbye: str
    """Last words; {town}."""
    more: str
    """{link}: last line of a text to paste."""


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
