"""The commands, one file a group; each file's ``add`` says what its commands take."""

from bot.commands import ask, check, health, report, run, train

COMMANDS = (run, health, ask, check, train, report)
"""In the order of the help."""
