"""Entries that need somebody: due, withheld, unsigned; and one of them beside its law, to be signed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.answer import article_name
from bot.approve import approve
from bot.entries import version
from bot.model import Entry, Problem, Refused
from bot.statutes import Statutes
from web.desk.office import Office, Signed

_SOON = timedelta(days=30)
_CHANGED = Problem("知识库", "您看的时候它改过了，没有签；请先换上改过的知识库（机器人里发 /reload），再看一遍这张卡片")


async def show(office: Office, request: Request, who: Signed) -> Response:
    """The lists."""
    base, today = office.room.base, office.room.desk.today()
    entries = sorted(base.entries.values(), key=lambda entry: entry.again_by)
    due = [entry for entry in entries if entry.again_by < today]
    soon = [entry for entry in entries if today <= entry.again_by <= today + _SOON]
    topics = [(topic, base.of_topic(topic.id)) for topic in base.topics.values()]
    unsigned = sum(entry.approved is None for entry in entries)
    return office.show(
        request, who, "entries.html", withheld=base.withheld, due=due, soon=soon, topics=topics, unsigned=unsigned, version=base.version
    )


async def one(office: Office, request: Request, who: Signed) -> Response:
    """An entry on one side, its articles on the other."""
    entry = _entry(office, request)
    texts = await asyncio.to_thread(_texts, office, entry)
    laws = [(f"《{law.cite}》{article_name(law.article)}", law.says, text) for law, text in zip(entry.law, texts, strict=True)]
    base = office.room.base
    return office.show(
        request, who, "entry.html", entry=entry, laws=laws, topic=base.topics[entry.topic], statutes=base.statutes,
        seen=base.version, today=office.room.desk.today(), with_text=office.means.laws is not None,
    )  # fmt: skip


def _texts(office: Office, entry: Entry) -> list[str | None]:
    """Each article's own words; None where there is no folder of statutes, or not this article in it."""
    if office.means.laws is None:
        return [None] * len(entry.law)
    statutes = Statutes(office.means.laws)
    return [statutes.articles(law.cite).get(law.article) for law in entry.law]


async def sign(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """签发, as ``python -m bot approve`` does it; then the knowledge is taken in anew.

    Raises :class:`Refused` where the entry is not what was looked at any more, or the name is none.
    """
    entry, folder = _entry(office, request), office.means.knowledge
    by, seen = fields.get("by", "").strip(), fields.get("seen", "")
    try:
        if not seen == office.room.base.version == await asyncio.to_thread(version, folder):
            raise Refused((_CHANGED,))
        await asyncio.to_thread(approve, folder, [entry.id], by, office.room.desk.today())
    except OSError as error:
        raise Refused((Problem(str(folder), f"写不进去（{error.strerror}）；请在服务器上运行 approve 命令"),)) from error
    problems = await office.means.reload()
    if problems:
        raise Refused(problems)
    office.say(who, office.room.base.words.desk.signed.replace("{question}", entry.question).replace("{by}", by))
    return office.go(request, f"/desk/entries/{entry.id}")


def _entry(office: Office, request: Request) -> Entry:
    entry = office.room.base.entries.get("{topic}/{slug}".format(**request.path_params))
    if entry is None:
        raise HTTPException(404)
    return entry
