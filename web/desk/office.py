"""What every page of the desk shares, and who stands at it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk import note
from bot.model import Asker, Effects, Reply
from bot.model.passes import ADMIN, Pass
from web.desk.figures import Figures
from web.desk.keys import Keys
from web.desk.making import Making
from web.desk.means import Means
from web.desk.upload import Uploads
from web.pages import look
from web.room import Room

_MOST = 100
"""Browsers for which a sentence waits, at most."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who has opened the desk, looked up anew for each request."""

    held: Pass
    """By what they came."""
    mark: str
    """What their forms carry."""

    @property
    def person(self) -> str:
        """Under which hash what they do is recorded: as in the bot's conversations or at the command line."""
        return self.held.person

    @property
    def acts(self) -> bool:
        """Whether they may do something, and see everything; a leader may only look."""
        return self.held.role == ADMIN

    def asker(self) -> Asker:
        """As the conversations of the bot know them: what is done here is done by the same steps."""
        return Asker(self.person, "", channel="web", counted=False, roles=frozenset({"staff", "admin"} if self.acts else ()))


class Office:
    """The parts of the desk."""

    def __init__(self, room: Room, means: Means) -> None:
        self.room, self.means = room, means
        self.keys = Keys(means.secret)
        self.figures = Figures(room.desk, means.now)
        self.making = Making(means.now)
        self.uploads = Uploads(means.now)
        self._said: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def show(self, request: Request, who: Signed, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of the desk, ``desk/<template>``, with what was said last above it; kept nowhere in the browser."""
        said = self._said.pop(who.held.digest, ())
        return self.room.pages.show(request, f"desk/{template}", status=status, private=True, who=who, said=said, **values)

    def notice(self, request: Request, what: str, status: int, who: Signed | None = None, lines: tuple[str, ...] = ()) -> Response:
        """A page that says why there is no other; ``what`` names the sentence in ``desk/notice.html``."""
        return self.room.pages.show(
            request, "desk/notice.html", status=status, private=True, who=who, said=(), what=what, lines=lines
        )

    def say(self, who: Signed, *lines: str) -> None:
        """Keep sentences for the next page that this browser is shown."""
        self._said[who.held.digest] = lines
        self._said.move_to_end(who.held.digest)
        while len(self._said) > _MOST:
            self._said.popitem(last=False)

    async def press(self, who: Signed, action: str, source: str) -> Reply:
        """What a button of the bot's conversations does, done from here: the same step, the same rows, no other.

        ``source`` marks it, so that the same form sent twice is written once; see :meth:`bot.desk.Desk.source`.
        """
        return await self.keep(await self.room.desk.press(who.asker(), action, source))

    async def keep(self, reply: Reply) -> Reply:
        """Write what a step leaves behind, and return its reply.  Raises :class:`bot.model.Unavailable` when it cannot be."""
        effects = Effects()
        note(effects, reply)
        await self.room.desk.settle(effects)
        return reply

    def go(self, request: Request, path: str) -> Response:
        """Send the browser on, by GET; ``path`` begins with ``/desk``."""
        # Not in the larger type of the residents' page, for which the cookie is not meant.
        return RedirectResponse(look(request).plain + path, 303, {"cache-control": "no-store"})

    def door(self, request: Request) -> str:
        """The path before every address of the desk, for its cookie."""
        return f"{look(request).plain}/desk"
