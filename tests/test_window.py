"""bot/window.py: words or a button in, a reply out, with what is to be recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app import shelf
from bot.model import AUDIENCES, Asker, Campaign, Contact, Outcome, Refused
from bot.town import Office
from bot.window import Window
from tests.township import BASE, BEATEN, NO_QUESTION, NOW, TODAY, UNPAID, stock, town

ASKER = Asker("person", "pseudonym", "farmers", "东村", "telegram", menu=("topics", "o:wages/unpaid", "none"))


@pytest.fixture(scope="module")
def window() -> Window:
    """A window that stands still in time."""
    return Window(stock(), lambda: NOW)


def test_a_question_gets_its_card_and_one_contact_to_record(window: Window) -> None:
    reply = window.ask(ASKER, UNPAID, "mark")
    assert reply.text.startswith("【老板拖欠工资怎么办？】")
    assert reply.found is not None and reply.found.outcome is Outcome.MATCH
    assert reply.contact == Contact(
        at=NOW, day=TODAY, channel="telegram", kind="answer", source="mark", pseudonym="pseudonym", counted=True,
        audience="farmers", village="东村", topic="wages", entry="wages/unpaid", outcome="match",
        knowledge=window.shelf.knowledge.version,
    )


def test_the_asker_reads_the_words_of_their_audience(window: Window) -> None:
    assert "别硬吵" in window.ask(replace(ASKER, audience="elderly"), UNPAID, "").text
    assert "别硬吵" not in window.ask(replace(ASKER, audience=None), UNPAID, "").text


def test_too_few_words_get_a_choice_and_no_contact(window: Window) -> None:
    reply = window.ask(ASKER, "离婚", "mark")
    assert reply.text == "您是不是想问："
    assert {"o:marriage/divorce", "o:marriage/children"} <= {b.action for b in reply.buttons}
    assert reply.buttons[-1].action == "none"
    assert reply.contact is None


def test_words_without_an_answer_are_recorded_as_such_and_not_as_a_contact(window: Window) -> None:
    reply = window.ask(ASKER, NO_QUESTION, "mark")
    assert "答不上来" in reply.text
    assert reply.contact is not None
    assert (reply.contact.kind, reply.contact.entry) == ("unknown", None)


@pytest.mark.parametrize("text", ["how do I get a divorce", "12345678", "?!"])
def test_what_is_not_chinese_is_told_so_and_recorded_nowhere(window: Window, text: str) -> None:
    reply = window.ask(ASKER, text, "mark")
    assert "I only understand Chinese" in reply.text
    assert reply.contact is None


def test_blank_text_is_told_how_to_ask(window: Window) -> None:
    assert window.ask(ASKER, " \n ", "mark").text == "您还没写问题。"


def test_danger_comes_first_and_is_recorded_without_anything_of_the_person(window: Window) -> None:
    reply = window.ask(ASKER, f"{BEATEN}，{UNPAID}", "mark")
    assert reply.text.splitlines()[1] == "☎ 110 报警电话"
    assert reply.contact is not None
    assert reply.contact.kind == "emergency"
    kept = (reply.contact.pseudonym, reply.contact.audience, reply.contact.village, reply.contact.topic, reply.contact.entry)
    assert kept == ("", None, None, None, None)


def test_below_the_card_of_danger_stands_what_fits_it_and_then_what_else_was_asked(window: Window) -> None:
    found = window.understand(f"{BEATEN}。{UNPAID}", None)
    assert (found.outcome, found.emergency) == (Outcome.EMERGENCY, "beaten")
    assert found.entries[1] == "wages/unpaid"
    assert len(found.entries) <= 3
    assert found.why[0].startswith("危险：beaten（")


def test_the_number_of_a_button_last_shown_presses_it_however_it_is_typed(window: Window) -> None:
    for typed in ("2", "２", " 2. ", "2、", "02"):
        assert window.say(ASKER, typed, "mark").text.startswith("【老板拖欠工资怎么办？】")


def test_a_number_that_was_not_offered_is_explained_and_leaves_the_menu_alone(window: Window) -> None:
    for typed in ("4", "0", "99"):
        reply = window.say(ASKER, typed, "mark")
        assert (reply.text, reply.brief) == ("上一条没有这个数字。", True)


def test_a_number_without_a_menu_is_a_question(window: Window) -> None:
    assert window.say(replace(ASKER, menu=()), "2", "mark").found is not None


@pytest.mark.parametrize("word", ["主题", " 菜单 ", "目录", "全部主题"])
def test_the_word_for_it_opens_the_list_of_topics(window: Window, word: str) -> None:
    assert [b.action for b in window.say(ASKER, word, "mark").buttons] == ["t:marriage", "t:wages", "t:elders"]


def test_words_that_are_neither_are_a_question(window: Window) -> None:
    assert window.say(ASKER, UNPAID, "mark") == window.ask(ASKER, UNPAID, "mark")


def test_a_topic_lists_its_questions_and_the_way_back(window: Window) -> None:
    reply = window.press(ASKER, "t:wages", "mark")
    assert [b.action for b in reply.buttons] == ["o:wages/overtime", "o:wages/unpaid", "topics"]
    assert reply.contact is None


def test_an_opened_question_is_a_contact(window: Window) -> None:
    reply = window.press(ASKER, "o:wages/overtime", "mark")
    assert reply.contact is not None
    assert (reply.contact.kind, reply.contact.entry, reply.contact.outcome) == ("answer", "wages/overtime", "opened")


@pytest.mark.parametrize(("kind", "outcome", "said"), [
    ("y", "useful", "谢谢您告诉我。"), ("n", "useless", "谢谢，可以换个说法再问。"),
])
def test_a_rating_is_thanked_briefly_and_recorded(window: Window, kind: str, outcome: str, said: str) -> None:
    reply = window.press(ASKER, f"{kind}:wages/unpaid", "mark")
    assert (reply.text, reply.brief) == (said, True)
    assert reply.contact is not None
    assert (reply.contact.kind, reply.contact.outcome, reply.contact.topic) == ("feedback", outcome, "wages")


def test_help_names_the_helpers_of_the_entry(window: Window) -> None:
    reply = window.press(ASKER, "h:wages/unpaid", "mark")
    assert "劳动监察大队" in reply.text
    assert reply.contact is None


def test_an_audience_is_chosen_or_skipped(window: Window) -> None:
    assert window.press(ASKER, "a:youth", "mark").audience == "youth"
    assert window.press(ASKER, "a:", "mark").audience == ""


def test_none_of_them_asks_for_other_words(window: Window) -> None:
    assert window.press(ASKER, "none", "mark").text == "好的，请换个说法。"


@pytest.mark.parametrize("forged", ["", "x", "a:kings", "t:none", "o:none", "o:", "q:wages/unpaid", "y:../../secret", "：", "t"])
def test_a_forged_or_outdated_button_does_nothing_and_says_so(window: Window, forged: str) -> None:
    reply = window.press(ASKER, forged, "mark")
    assert (reply.text, reply.contact, reply.audience) == ("这个按钮过期了。", None, None)


def test_the_greeting_names_the_town_and_offers_the_audiences_and_a_way_past(window: Window) -> None:
    reply = window.greet()
    assert "试验镇" in reply.text
    assert [b.label for b in reply.buttons] == [*AUDIENCES.values(), "跳过"]


def test_help_leads_to_the_topics(window: Window) -> None:
    assert [b.action for b in window.help().buttons] == ["topics"]


def test_every_button_of_every_reply_leads_somewhere_and_fits_into_telegrams_64_bytes(window: Window) -> None:
    entries = [f"{kind}:{entry}" for entry in window.shelf.knowledge.entries for kind in "oh"]
    replies = [window.greet(), window.help(), window.ask(ASKER, "离婚", ""), window.ask(ASKER, NO_QUESTION, ""),
               window.ask(ASKER, BEATEN, ""), *(window.press(ASKER, a, "") for a in ("topics", "none", "t:wages", *entries))]
    actions = {b.action for reply in replies for b in reply.buttons}
    assert len(actions) > 10
    for action in actions:
        assert len(action.encode()) <= 64
        conversation = action.startswith("f:")  # which the desk leads to: see test_flows
        assert conversation or window.press(ASKER, action, "").text != window.shelf.knowledge.notices.gone


def test_the_township_has_its_own_names_and_numbers() -> None:
    office = Office(name="试验镇劳动所", phone="0531-1234567")
    window = Window(shelf(BASE, town(offices={"labour": office}), lambda: NOW), lambda: NOW)
    assert "·试验镇劳动所 0531-1234567\n" in window.ask(ASKER, UNPAID, "").text


def test_an_entry_whose_law_has_lapsed_is_offered_nowhere() -> None:
    then = NOW.replace(year=2040)
    window = Window(shelf(BASE, town(), lambda: then), lambda: then)
    assert window.press(ASKER, "o:marriage/divorce", "").text == "这个按钮过期了。"
    offered = {b.action for b in window.ask(ASKER, BEATEN, "").buttons}
    assert not offered & {f"o:{entry}" for entry in window.shelf.knowledge.withheld}
    found = window.understand("离婚要办什么手续", None)
    assert not set(found.entries) & set(window.shelf.knowledge.withheld)
    assert "marriage/divorce" in window.shelf.knowledge.withheld


def test_a_campaign_about_unknown_topics_is_refused_with_the_office_nobody_knows() -> None:
    spoilt = town(campaigns=(Campaign("节日", "11-25", ("nothing", "wages")),), offices={"moon": Office()})
    with pytest.raises(Refused) as refused:
        shelf(BASE, spoilt, lambda: NOW)
    assert [p.what.partition("；")[0] for p in refused.value.problems] == ["offices.moon：不认识", "campaigns（节日）：主题“nothing”不认识"]
