"""Labelled questions: read as written, or refused with every wrong line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.labelled import read_questions
from bot.model import Labelled, Refused
from tests.labelled import QUESTIONS, written


def refused(path: Path) -> list[str]:
    with pytest.raises(Refused) as error:
        read_questions(path)
    return [str(problem) for problem in error.value.problems]


def test_questions_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert read_questions(written(tmp_path)) == QUESTIONS


def test_what_may_be_absent_has_a_value_and_other_keys_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('\n{"q": "甲", "kind": "legal_out", "ids": [], "style": "story"}\n\n', encoding="utf-8")
    assert read_questions(path) == (Labelled("甲", "legal_out", (), urgent=False, audience=None, source=""),)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("不是 JSON", "不是标注好的问题"),
        ("[1]", "不是标注好的问题"),
        ('{"q": " ", "kind": "in", "ids": ["a/b"]}', "q 要写问题"),
        ('{"q": "甲", "kind": "other", "ids": []}', "kind 只能写 in、unclear、legal_out、not_legal"),
        ('{"q": "甲", "kind": ["in"], "ids": ["a/b"]}', "kind 只能写"),
        ('{"q": "甲", "kind": "unclear", "ids": "a/b"}', "ids 要写条目编号的列表"),
        ('{"q": "甲", "kind": "unclear", "ids": [1]}', "ids 要写条目编号的列表"),
        ('{"q": "甲", "kind": "in", "ids": []}', "ids 至少要写一个"),
        ('{"q": "甲", "kind": "not_legal", "ids": [], "urgent": "no"}', "urgent 只能写 true 或 false"),
        ('{"q": "甲", "kind": "not_legal", "ids": [], "for": "kings"}', "for 只能写 farmers、youth、elderly"),
        ('{"q": "甲", "kind": "not_legal", "ids": [], "src": 1}', "src 要写文字"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(line, encoding="utf-8")
    assert [said in problem and problem.startswith("q.jsonl:1: ") for problem in refused(path)] == [True]


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{}\n{"q": "甲", "kind": "not_legal", "ids": []}\n坏\n', encoding="utf-8")
    assert [problem.partition(": ")[0] for problem in refused(path)] == ["q.jsonl:1", "q.jsonl:3"]


def test_a_file_that_cannot_be_read_or_is_empty_is_refused(tmp_path: Path) -> None:
    assert "打不开" in refused(tmp_path / "none.jsonl")[0]
    (tmp_path / "empty.jsonl").touch()
    assert "没有一个问题" in refused(tmp_path / "empty.jsonl")[0]
    (tmp_path / "gbk.jsonl").write_bytes("问题".encode("gbk"))
    assert "UTF-8" in refused(tmp_path / "gbk.jsonl")[0]
