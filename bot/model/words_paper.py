"""What is said round papers, and stands on each of them."""

from __future__ import annotations

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
