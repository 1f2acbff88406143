"""/broadcasts: how far messages to subscribers have got; letting one go, stopping it, sending again what is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.flows import STEP
from bot.flows.fill import fill
from bot.ledger import Errands
from bot.model import AUDIENCES, Asker, Broadcast, BroadcastWords, Button, Released, Reply, SentAgain, Stopped
from bot.window import Window

_YES, _STOP, _AGAIN = "y", "s", "r"
_BEGINNING = 20
"""Characters of a text on the list."""


@dataclass(frozen=True, slots=True)
class Team:
    """Those who write to subscribers."""

    admins: Mapping[str, str]
    """Person hash -> sealed chat number."""
    errands: Errands
    """What waits."""
    now: Callable[[], datetime]
    """The time."""

    def others(self, person: str) -> Sequence[str]:
        """Where to reach the admins but one."""
        return [address for who, address in self.admins.items() if who != person]


class Progress:
    """A list with what can be done about each."""

    name = "broadcasts"
    needs = frozenset({"admin"})

    def __init__(self, window: Window, team: Team) -> None:
        """``window`` knows the words."""
        self._window, self._team = window, team

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The list, the newest first."""
        words, listed = self._words, await self._team.errands.broadcasts()
        if not listed:
            return Reply(words.none, flow="")
        buttons = [button for broadcast in listed for button in self._buttons(asker, broadcast)]
        if under_way(listed):
            buttons.append(Button(words.stop, f"{STEP}:{self.name}:{_STOP}"))
        lines = [f"{n}. {self._line(broadcast)}" for n, broadcast in enumerate(listed, 1)]
        return Reply("\n".join(lines), tuple(buttons), flow="")

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """One of the buttons."""
        words, (what, _, number) = self._words, (pressed or "").partition(":")
        listed = await self._team.errands.broadcasts()
        if what == _STOP:
            return Reply(words.stopped, rows=(Stopped(),)) if under_way(listed) else Reply(words.nothing_to_stop)
        found = next((b for b in listed if b.source == number), None)
        if what == _YES and found and found.state == "proposed":
            if found.by == asker.person:
                return Reply(words.own)
            return Reply(words.released, rows=(Released(found.source, asker.person, self._team.now()),))
        if what == _AGAIN and found and found.unsure and found.state in ("done", "sending"):
            return Reply(words.sent_again, rows=(SentAgain(found.source),))
        return Reply(words.over)

    @property
    def _words(self) -> BroadcastWords:
        return self._window.shelf.knowledge.words.broadcast

    def _buttons(self, asker: Asker, broadcast: Broadcast) -> Iterable[Button]:
        words = self._words
        if broadcast.state == "proposed" and broadcast.by != asker.person:
            yield Button(f"{words.release}：{_beginning(broadcast.text)}", f"{STEP}:{self.name}:{_YES}:{broadcast.source}")
        if broadcast.state == "done" and broadcast.unsure:
            yield Button(fill(words.again, unsure=broadcast.unsure), f"{STEP}:{self.name}:{_AGAIN}:{broadcast.source}")

    def _line(self, broadcast: Broadcast) -> str:
        words, b = self._words, broadcast
        counts = {"sent": b.sent, "waiting": b.waiting, "blocked": b.blocked, "unsure": b.unsure}
        state = words.states.get(b.state, b.state)
        return fill(words.line, state=state, **shown(self._window, b), **counts, text=_beginning(b.text))


def under_way(listed: Iterable[Broadcast]) -> bool:
    """Whether there is anything to stop."""
    return any(b.state in ("proposed", "sending") for b in listed)


def shown(window: Window, broadcast: Broadcast) -> Mapping[str, str]:
    """To whom it goes and with what card, in words."""
    base = window.shelf.knowledge
    words, entry = base.words.broadcast, base.entries.get(broadcast.entry or "")
    return {
        "audience": AUDIENCES.get(broadcast.audience or "", words.everybody),
        "village": broadcast.village or words.everywhere,
        "entry": entry.question if entry else words.no_entry,
    }


def _beginning(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _BEGINNING else plain[:_BEGINNING] + "……"
