"""bot/ledger/errands.py and errand_writes.py: rows that wait, and rows that go."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

from bot.ledger.store import Store
from bot.model import (
    Broadcast,
    Effects,
    Errand,
    Handover,
    HandoverClosed,
    Learned,
    Letter,
    QuizAnswer,
    Released,
    SentAgain,
    Stopped,
    Subscribed,
    Unsubscribed,
    Wish,
    WishDone,
)
from tests.township import NOW, TODAY, YEAR, contact

NEWS = Broadcast("b1", NOW, "admin", "讲座改到周五。")


async def done(store: Store, *rows: Errand, person: str | None = None, **more: object) -> None:
    """Write rows."""
    await store.settle(Effects(records=list(rows), person=person, **more))  # type: ignore[arg-type]


async def subscribers(store: Store, *people: str) -> None:
    """Each with a chat of their own."""
    await done(store, *(Subscribed(p, f"chat-{p}", NOW) for p in people))


async def test_a_question_handed_over_waits_until_it_is_closed(store: Store) -> None:
    question = Handover("s1", NOW, "p1", "chat", "我家的地被占了")
    await done(store, question, question)
    assert await store.errands.handovers() == (question,)
    await done(store, HandoverClosed("s1"))
    assert await store.errands.handovers() == ()


async def test_words_left_stay_until_an_admin_is_done_with_them(store: Store) -> None:
    await done(store, Wish("s1", NOW, "鸡被狗咬死了", "harm"), Wish("s2", NOW, "无人机喷药"))
    first, second = await store.errands.wishes()
    assert (first.words, first.topic, second.topic) == ("鸡被狗咬死了", "harm", None)
    assert first.number is not None
    await done(store, WishDone(first.number))
    assert await store.errands.wishes() == (second,)


async def test_answers_of_a_quiz_add_up_and_count_once(store: Store) -> None:
    answer = QuizAnswer("s1", TODAY, "宪法日", "wages/unpaid", False, True)
    await done(store, answer, answer, replace(answer, source="s2", right=False), replace(answer, source="s3", after=True))
    assert await store.errands.learned(YEAR) == (
        Learned("宪法日", "wages/unpaid", False, 2, 1), Learned("宪法日", "wages/unpaid", True, 1, 1),
    )


async def test_somebody_subscribes_once_and_leaves_at_once(store: Store) -> None:
    await subscribers(store, "p1", "p1", "p2")
    assert await store.errands.reach(None, None) == 2
    await done(store, Unsubscribed("p1"))
    assert (await store.errands.subscribed("p1"), await store.errands.subscribed("p2")) == (False, True)


async def test_a_broadcast_reaches_those_it_is_meant_for(store: Store) -> None:
    await subscribers(store, "p1", "p2", "p3")
    await store.settle(Effects(person="p1", audience="elderly", village="东村"))
    await store.settle(Effects(person="p2", audience="elderly", village="西坡村"))
    for audience, village, reached in ((None, None, 3), ("elderly", None, 2), ("elderly", "东村", 1), ("youth", None, 0)):
        assert await store.errands.reach(audience, village) == reached
        await done(store, replace(NEWS, source=f"b-{audience}-{village}", audience=audience, village=village))
        await done(store, Released(f"b-{audience}-{village}", "other", NOW))
        assert (await store.errands.broadcasts())[0].waiting == reached


async def test_nobody_lets_their_own_broadcast_go(store: Store) -> None:
    await subscribers(store, "p1")
    await done(store, NEWS)
    await done(store, Released("b1", "admin", NOW))
    assert [(b.state, b.waiting) for b in await store.errands.broadcasts()] == [("proposed", 0)]


async def test_letting_it_go_twice_writes_each_letter_once(store: Store) -> None:
    await subscribers(store, "p1", "p2")
    await done(store, NEWS)
    await done(store, Released("b1", "other", NOW), Released("b1", "third", NOW))
    await done(store, Released("b1", "other", NOW))
    assert [b.waiting for b in await store.errands.broadcasts()] == [2]


async def test_stopping_drops_what_waits_and_nothing_can_let_it_go_again(store: Store) -> None:
    await subscribers(store, "p1")
    await done(store, NEWS, Letter("l1", NOW, "office", "转办"))
    await done(store, Released("b1", "other", NOW))
    await done(store, Stopped())
    await done(store, Released("b1", "third", NOW))
    assert [(b.state, b.waiting) for b in await store.errands.broadcasts()] == [("stopped", 0)]
    assert [letter.text for letter in await store.post.take(5)] == ["转办"]


async def test_whoever_leaves_gets_no_letter_that_still_waits(store: Store) -> None:
    await subscribers(store, "p1", "p2")
    await done(store, NEWS)
    await done(store, Released("b1", "other", NOW))
    await done(store, Unsubscribed("p1"))
    assert [letter.person for letter in await store.post.take(5)] == ["p2"]


async def test_of_a_forgotten_person_nothing_is_left(store: Store) -> None:
    await subscribers(store, "p1", "p2")
    await done(store, NEWS, Handover("s1", NOW, "p1", "chat-p1", "我的事"), Letter("l1", NOW, "chat-p1", "回音", person="p1"))
    await done(store, Released("b1", "other", NOW), SentAgain("b1"))
    await store.settle(Effects(contacts=[contact()], person="p1", forget=("p1",)))
    await store.settle(Effects(person="admin", forget=("x",)))
    async with store.engine.connect() as connection:
        for table in ("subscribers", "handovers", "letters", "broadcasts"):
            rows = str((await connection.execute(text(f"select * from {table}"))).all())
            assert "'p1'" not in rows and "chat-p1" not in rows and "'admin'" not in rows, table
    assert [letter.person for letter in await store.post.take(5)] == ["p2"]
