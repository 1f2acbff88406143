"""A YAML file that people write -> a typed value, or every problem in it by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from bot.model import Problem, Refused

T = TypeVar("T")

_TEXT, _LIST, _PAIRS = "应当是一段文字；请加引号或改写", "应当是列表；请每行以“- ”开头", "应当是“键: 值”的形式；请改写"
_DATE, _NUMBER = "应当是日期；请写成 2026-11-24 的样子", "应当是整数；请改写"
_SAYS: Mapping[str, str] = {
    "missing": "缺少这一项；请补上",
    "missing_argument": "缺少这一项；请补上",
    "unexpected_keyword_argument": "不认识的键；请改正拼写或删去",
    "extra_forbidden": "不认识的键；请改正拼写或删去",
    "string_type": _TEXT,
    "tuple_type": _LIST,
    "dict_type": _PAIRS,
    "mapping_type": _PAIRS,
    "dataclass_type": _PAIRS,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
}
"""Pydantic's error types in words for a clerk."""


_STR, _SEQ, _MAP = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


class _Loader(yaml.CSafeLoader):
    """YAML as people should write it: a key given twice is an error, not a silent overwrite.

    What is text, a list or a mapping of them is put together here, in half the time that PyYAML takes: the start waits for it.
    """

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool] | bool) -> str:
        if kind is yaml.ScalarNode and value and value[0] > "\u2e7f":  # no pattern of another type begins with Chinese
            return _STR
        return super().resolve(kind, value, implicit)  # type: ignore[no-any-return, no-untyped-call]

    def construct_document(self, node: yaml.Node) -> Any:
        return self._plain(node)

    def _plain(self, node: yaml.Node) -> Any:
        if node.tag == _STR and isinstance(node, yaml.ScalarNode):
            return node.value
        if node not in self.constructed_objects:
            if node.tag == _SEQ and isinstance(node, yaml.SequenceNode):
                value: Any = [*map(self._plain, node.value)]
            elif node.tag == _MAP and isinstance(node, yaml.MappingNode) and all(key.tag == _STR for key, _ in node.value):
                value = dict[str, Any]()
                for key, item in node.value:
                    if key.value in value:
                        raise _twice(key)
                    value[key.value] = self._plain(item)
            else:
                value = self.construct_object(node, deep=True)
            self.constructed_objects[node] = value
        return self.constructed_objects[node]

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            if key in seen:
                raise _twice(key_node)
            seen.add(key)
        return super().construct_mapping(node, deep)


def _twice(key: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=f"键“{key.value}”写了两次", problem_mark=key.start_mark)


# YAML 1.1 reads on, off, yes and no as truth values; people write them as words.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path, shown: str) -> Any:
    """The content of one file, named ``shown`` to people.  Raises :class:`Refused` when it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a subclass of the safe loader
    except FileNotFoundError as error:
        raise Refused((Problem(shown, "没有这个文件；请补上或改正路径"),)) from error
    except (yaml.YAMLError, OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "文件"
        detail = getattr(error, "problem", None) or str(error)
        raise Refused((Problem(shown, f"{where}读不懂（{detail}）；请检查缩进、引号和冒号"),)) from error


def shaped(adapter: TypeAdapter[T], data: object, shown: str) -> T:
    """``data`` as the adapter's type.  Raises :class:`Refused` with a line for each wrong key."""
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        raise Refused(tuple(_said(shown, dict(e)) for e in error.errors(include_url=False))) from error


def _said(shown: str, error: Mapping[str, Any]) -> Problem:
    where = ".".join(str(p) for p in error["loc"])
    says = _SAYS.get(error["type"], f"写法不对（{error['msg']}）；请照说明改正")
    return Problem(shown, f"{where or '内容'}：{says}")


class Collector:
    """Runs steps that may refuse, and keeps every problem instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def run(self, step: Callable[[], T]) -> T | None:
        """The step's result, or None when it refused."""
        try:
            return step()
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None
