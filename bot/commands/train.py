"""``train``: learn again how people ask, after many changes of the knowledge."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from bot import app
from bot.clock import local_day, utc_now
from bot.commands.common import Commands
from bot.config import sources
from bot.entries import load
from bot.frights import read_frights
from bot.train import train_vectors, train_weights
from bot.train_fear import train_fear
from bot.train_senses import train_senses


def add(commands: Commands) -> None:
    """The command and its options."""
    training = commands.add_parser("train", help="知识库改动较多以后重新学习怎么听懂问题")
    training.add_argument("--questions", type=Path, metavar="文件", help="标注好的问题，用来重新确定权重")
    training.set_defaults(command=_train)


def _train(options: argparse.Namespace) -> int:
    folder = sources(os.environ, Path.cwd()).knowledge
    knowledge = load(folder, local_day(utc_now()))
    frights = read_frights(folder, knowledge.emergencies)
    print(f"新学了 {train_vectors(knowledge, app.MODEL)} 句话。")
    train_senses(knowledge, frights, app.MODEL)
    train_fear(knowledge, frights, app.MODEL)
    if options.questions:
        train_weights(knowledge, app.MODEL, options.questions)
        print("权重已重新确定。")
    return 0
