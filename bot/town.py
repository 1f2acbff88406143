"""town.yaml: this township, its villages, offices and people in charge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from bot.model import WRITTEN_BY_HAND, Problem, Refused
from bot.yamlfile import read_yaml, shaped


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
    venues: tuple[str, ...] = ("机关", "乡村", "社区", "学校", "企业", "单位")
    """Kinds of places where law is taught face to face, as the report tells them apart (法律六进)."""
    offices: Mapping[str, Office] = field(default_factory=dict)
    """Local offices by their id in knowledge/helpers.yaml."""
    admins: tuple[int, ...] = ()
    """Telegram ids of those who may export the report."""
    staff: tuple[int, ...] = ()
    """Telegram ids of staff and test accounts: answered, not counted."""


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
    for key in ("name", "county"):
        if not getattr(town, key).strip():
            yield Problem(shown, f"{key}：是空的；请填写")
    for key, names in (("villages", town.villages), ("venues", town.venues)):
        for name in sorted({n for n in names if names.count(n) > 1}):
            yield Problem(shown, f"{key}：“{name}”写了两次；请删去一个")
    for name, office in town.offices.items():
        if office.phone is not None and not re.fullmatch(r"[0-9 -]{3,20}", office.phone):
            yield Problem(shown, f"offices.{name}.phone：“{office.phone}”不像电话；请只写数字和短横线")
