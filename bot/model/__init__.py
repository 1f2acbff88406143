"""What travels between the steps: frozen data, no behaviour beyond reading itself."""

from bot.model.asking import AUDIENCES, Asker, Button, File, Found, Outcome, Reply
from bot.model.contact import Contact, Effects, Person
from bot.model.danger import Emergency, Frights
from bot.model.entry import WRITTEN_BY_HAND, Approval, Entry, Helper, Law, Statute, Topic, Wording
from bot.model.knowledge import Knowledge, Outside, Vague
from bot.model.labelled import KINDS, Labelled
from bot.model.notices import Notices
from bot.model.problem import Problem, Refused, Unavailable
from bot.model.tally import Correction, Line, Outage, Period, Table, Tally
from bot.model.words import FlowWords, VillageWords, Words

__all__ = [
    "AUDIENCES",
    "KINDS",
    "WRITTEN_BY_HAND",
    "Approval",
    "Asker",
    "Button",
    "Contact",
    "Correction",
    "Effects",
    "Emergency",
    "Entry",
    "File",
    "FlowWords",
    "Found",
    "Frights",
    "Helper",
    "Knowledge",
    "Labelled",
    "Law",
    "Line",
    "Notices",
    "Outage",
    "Outcome",
    "Outside",
    "Period",
    "Person",
    "Problem",
    "Refused",
    "Reply",
    "Statute",
    "Table",
    "Tally",
    "Topic",
    "Unavailable",
    "Vague",
    "VillageWords",
    "Wording",
    "Words",
]
