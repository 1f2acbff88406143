"""Who might want what, and what stops them: the doors that docs/security.md names, tried one by one."""

from __future__ import annotations

import ast
import logging
import re
import subprocess
from pathlib import Path

import pytest
import yaml

import handlers
from bot import logs
from tests.township import ADMIN, ROOT, SECRET, STAFF, TOKEN, UNPAID, Bot
from tests.wire import message, press

FOR_ADMINS = sorted({name for name, _ in handlers.ADMINS} - {name for name, _ in handlers.EVERYBODY} - {"id"})
"""Commands that only admins are shown."""


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


_REFUSED = ("给管理员用", "没有权限", "要法律明白人或司法所的人来办")
_FOR_ADMINS_ALONE = ("broadcast", "broadcasts", "invite", "reload", "report", "unanswered")


@pytest.mark.parametrize(("account", "command"), [
    *((account, command) for account in (7, -ADMIN) for command in FOR_ADMINS), *((STAFF, c) for c in _FOR_ADMINS_ALONE),
])
async def test_a_command_for_admins_is_refused_to_everybody_else(bot: Bot, command: str, account: int) -> None:
    said = await bot.get(message(f"/{command} 2026", person=account))
    assert len(said) == 1
    assert any(words in said[0] for words in _REFUSED)
    assert bot.wire.documents == []


@pytest.mark.parametrize("command", FOR_ADMINS)
async def test_a_command_for_admins_does_nothing_in_a_group(bot: Bot, command: str) -> None:
    assert await bot.get(message(f"/{command} 2026", person=ADMIN, group=True)) == []


@pytest.mark.parametrize("data", ["report:2026", "reload", "s:lecture", "s:report:2026", "a:" + "x" * 60, "o:../../etc/passwd", "\0"])
async def test_a_forged_button_opens_nothing(bot: Bot, data: str) -> None:
    await bot.get(press(data))
    assert bot.wire.documents == []
    assert await bot.figure("online") == 0


async def test_what_a_resident_writes_is_never_taken_for_markup(bot: Bot) -> None:
    await bot.get(message("<b>老板</b> *拖欠* [工资](http://x) 怎么办"))
    assert all("parse_mode" not in call for call in bot.wire.asked("sendMessage"))


async def test_nobodys_words_number_or_token_reach_the_log(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logs.quiet()
    await bot.get(message(UNPAID, person=987_654_321), message("/forget", person=987_654_321), message("/clear", person=987_654_321))
    assert not [secret for secret in (UNPAID, "987654321", TOKEN, SECRET.decode()) if secret in caplog.text]


async def test_no_account_and_no_word_of_an_answered_question_stands_in_the_database(bot: Bot, tmp_path: Path) -> None:
    account = 987_654_321
    await bot.get(message(UNPAID, person=account), press("topics", person=account), message("不懂的问题", person=account))
    await bot.service.store.scrub()
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
    assert not [word for word in (str(account), UNPAID, "不懂的问题", "某人") if word.encode() in raw]


def test_a_log_line_of_an_exception_tells_its_kind_and_place_only(capsys: pytest.CaptureFixture[str]) -> None:
    for formatter in (logs.JsonLines(), logs.Plain("%(message)s")):
        try:
            raise ValueError(UNPAID)
        except ValueError as error:
            record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), (type(error), error, error.__traceback__))
            line = formatter.format(record)
        assert "ValueError at test_a_log_line" in line
        assert UNPAID not in line


def test_secrets_stand_in_no_file_of_the_project() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        pytest.skip("not a checkout: what is tracked cannot be asked for")
    files = [ROOT / name for name in tracked if not name.startswith("tests/") and (ROOT / name).is_file()]
    token = re.compile(rb"\b\d{8,10}:[A-Za-z0-9_-]{35}\b")
    assert [path for path in files if path.suffix != ".npz" and token.search(path.read_bytes())] == []
    assert not any(name == ".env" or name.startswith("data/") for name in tracked)


def test_the_container_runs_as_nobody_on_a_root_that_cannot_be_written() -> None:
    assert re.search(r"^USER (?!root|0)\w+", text("Dockerfile"), re.M)
    services = yaml.safe_load(text("docker-compose.yml"))["services"]
    bot = services["bot"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in bot["security_opt"]
    assert [mount for mount in bot["volumes"] if not mount.endswith(":ro")] == ["data:/data"]
    assert "ports" not in services["db"]


def test_the_service_of_systemd_may_write_its_own_folder_and_nothing_else() -> None:
    unit = text("deploy/mingbai.service")
    for line in (
        "DynamicUser=yes", "ProtectSystem=strict", "StateDirectory=mingbai", "NoNewPrivileges=yes", "CapabilityBoundingSet=",
        "PrivateTmp=yes", "ProtectHome=yes", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "ExecReload=/bin/kill -HUP $MAINPID",
        "Restart=on-failure", "RestartPreventExitStatus=2", "LoadCredential=token:/etc/mingbai/token",
    ):
        assert line in unit.splitlines()


def test_what_is_installed_is_pinned_by_its_hash_and_names_no_other_registry() -> None:
    lock = text("requirements.lock")
    pinned = re.findall(r"^([a-z0-9][a-z0-9._\[\]-]*)==\S+ \\\n(    --hash=sha256:[0-9a-f]{64})", lock, re.M | re.I)
    assert len(pinned) > 20
    assert len(pinned) == len(re.findall(r"^\S+==", lock, re.M))
    assert not re.search(r"https?://|--(extra-)?index-url|--trusted-host|file:|/root|/home", lock)
    names = {name.lower().partition("[")[0] for name, _ in pinned}
    assert {"python-telegram-bot", "asyncpg", "prometheus-client"} <= names
    licences = text("docs/licences.md").lower()
    assert [name for name in names if f"| {name} |" not in licences] == []


def named() -> list[str]:
    return re.findall(r"`(tests/\w+\.py::\w+)`", text("docs/security.md"))


def test_everything_that_stops_somebody_names_a_test_that_exists() -> None:
    assert len(named()) >= 12
    there = {
        f"tests/{path.name}::{node.name}"
        for path in Path(ROOT / "tests").glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert [name for name in named() if name not in there] == []
