"""Twenty messages a second for as long as one likes: ``python bench/soak.py --minutes 60``; draws docs/soak.png.

The real program, polling a stand-in for Telegram on the loopback, Telegram's limits held, an SQLite file that is flushed
to disk.  Nine in ten questions are asked as somebody asked before, one in ten as nobody did.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.answer import choices
from bot.clock import local_day, utc_now
from bot.entries import load
from tests.telegram_server import TelegramServer
from tests.township import SHIPPED, TOKEN
from tests.wire import message

RATE, CHATS, EVERY = 20, 2000, 5.0
"""Messages a second; residents; seconds between two looks."""
OFFERED = choices([]).text
"""How an answer begins that offers several cards."""
Look = tuple[float, float, int, int]
"""Minutes, resident MB, messages asked, answers sent."""


def main() -> int:
    """Ask, watch, draw; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--draw", type=Path, default=ROOT / "docs" / "soak.png")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, TelegramServer() as telegram:
        env = {
            "PATH": os.environ["PATH"], "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "DATA_DIR": folder,
            "KNOWLEDGE_DIR": str(SHIPPED), "TOWN_FILE": str(ROOT / "town.yaml"), "LOG_LEVEL": "WARNING",
        }
        bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=env)
        while not telegram.called("getUpdates"):
            time.sleep(0.05)
        looks = soak(telegram, bot.pid, options.minutes)
        until = time.monotonic() + 600
        while len(telegram.sent) < looks[-1][2] and time.monotonic() < until:
            time.sleep(0.2)
        bot.terminate()
        bot.wait()
        rows = recorded(env)
    lost = looks[-1][2] - len(telegram.sent)
    offered = sum(text.startswith(OFFERED) for _, text in telegram.sent)
    minutes, memory, asked, _ = looks[-1]
    print(f"{minutes:.1f} minutes, {asked} asked, {len(telegram.sent)} answered, {lost} lost, {rows} recorded")
    print(f"{offered} were offered a choice, which counts once one is chosen; {len(telegram.sent) - offered - rows} contacts are missing")
    print(f"memory: {mean(look[1] for look in looks if look[0] < 2):.0f} MB in the first two minutes, {memory:.0f} at the end")
    print(f"answers behind the questions at most: {max(asked - sent for _, _, asked, sent in looks)}")
    draw(looks, options.draw)
    return int(lost != 0 or rows + offered != len(telegram.sent))


def soak(telegram: TelegramServer, pid: int, minutes: float) -> list[Look]:
    """Ask evenly; look now and then."""
    entries, chance, marks = [*load(SHIPPED, local_day(utc_now())).entries.values()], random.Random(1), count()
    began, asked, looks = time.monotonic(), 0, list[Look]()
    while (passed := time.monotonic() - began) < minutes * 60:
        while asked < passed * RATE:
            entry = chance.choice(entries)
            known = chance.random() < 0.9
            said = chance.choice((entry.question, *entry.asked_as)) if known else f"请问{next(marks)}号楼的{entry.question}"
            telegram.feed(message(said, person=1000 + chance.randrange(CHATS)))
            asked += 1
        if not looks or passed - looks[-1][0] * 60 >= EVERY:
            looks.append((passed / 60, resident(pid), asked, len(telegram.sent)))
        time.sleep(0.02)
    looks.append((passed / 60, resident(pid), asked, len(telegram.sent)))
    return looks


def resident(pid: int) -> float:
    """Megabytes of a process in memory."""
    return int(Path(f"/proc/{pid}/status").read_text(encoding="ascii").partition("VmRSS:")[2].split()[0]) / 1024


def recorded(env: dict[str, str]) -> int:
    """Rows of the contact log."""
    today = local_day(utc_now())
    span = ["--from", str(today - timedelta(1)), "--to", str(today)]
    said = subprocess.check_output([sys.executable, "-m", "bot", "report", *span, "--json"], cwd=ROOT, env=env)
    return int(json.loads(said)["rows"])


def draw(looks: list[Look], path: Path) -> None:
    """Memory and what waits, over the minutes."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (memory, waiting) = pyplot.subplots(2, 1, sharex=True, figsize=(9, 5), layout="constrained")
    minutes = [look[0] for look in looks]
    memory.plot(minutes, [look[1] for look in looks], color="#1f4e79")
    memory.set(ylabel="resident memory, MB", ylim=(0, None), title=f"{RATE} messages a second for {minutes[-1]:.0f} minutes")
    waiting.plot(minutes, [look[2] - look[3] for look in looks], color="#9c2f2f")
    waiting.set(xlabel="minutes", ylabel="questions not answered yet", ylim=(0, None))
    for axes in (memory, waiting):
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    sys.exit(main())
