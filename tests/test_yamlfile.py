"""bot/yamlfile.py: files that people write, and every mistake in them by name."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from bot.model import Law, Problem, Refused, Topic
from bot.yamlfile import Collector, read_yaml, shaped


def problem(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_yaml(path, "knowledge/x.yaml")
    [only] = caught.value.problems
    return str(only)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "x.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, "a: [1, 二]"), "x") == {"a": [1, "二"]}


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    said = problem(written(tmp_path, "a: 1\nb: [1, 2\nc: 3\n"))
    assert said.startswith("knowledge/x.yaml: 第 3 行读不懂")


def test_a_key_that_stands_twice_is_refused_at_any_depth(tmp_path: Path) -> None:
    assert "键“short”写了两次" in problem(written(tmp_path, "answer:\n  short: 一\n  short: 二\n"))


@pytest.mark.parametrize("content", [
    "a: !!python/object:os.system {}", "{[1]: 2}", "a: &a [*a", "a: \x07", b"\xff\xfe\x00", "[" * 5000,
])
def test_no_file_however_strange_gets_past_as_anything_but_a_sentence(tmp_path: Path, content: str | bytes) -> None:
    assert "请检查" in problem(written(tmp_path, content))


def test_a_missing_file_and_a_folder_in_its_place_are_told_apart(tmp_path: Path) -> None:
    assert "没有这个文件" in problem(tmp_path / "x.yaml")
    assert "读不懂" in problem(tmp_path)


def test_every_wrong_key_gets_a_line_of_its_own() -> None:
    with pytest.raises(Refused) as caught:
        shaped(TypeAdapter(Topic), {"id": "a", "name": ["讨薪"], "halp": "x"}, "topics.yaml: a")
    assert sorted(str(p) for p in caught.value.problems) == [
        "topics.yaml: a: halp：不认识的键；请改正拼写或删去",
        "topics.yaml: a: help：缺少这一项；请补上",
        "topics.yaml: a: name：应当是一段文字；请加引号或改写",
    ]


def test_a_wrong_place_is_named_down_to_the_item() -> None:
    with pytest.raises(Refused, match=r"x: 1\.says：缺少这一项"):
        shaped(TypeAdapter(tuple[Law, ...]), [
            {"cite": "法", "article": 1, "says": "好"}, {"cite": "法", "article": 2},
        ], "x")


def test_a_number_is_as_good_as_its_digits() -> None:
    assert shaped(TypeAdapter(Law), {"cite": "法", "article": 1079, "says": "好"}, "x").article == "1079"


def test_a_fault_without_words_of_ours_still_says_what_is_wrong() -> None:
    with pytest.raises(Refused, match="内容：写法不对"):
        shaped(TypeAdapter(bool), "也许", "x")


def test_the_problems_of_all_steps_are_collected() -> None:
    take = Collector()

    def refuse() -> int:
        raise Refused((Problem("a", "一"), Problem("b", "二")))

    assert (take.run(refuse), take.run(lambda: 3), take.run(refuse)) == (None, 3, None)
    assert [p.path for p in take.problems] == ["a", "b", "a", "b"]


@pytest.mark.parametrize("text", ["a: &x [1, 二, 2026-01-02]\nb: *x", "- {一: 二, c: ~}\n- [on, 1.5, true]", "!!set {a, b}", "''", ""])
def test_everything_is_read_as_pyyaml_reads_it(tmp_path: Path, text: str) -> None:
    usual = yaml.safe_load(text.replace("on,", "'on',"))
    assert read_yaml(written(tmp_path, text), "x") == usual


def test_lists_that_hold_one_another_many_times_over_are_made_once(tmp_path: Path) -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    lists = "\n".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}, 1]" for a, b in pairwise(names))
    assert len(read_yaml(written(tmp_path, f"a: &a [一]\n{lists}"), "x")) == len(names)


def test_a_list_that_holds_itself_is_refused(tmp_path: Path) -> None:
    assert "文件读不懂" in problem(written(tmp_path, "&a [*a]"))
