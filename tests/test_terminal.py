"""bot/terminal.py: the same service as a chat in the terminal."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable

import pytest

from bot.desk import Desk
from bot.terminal import chat, typed
from tests.township import UNPAID, YEAR, Bot

Say = Callable[[str], object]


async def spoken(lines: tuple[str, ...]) -> AsyncIterator[str]:
    """Lines as somebody would type them."""
    for line in lines:
        yield line + "\n"


@pytest.fixture
def desk(bot: Bot) -> Desk:
    """The window with the book beside it."""
    return bot.service.desk


async def figures(desk: Desk) -> list[int | None]:
    return [line.value for line in (await desk.tally(YEAR)).lines[:2]]


async def test_it_greets_answers_counts_and_says_goodbye(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    await chat(desk, spoken((UNPAID,)), "s")
    said = capsys.readouterr().out
    assert said.index("您是哪一类") < said.index("《试验劳动法》第30条") < said.index("急事打110")
    assert "[4 加班不给加班费怎么办？]" in said
    assert await figures(desk) == [1, 1]


async def test_numbers_choose_from_what_was_shown_last(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    await chat(desk, spoken(("3", UNPAID, "2", "4")), "s")
    said = capsys.readouterr().out
    assert "别硬吵" in said
    assert said.index("谢谢，可以换个说法再问。") < said.index("加班要另外给钱")
    assert await figures(desk) == [2, 1]


@pytest.mark.parametrize(("command", "answer"), [
    ("/start", "您是哪一类"), ("/help", "怎么用"), ("/topics", "[2 讨薪]"), ("/privacy", "不记您的话"),
    ("/forget", "认不出您了"),
])
async def test_the_commands_work_as_in_telegram(
    desk: Desk, capsys: pytest.CaptureFixture[str], command: str, answer: str
) -> None:
    await chat(desk, spoken((command,)), "s")
    assert answer in capsys.readouterr().out.partition("结束。）")[2]


async def test_being_forgotten_keeps_the_count(desk: Desk) -> None:
    await chat(desk, spoken((UNPAID, "/forget", UNPAID)), "s")
    assert await figures(desk) == [2, 2]


async def test_it_ends_at_goodbye(desk: Desk) -> None:
    await chat(desk, spoken(("再见", UNPAID)), "s")
    assert await figures(desk) == [0, 0]


async def test_another_session_is_not_mistaken_for_the_first(desk: Desk) -> None:
    await chat(desk, spoken((UNPAID,)), "one")
    await chat(desk, spoken(("加班费怎么算",)), "two")
    assert await figures(desk) == [2, 1]


async def test_what_is_typed_is_read_line_by_line_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("一\n\n二"))
    assert [line async for line in typed()] == ["一\n", "\n", "二"]
