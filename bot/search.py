"""A few typed characters -> entries: what they mean first, then whatever has them in it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model import Entry, Knowledge, Outcome
from bot.shelf import Shelf
from bot.text import normal

LONGEST = 256
"""Characters that are looked at: no inline query is longer (Telegram's limit)."""


def matching(shelf: Shelf, text: str, most: int) -> list[Entry]:
    """At most ``most`` entries, best first.  Nothing of the text is kept, not even in memory."""
    wanted = normal(text.encode(errors="replace").decode()[:LONGEST]).strip()
    if not wanted:
        return []
    found = shelf.reader.read(wanted, None)
    meant = found.entries if found.outcome is not Outcome.UNKNOWN else ()
    ids = dict.fromkeys((*meant, *_having(shelf.knowledge, wanted)))
    return [shelf.knowledge.entries[i] for i in ids if i in shelf.knowledge.entries][:most]


def common(shelf: Shelf, most: int) -> list[Entry]:
    """What to offer before anything is typed: what words/inline.yaml names, else the first of each topic."""
    entries = shelf.knowledge.entries
    chosen = [entries[i] for i in shelf.knowledge.words.inline.common if i in entries]
    first_of_topic = {e.topic: e for e in reversed([*entries.values()])}
    return (chosen or [*first_of_topic.values()])[:most]


def _having(base: Knowledge, wanted: str) -> Iterator[str]:
    topics = {t.id for t in base.topics.values() if t.name == wanted}
    entries = base.entries.values()
    yield from (e.id for e in entries if wanted in e.question)
    yield from (e.id for e in entries if e.topic in topics)
    yield from (e.id for e in entries if any(wanted in said for said in e.asked_as))
    yield from (i for i, more in base.phrasings.items() if any(wanted in said for said in more))
