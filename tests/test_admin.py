"""handlers/admin.py: the report, for those whom town.yaml names."""

from __future__ import annotations

import pytest

from tests.township import ADMIN, DIVORCE, STAFF, UNPAID, Bot, Clock
from tests.wire import fault, message


async def test_an_admin_gets_the_files_of_the_period(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    [said] = await bot.get(message("/report 2026-11", person=ADMIN))
    assert said.startswith("报表做好了：2026年11月。\n对外版")
    assert bot.wire.documents == ["report.docx", "report.xlsx", "report.md", "csv.zip"]
    assert all(int(call["chat_id"]) == ADMIN for call in bot.wire.asked("sendDocument"))


async def test_without_a_period_it_is_this_year_in_beijing(bot: Bot, clock: Clock) -> None:
    clock.now = clock.now.replace(month=12, day=31, hour=17)
    [said] = await bot.get(message("/report", person=ADMIN))
    assert said.startswith("报表做好了：2027年。")


async def test_what_is_sent_may_leave_the_office_unless_the_internal_form_is_asked_for(bot: Bot) -> None:
    await bot.get(message(UNPAID), message(DIVORCE))
    [said] = await bot.get(message("/report 2026 内部", person=ADMIN))
    assert "不得对外提供" in said
    assert bot.wire.documents[:4] == ["内部-report.docx", "内部-report.xlsx", "内部-report.md", "内部-csv.zip"]
    assert len(bot.wire.asked("sendMediaGroup")[0]["media"]) == len(bot.wire.documents) - 4 >= 2
    assert bot.wire.asked("sendPhoto") == []


async def test_a_single_chart_is_sent_by_itself(bot: Bot, clock: Clock) -> None:
    await bot.get(message(UNPAID))
    clock.forward(days=30)
    await bot.get(message(UNPAID))
    await bot.get(message("/report 2026 内部", person=ADMIN))
    assert bot.wire.documents[-1] == "内部-chart-month.png"
    assert len(bot.wire.asked("sendPhoto")) == 1


@pytest.mark.parametrize("account", [7, STAFF])
async def test_nobody_else_gets_it(bot: Bot, account: int) -> None:
    assert await bot.get(message("/report 2026", person=account)) == ["这个功能只给管理员用。"]
    assert bot.wire.documents == []


async def test_a_wrong_period_is_explained(bot: Bot) -> None:
    [said] = await bot.get(message("/report 去年", person=ADMIN))
    assert "“去年”看不懂" in said
    assert bot.wire.documents == []


async def test_in_a_group_even_an_admin_gets_nothing(bot: Bot) -> None:
    assert await bot.get(message("/report 2026", person=ADMIN, group=True)) == []


async def test_the_files_can_be_cleared_with_the_chat(bot: Bot) -> None:
    await bot.get(message("/report 2026", person=ADMIN))
    sent = len(bot.wire.documents)
    await bot.get(message("/clear", person=ADMIN))
    assert len(bot.wire.asked("deleteMessages")[0]["message_ids"]) == sent + 3


async def test_a_file_that_telegram_did_not_take_is_sent_again(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.errors._PAUSE", 0.0)
    bot.wire.faults["sendDocument"] = [fault(502, "Bad Gateway")]
    assert len(await bot.get(message("/report 2026", person=ADMIN))) == 2
    assert bot.wire.documents.count("report.docx") == 2
