"""Composition root: opens everything, hands each part what it needs, closes everything."""

from bot.app.counting import paper, tally, tally_of_county
from bot.app.keeping import backup, move, restore
from bot.app.messenger import courier_of, telegram_application
from bot.app.opening import MODEL, Service, database, ledger, opened, shelf
from bot.app.passing import desk_link, end_passes
from bot.app.running import run, run_chat

__all__ = [
    "MODEL",
    "Service",
    "backup",
    "courier_of",
    "database",
    "desk_link",
    "end_passes",
    "ledger",
    "move",
    "opened",
    "paper",
    "restore",
    "run",
    "run_chat",
    "shelf",
    "tally",
    "tally_of_county",
    "telegram_application",
]
