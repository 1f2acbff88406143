"""bot/inbox.py: updates on disk before they are acknowledged, in order within a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.inbox import Inbox, chat_of
from bot.ledger import tables
from bot.ledger.store import Store
from bot.ledger.writer import Writer
from bot.model import Effects
from tests.township import NOW

Raw = Mapping[str, Any]


def update(number: int, chat: int = 7, text: str = "话") -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": chat}, "text": text}}


def opened(engine: AsyncEngine, town: str = "t") -> Inbox:
    return Inbox(engine, Writer(engine), town, lambda: NOW)


class Handler:
    """Notes what it is given; ``again`` maps an update to how often it must be tried."""

    def __init__(self, again: Mapping[int, int] | None = None) -> None:
        self.taken: list[int] = []
        self._again = dict(again or {})
        self.gate: asyncio.Event | None = None

    async def __call__(self, raw: Raw) -> float | None:
        if self.gate:
            await self.gate.wait()
        number = int(raw["update_id"])
        self.taken.append(number)
        self._again[number] = self._again.get(number, 0) - 1
        return 0.0 if self._again[number] >= 0 else None


async def test_an_update_is_on_disk_as_soon_as_it_is_kept(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    handler.gate = asyncio.Event()
    await inbox.open(handler)
    await inbox.keep([update(1, text="老板😀")])
    async with engine.connect() as connection:
        row = (await connection.execute(select(tables.inbox))).one()
    assert (row.update_id, row.chat, row.done) == (1, "7", False)
    assert "老板😀" in row.body
    assert handler.taken == []
    await inbox.close(0)


async def test_an_update_that_comes_again_is_handled_once(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    await inbox.open(handler)
    await inbox.keep([update(1), update(1), update(2)])
    await inbox.keep([update(2), update(3)])
    await inbox.idle()
    assert handler.taken == [1, 2, 3]


async def test_an_update_of_a_previous_run_that_comes_again_is_handled_once(engine: AsyncEngine) -> None:
    first, second, handler = opened(engine), opened(engine), Handler()
    await first.open(Handler())
    await first.keep([update(5), update(7)])
    await first.idle()
    await second.open(handler)  # nothing was settled: both are left for it
    await second.keep([update(5), update(6), update(7), update(8)])
    await second.idle()
    assert sorted(handler.taken) == [5, 6, 7, 8]


async def test_of_two_who_keep_the_same_update_at_once_one_has_it_handled(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    await inbox.open(handler)
    await asyncio.gather(*(inbox.keep([update(n)]) for n in (4, 4, 3, 4, 3)))
    await inbox.idle()
    assert sorted(handler.taken) == [3, 4]


async def test_what_is_on_disk_is_handled_even_when_whoever_kept_it_gave_up(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    await inbox.open(handler)
    keeping = asyncio.create_task(inbox.keep([update(1)]))
    await asyncio.sleep(0)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    while not handler.taken:  # noqa: ASYNC110 - nobody tells when
        await asyncio.sleep(0.005)
    assert keeping.cancelled()
    await inbox.keep([update(1), update(2)])
    await inbox.idle()
    assert handler.taken == [1, 2]


async def test_one_chat_is_handled_in_order(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler(again={2: 3})
    await inbox.open(handler)
    await inbox.keep([update(n) for n in range(1, 6)])
    await inbox.idle()
    assert handler.taken == [1, 2, 2, 2, 2, 3, 4, 5]


async def test_what_arrives_out_of_order_is_put_in_order_behind_what_is_being_handled(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    handler.gate = asyncio.Event()
    await inbox.open(handler)
    for number in (3, 7, 5, 6, 4, 1):
        await inbox.keep([update(number)])
    handler.gate.set()
    await inbox.idle()
    assert handler.taken == [3, 1, 4, 5, 6, 7]


async def test_a_number_that_fits_no_database_is_no_update(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    await inbox.open(handler)
    await inbox.keep([{"update_id": 2**63}, {"update_id": -(2**80)}, {"update_id": True}, update(2**63 - 1)])
    await inbox.idle()
    assert handler.taken == [2**63 - 1]


async def test_what_is_nested_deeper_than_can_be_written_is_put_aside(engine: AsyncEngine) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    inbox, handler = opened(engine), Handler()
    await inbox.open(handler)
    await inbox.keep([{"update_id": 1, "x": deep}, update(2)])
    await inbox.idle()
    assert handler.taken == [1, 2]
    while deep:  # taken apart by hand: Python would not come to its end
        deep = deep[0] if deep else deep


async def test_a_chat_that_must_wait_holds_up_no_other(engine: AsyncEngine) -> None:
    inbox, done = opened(engine), asyncio.Event()

    async def handle(raw: Raw) -> None:
        if raw["update_id"] == 1:
            await done.wait()  # set by the other chat
        else:
            done.set()

    await inbox.open(handle)
    await inbox.keep([update(1, chat=7), update(2, chat=8)])
    await inbox.idle()
    assert done.is_set()


async def test_what_was_not_finished_is_handled_first_by_the_next_run(engine: AsyncEngine) -> None:
    first, handler = opened(engine), Handler()
    handler.gate = asyncio.Event()
    await first.open(handler)
    await first.keep([update(2), update(1), update(3, chat=8)])
    await first.close(0)
    second, handler = opened(engine), Handler()
    await second.open(handler)
    await second.keep([update(4)])
    await second.idle()
    assert handler.taken.index(1) < handler.taken.index(2) < handler.taken.index(4)
    assert sorted(handler.taken) == [1, 2, 3, 4]


async def test_a_finished_update_is_not_handled_by_the_next_run(store: Store) -> None:
    first = Inbox(store.engine, store.writer, "t", lambda: NOW)
    settled = Store(store.engine, "t", lambda: NOW)

    async def handle(raw: Raw) -> None:
        await settled.settle(Effects(), int(raw["update_id"]))

    await first.open(handle)
    await first.keep([update(1)])
    await first.idle()
    second, handler = opened(store.engine), Handler()
    await second.open(handler)
    await second.keep([update(1)])
    await second.idle()
    assert handler.taken == []


async def test_another_towns_updates_are_left_to_it(engine: AsyncEngine) -> None:
    mine, theirs, handler = opened(engine), opened(engine, "other"), Handler()
    handler.gate = asyncio.Event()
    await theirs.open(handler)
    await theirs.keep([update(1)])
    await theirs.close(0)
    own = Handler()
    await mine.open(own)
    await mine.idle()
    assert own.taken == []


async def test_closing_lets_what_is_being_handled_finish(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    handler.gate = asyncio.Event()
    await inbox.open(handler)
    await inbox.keep([update(1)])
    asyncio.get_running_loop().call_soon(handler.gate.set)
    await inbox.close()
    assert handler.taken == [1]


async def test_updates_that_could_not_be_written_are_not_handled(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    await inbox.open(handler)
    async with engine.begin() as connection:
        await connection.execute(text("drop table inbox"))
    with pytest.raises(SQLAlchemyError):
        await inbox.keep([update(1)])
    await inbox.idle()
    assert handler.taken == []


async def test_what_has_no_number_is_no_update(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    await inbox.open(handler)
    await inbox.keep([{"message": {}}, {"update_id": "7"}])
    await inbox.idle()
    assert handler.taken == []


async def test_half_a_character_does_not_stop_the_updates_beside_it(engine: AsyncEngine) -> None:
    inbox, handler = opened(engine), Handler()
    await inbox.open(handler)
    await inbox.keep([update(1, text="\ud83d"), update(2, text="\0")])
    await inbox.idle()
    assert handler.taken == [1, 2]


@pytest.mark.parametrize(("payload", "line"), [
    ({"message": {"chat": {"id": 7}, "from": {"id": 8}}}, "7"),
    ({"edited_message": {"chat": {"id": 7}}}, "7"),
    ({"callback_query": {"from": {"id": 8}, "message": {"chat": {"id": 7}}}}, "7"),
    ({"callback_query": {"from": {"id": 8}, "inline_message_id": "x"}}, "8"),
    ({"inline_query": {"from": {"id": 8}}}, "8"),
    ({"my_chat_member": {"chat": {"id": -5}, "from": {"id": 8}}}, "-5"),
    ({"poll_answer": {"user": {"id": 8}}}, "8"),
    ({"poll": {"id": "x"}}, "u9"),
    ({"message": "nonsense"}, "u9"),
    ({"message": {"chat": "nonsense"}}, "u9"),
])
def test_an_update_stands_in_the_line_of_its_chat_else_of_its_sender_else_alone(payload: Raw, line: str) -> None:
    assert chat_of({"update_id": 9, **payload}) == line
