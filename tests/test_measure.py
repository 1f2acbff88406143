"""Measuring: shares with honest intervals, the same figures from the same questions, a page that says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import app, encode
from bot.__main__ import main
from bot.measure import Answered, Measured, answered, baselines, crossed, page
from bot.measure.cross import fold
from bot.measure.figures import RULES, Share, share
from bot.model import Found, Knowledge, Labelled, Outcome
from bot.signals import Ear
from bot.telling import telling
from bot.train import asked, taught
from tests.labelled import QUESTIONS, written
from tests.township import BASE, ROOT

KEPT = "干了活不给钱"
RIGHT, OTHER, THIRD = "wages/unpaid", "wages/overtime", "marriage/divorce"
SHOWN_RIGHT, PRECISION, DIRECT, WRONG, REFUSED, FIRST, THREE, ALL, OUT, OUT_OFFERED, UNCLEAR, CHAT, CHAT_SHOWN, RECALL, FALSE = RULES


RANKED = RIGHT, OTHER, THIRD


def came(outcome: Outcome, *entries: str, kind: str = "in", urgent: bool = False, first: tuple[str, ...] = RANKED) -> Answered:
    """A question about unpaid wages, or of another kind, and what came of it."""
    ids = (RIGHT,) if kind == "in" else ()
    return Answered(Labelled(KEPT, kind, ids, urgent), Found(outcome, entries, (), None, ()), first)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(8, 10, 0.490, 0.943), (0, 14, 0.0, 0.215), (21, 21, 0.845, 1.0), (373, 503, 0.702, 0.778), (0, 0, 0.0, 1.0)],
)
def test_an_interval_is_that_of_wilson(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval() == pytest.approx((low, high), abs=0.0006)


@pytest.mark.parametrize(
    ("got", "counts", "not_counts"),
    [
        (came(Outcome.MATCH, RIGHT, OTHER), [SHOWN_RIGHT, PRECISION, DIRECT, ALL, FIRST, THREE], [WRONG, REFUSED, FALSE]),
        (came(Outcome.MATCH, OTHER, RIGHT), [WRONG], [SHOWN_RIGHT, PRECISION, DIRECT, ALL, REFUSED]),
        (came(Outcome.CHOICES, OTHER, RIGHT), [SHOWN_RIGHT], [DIRECT, WRONG, REFUSED]),
        (came(Outcome.CHOICES, OTHER, THIRD, first=(OTHER, THIRD, "x/y")), [], [SHOWN_RIGHT, FIRST, THREE, WRONG]),
        (came(Outcome.UNKNOWN, first=(OTHER, RIGHT, THIRD)), [REFUSED, THREE], [SHOWN_RIGHT, FIRST]),
        (came(Outcome.EMERGENCY, OTHER, RIGHT, urgent=True), [RECALL, SHOWN_RIGHT], [DIRECT, WRONG]),
        (came(Outcome.EMERGENCY, OTHER), [FALSE], [SHOWN_RIGHT]),
        (came(Outcome.UNKNOWN, urgent=True), [REFUSED], [RECALL]),
        (came(Outcome.MATCH, OTHER, kind="legal_out"), [OUT], [ALL, OUT_OFFERED]),
        (came(Outcome.CHOICES, OTHER, kind="legal_out"), [OUT_OFFERED], [OUT]),
        (came(Outcome.MATCH, OTHER, kind="unclear"), [UNCLEAR], [ALL]),
        (came(Outcome.CHOICES, OTHER, kind="not_legal"), [CHAT], [CHAT_SHOWN]),
        (came(Outcome.EMERGENCY, kind="not_legal"), [CHAT, CHAT_SHOWN, FALSE], []),
        (came(Outcome.UNKNOWN, kind="not_legal"), [], [CHAT, CHAT_SHOWN, FALSE]),
    ],
)
def test_an_answer_counts_where_it_should(got: Answered, counts: list[object], not_counts: list[object]) -> None:
    hits = {id(rule): share([got], rule.among, rule.counts).hits for rule in RULES}
    assert [hits[id(rule)] for rule in counts] == [1] * len(counts)
    assert [hits[id(rule)] for rule in not_counts] == [0] * len(not_counts)


def test_a_question_counts_only_among_its_own_kind() -> None:
    of = {rule.name: share([came(Outcome.MATCH, OTHER, kind="legal_out")], rule.among, rule.counts).of for rule in RULES}
    assert {name for name, number in of.items() if number} == {ALL.name, OUT.name, OUT_OFFERED.name, FALSE.name}


def test_the_page_holds_each_figure_against_floor_and_goal(base: Knowledge) -> None:
    good, wrong = came(Outcome.MATCH, RIGHT), came(Outcome.MATCH, OTHER)
    text = page(Measured("甲.jsonl", [good] * 9 + [wrong]), base)
    assert "| 有答案、直接显示的：显示的是对的 | 0.900（0.60–0.98），9/10 | ≥0.88 | ≥0.97 | 过了底线 |" in text
    assert "| 有答案的：直接显示，而且是对的 | 0.900（0.60–0.98），9/10 | ≥0.45 | ≥0.75 | 达到目标 |" in text
    assert "| 紧急的：报了危险 | 没有这种问题 | ≥0.97 | ≥1 |  |" in text
    assert "没过底线" in page(Measured("甲.jsonl", [good, wrong]), base)


def test_the_page_names_file_number_and_knowledge(base: Knowledge) -> None:
    assert f"文件 甲.jsonl，1 个问题；知识库版本 {base.version}，6 条" in page(Measured("甲.jsonl", [came(Outcome.UNKNOWN)]), base)


def test_the_page_says_which_labels_the_base_lacks(base: Knowledge) -> None:
    strange = Answered(Labelled(KEPT, "in", ("wages/none",)), Found(Outcome.UNKNOWN, (), (), None, ()), RANKED)
    assert "文件里有 1 个编号知识库里没有，算作没有答对：wages/none。" in page(Measured("甲.jsonl", [strange]), base)


def test_groups_are_counted_by_topic_audience_and_source(base: Knowledge) -> None:
    rows = [
        Answered(q, Found(Outcome.CHOICES, q.ids, (), None, ()), (*q.ids, "x/y", "x/z")[:3]) for q in QUESTIONS if q.kind == "in"
    ]
    lines = page(Measured("甲.jsonl", rows), base).splitlines()
    counted = {line.split(" | ")[0].removeprefix("| "): line.split(" | ")[1] for line in lines if line.count(" | ") == 7}
    assert (counted[base.topics["wages"].name], counted["青少年"], counted["a"], counted["没写"]) == ("5", "1", "2", "10")


def test_the_other_methods_rank_what_is_said_word_for_word_first(base: Knowledge, trained: Path) -> None:
    ear = Ear(base, trained)
    known = [Labelled(base.entries[i].question, "in", (i,)) for i in ear.ids]
    ways = baselines(ear, trained, known, encode.encode([telling(q.q) for q in known]))
    assert len(ways) == 3
    assert all([three[0] for three in threes] == [*ear.ids] for threes in ways.values())


def test_a_cross_validated_answer_does_not_depend_on_the_order(base: Knowledge, trained: Path) -> None:
    ear = Ear(base, trained)
    own = [*taught(ear, base, trained)]
    there, back = (crossed(base, trained, rows, [*asked(ear, rows)], own) for rows in (QUESTIONS, QUESTIONS[::-1]))
    assert [a.found.entries for a in there] == [a.found.entries for a in back[::-1]]
    assert [a.question for a in there] == [*QUESTIONS]
    assert len({fold(q) for q in QUESTIONS}) > 2


def test_an_audience_in_the_file_is_the_one_that_asks(base: Knowledge, trained: Path) -> None:
    """The window is asked as that audience; a danger is raised as for a resident."""
    got = answered(base, trained, QUESTIONS, [RANKED] * len(QUESTIONS))
    assert got[-1].found.outcome is Outcome.EMERGENCY
    assert [a.question for a in got] == [*QUESTIONS]


def test_the_command_prints_what_it_writes_and_names_every_bad_line(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "town.yaml").write_bytes((ROOT / "tests" / "town.yaml").read_bytes())
    monkeypatch.setenv("KNOWLEDGE_DIR", str(BASE))
    monkeypatch.setattr(app, "MODEL", trained)
    monkeypatch.chdir(tmp_path)
    assert main(["measure", str(written(tmp_path)), "--cross", "--noise", "--out", "MEASURE.md"]) == 0
    said = capsys.readouterr().out
    assert said == (tmp_path / "MEASURE.md").read_text(encoding="utf-8")
    assert all(f"\n## {part}" in said for part in ("现用权重", "5 折交叉验证", "和别的办法比", "有噪声的时候", "分种类", "分主题"))
    (tmp_path / "bad.jsonl").write_text("甲\n乙\n", encoding="utf-8")
    assert main(["measure", "bad.jsonl"]) == 2
    assert [line[:11] for line in capsys.readouterr().err.splitlines()] == ["bad.jsonl:1", "bad.jsonl:2"]
