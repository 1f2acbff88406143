"""Composition root: opens everything, hands each part what it needs, closes everything."""

from bot.app.messenger import courier_of, telegram_application
from bot.app.opening import MODEL, Service, opened, shelf
from bot.app.running import run, run_chat

__all__ = ["MODEL", "Service", "courier_of", "opened", "run", "run_chat", "shelf", "telegram_application"]
