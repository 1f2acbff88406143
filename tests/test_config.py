"""bot/config.py: the environment and town.yaml, with every mistake named at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config import Settings, settings, sources
from bot.model import Refused
from bot.town import read_town
from tests.township import TOKEN

GOOD = "id: a-town\nname: 试验镇\ncounty: 试验县\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a township in it."""
    (tmp_path / "town.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def refused(root: Path, **env: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        settings(env, root)
    return [str(problem) for problem in caught.value.problems]


def of_town(root: Path, text: str) -> list[str]:
    (root / "town.yaml").write_text(text, encoding="utf-8")
    return refused(root)


def test_without_any_variable_the_township_is_served_in_the_terminal_from_files_here(root: Path) -> None:
    chosen = settings({}, root)
    assert chosen.token is None
    assert chosen.database_url == f"sqlite:///{root / 'data' / 'mingbai.db'}"
    assert chosen.knowledge == root / "knowledge"
    assert chosen.town.name == "试验镇"


def test_every_variable_is_heard_and_blanks_around_it_are_not(root: Path) -> None:
    (root / "other.yaml").write_text(GOOD.replace("试验镇", "别的镇"), encoding="utf-8")
    chosen = settings({
        "TELEGRAM_TOKEN": f" {TOKEN}\n", "WEBHOOK_URL": "https://example.org", "WEBHOOK_SECRET": "a_b-1",
        "HOST": "0.0.0.0", "PORT": "9000", "TELEGRAM_API_URL": "http://127.0.0.1:1", "DATABASE_URL": "postgresql://x/y",
        "MINGBAI_SECRET": "k" * 32, "TOWN_FILE": "other.yaml", "KNOWLEDGE_DIR": "kb", "DATA_DIR": "elsewhere",
        "TELEGRAM_LIMITS": "off", "HEALTH_PORT": "9001", "METRICS_PORT": "9002", "WATCH_HOST": "::1",
    }, root)
    assert chosen == Settings(
        TOKEN, "https://example.org", "a_b-1", "0.0.0.0", 9000, "http://127.0.0.1:1", "postgresql://x/y", b"k" * 32,
        read_town(root / "other.yaml"), root / "kb", root / "other.yaml", root / "elsewhere", False, 9001, 9002, "::1",
    )


def test_an_empty_variable_is_as_good_as_none(root: Path) -> None:
    assert settings({"TELEGRAM_TOKEN": " ", "PORT": ""}, root).port == 8080


def test_the_secret_is_made_once_for_the_owner_alone_and_kept(root: Path) -> None:
    first = settings({}, root).secret
    assert settings({}, root).secret == first
    assert len(first) >= 32
    assert (root / "data" / "secret").stat().st_mode & 0o777 == 0o600


def test_a_secret_given_from_outside_is_not_written_down(root: Path) -> None:
    assert settings({"MINGBAI_SECRET": "k" * 32}, root).secret == b"k" * 32
    assert [*(root / "data").iterdir()] == []


def test_all_mistakes_of_environment_and_town_are_named_at_once_and_nothing_is_written(root: Path) -> None:
    (root / "town.yaml").write_text(GOOD + "vilages: [东村]\nadmins: [张三]\n", encoding="utf-8")
    said = refused(
        root, TELEGRAM_TOKEN="123", WEBHOOK_URL="http://x", WEBHOOK_SECRET="空 格", PORT="70000",
        DATABASE_URL="mysql://x", MINGBAI_SECRET="short",
    )
    named = [
        "town.yaml: admins.0：", "town.yaml: vilages：不认识的键", "TELEGRAM_TOKEN: ", "WEBHOOK_URL: ",
        "WEBHOOK_SECRET: ", "PORT: ", "DATABASE_URL: ", "MINGBAI_SECRET: ",
    ]
    assert all(any(line.startswith(start) for line in said) for start in named)
    assert len(said) == len(named)
    assert not (root / "data").exists()


@pytest.mark.parametrize(("name", "value"), [
    ("TELEGRAM_TOKEN", "123456:短"), ("WEBHOOK_URL", "https://without.token"), ("PORT", "八千"), ("PORT", "0"), ("PORT", "²"),
    ("WEBHOOK_URL", "https://["), ("WEBHOOK_URL", "https://"), ("TELEGRAM_API_URL", "ftp://x"), ("TELEGRAM_API_URL", "http://x:y"),
    ("HEALTH_PORT", "x"), ("METRICS_PORT", "99999"), ("TELEGRAM_LIMITS", "no"),
    ("WEBHOOK_SECRET", "a" * 257), ("DATABASE_URL", "data/x.db"), ("MINGBAI_SECRET", "k" * 31),
])
def test_a_wrong_variable_is_named(root: Path, name: str, value: str) -> None:
    assert any(line.startswith(f"{name}: ") for line in refused(root, **{name: value}))


def test_a_secret_that_lost_its_content_stops_the_program_before_people_are_counted_twice(root: Path) -> None:
    settings({}, root)
    (root / "data" / "secret").write_text("abc", encoding="ascii")
    [said] = refused(root)
    assert "从备份恢复" in said


def test_a_data_folder_that_cannot_be_made_is_named(root: Path) -> None:
    (root / "data").write_text("a file", encoding="ascii")
    [said] = refused(root)
    assert "写入权限" in said


def test_a_secret_that_cannot_be_read_is_named(root: Path) -> None:
    (root / "data" / "secret").mkdir(parents=True)
    [said] = refused(root)
    assert f"{root / 'data' / 'secret'}: 读写不了" in said


def test_with_secret_and_database_elsewhere_no_folder_is_made(root: Path) -> None:
    settings({"MINGBAI_SECRET": "k" * 32, "DATABASE_URL": "postgresql://x/y"}, root)
    assert not (root / "data").exists()


def test_a_missing_and_an_empty_town_are_told_apart(root: Path) -> None:
    assert "是空的" in of_town(root, "# 还没写\n")[0]
    (root / "town.yaml").unlink()
    assert refused(root) == ["town.yaml: 没有这个文件；请补上或改正路径"]


def test_a_broken_town_is_named_with_its_line(root: Path) -> None:
    assert re.match(r"town\.yaml: 第 \d 行读不懂", of_town(root, GOOD + "villages: [东村\n")[0])


def test_mistakes_of_the_clerk_are_named_key_by_key(root: Path) -> None:
    said = of_town(root, """
id: A Town
name: " "
county: 县
villages: [东村, 西村, 东村]
offices:
  police-station: {phone: 打这个}
""")
    assert [line.partition("：")[0] for line in said] == [
        "town.yaml: id", "town.yaml: name", "town.yaml: villages", "town.yaml: offices.police-station.phone",
    ]


def test_a_phone_written_as_a_number_is_a_phone(root: Path) -> None:
    (root / "town.yaml").write_text(GOOD + "offices: {police-station: {phone: 110}}\n", encoding="utf-8")
    assert read_town(root / "town.yaml").offices["police-station"].phone == "110"


def test_a_command_that_records_nothing_reads_town_and_knowledge_alone(root: Path) -> None:
    given = sources({"KNOWLEDGE_DIR": "kb", "PORT": "wrong"}, root)
    assert (given.town.id, given.knowledge, given.data) == ("a-town", root / "kb", root / "data")
    assert not (root / "data").exists()


@pytest.mark.parametrize(("name", "value"), [
    ("TELEGRAM_TOKEN", TOKEN), ("MINGBAI_SECRET", "k" * 40), ("WEBHOOK_SECRET", "a_b"), ("DATABASE_URL", "postgresql://x/y"),
])
def test_a_secret_may_be_given_as_a_file(root: Path, name: str, value: str) -> None:
    (root / "given").write_text(value + "\n", encoding="utf-8")
    assert settings({f"{name}_FILE": str(root / "given")}, root) == settings({name: value, "DATA_DIR": "data"}, root)


def test_files_of_secrets_that_cannot_be_used_are_all_named(root: Path) -> None:
    (root / "empty").write_text(" \n", encoding="utf-8")
    (root / "bytes").write_bytes(b"\xff\xfe")
    said = refused(
        root, TELEGRAM_TOKEN=TOKEN, TELEGRAM_TOKEN_FILE="x", MINGBAI_SECRET_FILE=str(root / "none"),
        WEBHOOK_SECRET_FILE=str(root / "empty"), DATABASE_URL_FILE=str(root / "bytes"),
    )
    assert [line.partition("：")[0].partition("；")[0] for line in said] == [
        "TELEGRAM_TOKEN_FILE: 和 TELEGRAM_TOKEN 只能设一个", "MINGBAI_SECRET_FILE: 读不了（No such file or directory）",
        "WEBHOOK_SECRET_FILE: 是空的", "DATABASE_URL_FILE: 读不了（不是文字）",
    ]
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("campaigns: [{name: 宪法日, days: 12-4}]", "campaigns 第 1 个（宪法日）：days 里的“12-4”看不懂"),
        ("campaigns: [{name: 宪法日, days: 12-04}, {name: 宪法日, days: 12-05}]", "campaigns：“宪法日”写了两次"),
        ("campaigns: [{name: 宪法日, days: 12-04, audiences: [kids]}]", "audiences 里的“kids”不认识"),
        ("campaigns: [{name: '', days: 12-04}]", "name 要写 1 到 20 个字"),
        ("campaigns: [{name: 宪法日, day: 12-04}]", "campaigns.0.day：不认识的键"),
        ("mediators: {月亮村: {name: 张三}}", "mediators.月亮村：villages 里没有这个村"),
        ("villages: [东村]\nmediators: {东村: {name: 张三, phone: 不知道}}", "mediators.东村.phone：“不知道”不像电话"),
        ("handover_days: 0", "handover_days：0 不合适"),
        ("staff_chat: 司法所", "staff_chat：应当是整数"),
    ],
)
def test_a_wrong_campaign_mediator_or_staff_chat_is_named(root: Path, written: str, said: str) -> None:
    assert any(said in problem for problem in of_town(root, GOOD + written + "\n"))


def test_all_wrong_campaigns_are_named_at_once(root: Path) -> None:
    written = "campaigns: [{name: 甲, days: 一月}, {name: 乙, days: 13-01, audiences: [x]}]\nhandover_days: 99\n"
    assert len(of_town(root, GOOD + written)) == 4


def test_venues_and_the_other_towns_of_a_county_may_be_named(root: Path) -> None:
    (root / "town.yaml").write_text(GOOD + "venues: [村, 校]\ntowns: {b-town: 邻镇}\n", encoding="utf-8")
    town = settings({}, root).town
    assert (town.venues, town.towns) == (("村", "校"), {"b-town": "邻镇"})
    assert of_town(root, GOOD + "venues: [村, 村]\n") == ["town.yaml: venues：“村”写了两次；请删去一个"]
