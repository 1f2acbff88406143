"""The residents' page in a real Chromium: with and without scripts, on a telephone and a desk, in both sizes."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import serving
from tests.township import BEATEN, NO_QUESTION, UNPAID

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; tests/test_web_*.py test the pages over HTTP")
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]
_AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
CARD = "/q/wages/unpaid"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that runs as residents meet it: a process of its own."""
    with serving(tmp_path_factory.mktemp("town")) as (url, _):
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests here."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, town: str) -> Iterator[Open]:
    """Opens an address as somebody new."""
    contexts = []

    def go(path: str, scripts: bool = True, size: dict[str, int] = PHONE) -> Page:
        context = chromium.new_context(base_url=town, viewport=size, java_script_enabled=scripts, locale="zh-CN")
        contexts.append(context)
        # Nothing of the world outside is asked, and whatever is asked is seen.
        context.route(lambda url: not url.startswith(town), lambda route: route.fulfill(body="weather"))
        page = context.new_page()
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()


def ask(page: Page, words: str) -> None:
    """Type a question and press the button."""
    page.fill("#q", words)
    page.click(".go")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_resident_asks_opens_and_rates(visit: Open, scripts: bool) -> None:
    page = visit("/", scripts)
    page.check("text=老年人")
    ask(page, UNPAID)
    assert page.inner_text("h1") == "老板拖欠工资怎么办？"
    assert page.is_visible("text=别硬吵")
    page.click("text=没用")
    assert page.is_visible("text=谢谢，记下了")
    page.click("text=加班不给加班费怎么办？")
    assert page.inner_text("h1") == "加班不给加班费怎么办？"


@pytest.mark.parametrize("scripts", [True, False])
def test_going_back_leads_to_the_words_as_they_were_typed(visit: Open, scripts: bool) -> None:
    page = visit("/", scripts)
    ask(page, NO_QUESTION)
    assert page.is_visible("text=不敢乱说")
    page.go_back()
    assert page.input_value("#q") == NO_QUESTION
    page.go_forward()
    assert page.is_visible("text=不敢乱说")
    page.reload()  # and nobody asks whether to send a form again
    assert page.is_visible("text=不敢乱说")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_quick_exit_leads_away(visit: Open, scripts: bool) -> None:
    page = visit("/", scripts)
    ask(page, BEATEN)
    assert page.title() == "法律明白"
    page.click("#exit")
    page.wait_for_url("https://www.weather.com.cn/")
    page.go_back()
    if scripts:
        assert page.url.endswith("/"), "the page that was left is still in the history"
        assert page.is_visible("text=您遇到什么难处")


def test_the_exit_stays_in_sight_on_a_telephone(visit: Open) -> None:
    page = visit("/q/marriage/divorce")
    page.mouse.wheel(0, 2000)
    box = page.locator("#exit").bounding_box()
    assert box and box["y"] == 0


def test_a_card_can_be_passed_on_by_a_clean_address(visit: Open) -> None:
    page = visit("/")
    ask(page, UNPAID)
    page.wait_for_url(f"**{CARD}")
    page.click("#copy")
    assert page.is_visible("text=网址复制好了")
    assert page.input_value("#link") == page.url
    assert page.locator(".qr path").count() > 0


def test_without_a_voice_and_without_scripts_no_button_promises_one(visit: Open) -> None:
    without = visit(CARD, scripts=False)
    assert not without.is_visible("#read") and not without.is_visible("#print") and not without.is_visible("#copy")


def test_it_reads_the_card_aloud_line_by_line_and_stops(visit: Open) -> None:
    page = visit("/")
    page.add_init_script("""
        window.said = [];
        window.SpeechSynthesisUtterance = function (text) { this.text = text; };
        Object.defineProperty(window, "speechSynthesis", {value: {
            cancel: function () {}, speak: function (u) { window.said.push(u.text); if (window.said.length < 4) { u.onend(); } }
        }});
    """)
    page.goto(CARD)
    page.click("#read")
    assert page.evaluate("window.said")[0] == "老板拖欠工资怎么办？"
    assert len(page.evaluate("window.said")) == 4
    assert page.inner_text("#read") == "停止朗读"
    page.click("#read")
    assert page.inner_text("#read") == "朗读"


def test_on_paper_there_is_the_card_with_its_code_and_nothing_to_press(visit: Open) -> None:
    page = visit(CARD, size=DESK)
    page.emulate_media(media="print")
    for kept in ("h1", ".steps", ".law", ".qr"):
        assert page.is_visible(kept), kept
    for gone in ("#ask", ".rate", ".foot", "#print", "#copy", ".size"):
        assert not page.is_visible(gone), gone


@pytest.mark.parametrize(("root", "floor"), [("", 24), ("/elder", 40)])
def test_it_fits_the_screen_in_large_type_with_large_buttons(visit: Open, root: str, floor: int) -> None:
    page = visit(f"{root}/")
    for size in ({"width": 320, "height": 480}, PHONE, DESK):
        page.set_viewport_size(size)
        for path in ("/", CARD, "/q/marriage/divorce", "/t/wages"):
            page.goto(root + path)
            fits(page, floor)


def fits(page: Page, floor: int) -> None:
    """Check that a page is as wide as the screen, its words are ``floor`` pixels high and what is pressed is 60."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    small = page.evaluate("""floor => [...document.querySelectorAll('main p, main li, main a, main button, main label, main textarea')]
        .filter(e => e.offsetParent && parseFloat(getComputedStyle(e).fontSize) < floor).map(e => e.outerHTML.slice(0, 80))""", floor)
    assert small == []
    low = page.evaluate("""() => [...document.querySelectorAll('a, button, label.pick, textarea, #link')]
        .filter(e => e.offsetParent && !e.classList.contains('skip') && e.getBoundingClientRect().height < 60)
        .map(e => e.outerHTML.slice(0, 80))""")
    assert low == []


def test_axe_finds_nothing(visit: Open) -> None:
    page = visit("/")
    for path in ("/", CARD, "/q/marriage/divorce", "/t/wages", "/for/farmers", "/privacy", "/elder" + CARD):
        page.goto(path)
        well_made(page)
    for words in (NO_QUESTION, BEATEN):
        page.goto("/")
        ask(page, words)
        well_made(page)


def well_made(page: Page) -> None:
    """Check a page with axe, contrast by the stricter rule of 7 to 1."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({rules: {'color-contrast-enhanced': {enabled: true}}}).then(r => r.violations)")
    assert [(page.url, rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []


def test_nothing_is_asked_of_other_hosts_and_nothing_is_refused_by_the_browser(visit: Open, town: str) -> None:
    page = visit("/")
    asked, complained = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: complained.append(line.text))
    page.on("pageerror", lambda error: complained.append(str(error)))
    for path in ("/", CARD, "/q/marriage/divorce", "/elder/"):
        page.goto(path)
        time.sleep(0.05)
    assert asked and all(url.startswith(town) for url in asked)
    assert complained == []
