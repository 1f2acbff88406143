"""Every address of the desk, in one list.  A new page is a line here and a line in ``web/templates/desk/menu.html``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from starlette.routing import BaseRoute, Route

from web.desk import broadcasts, charts, door, entries, handovers, importing, overview, report, sessions, unanswered
from web.desk.guard import Act, Page
from web.desk.means import Means
from web.desk.office import Office
from web.desk.upload import upload
from web.room import Room

ADDRESSES: tuple[Page | Act, ...] = (
    Page("/desk", overview.show, leaders=True),
    Page("/desk/", overview.show, leaders=True),
    Page("/desk/charts", charts.show, leaders=True),
    Page("/desk/report", report.show, leaders=True),
    Act("/desk/report", report.make, leaders=True),
    Page("/desk/report/{job}", report.watch, leaders=True),
    Page("/desk/report/{job}/{kind}", report.fetch, leaders=True),
    Page("/desk/sessions", sessions.show),
    Act("/desk/sessions", sessions.decide),
    Page("/desk/handovers", handovers.show),
    Act("/desk/handovers", handovers.close),
    Page("/desk/import", importing.show),
    Act("/desk/import", importing.check, read=upload),
    Act("/desk/import/go", importing.bring),
    Page("/desk/import/{kind}.xlsx", importing.template),
    Page("/desk/broadcasts", broadcasts.show),
    Act("/desk/broadcasts", broadcasts.do),
    Act("/desk/broadcasts/preview", broadcasts.preview),
    Page("/desk/unanswered", unanswered.show),
    Act("/desk/unanswered", unanswered.done),
    Page("/desk/unanswered/{number:int}", unanswered.draft),
    Page("/desk/entries", entries.show),
    Page("/desk/entries/{topic}/{slug}", entries.one),
    Act("/desk/entries/{topic}/{slug}", entries.sign),
    Act("/desk/out", door.leave, leaders=True),
)


def desk(means: Means) -> Callable[[Room], Sequence[BaseRoute]]:
    """The desk, for ``web.site(…, more=desk(means))``."""

    def routes(room: Room) -> Sequence[BaseRoute]:
        office = Office(room, means)
        # The two that strangers may use: by them they become somebody.
        doors = [
            Route("/desk/in/{token}", partial(door.landing, office)),
            Route("/desk/in", partial(door.enter, office), methods=["POST"]),
        ]
        return [*doors, *(address.route(office) for address in ADDRESSES)]

    return routes
