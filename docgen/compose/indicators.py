"""`指标`: several figures of one group as one run of clauses, each with its change and parts."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from docgen.compose.carried import ABSENT, Num, joined, txt
from docgen.compose.changes import changed, differing
from docgen.compose.figures import among, by_size, measured, parted
from docgen.compose.reading import absent, is_absent, read
from docgen.compose.sentences import without_stop
from docgen.compose.slots import ACTIVE, Missing
from docgen.errors import TemplateError
from docgen.facts.dictionary import Entry
from docgen.facts.values import Fact, Group
from docgen.language.dates import led_by_year, parse_date, relative_year

_WHOLE_YEAR: Final = ("", "全年", "度")
_COMMA: Final = ("，", ",")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_TAIL: Final = re.compile("[0-9一二三四以至到底初中末之前后和及与、~～—–－第上下年度全-]")
"""So go on times that are more than a year: 2025年以来, 2025年末, 2025年至2026年."""
_TIME: Final = re.compile(r"(?:19|20)\d\d|[上去今本前全]年|[上下]半年|年[初底末]|截[至止]")
"""So begins a 口径 that says when, and names nothing that is measured."""


class _Leaf(NamedTuple):
    """One figure: what the paper says of its time ("" when it says none), whether that time is
    a whole year, and what its 口径 says besides."""

    number: Num
    fact: Fact
    entry: Entry
    time: str
    yearly: bool
    caliber: str


def indicators(value: Any, *names: str) -> Any:
    """几个指标连着说，带增减和其中；不是本期的放在后面，时间领头；稿里前面写过的不再写：经济 | 指标("税金", "利润") → 利润300万元；去年，税金5050万元。

    例：经济: {税金: {值: 5050, 口径: 2025年}, 利润: {值: 5000, 口径: 2025年}} ⟶ {{ 经济 | 指标("税金", "利润") }} ⟶ 去年，税金5050万元，利润5000万元
    例：经济: {税金: {值: 5050, 增幅: 7.3%}, 利润: {值: 4260, 增幅: -2%}} ⟶ {{ 经济 | 指标("税金", "利润") }} ⟶ 税金5050万元，比上年同期增长7.3%；利润4260万元，比上年同期下降2%
    例：经济: {税金: {值: 5050, 口径: 2025年}, 利润: 300} ⟶ {{ 经济 | 指标("税金", "利润") }} ⟶ 利润300万元；去年，税金5050万元
    例：经济: {税金: {值: 5050, 口径: 2025年以来}} ⟶ {{ 经济 | 指标("税金", "利润") }} ⟶ 税金5050万元（2025年以来）
    """
    if type(value) is Missing:
        return value.hit()
    if not isinstance(value, Group):
        raise TemplateError("指标只用于一组事实")
    runs: dict[str, list[_Leaf]] = {
        "": []
    }  # a time leads all behind it: what has none stands first
    for number, entry in _wanted(value, names):
        leaf = _timed(number, entry)
        runs.setdefault(str(leaf.time), []).append(leaf)
    out: list[str] = []
    for run in runs.values():
        if run:
            out += ["；", *_run(run)] if out else _run(run)
    return joined(out) if out else txt("", (value.path,), kind=ABSENT)


def _run(leaves: list[_Leaf]) -> list[str]:
    """The clauses of the figures of one time, which leads them."""
    clauses = [
        _clause(leaf, last=following is None or following.caliber != leaf.caliber)
        for leaf, following in zip(leaves, [*leaves[1:], None], strict=True)
    ]
    stop = "；" if any("，" in clause for clause in clauses) else "，"
    time = leaves[0].time
    out = [time, "，", *clauses[0]] if time else clauses[0]
    for clause in clauses[1:]:
        out += [stop, *clause]
    return out


def _wanted(group: Group, names: tuple[str, ...]) -> list[tuple[Num, Entry]]:
    """The figures that are there, are not 0 and stand nowhere before in the draft."""
    recorder = ACTIVE.get()
    found = []
    for name in names:
        leaf, entry = _leaf(group, str(name))
        if type(leaf) is Missing:
            leaf.hit() if not entry.optional else recorder.leave_out([leaf])
        elif (
            type(leaf) is Num
            and leaf.fact is not None
            and leaf != 0
            and leaf.fact.path not in recorder.printed
        ):
            found.append((leaf, entry))
    return found


def _leaf(group: Group, name: str) -> tuple[Any, Entry]:
    entry = group.entry.members.get(name)
    if entry is None:
        raise TemplateError(f"“{group.path}”里没有登记“{name}”")
    child = group.members.get(name)
    return (read(child) if child is not None else absent(entry, f"{group.path}.{name}")), entry


def _timed(number: Num, entry: Entry) -> _Leaf:
    """The figure with its time: 口径 2025年全年 → 去年, 时点 at a year's end → 到去年底.

    A 口径 whose time is of another form (2025年以来) stays whole.
    """
    fact, on = number.fact, ACTIVE.get().on
    assert fact is not None
    caliber = fact.more.caliber
    found = led_by_year(caliber)
    if found is not None and (rest := _rest(found[2], entry)) is not None:
        year, part, _ = found
        yearly = part in _WHOLE_YEAR
        words = relative_year(year, on) + ("" if yearly else part)
        said = txt(words, (f"{fact.path}.口径", "文稿.日期"))
        return _Leaf(number, fact, entry, said, yearly, rest)
    day = parse_date(fact.more.as_of or "")
    time = ""
    if day is not None and (day.month, day.day) == (12, 31) and day.year < on.year:
        words = f"到{relative_year(day.year, on)}底"
        time = txt(words, (f"{fact.path}.时点", "文稿.日期"))
    return _Leaf(number, fact, entry, time, False, caliber)


def _rest(text: str, entry: Entry) -> str | None:
    """What a 口径 says behind its year; None when year and rest are one: 2025年以来, 2025年和2026年."""
    if text.startswith(_COMMA):
        return None if _YEAR.search(text) else text[1:]
    known = not text or (_names(text, entry) and not _TAIL.match(text) and not _YEAR.search(text))
    return text if known else None


def _names(caliber: str, entry: Entry) -> bool:
    """Whether the 口径 may stand in the name of the figure, where the dictionary has a place for
    it: in 农民{口径} 人均纯收入 may, which is an income as the figure is, and 户籍人口 not."""
    if not caliber or not entry.named or _TIME.match(caliber):
        return False
    return not entry.named.endswith("{口径}") or caliber.endswith(entry.noun[-2:])


def _clause(leaf: _Leaf, *, last: bool) -> list[str]:
    """Name, number, change and parts of one figure.

    What its 口径 says besides a time becomes part of the name, where the dictionary says how
    (口径名: 农民{口径}); else it stands behind in brackets, once for neighbours that share it
    (last: whether the next figure has another).
    """
    number, fact, entry = leaf.number, leaf.fact, leaf.entry
    said = leaf.caliber
    caliber = without_stop(txt(said, (f"{fact.path}.口径",))) if said else ""
    named = _names(said, entry)
    before, _, behind = entry.named.partition("{口径}")
    name: list[str] = [before, caliber, behind] if named else [entry.noun]
    small = entry.kind == "金额" and abs(number) < 1  # 0.3亿元 is 3000万元; 21860元 stays
    out: list[str] = [*name, by_size(number) if small else measured(number)]
    if caliber and not named and last:
        out += ["（", caliber, "）"]
    out += _change(leaf)
    members = entry.members.items()
    inner = [n for n, e in members if e.relation == "其中" and n in fact.members]
    parts = among(number, *inner) if inner else ""
    if parts and not is_absent(parts):
        whole = [n for n in inner if read(fact.members[n]) == number]
        out += ["，", parts if not whole else parted(number, *inner)]
    return out


def _change(leaf: _Leaf) -> list[str]:
    """The change from the earlier period; one that cannot be said is noted as left out."""
    more = leaf.fact.more
    if more.growth is None and more.previous is None:
        return []
    than = "上年" if leaf.yearly else "上年同期"
    absolute = leaf.entry.kind == "计数" and more.previous is not None
    said = (differing if absolute else changed)(leaf.number, than)
    if type(said) is Missing:
        ACTIVE.get().leave_out([said])
        return []
    return ["，", said]  # type: ignore[list-item]
