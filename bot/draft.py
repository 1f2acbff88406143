"""Words that found no answer -> the draft of an entry, which ``check`` refuses until a law stands in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml

from bot.model import Problem, Refused, Topic, Wish

_HEAD = """\
# 草稿：来自居民愿意留下的话。写好以后放进 knowledge/{topic}/，文件名用小写字母和短横线，再运行 python -m bot check。
# TODO：law 还空着，检查通不过；请法律工作人员写上作出结论的条文，不能凭印象写。
# TODO：asked_as 至少 8 种问法；answer、help 也要写。
"""


def drafted(wish: Wish, topic: Topic, today: date) -> str:
    """The draft as text."""
    entry = {
        "question": wish.words,
        "asked_as": [wish.words],
        "answer": {"short": "", "steps": [], "mind": []},
        "law": [],
        "help": [topic.help, "12348"],
        "owner": topic.help,
        "checked": today,
        "approved": None,
        "again_by": today.replace(year=today.year + 1, day=min(today.day, 28)),
    }
    return _HEAD.format(topic=topic.id) + yaml.safe_dump(entry, allow_unicode=True, sort_keys=False)


def draft(wish: Wish, topic: Topic, folder: Path, today: date) -> Path:
    """Write the draft below ``folder`` and return its path.  Raises :class:`Refused` where it is there already."""
    path = folder / topic.id / f"draft-{wish.number}.yaml"
    if path.exists():
        raise Refused((Problem(str(path), "已经有这个草稿；请接着改它，或先挪走"),))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(drafted(wish, topic, today), encoding="utf-8")
    return path
