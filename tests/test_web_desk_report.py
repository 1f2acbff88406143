"""web/desk/charts.py, making.py and report.py: the year in bars, and the report as files while one waits."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator

import httpx
import openpyxl
import pytest

from bot.app import Service
from bot.model import Effects, Paper, Tally, Unavailable
from bot.model.passes import LEADER
from tests.desk_visiting import AtDesk, at_desk, come_in, new_link
from tests.township import YEAR, Clock, contact
from web.desk import making
from web.desk.making import Making


@pytest.fixture
async def admin(service: Service, clock: Clock) -> AsyncIterator[AtDesk]:
    """An admin at the desk of a township with some figures."""
    rows = [contact(n, village="东村" if n < 9 else "西坡村", audience="farmers") for n in range(12)]
    await service.desk.settle(Effects(contacts=rows))
    async with at_desk(service, clock) as browser:
        yield browser


async def made(browser: AtDesk, **fields: str) -> httpx.Response:
    """Ask for a report, wait until it is made, return the page to fetch it from."""
    return await watched(browser, await browser.press("/desk/report", "/desk/report", period="2026", **fields))


async def watched(browser: AtDesk, page: httpx.Response) -> httpx.Response:
    """Wait as the browser does, until the page no longer asks to be asked for again."""
    while page.headers.get("refresh"):
        await asyncio.sleep(0.02)
        page = await browser.go(page.url.path)
    return page


async def test_an_admin_sees_every_figure_and_that_it_is_internal(admin: AtDesk) -> None:
    page = (await admin.go("/desk/charts")).text
    assert "<b>内部</b>" in page
    assert re.search(r'<th scope="row">西坡村</th>\s*<td class="n">3</td>', page)
    assert '<rect width="100.0"' in page and '<rect width="33.3"' in page


async def test_a_leader_sees_no_small_figure_and_none_that_gives_it_away(service: Service, clock: Clock, admin: AtDesk) -> None:
    async with at_desk(service, clock, LEADER) as leader:
        page = (await leader.go("/desk/charts")).text
    assert "对外版" in page and "<b>内部</b>" not in page
    cells = re.search(r'<th scope="row">西坡村</th>\s*<td class="n">([^<]*)</td>', page)
    assert cells is None or cells[1] == "＊"
    assert not re.search(r'<td class="n">[1-4]</td>', page)


async def test_what_is_drawn_has_the_figures_of_the_report(admin: AtDesk) -> None:
    page = (await admin.go("/desk/charts")).text
    tally = await admin.service.desk.tally(YEAR)
    for table in tally.tables:
        assert table.title in page
        for row in table.rows:
            assert str(row[0]) in page


async def test_the_figures_are_counted_once_a_minute_and_anew_when_something_was_done(
    service: Service, clock: Clock, admin: AtDesk
) -> None:
    assert '<p class="value"><b>12</b> 人次' in (await admin.go("/desk/")).text
    await service.desk.settle(Effects(contacts=[contact(50)]))
    assert '<p class="value"><b>12</b> 人次' in (await admin.go("/desk/")).text
    clock.forward(minutes=2)
    assert '<p class="value"><b>13</b> 人次' in (await admin.go("/desk/")).text
    await service.desk.settle(Effects(contacts=[contact(51)]))
    await made(admin)
    assert '<p class="value"><b>14</b> 人次' in (await admin.go("/desk/")).text


async def test_the_report_is_made_beside_the_pages_and_fetched_as_word_excel_and_archive(admin: AtDesk) -> None:
    page = await made(admin, kind="internal")
    assert "做好了，一小时内可以取" in page.text
    fetched = {kind: await admin.go(f"{page.url.path}/{kind}") for kind in ("docx", "xlsx", "zip")}
    assert "filename*=UTF-8''%E5%86%85%E9%83%A8-2026%E5%B9%B4.docx" in fetched["docx"].headers["content-disposition"]
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(fetched["docx"].content)).namelist()
    book = openpyxl.load_workbook(io.BytesIO(fetched["xlsx"].content))
    assert book["总表"]["B5"].value == 12
    names = zipfile.ZipFile(io.BytesIO(fetched["zip"].content)).namelist()
    assert {"内部-report.docx", "内部-report.xlsx", "内部-summary.csv"} <= {*names}
    assert all(one.headers["cache-control"] == "no-store" for one in fetched.values())


async def test_a_leaders_report_shows_no_small_figures_whatever_the_form_says(
    service: Service, clock: Clock, admin: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = list[Paper]()

    def forms(paper: Paper, progress: object) -> dict[str, bytes]:
        papers.append(paper)
        return {"report.docx": b"word"}

    monkeypatch.setattr(making, "forms", forms)
    async with at_desk(service, clock, LEADER) as leader:
        page = await made(leader, kind="internal")
    assert "对外版" in page.text
    assert [paper.internal for paper in papers] == [False]


async def test_whoever_presses_twice_gets_the_one_that_is_under_way(admin: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    held, wait = admin.service.desk.tally, asyncio.Event()

    async def slow(period: object) -> Tally:
        await wait.wait()
        return await held(period)

    monkeypatch.setattr(admin.service.desk, "tally", slow)
    monkeypatch.setattr(making, "forms", lambda paper, progress: {"report.docx": b"word"})
    pages = [await admin.press("/desk/report", "/desk/report", period="2026") for _ in range(2)]
    assert pages[0].url == pages[1].url
    assert "正在做：数数" in pages[0].text and pages[0].headers["refresh"] == "2"
    assert (await admin.go(f"{pages[0].url.path}/docx")).status_code == 404
    wait.set()
    page = await watched(admin, pages[0])
    assert "下载 Word" in page.text and "下载 Excel" not in page.text


async def test_nobody_else_may_watch_or_fetch_it(service: Service, clock: Clock, admin: AtDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "forms", lambda paper, progress: {"report.docx": b"word"})
    path = (await made(admin)).url.path
    async with at_desk(service, clock) as other, at_desk(service, clock, None) as stranger:
        for address in (path, f"{path}/docx"):
            assert (await other.go(address)).status_code == 404
            assert (await stranger.go(address)).status_code == 403
    assert (await admin.go(f"{path}/docx")).content == b"word"
    assert (await admin.go(f"{path}/exe")).status_code == 404
    clock.forward(minutes=61)
    assert (await admin.go(path)).status_code == 404


async def test_a_period_that_cannot_be_read_is_explained(admin: AtDesk) -> None:
    page = await admin.press("/desk/report", "/desk/report", period="去年")
    assert page.status_code == 400 and "“去年”看不懂" in page.text


@pytest.mark.parametrize("period", ["2026-05", "2026Q2", "2026-03-01..2026-03-02"])
async def test_a_leader_cannot_take_one_span_from_another(service: Service, clock: Clock, period: str) -> None:
    async with at_desk(service, clock, LEADER) as leader:
        page = await leader.press("/desk/report", "/desk/report", period=period)
    assert page.status_code == 400 and "只按整年出" in page.text


@pytest.mark.parametrize("error", [Unavailable(), RuntimeError("words")])
async def test_a_report_that_fails_says_so_and_the_next_may_be_made(
    admin: AtDesk, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(making, "forms", broken)
    assert "没有做成" in (await made(admin)).text
    monkeypatch.setattr(making, "forms", lambda paper, progress: {"report.docx": b"word"})
    assert "做好了" in (await made(admin)).text


async def test_reports_do_not_fill_the_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_MOST", 3)
    monkeypatch.setattr(making, "forms", lambda paper, progress: {"report.docx": b"word"})
    reports = Making(clock)

    async def count() -> None:
        return None

    for number in range(8):
        reports.begin(str(number), YEAR, False, count)
        await asyncio.gather(*reports._tasks)
    assert len(reports._jobs) <= 3


async def test_who_comes_in_again_in_the_same_browser_starts_anew(service: Service, clock: Clock, admin: AtDesk) -> None:
    page = await come_in(admin, await new_link(service, clock))
    assert page.status_code == 200
