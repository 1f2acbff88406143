"""/behalf: a volunteer asks for villagers, one after the other; each is counted, none is named (代问)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.flows import CANCEL, STEP
from bot.flows.fill import fill
from bot.model import AUDIENCES, Asker, Button, Reply
from bot.model.words_carry import BehalfWords
from bot.window import Window

_UNSAID = "-"
_NEXT, _CHANGE, _END = "next", "change", "end"


@dataclass(frozen=True, slots=True)
class Villager:
    """Whom the questions are for, as far as it is known: the state of the conversation."""

    audience: str | None = None
    """A key of AUDIENCES or ``-``; None: not asked yet."""
    pseudonym: str = ""
    """Random, for counting different people; empty: not asked so far."""
    village: str = _UNSAID
    """A village of town.yaml or ``-``."""

    @staticmethod
    def read(state: str) -> Villager:
        """What :meth:`dump` wrote."""
        audience, _, rest = state.partition(" ")
        pseudonym, _, village = rest.partition(" ")
        return Villager(audience or None, pseudonym, village or _UNSAID)

    def dump(self) -> str:
        """The name of the village stands last: it may have spaces."""
        return " ".join(filter(None, (self.audience, self.pseudonym, self.village if self.pseudonym else "")))


class Behalf:
    """Audience and village once, then question after question until it is ended."""

    name = "behalf"
    needs = frozenset({"volunteer"})

    def __init__(self, window: Window, villages: Sequence[str]) -> None:
        self._window, self._villages = window, tuple(villages)

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The first question."""
        return self._ask_audience(self._words().which_audience)

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """The next step, or a question for the window."""
        words, villager, text = self._words(), Villager.read(asker.flow), said.strip()
        if pressed == _END or text == words.end:
            return self.end()
        if pressed == _CHANGE or text == words.change:
            return self._ask_audience(words.which_audience)
        if villager.audience is None:
            return self._audience(text, pressed)
        if not villager.pseudonym:
            return self._village(villager, text, pressed)
        if pressed == _NEXT or text == words.next:
            return self._ready(villager, words.next_ready)
        other = self.instead(asker)
        if pressed is not None or other is None:
            return self._ready(villager, words.ready, fresh=False)
        return self.still(self._window.say(other, said, source))

    def instead(self, asker: Asker) -> Asker | None:
        """The villager, for whom the volunteer types."""
        villager = Villager.read(asker.flow)
        if not villager.pseudonym:
            return None
        audience = villager.audience if villager.audience in AUDIENCES else None
        village = villager.village if villager.village in self._villages else None
        return replace(
            asker,
            pseudonym=villager.pseudonym,
            audience=audience,
            village=village,
            address="",  # what is sent later would go to the volunteer
            place=None,
            campaign=None,
            on_behalf=True,
        )

    def end(self) -> Reply:
        """The last words."""
        return Reply(self._words().ended, flow="")

    def still(self, reply: Reply) -> Reply:
        """What the villager is told; the volunteer's own settings stay as they are."""
        if reply.brief:
            return reply
        return replace(reply, buttons=(*reply.buttons, *self._going()), audience=None, village=None)

    def _audience(self, said: str, pressed: str | None) -> Reply:
        words = self._words()
        chosen = pressed if pressed in {*AUDIENCES, _UNSAID} else None
        named = {**{name: key for key, name in AUDIENCES.items()}, words.unsaid: _UNSAID}
        chosen = chosen or named.get(said)
        if chosen is None:
            return self._ask_audience(words.wrong_audience)
        if not self._villages:
            return self._ready(Villager(chosen), words.ready)
        return self._ask_village(Villager(chosen), words.which_village)

    def _village(self, villager: Villager, said: str, pressed: str | None) -> Reply:
        words = self._words()
        if pressed == _UNSAID or said == words.unsaid:
            return self._ready(villager, words.ready)
        if pressed is not None and pressed.isdecimal() and int(pressed) < len(self._villages):
            return self._ready(replace(villager, village=self._villages[int(pressed)]), words.ready)
        for village in self._villages:
            if said in (village, village.removesuffix("村")):
                return self._ready(replace(villager, village=village), words.ready)
        return self._ask_village(villager, fill(words.unknown_village, said=said[:20]))

    def _ready(self, villager: Villager, text: str, *, fresh: bool = True) -> Reply:
        """A fresh pseudonym is a new person in the count and leads back to nobody."""
        if fresh:
            villager = replace(villager, pseudonym=secrets.token_hex(16))
        who = [AUDIENCES.get(villager.audience or "", ""), villager.village if villager.village != _UNSAID else ""]
        said = fill(text, who="、".join(filter(None, who)) or self._words().unsaid)
        return Reply(said, self._going(), flow=f"{self.name} {villager.dump()}")

    def _ask_audience(self, text: str) -> Reply:
        named = [*AUDIENCES.items(), (_UNSAID, self._words().unsaid)]
        return Reply(text, (*(self._button(label, key) for key, label in named), self._out()), flow=self.name)

    def _ask_village(self, villager: Villager, text: str) -> Reply:
        named = [*((str(n), v) for n, v in enumerate(self._villages)), (_UNSAID, self._words().unsaid)]
        buttons = (*(self._button(label, key) for key, label in named), self._out())
        return Reply(text, buttons, flow=f"{self.name} {villager.dump()}")

    def _going(self) -> tuple[Button, ...]:
        words = self._words()
        return self._button(words.next, _NEXT), self._button(words.change, _CHANGE), self._button(words.end, _END)

    def _words(self) -> BehalfWords:
        return self._window.shelf.knowledge.words.behalf

    def _out(self) -> Button:
        return self._button(self._window.shelf.knowledge.words.flow.cancel, CANCEL)

    def _button(self, label: str, what: str) -> Button:
        return Button(label, f"{STEP}:{self.name}:{what}")
