"""Danger is seen before any question of law, and only where there is some."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from bot.check import prose_faults
from bot.emergency import danger, pattern, reason
from bot.model import Emergency
from bot.yamlfile import read_yaml
from tests.alarms import EVERY

ROOT = Path(__file__).parent.parent
PHRASES = yaml.safe_load((ROOT / "knowledge" / "danger.yaml").read_text(encoding="utf-8"))
FALSE_ALARMS = yaml.safe_load((ROOT / "tests" / "false_alarms.yaml").read_text(encoding="utf-8"))
_EMERGENCY = TypeAdapter(Emergency)
CARDS = tuple(
    _EMERGENCY.validate_python({**fields, "id": name})
    for name, fields in read_yaml(ROOT / "knowledge" / "emergencies.yaml", "knowledge/emergencies.yaml").items()
)


def seen(text: str) -> str | None:
    """The id of the card that ``text`` brings up."""
    found = danger(text, CARDS)
    return found.id if found else None


@pytest.mark.parametrize("card", PHRASES["plain"])
def test_a_call_for_help_brings_up_its_card(card: str) -> None:
    assert [text for text in PHRASES["plain"][card] if seen(text) != card] == []


def test_a_question_or_small_talk_brings_up_no_card_but_for_the_known_mistakes() -> None:
    tried = PHRASES["calm"][::EVERY]
    assert [text for text in tried if seen(text)] == [text for text in FALSE_ALARMS["rules"] if text in {*tried}]


def test_being_beaten_is_danger_and_going_out_to_work_is_not() -> None:
    assert (seen("老公打我"), seen("老公打工")) == ("home-violence", None)


def test_a_knife_on_television_is_no_danger() -> None:
    assert seen("电视里拿刀吓人") is None


def test_drinking_pesticide_is_danger_and_spraying_it_is_not() -> None:
    assert (seen("我爸喝农药了"), seen("农药怎么打")) == ("suicide", None)


def test_what_happened_years_ago_is_no_danger() -> None:
    assert seen("我爸喝农药去世三年了") is None


@pytest.mark.parametrize("text", ["老公打窝", "老公家爆我", "我想自傻", "俺爹喝了百草估", "我被强尖了"])
def test_words_typed_by_sound_are_understood(text: str) -> None:
    assert seen(text)


@pytest.mark.parametrize("text", ["老公打我！！！", "老公 打我", "老公打我老公打我", "我爸喝農藥了"])
def test_spaces_marks_doubling_and_traditional_characters_change_nothing(text: str) -> None:
    assert seen(text)


def test_danger_in_the_middle_of_a_long_story_is_found() -> None:
    story = "我想问分家的事，去年还去法院问过，老宅是爷爷留下的四间瓦房，还有两棵枣树一口水井和一个石磨。" * 2
    assert seen(f"{story}他现在拎着斧头在外面砸门，我们不敢出去。{story}")


def test_a_court_far_from_the_danger_does_not_undo_it() -> None:
    assert seen("他举着菜刀在院里骂，我跟娃躲在里屋不敢出声，等天亮了我再想想要不要去找个律师到法院起诉离婚")


def test_empty_and_wordless_messages_are_no_danger() -> None:
    assert [seen(text) for text in ("", "  ", "？？？", "😭😭😭", "1")] == [None] * 5


def test_a_rule_beats_the_signs_of_an_earlier_card() -> None:
    first = Emergency("first", "", (), (), (), (), (), signs={"火": 3}, enough=3)
    second = Emergency("second", "", (), (), (("着火",),), (), ())
    found = danger("着火", (first, second))
    assert found is not None and found.id == "second"


def test_small_signs_without_a_weighty_one_are_no_danger() -> None:
    card = Emergency("card", "", (), (), (), (), (), signs={"甲": 2, "乙": 2}, enough=4)
    assert danger("甲乙", (card,)) is None


def test_what_undoes_a_rule_must_stand_near() -> None:
    card = Emergency("card", "", (), (), (("打我", "不是 去年"),), (), ())
    assert danger("去年打我", (card,)) is None
    assert danger("去年" + "家里收成不好" * 6 + "打我", (card,)) is card


def test_the_reason_is_the_rule_as_written_or_the_points() -> None:
    card = Emergency("card", "", (), (), (("打我", "不是 去年"),), (), (), signs={"刀": 3}, enough=3)
    assert reason("他打我", card) == "打我 ＋ 不是 去年"
    assert reason("刀", card) == "迹象3分，够3分"
    assert reason("你好", card) is None


def test_a_gap_stops_at_a_pause_and_a_long_gap_does_not() -> None:
    assert not pattern("甲…乙", {}).search("甲，乙")
    assert pattern("甲……乙", {}).search("甲，乙")


def test_a_word_group_that_is_missing_or_uses_itself_is_named() -> None:
    for words in ({}, {"甲": "{甲}"}):
        with pytest.raises(KeyError, match="甲"):
            pattern("{甲}", words)


def test_every_card_says_whom_to_call_and_two_to_four_first_things() -> None:
    helpers = yaml.safe_load((ROOT / "knowledge" / "helpers.yaml").read_text(encoding="utf-8"))["hotlines"]
    for card in CARDS:
        assert card.calls and set(card.calls) <= set(helpers), card.id
        assert 2 <= len(card.first) <= 4, card.id
        assert not [fault for text in (card.title, *card.first) for fault in prose_faults(text)], card.id
        assert len(card.entries) <= 3, card.id


def test_looking_for_danger_is_quick_however_long_the_message() -> None:
    seen("热身")
    began = time.perf_counter()
    for number in range(100):
        seen(f"请问老公在外地打工三年没回家，孩子上学的钱谁来出，第{number}次问")
    seen("他说我爸妈打工的时候，" * 350)
    assert time.perf_counter() - began < 3
