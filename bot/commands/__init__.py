"""The commands, one file a group; each file's ``add`` says what its commands take."""

from bot.commands import ask, check, desk, draft, health, importing, keeping, measure, paper, records, report, run, train, verify

COMMANDS = (run, health, ask, check, draft, train, measure, importing, records, report, verify, keeping, paper, desk)
"""In the order of the help."""
