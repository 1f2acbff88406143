"""A few labelled questions of the tests' own about the tests' own base."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bot.model import Labelled

QUESTIONS = (
    Labelled("干了半年活老板一分钱没给", "in", ("wages/unpaid",), source="a"),
    Labelled("工头欠我工钱不给咋办", "in", ("wages/unpaid",), source="a"),
    Labelled("厂里扣着工资不发怎么办", "in", ("wages/unpaid",)),
    Labelled("晚上加班到十点没有加班费", "in", ("wages/overtime",), source="b"),
    Labelled("天天加班不给钱合法吗", "in", ("wages/overtime", "wages/unpaid")),
    Labelled("想离婚该怎么办手续", "in", ("marriage/divorce",)),
    Labelled("协议离婚去哪里办", "in", ("marriage/divorce",), audience="youth"),
    Labelled("离了婚娃判给谁", "in", ("marriage/children",)),
    Labelled("没结成婚，彩礼退不退", "in", ("marriage/bride-price",)),
    Labelled("女方悔婚彩礼怎么要回", "in", ("marriage/bride-price",)),
    Labelled("儿子不养爹妈咋整", "in", ("elders/support",)),
    Labelled("老了没人管能告儿女吗", "in", ("elders/support",), audience="elderly"),
    Labelled("老婆闹着要分开", "unclear", ("marriage/divorce", "marriage/children")),
    Labelled("商标被人抢注了怎么办", "legal_out", ()),
    Labelled("公司注销要登几次公告", "legal_out", ()),
    Labelled("明天会下雨吗", "not_legal", ()),
    Labelled("我老公拿刀要砍死我", "in", ("marriage/divorce",), urgent=True),
)


def as_line(question: Labelled) -> str:
    """A line of a file of labelled questions."""
    row = {"q": question.q, "kind": question.kind, "ids": question.ids, "urgent": question.urgent, "src": question.source}
    return json.dumps(row | ({"for": question.audience} if question.audience else {}), ensure_ascii=False)


def written(folder: Path, questions: Sequence[Labelled] = QUESTIONS) -> Path:
    """A file of them in ``folder``."""
    path = folder / "questions.jsonl"
    path.write_text("".join(as_line(q) + "\n" for q in questions), encoding="utf-8")
    return path
