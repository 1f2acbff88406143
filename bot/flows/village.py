"""/village: which village a resident is from, to count by village."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.flows import STEP
from bot.model import Asker, Button, Reply, VillageWords

_UNSAID = "-"


class Village:
    """One question with the names on buttons."""

    name = "village"
    needs = frozenset[str]()

    def __init__(self, villages: Sequence[str], words: Callable[[], VillageWords]) -> None:
        """``words`` gives those of the knowledge that is served just now."""
        self._villages, self._words = tuple(villages), words

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """Ask, or take the name behind the command."""
        if not self._villages:
            return Reply(self._words().none)
        return self._take(argument.strip()) if argument.strip() else self._ask(self._words().which)

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """Take the choice."""
        if pressed == _UNSAID:
            return Reply(self._words().left_open, village="", flow="")
        if pressed is not None and pressed.isdecimal() and int(pressed) < len(self._villages):
            return self._take(self._villages[int(pressed)])
        return self._take(said.strip())

    def _take(self, said: str) -> Reply:
        for village in self._villages:
            if said in (village, village.removesuffix("村")):
                return Reply(self._words().chosen.replace("{village}", village), village=village, flow="")
        return self._ask(self._words().unknown.replace("{said}", said[:20]))

    def _ask(self, words: str) -> Reply:
        # By number: a village's name may be longer than Telegram lets a button carry.
        named = tuple(Button(v, f"{STEP}:{self.name}:{n}") for n, v in enumerate(self._villages))
        return Reply(words, (*named, Button(self._words().unsaid, f"{STEP}:{self.name}:{_UNSAID}")), flow=self.name)
