"""Figures -> a page of Markdown, which is also what the command prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.measure import figures
from bot.measure.cross import FOLDS
from bot.measure.figures import RULES, Rule, Share, share
from bot.measure.hearing import Answered
from bot.model import AUDIENCES, KINDS, Knowledge, Outcome
from bot.noise import NOISES

Threes = Sequence[tuple[str, ...]]
"""For each question the three entries that come first."""
_EVERYONE = "不分人群"


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that was measured on one file."""

    name: str
    """Of the file, without its folder."""
    as_shipped: Sequence[Answered]
    """With the weights that are in use."""
    crossed: Sequence[Answered] = ()
    """Each by weights that have not seen it; empty: not asked for."""
    others: Mapping[str, Threes] = field(default_factory=dict)
    """Other ways to rank the same entries, by name: of the questions that an entry answers, in their order."""
    spoilt: Mapping[str, Threes] = field(default_factory=dict)
    """Those questions with noise, by kind of noise; empty: not asked for."""


def page(measured: Measured, knowledge: Knowledge) -> str:
    """The whole page.  Per group and per noise the fairer of the two measurements stands: the crossed one where there is one."""
    best = measured.crossed or measured.as_shipped
    how = f"（{FOLDS} 折交叉验证）" if measured.crossed else "（现用权重）"
    parts = [
        _head(measured, knowledge),
        _section("现用权重", _rules(measured.as_shipped)),
        *([_section(f"{FOLDS} 折交叉验证：每题由没见过它的权重来答", _rules(measured.crossed))] if measured.crossed else []),
        _section("和别的办法比，有答案的问题", _methods(measured)),
        *([_section("有噪声的时候，有答案的问题" + "（现用权重，只比排名）", _noise(measured))] if measured.spoilt else []),
        _section("分种类" + how, _kinds(best)),
        _section("分人群，有答案的问题" + how, _groups("人群", best, lambda a: _audience(a, knowledge))),
        _section("分主题，有答案的问题" + how, _groups("主题", best, lambda a: _topic(a, knowledge))),
        *([_section("分来源，有答案的问题" + how, _groups("来源", best, lambda a: a.question.source))] if _sources(best) else []),
    ]
    return "\n\n".join(parts) + "\n"


def _head(measured: Measured, knowledge: Knowledge) -> str:
    rows = measured.as_shipped
    unknown = {i for a in rows for i in a.question.ids} - knowledge.entries.keys()
    lines = [
        "# 问题听懂了多少",
        "",
        f"文件 {measured.name}，{len(rows)} 个问题；知识库版本 {knowledge.version}，{len(knowledge.entries)} 条。"
        "由 `python -m bot measure` 算出。",
        "",
        "括号里是 95% 置信区间（Wilson）。排序和判断的权重在开发集 dev.jsonl 上定出，所以现用权重在开发集上的数字偏好；交叉验证的每一题"
        "都由没见过它的权重来答。两个阈值和危险规则也是看着开发集定的，交叉验证去不掉这一点。",
    ]
    if unknown:
        lines += ["", f"文件里有 {len(unknown)} 个编号知识库里没有，算作没有答对：{'、'.join(sorted(unknown))}。"]
    return "\n".join(lines)


def _section(title: str, table: str) -> str:
    return f"## {title}\n\n{table}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:" for _ in head[1:]]], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _rules(answers: Sequence[Answered]) -> str:
    rows = ((rule, share(answers, rule.among, rule.counts)) for rule in RULES)
    return _table(("量什么", "结果", "底线", "目标", ""), ([r.name, shown(s), *_limits(r), _verdict(r, s)] for r, s in rows))


def shown(part: Share) -> str:
    """``0.74（0.70–0.78），373/503``."""
    if not part.of:
        return "没有这种问题"
    low, high = part.interval()
    return f"{part.value:.3f}（{low:.2f}–{high:.2f}），{part.hits}/{part.of}"


def _limits(rule: Rule) -> tuple[str, str]:
    sign = "≤" if rule.few else "≥"
    return tuple("" if limit is None else f"{sign}{limit:g}" for limit in (rule.floor, rule.goal))  # type: ignore[return-value]  # two in, two out


def _verdict(rule: Rule, part: Share) -> str:
    if rule.floor is None or rule.goal is None or not part.of:
        return ""
    value, floor, goal = (-x if rule.few else x for x in (part.value, rule.floor, rule.goal))
    return "达到目标" if value >= goal else "过了底线" if value >= floor else "没过底线"


def _answerable(answers: Sequence[Answered]) -> list[Answered]:
    return [a for a in answers if a.question.kind == "in"]


def _ranks(answers: Sequence[Answered], threes: Threes) -> list[str]:
    """First and among three: the labels of ``answers`` against the rankings in ``threes``."""
    pairs = [({*a.question.ids}, three) for a, three in zip(answers, threes, strict=True)]
    first, any_ = sum(three[0] in ids for ids, three in pairs), sum(not ids.isdisjoint(three) for ids, three in pairs)
    return [shown(Share(first, len(pairs))), shown(Share(any_, len(pairs)))]


def _methods(measured: Measured) -> str:
    asked = _answerable(measured.as_shipped)
    ways = {"本项目，现用权重": [a.first for a in asked]}
    if measured.crossed:
        ways["本项目，交叉验证"] = [a.first for a in _answerable(measured.crossed)]
    rows = [[name, *_ranks(asked, threes)] for name, threes in {**ways, **measured.others}.items()]
    return _table(("办法（都用同样的条目和问法）", "对的排第一", "对的在前三"), rows)


def _noise(measured: Measured) -> str:
    asked = _answerable(measured.as_shipped)
    plain = ["原样", *_ranks(asked, [a.first for a in asked])]
    return _table(("噪声", "对的排第一", "对的在前三"), [plain, *([NOISES[k], *_ranks(asked, t)] for k, t in measured.spoilt.items())])


def _kinds(answers: Sequence[Answered]) -> str:
    rows = []
    for kind, name in KINDS.items():
        got = [a.found.outcome for a in answers if a.question.kind == kind]
        if got:
            counts = [got.count(o) for o in (Outcome.MATCH, Outcome.CHOICES, Outcome.UNKNOWN, Outcome.EMERGENCY)]
            rows.append([name, str(len(got)), *(f"{count}（{count / len(got):.0%}）" for count in counts)])
    return _table(("种类", "问题", "直接显示", "给出三条", "说不知道", "报危险"), rows)


def _groups(title: str, answers: Sequence[Answered], group: Callable[[Answered], str]) -> str:
    of = dict[str, list[Answered]]()
    for a in _answerable(answers):
        of.setdefault(group(a), []).append(a)
    counted = (
        figures.first_right, figures.among_three, lambda a: figures.shown_right(a) or figures.offered_right(a),
        figures.shown_right, figures.shown_wrong, figures.refused,
    )
    rows = [
        [name or "没写", str(len(mine)), *(_brief(share(mine, lambda _: True, counts)) for counts in counted)]
        for name, mine in sorted(of.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    return _table((title, "问题", "排第一", "在前三", "显示或给出对的", "直接显示对的", "显示错的", "误说不知道"), rows)


def _brief(part: Share) -> str:
    low, high = part.interval()
    return f"{part.value:.2f}（{low:.2f}–{high:.2f}）"


def _audience(a: Answered, knowledge: Knowledge) -> str:
    """Who asks, where the file says so; else for whom the right entry is written."""
    entry = knowledge.entries.get(a.question.ids[0])
    meant = (a.question.audience,) if a.question.audience else entry.audiences if entry else ()
    return "、".join(name for key, name in AUDIENCES.items() if key in meant) or _EVERYONE


def _topic(a: Answered, knowledge: Knowledge) -> str:
    topic = a.question.ids[0].partition("/")[0]
    return knowledge.topics[topic].name if topic in knowledge.topics else topic


def _sources(answers: Sequence[Answered]) -> bool:
    return any(a.question.source for a in answers)
