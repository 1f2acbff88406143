"""Teaches the sentence model which questions ask the same: each of the base's own sentences should lie with its entry.

One proxy an entry (Movshovitz-Attias et al. 2017), cosines times a scale, softmax, labels smoothed.  A question of law that no
entry answers should lie near none.  Beside that the vector has to tell danger, and law from chat.  Nothing that is kept apart to
measure is read.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.model import Frights, Knowledge
from bot.pieces import Cutter
from bot.tune import file as model
from bot.tune.lessons import OUTSIDE, Lesson, lessons, spoilt
from bot.tune.net import Net, padded, written

_BATCH, _CHUNK = 64, 50
"""Sentences in a step; steps whose sentences are sorted by length together, so that little is padded."""
_SCALE, _SMOOTH, _HEADS = 20.0, 0.1, 20.0
_OUTSIDE, _DANGER, _LAW = 0.3, 1.0, 0.2
"""What the other aims count beside the first."""
_WARM, _DECAY, _QUICK, _LARGEST = 0.06, 0.01, 10.0, 1.0
_SHORT = "AVX512" in torch.backends.cpu.get_cpu_capability()
"""Whether sixteen bits are quicker than thirty-two: without these instructions they take ten times as long."""


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast."""

    layers: int = 9
    """How many of the model's layers stay, of twelve that were published: each takes a millisecond of a question."""
    epochs: float = 5
    """How often each sentence is read."""
    rate: float = 3e-4
    """The largest step."""
    seed: int = 1
    """For what is left to chance."""


def learnt(file: model.File, knowledge: Knowledge, frights: Frights, course: Course, told: Callable[[str], None]) -> model.File:
    """``file`` fitted.  ``told`` hears how it goes: a line every fifty steps, half a second to a second a step on two cores."""
    torch.manual_seed(course.seed)
    net, cutter = Net(file, course.layers), Cutter(file.vocabulary())
    rows = lessons(knowledge, frights)
    aims = Aims(len(knowledge.entries), file.width, net, cutter, rows)
    steps = int(len(rows) / _BATCH * course.epochs)
    optimizer, schedule = _optimizer(net, aims, course.rate, steps)
    lost, chance = 0.0, random.Random(course.seed)  # noqa: S311 - shuffles sentences, guards nothing
    for step, batch in zip(range(1, steps + 1), _batches(rows, cutter, chance), strict=False):
        net.train()
        loss = aims(_vectors(net, [pieces for pieces, _ in batch]), [lesson for _, lesson in batch])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), _LARGEST)
        optimizer.step()
        schedule.step()
        lost += loss.item()
        if step % _CHUNK == 0:
            told(f"{step}/{steps} {lost / _CHUNK:.3f}")
            lost = 0.0
    return written(net, file)


class Aims(nn.Module):
    """How far a batch of vectors is from what it should be."""

    def __init__(self, entries: int, width: int, net: Net, cutter: Cutter, rows: Sequence[Lesson]) -> None:
        """Each entry's proxy starts where its sentences lie."""
        super().__init__()
        self.proxies, self.heads = nn.Parameter(torch.zeros(entries, width)), nn.Linear(width, 2)
        own = sorted((row for row in rows if row.entry >= 0), key=lambda row: len(row.said))
        net.eval()
        with torch.no_grad():
            for first in range(0, len(own), _BATCH * 2):
                part = own[first : first + _BATCH * 2]
                vectors = _vectors(net, [cutter.numbers(row.said) for row in part])
                self.proxies.index_add_(0, torch.tensor([row.entry for row in part]), vectors)
            self.proxies.copy_(functional.normalize(self.proxies, dim=-1))
            self.proxies -= self.proxies.mean(dim=0)

    def forward(self, vectors: Tensor, rows: Sequence[Lesson]) -> Tensor:
        """The loss."""
        scores = _SCALE * vectors @ functional.normalize(self.proxies, dim=-1).T
        entry = torch.tensor([row.entry for row in rows])
        known, outside = entry >= 0, entry == OUTSIDE
        truth = torch.tensor([[row.danger, row.law] for row in rows], dtype=torch.float)
        off = functional.binary_cross_entropy_with_logits(self.heads(vectors * _HEADS), truth, reduction="none").mean(dim=0)
        loss = _DANGER * off[0] + _LAW * off[1]
        loss = loss + functional.cross_entropy(scores[known], entry[known], label_smoothing=_SMOOTH, reduction="sum") / len(rows)
        return loss - _OUTSIDE * functional.log_softmax(scores[outside], dim=-1).mean(dim=-1).sum() / len(rows)


def _vectors(net: Net, texts: Sequence[Sequence[int]]) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16, enabled=_SHORT):
        found: Tensor = net(*padded(texts))
    return found


def _optimizer(net: Net, aims: Aims, rate: float, steps: int) -> tuple[torch.optim.AdamW, torch.optim.lr_scheduler.LambdaLR]:
    """Matrices decay, the rest does not; the rate rises for a while and then falls to nothing."""
    groups = [
        {"params": [p for p in net.parameters() if p.ndim > 1], "weight_decay": _DECAY, "lr": rate},
        {"params": [p for p in net.parameters() if p.ndim == 1], "weight_decay": 0.0, "lr": rate},
        {"params": [*aims.parameters()], "weight_decay": 0.0, "lr": rate * _QUICK},
    ]
    optimizer = torch.optim.AdamW(groups)
    warm = max(_WARM * steps, 1)
    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / warm, (steps - s) / max(steps - warm, 1)))


def _batches(rows: Sequence[Lesson], cutter: Cutter, chance: random.Random) -> Iterator[list[tuple[list[int], Lesson]]]:
    """Without end: all sentences in an order of chance, a little spoilt, those of like length together."""
    while True:
        order = [*rows]
        chance.shuffle(order)
        for first in range(0, len(order), _BATCH * _CHUNK):
            some = [(cutter.numbers(spoilt(row, chance)), row) for row in order[first : first + _BATCH * _CHUNK]]
            some.sort(key=lambda pair: len(pair[0]))
            batches = [some[i : i + _BATCH] for i in range(0, len(some), _BATCH)]
            chance.shuffle(batches)
            yield from batches
