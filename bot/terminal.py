"""The same service as a chat in the terminal: answers, cites and counts without Telegram."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

from bot.answer import numbered
from bot.desk import Desk, note
from bot.model import Asker, Effects, Reply

ACCOUNT = "terminal"
_BYE = {"再见", "退出", "/quit", "/exit"}


async def chat(desk: Desk, lines: AsyncIterator[str], session: str) -> None:
    """Answer line by line until the input ends; ``session`` keeps the marks of two sessions apart."""
    _show(desk.window.greet())
    await desk.settle(_left(desk.window.greet(), (await desk.asker(ACCOUNT, "terminal")).person))
    print("（直接打字提问；数字选按钮；/privacy、/forget 也能用；“再见”结束。）")
    numbers = count()
    async for line in lines:
        if line.strip() in _BYE:
            break
        asker = await desk.asker(ACCOUNT, "terminal")
        reply, effects = await _answer(desk, asker, line, desk.source("terminal", session, next(numbers)))
        _show(reply)
        await desk.settle(effects)
    print("再见。急事打110，问法律打12348。")


async def _answer(desk: Desk, asker: Asker, line: str, source: str) -> tuple[Reply, Effects]:
    notices = desk.window.shelf.knowledge.notices
    match line.strip():
        case "/help":
            reply = desk.window.help()
        case "/topics":
            reply = desk.window.press(asker, "topics", source)
        case "/privacy":
            reply = Reply(notices.privacy)
        case "/forget":
            return Reply(notices.forgotten), Effects(person=asker.person, forget=desk.pseudonyms(ACCOUNT))
        case said:
            reply = await _said(desk, asker, said, source)
    return reply, _left(reply, asker.person)


async def _said(desk: Desk, asker: Asker, said: str, source: str) -> Reply:
    command, _, argument = said.removeprefix("/").partition(" ")
    if said.startswith("/") and command in desk.flows:
        return await desk.begin(asker, command, argument, source)
    return await desk.say(asker, said, source)


def _left(reply: Reply, person: str) -> Effects:
    effects = Effects(person=person)
    note(effects, reply)
    return effects


def _show(reply: Reply) -> None:
    print("\n" + reply.text + "\n")
    for label in numbered(reply.buttons):
        print(f"  [{label}]")
    for file in reply.files:
        Path(file.name).write_bytes(file.content)
        print(f"  （文件写在 {Path(file.name).resolve()}）")


async def typed() -> AsyncIterator[str]:
    """Lines as a person types them; ends with the input."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        while line := sys.stdin.readline():
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    # A daemon: nothing can stop a thread that waits for the keyboard, and it must not keep the program from ending.
    threading.Thread(target=read, daemon=True).start()
    while True:
        print("\n您：", end="", flush=True)
        line = await lines.get()
        if not line:
            return
        yield line
