"""The one double: Telegram's side of the wire, for a real PTB Application."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.poll import Request

BOT_ID, BOT_NAME = 1, "mingbai_bot"
Call = tuple[str, Mapping[str, Any]]
"""Method name and parameters."""
Answer = tuple[int, bytes]
"""HTTP status and body."""


def fault(code: int, description: str, **parameters: Any) -> Answer:
    """What Telegram says when it refuses."""
    said = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return code, json.dumps(said).encode()


@dataclass
class Wire(BaseRequest):
    """Answers every method as Telegram would and remembers what was asked."""

    calls: list[Call] = field(default_factory=list)
    faults: dict[str, list[Answer | BaseException]] = field(default_factory=dict)
    """Method -> answers to give first, one a call."""
    on_call: Callable[[str], None] | None = None
    documents: list[str] = field(default_factory=list)
    """Names of the files sent."""
    contents: dict[str, bytes] = field(default_factory=dict)
    """What was in them, by name."""
    urls: list[str] = field(default_factory=list)
    """Addresses asked, in order."""
    _numbers: count[int] = field(default_factory=lambda: count(1000))

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> Answer:
        name = url.partition("?")[0].rpartition("/")[2]
        parameters = dict(request_data.parameters) if request_data else {}
        self.urls.append(url)
        if request_data and request_data.contains_files:
            for file in (request_data.multipart_data or {}).values():
                self.documents.append(str(file[0]))
                self.contents[str(file[0])] = bytes(file[1])
        self.calls.append((name, parameters))
        if self.on_call:
            self.on_call(name)
        if waiting := self.faults.get(name):
            answer = waiting.pop(0)
            if isinstance(answer, BaseException):
                raise answer
            return answer
        return 200, json.dumps({"ok": True, "result": self._result(name, parameters)}).encode()

    def _result(self, name: str, parameters: Mapping[str, Any]) -> Any:
        if name == "getMe":
            return {"id": BOT_ID, "is_bot": True, "first_name": "明白", "username": BOT_NAME}
        if name in ("sendMessage", "sendDocument", "sendPhoto"):
            chat = {"id": int(parameters["chat_id"]), "type": "private"}
            return {"message_id": next(self._numbers), "date": 1, "chat": chat, "text": parameters.get("text", "文件")}
        if name == "sendMediaGroup":
            return [self._result("sendPhoto", parameters) for _ in parameters["media"]]
        return True

    parse_json_payload = staticmethod(Request.parse_json_payload)

    def sent(self, chat: int | None = None) -> list[str]:
        """Texts sent so far, to everybody or to one chat."""
        return [
            p["text"] for name, p in self.calls
            if name == "sendMessage" and (chat is None or int(p["chat_id"]) == chat)
        ]

    def asked(self, name: str) -> list[Mapping[str, Any]]:
        """Parameters of every call of a method."""
        return [parameters for method, parameters in self.calls if method == name]

    def last(self) -> Mapping[str, Any]:
        """Parameters of the last message sent."""
        return next(p for name, p in reversed(self.calls) if name == "sendMessage")

    def rows(self) -> list[list[tuple[str, str]]]:
        """Label and data of the buttons under the last message, row by row."""
        markup = self.last().get("reply_markup")
        board = json.loads(markup)["inline_keyboard"] if markup else []
        return [[(b["text"], b["callback_data"]) for b in row] for row in board]

    def buttons(self) -> list[tuple[str, str]]:
        """The same, in one list."""
        return [button for row in self.rows() for button in row]


_updates = count(1)


def message(text: str | None = None, *, person: int = 7, chat: int | None = None, number: int | None = None,
            edited: bool = False, group: bool = False, **more: Any) -> dict[str, Any]:
    """An update with a message, as Telegram sends it."""
    update = next(_updates)
    where = {"id": -99 if group else person, "type": "supergroup" if group else "private"}
    if chat is not None:
        where["id"] = chat
    body: dict[str, Any] = {
        "message_id": number or update, "date": 1_790_000_000, "chat": where,
        "from": {"id": person, "is_bot": False, "first_name": "某人"}, **more,
    }
    if text is not None:
        body["text"] = text
        first = text.split()[0] if text.split() else ""
        if first.startswith("/"):
            body["entities"] = [{"type": "bot_command", "offset": 0, "length": len(first)}]
    if edited:
        body["edit_date"] = 1_790_000_001
    return {"update_id": update, "edited_message" if edited else "message": body}


def press(data: str, *, person: int = 7, **more: Any) -> dict[str, Any]:
    """An update with a pressed button."""
    update = next(_updates)
    chat = {"id": person, "type": "private"}
    under = {"message_id": 5, "date": 1_790_000_000, "chat": chat, "text": "…"}
    return {"update_id": update, "callback_query": {
        "id": str(update), "from": {"id": person, "is_bot": False, "first_name": "某人"},
        "chat_instance": "1", "message": under, "data": data, **more,
    }}


def inline(query: str, *, person: int = 7) -> dict[str, Any]:
    """An update with what somebody types behind the bot's name in any chat."""
    update, by = next(_updates), {"id": person, "is_bot": False, "first_name": "某人"}
    return {"update_id": update, "inline_query": {"id": str(update), "from": by, "query": query, "offset": ""}}


def posted(result: str, query: str, *, person: int = 7) -> dict[str, Any]:
    """An update that says which of the cards was posted."""
    by = {"id": person, "is_bot": False, "first_name": "某人"}
    return {"update_id": next(_updates), "chosen_inline_result": {"result_id": result, "from": by, "query": query}}


def mention(text: str) -> dict[str, Any]:
    """A group message that begins with the bot's name."""
    entity = {"type": "mention", "offset": 0, "length": len(BOT_NAME) + 1}
    return message(f"@{BOT_NAME} {text}".strip(), group=True, entities=[entity])


def above(text: str, *, of_the_bot: bool = False) -> dict[str, Any]:
    """The message that a group message replies to."""
    author = {"id": BOT_ID if of_the_bot else 9, "is_bot": of_the_bot, "first_name": "某人"}
    return {"message_id": 3, "date": 1, "chat": {"id": -99, "type": "supergroup"}, "text": text, "from": author}


BODY = {"id": 7, "is_bot": False, "first_name": "某人"}
STICKER = {"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1, "is_animated": False, "is_video": False,
           "type": "regular"}
VOICE = {"file_id": "x", "file_unique_id": "y", "duration": 2}
PHOTO = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
DOCUMENT = {"file_id": "x", "file_unique_id": "y"}
LOCATION = {"longitude": 1.0, "latitude": 1.0}
CONTACT = {"phone_number": "1", "first_name": "某人"}
POLL = {
    "id": "1", "question": "", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}
