"""The filters that choose, group and pluck the records of a list.

Each takes a list and returns items or a text that keeps its sources.  The first line of a
docstring is the guide's entry for it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from docgen.compose.reading import attribute, is_absent, read, text_of
from docgen.compose.sentences import heading, listed, sequence, without_stop
from docgen.compose.slots import ABSENT, ACTIVE, Missing, Num, Txt, items_of, joined, num, txt
from docgen.errors import TemplateError
from docgen.facts.sentences import Said
from docgen.facts.values import Fact, Record, Records
from docgen.language import count_word
from docgen.language.dates import arabic_date, year_words

_FIGURE_FIRST: Final = re.compile(r"[0-9近约]")
_LONGEST_VERB: Final = 3
_MOST_CLAUSES: Final = 2
_LONGEST_WORD: Final = 2
_NO_VERBS: Final = tuple("把在以将对向让给从用为由与和不一二三四五六七八九十")
"""Words that begin a clause and are counted by nobody: 四把 is no summary."""


def _sources(items: Any) -> list[str]:
    if isinstance(items, Records):
        return [f"{items.path}#"]
    return list(getattr(items, "sources", ()))


def _word(item: Any, name: str) -> tuple[str | None, tuple[str, ...]]:
    """What a field of a record says and where that stands; "" when it may be left out and is,
    None when it is owed."""
    found = attribute(item, name)
    if type(found) is Missing:
        return None, ()
    if is_absent(found):
        return "", ()
    if isinstance(found, Records):
        found = listed(found)
    return str(text_of(found)), getattr(found, "sources", ())


def how_many(value: Any) -> Num:
    """列表有几条：后进村 | 个数 → 1。

    例：后进村: [{村: 柳湾村}, {村: 石桥村}] ⟶ 后进村{{ 后进村 | 个数 }}个 ⟶ 后进村2个
    例：后进村: 无 ⟶ {{ 后进村 | 个数 }} ⟶ 0
    """
    if isinstance(value, Records):
        return num(len(value.items), (f"{value.path}#",))
    if isinstance(value, list | tuple):
        return num(len(value), getattr(value, "sources", ()))
    raise TemplateError("个数只用于列表")


def where(value: Any, name: str, wanted: str) -> Any:
    """列表里某一项等于给定值的各条：后进村 | 满足("状态", "已转化")。

    例：后进村: [{村: 柳湾村, 状态: 已转化}, {村: 石桥村, 状态: 整顿中}] ⟶ {{ 后进村 | 满足("状态", "已转化") | 并列 }} ⟶ 柳湾村
    例：后进村: [{村: 石桥村, 状态: 整顿中}] ⟶ 已转化{{ 后进村 | 满足("状态", "已转化") | 个数 }}个 ⟶ 已转化0个
    """
    kept = []
    recorder = ACTIVE.get()
    sources: list[str] = [f"{value.path}#"] if isinstance(value, Records) else []
    for item in sequence(value):
        found = attribute(item, str(name))
        if type(found) is Missing:
            return found.hit()
        sources += getattr(found, "sources", ())
        if found == str(wanted):
            kept.append(item)
    recorder.step(len(kept))
    return items_of(kept, tuple(dict.fromkeys(sources)))


def grouped(value: Any, *names: str) -> Any:
    """同类的归到一起：部署 | 分组("属") 得几组，每组是几条；没写这一项的自成一组。

    例：后进村: [{村: 柳湾村, 包联: 镇长}, {村: 石桥村, 包联: 镇长}] ⟶ {% for 组 in 后进村 | 分组("包联") %}{{ 组 | 并列 }}由{{ 组[0].包联 }}包联。{% endfor %} ⟶ 柳湾村、石桥村由镇长包联。
    例：部署: [{题: 甲, 属: 一}, {题: 乙}, {题: 丙, 属: 一}] ⟶ {% for 组 in 部署 | 分组("属") %}{{ 组 | 并列 }}；{% endfor %} ⟶ 甲、丙；乙；
    """
    recorder = ACTIVE.get()
    kept: dict[tuple[str, ...], list[Any]] = {}
    sources: dict[tuple[str, ...], list[str]] = {}
    whole = _sources(value)
    for index, item in enumerate(sequence(value)):
        said = [_word(item, str(name)) for name in names]
        missing = any(word is None for word, _ in said)  # what is owed is like nothing else
        words = tuple(word or "" for word, _ in said)
        key = words if any(words) and not missing else (str(index),)
        kept.setdefault(key, []).append(item)
        sources.setdefault(key, []).extend(path for _, paths in said for path in paths)
    recorder.step(len(kept))
    groups = [
        items_of(items, tuple(dict.fromkeys((*whole, *sources[key]))))
        for key, items in kept.items()
    ]
    read = (path for paths in sources.values() for path in paths)
    return items_of(groups, tuple(dict.fromkeys((*whole, *read))))


def marked(value: Any, name: str) -> Any:
    """写着“是”的各条，一条也没写就全要：工作 | 选用("简报")。

    例：工作: [{题: 抓轮训, 简报: 是}, {题: 抓换届}] ⟶ {{ 工作 | 选用("简报") | 逐项("题") | 并列 }} ⟶ 抓轮训
    例：工作: [{题: 抓轮训}, {题: 抓换届}] ⟶ {{ 工作 | 选用("简报") | 逐项("题") | 并列 }} ⟶ 抓轮训、抓换届
    """
    chosen, sources = [], _sources(value)
    items = sequence(value)
    for item in items:
        found = attribute(item, str(name))
        if type(found) is Missing:
            return found.hit()
        sources += getattr(found, "sources", ())
        if found == "是":
            chosen.append(item)
    ACTIVE.get().step(len(items))
    return items_of(chosen or items, tuple(dict.fromkeys(sources)))


def plucked(value: Any, name: str) -> Any:
    """各条里的同一项：环节 | 逐项("字") | 并列 → 摸、整、建、带；没写的跳过。

    例：环节: [{字: 摸, 题: 摸清底数}, {题: 逐村会诊}, {字: 带, 题: 以强带弱}] ⟶ {{ 环节 | 逐项("字") | 并列 }} ⟶ 摸、带
    """
    found: list[Any] = []
    sources = _sources(value)
    for item in sequence(value):
        part = attribute(item, str(name))
        if type(part) is Missing:
            return part.hit()
        if is_absent(part):
            continue
        if isinstance(part, Records):
            part = heading(part)
        sources += getattr(part, "sources", ())
        found.append(part)
    ACTIVE.get().step(len(found))
    return items_of(found, tuple(dict.fromkeys(sources)))


def changed(value: Any) -> Any:
    """变化一行连成话：村党支部由35个撤并为15个；甲、乙2个村撤村建社区，现为丙社区。

    例：变化: [{事: 村党支部, 原: 35个, 现: 15个, 方式: 撤并, 时间: 2025年9月}] ⟶ {{ 变化[0] | 变化 }} ⟶ 去年9月，村党支部由35个撤并为15个
    例：变化: [{事: 村, 原: 甲、乙2个村, 现: 丙社区, 方式: 撤村建社区}] ⟶ {{ 变化[0] | 变化 }} ⟶ 甲、乙2个村撤村建社区，现为丙社区
    """
    if not isinstance(value, Record):
        return value
    parts: dict[str, Txt] = {}
    for name in ("事", "原", "现", "方式", "时间"):
        found = attribute(value, name)
        if type(found) is Missing:
            return found.hit()
        text = text_of(found)
        parts[name] = text if type(text) is Txt else txt(text, getattr(found, "sources", ()))
    parts = {name: without_stop(text) if text else text for name, text in parts.items()}
    verb = parts["方式"] or "变"
    counted = bool(_FIGURE_FIRST.match(parts["原"]))
    short = len(verb) <= _LONGEST_VERB
    before = (when(parts["时间"]), "，") if parts["时间"] else ()
    what = (parts["事"],) if counted else ()
    if short:
        said = (*what, "由" if counted else "", parts["原"], verb, "为", parts["现"])
    elif counted:
        said = (*what, verb, "，由", parts["原"], "变为", parts["现"])
    else:
        said = (parts["原"], verb, "，现为", parts["现"])
    return joined((*before, *said))


def when(value: Any) -> Any:
    """年份按成文日期说：2026年4月 → 今年4月；2025年 → 去年；更早的不变；当年的一天只说月日。

    例：荣誉: [{名: 甲, 时间: 2026年4月}] ⟶ {{ 荣誉[0].时间 | 何时 }} ⟶ 今年4月
    例：荣誉: [{名: 甲, 年: 2025}] ⟶ {{ 荣誉[0].年 | 何时 }} ⟶ 去年
    例：荣誉: [{名: 甲, 年: 2019年}] ⟶ {{ 荣誉[0].年 | 何时 }} ⟶ 2019年
    例：文稿: {时点: 2026-06-30} ⟶ {{ 文稿.时点 | 何时 }} ⟶ 6月30日
    """
    text = text_of(value)
    if type(value) is Missing:
        return value
    on = ACTIVE.get().on
    day = value.fact.value if getattr(value, "fact", None) is not None else None
    if isinstance(day, date):
        same = day.year == on.year
        said = f"{day.month}月{day.day}日" if same else arabic_date(day)
    else:
        said = year_words(str(text), on)
    sources: tuple[str, ...] = getattr(value, "sources", ())
    figures = (f"{sources[0]}#{p.order}" for p in getattr(text, "parts", ()) if isinstance(p, Said))
    return txt(said, (*sources, *figures, "文稿.日期"))


def paired(value: Any, name: str = "题") -> Txt:
    """标题对仗的概括：各块的题都作 [抓……, 强化……] 的，四块就是 四抓四强化；不对仗的为空。

    例：工作: [{题: [抓班子, 强化责任]}, {题: [抓队伍, 强化管理]}] ⟶ {{ 工作 | 对仗 }} ⟶ 二抓二强化
    例：工作: [{题: 抓班子}, {题: 带队伍}] ⟶ {% if 工作 | 对仗 %}有概括{% else %}不概括{% endif %} ⟶ 不概括
    """
    titles: list[list[str]] = []
    sources = _sources(value)
    for item in sequence(value):
        found = attribute(item, name)
        if type(found) is Missing:
            return txt("", tuple(sources), kind=ABSENT)
        clauses = sequence(found) if isinstance(found, Records) else (found,)
        titles.append([str(text_of(read(c) if isinstance(c, Fact) else c)) for c in clauses])
        sources += getattr(found, "sources", ()) or (getattr(found, "path", ""),)
    ACTIVE.get().step(len(titles))
    verbs: list[str] = []
    if len(titles) > 1 and all(len(title) == len(titles[0]) <= _MOST_CLAUSES for title in titles):
        verbs = [_common([title[i] for title in titles]) for i in range(len(titles[0]))]
    number = "二" if len(titles) == 2 else count_word(len(titles))
    said = "".join(number + verb for verb in verbs) if all(verbs) else ""
    return txt(said, tuple(dict.fromkeys(sources))) if said else txt("", kind=ABSENT)


def _common(clauses: list[str]) -> str:
    """The word of one or two characters that all begin with; "" when there is none, or when
    one has nothing behind it."""
    shared = ""
    for characters in zip(*clauses, strict=False):
        if len(set(characters)) > 1 or len(shared) == _LONGEST_WORD:
            break
        shared += characters[0]
    if shared[:1] in _NO_VERBS:
        return ""
    return shared if all(len(clause) > len(shared) for clause in clauses) else ""
