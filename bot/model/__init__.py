"""What travels between the steps: frozen data, no behaviour beyond reading itself."""

from bot.model.asking import AUDIENCES, Asker, File, Found, Outcome, Reply
from bot.model.button import Button
from bot.model.campaign import Campaign
from bot.model.contact import Contact, Effects, Person
from bot.model.danger import Emergency, Frights
from bot.model.entry import WRITTEN_BY_HAND, Approval, Entry, Helper, Law, Statute, Topic, Wording
from bot.model.errands import (
    Broadcast,
    Errand,
    Handover,
    HandoverClosed,
    Letter,
    Released,
    SentAgain,
    Stopped,
    Subscribed,
    Unsubscribed,
    Wish,
    WishDone,
)
from bot.model.health import Health
from bot.model.knowledge import Knowledge, Outside, Vague
from bot.model.labelled import KINDS, Labelled
from bot.model.mediator import Mediator
from bot.model.notices import Notices
from bot.model.paper import Paper
from bot.model.papers import Stationery
from bot.model.passes import Pass
from bot.model.places import Place
from bot.model.problem import Problem, Refused, Unavailable
from bot.model.quiz import Cited, Learned, QuizAnswer, QuizItem
from bot.model.records import (
    FORGOTTEN,
    Binding,
    Confirmation,
    Invite,
    Mediation,
    Member,
    Record,
    Recorded,
    Session,
    may_confirm,
    newest,
)
from bot.model.tally import Correction, Line, Outage, Period, Table, Tally
from bot.model.words import FlowWords, VillageWords, Words
from bot.model.words_carry import BehalfWords, InlineWords, InviteWords, ShareWords
from bot.model.words_lecture import QuizWords, SessionWords
from bot.model.words_news import BroadcastWords, SubscribeWords
from bot.model.words_office import HandoverWords, WishWords
from bot.model.words_paper import PaperWords

__all__ = [
    "AUDIENCES",
    "FORGOTTEN",
    "KINDS",
    "WRITTEN_BY_HAND",
    "Approval",
    "Asker",
    "BehalfWords",
    "Binding",
    "Broadcast",
    "BroadcastWords",
    "Button",
    "Campaign",
    "Cited",
    "Confirmation",
    "Contact",
    "Correction",
    "Effects",
    "Emergency",
    "Entry",
    "Errand",
    "File",
    "FlowWords",
    "Found",
    "Frights",
    "Handover",
    "HandoverClosed",
    "HandoverWords",
    "Health",
    "Helper",
    "InlineWords",
    "Invite",
    "InviteWords",
    "Knowledge",
    "Labelled",
    "Law",
    "Learned",
    "Letter",
    "Line",
    "Mediation",
    "Mediator",
    "Member",
    "Notices",
    "Outage",
    "Outcome",
    "Outside",
    "Paper",
    "PaperWords",
    "Pass",
    "Period",
    "Person",
    "Place",
    "Problem",
    "QuizAnswer",
    "QuizItem",
    "QuizWords",
    "Record",
    "Recorded",
    "Refused",
    "Released",
    "Reply",
    "SentAgain",
    "Session",
    "SessionWords",
    "ShareWords",
    "Stationery",
    "Statute",
    "Stopped",
    "SubscribeWords",
    "Subscribed",
    "Table",
    "Tally",
    "Topic",
    "Unavailable",
    "Unsubscribed",
    "Vague",
    "VillageWords",
    "Wish",
    "WishDone",
    "WishWords",
    "Wording",
    "Words",
    "may_confirm",
    "newest",
]
