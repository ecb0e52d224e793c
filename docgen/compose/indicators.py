"""`指标`: several figures of one group as one run of clauses, each with its change and parts."""

from __future__ import annotations

import re
from typing import Any, Final

from docgen.compose.figures import among, change, difference, measured
from docgen.compose.reading import absent, is_absent, read
from docgen.compose.sentences import without_stop
from docgen.compose.slots import ABSENT, ACTIVE, Missing, Num, Txt, joined, txt
from docgen.errors import TemplateError
from docgen.facts.dictionary import Entry
from docgen.facts.values import Fact, Group
from docgen.language.dates import relative_year

_TIMED: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?P<part>全年|上半年|下半年|[一二三四]季度|前三季度)?"
    r"(?:$|(?![和至—－\-末底\d])[，、]?(?P<rest>.*))"
)
"""A 口径 that begins with a year or a part of one: 2025年全年, 2005年人均可支配收入."""


def indicators(value: Any, *names: str) -> Any:
    """几个指标连着说，带增减和其中；口径是年份的领在前面：经济 | 指标("税金", "利润") → 去年，税金5050万元，利润5000万元。

    例：经济: {税金: {值: 5050, 口径: 2025年}, 利润: {值: 5000, 口径: 2025年}} ⟶ {{ 经济 | 指标("税金", "利润") }} ⟶ 去年，税金5050万元，利润5000万元
    例：经济: {税金: {值: 5050, 增幅: 7.3%}, 利润: {值: 4260, 增幅: -2%}} ⟶ {{ 经济 | 指标("税金", "利润") }} ⟶ 税金5050万元，比上年同期增长7.3%；利润4260万元，比上年同期下降2%
    例：经济: {利润: 300} ⟶ {{ 经济 | 指标("税金", "利润") }} ⟶ 利润300万元
    """
    if type(value) is Missing:
        return value.hit()
    if not isinstance(value, Group):
        raise TemplateError("指标只用于一组事实")
    clauses: list[list[str]] = []
    said_time = ""
    inner = False  # a clause has a comma of its own
    for name in names:
        leaf, entry = _leaf(value, str(name))
        if type(leaf) is Missing:
            leaf.hit() if not entry.optional else ACTIVE.get().leave_out([leaf])
            continue
        if type(leaf) is not Num or leaf.fact is None or leaf == 0:
            continue
        timed = _TIMED.match(leaf.fact.more.caliber or "")
        clause = _clause(leaf, entry, timed)
        inner = inner or "，" in clause
        if timed and (time := _time(timed, leaf)) != said_time:
            clause = [time, "，", *clause]
            inner = inner or bool(clauses)  # another time than that of the clause before
            said_time = str(time)
        clauses.append(clause)
    if not clauses:
        return txt("", (value.path,), kind=ABSENT)
    stop = "；" if inner else "，"
    out: list[str] = []
    for clause in clauses:
        out += [stop, *clause] if out else clause
    return joined(out)


def _leaf(group: Group, name: str) -> tuple[Any, Entry]:
    entry = group.entry.members.get(name)
    if entry is None:
        raise TemplateError(f"“{group.path}”里没有登记“{name}”")
    child = group.members.get(name)
    return (read(child) if child is not None else absent(entry, f"{group.path}.{name}")), entry


def _time(timed: re.Match[str], leaf: Num) -> Txt:
    """The time of a figure as the paper says it: 2025年全年 → 去年."""
    assert leaf.fact is not None
    year = relative_year(int(timed["year"]), ACTIVE.get().on)
    part = "" if timed["part"] in (None, "全年") else timed["part"]
    return txt(year + part, (f"{leaf.fact.path}.口径", "文稿.日期"))


def _clause(leaf: Num, entry: Entry, timed: re.Match[str] | None) -> list[str]:
    """Name, number, change and parts of one figure; what its 口径 says besides a time stands
    behind it in brackets."""
    fact = leaf.fact
    assert isinstance(fact, Fact)
    out: list[str] = [entry.noun, measured(leaf)]
    rest = (timed["rest"] or "") if timed else fact.more.caliber
    if rest:
        out += ["（", without_stop(txt(rest, (f"{fact.path}.口径",))), "）"]
    if fact.more.growth is not None or fact.more.previous is not None:
        than = "上年" if timed and timed["part"] in (None, "全年") else "上年同期"
        absolute = entry.kind == "计数" and fact.more.previous is not None
        out += ["，", difference(leaf, than) if absolute else change(leaf, than)]
    inner = [n for n, e in entry.members.items() if e.relation == "其中" and n in fact.members]
    said = among(leaf, *inner) if inner else ""
    if said and not is_absent(said):
        out += ["，", said]
    return out
