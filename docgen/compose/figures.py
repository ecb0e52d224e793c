"""The filters for the figures of the ledger: measured, listed, parted, in money.

Each takes leaves or groups and returns a text that keeps its sources.  The first line of a
docstring is the guide's entry for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeGuard

from docgen.compose.carried import ABSENT, Num, Txt, joined, txt
from docgen.compose.reading import absent, fact_of, read, text_of, withheld
from docgen.compose.sentences import listed
from docgen.compose.slots import ACTIVE, Missing, Recorder
from docgen.errors import TemplateError
from docgen.facts.dictionary import Entry
from docgen.facts.values import Fact, Group, Node
from docgen.language import Quantity, count_word, format_quantity, in_unit
from docgen.language.measures import MIDDLES


def _number(value: Any) -> Num:
    if type(value) is not Num:
        raise TemplateError("这个过滤器只用于数")
    return value


def _quantity(value: Num) -> Quantity | None:
    fact = value.fact
    return fact.value if fact is not None and isinstance(fact.value, Quantity) else None


def measured(value: Any) -> Txt:
    """数连同量词：62 → 62名；3000多 → 3000多棵；90以上 → 90名以上。

    例：党员: 1286 ⟶ {{ 党员 | 量 }} ⟶ 1286名
    例：宣传: {标语: 3000多} ⟶ {{ 宣传.标语 | 量 }} ⟶ 3000多条
    例：民生: {参保率: 98%以上} ⟶ {{ 民生.参保率 | 量 }} ⟶ 98%以上
    例： ⟶ {{ 党员 | 量 }} ⟶ 【待填：党员】
    """
    number = _number(value)
    fact = number.fact
    if fact is None or type(fact.value) is not Quantity:
        return txt(text_of(number), number.sources)
    return txt(_measured(fact.value, fact.entry), number.sources, fact=fact)


def _measured(quantity: Quantity, entry: Entry) -> str:
    unit = entry.measure if entry.kind == "计数" else quantity.unit or entry.unit or entry.measure
    if entry.kind == "百分比" or quantity.unit == "%":  # 增幅 of a count is one too
        unit = "%"
    return format_quantity(quantity, unit=unit)


def measured_plainly(fact: Fact, _: Recorder) -> tuple[str] | None:
    """What `measured` prints of a leaf with nothing beside its value; see `said_plainly`."""
    value = fact.value
    return (_measured(value, fact.entry),) if type(value) is Quantity else None


def chinese(value: Any) -> Txt:
    """数写成汉字：8 → 八；2 → 两（后接量词时的写法）；约数照原话。

    例：培训: {期数: 2} ⟶ 办了{{ 培训.期数 | 汉字 }}期班 ⟶ 办了两期班
    例：问题: [{表现: 甲}, {表现: 乙}, {表现: 丙}] ⟶ {{ 问题 | 个数 | 汉字 }}个方面 ⟶ 三个方面
    例：培训: {期数: 10多} ⟶ 办了{{ 培训.期数 | 汉字 }}期班 ⟶ 办了10多期班
    """
    number = _number(value)
    quantity = _quantity(number)
    if quantity is not None and quantity.approximate:  # 十 would say more than is known
        return txt(format_quantity(quantity, unit=""), number.sources)
    if number != number.to_integral_value():
        raise TemplateError("汉字只用于整数")
    return txt(count_word(int(number)), number.sources)


def _members(
    node: Fact | Group,
    names: Sequence[str],
    say: Callable[[Entry, str], str],
    *,
    sure: bool = False,
) -> tuple[list[Txt], list[Missing]]:
    """Members as `say` puts their entry and measured number; zeros are skipped.

    The second list: those that are wanted and not there.  sure: those in doubt that may be left
    out are among them.
    """
    items: list[Txt] = []
    gone: list[Missing] = []
    for name in names:
        entry = node.entry.members.get(name)
        if entry is None:
            raise TemplateError(f"“{node.path}”里没有登记“{name}”")
        child = node.members.get(name)
        if sure and entry.optional and _in_doubt(child):
            gone.append(Missing(child.path, child.more.note))
            continue
        leaf = read(child) if child is not None else absent(entry, f"{node.path}.{name}")
        if type(leaf) is Missing:
            gone.append(leaf)
        elif type(leaf) is Num and leaf != 0:
            items.append(txt(say(entry, measured(leaf)), leaf.sources))
    return items, gone


def _in_doubt(node: Node | None) -> TypeGuard[Fact]:
    """Whether it is a number in doubt that this paper may say."""
    if not isinstance(node, Fact) or node.value is None or withheld(node, ACTIVE.get()):
        return False
    return node.more.status not in ("已核实", "计划")


def counted(value: Any, *names: str) -> Any:
    """几个数连着说：概况 | 列数("行政村", "自然村") → 10个行政村、111个自然村；0 的不写。

    例：概况: {行政村: 10, 自然村: 111} ⟶ 辖{{ 概况 | 列数("行政村", "自然村") }} ⟶ 辖10个行政村、111个自然村
    例：概况: {行政村: 10, 社区: 0} ⟶ 辖{{ 概况 | 列数("行政村", "社区") }} ⟶ 辖10个行政村
    """
    if not isinstance(value, Group):
        raise TemplateError("列数只用于一组事实")
    return _said(*_members(value, tuple(map(str, names)), _number_first), value.path)


def _number_first(entry: Entry, number: str) -> str:
    # 户数 and 人口 say their noun in the measure word already
    return number if entry.measure in entry.noun else number + entry.noun


def _noun_first(entry: Entry, number: str) -> str:
    return entry.noun + number


def parts(value: Any, *names: str) -> Any:
    """分项列出，合起来是整体：农村党支部10个、机关党支部4个；构成也用它：党员.学历 | 分为。

    例：党支部: {值: 14, 农村党支部: 10, 机关党支部: 4} ⟶ {{ 党支部 | 分为 }} ⟶ 农村党支部10个、机关党支部4个
    例：党员: {值: 100, 学历: {大专以上: 30, 高中中专: 45, 初中以下: 25}} ⟶ {{ 党员.学历 | 分为("大专以上", "高中中专") }} ⟶ 大专及以上学历30名、高中（中专）学历45名
    """
    return _of_leaf(value, names, "分为")


def among(value: Any, *names: str) -> Any:
    """其中几项：其中女党员62名、预备党员18名；0 的不写。

    例：党员: {值: 620, 女党员: 62, 预备党员: 18} ⟶ {{ 党员 | 其中("女党员", "预备党员") }} ⟶ 其中女党员62名、预备党员18名
    例：党员: {值: 620, 女党员: 62, 预备党员: 0} ⟶ {{ 党员 | 其中("女党员", "预备党员") }} ⟶ 其中女党员62名
    例：党员: 620 ⟶ 党员{{ 党员 | 量 }}[[，{{ 党员 | 其中("女党员") }}]]。 ⟶ 党员620名。
    """
    return _of_leaf(value, names, "其中", "其中")


def among_known(value: Any, *names: str) -> Any:
    """同“其中”，可不填的分项还存疑的不写，列入未写：几家没有填的合计不当全县的数说。

    例：党员: {值: 620, 女党员: 62, 青年党员: {值: 80, 待核实: 柳树乡没有填}} ⟶ 党员{{ 党员 | 量 }}，{{ 党员 | 其中确数("女党员", "青年党员") }}。 ⟶ 党员620名，其中女党员62名。
    例：党员: {值: 620, 女党员: {值: 62, 待核实: 柳树乡没有填}} ⟶ {{ 党员 | 其中确数("女党员", "青年党员") }} ⟶ 其中女党员62名【待核实】
    """
    return _of_leaf(value, names, "其中", "其中", sure=True)


def parted(value: Any, *names: str) -> Any:
    """The same figures without 其中, as when one of them is the whole."""
    return _of_leaf(value, names, "其中")


def _of_leaf(
    value: Any, names: Sequence[str], which: str, lead: str = "", *, sure: bool = False
) -> Any:
    node: Fact | Group | None = fact_of(value)
    if isinstance(value, Group) and value.entry.kind == "构成" and which == "分为":
        node, own = value, tuple(value.members)
    elif isinstance(node, Fact):
        own = node.more.parts if which == "分为" else node.more.among
    elif type(value) is Missing:
        return value.hit()
    else:
        raise TemplateError(f"{which}只用于有分项的数")
    named = tuple(map(str, names)) or own
    if not named:
        return Missing(f"{node.path}.{which}").hit()
    items, gone = _members(node, named, _noun_first, sure=sure)
    return _said(items, gone, node.path, lead)


def _said(items: list[Txt], gone: list[Missing], path: str, lead: str = "") -> Any:
    """The figures listed; a gap when all are missing, nothing when none is owed or all are 0."""
    if items:
        ACTIVE.get().leave_out(gone)
        return joined((lead, listed(items)))
    for missing in gone:
        missing.hit()
    return gone[0] if gone else txt("", (path,), kind=ABSENT)


UNITS_OF_MONEY: Final = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def money(unit: str) -> Callable[[Any], Txt]:
    """The filter that prints an amount of money in this unit."""

    def run(value: Any) -> Txt:
        number = _number(value)
        quantity = _quantity(number)
        if quantity is None or number.fact is None:
            raise TemplateError(f"{unit}只用于台账里的金额", hint="算出来的数，单位写在后面")
        typed = quantity.unit or number.fact.entry.unit
        rough = unit == "元" and quantity.approximate  # nobody says 6000000多元
        if quantity.scale + typed == unit or (typed in UNITS_OF_MONEY and rough):
            return txt(format_quantity(quantity, unit=typed), number.sources)
        if typed not in UNITS_OF_MONEY:
            raise TemplateError(f"“{number.fact.path}”的单位是“{typed}”，不能写成{unit}")
        text = in_unit(quantity.amount * UNITS_OF_MONEY[typed], unit)
        if quantity.upper_amount is not None:  # each end with its 万: 1至2亿元 says 1 of what
            text += "至" + in_unit(quantity.upper_amount * UNITS_OF_MONEY[typed], unit)
        if quantity.suffix in MIDDLES:
            text = f"{text.removesuffix('元')}{quantity.suffix}元"
        else:
            text += quantity.suffix
        return txt(quantity.prefix + text, number.sources)

    run.__doc__ = f"金额写成{unit}。\n\n{_SAID_IN[unit]}"
    return run


_SAID_IN: Final = {
    "元": """
例：经费保障: [{项目: 办公, 标准: 1.2万}] ⟶ {{ 经费保障[0].标准 | 元 }} ⟶ 12000元
例：投入: [{事: 修渠, 额: 近600万元}] ⟶ {{ 投入[0].额 | 元 }} ⟶ 近600万元""",
    "万元": """
例：投入: [{事: 修渠, 额: 640000元}] ⟶ {{ 投入[0].额 | 万元 }} ⟶ 64万元
例：投入: [{事: 修渠, 额: 600多万元}] ⟶ {{ 投入[0].额 | 万元 }} ⟶ 600多万元
例：投入: [{事: 修渠, 额: 1至2亿元}] ⟶ {{ 投入[0].额 | 万元 }} ⟶ 10000万元至20000万元""",
    "亿元": """
例：投入: [{事: 修渠, 额: 约12000}] ⟶ {{ 投入[0].额 | 亿元 }} ⟶ 约1.2亿元""",
}
"""The examples of each, as in the docstrings of the other filters."""


def by_size(value: Any) -> Txt:
    """金额按大小选单位：8000元、64万元、1.2亿元；照原话说的不动：近600万元。

    例：投入: [{事: 修渠, 额: 0.8}] ⟶ {{ 投入[0].额 | 金额 }} ⟶ 8000元
    例：投入: [{事: 修渠, 额: 64}] ⟶ {{ 投入[0].额 | 金额 }} ⟶ 64万元
    例：投入: [{事: 修渠, 额: 12000}] ⟶ {{ 投入[0].额 | 金额 }} ⟶ 1.2亿元
    例：投入: [{事: 修渠, 额: 近600万元}] ⟶ {{ 投入[0].额 | 金额 }} ⟶ 近600万元
    """
    number = _number(value)
    quantity = _quantity(number)
    if quantity is None or number.fact is None:
        raise TemplateError("金额只用于台账里的金额", hint="算出来的数，单位写在后面")
    typed = quantity.unit or number.fact.entry.unit
    if quantity.approximate or typed not in UNITS_OF_MONEY:
        return txt(format_quantity(quantity, unit=typed), number.sources)
    size = abs(quantity.amount) * UNITS_OF_MONEY[typed]
    unit = next((u for u in ("亿元", "万元") if size >= UNITS_OF_MONEY[u]), "元")
    if quantity.scale + typed == unit:
        return txt(format_quantity(quantity, unit=typed), number.sources)
    return txt(in_unit(quantity.amount * UNITS_OF_MONEY[typed], unit), number.sources)


def severally(value: Any, *names: str) -> Any:
    """几项各是多少：一样的说各，不一样的说分别为：农村、社区各3个；农村、社区分别为3个、5个。

    例：党支部: {值: 6, 农村党支部: 3, 社区党支部: 3} ⟶ {{ 党支部 | 分别("农村党支部", "社区党支部") }} ⟶ 农村党支部、社区党支部各3个
    例：党支部: {值: 7, 农村党支部: 4, 社区党支部: 3} ⟶ {{ 党支部 | 分别("农村党支部", "社区党支部") }} ⟶ 农村党支部、社区党支部分别为4个、3个
    """
    node = value if isinstance(value, Group) else fact_of(value)
    if type(value) is Missing:
        return value.hit()
    if not isinstance(node, Fact | Group):
        raise TemplateError("分别只用于有分项的数")
    labels, gone = _members(node, tuple(map(str, names)), lambda entry, _: entry.noun)
    sizes, _ = _members(node, tuple(map(str, names)), lambda _, number: number)
    if len(labels) < 2:
        return among(value, *names) if isinstance(node, Fact) else counted(value, *names)
    same = len({str(size) for size in sizes}) == 1
    ACTIVE.get().leave_out(gone)
    said = ("各", sizes[0]) if same else ("分别为", listed(sizes))
    return joined((listed(labels), *said))
