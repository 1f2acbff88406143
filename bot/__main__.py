"""The command line: ``python -m bot --help`` lists the commands."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from bot import logs
from bot.commands import groups
from bot.commands.common import WRONG
from bot.model import Problem, Refused, Unavailable


class Parser(argparse.ArgumentParser):
    """argparse that says what to do, in Chinese."""

    def error(self, message: str) -> NoReturn:
        """Exit with code 2 and a sentence."""
        self.exit(WRONG, f"命令不对：{message}\n请看用法：python -m bot --help\n")


def parser(command: str = "") -> Parser:
    """Every command and its options; of one that is to start quickly only its own."""
    top = Parser(prog="python -m bot", description="法律明白：乡镇普法问答机器人")
    commands = top.add_subparsers(required=True, metavar="命令")
    for add in groups(command):
        add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = parser(next(iter(arguments), "")).parse_args(arguments)
    try:
        _log(os.environ.get("LOG_LEVEL", "INFO").upper(), os.environ.get("LOG_FORMAT", "").strip().lower())
        code: int = options.command(options)
        sys.stdout.flush()
        return code
    except Refused as refused:
        for problem in refused.problems:
            print(problem, file=sys.stderr)
        return WRONG
    except Unavailable:
        print("数据库现在读写不了；请检查磁盘、权限和 DATABASE_URL，然后再试", file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        # Whoever reads has read enough (| head).  What is still to be written goes nowhere, or Python would complain as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130


def _log(level: str, form: str) -> None:
    problems = list[Problem]()
    if level not in logging.getLevelNamesMapping():
        problems.append(Problem("LOG_LEVEL", f"“{level}”不认识；请写 INFO、WARNING 或 DEBUG"))
    if form not in ("", "text", "json"):
        problems.append(Problem("LOG_FORMAT", f"“{form}”不认识；请写 text 或 json"))
    if problems:
        raise Refused(tuple(problems))
    logs.set_up(level, form == "json")


if __name__ == "__main__":
    sys.exit(main())
