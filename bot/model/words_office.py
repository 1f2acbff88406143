"""What is said when somebody hands a question over or leaves words for a better answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class HandoverWords:
    """words/handover.yaml: a resident's question for the office, and the office's answer."""

    __pydantic_config__ = WRITTEN_BY_HAND

    button: str
    """On the button under an answer; {office}."""
    mediator: str
    """The village's mediator on a line of who helps; {village}, {name}, {phone}."""
    which_village: str
    """Where there are mediators and the asker has not said of which village they are."""
    ask: str
    """The request to type the question; {office}."""
    lost: str
    """Before it, where the program no longer has the words."""
    too_long: str
    """To a question that is too long; {most}."""
    preview: str
    """Above the exact text; {office}, {words}."""
    send: str
    """On the button that sends it."""
    rewrite: str
    """On the button that asks again."""
    sent: str
    """After that; {office}, {phone}, {code}, {days}."""
    too_many: str
    """To somebody who has several waiting; {most}."""
    not_here: str
    """Where no answer could be brought back; {office}, {phone}."""
    withdraw: str
    """On the button that takes it back."""
    withdrawn: str
    """After that; {code}."""
    to_office: str
    """What the office reads; {code}, {words}."""
    answer: str
    """What the resident reads; {office}, {words}, {answer}."""
    done: str
    """To the office after its answer; {code}."""
    gone: str
    """To the office, where it is closed already; {code}."""
    taken_back: str
    """To the office after a withdrawal; {code}."""
    expired: str
    """To the resident after so many days; {office}, {phone}, {days}, {words}."""
    expired_office: str
    """To the office then; {code}, {days}."""
    none_open: str
    """To /handovers with nothing open."""
    open: str
    """Above the open ones."""
    line: str
    """One of them; {code}, {days}, {words}."""
    reply: str
    """The request to type an answer; {code}, {words}."""
    by_telephone: str
    """On the button that closes it because it was settled by telephone."""
    settled: str
    """What the resident reads then, as {answer}."""


@dataclass(frozen=True, slots=True)
class WishWords:
    """words/wish.yaml: words that found no answer, left for a better one."""

    __pydantic_config__ = WRITTEN_BY_HAND

    button: str
    """On the button under an honest "I don't know"."""
    preview: str
    """Above the exact words; {words}."""
    leave: str
    """On the button that leaves them."""
    rewrite: str
    """On the button that asks for other words."""
    ask: str
    """The request to type them."""
    too_long: str
    """To words that are too many; {most}."""
    left: str
    """After leaving them."""
    none: str
    """To /unanswered with nothing."""
    topics: str
    """Above the counts."""
    topic: str
    """A topic on a line; {topic}, {count}."""
    no_topic: str
    """Where no topic was near."""
    words: str
    """Above the words left."""
    line: str
    """Words on a line; {number}, {topic}, {words}."""
    drop: str
    """On the button that drops them; {number}."""
    dropped: str
    """After that; {number}."""
    how: str
    """How a draft is made of one."""
