"""What is known not to be understood, by name; ``make misses`` writes the list anew.

The list is strict both ways: a miss that is not on it fails a test, and so does a line of it that is no miss any more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot import meaning
from bot.entries import load
from bot.grams import Floats
from bot.measure import NOISES, PARTS, Noise, held_out
from bot.model import Knowledge, Outcome
from bot.text import Lexicon
from bot.understand import Reader
from tests.township import ROOT, TODAY

LIST = Path(__file__).parent / "known_misses.yaml"
PAIRS = Path(__file__).parent / "confusable.yaml"
NOISE = Path(__file__).parent / "noise.npz"
"""Vectors of the sample of sentences with noise, so that a test need not compute them; what it lacks is computed."""
MODEL = ROOT / "model"
THOROUGH = "THOROUGH" in os.environ
"""Whether everything is tried, as in ``make theft``; else one in SOME."""
SOME = 4
"""One pair in so many is tried in ``make test``: 151 of 602."""
_HEAD = """\
# 已知没听懂的话，逐句列出。由 make misses 重写；多一句少一句，测试都不过。
# theft：从知识库里拿掉以后再问，排第一的不是自己那条（共 {theft} 句，问过 {asked} 句）。
# confusable：容易认错的句子里，直接显示了别的条目，或没有显示也没有给出自己那条（共 {confusable} 句，问过 {said} 句）。
"""

Misses = Mapping[str, Sequence[str]]
"""Entry -> sentences."""


@cache
def shipped() -> Knowledge:
    """The base that the legal staff keep: this is about nothing else."""
    return load(ROOT / "knowledge", TODAY)


def known(kind: str) -> Misses:
    """What the list says of one kind, ``theft`` or ``confusable``."""
    return dict(yaml.safe_load(LIST.read_text(encoding="utf-8"))[kind])


def thefts(part: int) -> Iterator[tuple[str, str, bool]]:
    """Entry, sentence and whether it was missed, for one part of what the entries list."""
    for asked in held_out(shipped(), MODEL, part):
        yield asked.entry, asked.sentence, asked.place > 1


def pairs() -> list[dict[str, dict[str, str]]]:
    """Two sentences that look alike and mean different entries: ``{a: {q, id}, b: {q, id}}``."""
    return list(yaml.safe_load(PAIRS.read_text(encoding="utf-8")))


def confused(chosen: Sequence[Mapping[str, Mapping[str, str]]], reader: Reader) -> Iterator[tuple[str, str, bool]]:
    """Entry, sentence and whether it was missed, for both sides of some pairs."""
    for pair in chosen:
        for own, other in ((pair["a"], pair["b"]), (pair["b"], pair["a"])):
            found = reader.read(own["q"])
            direct = found.entries[:1] if found.outcome is Outcome.MATCH else ()
            seen = direct or (found.entries if found.outcome is Outcome.CHOICES else ())
            yield own["id"], own["q"], own["id"] not in seen or direct == (other["id"],)


def sample(kind: str) -> list[tuple[str, str]]:
    """Sentences, with one kind of noise unless it is empty, and the entries they mean: a fixed share of the pairs."""
    sides = [side for pair in pairs()[:: 2 * SOME] for side in (pair["a"], pair["b"])]
    noise = _noise()
    return [(noise.spoil(side["q"], kind) if kind else side["q"], side["id"]) for side in sides]


@cache
def _noise() -> Noise:
    base = shipped()
    return Noise(s for e in base.entries.values() for s in (e.question, *e.asked_as, *base.phrasings.get(e.id, ())))


def noise_vectors(sentences: Sequence[str]) -> Floats:
    """The meanings of sentences of the sample, in the entries' words as the ear takes them."""
    lexicon = Lexicon(shipped().synonyms)
    return meaning.load(NOISE, [lexicon.worded(sentence) for sentence in sentences])


def _grouped(tried: Sequence[tuple[str, str, bool]]) -> dict[str, list[str]]:
    of = dict[str, list[str]]()
    for entry, sentence, missed in tried:
        if missed:
            of.setdefault(entry, []).append(sentence)
    return {entry: sorted(of[entry]) for entry in sorted(of)}


def main() -> None:
    """Try everything, some two minutes, and write the list."""
    stolen = [row for part in range(PARTS) for row in thefts(part)]
    mistaken = [*confused(pairs(), Reader(shipped(), MODEL))]
    spoilt = sorted({said for kind in ("", *NOISES) for said, _ in sample(kind)})
    if meaning.stale(NOISE):
        NOISE.unlink()
    meaning.save(NOISE, [Lexicon(shipped().synonyms).worded(sentence) for sentence in spoilt], noise_vectors(spoilt))
    body: dict[str, Any] = {"theft": _grouped(stolen), "confusable": _grouped(mistaken)}
    count = {kind: sum(map(len, misses.values())) for kind, misses in body.items()}
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=1000)
    LIST.write_text(_HEAD.format(**count, asked=len(stolen), said=len(mistaken)) + text, encoding="utf-8")
    print(LIST.name, count)


if __name__ == "__main__":
    main()
