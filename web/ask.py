"""A question in words: it comes in as a form and is answered with an address that holds none of them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.answer import has_chinese
from bot.model import AUDIENCES, Outcome
from web import browse
from web.form import form
from web.pages import nonce
from web.reading import Busy
from web.room import Room
from web.sealed import Asked
from web.visit import name_browser, visitor

LONGEST = 1000
"""Characters of a question at most; a story of more is better told to a person."""
_BUSY = "这会儿问的人太多，请过一分钟再按一次“问一问”。"
_LONG = f"写得太长了（最多{LONGEST}个字）。请用一两句话说，或者打12348慢慢讲。"


async def ask(room: Room, request: Request) -> Response:
    """Understand the question and send the browser to its answer; a question that is none is asked for again."""
    fields = await form(request)
    words, notices = fields.get("q", "").strip(), room.base.notices
    audience = fields.get("for", "")
    audience = audience if audience in AUDIENCES else ""
    problem = notices.empty if not words else _LONG if len(words) > LONGEST else None
    if problem:
        return browse.asked_again(room, request, problem, words[:LONGEST], audience)
    try:
        found = await room.reading.found(words, audience or None)
    except Busy:
        return browse.asked_again(room, request, _BUSY, words, audience, status=503)
    if found.outcome not in (Outcome.MATCH, Outcome.EMERGENCY) and not has_chinese(words):
        return browse.asked_again(room, request, notices.not_chinese, words, audience)
    known = visitor(room, request).name
    name = known or room.seals.new_visitor()
    # The same form sent twice has the same mark; with other words in it, another.
    mark = room.desk.source("web", fields.get("n") or nonce(), words)
    token = room.seals.close(Asked(mark, found, audience, room.seals.tag(name)))
    where = f"/q/{found.entries[0]}?v={token}" if found.outcome is Outcome.MATCH else f"/a/{token}"
    response = room.pages.go(request, where)
    if known is None:
        name_browser(room, request, response, name)
    return response
