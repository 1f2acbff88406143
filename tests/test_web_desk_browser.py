"""The desk in a real Chromium, with and without scripts: coming in, looking, exporting, and being refused."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bot.clock import local_day, utc_now
from bot.config import Settings, settings
from bot.identity import Identity
from bot.ledger.connect import connect
from bot.ledger.store import Store
from bot.model import Effects, Session, Wish
from bot.model.passes import ADMIN, LEADER, LINK, Pass
from tests.serving import serving
from tests.test_web_browser import CHROMIUM, DESK, PHONE, chromium, well_made
from tests.township import contact
from web.desk import link
from web.desk.keys import Keys

T = TypeVar("T")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; tests/test_web_desk*.py test the pages over HTTP")
__all__ = ["chromium"]  # a fixture of the residents' page, used here too


@dataclass(frozen=True)
class Office:
    """A program that serves the desk in a folder of its own."""

    url: str
    place: Path
    env: dict[str, str]

    def run(self, *arguments: str) -> str:
        """A command beside it; returns what it said."""
        said = subprocess.run([sys.executable, "-m", "bot", *arguments], cwd=self.place, env=self.env, capture_output=True, check=True)
        return said.stdout.decode()

    def link(self, name: str = "张三", role: str = ADMIN) -> str:
        """A new link, as the command makes it."""
        person = Identity(self.settings.secret).signer(name)
        path = self.write(lambda store: link(self.settings.secret, utc_now(), store.passes, role, person, server=True))
        return f"{self.url}{path}"

    @property
    def settings(self) -> Settings:
        """What it was started with."""
        return settings(self.env, self.place)

    def write(self, use: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
        """Do something to its database; in a thread, because the browser has a loop in this one."""

        async def run() -> T:
            engine = connect(self.settings.database_url)
            try:
                return await use(Store(engine, self.settings.town.id, utc_now))
            finally:
                await engine.dispose()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, run()).result()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The desk as admins meet it: a process of its own, with some records."""
    place = tmp_path_factory.mktemp("office")
    with serving(place) as (url, env):
        made = Office(url, place, env)
        _fill(made)
        yield made


def _fill(office: Office) -> None:
    """Some figures of this year, and words that were left."""
    now, today = utc_now(), local_day(utc_now())
    rows = [contact(n, at=now, day=today, village="东村" if n % 4 else "西坡村", audience="farmers") for n in range(40)]
    records = [Wish("w1", now, "鱼塘被药了怎么办", None)]
    office.write(lambda store: store.settle(Effects(contacts=rows, records=records)))


@pytest.fixture
def browser(chromium: Browser, office: Office) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser that knows nobody."""
    contexts = []

    def new(scripts: bool = True, size: dict[str, int] = DESK) -> BrowserContext:
        context = chromium.new_context(base_url=office.url, viewport=size, java_script_enabled=scripts, locale="zh-CN")
        context.set_default_timeout(8_000)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


def came_in(context: BrowserContext, link: str) -> Page:
    """Open a link and press the button."""
    page = context.new_page()
    page.goto(link)
    page.click("button.main")
    page.wait_for_url("**/desk/")
    return page


def refused(context: BrowserContext, path: str) -> Page:
    """Open an address that is not for this browser."""
    page = context.new_page()
    answer = page.goto(path)
    assert answer is not None and answer.status in (403, 410)
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_an_admin_comes_in_exports_and_leaves(office: Office, browser: Callable[..., BrowserContext], scripts: bool) -> None:
    page = came_in(browser(scripts), office.link())
    assert page.is_visible("text=普法数据")
    page.click("nav >> text=报表")
    page.check("text=内部版")
    page.click("button.main")
    page.wait_for_selector("text=做好了，一小时内可以取", timeout=60_000)
    for label, part in (("下载 Word", "word/document.xml"), ("下载 Excel", "xl/workbook.xml")):
        with page.expect_download() as coming:
            page.click(f"text={label}")
        content = Path(coming.value.path()).read_bytes()
        assert coming.value.suggested_filename.startswith("内部-")
        assert part in zipfile.ZipFile(io.BytesIO(content)).namelist()
    page.click(".out button")
    assert page.is_visible("text=已经退出")
    answer = page.goto("/desk/")
    assert answer is not None and answer.status == 403


@pytest.mark.parametrize("scripts", [True, False])
def test_an_admin_brings_in_a_sheet_and_a_second_one_confirms_it(
    office: Office, browser: Callable[..., BrowserContext], scripts: bool
) -> None:
    village = "东村" if scripts else "西坡村"
    sheet = f"编号,日期,村,场所,主题,人数,资料\n{village},2026-11-20,{village},学校,反诈,45,60\n"
    page = came_in(browser(scripts), office.link())
    page.click("nav >> text=导入")
    page.set_input_files("#file", {"name": "场次.csv", "mimeType": "text/csv", "buffer": sheet.encode()})
    page.click("button.main")
    page.click("text=就这样导入")
    assert page.is_visible("text=已导入：新登记 1 行")
    page.click("nav >> text=待确认")
    assert page.get_by_label(f"属实，确认 2026-11-20 {village}").count() == 0
    second = came_in(browser(scripts), office.link("李四"))
    second.click("nav >> text=待确认")
    second.get_by_label(f"属实，确认 2026-11-20 {village}").click()
    assert second.is_visible("text=计入统计")
    assert second.get_by_label(f"属实，确认 2026-11-20 {village}").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_session_is_confirmed_by_somebody_else_than_recorded_it_and_counts(
    office: Office, browser: Callable[..., BrowserContext], scripts: bool
) -> None:
    now, by = utc_now(), Identity(office.settings.secret).signer("张三")
    session = Session(f"s{scripts}", now, by, local_day(now), 30)
    office.write(lambda store: store.settle(Effects(records=[session])))
    own = came_in(browser(scripts), office.link("张三"))
    own.click("text=场待确认的活动")
    assert own.is_visible("text=要由另一个人确认") and not own.is_visible("text=属实，确认")
    other = came_in(browser(scripts), office.link("李四"))
    before = figure(other, "offline")
    other.click("nav >> text=待确认")
    other.click("text=属实，确认")
    assert other.is_visible("text=没有待确认的活动")
    other.click("nav >> text=总览")
    assert figure(other, "offline") == before + 30
    own.reload()
    assert own.is_visible("text=没有待确认的活动")


def figure(page: Page, key: str) -> int:
    """A line of the report as the overview shows it, 0 where it is not known yet."""
    said = page.inner_text(f"#{key} .value b")
    return int(said) if said.isdecimal() else 0


def test_a_stranger_and_whoever_has_a_used_or_an_old_link_is_told_what_to_do(
    office: Office, browser: Callable[..., BrowserContext]
) -> None:
    link = office.link()
    came_in(browser(), link)
    stranger = browser()
    assert refused(stranger, "/desk/report").is_visible("text=请先拿链接")
    assert refused(stranger, link).is_visible("text=链接不能用了")
    token, digest = Keys(office.settings.secret).new(LINK)
    old = Pass(digest, LINK, "admin", "p", True, utc_now() - timedelta(seconds=1))
    office.write(lambda store: store.passes.make(old))
    assert refused(stranger, f"/desk/in/{token}").is_visible("text=过了十五分钟")


def test_a_form_that_another_site_sends_in_an_admins_browser_does_nothing(
    office: Office, browser: Callable[..., BrowserContext]
) -> None:
    context = browser()
    page = came_in(context, office.link())
    context.route("https://evil.example/", lambda route: route.fulfill(
        content_type="text/html", body=f'<form method="post" action="{office.url}/desk/out"><button>x</button></form>'
    ))
    evil = context.new_page()
    evil.goto("https://evil.example/")
    with evil.expect_response(f"{office.url}/desk/out") as got:
        evil.click("button")
    assert got.value.status == 403
    page.reload()
    assert page.is_visible("text=普法数据")


def test_a_second_tab_works_and_one_from_before_coming_in_again_is_refused(
    office: Office, browser: Callable[..., BrowserContext]
) -> None:
    context = browser()
    first = came_in(context, office.link())
    second = context.new_page()
    second.goto("/desk/charts")
    assert second.is_visible("text=按村统计")
    second.goto("/desk/unanswered")
    came_in(context, office.link("李四"))
    second.click("button.grave")
    assert second.is_visible("text=表单没有收")
    second.click("text=回总览")
    first.goto("/desk/unanswered")
    assert first.is_visible("text=鱼塘被药了怎么办")


def test_a_leader_may_look_and_nothing_else(office: Office, browser: Callable[..., BrowserContext]) -> None:
    context = browser()
    page = came_in(context, office.link("", LEADER))
    assert page.is_visible("text=对外版") and not page.is_visible("text=等着办的")
    assert page.locator("nav a").all_inner_texts() == ["总览", "统计图", "报表"]
    assert refused(context, "/desk/unanswered").is_visible("text=这一页您不能看")


def test_an_entry_is_signed_beside_its_law_and_residents_see_it(office: Office, browser: Callable[..., BrowserContext]) -> None:
    context = browser()
    page = came_in(context, office.link())
    page.click("nav >> text=卡片签发")
    page.click("summary >> nth=0")
    page.click("details[open] a >> nth=0")
    question, where = page.inner_text("h1"), page.url.rpartition("/entries/")[2]
    page.fill("#by", "王律师")
    page.click("button.main")
    assert page.is_visible(f"text=“{question}”由王律师签发了")
    page.goto(f"/q/{where}")
    assert page.is_visible("text=已由王律师签字确认")


def test_revoking_on_the_server_shuts_the_desk(office: Office, browser: Callable[..., BrowserContext]) -> None:
    page = came_in(browser(), office.run("desk-link", "--name", "张三").split()[0])
    assert "撤销了" in office.run("desk-link", "--revoke")
    page.reload()
    assert page.is_visible("text=请先拿链接")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_axe_finds_nothing_and_every_page_fits_the_screen(
    office: Office, browser: Callable[..., BrowserContext], size: dict[str, int]
) -> None:
    context, complained, asked = browser(size=size), list[str](), list[str]()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: complained.append(line.text))
    page.goto(office.link())
    well_made(page)
    page.click("button.main")
    addresses = [a.get_attribute("href") for a in page.locator("nav a").all()]
    for path in [*addresses, "/desk/entries/wages/unpaid"]:
        page.goto(path or "")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        well_made(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert complained == []
    assert all(url.startswith(office.url) for url in asked)
    page.goto("/desk/none")
    well_made(page)
