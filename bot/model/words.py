"""What is said in conversations of several steps: one file of ``knowledge/words/`` for each."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND
from bot.model.words_carry import BehalfWords, InlineWords, InviteWords, ShareWords
from bot.model.words_desk import DeskWords
from bot.model.words_lecture import QuizWords, SessionWords
from bot.model.words_news import BroadcastWords, SubscribeWords
from bot.model.words_office import HandoverWords, WishWords
from bot.model.words_paper import PaperWords


@dataclass(frozen=True, slots=True)
class FlowWords:
    """words/flow.yaml: what any conversation may need."""

    __pydantic_config__ = WRITTEN_BY_HAND

    cancel: str
    """On the button that leaves a conversation; typing it does the same."""
    cancelled: str
    """After that."""
    nothing_to_cancel: str
    """The same where no conversation was going on."""
    over: str
    """To a button of a conversation that is over."""
    no_role: str
    """To somebody whose role does not allow it."""


@dataclass(frozen=True, slots=True)
class VillageWords:
    """words/village.yaml: choosing one's village."""

    __pydantic_config__ = WRITTEN_BY_HAND

    which: str
    """The question."""
    unsaid: str
    """On the button for whoever does not want to say."""
    chosen: str
    """After a choice; {village}."""
    left_open: str
    """After not saying."""
    unknown: str
    """To a name that is no village of the town; {said}."""
    none: str
    """Where town.yaml names no villages."""


@dataclass(frozen=True, slots=True)
class Words:
    """All of them; the name of a field is the name of its file."""

    flow: FlowWords
    """Any conversation."""
    village: VillageWords
    """/village"""
    paper: PaperWords
    """/paper, and what stands on every paper"""
    share: ShareWords
    """/share, posters, and whoever comes through a link"""
    invite: InviteWords
    """/invite, and whoever opens such a link"""
    behalf: BehalfWords
    """/behalf"""
    inline: InlineWords
    """Cards offered in any chat"""
    session: SessionWords
    """/session and /sessions"""
    quiz: QuizWords
    """Campaigns and /quiz"""
    handover: HandoverWords
    """Handing a question over to the office, and /handovers"""
    wish: WishWords
    """Leaving words for a better answer, and /unanswered"""
    subscribe: SubscribeWords
    """/subscribe and /unsubscribe"""
    broadcast: BroadcastWords
    """/broadcast and /broadcasts"""
    desk: DeskWords
    """/desk"""
