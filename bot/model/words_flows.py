"""What is said when somebody records, is asked, hands over, leaves words or is written to."""

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
