"""``measure``: how well questions are understood, on a file of labelled ones."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

from bot import app
from bot.clock import local_day, utc_now
from bot.commands.common import Commands
from bot.config import sources
from bot.entries import load
from bot.labelled import read_questions
from bot.model import Knowledge, Labelled


def add(commands: Commands) -> None:
    """The command and its options."""
    measure = commands.add_parser("measure", help="用标注好的问题量一量听懂了多少")
    measure.add_argument("file", type=Path, metavar="文件", help="每行一个标注好的 JSON 问题：q、kind、ids，可加 urgent、for、src")
    measure.add_argument("--out", type=Path, metavar="文件", help="结果另存为 Markdown，例如 MEASURE.md")
    measure.add_argument("--cross", action="store_true", help="再做交叉验证：每题由没见过它的权重来答")
    measure.add_argument("--noise", action="store_true", help="再量错字、漏字、没标点、繁体、说两遍时的样子")
    measure.set_defaults(command=_measure)


def _measure(options: argparse.Namespace) -> int:
    folder = sources(os.environ, Path.cwd()).knowledge
    questions = read_questions(options.file)
    knowledge = load(folder, local_day(utc_now()))
    text = measured(knowledge, app.MODEL, questions, options)
    print(text, end="")
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return 0


def measured(knowledge: Knowledge, model: Path, questions: tuple[Labelled, ...], options: argparse.Namespace) -> str:
    """The page.  Two to four minutes for six hundred questions, a third of it the slowest of the other methods."""
    # Imported here: measuring and what it is held against need half a second that no other command should pay.
    from bot import encode, measure, train
    from bot.judge import read_weights
    from bot.signals import Ear
    from bot.telling import telling

    ear = Ear(knowledge, model)
    weights = read_weights(model)
    vectors = ear.meant([telling(question.q) for question in questions])
    noise = measure.Noise(ear.phrases)
    asked = [*train.asked(ear, questions, vectors, noise if options.cross else None)]
    answerable = [question for question in questions if question.kind == "in"]
    alone = encode.encode([telling(question.q) for question in answerable])
    found = measure.Measured(
        options.file.name,
        measure.answered(knowledge, model, questions, measure.ranked(asked, ear.ids, weights)),
        others=measure.baselines(ear, model, answerable, alone),
    )
    if options.cross:
        taught = [*train.taught(ear, knowledge, model)]
        found = replace(found, crossed=measure.crossed(knowledge, model, questions, asked, taught))
    if options.noise:
        spoilt = {kind: [replace(q, q=noise.spoil(q.q, kind)) for q in answerable] for kind in measure.NOISES}
        found = replace(found, spoilt={k: measure.ranked(train.asked(ear, rows), ear.ids, weights) for k, rows in spoilt.items()})
    return measure.page(found, knowledge)
