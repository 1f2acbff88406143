"""Makes papers of what is served just now: an entry, a booklet, a poster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from importlib.util import find_spec

from bot.links import Home, of_entry
from bot.model import Entry, File, Problem, Refused, Stationery
from bot.shelf import Shelf

SHEET, SPEAKER, WECHAT, BOOKLET = "sheet", "speaker", "wechat", "booklet"
FORMS = (SHEET, SPEAKER, WECHAT)
"""Forms of a single entry."""


class Press:
    """Everything it needs is looked up when it prints, because the knowledge may have been swapped."""

    def __init__(self, shelf: Callable[[], Shelf], today: Callable[[], date], home: Home) -> None:
        self._shelf, self._today, self.home = shelf, today, home

    def stationery(self, parameter: str | None = None) -> Stationery:
        """The township's paper; ``parameter`` is what the link on it carries, None for none."""
        shelf, link = self._shelf(), self.home.link(parameter) if parameter is not None else None
        topics = {t.id: t.name for t in shelf.knowledge.topics.values()}
        return Stationery(shelf.town, shelf.helpers, topics, shelf.knowledge.words.paper, self._today(), link)

    def text(self, form: str, entry: Entry) -> str:
        """A script, or words to paste."""
        from bot.paper.speaker import script
        from bot.paper.wechat import paste

        stationery = self.stationery(of_entry(entry.id) or "")
        return script(entry, stationery) if form == SPEAKER else paste(entry, stationery)

    def entry(self, form: str, entry: Entry) -> File:
        """One entry in a form.  Raises :class:`Refused` where the parts for PDF are not installed."""
        if form != SHEET:
            name = f"{_name(entry.question)}-{self._label(form)}.txt"
            return File(name, self.text(form, entry).encode())
        _need_fpdf()
        from bot.paper.sheet import sheet  # fpdf takes half a second to import

        return File(f"{_name(entry.question)}.pdf", sheet(entry, self.stationery(of_entry(entry.id) or "")))

    def booklet(self, about: str, entries: Sequence[Entry]) -> File:
        """Entries as a booklet.  Raises as :meth:`entry`."""
        _need_fpdf()
        from bot.paper.booklet import booklet  # fpdf takes half a second to import

        paper = self.stationery()
        title = paper.words.booklet_title.replace("{topic}", about)
        return File(f"{_name(title)}.pdf", booklet(title, entries, paper))

    def poster(self, place: str, campaign: str | None, parameter: str) -> File:
        """The poster of a place.  Raises as :meth:`entry`."""
        _need_fpdf()
        from bot.paper.poster import poster  # fpdf takes half a second to import

        words = self._shelf().knowledge.words.share
        return File(f"海报-{_name(place)}.pdf", poster(place, campaign, self.stationery(parameter), words))

    def code(self, place: str, parameter: str) -> File | None:
        """The QR code as a picture, None while the bot's name is unknown.  Raises as :meth:`entry`."""
        link = self.home.link(parameter)
        if link is None:
            return None
        _need_fpdf()
        from bot.paper.qr import picture  # it stands beside what needs fpdf

        return File(f"二维码-{_name(place)}.png", picture(link), picture=True)

    def _label(self, form: str) -> str:
        words = self._shelf().knowledge.words.paper
        return {SPEAKER: words.speaker, WECHAT: words.wechat}[form].partition("（")[0]


def _need_fpdf() -> None:
    missing = [name for name in ("fpdf", "pylopdf_fonts_zh_cn", "segno") if find_spec(name) is None]
    if missing:
        raise Refused((Problem("papers", f"缺少 {'、'.join(missing)}；请安装 mingbai[papers]"),))


def _name(text: str) -> str:
    """Words that may be a file's name on any system, at most 40 characters."""
    return "".join(c for c in text if c.isalnum() or c in "（）-")[:40]
