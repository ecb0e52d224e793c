"""The filters of the trade: what `{{ 党员 | 其中 }}` and its like print.

Each takes leaves or records and returns a text or number that keeps its sources.  The first
line of a docstring is the guide's entry for it; the lines behind 例： are its examples: facts ⟶
template ⟶ what is printed (⏎ ends a line).  A test runs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from docgen.compose.budget import dispensable, elaboration, example
from docgen.compose.carried import Txt, num, txt
from docgen.compose.changes import change, difference, share
from docgen.compose.figures import (
    among,
    among_known,
    by_size,
    chinese,
    counted,
    measured,
    measured_plainly,
    money,
    parts,
    severally,
)
from docgen.compose.groups import (
    changed,
    confirmed,
    doubtful,
    grouped,
    how_many,
    marked,
    paired,
    plucked,
    unconfirmed,
    when,
    where,
    without,
)
from docgen.compose.indicators import indicators
from docgen.compose.plainly import Plainly
from docgen.compose.ranking import at_least, first, more_than, sorted_by
from docgen.compose.reading import amount_of, fact_of, said_plainly, text_of_value, withheld
from docgen.compose.sentences import (
    clauses,
    deadline,
    heading,
    listed,
    sentence,
    sentence_plainly,
    set_out,
    whole_sentence,
    without_stop,
)
from docgen.compose.slots import ACTIVE, Missing
from docgen.errors import TemplateError
from docgen.language import Period, Quantity, issued_date, period_words


def dated(value: Any) -> Txt:
    """成文日期：2012年7月1日前用汉字（二〇一二年六月三十日），其后用阿拉伯数字。

    例： ⟶ {{ 文稿.日期 | 日期 }} ⟶ 2026年7月3日
    例：文稿: {日期: 2012-06-30} ⟶ {{ 文稿.日期 | 日期 }} ⟶ 二〇一二年六月三十日
    """
    fact = getattr(value, "fact", None)
    if fact is None or not isinstance(fact.value, date):
        raise TemplateError("日期这个过滤器只用于日期")
    return txt(issued_date(fact.value), value.sources)


def spoken_period(value: Any) -> Txt:
    """期间按成文日期说：今年上半年、去年；隔年以上写年份。

    例： ⟶ {{ 文稿.期间 | 说法 }} ⟶ 今年上半年
    例：文稿: {期间: 2025年} ⟶ {{ 文稿.期间 | 说法 }} ⟶ 去年
    例：文稿: {期间: 2023年上半年} ⟶ {{ 文稿.期间 | 说法 }} ⟶ 2023年上半年
    """
    fact = getattr(value, "fact", None)
    if fact is None or not isinstance(fact.value, Period):
        raise TemplateError("“说法”只用于期间")
    return txt(period_words(fact.value, ACTIVE.get().on), (*value.sources, "文稿.日期"))


def plan_of(value: Any) -> Any:
    """计划数：只有写明 | 计划 的填空才印状态为计划的数。

    例：阵地建设: {新建: {值: 2, 状态: 计划}} ⟶ 计划新建活动场所{{ 阵地建设.新建 | 计划 | 量 }} ⟶ 计划新建活动场所2处
    例：阵地建设: {新建: {值: 2, 状态: 计划}} ⟶ 新建活动场所{{ 阵地建设.新建 | 量 }} ⟶ 新建活动场所【待填：阵地建设.新建】
    """
    if type(value) is not Missing:
        return value
    node = fact_of(value)
    if node is None or node.value is None or node.more.status != "计划":
        return value.hit()
    recorder = ACTIVE.get()
    if withheld(node, recorder):
        return value.hit()
    recorder.paths.append(node.path)
    if isinstance(node.value, Quantity):
        return num(amount_of(node.value, node.entry), (node.path,), node)
    return txt(text_of_value(node.value), (node.path,), fact=node)


GROUPS: Final[Mapping[str, Mapping[str, Callable[..., Any]]]] = MappingProxyType(
    {
        "数和量词": {
            "量": measured,
            "汉字": chinese,
            "个数": how_many,
            "列数": counted,
            "计划": plan_of,
        },
        "比较": {"较上期": change, "增减": difference, "占比": share, "指标": indicators},
        "分项": {"分为": parts, "其中": among, "其中确数": among_known, "分别": severally},
        "列表": {
            "满足": where,
            "大于": more_than,
            "至少": at_least,
            "已核实": confirmed,
            "待核实": unconfirmed,
            "排序": sorted_by,
            "前": first,
            "分组": grouped,
            "选用": marked,
            "逐项": plucked,
            "对仗": paired,
        },
        "金额": {
            "元": money("元"),
            "万元": money("万元"),
            "亿元": money("亿元"),
            "金额": by_size,
        },
        "日期": {"日期": dated, "说法": spoken_period, "何时": when, "限期": deadline},
        "句子": {
            "句": sentence,
            "无句号": without_stop,
            "三段题": heading,
            "成句": whole_sentence,
            "变化": changed,
            "没有": without,
            "存疑": doubtful,
        },
        "列举": {"并列": listed, "连句": clauses, "列述": set_out},
        "篇幅": {"例证": example, "展开": elaboration, "可删": dispensable},
    }
)
"""The filters by what a template's maker looks for, as the guide shows them."""

FILTERS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {name: call for group in GROUPS.values() for name, call in group.items()}
)
"""Every filter by its name in templates."""

PLAINLY: Final[Mapping[str | None, Plainly]] = MappingProxyType(
    {None: said_plainly, "量": measured_plainly, "句": sentence_plainly}
)
"""What most slots print, by their filter: it of a leaf that has nothing beside its value."""

SEES_GAPS: Final = frozenset((parts, among, among_known, plan_of, doubtful))
"""Filters that look into a gap (a leaf without value may still have members or a plan)."""
