"""web/privacy.py: what is kept is said, and whoever wants is forgotten."""

from __future__ import annotations

import pytest

from bot.model import Unavailable
from tests.township import UNPAID
from tests.visiting import Visitor


@pytest.mark.parametrize("path", ["/", "/t/wages", "/for/elderly", "/q/wages/unpaid", "/privacy", "/nowhere", "/elder/q/wages/unpaid"])
async def test_being_forgotten_is_offered_on_every_page(visitor: Visitor, path: str) -> None:
    assert '/forget"><button type="submit">忘记我</button>' in (await visitor.go(path)).text


async def test_being_forgotten_takes_the_cookie_the_settings_and_the_name_and_leaves_the_count(visitor: Visitor) -> None:
    await visitor.ask(UNPAID, **{"for": "elderly"})
    [before] = await visitor.rows()
    said = await visitor.send("/forget", {"ok": "1"})
    assert "认不出您了" in said.text
    assert not visitor.client.cookies
    [after] = await visitor.rows()
    assert after.pseudonym not in ("", before.pseudonym)
    assert await visitor.figures() == (1, 1)
    assert 'value="" checked' in (await visitor.go("/")).text


async def test_after_it_the_same_browser_is_somebody_new(visitor: Visitor) -> None:
    await visitor.ask(UNPAID)
    await visitor.send("/forget", {"ok": "1"})
    await visitor.ask(UNPAID)
    assert await visitor.figures() == (2, 2)


async def test_somebody_unknown_may_be_forgotten_too(nobody: Visitor) -> None:
    assert "认不出您了" in (await nobody.send("/forget", {"ok": "1"})).text


async def test_nobody_is_told_that_they_are_forgotten_when_they_are_not(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    await visitor.ask(UNPAID)

    async def away(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(visitor.service.desk.ledger, "settle", away)
    said = await visitor.send("/forget", {"ok": "1"})
    assert said.status_code == 503
    assert "现在还忘不掉" in said.text
    assert visitor.client.cookies


async def test_the_page_says_what_is_kept_and_what_cannot_be_hidden(visitor: Visitor) -> None:
    page = (await visitor.go("/privacy")).text
    for said in ("不记", "cookie", "到年底就作废", "不算“服务了一个人”", "我们藏不住的", "无痕浏览"):
        assert said in page
