"""How near a broadcast comes to the pace it is allowed: ``python bench/broadcast.py [LETTERS [SECONDS]]``.

The real courier on an SQLite file that is flushed to disk; Telegram's side answers after so many seconds (0.1).
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.app import courier_of
from bot.pace import PER_SECOND, Pace
from tests.test_courier import let_go, state, subscribed
from tests.township import serving, settings, stock
from tests.wire import Answer, Wire

SHARE = 0.85
"""The least that is expected of the pace."""


class Distant(Wire):
    """Telegram, some way off."""

    delay = 0.1
    times: list[float]

    async def do_request(self, url: str, method: str, request_data: Any = None, *more: Any, **named: Any) -> Answer:
        """As the double, later."""
        if "sendMessage" not in url:
            return await super().do_request(url, method, request_data, *more, **named)
        self.times.append(time.monotonic())
        await asyncio.sleep(self.delay)
        return 200, json.dumps({"ok": True, "result": {"message_id": 1}}).encode()


async def measured(letters: int, delay: float) -> tuple[float, int]:
    """Letters a second, and the most within any second."""
    wire = Distant()
    wire.delay, wire.times = delay, []
    with tempfile.TemporaryDirectory() as folder:
        async with serving(settings(Path(folder)), wire, ready=stock()) as bot:
            await subscribed(bot, range(1000, 1000 + letters))
            await let_go(bot)
            began = time.monotonic()
            await courier_of(bot.service, bot.application, Pace()).deliver()
            took = time.monotonic() - began
            await bot.service.store.post.tidy()
            assert (await state(bot))[:2] == ("done", letters)
    within = max(sum(0 <= other - one < 1 for other in wire.times) for one in wire.times)
    return letters / took, within


def main() -> int:
    """Measure and print; returns the exit code."""
    letters, delay = int([*sys.argv[1:], "500"][0]), float([*sys.argv[2:], "0.1"][0])
    rate, within = asyncio.run(measured(letters, delay))
    print(f"{letters} letters, answers after {delay:g} s: {rate:.1f} a second ({rate / PER_SECOND:.0%} of {PER_SECOND:g}),")
    print(f"at most {within} within a second (Telegram's limit: 30)")
    return 0 if rate >= SHARE * PER_SECOND and within <= 30 else 1


if __name__ == "__main__":
    sys.exit(main())
