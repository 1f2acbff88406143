"""What the bot says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class Notices:
    """What the bot says of itself: notices.yaml.  Braces hold what is filled in."""

    __pydantic_config__ = WRITTEN_BY_HAND

    greeting: str
    """Answer to /start; {town}."""
    ask_me: str
    """After the audience was chosen."""
    topics: str
    """Above the list of topics."""
    entries: str
    """Above the questions of a topic."""
    help: str
    """How to use the bot."""
    privacy: str
    """What is kept, in two sentences."""
    forgotten: str
    """After /forget."""
    cleared: str
    """After /clear, everything gone."""
    cleared_partly: str
    """After /clear, something left; {done}, {left}."""
    nothing_to_clear: str
    """After /clear with nothing to delete."""
    thanks: str
    """After 有用."""
    sorry: str
    """After 没用."""
    rephrase: str
    """After 都不是."""
    wordless: str
    """To stickers and whatever else has no words."""
    voice: str
    """To voice messages."""
    picture: str
    """To pictures and files without words."""
    not_chinese: str
    """To text without a Chinese character."""
    empty: str
    """To /ask without a question, and to blank text."""
    group_help: str
    """To a mention without a question in a group."""
    group_choices: str
    """Below a choice in a group, where there are no buttons."""
    gone: str
    """To a button that leads nowhere any more."""
    no_number: str
    """To a number that was not on offer."""
    no_role: str
    """To somebody without the role."""
    my_id: str
    """Answer to /id; {account}."""
    report_ready: str
    """With the files of a report; {period}."""
    reloaded: str
    """After /reload; {version}, {entries}."""
    not_reloaded: str
    """Above the problems that /reload found."""
    slow_down: str
    """Once, to somebody who sends many messages at a time."""
    failed: str
    """When something broke."""
