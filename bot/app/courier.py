"""Brings letters: what is sent to somebody other than the asker, or later."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache

import httpx  # the library with which python-telegram-bot speaks; its errors tell whether anything was sent
from cryptography.exceptions import InvalidTag
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.address import Addresses
from bot.answer import split
from bot.ledger.post import Fate, Post
from bot.model import BroadcastWords, Button, Letter, Unavailable
from bot.pace import Pace
from handlers.voice import Voice

LOG = logging.getLogger(__name__)
HANDS = (10, 3)
"""So many carry at once, each with so many letters: after a crash at most their product is in doubt."""
_PAUSE, _TIDY, _TROUBLE = 1.0, 60.0, 5.0
"""Seconds between two looks for letters, between two tidyings, and of silence after the network failed."""
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Failures before the first byte went out."""


class Courier:
    """Carries letters at a steady pace; everything it does is on disk before and after."""

    def __init__(
        self,
        post: Post,
        voice: Voice,
        addresses: Addresses,
        words: Callable[[], BroadcastWords],
        chores: Callable[[], Awaitable[None]],
        pace: Pace,
        hands: tuple[int, int] = HANDS,
    ) -> None:
        """``words`` stand under each letter of a broadcast; ``chores`` are done once a minute."""
        self._post, self._voice, self._addresses, self._words, self._chores = post, voice, addresses, words, chores
        self._pace, (self._carriers, self._bag) = pace, hands
        self._stop = asyncio.Event()
        self._broadcasts: dict[str, tuple[str, str | None]] = {}

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Carry letters while the block runs; those in hand when it ends are finished or put back."""
        working = asyncio.create_task(self._work())
        try:
            yield
        finally:
            self._stop.set()
            self._pace.end()
            await working

    async def _work(self) -> None:
        tidied = -_TIDY
        while not self._stop.is_set():
            try:
                now = asyncio.get_running_loop().time()
                if now - tidied >= _TIDY:
                    tidied = now
                    await self.tidy()
                if await self.deliver():
                    await self._post.tidy()
            except Unavailable:
                LOG.warning("letters wait: the database is unavailable")
            await self._rest(_PAUSE)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    async def tidy(self) -> None:
        """What is to be done from time to time."""
        await self._post.tidy()
        await self._chores()

    async def deliver(self) -> int:
        """Carry until nothing waits; returns how many letters were carried."""
        carried = await asyncio.gather(*(self._carry() for _ in range(self._carriers)), return_exceptions=True)
        for failed in carried:
            if isinstance(failed, BaseException):
                raise failed
        return sum(many for many in carried if isinstance(many, int))

    async def _carry(self) -> int:
        carried = 0
        while not self._stop.is_set():
            letters = await self._post.take(self._bag)
            if not letters:
                break
            ended = list[tuple[Letter, Fate]]()
            for letter in letters:
                # When the program is told to stop, what has not begun is put back.
                ended.append((letter, Fate.LATER if self._stop.is_set() else await self._send(letter)))
            await self._end(ended)
            carried += len(letters)
        return carried

    async def _end(self, ended: Sequence[tuple[Letter, Fate]]) -> None:
        """What was sent is not sent again, only written, as soon as the database can be written."""
        while True:
            try:
                await self._post.end(ended)
                return
            except Unavailable:
                if self._stop.is_set():
                    raise
                await self._rest(_PAUSE)

    async def _send(self, letter: Letter) -> Fate:
        """Send one and say what became of it."""
        try:
            chat = self._addresses.open(letter.chat)
        except InvalidTag:
            LOG.error("a letter was sealed with another secret and cannot be sent")
            return Fate.BLOCKED
        text, buttons = await self._content(letter)
        await self._pace.turn()
        return Fate.LATER if self._stop.is_set() else await self._sent(chat, text, buttons)

    async def _sent(self, chat: int, text: str, buttons: Sequence[Button]) -> Fate:
        try:
            await self._say(chat, text, buttons)
        except RetryAfter as error:
            seconds = error.retry_after
            self._pace.hold(seconds.total_seconds() if not isinstance(seconds, (int, float)) else float(seconds))
            return Fate.LATER
        except ChatMigrated as error:
            LOG.error("the staff chat has another number now: change staff_chat in town.yaml")
            return await self._sent(error.new_chat_id, text, buttons)
        except (Forbidden, BadRequest) as error:
            LOG.warning("a letter cannot be delivered: %s", type(error).__name__)
            return Fate.BLOCKED
        except NetworkError as error:
            self._pace.hold(_TROUBLE)
            return Fate.LATER if isinstance(error.__cause__, _NEVER_SENT) else Fate.UNSURE
        except TelegramError as error:
            LOG.error("a letter was refused: %s", type(error).__name__)
            return Fate.BLOCKED
        return Fate.SENT

    async def _say(self, chat: int, text: str, buttons: Sequence[Button]) -> None:
        pieces = split(text)
        for piece in pieces:
            board = _keyboard(tuple(buttons)) if buttons and piece is pieces[-1] else None
            await self._voice.say(chat, piece, reply_markup=board, link_preview_options='{"is_disabled": true}')

    async def _content(self, letter: Letter) -> tuple[str, Sequence[Button]]:
        """What it says; that of a broadcast's letters stands once, with the broadcast."""
        if letter.broadcast is None:
            return letter.text, letter.buttons
        if letter.broadcast not in self._broadcasts:
            self._broadcasts[letter.broadcast] = await self._post.broadcast(letter.broadcast)
        text, entry = self._broadcasts[letter.broadcast]
        words = self._words()
        card = (Button(words.card, f"o:{entry}"),) if entry else ()
        return f"{text}\n\n{words.foot}", (*card, Button(words.leave, "f:unsubscribe:"))


@lru_cache(maxsize=64)
def _keyboard(buttons: tuple[Button, ...]) -> str:
    """A button a row, without numbers: a letter is no menu, so that a typed number is not for it."""
    rows = [[{"text": button.label, "callback_data": button.action}] for button in buttons]
    return json.dumps({"inline_keyboard": rows}, ensure_ascii=False)
