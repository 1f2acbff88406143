"""Whatever comes in: no exception goes unhandled, no trace is shown, no update is lost, no file stops the program badly.

``make fuzz`` runs the same for a long time; FUZZ says how many examples.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.__main__ import main
from bot.config import settings as read_settings
from bot.entries import load
from bot.ledger import tables
from bot.model import Refused
from bot.period import between, period
from bot.town import read_town
from bot.yamlfile import read_yaml
from tests import wire
from tests.bases import copied
from tests.township import ADMIN, BASE, ROOT, TODAY, Bot, serving
from tests.township import settings as chosen

EXAMPLES = int(os.environ.get("FUZZ", "25"))
fuzzed = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[*HealthCheck],
    # The suite says the same each time and wastes no time on making a failure small; a long run looks further.
    derandomize=EXAMPLES <= 25, phases=[Phase.explicit, Phase.generate, *([Phase.reuse, Phase.shrink] if EXAMPLES > 25 else [])],
)

ANY = st.characters(codec=None, exclude_categories=())  # half surrogate pairs, null characters and marks for right to left too
STRANGE = st.sampled_from([
    "", "\0", "\u202e老板", "\ud83d", "\ufeff", "/", "/ask", "/ask@mingbai_bot", "1", "99", "２", "取消", "\n" * 50, "a" * 4096,
    "老板" * 2048, "👨‍👩‍👧" * 100,
])
KNOWN = st.sampled_from(["老板拖欠工资怎么办", "我要离婚", "主题", "/start", "/report 2026", "/village"])
TEXTS = STRANGE | st.text(ANY, max_size=60) | KNOWN
COMMANDS = st.sampled_from([
    "start", "help", "id", "topics", "privacy", "forget", "clear", "report", "reload", "ask", "cancel", "village", "x",
])
SAID = TEXTS | st.builds(lambda command, rest: f"/{command} {rest}", COMMANDS, TEXTS)
DATA = TEXTS | st.sampled_from([
    "topics", "none", "a:", "a:x", "t:wages", "o:wages/unpaid", "y:wages/unpaid", "h:wages/unpaid", "s:village", "s:village:0", "s:x:y",
    "::", ":",
])
PEOPLE = st.sampled_from([7, ADMIN, 43, -1, 0, 2**52])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
KINDS = ("message", "edited_message", "channel_post", "callback_query", "inline_query", "my_chat_member", "poll_answer", "kind_of_2030")
PARTS: dict[str, Any] = {
    "voice": wire.VOICE, "photo": wire.PHOTO, "document": wire.DOCUMENT, "sticker": wire.STICKER, "location": wire.LOCATION,
    "contact": wire.CONTACT, "poll": wire.POLL, "new_chat_title": "x", "dice": {"emoji": "🎲", "value": 1},
    "web_app_data": {"data": "x", "button_text": "y"}, "reply_to_message": wire.above("话"), "is_topic_message": True,
    "entities": [{"type": "bot_command", "offset": 5, "length": 99}], "caption": "拖欠工资",
}


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    """Something that Telegram, a later Telegram or a forger may deliver."""
    kind = draw(st.sampled_from(["said", "pressed", "part", "edited", "group", "spoilt", "made up"]))
    person = draw(PEOPLE)
    if kind == "pressed":
        return wire.press(draw(DATA), person=person)
    if kind == "part":
        part = draw(st.sampled_from([*PARTS]))
        return wire.message(draw(st.none() | SAID), person=person, **{part: PARTS[part]})
    if kind == "made up":
        return {"update_id": next(wire._updates), draw(st.sampled_from(KINDS)): draw(JSON)}
    update = wire.message(draw(SAID), person=person, edited=kind == "edited", group=kind == "group")
    if kind == "spoilt":
        spoil(update, draw)
    return update


def spoil(update: dict[str, Any], draw: st.DrawFn) -> None:
    """Take something away, or put something else in its place."""
    inner = next(value for value in update.values() if isinstance(value, dict))
    holder = draw(st.sampled_from([inner, *(value for value in inner.values() if isinstance(value, dict))]))
    key = draw(st.sampled_from([*holder]))
    if draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = draw(JSON)


class Loud(logging.Handler):
    """Keeps what was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextlib.contextmanager
def loud() -> Iterator[list[str]]:
    handler = Loud()
    logging.getLogger().addHandler(handler)
    yield handler.said
    logging.getLogger().removeHandler(handler)


@fuzzed
@given(st.lists(updates(), min_size=1, max_size=12))
@example([{"update_id": 2**62, "message": {"chat": {"id": "\0"}}}])
@example([{"update_id": 2**62 + 1, "callback_query": {"id": "1", "from": wire.BODY, "chat_instance": ""}}])
def test_whatever_is_delivered_is_handled_to_its_end_and_no_trace_is_shown(
    tmp_path_factory: pytest.TempPathFactory, batch: list[dict[str, Any]]
) -> None:
    async def deliver(folder: Path) -> None:
        loop_faults: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: loop_faults.append(context))
        telegram = wire.Wire()
        async with serving(chosen(folder), telegram) as bot:
            with loud() as said:
                await asyncio.wait_for(bot.get(*batch), 60)
            assert await waiting(bot) == 0
        assert loop_faults == []
        # "put aside": a form of update that this version does not know.
        assert [line for line in said if "put aside" not in line] == []
        shown = "".join(telegram.sent())
        assert "Traceback" not in shown
        assert "Error" not in shown
        assert bot.application.figures["failed"] == 0

    asyncio.run(deliver(tmp_path_factory.mktemp("fuzz")))


async def waiting(bot: Bot) -> int:
    async with bot.service.store.engine.connect() as connection:
        query = select(func.count()).select_from(tables.inbox).where(~tables.inbox.c.done)
        return int((await connection.execute(query)).scalar_one())


def refuses_politely(step: Callable[[], object]) -> None:
    """It works, or it says path, fault and remedy."""
    try:
        step()
    except Refused as refused:
        assert refused.problems
        for problem in refused.problems:
            assert problem.path.strip()
            assert "；" in problem.what, problem.what


YAML = st.text(ANY, max_size=80) | st.sampled_from([
    "", "[", "a: [", "- &a [*a]", "? ", "!!python/object:os.system x", "a: 1\na: 2", "{", "\t", "%", "a: !!binary x", "2026-13-45",
    "&x {a: *x}", "[" * 5000, "a: " + "9" * 5000, "? [a]\n: b", "? {a: b}\n: c", "!!timestamp x", "- - - -", "<<: 1", "<<: {a: 1}",
    "1_000: x", "0x: y", "190:20:30: z", "a: .nan", "null: x", "!!set {a}", "!!int x", "!!float x", "!!null x", "!!bool x",
])


@fuzzed
@given(YAML | JSON.map(lambda data: json.dumps(data, ensure_ascii=False)))
def test_whatever_stands_in_a_yaml_file_is_read_or_named(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("yaml") / "town.yaml"
    path.write_bytes(text.encode(errors="surrogatepass"))
    refuses_politely(lambda: read_yaml(path, path.name))
    refuses_politely(lambda: read_town(path))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tests' base, in which one file at a time is spoilt."""
    return copied(tmp_path_factory.mktemp("base"))


@fuzzed
@given(st.sampled_from(sorted(str(path.relative_to(BASE)) for path in BASE.rglob("*.yaml"))), YAML | JSON.map(json.dumps))
def test_whatever_stands_in_the_knowledge_it_is_loaded_or_named(base: Path, name: str, text: str) -> None:
    path = base / name
    kept = path.read_bytes()
    path.write_bytes(text.encode(errors="surrogatepass"))
    try:
        refuses_politely(lambda: load(base, TODAY))
    finally:
        path.write_bytes(kept)


@fuzzed
@given(TEXTS | st.from_regex(r"[0-9]{1,6}([-HQ.年月 ][0-9]{0,3}){0,3}"), TEXTS)
def test_whatever_is_called_a_period_is_one_or_is_explained(text: str, other: str) -> None:
    refuses_politely(lambda: period(text))
    refuses_politely(lambda: between(text, other))


VARIABLES = ("TELEGRAM_TOKEN", "WEBHOOK_URL", "WEBHOOK_SECRET", "HOST", "PORT", "DATABASE_URL", "MINGBAI_SECRET", "TELEGRAM_TOKEN_FILE",
             "HEALTH_PORT", "METRICS_PORT", "TELEGRAM_LIMITS", "TELEGRAM_API_URL")


@fuzzed
@given(st.dictionaries(st.sampled_from(VARIABLES), TEXTS | st.sampled_from(["https://[", "http://x", "sqlite:///x", "²", "0x10"])))
def test_whatever_the_environment_says_it_is_used_or_named(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> None:
    root = tmp_path_factory.mktemp("env")
    (root / "town.yaml").write_bytes((ROOT / "tests" / "town.yaml").read_bytes())
    refuses_politely(lambda: read_settings(env, root))


ARGUMENTS = st.lists(
    TEXTS | st.sampled_from([
        "ask", "report", "check", "approve", "health", "--json", "--batch", "-", "--for", "youth", "--why", "--from", "--to", "--out",
        "--by", "--", "-h",
    ]),
    max_size=5,
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder where commands are run."""
    folder, before = tmp_path_factory.mktemp("place"), Path.cwd()
    (folder / "town.yaml").write_bytes((ROOT / "tests" / "town.yaml").read_bytes())
    os.chdir(folder)
    yield folder
    os.chdir(before)


def ends(arguments: list[str], said: str = "") -> tuple[int, str]:
    """Runs a command in this process; returns its exit code and what it wrote to standard error."""
    out, wrong, given_in = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(said)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(wrong):
            code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdin = given_in
    return code, wrong.getvalue()


@fuzzed
@given(ARGUMENTS.filter(lambda given_: not {"run", "chat", "train"} & {*given_}))
def test_whatever_is_typed_behind_the_command_it_ends_with_a_code_and_no_trace(
    place: Path, arguments: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNOWLEDGE_DIR", str(BASE))
        code, said = ends(arguments)
    assert code in (0, 1, 2)
    assert "Traceback" not in said


@fuzzed
@given(st.lists(JSON.map(lambda data: json.dumps(data, ensure_ascii=True)) | TEXTS | TEXTS.map(lambda q: json.dumps({"q": q})), max_size=5))
def test_whatever_stands_in_a_batch_each_line_is_answered_or_named(place: Path, lines: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNOWLEDGE_DIR", str(BASE))
        code, said = ends(["ask", "--batch", "-"], "\n".join(lines))
    assert code in (0, 2)
    assert "Traceback" not in said
    assert (code == 2) == bool(said.strip())
