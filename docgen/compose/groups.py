"""The filters that choose, group and pluck the records of a list.

Each takes a list and returns items or a text that keeps its sources.  The first line of a
docstring is the guide's entry for it.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Final

from docgen.compose.carried import ABSENT, Num, Txt, items_of, joined, num, txt
from docgen.compose.reading import amount_of, attribute, is_absent, read, text_of
from docgen.compose.sentences import heading, listed, sequence, without_stop
from docgen.compose.slots import ACTIVE, DOUBT, Missing
from docgen.errors import TemplateError
from docgen.facts.sentences import Said
from docgen.facts.values import Fact, Group, Record, Records
from docgen.language import count_word, parse_date, parse_quantity
from docgen.language.dates import arabic_date, year_words

_LONGEST_VERB: Final = 3
_MOST_CLAUSES: Final = 2
_SUMMED: Final = (
    *(
        "强化 优化 深化 细化 健全 完善 规范 突出 加强 提升 夯实 压实 筑牢 严格 从严 聚焦 注重 坚持 推进 推动".split()
    ),
    *("促进 带动 建强 配强 建好 管好 用好 选好 抓好 抓实 抓牢 抓严 做实 做优".split()),
    *"抓强建带促聚优重严并合管育选查改治兴减清补固筑",
)
"""The verbs that papers count (四抓四强化, 三建三带), the longer first.  Titles may begin alike
with anything else (党员教育, 把好入口): only a verb with its object behind it makes a summary."""
_OTHER_WORDS: Final = frozenset(
    "抓手 抓紧 强调 强村 强县 强镇 强势 强制 强大 强度 强劲 强项 强烈 建设 建立 建议 建筑 建档 建成 建制 带头 带领 "
    "带来 促使 聚集 聚力 聚会 优先 优秀 优质 优势 优惠 优抚 优良 优异 重点 重大 重要 重新 重视 重阳 重建 重心 严重 "
    "严肃 严厉 严密 并且 并非 并列 并联 合作 合同 合理 合格 合法 合适 合计 合唱 管理 管道 管护 管委 管网 育人 育苗 "
    "选举 选调 选民 选派 选拔 选址 查看 查处 查询 改革 改造 改善 改进 改变 治理 治安 治疗 兴趣 兴奋 减少 减轻 减灾 "
    "清单 清洁 清廉 清明 清查 清理 补充 补助 补贴 补偿 固定 固体 固化 筑牢".split()
)
"""Words of which the verb is only the first character: 合作社 and 合同 do not make 二合."""
_NOUN_ENDINGS: Final = "化性"
"""Behind a verb of two characters these make a noun of it: 规范化, 规范性."""


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


def where(value: Any, name: str, wanted: Any) -> Any:
    """列表里某一项等于给定值的各条：后进村 | 满足("状态", "已转化")；数比大小，是否写“是”“否”，给 "" 的是没写的各条。

    例：后进村: [{村: 柳湾村, 状态: 已转化}, {村: 石桥村, 状态: 整顿中}] ⟶ {{ 后进村 | 满足("状态", "已转化") | 并列 }} ⟶ 柳湾村
    例：后进村: [{村: 石桥村, 状态: 整顿中}] ⟶ 已转化{{ 后进村 | 满足("状态", "已转化") | 个数 }}个 ⟶ 已转化0个
    例：问题: [{表现: 甲, 需上级支持: 是}, {表现: 乙, 需上级支持: 否}, {表现: 丙}] ⟶ {{ 问题 | 满足("需上级支持", "否") | 逐项("表现") | 并列 }} ⟶ 乙
    """
    kept = []
    recorder = ACTIVE.get()
    sources: list[str] = [f"{value.path}#"] if isinstance(value, Records) else []
    for item in sequence(value):
        found = attribute(item, str(name))
        if type(found) is Missing:
            return found.hit()
        sources += getattr(found, "sources", ())
        if _same(found, wanted, str(name)):
            kept.append(item)
    recorder.step(len(kept))
    return items_of(kept, tuple(dict.fromkeys(sources)))


def _same(found: Any, wanted: Any, name: str) -> bool:
    """Whether a field says what is wanted: numbers by value, 是否 by its words, days by the day,
    else by the text; "" is wanted of what is not said.

    Raises TemplateError for what cannot be compared, rather than find nothing.
    """
    if isinstance(found, Records | Record | Group):
        raise TemplateError(
            f"“{name}”不是一个值，不能用 满足 来比", hint="用 {% for %} 逐条看，或另登记一项"
        )
    said = _plain(wanted)
    if is_absent(found):
        return said == ""
    if type(found) is Num:
        return said != "" and found == _number(wanted, found, name)
    fact = getattr(found, "fact", None)
    if fact is not None and isinstance(fact.value, bool):
        if said not in ("", *_YES_NO):
            raise TemplateError(f"“{name}”只有“是”和“否”，不会是“{said}”")
        return _plain(found) == said
    if fact is not None and isinstance(fact.value, date):
        return fact.value == parse_date(said)
    return str(found) == said


_YES_NO: Final = ("否", "是")


def _plain(value: Any) -> str:
    """A value as text; of a 是否 the word."""
    fact = getattr(value, "fact", None)
    yes = fact.value if fact is not None else value
    return _YES_NO[yes] if isinstance(yes, bool) else str(text_of(value))


def _number(wanted: Any, found: Num, name: str) -> Decimal:
    """The number that is wanted, of "3" and 3场 3, in the unit of the one found."""
    if isinstance(wanted, Decimal | int):
        return Decimal(wanted)
    quantity = parse_quantity(str(wanted))
    if quantity is None:
        raise TemplateError(f"“{name}”是数，不能同“{wanted}”比")
    return amount_of(quantity, found.fact.entry) if found.fact is not None else quantity.amount


def confirmed(value: Any, name: str) -> Any:
    """那一项核实了的各条；还存疑的用 待核实：后进村 | 满足("状态", "已转化") | 已核实("状态") | 个数。

    例：后进村: [{村: 柳湾村, 状态: 已转化}, {村: 石桥村, 状态: {值: 已转化, 待核实: 没有验收}}] ⟶ {{ 后进村 | 满足("状态", "已转化") | 已核实("状态") | 并列 }}已转化 ⟶ 柳湾村已转化
    """
    return _by_doubt(value, name, doubted=False)


def unconfirmed(value: Any, name: str) -> Any:
    """那一项还存疑的各条，话里要说明白，不印【待核实】：石桥村自报转化，尚待核实。

    例：后进村: [{村: 柳湾村, 状态: 已转化}, {村: 石桥村, 状态: {值: 已转化, 待核实: 没有验收}}] ⟶ {{ 后进村 | 待核实("状态") | 并列 }}自报转化，尚待核实 ⟶ 石桥村自报转化，尚待核实
    """
    return _by_doubt(value, name, doubted=True)


def _by_doubt(value: Any, name: str, *, doubted: bool) -> Any:
    """The records whose field is in doubt, or is not; one that does not give it is not in doubt."""
    kept = []
    recorder = ACTIVE.get()
    sources = _sources(value)
    for item in sequence(value):
        found = attribute(item, str(name))
        if type(found) is Missing:
            return found.hit()
        paths = getattr(found, "sources", ())
        sources += paths
        unsure = any(path in recorder.unsure or path in recorder.doubtful for path in paths)
        if unsure is doubted:
            kept.append(item)
    recorder.step(len(kept))
    return items_of(kept, tuple(dict.fromkeys(sources)))


def grouped(value: Any, *names: str) -> Any:
    """同类的归到一起：部署 | 分组("属") 得几组，每组是几条；没写这一项的自成一组。

    例：后进村: [{村: 柳湾村, 包联: 镇长}, {村: 石桥村, 包联: 镇长}] ⟶ {% for 组 in 后进村 | 分组("包联") %}{{ 组 | 并列 }}由{{ 组[0].包联 }}包联。{% endfor %} ⟶ 柳湾村、石桥村由镇长包联。
    例：部署: [{题: 甲, 属: 一}, {题: 乙}, {题: 丙, 属: 一}] ⟶ {% for 组 in 部署 | 分组("属") %}{{ 组 | 并列 }}；{% endfor %} ⟶ 甲、丙；乙；
    """
    recorder = ACTIVE.get()
    kept: dict[tuple[str, ...] | int, list[Any]] = {}
    sources: dict[tuple[str, ...] | int, list[str]] = {}
    whole = _sources(value)
    for index, item in enumerate(sequence(value)):
        said = [_word(item, str(name)) for name in names]
        missing = any(word is None for word, _ in said)  # what is owed is like nothing else
        words = tuple(word or "" for word, _ in said)
        key = words if any(words) and not missing else index
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
    """写着“是”的各条；一条“是”也没有，就要没写“否”的：工作 | 选用("简报")。

    例：工作: [{题: 抓轮训, 简报: 是}, {题: 抓换届}] ⟶ {{ 工作 | 选用("简报") | 逐项("题") | 并列 }} ⟶ 抓轮训
    例：工作: [{题: 抓轮训}, {题: 抓换届}] ⟶ {{ 工作 | 选用("简报") | 逐项("题") | 并列 }} ⟶ 抓轮训、抓换届
    例：工作: [{题: 抓轮训}, {题: 抓换届, 简报: 否}] ⟶ {{ 工作 | 选用("简报") | 逐项("题") | 并列 }} ⟶ 抓轮训
    """
    chosen, open_, sources = [], [], _sources(value)
    items = sequence(value)
    for item in items:
        found = attribute(item, str(name))
        if type(found) is Missing:
            return found.hit()
        sources += getattr(found, "sources", ())
        said = _plain(found)
        if said == "是":
            chosen.append(item)
        elif said != "否":
            open_.append(item)
    ACTIVE.get().step(len(items))
    return items_of(chosen or open_, tuple(dict.fromkeys(sources)))


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
    """变化一行连成话：村党支部由35个撤并为15个；企业支部按行业整合，由28个变为16个。

    例：变化: [{事: 村党支部, 原: 35个, 现: 15个, 方式: 撤并}] ⟶ {{ 变化[0] | 变化 }} ⟶ 村党支部由35个撤并为15个
    例：变化: [{事: 企业支部, 原: 28个, 现: 16个, 方式: 按行业整合}] ⟶ {{ 变化[0] | 变化 }} ⟶ 企业支部按行业整合，由28个变为16个
    例：变化: [{事: 石桥村小学, 原: 停办的校舍, 现: 村党群服务中心, 方式: 改建}] ⟶ {{ 变化[0] | 变化 }} ⟶ 石桥村小学由停办的校舍改建为村党群服务中心
    """
    if not isinstance(value, Record):
        return value
    parts: dict[str, Txt] = {}
    for name in ("事", "原", "现", "方式"):
        found = attribute(value, name)
        if type(found) is Missing:
            return found.hit()
        text = text_of(found)
        text = text if type(text) is Txt else txt(text, getattr(found, "sources", ()))
        parts[name] = without_stop(text) if text else text
    verb = parts["方式"] or "变"
    if len(verb) <= _LONGEST_VERB:
        return joined((parts["事"], "由", parts["原"], verb, "为", parts["现"]))
    return joined((parts["事"], verb, "，由", parts["原"], "变为", parts["现"]))


def without(value: Any) -> Any:
    """没有的事：事故、上访一类说没有发生，别的说没有。

    例：无: [集体上访, 重大安全事故, 空壳村] ⟶ 全镇{{ 无 | 没有 }}。 ⟶ 全镇没有发生集体上访和重大安全事故，没有空壳村。
    """
    items = [item if type(item) is Txt else read(item) for item in sequence(value)]
    happen = [item for item in items if _EVENT.search(str(item))]
    others = [item for item in items if not _EVENT.search(str(item))]
    clauses: list[str] = []
    for verb, group in (("没有发生", happen), ("没有", others)):
        if group:
            clauses += ["，" if clauses else "", verb, listed(items_of(group, ()), "和")]
    return joined((*clauses,)) if clauses else txt("", tuple(_sources(value)), kind=ABSENT)


_EVENT: Final = re.compile("(?:上访|事故|事件|案件|阻工|闹事|纠纷|火灾|械斗|疫情|反弹|中断|死亡)$")
"""What happens, as against what there is."""


def doubtful(value: Any) -> Any:
    """选项存疑的，在这里印【待核实】；没有疑问什么也不印：{{ 项.状态 | 存疑 }}。

    例：后进村: [{村: 石桥村, 状态: {值: 已转化, 待核实: 县里没有验收}}] ⟶ 石桥村已转化{{ 后进村[0].状态 | 存疑 }}。 ⟶ 石桥村已转化【待核实】。
    例：后进村: [{村: 石桥村, 状态: 已转化}] ⟶ 石桥村已转化{{ 后进村[0].状态 | 存疑 }}。 ⟶ 石桥村已转化。
    """
    recorder = ACTIVE.get()
    if type(value) is Missing:  # its gap stands where it decides
        return txt("", (value.path,), kind=ABSENT)
    sources: tuple[str, ...] = getattr(value, "sources", ())
    unsure = tuple(source for source in sources if source in recorder.unsure)
    if not unsure:
        return txt("", sources, kind=ABSENT)
    recorder.owing = True
    return txt(DOUBT, unsure, kind="doubt")


def when(value: Any) -> Any:
    """年份按成文日期说：2026年4月 → 今年4月；2025年 → 去年；更早的和起止、以来不变；当年的一天只说月日。

    例：荣誉: [{名: 甲, 时间: 2026年4月}] ⟶ {{ 荣誉[0].时间 | 何时 }} ⟶ 今年4月
    例：荣誉: [{名: 甲, 年: 2025}] ⟶ {{ 荣誉[0].年 | 何时 }} ⟶ 去年
    例：荣誉: [{名: 甲, 年: 2019}] ⟶ {{ 荣誉[0].年 | 何时 }} ⟶ 2019年
    例：文稿: {时点: 2026-06-30} ⟶ {{ 文稿.时点 | 何时 }} ⟶ 6月30日
    """
    text = text_of(value)
    if type(value) in (Missing, Num):  # 2025名 is no year
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
    by_day = ("文稿.日期",) if said != str(text) else ()
    return txt(said, (*sources, *figures, *by_day))


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
    whole = all(verbs) and len(set(verbs)) == len(verbs)  # 二抓二抓 sums up nothing
    said = "".join(number + verb for verb in verbs) if whole else ""
    return txt(said, tuple(dict.fromkeys(sources))) if said else txt("", kind=ABSENT)


def _common(clauses: list[str]) -> str:
    """The verb that all begin with, each with its object behind it; "" when there is none."""
    for verb in _SUMMED:
        if all(clause.startswith(verb) and len(clause) > len(verb) for clause in clauses):
            if len(verb) == 1:
                others = any(clause[:2] in _OTHER_WORDS for clause in clauses)
            else:
                others = any(clause[2] in _NOUN_ENDINGS for clause in clauses)
            return "" if others else verb
    return ""
