"""bot/entries.py: the files under knowledge/, or every problem in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.entries import load, read, version
from bot.model import Law, Refused
from tests.bases import UNPAID, changed, content, copied
from tests.township import TODAY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base to be spoilt."""
    return copied(tmp_path)


def problems(folder: Path) -> list[str]:
    with pytest.raises(Refused) as caught:
        load(folder, TODAY)
    return [str(problem) for problem in caught.value.problems]


def test_a_file_becomes_an_entry_whose_id_is_its_path(folder: Path) -> None:
    entry = load(folder, TODAY).entries["wages/unpaid"]
    assert entry.question == "老板拖欠工资怎么办？"
    assert entry.law[1] == Law("试验劳动法", "85-2", "不给的要加付赔偿金。")
    assert entry.say_it_for["elderly"].short == "别硬吵，去村里说一声。"
    assert entry.audiences == ()


def test_entries_stand_in_the_order_of_the_menu(folder: Path) -> None:
    base = load(folder, TODAY)
    assert [*base.topics] == ["marriage", "wages", "elders"]
    assert [*dict.fromkeys(e.topic for e in base.entries.values())] == ["marriage", "wages", "elders"]
    assert [e.id for e in base.of_topic("wages")] == ["wages/overtime", "wages/unpaid"]


def test_more_ways_to_ask_stand_beside_the_entries(folder: Path) -> None:
    assert load(folder, TODAY).phrasings["wages/unpaid"] == ("干完活不结账怎么办", "老板卷钱跑路了")


@pytest.mark.parametrize(("day", "why"), [
    (date(2021, 5, 31), "才施行"), (date(2021, 6, 1), ""), (date(2039, 12, 31), ""), (date(2040, 1, 1), "试验家庭法代替"),
])
def test_an_entry_is_withheld_on_days_on_which_its_law_does_not_hold(folder: Path, day: date, why: str) -> None:
    base = load(folder, day)
    assert ("marriage/divorce" in base.entries) == (not why)
    assert why in base.withheld.get("marriage/divorce", "")
    assert "wages/unpaid" in base.entries


def test_the_version_changes_with_any_content_and_with_any_name(folder: Path) -> None:
    first = version(folder)
    assert version(folder) == first
    (folder / UNPAID).rename(folder / "wages/owed.yaml")
    second = version(folder)
    changed(folder / "notices.yaml", {"thanks": "谢谢！"})
    assert len({first, second, version(folder)}) == 3


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "没有这个文件夹" in problems(tmp_path / "nowhere")[0]


def test_every_problem_of_every_file_is_named_at_once(folder: Path) -> None:
    (folder / "wages" / "new.yaml").write_text("question: [", encoding="utf-8")
    (folder / "synonyms.yaml").unlink()
    (folder / "notes.txt").write_text("?", encoding="utf-8")
    changed(folder / UNPAID, {"colour": "red"})
    changed(folder / "notices.yaml", {}, drop="thanks")
    changed(folder / "laws.yaml", {"坏法": {"title": "坏法"}})
    said = "\n".join(problems(folder))
    for name in ("wages/new.yaml", "synonyms.yaml", "notes.txt", "wages/unpaid.yaml: colour", "notices.yaml: thanks",
                 "laws.yaml: 坏法: in_force"):
        assert f"knowledge/{name}" in said


@pytest.mark.parametrize("name", ["notes.txt", "weather/rain.yaml", "wages/unpaid.yml", "wages/deep/er.yaml",
                                  "phrasings/weather.yaml"])
def test_a_file_that_nobody_reads_is_a_problem_rather_than_a_surprise(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("a: 1\n", encoding="utf-8")
    [said] = problems(folder)
    assert said.startswith(f"knowledge/{name}: 不认识的文件")


@pytest.mark.parametrize("text", ["", "- 一\n- 二\n", "只是一句话\n"])
def test_a_file_that_is_no_entry_is_named(folder: Path, text: str) -> None:
    (folder / "wages/new.yaml").write_text(text, encoding="utf-8")
    assert problems(folder) == ["knowledge/wages/new.yaml: 是空的或不是条目；请照 knowledge/README.md 的样子写"]


@pytest.mark.parametrize(("changes", "said"), [
    ({"id": "a/b"}, "id：不认识的键"),
    ({"audiences": ["kids"]}, "audiences：“kids”不存在"),
    ({"say_it_for": {"kids": {"short": "好。"}}}, "audiences：“kids”不存在"),
    ({"law": []}, "law：一条法律都没有"),
    ({"law": [{"cite": "没有的法", "article": 1, "says": "好。"}]}, "law：“没有的法”不存在"),
    ({"help": ["nobody"]}, "help：“nobody”不存在"),
    ({"see": ["wages/none"]}, "see：“wages/none”不存在"),
    ({"owner": "nobody"}, "owner：“nobody”不存在"),
    ({"checked": "去年"}, "checked：应当是日期"),
    ({"answer": {"short": "好。", "stpes": []}}, "answer.stpes：不认识的键"),
    ({"asked_as": "老板欠薪"}, "asked_as：应当是列表"),
    ({"asked_as": ["能不能要", "能不能要！"]}, "有重复的问法"),
    ({"asked_as": ["彩礼能退吗"]}, "在 marriage/bride-price 里已有"),
    ({"asked_as": ["给我讲个笑话听听"]}, "给我讲个笑话听听"),
])
def test_a_mistake_in_an_entry_is_named_with_its_key(folder: Path, changes: dict[str, Any], said: str) -> None:
    changed(folder / UNPAID, changes)
    assert any(said in line and line.startswith("knowledge/") for line in problems(folder))


@pytest.mark.parametrize("key", ["question", "asked_as", "answer", "law", "help", "owner", "checked", "again_by"])
def test_a_key_that_an_entry_must_have_is_missed(folder: Path, key: str) -> None:
    changed(folder / UNPAID, {}, drop=key)
    assert f"knowledge/{UNPAID}: {key}：缺少这一项；请补上" in problems(folder)


@pytest.mark.parametrize(("name", "changes", "said"), [
    ("topics.yaml", {"wages": {"name": "讨薪", "help": "nobody"}}, "topics.yaml: wages: help 写的“nobody”"),
    ("emergencies.yaml", {"beaten": {"title": "一", "calls": ["119"], "first": [], "when": [], "unless": [],
                                     "entries": ["a/b"]}}, "电话“119”"),
    ("helpers.yaml", {"shops": {}}, "helpers.yaml: 应当只有 hotlines 和 offices"),
    ("helpers.yaml", {"offices": {"labour": {"name": "队"}}}, "helpers.yaml: labour: what_for：缺少"),
    ("synonyms.yaml", {"工钱": ["工资"]}, "synonyms.yaml: 工钱：应当是一段文字"),
    ("outside.yaml", {"weather": []}, "outside.yaml: weather：不认识的键"),
    ("outside.yaml", {"vague": [{"q": "钱", "near": ["a/b"]}]}, "near：条目“a/b”不存在"),
    ("phrasings/wages.yaml", {"none": ["什么"]}, "条目“wages/none”不存在"),
    ("phrasings/wages.yaml", {"unpaid": ["老板欠薪"]}, "“老板欠薪”在 wages/unpaid 里已有"),
    ("phrasings/wages.yaml", {"unpaid": "老板欠薪"}, "phrasings/wages.yaml: unpaid：应当是列表"),
])
def test_a_mistake_in_a_shared_file_is_named(folder: Path, name: str, changes: dict[str, Any], said: str) -> None:
    changed(folder / name, changes)
    assert any(said in line for line in problems(folder))


def test_a_shared_file_with_a_list_where_keys_belong_is_named(folder: Path) -> None:
    (folder / "laws.yaml").write_text("- 一\n", encoding="utf-8")
    assert "knowledge/laws.yaml: 应当是“键: 值”的形式；请改写" in problems(folder)


def test_files_that_may_be_empty_may_be_empty(folder: Path) -> None:
    for name in ("synonyms.yaml", "outside.yaml", "phrasings/wages.yaml", "emergencies.yaml"):
        (folder / name).write_text("# 还没有\n", encoding="utf-8")
    base = load(folder, TODAY)
    assert (base.synonyms, base.phrasings, base.emergencies) == ({}, {}, ())


def test_what_could_be_read_is_given_beside_the_problems(folder: Path) -> None:
    changed(folder / UNPAID, {"see": ["wages/none"]})
    base, found = read(folder, TODAY)
    assert "wages/unpaid" in base.entries
    assert len(found) == 1


def test_the_words_of_the_file_are_those_of_the_entry(folder: Path) -> None:
    asked = content(folder / UNPAID)["asked_as"]
    assert [*load(folder, TODAY).entries["wages/unpaid"].asked_as] == asked
