"""Which sentences of ``knowledge/danger.yaml`` are heard wrongly, by name; ``make misses`` writes the list anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from bot import encode, fear, sense
from bot.emergency import danger
from bot.frights import read_frights
from bot.model import Frights
from bot.text import Lexicon
from tests.misses import MODEL, ROOT, THOROUGH, shipped

EVERY = 1 if THOROUGH else 10
"""Of so many sentences one is tried."""
LIST = Path(__file__).parent / "false_alarms.yaml"
_HEAD = """\
# 明知不该出、现在还出危险卡片的话：rules 是规则出的，fear 是听出来的；unheard 是该出、规则和耳朵都没听出来的。
# 由 make misses 重写；多一句少一句，测试都不过。
"""


def listed(kind: str) -> list[str]:
    """What the list says of one kind: ``rules``, ``fear`` or ``unheard``."""
    return list(yaml.safe_load(LIST.read_text(encoding="utf-8"))[kind])


def unruled(texts: Sequence[str]) -> list[str]:
    """Those in which no rule sees danger."""
    return [text for text in texts if danger(text, shipped().emergencies) is None]


@cache
def written() -> Frights:
    """All of them."""
    return read_frights(ROOT / "knowledge", shipped().emergencies)


@cache
def frights(every: int = 1) -> tuple[list[str], list[str]]:
    """What tells of danger though no rule sees it, and what does not; of so many sentences one."""
    known = written()
    return unruled([text for said in known.vivid.values() for text in said][::every]), unruled(known.calm[::every])


def heard(texts: Sequence[str]) -> list[str]:
    """Those that are heard as danger, as the window hears them; about 3 ms each."""
    learnt, weights, lexicon = fear.load(MODEL), sense.load(MODEL), Lexicon(shipped().synonyms)
    vectors = encode.encode([lexicon.worded(text) for text in texts])
    dread = sense.sensed(vectors, weights)[:, sense.SENSES.index("danger")]
    known = shipped().emergencies
    return [text for text, odds in zip(texts, dread, strict=True) if learnt.hears(text, known, float(odds))]


def main() -> None:
    """Listen to all of them, half a minute, and write the list."""
    afraid, calm = frights()
    found, quiet = heard(calm), {*afraid} - {*heard(afraid)}
    rules = [text for text in written().calm if text not in calm]
    body = {"rules": rules, "fear": found, "unheard": [text for text in afraid if text in quiet]}
    LIST.write_text(_HEAD + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8")
    print(LIST.name, {kind: len(texts) for kind, texts in body.items()})


if __name__ == "__main__":
    main()
