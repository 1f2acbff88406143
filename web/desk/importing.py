"""Sheets by upload: looked through first, every bad row shown, then brought in as ``python -m bot import`` does it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.importing.kinds import Kind, kinds
from bot.importing.plan import Plan, plan
from bot.importing.rows import Reading, understand
from bot.importing.template import write_templates
from bot.importing.workbook import Sheet, read
from bot.model import Effects, Errand, Problem, Record, Refused, Session
from web.desk.office import Office, Signed
from web.desk.upload import Upload

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def known(office: Office) -> Sequence[Kind]:
    """The kinds of sheets, with the township's villages and venues and the topics of the base."""
    town, topics = office.means.town(), {topic.name: topic.id for topic in office.room.base.topics.values()}
    return kinds(town.villages, town.venues, topics)


async def show(office: Office, request: Request, who: Signed) -> Response:
    """The form, and the empty sheets."""
    return office.show(request, who, "import.html", kinds=[kind.name for kind in known(office)])


async def template(office: Office, request: Request, who: Signed) -> Response:
    """An empty sheet to fill in."""
    wanted = [kind for kind in known(office) if kind.name == request.path_params["kind"]]
    if not wanted:
        raise HTTPException(404)
    with tempfile.TemporaryDirectory() as folder:
        [path] = await asyncio.to_thread(write_templates, Path(folder), wanted)
        content = path.read_bytes()
    return Response(content, media_type=_SHEET, headers={"content-disposition": "attachment", "cache-control": "no-store"})


async def check(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """Every problem at once, or what would be written and a button for it.  Nothing is written yet."""
    sheet = fields.get("file")
    if not isinstance(sheet, Upload) or not sheet.content:
        raise Refused((Problem("文件", "没有选文件；请选一个 .xlsx 或 .csv"),))
    kind, why = str(fields.get("kind", "")), str(fields.get("why", "")).strip()
    reading, made = await _looked_through(office, who, sheet, kind, why)
    problems = (*reading.problems, *made.problems)
    key = "" if problems else office.uploads.keep(who.held.digest, (sheet, kind, why))
    return office.show(
        request, who, "imported.html", status=400 if problems else 200, name=sheet.name, problems=problems, made=made,
        unused=reading.unused, key=key, sessions=_has_sessions(made),
    )


async def bring(office: Office, request: Request, who: Signed, fields: Mapping[str, Any]) -> Response:
    """Write what was looked through, unless something has changed since that makes it wrong."""
    kept = office.uploads.take(who.held.digest, str(fields.get("key", "")))
    if kept is None:
        raise Refused((Problem("文件", "已经导入过，或者放了太久；请再选一次文件"),))
    reading, made = await _looked_through(office, who, *kept)
    if problems := (*reading.problems, *made.problems):
        raise Refused(problems)
    rows: list[Record | Errand] = [*made.new, *made.corrections]
    await office.room.desk.settle(Effects(records=rows))
    said = f"已导入：新登记 {len(made.new)} 行，更正 {len(made.corrections)} 行，没有变化 {made.same} 行。"
    office.say(who, said, *(["场次要由另一个人确认才计入。"] if _has_sessions(made) else []))
    return office.go(request, "/desk/import")


async def _looked_through(office: Office, who: Signed, sheet: Upload, kind: str, why: str) -> tuple[Reading, Plan]:
    desk = office.room.desk
    kinds = tuple(one for one in known(office) if kind in ("", one.name))
    recorded = await desk.ledger.records.everything()

    def look() -> tuple[Reading, Plan]:
        reading = understand(_opened(sheet), kinds, desk.today())
        return reading, plan(reading.rows, recorded, desk.source, office.means.now(), who.person, why or None)

    return await asyncio.to_thread(look)  # thousands of rows take seconds, and residents are waiting


def _opened(sheet: Upload) -> tuple[Sheet, ...]:
    """Its sheets.  It is read under a name of ours: the browser's names no path."""
    ending = ".csv" if sheet.name.lower().endswith(".csv") else ".xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"表格{ending}"
        path.write_bytes(sheet.content)
        try:
            return read(path, lambda _: None)
        except Refused as refused:
            raise Refused(tuple(Problem(sheet.name, problem.what) for problem in refused.problems)) from refused


def _has_sessions(made: Plan) -> bool:
    return any(isinstance(row, Session) and not row.withdrawn for row in (*made.new, *made.corrections))
