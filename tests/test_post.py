"""bot/ledger/post.py: letters are taken, sent and ended; a crash in between is seen."""

from __future__ import annotations

from bot.ledger.post import Fate
from bot.ledger.store import Store
from bot.model import Button, Letter, Released, Stopped
from tests.test_errands import NEWS, done, subscribers
from tests.township import NOW, Clock

ANSWER = Letter("l1", NOW, "chat", "司法所的回音", (Button("撤回", "f:x"),), "p9")


async def broadcast(store: Store, *people: str) -> None:
    """One on its way to some people."""
    await subscribers(store, *people)
    await done(store, NEWS)
    await done(store, Released("b1", "other", NOW))


async def state(store: Store) -> tuple[str, int, int, int, int]:
    """How far the broadcast has got."""
    [b] = await store.errands.broadcasts()
    return b.state, b.sent, b.blocked, b.unsure, b.waiting


async def test_a_letter_is_taken_once_single_ones_first(store: Store) -> None:
    await broadcast(store, "p1", "p2")
    await done(store, ANSWER, ANSWER)
    first, second = await store.post.take(2)
    assert (first.text, first.buttons, first.person) == (ANSWER.text, ANSWER.buttons, "p9")
    assert (second.broadcast, second.chat) == ("b1", "chat-p1")
    assert [letter.person for letter in await store.post.take(9)] == ["p2"]
    assert await store.post.take(9) == ()


async def test_a_broadcast_ends_with_its_numbers_and_without_its_people(store: Store) -> None:
    await broadcast(store, "p1", "p2", "p3")
    p1, p2, p3 = await store.post.take(9)
    await store.post.end([(p1, Fate.SENT), (p2, Fate.BLOCKED), (p3, Fate.UNSURE)])
    assert await state(store) == ("sending", 1, 1, 1, 0)
    await store.post.tidy()
    assert await state(store) == ("done", 1, 1, 1, 0)
    assert (await store.errands.subscribed("p2"), await store.errands.reach(None, None)) == (False, 2)


async def test_what_was_certainly_not_sent_is_taken_again(store: Store) -> None:
    await broadcast(store, "p1")
    await done(store, ANSWER)
    taken = await store.post.take(9)
    await store.post.end([(letter, Fate.LATER) for letter in taken])
    assert await store.post.take(9) == taken


async def test_after_a_crash_a_single_letter_is_sent_again_and_one_of_a_broadcast_is_not(store: Store, clock: Clock) -> None:
    await broadcast(store, "p1")
    await done(store, ANSWER)
    await store.post.take(9)
    await store.post.tidy()
    assert await store.post.take(9) == ()
    clock.forward(minutes=3)
    await store.post.tidy()
    assert [letter.source for letter in await store.post.take(9)] == ["l1"]
    assert await state(store) == ("done", 0, 0, 1, 0)


async def test_a_stopped_broadcast_keeps_count_of_what_was_under_way(store: Store) -> None:
    await broadcast(store, "p1", "p2")
    [first] = await store.post.take(1)
    await done(store, Stopped())
    await store.post.end([(first, Fate.LATER)])
    await store.post.tidy()
    assert await state(store) == ("stopped", 0, 0, 0, 0)
    assert await store.post.take(9) == ()
