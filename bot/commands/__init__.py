"""The commands, one file a group; each file's ``add`` says what its commands take."""

from bot.commands import ask, check, draft, report, run, train

COMMANDS = (run, ask, check, draft, train, report)
"""In the order of the help."""
