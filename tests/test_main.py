"""The command line: what it prints, where errors go, how it ends."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.clock import local_day, utc_now
from bot.webhook import listening
from tests.bases import changed
from tests.township import BEATEN, NO_QUESTION, ROOT, SHIPPED, TOKEN, UNPAID


def process(place: Path, *arguments: str, said: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=place, input=said, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env},
    )


def test_a_question_is_answered_as_a_resident_would_see_it(run: Any) -> None:
    code, said, wrong = run("ask", UNPAID)
    assert (code, wrong) == (0, "")
    assert said.startswith("【老板拖欠工资怎么办？】")
    assert "[1 有用]\n[2 没用]\n[3 找人帮忙]" in said


def test_a_reader_that_has_read_enough_gets_no_complaint(place: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "ask", UNPAID]
    with subprocess.Popen(command, cwd=place, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asking:
        assert asking.stdout
        assert asking.stderr
        asking.stdout.close()
        assert asking.stderr.read() == b""
    assert asking.returncode == 141


def test_the_words_for_an_audience_can_be_asked_for(run: Any) -> None:
    assert "别硬吵" in run("ask", UNPAID, "--for", "elderly")[1]


def test_why_says_how_the_question_was_understood(run: Any) -> None:
    assert "\n为什么：\n  " in run("ask", UNPAID, "--why")[1]


@pytest.mark.parametrize(("question", "outcome", "first", "emergency"), [
    (UNPAID, "match", "wages/unpaid", None),
    (BEATEN, "emergency", None, "beaten"),
    (NO_QUESTION, "unknown", None, None),
    ("", "unknown", None, None),
    ("\udcff", "unknown", None, None),
])
def test_json_says_what_was_understood(
    run: Any, question: str, outcome: str, first: str | None, emergency: str | None
) -> None:
    code, said, _ = run("ask", question, "--json")
    found = json.loads(said)
    assert code == 0
    assert [*found] == ["outcome", "entries", "emergency", "ms"]
    assert (found["outcome"], found["emergency"]) == (outcome, emergency)
    assert len(found["entries"]) <= 3
    assert first is None or found["entries"][0] == first


def test_asking_writes_nothing(run: Any, place: Path) -> None:
    before = sorted(place.rglob("*"))
    run("ask", UNPAID)
    assert sorted(place.rglob("*")) == before


def test_a_batch_is_answered_line_by_line_in_its_order(run: Any, place: Path) -> None:
    rows = [{"q": UNPAID}, {"q": NO_QUESTION, "for": None}, {"q": BEATEN, "for": "elderly"}]
    text = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (place / "q.jsonl").write_text(text, encoding="utf-8-sig")
    code, said, _ = run("ask", "--batch", "q.jsonl")
    assert code == 0
    assert [json.loads(line)["outcome"] for line in said.splitlines()] == ["match", "unknown", "emergency"]


def test_a_batch_may_come_from_standard_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"q": UNPAID})))
    assert json.loads(run("ask", "--batch", "-")[1])["outcome"] == "match"


def test_all_wrong_lines_of_a_batch_are_named_before_anything_is_answered(run: Any, place: Path) -> None:
    lines = [
        json.dumps({"q": UNPAID}), "{", "[]", '{"q": 1}', '{"question": "x"}', '{"q": "x", "for": "kings"}',
        '{"q": "x", "for": []}', "[" * 100_000,
    ]
    (place / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, said, wrong = run("ask", "--batch", "q.jsonl")
    assert (code, said) == (2, "")
    assert [line.partition(": ")[0] for line in wrong.splitlines()] == [f"q.jsonl:{n}" for n in range(2, 9)]


@pytest.mark.parametrize(("content", "named"), [(None, "打不开"), (b"\xff\xfe\x00", "不是 UTF-8")])
def test_a_batch_that_cannot_be_read_is_named(run: Any, place: Path, content: bytes | None, named: str) -> None:
    if content is not None:
        (place / "q.jsonl").write_bytes(content)
    code, _, wrong = run("ask", "--batch", "q.jsonl")
    assert code == 2
    assert wrong.startswith("q.jsonl: ") and named in wrong


@pytest.mark.parametrize("arguments", [
    (), ("dance",), ("ask",), ("ask", "x", "--batch", "-"), ("ask", "x", "--for", "kings"), ("ask", "x", "--whom"),
    ("report",), ("report", "2026"), ("report", "去年", "--json"), ("report", "2026-13", "--json"),
    ("report", "--from", "2026-01-01", "--json"), ("report", "--from", "2026-02-30", "--to", "2026-03-01", "--json"),
    ("report", "--from", "2026-03-01", "--to", "2026-02-01", "--json"), ("report", "2026", "--json", "--template", "x.docx"),
])
def test_a_wrong_command_ends_with_a_sentence_and_writes_nothing(run: Any, place: Path, arguments: tuple[str, ...]) -> None:
    before = sorted(place.rglob("*"))
    code, said, wrong = run(*arguments)
    assert (code, said) == (2, "")
    assert "请" in wrong
    assert "Traceback" not in wrong
    assert sorted(place.rglob("*")) == before


def test_a_base_without_problems_is_said_to_have_none(run: Any) -> None:
    assert run("check") == (0, "知识库没有问题。\n", "")


def test_every_problem_of_the_base_is_printed_and_counted(
    run: Any, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(place / "knowledge/wages/unpaid.yaml", {"colour": "red"})
    monkeypatch.setenv("KNOWLEDGE_DIR", " ")
    code, said, wrong = run("check")
    assert code == 2
    assert said == f"发现 {len(wrong.splitlines())} 个问题。\n"
    assert "knowledge/wages/unpaid.yaml: colour：不认识的键；请改正拼写或删去" in wrong.splitlines()


def test_a_folder_of_statutes_that_is_none_is_named(run: Any) -> None:
    code, _, wrong = run("check", "--laws", "nowhere")
    assert code == 2
    assert wrong.startswith("nowhere/index.json: ")


def test_a_report_is_written_and_its_files_are_named(run: Any, place: Path) -> None:
    code, said, _ = run("report", "2026", "--out", "out")
    assert code == 0
    assert sorted(said.split()) == sorted(str(path.relative_to(place)) for path in (place / "out").iterdir())


def test_a_report_as_json_leaves_standard_output_to_the_json(run: Any) -> None:
    code, said, files = run("report", "--from", "2026-01-01", "--to", "2026-01-31", "--json", "--out", "out")
    assert code == 0
    assert json.loads(said)["period"]["name"] == "2026-01-01至2026-01-31"
    assert "report.md" in files


@pytest.mark.parametrize(("internal", "name"), [([], "report.xlsx"), (["--internal"], "内部-report.xlsx")])
def test_a_workbook_is_verified_against_the_records(run: Any, internal: list[str], name: str) -> None:
    assert run("report", "2026", "--out", "out", *internal)[0] == 0
    assert run("verify", f"out/{name}")[0] == 0


def test_a_report_that_cannot_be_written_is_named(run: Any, place: Path) -> None:
    (place / "out").write_text("", encoding="ascii")
    code, _, wrong = run("report", "2026", "--out", "out")
    assert (code, wrong.startswith("out: 写不进去")) == (2, True)


def test_a_database_that_breaks_while_it_is_read_is_said_in_a_sentence(run: Any, place: Path) -> None:
    assert run("report", "2026", "--json")[0] == 0
    with sqlite3.connect(place / "data" / "mingbai.db") as database:
        database.execute("drop table contacts")
    code, said, wrong = run("report", "2026", "--json")
    assert (code, said) == (2, "")
    assert wrong.startswith("数据库现在读写不了")


@pytest.mark.parametrize(("name", "value", "named"), [
    ("TELEGRAM_TOKEN", "wrong", "TELEGRAM_TOKEN: "), ("TOWN_FILE", "none.yaml", "none.yaml: "),
    ("KNOWLEDGE_DIR", "none", "none: 没有这个文件夹"), ("DATABASE_URL", "sqlite:////none/x.db", "打不开数据库"),
    ("LOG_LEVEL", "LOUD", "LOG_LEVEL: "),
])
def test_whatever_is_wrong_outside_is_named_before_it_serves(
    run: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: str, named: str
) -> None:
    monkeypatch.setenv(name, value)
    code, _, wrong = run("run")
    assert code == 2
    assert named in wrong
    assert "Traceback" not in wrong


def test_all_mistakes_are_named_at_once(run: Any, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "wrong")
    monkeypatch.setenv("PORT", "x")
    (place / "town.yaml").write_text("id: T\nname: 镇\ncounty: 县\nvillage: 村\n", encoding="utf-8")
    code, _, wrong = run("run")
    assert code == 2
    assert [line.partition(":")[0] for line in wrong.splitlines()] == ["town.yaml", "TELEGRAM_TOKEN", "PORT"]
    assert not (place / "data").exists()


def test_without_a_token_a_process_answers_cites_and_counts_in_the_terminal(place: Path) -> None:
    with listening("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    ended = process(place, "run", said=f"{UNPAID}\n", WEB_PORT=str(port))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("没有设置 TELEGRAM_TOKEN")
    assert "《试验劳动法》第30条" in ended.stdout
    year = local_day(utc_now()).year
    counted = json.loads(process(place, "report", str(year), "--internal", "--json").stdout)
    assert counted["lines"][0]["value"] == 1
    assert counted["tables"][4]["rows"] == [["终端", 1, 1]]


def test_ctrl_c_ends_the_chat_though_it_waits_for_the_keyboard(place: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    chat = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"], cwd=place, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert chat.stdout
    while "您：" not in (said := chat.stdout.read1().decode(errors="ignore")):
        assert said, "it ended by itself"
    chat.send_signal(signal.SIGINT)
    assert chat.wait(30) == 130


def test_at_the_most_talkative_level_no_words_and_no_token_are_logged(place: Path) -> None:
    ended = process(
        place, "chat", said=f"{BEATEN}\n{UNPAID}\n", LOG_LEVEL="DEBUG", TELEGRAM_TOKEN=TOKEN,
    )
    assert ended.returncode == 0
    for secret in (BEATEN, UNPAID, TOKEN):
        assert secret not in ended.stderr


def test_the_shipped_township_and_base_fit_together() -> None:
    ended = process(ROOT, "ask", UNPAID, "--json", KNOWLEDGE_DIR=str(SHIPPED))
    assert (ended.returncode, ended.stderr) == (0, "")
