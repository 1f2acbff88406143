"""bot/draft.py and ``python -m bot draft``: words that were left become the draft of an entry."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bot.__main__ import main
from bot.check import check
from bot.draft import draft
from bot.entries import load
from bot.model import Refused, Topic, Wish
from tests.bases import copied
from tests.township import BASE, NOW, ROOT, TODAY, Bot, serving, settings
from tests.wire import Wire, message, press

WISH = Wish("s", NOW, "老板不给上夜班的钱", "wages", 3)
WAGES = Topic("wages", "讨薪", "labour")


def test_question_and_phrasing_are_filled_and_the_law_is_left_to_people(tmp_path: Path) -> None:
    path = draft(WISH, WAGES, tmp_path, TODAY)
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert path == tmp_path / "wages" / "draft-3.yaml"
    assert (written["question"], written["asked_as"], written["law"]) == (WISH.words, [WISH.words], [])
    assert "TODO：law" in path.read_text(encoding="utf-8")


def test_a_draft_in_the_knowledge_is_refused_until_a_law_stands_in_it(tmp_path: Path) -> None:
    base = copied(tmp_path)
    shutil.copy(draft(WISH, WAGES, tmp_path, TODAY), base / "wages" / "night-shift.yaml")
    said = [str(problem) for problem in check(base, TODAY)]
    assert any("law：一条法律都没有" in problem for problem in said)
    with pytest.raises(Refused):
        load(base, TODAY)


def test_a_draft_that_is_being_worked_on_is_not_overwritten(tmp_path: Path) -> None:
    draft(WISH, WAGES, tmp_path, TODAY)
    with pytest.raises(Refused, match="已经有这个草稿"):
        draft(WISH, WAGES, tmp_path, TODAY)


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a township in whose database words were left."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KNOWLEDGE_DIR", str(BASE))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    monkeypatch.setenv("MINGBAI_SECRET", "s" * 32)
    (tmp_path / "town.yaml").write_text("id: test-town\nname: 试验镇\ncounty: 试验县\n", encoding="utf-8")
    async with serving(settings(tmp_path), Wire()) as bot:
        await leave(bot)
    return tmp_path


async def leave(bot: Bot) -> None:
    await bot.get(message("/wish 给我讲个笑话听听"), press("f:wish:yes"))


def test_one_command_writes_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft", "1", "--topic", "wages"]) == 0
    assert (place / "drafts" / "wages" / "draft-1.yaml").exists()
    assert "补上法律依据" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "said"), [(("9",), "没有第 9 条"), (("1", "--topic", "moon"), "主题“moon”不认识")])
def test_a_wrong_number_or_topic_is_explained(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert main(["draft", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert ROOT.exists() and not (place / "drafts").exists()
