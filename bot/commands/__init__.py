"""The commands, one file a group; each file's ``add`` says what its commands take."""

from bot.commands import ask, check, measure, report, run, train

COMMANDS = (run, ask, check, train, measure, report)
"""In the order of the help."""
