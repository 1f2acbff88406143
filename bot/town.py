"""town.yaml: this township, its villages, offices and people in charge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from bot.campaign import span
from bot.model import AUDIENCES, WRITTEN_BY_HAND, Campaign, Mediator, Problem, Refused
from bot.yamlfile import read_yaml, shaped

_LONGEST_NAME = 20
"""Characters of a campaign's name: it stands in menus and on rows."""


@dataclass(frozen=True, slots=True)
class Office:
    """A local office as town.yaml gives it."""

    __pydantic_config__ = WRITTEN_BY_HAND

    name: str | None = None
    """What people call it; None: the usual name."""
    phone: str | None = None
    """What to dial; None: not filled in, shown as 〔待核〕."""
    hours: str | None = None
    """When somebody answers."""
    address: str | None = None
    """Where it is."""


@dataclass(frozen=True, slots=True)
class Town:
    """The township: town.yaml."""

    __pydantic_config__ = WRITTEN_BY_HAND

    id: str
    """A short name in Latin letters that stands on every row; never change it once counting has begun."""
    name: str
    """What people call the township."""
    county: str
    """The county above it."""
    villages: tuple[str, ...] = ()
    """Names of its villages."""
    towns: Mapping[str, str] = field(default_factory=dict)
    """Ids of the other towns that share the database -> their names, for the county's report."""
    venues: tuple[str, ...] = ("机关", "乡村", "社区", "学校", "企业", "单位")
    """Kinds of places where law is taught face to face, as the report tells them apart (法律六进)."""
    offices: Mapping[str, Office] = field(default_factory=dict)
    """Local offices by their id in knowledge/helpers.yaml."""
    admins: tuple[int, ...] = ()
    """Telegram ids of those who may export the report."""
    staff: tuple[int, ...] = ()
    """Telegram ids of staff and test accounts: answered, not counted."""
    campaigns: tuple[Campaign, ...] = ()
    """Days of the year on which some law is taught more than any other."""
    mediators: Mapping[str, Mediator] = field(default_factory=dict)
    """Village -> its mediator."""
    bot: str | None = None
    """The bot's username without @, for links made where Telegram is not asked: the command line and the terminal."""
    staff_chat: int | None = None
    """Telegram id of the chat in which the office answers what residents hand over; None: nothing can be handed over."""
    handover_days: int = 7
    """Days after which a question that nobody answered is closed and the resident told."""


def read_town(path: Path) -> Town:
    """town.yaml as a :class:`Town`.  Raises :class:`Refused` with every problem in it."""
    data = read_yaml(path, path.name)
    if not isinstance(data, dict):
        raise Refused((Problem(path.name, "是空的；请照 README 的样子写上乡镇名称、村名和电话"),))
    town = shaped(TypeAdapter(Town), data, path.name)
    if problems := tuple(_town_faults(town, path.name)):
        raise Refused(problems)
    return town


def _town_faults(town: Town, shown: str) -> Iterator[Problem]:
    if not re.fullmatch(r"[a-z0-9-]{1,32}", town.id):
        yield Problem(shown, f"id：“{town.id}”只能用小写字母、数字和短横线，最多 32 个；请改正")
    if town.bot is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{4,31}", town.bot):
        yield Problem(shown, f"bot：“{town.bot}”不像用户名；请照 BotFather 给的写，不带@")
    for key in ("name", "county"):
        if not getattr(town, key).strip():
            yield Problem(shown, f"{key}：是空的；请填写")
    for key, names in (("villages", town.villages), ("venues", town.venues)):
        for name in sorted({n for n in names if names.count(n) > 1}):
            yield Problem(shown, f"{key}：“{name}”写了两次；请删去一个")
    for name, office in town.offices.items():
        yield from _phone_faults(office.phone, shown, f"offices.{name}.phone")
    for village, mediator in town.mediators.items():
        if village not in town.villages:
            yield Problem(shown, f"mediators.{village}：villages 里没有这个村；请改正")
        yield from _phone_faults(mediator.phone, shown, f"mediators.{village}.phone")
    if not 1 <= town.handover_days <= 60:
        yield Problem(shown, f"handover_days：{town.handover_days} 不合适；请写 1 到 60 的天数")
    yield from _campaign_faults(town, shown)


def _phone_faults(phone: str | None, shown: str, where: str) -> Iterator[Problem]:
    if phone is not None and not re.fullmatch(r"[0-9 -]{3,20}", phone):
        yield Problem(shown, f"{where}：“{phone}”不像电话；请只写数字和短横线")


def _campaign_faults(town: Town, shown: str) -> Iterator[Problem]:
    """Wrong days and audiences; whether the topics exist, only the knowledge can tell."""
    names = [c.name for c in town.campaigns]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield Problem(shown, f"campaigns：“{name}”写了两次；请删去一个")
    for number, campaign in enumerate(town.campaigns, 1):
        where = f"campaigns 第 {number} 个（{campaign.name}）"
        if not 0 < len(campaign.name.strip()) <= _LONGEST_NAME:
            yield Problem(shown, f"{where}：name 要写 1 到 {_LONGEST_NAME} 个字；请改正")
        if span(campaign.days) is None:
            yield Problem(shown, f"{where}：days 里的“{campaign.days}”看不懂；请写成 12-04 或 05-01..05-31")
        for audience in campaign.audiences:
            if audience not in AUDIENCES:
                yield Problem(shown, f"{where}：audiences 里的“{audience}”不认识；只能写 {'、'.join(AUDIENCES)}")
