"""web/desk/entries.py and unanswered.py: entries beside their law and their signature, and words that found no answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.app import Service
from bot.entries import load
from bot.model import Effects, Problem, Wish
from tests.desk_visiting import AtDesk, at_desk
from tests.township import BASE, NOW, TODAY, Clock
from tests.visiting import field

UNPAID = "/desk/entries/wages/unpaid"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the base, to be signed."""
    return Path(shutil.copytree(BASE, tmp_path / "knowledge"))


@pytest.fixture
async def admin(service: Service, clock: Clock, folder: Path) -> AsyncIterator[AtDesk]:
    """An admin at a desk that writes into the copy and takes it in."""

    async def reload() -> tuple[Problem, ...]:
        service.desk.window.shelf = replace(service.desk.window.shelf, knowledge=load(folder, TODAY))
        return ()

    await reload()
    async with at_desk(service, clock, given={"knowledge": folder, "reload": reload}) as browser:
        yield browser


async def test_an_entry_stands_beside_the_articles_it_cites(admin: AtDesk) -> None:
    page = (await admin.go(UNPAID)).text
    assert "老板拖欠工资怎么办？" in page and "第30条" in page and "LAWS_DIR" in page


async def test_with_a_folder_of_statutes_the_articles_own_words_stand_there(service: Service, clock: Clock, tmp_path: Path) -> None:
    law = service.desk.window.shelf.knowledge.entries["wages/unpaid"].law[0]
    index = {"laws": [{"short": law.cite, "file": "law.json", "freshness": "current"}]}
    (tmp_path / "index.json").write_text(json.dumps(index), encoding="utf-8")
    (tmp_path / "law.json").write_text(json.dumps({"articles": {law.article: "这一条的原文。"}}), encoding="utf-8")
    async with at_desk(service, clock, given={"laws": tmp_path}) as browser:
        assert "<blockquote>这一条的原文。</blockquote>" in (await browser.go(UNPAID)).text
    async with at_desk(service, clock, given={"laws": tmp_path / "none"}) as browser:
        page = await browser.go(UNPAID)
        assert page.status_code == 400 and "打不开" in page.text


async def test_signing_writes_what_the_command_writes_and_residents_see_it_at_once(admin: AtDesk, folder: Path) -> None:
    seen = field((await admin.go(UNPAID)).text, "seen")
    page = await admin.press(UNPAID, UNPAID, by="王律师", seen=seen)
    assert "由王律师签发了" in page.text and "已由 王律师 于 2026-11-25 签字" in page.text
    signed = load(folder, TODAY).entries["wages/unpaid"].approved
    assert signed is not None and (signed.by, signed.on) == ("王律师", date(2026, 11, 25))
    assert "已由王律师签字确认" in (await admin.go("/q/wages/unpaid")).text
    assert "由王律师签发了" not in (await admin.go(UNPAID)).text, "said once"


@pytest.mark.parametrize("name", ["", "a: b", "王", "x" * 41])
async def test_a_name_that_is_none_signs_nothing(admin: AtDesk, folder: Path, name: str) -> None:
    before = (folder / "wages" / "unpaid.yaml").read_bytes()
    seen = field((await admin.go(UNPAID)).text, "seen")
    page = await admin.press(UNPAID, UNPAID, by=name, seen=seen)
    assert page.status_code == 400 and "不像姓名或单位" in page.text
    assert (folder / "wages" / "unpaid.yaml").read_bytes() == before


async def test_what_was_changed_after_somebody_looked_is_not_signed(admin: AtDesk, folder: Path) -> None:
    path = folder / "wages" / "unpaid.yaml"
    seen = field((await admin.go(UNPAID)).text, "seen")
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    changed = path.read_bytes()
    for said in (seen, "other", ""):
        page = await admin.press(UNPAID, UNPAID, by="王律师", seen=said)
        assert page.status_code == 400 and "改过了，没有签" in page.text
    assert path.read_bytes() == changed


async def test_a_problem_of_the_reload_is_shown(service: Service, clock: Clock, folder: Path) -> None:
    async def refused() -> tuple[Problem, ...]:
        return (Problem("knowledge/x.yaml", "写错了；请改正"),)

    service.desk.window.shelf = replace(service.desk.window.shelf, knowledge=load(folder, TODAY))
    async with at_desk(service, clock, given={"knowledge": folder, "reload": refused}) as browser:
        page = await browser.press(UNPAID, UNPAID, by="王律师", seen=field((await browser.go(UNPAID)).text, "seen"))
        assert "knowledge/x.yaml: 写错了" in page.text


async def test_what_is_due_and_what_is_withheld_leads_the_list(service: Service, clock: Clock) -> None:
    shelf = service.desk.window.shelf
    old = replace(shelf.knowledge.entries["wages/unpaid"], again_by=date(2026, 11, 1))
    base = replace(shelf.knowledge, entries={**shelf.knowledge.entries, old.id: old}, withheld={"land/old": "《旧法》已经失效"})
    service.desk.window.shelf = replace(shelf, knowledge=base)
    async with at_desk(service, clock) as browser:
        page = (await browser.go("/desk/entries")).text
        assert "过了复核日期的（1张）" in page and "knowledge/land/old.yaml：《旧法》已经失效" in page
        assert page.index("2026-11-01 前复核") < page.index("全部卡片")
        assert "<b>2</b> 张过期或撤下的卡片" in (await browser.go("/desk/")).text
        assert (await browser.go("/desk/entries/no/such")).status_code == 404


@pytest.fixture
async def left(service: Service) -> int:
    """The number of words that somebody left."""
    await service.desk.settle(Effects(records=[Wish("w1", NOW, "老板<b>跑了</b>怎么办", "wages")]))
    number = (await service.store.errands.wishes())[0].number
    assert number is not None
    return number


async def test_words_that_were_left_are_shown_as_words(admin: AtDesk, left: int) -> None:
    page = (await admin.go("/desk/unanswered")).text
    assert f"第{left}条" in page and "老板&lt;b&gt;跑了&lt;/b&gt;怎么办" in page


async def test_words_become_the_draft_that_the_command_writes(admin: AtDesk, left: int) -> None:
    answer = await admin.go(f"/desk/unanswered/{left}?topic=marriage")
    assert answer.headers["content-disposition"] == f'attachment; filename="draft-{left}.yaml"'
    assert yaml.safe_load(answer.text)["question"] == "老板<b>跑了</b>怎么办"
    assert "knowledge/marriage/" in answer.text
    assert "knowledge/wages/" in (await admin.go(f"/desk/unanswered/{left}")).text
    for path in (f"/desk/unanswered/{left + 1}", f"/desk/unanswered/{left}?topic=none", "/desk/unanswered/x"):
        assert (await admin.go(path)).status_code == 404


async def test_words_that_are_dealt_with_go(admin: AtDesk, left: int) -> None:
    page = await admin.press("/desk/unanswered", "/desk/unanswered", number=str(left))
    assert f"{left}" in page.text and "现在没有" in page.text
    assert await admin.service.store.errands.wishes() == ()


@pytest.mark.parametrize("number", ["", "x", "-1", "٣"])
async def test_a_number_that_is_none_removes_nothing(admin: AtDesk, left: int, number: str) -> None:
    assert (await admin.press("/desk/unanswered", "/desk/unanswered", number=number)).status_code == 400
    assert len(await admin.service.store.errands.wishes()) == 1
