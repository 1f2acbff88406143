"""Cards in any chat: ``@bot 彩礼`` offers them, whoever is there posts one.

A query is no contact, and its words are kept no longer than any update: the inbox wipes them once it is answered.
"""

from __future__ import annotations

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions, Update

from bot.answer import card, emergency_card
from bot.model import Emergency, Entry
from bot.search import common, matching
from handlers.reading import sender
from handlers.turn import Turn

MOST = 20
"""Cards offered at most: nobody scrolls further, and Telegram takes 50."""
_CACHED = 60
"""Seconds for which Telegram may answer the same words itself: a card that is withdrawn disappears soon."""
_DANGER = "danger"
"""Id of the card for somebody in danger; no entry has it, since an entry's id has a stroke in it."""


async def offer(update: Update, turn: Turn) -> None:
    """What a few characters find, danger first; before anything is typed, what is asked most."""
    query, shelf = update.inline_query, turn.desk.window.shelf
    assert query is not None
    alarm = turn.desk.window.alarm(query.query)
    entries = matching(shelf, query.query, MOST) if query.query.strip() else common(shelf, MOST)
    results = [_article(entry, turn) for entry in entries]
    if alarm is not None:
        results = [_urgent(alarm, turn), *results]
    await turn.bot.answer_inline_query(query.id, results, cache_time=_CACHED)


async def posted(update: Update, turn: Turn) -> None:
    """A card was posted: one delivered, whoever did it.  Telegram tells of it when /setinlinefeedback is on."""
    chosen = update.chosen_inline_result
    assert chosen is not None
    asker = await turn.desk.asker(sender(update).id, "inline")
    contact = turn.desk.window.delivered(asker, chosen.result_id, turn.desk.source("posted", update.update_id))
    if contact is not None:
        turn.effects(update).contacts.append(contact)


def _article(entry: Entry, turn: Turn) -> InlineQueryResultArticle:
    shelf = turn.desk.window.shelf
    signed = shelf.knowledge.words.inline.signed.replace("{town}", shelf.town).replace("{bot}", turn.bot.username)
    text = f"{card(entry, None, shelf.helpers, turn.desk.today())}\n\n{signed}"
    return InlineQueryResultArticle(entry.id, entry.question, _plain(text), description=entry.answer.short)


def _urgent(alarm: Emergency, turn: Turn) -> InlineQueryResultArticle:
    shelf = turn.desk.window.shelf
    text = emergency_card(alarm, shelf.knowledge, shelf.helpers).text
    return InlineQueryResultArticle(_DANGER, shelf.knowledge.words.inline.urgent, _plain(text), description=alarm.title)


def _plain(text: str) -> InputTextMessageContent:
    return InputTextMessageContent(text, link_preview_options=LinkPreviewOptions(is_disabled=True))
