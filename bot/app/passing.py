"""Links to the desk on the web from the command line, beside the bot that runs."""

from __future__ import annotations

from bot.app.opening import ledger
from bot.app.page import address
from bot.clock import utc_now
from bot.config import Settings
from bot.identity import Identity
from bot.model import Problem, Refused
from bot.model.passes import ADMIN, LEADER


async def desk_link(settings: Settings, name: str, *, leader: bool) -> str:
    """A new link for somebody, by the name under which they also import and confirm at the command line.

    Raises :class:`Refused` where the page is not installed or the database cannot be used.
    """
    try:
        from web.desk import link  # an extra that a bot without a page does without
    except ImportError as error:
        raise Refused((Problem("desk-link", f"缺少 {error.name}；请安装 mingbai[web]"),)) from error
    person = Identity(settings.secret).signer(name)
    async with ledger(settings) as store:
        return address(settings) + await link(settings.secret, utc_now(), store.passes, LEADER if leader else ADMIN, person, server=True)


async def end_passes(settings: Settings) -> int:
    """End every link and every browser at the desk; returns how many there were."""
    async with ledger(settings) as store:
        return await store.passes.end_all()
