"""The figures of the report, each with its rule beside it."""

from __future__ import annotations

from bot.count.contacts import Contacts
from bot.count.records import Kept
from bot.model import Line

ONE_A_DAY = "同一个人同一天看同一张卡片算1人次；浏览器不留代号的，每看一次算1人次，不算人数"
NOT_ONLINE = "开始、菜单、帮助、报错、答不上来的、工作人员和测试账号、同一人当天重复看同一张、没人点开的群发"
_STAFF = "工作人员和测试账号"
_CHAT = "从聊天里推断的任何数"


def lines(contacts: Contacts, kept: Kept) -> tuple[Line, ...]:
    """Every figure, in the order of the report."""
    return (
        Line("online", "线上受教育群众", contacts.shown, "人次", ONE_A_DAY, NOT_ONLINE),
        Line("people", "服务人数", contacts.people, "人", "本期内不同的匿名代号数", NOT_ONLINE),
        *_of_sessions(kept),
        Line("delivered", "电子资料送达", contacts.times("delivered"), "份次", "答案卡片被转发出去一次，或分享的链接被打开一次，算1份次",
             f"发送的消息数、{_STAFF}"),
        Line("volunteers", "法律明白人", kept.members, "名",
             "本期最后一天在正式名册上的人数" + _note(kept.members is None, "名册还没有导入"), "账号数、分享人数"),
        *_of_mediations(kept),
        Line("unknown", "未能解答", contacts.times("unknown"), "次", "回答“答不上来”的次数", _STAFF),
        Line("emergencies", "紧急转介", contacts.times("emergency"), "次", "出示紧急卡片的次数；只计总数，不分类", _STAFF),
        Line("referred", "咨询转办", contacts.times("referred", outcome="answered"), "件", "群众转给司法所并得到答复的咨询",
             f"还没有答复的、群众撤回的、过期没有答复的、{_STAFF}"),
    )


def _of_sessions(kept: Kept) -> tuple[Line, ...]:
    note = _note(not kept.any_session, "本期没有登记") + _note(kept.waiting > 0, f"另有{kept.waiting}场没有经第二人确认，没有计入")

    def line(key: str, label: str, value: int, unit: str, rule: str, excludes: str) -> Line:
        return Line(key, label, value if kept.any_session else None, unit, rule + note, excludes)

    return (
        line("offline", "线下受教育群众", sum(s.headcount for s in kept.sessions), "人次", "经第二人确认的场次的现场人数之和",
             "机器人里的任何记录、没有确认的和作废的场次"),
        line("events", "开展活动", len(kept.sessions), "场次", "经第二人确认的场次数", "没有确认的和作废的场次"),
        line("sheets", "发放宣传资料", sum(s.sheets for s in kept.sessions), "份", "随经确认的场次登记的纸质资料份数之和", "消息"),
    )


def _of_mediations(kept: Kept) -> tuple[Line, ...]:
    known = bool(kept.mediations) and not kept.across
    note = _note(not kept.mediations and not kept.across, "本期没有登记")
    note += _note(kept.across > 0, f"有{kept.across}行台账跨越本期首尾，分不出本期的数；请按本期起止拆开登记")

    def line(key: str, label: str, value: int, what: str) -> Line:
        return Line(key, label, value if known else None, "起", f"调解台账上本期各行的{what}数之和{note}", _CHAT)

    return (
        line("disputes", "矛盾纠纷排查", sum(m.found for m in kept.mediations), "排查"),
        line("settled", "矛盾纠纷化解", sum(m.settled for m in kept.mediations), "化解"),
    )


def _note(holds: bool, text: str) -> str:
    return f"；{text}" if holds else ""
