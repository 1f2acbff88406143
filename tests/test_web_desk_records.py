"""web/desk/sessions.py, importing.py and upload.py: sessions confirmed by a second person, sheets brought in."""

from __future__ import annotations

import asyncio
from datetime import date
from io import BytesIO

import httpx
import openpyxl
import pytest

from bot.app import Service
from bot.importing.workbook import LARGEST
from bot.model import Effects, Session
from tests.desk_visiting import AtDesk, at_desk
from tests.township import ADMIN, IDENTITY, NOW, Clock
from tests.visiting import field

GOOD = "编号,日期,村,场所,主题,人数,资料\n1,2026-11-20,东村,学校,讨薪,45,60\n2,2026-11-21,全镇,社区,反诈,30,0\n"
BAD = "编号,日期,村,场所,主题,人数,资料\n1,2026-13-20,东村,学校,讨薪,45,60\n2,2026-11-21,没有的村,社区,反诈,很多,0\n"


async def record(service: Service, by: str = "p", source: str = "s1") -> None:
    """A session that waits."""
    await service.desk.settle(Effects(records=[Session(source, NOW, by, date(2026, 11, 20), 45, 60, "东村", "学校", "wages")]))


async def decide(browser: AtDesk, what: str, session: str = "s1", **more: str) -> httpx.Response:
    """Press one of the two buttons."""
    return await browser.press("/desk/sessions", "/desk/sessions", do=what, session=session, **more)


async def confirmed(service: Service) -> list[int]:
    """Headcounts that count."""
    return [s.headcount for s in await service.store.records.sessions(confirmed=True)]


async def send(browser: AtDesk, content: str | bytes, name: str = "场次.csv", **fields: str) -> httpx.Response:
    """Upload a sheet, as the form of the page does."""
    mark = field((await browser.go("/desk/import")).text, "t")
    body = content.encode() if isinstance(content, str) else content
    return await browser.client.post("/desk/import", data={"t": mark, **fields}, files={"file": (name, body)})


async def bring(browser: AtDesk, looked: httpx.Response) -> httpx.Response:
    """Press 就这样导入."""
    return await browser.send("/desk/import/go", {"t": field(looked.text, "t"), "key": field(looked.text, "key")})


async def test_a_second_person_confirms_and_the_session_counts(service: Service, clock: Clock) -> None:
    await record(service)
    async with at_desk(service, clock) as browser:
        assert "2026-11-20 东村" in (await browser.go("/desk/sessions")).text
        page = await decide(browser, "confirm")
        assert "计入统计" in page.text and "没有待确认的活动" in page.text
    assert await confirmed(service) == [45]


async def test_the_same_form_sent_twice_confirms_once(service: Service, clock: Clock) -> None:
    await record(service)
    async with at_desk(service, clock) as browser:
        mark = field((await browser.go("/desk/sessions")).text, "t")
        sent = {"t": mark, "do": "confirm", "session": "s1"}
        await asyncio.gather(browser.send("/desk/sessions", sent), browser.send("/desk/sessions", sent))
    assert await confirmed(service) == [45]


async def test_whoever_recorded_it_cannot_confirm_it_here_either(service: Service, clock: Clock) -> None:
    await record(service, by=IDENTITY.person(ADMIN))
    async with at_desk(service, clock) as browser:
        page = (await browser.go("/desk/sessions")).text
        assert "要由另一个人确认" in page and "属实，确认" not in page
        await decide(browser, "confirm")
    assert await confirmed(service) == []


async def test_a_session_that_never_was_is_withdrawn_with_its_reason(service: Service, clock: Clock) -> None:
    await record(service)
    async with at_desk(service, clock) as browser:
        await decide(browser, "withdraw", reason="0")
    assert await service.store.records.sessions() == ()
    [row] = [s for s in (await service.store.records.everything()).sessions if s.withdrawn]
    assert (row.corrects, row.by, bool(row.why)) == ("s1", IDENTITY.person(ADMIN), True)


@pytest.mark.parametrize(("what", "session", "status"), [
    ("confirm", "gone", 200), ("withdraw", "gone", 200), ("confirm", "", 200), ("erase", "s1", 400), ("", "s1", 400),
])
async def test_a_forged_choice_changes_nothing(service: Service, clock: Clock, what: str, session: str, status: int) -> None:
    await record(service)
    async with at_desk(service, clock) as browser:
        assert (await decide(browser, what, session)).status_code == status
    assert len(await service.store.records.sessions(confirmed=False)) == 1


async def test_a_sheet_is_looked_through_first_and_brought_in_when_that_is_wanted(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser:
        looked = await send(browser, GOOD)
        assert "“场次.csv”可以导入" in looked.text and "新登记 <b>2</b> 行" in looked.text
        assert await service.store.records.sessions() == ()
        page = await bring(browser, looked)
        assert "已导入：新登记 2 行" in page.text and "另一个人确认" in page.text
        assert [s.headcount for s in await service.store.records.sessions(confirmed=False)] == [45, 30]
        assert "没有变化 <b>2</b> 行" in (await send(browser, GOOD)).text


async def test_every_bad_row_is_shown_and_nothing_is_written(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser:
        page = await send(browser, BAD)
        assert page.status_code == 400 and "什么都没有写入" in page.text
        assert all(said in page.text for said in ("2026-13-20", "没有的村", "很多"))
        assert "就这样导入" not in page.text
    assert await service.store.records.sessions() == ()


async def test_a_changed_row_needs_a_reason(service: Service, clock: Clock) -> None:
    changed = GOOD.replace(",45,", ",44,")
    async with at_desk(service, clock) as browser:
        await bring(browser, await send(browser, GOOD))
        assert "要更正" in (await send(browser, changed)).text
        looked = await send(browser, changed, why="重数过")
        assert "45→44" in looked.text
        assert "更正 1 行" in (await bring(browser, looked)).text


async def test_what_was_looked_through_is_brought_in_once_and_by_nobody_else(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser, at_desk(service, clock) as other:
        looked = await send(browser, GOOD)
        mark = field((await other.go("/desk/import")).text, "t")
        assert (await other.send("/desk/import/go", {"t": mark, "key": field(looked.text, "key")})).status_code == 400
        await bring(browser, looked)
        assert "已经导入过" in (await bring(browser, looked)).text
        clock.forward(minutes=1)
        late = await send(browser, GOOD.replace("东村", "西坡村"), why="改")
        clock.forward(minutes=16)
        assert (await bring(browser, late)).status_code == 400


@pytest.mark.parametrize(("content", "name", "said"), [
    (b"", "a.csv", "没有选文件"), (b"PK\x03\x04nonsense", "a.xlsx", "不是完好的表格文件"), ("你,好\n1,2\n", "a.csv", "认不出是什么表"),
    (b"PK", "../../etc/passwd", "不是完好的表格文件"),
])
async def test_what_is_no_sheet_is_refused_with_a_sentence(
    service: Service, clock: Clock, content: str | bytes, name: str, said: str
) -> None:
    async with at_desk(service, clock) as browser:
        page = await send(browser, content, name)
        assert page.status_code == 400 and said in page.text


async def test_too_large_a_file_is_refused_before_it_is_read_to_its_end(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser:
        page = await send(browser, b"1" * (LARGEST + 100_000))
        assert page.status_code == 413 and "太大" in page.text


async def test_a_form_that_carries_no_file_at_all_is_refused(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser:
        assert (await browser.press("/desk/import", "/desk/import")).status_code == 415


async def test_empty_sheets_can_be_fetched(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser:
        for kind in ("场次", "名册", "调解"):
            answer = await browser.go(f"/desk/import/{kind}.xlsx")
            assert kind in openpyxl.load_workbook(BytesIO(answer.content)).sheetnames
        assert (await browser.go("/desk/import/别的.xlsx")).status_code == 404
