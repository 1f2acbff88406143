"""bot/check.py: what must be true of the base before a resident reads it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.check import check, prose_faults
from bot.model import Refused
from tests.bases import UNPAID, changed, content, copied
from tests.township import BASE, SHIPPED, TODAY, shared


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base to be spoilt."""
    return copied(tmp_path)


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    """A folder of statutes as the makers keep it."""
    folder = tmp_path / "laws"
    folder.mkdir()
    index = [
        {"short": "试验劳动法", "file": "labour.json", "freshness": "current"},
        {"short": "试验婚姻法", "file": "family.json", "freshness": "current"},
    ]
    (folder / "index.json").write_text(json.dumps({"laws": index}), encoding="utf-8")
    for name, articles in (("labour", ["30", "44", "85-2"]), ("family", ["5", "1067", "1076", "1084"])):
        texts = {"articles": dict.fromkeys(articles, "……")}
        (folder / f"{name}.json").write_text(json.dumps(texts), encoding="utf-8")
    return folder


def said(folder: Path, laws: Path | None = None, day: date = TODAY) -> list[str]:
    return [str(problem) for problem in check(folder, day, laws)]


def test_the_tests_own_base_has_no_problem() -> None:
    assert said(BASE) == []


def test_the_shipped_base_has_no_problem() -> None:
    assert said(SHIPPED, day=date.today()) == []


def test_the_shipped_base_holds_against_the_statutes() -> None:
    assert said(SHIPPED, shared("laws"), date.today()) == []


def test_structural_problems_are_listed_together_with_those_of_the_wording(folder: Path) -> None:
    changed(folder / UNPAID, {"colour": "red"})
    changed(folder / "wages/overtime.yaml", {"question": "OT不给钱怎么办？", "see": []})
    lines = said(folder)
    assert any("colour：不认识的键" in line for line in lines)
    assert any("question：有字母“OT”" in line for line in lines)


@pytest.mark.parametrize(("changes", "fault"), [
    ({"asked_as": ["老板欠薪"]}, "asked_as 只有 1 种问法；至少写 8 种"),
    ({"help": []}, "help：一个能帮忙的都没有"),
    ({"answer": {"short": "不" * 61}}, "answer.short 有 61 个字；请缩到 60 个字以内"),
    ({"answer": {"short": " "}}, "answer.short 是空的"),
    ({"answer": {"short": "好。", "steps": ["走。"] * 6}}, "answer.steps 有 6 步"),
    ({"say_it_for": {"youth": {"short": "不" * 61}}}, "say_it_for.youth.short 有 61 个字"),
    ({"say_it_for": {"youth": {"short": "去找HR。"}}}, "youth.short：有字母“HR”"),
    ({"checked": date(2026, 11, 26)}, "checked 是 2026-11-26，在今天之后"),
    ({"again_by": date(2026, 1, 10)}, "again_by 不晚于 checked"),
    ({"again_by": date(2026, 11, 24)}, "已过复核日期 2026-11-24"),
    ({"answer": {"short": "好。", "mind": ["记住。" * 200]}}, "请缩到 600 个字以内"),
    ({"say_it_for": {"youth": {"short": "好。", "mind": ["记住。" * 200]}}}, "整张卡片（青少年）有"),
    ({"help": ["12348"] * 300}, "找人帮忙的内容超过 4096 个字"),
    ({"law": [{"cite": "试验劳动法", "article": 30, "says": "Pay."}]}, "law.试验劳动法.says：有字母"),
])
def test_a_fault_of_an_entry_is_named(folder: Path, changes: dict[str, Any], fault: str) -> None:
    changed(folder / UNPAID, changes)
    assert any(fault in line and f"knowledge/{UNPAID}: " in line for line in said(folder))


def test_an_id_that_would_not_fit_into_a_button_is_refused(folder: Path) -> None:
    (folder / UNPAID).rename(folder / f"wages/{'unpaid-' * 9}.yaml")
    assert any("64 字节" in line for line in said(folder))


@pytest.mark.parametrize(("text", "fault"), [
    ("打给HR。", "有字母“HR”"),
    ("先走,再打110。", "有半角标点“,”"),
    ("请看3.第二步", "有半角标点“.”"),
    ("一" * 46 + "。", "一句有 46 个字"),
    ("根据《试验法》可以要。", "以“根据《”开头"),
    ("按照国家规定可以要。", "请先说结论"),
])
def test_what_a_villager_would_stumble_over_is_found(text: str, fault: str) -> None:
    assert fault in "".join(prose_faults(text))


@pytest.mark.parametrize("text", ["3.5倍也行。", "早上8:30去。", "一" * 45 + "。" + "二" * 45, "先去投诉。"])
def test_plain_words_pass(text: str) -> None:
    assert [*prose_faults(text)] == []


def test_an_entry_must_be_looked_at_again_before_its_law_ends(folder: Path) -> None:
    changed(folder / "marriage/divorce.yaml", {"again_by": date(2039, 12, 31)})
    assert not any("试验婚姻法" in line for line in said(folder))
    changed(folder / "marriage/divorce.yaml", {"again_by": date(2040, 1, 1)})
    assert any("again_by 是 2040-01-01，而引用的《试验婚姻法》2040-01-01 起被代替" in line for line in said(folder))


def test_an_entry_whose_law_no_longer_holds_must_be_mended_or_taken_down(folder: Path) -> None:
    lines = said(folder, day=date(2040, 1, 1))
    assert any(line.startswith("knowledge/marriage/divorce.yaml: 试验婚姻法已于2040-01-01被试验家庭法代替") for line in lines)


@pytest.mark.parametrize(("name", "changes", "fault"), [
    ("synonyms.yaml", {"票子": "钞票"}, "“票子”换成的“钞票”没有条目用到"),
    ("synonyms.yaml", {"工资": "工资"}, "“工资”换成了自己"),
    ("topics.yaml", {"tax": {"name": "税", "help": "labour"}}, "主题“tax”下没有条目"),
    ("emergencies.yaml", {"fire": {"title": "火", "calls": [], "first": ["Run!"], "when": [], "unless": [],
                                   "entries": []}}, "fire: when：一条规则都没有"),
    ("emergencies.yaml", {"fire": {"title": "火", "calls": [], "first": ["Run!"], "when": [["火"]], "unless": [],
                                   "entries": []}}, "fire: first：有字母“Run”"),
    ("emergencies.yaml", {"fire": {"title": "火", "calls": [], "first": [], "when": [["{谁}着火"]], "unless": [],
                                   "entries": []}}, "词组'谁'在 words 里没有"),
    ("emergencies.yaml", {"fire": {"title": "火", "calls": [], "first": [], "when": [["火(("]], "unless": [],
                                   "entries": []}}, "规则“火((”写错了"),
])
def test_a_fault_of_a_shared_file_is_named(folder: Path, name: str, changes: dict[str, Any], fault: str) -> None:
    changed(folder / name, changes)
    assert any(fault in line and f"knowledge/{name}" in line for line in said(folder))


def test_a_helper_that_nobody_names_is_unused(folder: Path) -> None:
    helpers = content(folder / "helpers.yaml")
    helpers["offices"]["library"] = {"name": "图书馆", "what_for": "借书"}
    changed(folder / "helpers.yaml", helpers)
    assert said(folder) == ["knowledge/helpers.yaml: “library”没有条目用到；请用上或删去"]


def test_citations_that_the_statutes_bear_out_pass(folder: Path, laws: Path) -> None:
    assert said(folder, laws) == []


def test_an_article_that_the_statute_does_not_have_is_refused(folder: Path, laws: Path) -> None:
    changed(folder / UNPAID, {"law": [{"cite": "试验劳动法", "article": "85-3", "says": "好。"}]})
    assert f"knowledge/{UNPAID}: law：《试验劳动法》没有第85条之3；请查对条号" in said(folder, laws)


def test_a_statute_that_is_not_there_or_not_to_be_cited_is_refused(folder: Path, laws: Path) -> None:
    index = json.loads((laws / "index.json").read_text(encoding="utf-8"))
    index["laws"][1]["freshness"] = "current-unverified"
    (laws / "index.json").write_text(json.dumps({"laws": index["laws"][1:]}), encoding="utf-8")
    lines = said(folder, laws)
    assert any("法规库里没有《试验劳动法》" in line for line in lines)
    assert any("《试验婚姻法》不能按条引用（current-unverified）" in line for line in lines)


@pytest.mark.parametrize("content", [None, "{", "[]", '{"laws": [{}]}'])
def test_a_folder_that_holds_no_statutes_is_refused(folder: Path, tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "index.json").write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=r"index\.json"):
        check(folder, TODAY, tmp_path)


def test_a_statute_whose_text_is_lost_is_refused(folder: Path, laws: Path) -> None:
    (laws / "labour.json").unlink()
    with pytest.raises(Refused, match=r"labour\.json"):
        check(folder, TODAY, laws)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"because": "拖欠99天要加付赔偿金。"}, "答案里的“99”条目里没有"),
        ({"options": ["按时发够", "想发就发"]}, "要有 3 个不同的选项"),
        ({"options": ["按时发够", "按时发够。", "年底再说"]}, "要有 3 个不同的选项"),
        ({"options": ["按时发够按时发够按时发够按时发够", "想发就发", "年底"]}, "有 16 个字；请缩到 14 个字以内"),
        ({"law": {"cite": "试验婚姻法", "article": "1"}}, "的 law 不是这个条目引的条文"),
        ({"ask": "工资要怎么发ok?"}, "有字母“ok”"),
    ],
)
def test_a_question_of_the_quiz_that_goes_beyond_its_entry_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    base = copied(tmp_path)
    items = content(base / "quiz.yaml")["wages/unpaid"]
    changed(base / "quiz.yaml", {"wages/unpaid": [items[0] | change]})
    assert any(said in str(problem) for problem in check(base, TODAY))


def test_a_quiz_about_no_entry_is_refused(tmp_path: Path) -> None:
    base = copied(tmp_path)
    changed(base / "quiz.yaml", {"wages/nothing": []})
    assert any("knowledge/quiz.yaml: wages/nothing: 条目不存在" in str(problem) for problem in check(base, TODAY))
