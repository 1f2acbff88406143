"""The words of the report that a township may want to say otherwise: Chinese sentences, figures by their keys.

``{online}`` stands for the figure with that key and its unit.  A clause whose figure the tally does not have is left
out; a figure that nothing recorded can tell reads 〔待核〕.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

TITLE = "{town}{period}法治宣传教育情况统计报告"
INTERNAL = "内部"
"""Stands on every page, sheet and file name of a report that must not leave the office."""
INTERNAL_NOTE = "内部资料，含不足5的数，不得对外提供"
PUBLIC_NOTE = "对外版：不足5的数和能推算出它的数以＊代替，各项总数照实列出"

PARAGRAPH: Sequence[str] = (
    "深化普法依法治理。{period}，{town}落实“谁执法谁普法”普法责任制",
    "开展法治宣传活动{events}",
    "发放宣传资料{sheets}",
    "线下受教育群众{offline}",
)
"""Clauses joined by commas; the first always stands."""
ONLINE: Sequence[str] = (
    "依托“法律明白”问答服务，线上受教育群众{online}",
    "服务群众{people}",
    "送达电子资料{delivered}",
    "转有关单位办结咨询{referred}",
)
PEOPLE: Sequence[str] = ("培养法律明白人{volunteers}", "排查矛盾纠纷{disputes}", "化解{settled}")
PARAGRAPH_SENTENCES: Sequence[Sequence[str]] = (PARAGRAPH, ONLINE, PEOPLE)
"""The paragraph for the annual report on law-based government, sentence by sentence."""

FILLED_IN_BY: Mapping[str, str] = {
    "offline": "司法所普法负责人，依据普法活动签到表和现场照片",
    "events": "司法所普法负责人，依据普法活动签到表和现场照片",
    "sheets": "司法所普法负责人，依据资料领用登记",
    "delivered": "司法所普法负责人",
    "volunteers": "司法所，依据法律明白人正式名册",
    "disputes": "人民调解委员会，依据调解台账",
    "settled": "人民调解委员会，依据调解台账",
}
"""Line -> who knows what the bot cannot know, and from which paper."""
SOMEBODY = "司法所"
"""Who fills in any other line."""

HEADINGS = {
    "paragraph": "年度报告用语",
    "figures": "主要数据",
    "tables": "分类统计",
    "charts": "统计图",
    "pending": "待核事项",
    "corrections": "更正记录",
    "rules": "计数规则",
    "provenance": "数据核对",
}
"""Parts of the report, in their order."""
PARAGRAPH_HINT = "下面一段可用于法治政府建设年度报告“深化普法依法治理”部分，〔待核〕处由有关单位核实后填写。"
NO_ROWS = "本期没有记录。"
NO_PENDING = "没有待核事项。"
NO_CORRECTIONS = "本期没有更正。"
NO_BEFORE = "没有可以比较的上一期"
SIGNATURES = ("填报人：", "审核人：", "负责人：", "（盖章）")
MORE_ROWS = "只列前{shown}行，共{all}行，其余见 Excel 表。"
