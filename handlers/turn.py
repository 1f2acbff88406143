"""One update's visit to the desk: who asks, what they are shown, what it leaves behind."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext, ExtBot  # noqa: F401 - named in the class line

from bot.desk import Desk, note
from bot.flows.office import Office
from bot.model import Asker, Effects, Notices, Problem, Reply, Unavailable
from handlers.breath import Breath
from handlers.reading import is_known, message_of, place, read, sender
from handlers.show import sent
from handlers.voice import Voice

LOG = logging.getLogger(__name__)
Nothing = dict[Any, Any]
_DATABASE_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


class Turn(CallbackContext["ExtBot[None]", Nothing, Nothing, Nothing]):
    """What a handler gets as its context."""

    @property
    def counter(self) -> Counter:
        """The application, as what it is."""
        assert isinstance(self.application, Counter)
        return self.application

    @property
    def desk(self) -> Desk:
        """The service window."""
        return self.counter.desk

    @property
    def notices(self) -> Notices:
        """What the bot says of itself."""
        return self.desk.window.shelf.knowledge.notices

    def effects(self, update: Update) -> Effects:
        """What this update has left behind so far."""
        return self.counter.turns[update.update_id]

    async def asker(self, update: Update) -> Asker:
        """Who asks."""
        user, chat = sender(update), place(update)
        asker = await self.desk.asker(user.id, "telegram" if chat.type == ChatType.PRIVATE else "group")
        self.effects(update).person = asker.person
        await self.counter.breath.take()
        return asker

    def source(self, update: Update) -> str:
        """The mark of what was said or pressed: an edited message has the mark of the message."""
        if update.callback_query:
            return self.desk.source("press", update.callback_query.id)
        message = message_of(update)
        return self.desk.source("message", place(update).id, message.message_id if message else update.update_id)

    async def show(self, update: Update, reply: Reply) -> None:
        """Send a reply; what it records is noted only once all of it was delivered."""
        effects = self.effects(update)
        private = place(update).type == ChatType.PRIVATE
        if reply.brief and update.callback_query:
            await self.counter.voice.acknowledge(update.callback_query.id, reply.text)
        else:
            async for number in sent(self.counter.voice, update, reply):
                if private:
                    effects.messages.append(number)
        note(effects, reply if private else replace(reply, brief=True))

    @asynccontextmanager
    async def thinking(self, update: Update, asker: Asker, text: str) -> AsyncIterator[None]:
        """Work out in a thread what the body will understand, and show meanwhile that an answer is on its way.

        Not where it is remembered: it comes at once.
        """
        window = self.desk.window
        if window.remembered(text, asker.audience):
            yield
            return
        self.typing(update)
        ahead = window.ahead(text)
        await asyncio.get_running_loop().run_in_executor(self.counter.thinkers, ahead.__enter__)
        try:
            yield
        finally:
            ahead.__exit__(None, None, None)

    def typing(self, update: Update) -> None:
        """Show that an answer is on its way; nobody waits for it, and nothing is lost when it fails."""
        self.counter.voice.typing(place(update).id)


class Counter(Application["ExtBot[None]", Turn, Nothing, Nothing, Nothing, Any]):
    """PTB's Application with the desk behind it; takes updates from the inbox one by one."""

    def __init__(self, *, desk: Desk, office: Office, admins: frozenset[int], staff_chat: int | None, **parts: Any) -> None:
        """``admins`` holds the accounts that may export; the office answers in ``staff_chat``; ``parts`` come from PTB."""
        super().__init__(**parts)
        self.desk, self.office, self.admins, self.staff_chat = desk, office, admins, staff_chat
        self.breath = Breath()
        self.thinkers = ThreadPoolExecutor(os.cpu_count(), "thinker")
        self.turns: dict[int, Effects] = {}
        """What the updates being handled have left behind, until it is on disk."""
        self.reload: Callable[[], Awaitable[tuple[Problem, ...]]] | None = None
        """Takes in changed knowledge; returns what is wrong with it."""
        self.desk_link: Callable[[str, str], Awaitable[str]] | None = None
        """Makes a link to the desk on the web for a role and a person; None where no page is served."""
        self.figures = {"handled": 0, "put_off": 0, "failed": 0}
        """What became of the updates."""
        self._tries: dict[int, int] = {}
        """Updates that were put off, and how often."""

    @property
    def voice(self) -> Voice:
        """The bot, as what it is."""
        assert isinstance(self.bot, Voice)
        return self.bot

    async def initialize(self) -> None:
        """Telegram says what the bot is called: that is the address of every link."""
        await super().initialize()
        self.desk.home.username = self.bot.username

    async def shutdown(self) -> None:
        """Nobody thinks any longer."""
        self.thinkers.shutdown(wait=False, cancel_futures=True)
        await super().shutdown()

    async def take(self, raw: Mapping[str, Any]) -> float | None:
        """Handle an update to its end; returns the seconds to wait before it must be handled again, or None."""
        number = raw["update_id"]
        effects = self.turns.get(number) or await self._handled(raw)
        if effects.again is not None:
            del self.turns[number]
            self.figures["put_off"] += 1
            return effects.again
        try:
            await self.desk.settle(effects, number)
        except Unavailable:
            return _DATABASE_PAUSE  # what was shown is not shown again, only written
        del self.turns[number]
        self.figures["handled"] += 1
        if self._tries:
            self._tries.pop(number, None)
        return None

    def patience(self, number: int, pause: float) -> float:
        """Seconds until an update is tried again: ``pause``, each time twice as long, a minute at most."""
        tries = self._tries[number] = self._tries.get(number, -1) + 1
        return float(min(pause * 2 ** min(tries, 10), _LONGEST_PAUSE))

    async def slow_down(self, raw: Mapping[str, Any]) -> None:
        """Tell somebody in whose line many messages wait that each will be answered; once, and only in private."""
        with suppress(TypeError, ValueError, LookupError, AttributeError, TelegramError):
            chat = Update.de_json(dict(raw), self.bot).effective_chat
            if chat is not None and chat.type == ChatType.PRIVATE:
                await self.voice.say(chat.id, self.desk.window.shelf.knowledge.notices.slow_down)

    async def _handled(self, raw: Mapping[str, Any]) -> Effects:
        effects = self.turns[raw["update_id"]] = Effects()
        try:
            update = read(raw, self.bot)
            known = is_known(update)
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
            LOG.error("an update of a form unknown to this version was put aside: %s", type(error).__name__)
            return effects
        if not known:
            LOG.error("an update of a form unknown to this version was put aside")
            return effects
        await self.process_update(update)
        self._remember_question(update, effects)
        return effects

    def _remember_question(self, update: Update, effects: Effects) -> None:
        message, chat = update.message, update.effective_chat
        if effects.person and message and chat and chat.type == ChatType.PRIVATE and not effects.cleared:
            effects.messages.append(message.message_id)
