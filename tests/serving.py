"""The program as people meet it: a process of its own that serves the pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.webhook import listening
from tests.bases import terse
from tests.township import ROOT


@contextmanager
def serving(place: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Its address and its environment, once it answers; it keeps its files in ``place``."""
    terse(place)
    shutil.copy(ROOT / "tests" / "town.yaml", place)
    with listening("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "WEB_PORT": str(port)}
    bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=place, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert bot.stdout
    while f"127.0.0.1:{port}".encode() not in bot.stdout.readline():
        assert bot.poll() is None, "it ended by itself"
    yield f"http://127.0.0.1:{port}", env
    bot.terminate()
    bot.wait(30)
