"""What is said when a lecture is recorded, and when a campaign asks its questions."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class SessionWords:
    """words/session.yaml: recording a session, and the second person's word for it."""

    __pydantic_config__ = WRITTEN_BY_HAND

    day: str
    """The question on which day."""
    today: str
    """On the button for today; typing it does the same."""
    yesterday: str
    """The same for yesterday."""
    village: str
    """The question where."""
    everywhere: str
    """On the button for the whole township."""
    venue: str
    """The question at what kind of place."""
    topic: str
    """The question what it was about."""
    mixed: str
    """On the button for many topics."""
    headcount: str
    """The question how many were there."""
    sheets: str
    """The question how many sheets were handed out."""
    wrong: str
    """Before the question again, when the answer could not be used; {said}."""
    future: str
    """To a day that is still to come or longer ago than a year."""
    summary: str
    """Before saving; {line}."""
    line: str
    """A session on a line; {day}, {village}, {venue}, {topic}, {headcount}, {sheets}."""
    in_campaign: str
    """Added to the line where it belongs to a campaign; {campaign}."""
    save: str
    """On the button that saves."""
    no_campaign: str
    """On the button that takes it out of the campaign."""
    change_day: str
    """On the button that asks for the day again."""
    change_village: str
    """The same for the village."""
    change_venue: str
    """The same for the venue."""
    change_topic: str
    """The same for the topic."""
    change_numbers: str
    """The same for headcount and sheets."""
    saved: str
    """After saving; {line}."""
    corrected: str
    """After saving a changed one; {line}."""
    none_open: str
    """To /sessions with nothing open."""
    open: str
    """Above the open ones."""
    own: str
    """Behind the asker's own."""
    look: str
    """Above one that may be confirmed; {line}."""
    confirm: str
    """On the button that confirms."""
    confirmed: str
    """After that; {line}."""
    not_own: str
    """To somebody who wants to confirm what they recorded themselves."""
    mine: str
    """Above one that may be changed; {line}."""
    change: str
    """On the button that changes it."""
    withdraw: str
    """On the button that withdraws it."""
    why_withdraw: str
    """The question why."""
    reasons: tuple[str, ...]
    """Answers to that, on buttons."""
    withdrawn: str
    """After that; {line}."""
    why_changed: str
    """The reason that is noted when it is changed before it is confirmed."""
    gone: str
    """To a button of one that was changed, withdrawn or confirmed meanwhile."""


@dataclass(frozen=True, slots=True)
class QuizWords:
    """words/quiz.yaml: what a campaign says in the menu, and its three questions."""

    __pydantic_config__ = WRITTEN_BY_HAND

    lead: str
    """Above the topics while a campaign runs; {campaign}."""
    page: str
    """On top of the home page of the web while it runs; {campaign}."""
    start: str
    """On the button that begins the questions; {campaign}."""
    none: str
    """Where no campaign runs that has questions."""
    ask: str
    """A question; {campaign}, {number}, {of}, {ask}."""
    pick: str
    """Before the question again, to an answer that is none of the three."""
    right: str
    """After a right answer; {because}, {law}."""
    wrong: str
    """After a wrong one; {answer} is the right one, {because}, {law}."""
    first_done: str
    """After the last question of the first round; {right}, {of}."""
    second_done: str
    """After that of the second; {before}, {right}, {of}."""
    again: str
    """On the button for the second round."""
    not_kept: str
    """Below the first question: what is kept of it."""
