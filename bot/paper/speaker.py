"""An entry as a script for the village loudspeaker: about two minutes, short sentences, numbers in words."""

from __future__ import annotations

from bot.model import Entry
from bot.model.papers import Stationery
from bot.paper.spoken import called, counted, spoken
from bot.text import bare

SPEED = 220
"""Characters a minute of a calm announcer; loudspeakers echo, so that faster is not understood."""
LONGEST = 2 * SPEED
"""Characters of two minutes."""
_ENDS = ("吗", "么", "呢", "咋办", "咋整", "怎么办", "不", "没", "哪", "谁")
"""How a spoken question ends."""
_SAME = 0.6
"""Share of its characters that a phrasing has in common with the question it stands for."""


def script(entry: Entry, stationery: Stationery) -> str:
    """The script as plain text, a breath a line; what to mind is left out from the end until it takes two minutes."""
    answer, kept = entry.answer, len(entry.answer.mind)
    while True:
        lines = _lines(entry, stationery, kept)
        if not kept or sum(map(len, lines)) <= LONGEST:
            return "\n".join(lines) + "\n"
        kept -= 1
        assert kept < len(answer.mind)


def _lines(entry: Entry, stationery: Stationery, kept: int) -> list[str]:
    words, answer, question = stationery.words, entry.answer, _said_by_a_neighbour(entry)
    lines = [
        words.greeting.replace("{town}", stationery.town),
        words.asked.replace("{question}", question),
        words.conclusion.replace("{short}", spoken(answer.short)),
    ]
    for number, step in enumerate(answer.steps, 1):
        lines.append(words.step.replace("{number}", counted(str(number))).replace("{step}", spoken(step)))
    if kept:
        lines.append(words.careful + "".join(spoken(line) for line in answer.mind[:kept]))
    lines.append(words.basis.replace("{law}", _article(entry)))
    lines.append(_call(entry, stationery))
    again = words.again.replace("{question}", question).replace("{short}", spoken(answer.short))
    return [*lines, again, words.goodbye.replace("{town}", stationery.town)]


def _said_by_a_neighbour(entry: Entry) -> str:
    """What is most like something said aloud: a whole question, neither keyword nor story, that asks the same.

    A phrasing that asks for a part of it (the gold, not the bride price) shares few characters with the question.
    """
    sayable = [q for q in entry.asked_as if 7 <= len(q) <= 20 and bare(q).endswith(_ENDS) and not q.startswith(("您好", "请问"))]
    nearest = max(sayable, key=lambda q: _shared(q, entry.question), default=entry.question)
    chosen = spoken(nearest if _shared(nearest, entry.question) >= _SAME else entry.question)
    return chosen if chosen.endswith(("？", "。", "！")) else chosen + "？"


def _shared(one: str, other: str) -> float:
    return len(set(one) & set(other)) / len(set(one))


def _article(entry: Entry) -> str:
    """The first article, as a judge would say it: 民法典第一千零七十九条."""
    law = entry.law[0]
    number, _, inserted = law.article.partition("-")
    title = spoken(law.cite.replace("（", "").replace("）", ""))
    return f"{title}第{counted(number)}条" + (f"之{counted(inserted)}" if inserted else "")


def _call(entry: Entry, stationery: Stationery) -> str:
    """The first helper with a number, else the first one by name."""
    helpers = [stationery.helpers[h] for h in entry.help]
    for helper in helpers:
        if helper.phone:
            said = stationery.words.call.replace("{name}", helper.name)
            return said.replace("{number}", called(helper.phone))
    return stationery.words.call_nobody.replace("{name}", helpers[0].name)
