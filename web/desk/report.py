"""The report of a period as files: asked for, watched while it is made, fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.hide import for_the_office, nests, published
from bot.model import Paper, Period, Problem, Refused
from bot.period import period
from bot.report import lacking
from bot.report.sentences import INTERNAL
from bot.report.zipped import zipped
from web.desk.making import Job
from web.desk.office import Office, Signed

_YEAR = re.compile(r"\d{4}")
_WHOLE = Problem("时期", "您的报表只按整年出，请只写年份；要别的时期，请向司法所要")
_AGAIN = "2"
"""Seconds until the page of a report under way is asked for again."""
_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


async def show(office: Office, request: Request, who: Signed) -> Response:
    """The form."""
    year = office.room.desk.today().year
    return office.show(request, who, "report.html", year=year, lacking=lacking())


async def make(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """Begin one.  Raises :class:`bot.model.Refused` for a period that cannot be read.

    A leader's shows no small figures and is about a whole year: of two spans that overlap, one could be taken from the other
    until a small figure is left.
    """
    said = fields.get("period", "").strip() or str(office.room.desk.today().year)
    if not (who.acts or _YEAR.fullmatch(said)):
        raise Refused((_WHOLE,))
    span = period(said)
    internal = who.acts and fields.get("kind") == "internal"
    key = office.making.begin(who.held.digest, span, internal, lambda: _paper(office, span, internal))
    return office.go(request, f"/desk/report/{key}")


async def _paper(office: Office, span: Period, internal: bool) -> Paper:
    tally = await office.room.desk.tally(span)
    return for_the_office(tally) if internal else published(tally, nests(office.room.base))


async def watch(office: Office, request: Request, who: Signed) -> Response:
    """How far it is, or what can be fetched; the browser asks again by itself."""
    job = _found(office, request, who)
    files = {kind: len(_file(job, kind)[1]) for kind in _KINDS if _file(job, kind)[1]} if job.files else {}
    key = request.path_params["job"]
    response = office.show(request, who, "making.html", job=job, key=key, files=files, lacking=lacking())
    if not job.done:
        response.headers["refresh"] = _AGAIN
    return response


async def fetch(office: Office, request: Request, who: Signed) -> Response:
    """One of its files."""
    job, kind = _found(office, request, who), request.path_params["kind"]
    name, content = _file(job, kind) if job.files and kind in _KINDS else ("", b"")
    if not content:
        raise HTTPException(404)
    attached = f"attachment; filename=\"report.{kind}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=_KINDS[kind], headers={"content-disposition": attached, "cache-control": "no-store"})


def _found(office: Office, request: Request, who: Signed) -> Job:
    job = office.making.find(request.path_params["job"], who.held.digest)
    if job is None:
        raise HTTPException(404)
    return job


def _file(job: Job, kind: str) -> tuple[str, bytes]:
    """Name and content; an archive of everything for ``zip``, empty for a form that could not be made."""
    name = f"{f'{INTERNAL}-' if job.internal else ''}{job.period.name}.{kind}"
    if kind == "zip":
        return name, zipped(job.files)
    return name, next((content for file, content in job.files.items() if file.endswith(f".{kind}")), b"")
