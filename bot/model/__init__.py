"""What travels between the steps: frozen data, no behaviour beyond reading itself."""

from bot.model.asking import AUDIENCES, Asker, Button, File, Found, Outcome, Reply
from bot.model.campaign import Campaign
from bot.model.contact import Contact, Effects, Person
from bot.model.danger import Emergency
from bot.model.entry import WRITTEN_BY_HAND, Approval, Entry, Helper, Law, Statute, Topic, Wording
from bot.model.knowledge import Knowledge, Outside, Vague
from bot.model.notices import Notices
from bot.model.papers import Stationery
from bot.model.places import Place
from bot.model.problem import Problem, Refused, Unavailable
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
from bot.model.words_carry import BehalfWords, InlineWords, InviteWords, PaperWords, ShareWords
from bot.model.words_flows import SessionWords

__all__ = [
    "AUDIENCES",
    "FORGOTTEN",
    "WRITTEN_BY_HAND",
    "Approval",
    "Asker",
    "BehalfWords",
    "Binding",
    "Button",
    "Campaign",
    "Confirmation",
    "Contact",
    "Correction",
    "Effects",
    "Emergency",
    "Entry",
    "File",
    "FlowWords",
    "Found",
    "Helper",
    "InlineWords",
    "Invite",
    "InviteWords",
    "Knowledge",
    "Law",
    "Line",
    "Mediation",
    "Member",
    "Notices",
    "Outage",
    "Outcome",
    "Outside",
    "PaperWords",
    "Period",
    "Person",
    "Place",
    "Problem",
    "Record",
    "Recorded",
    "Refused",
    "Reply",
    "Session",
    "SessionWords",
    "ShareWords",
    "Stationery",
    "Statute",
    "Table",
    "Tally",
    "Topic",
    "Unavailable",
    "Vague",
    "VillageWords",
    "Wording",
    "Words",
    "may_confirm",
    "newest",
]
