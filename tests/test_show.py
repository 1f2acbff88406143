"""handlers/show.py: a reply in the chat where somebody asked."""

from __future__ import annotations

from bot.answer import split
from handlers.limits import Gate
from tests.township import BEATEN, UNPAID, Bot
from tests.wire import message


async def test_a_reply_without_buttons_has_no_keyboard(bot: Bot) -> None:
    await bot.get(message("/privacy"))
    assert "reply_markup" not in bot.wire.last()


async def test_buttons_stand_under_the_last_piece_only(bot: Bot) -> None:
    base = bot.service.desk.window.shelf.knowledge
    assert len(split(base.notices.greeting)) == 1
    await bot.get(message("/start"))
    assert bot.wire.buttons()


async def test_no_web_page_is_shown_below_an_answer(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    assert "is_disabled" in str(bot.wire.last()["link_preview_options"])


async def test_an_alarm_goes_before_all_that_waits(bot: Bot) -> None:
    class Noting(Gate):
        async def turn(self, chat: object, urgent: bool = False) -> None:
            noted.append((chat, urgent))

    noted: list[tuple[object, bool]] = []
    bot.application.voice._gate = Noting()
    await bot.get(message(BEATEN), message(UNPAID, person=8))
    assert sorted(noted) == [(7, True), (8, False)]
