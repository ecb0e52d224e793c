"""What each unit gives to a number of the county, and how that is said.

A unit counts with what it is sure of.  What it doubts (待核实) or plans (计划) is no number yet,
what it left open is not known; neither is guessed, both are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.batch.rollup.amounts import agree, in_sum, interval
from docgen.facts.dictionary import Entry, known_units
from docgen.facts.values import Fact, Facts, Group, Record, Records
from docgen.finding import Place
from docgen.language import Quantity

How: TypeAlias = Literal["计入", "为零", "没有填", "待填", "待核实", "计划", "单位不合"]
"""What became of a unit's part.  为零: not given, where nothing is left that it could be (a part
of a whole that its other parts make up, a part of 0)."""

_FEW: Final = 3
_COUNTS: Final = {"软弱涣散党组织.已转化": ("后进村", "状态", "已转化")}
"""Numbers that count the records of a list which are so far: the list, its field, what it says."""
_SCALES: Final = "百千万亿"


class Unit(NamedTuple):
    """A unit with its facts of the period."""

    name: str
    facts: Facts


class Part(NamedTuple):
    """What one unit gives to a number.

    quantity: what is counted, None when nothing is.  text: as typed, "" when it is not given.
    note: why it is not counted, as the unit says.  caliber: as it says, of a part without one
    what the whole has.  place: where it stands; of one that is not
    given, where what it belongs to stands.  weight: what it counts by in a mean, as typed.
    lacking: not given, though the unit gave the number it is part of: of so many party members it
    does not say how many are women, and nobody takes that for none.
    """

    unit: str
    how: How
    quantity: Quantity | None = None
    text: str = ""
    note: str = ""
    place: Place | None = None
    fact: Fact | None = None
    caliber: str = ""
    weight: str = ""
    lacking: bool = False

    @property
    def counted(self) -> bool:
        """Whether it is in the sum."""
        return self.how == "计入"

    @property
    def open(self) -> bool:
        """Whether the unit owes it: the sum is not known before."""
        return self.how in ("待填", "待核实", "单位不合")


def part_of(unit: Unit, entry: Entry) -> Part:
    """The unit's part of this entry."""
    node = unit.facts.get(entry.path)
    if not isinstance(node, Fact) or (node.value is None and not _typed(node)):
        above = _above(unit, entry)
        if _leaves_none(above, entry):
            return Part(unit.name, "为零", place=above.place if above is not None else None)
        lacking = above is not None and _has_parts(above, entry) and above.more.status != "计划"
        place = above.place if above is not None else None
        return Part(unit.name, "没有填", place=place, lacking=lacking)
    above = _above(unit, entry)
    inherited = above.more.caliber if above is not None and entry.relation else ""
    given = Part(
        unit.name,
        "计入",
        text=node.text,
        note=node.more.note,
        place=node.place,
        fact=node,
        caliber=node.more.caliber or inherited,
    )
    if node.more.status == "计划":
        return given._replace(how="计划")
    if node.more.status != "已核实":
        return given._replace(how="待核实")
    value = node.value
    if not isinstance(value, Quantity):
        return given._replace(how="待填")
    if claimed := _claimed(unit, entry, value):
        return given._replace(how="待核实", note=claimed)
    if value.unit not in known_units(entry.kind, entry.measure, entry.unit):
        return given._replace(how="单位不合", note=f"单位写的是{value.unit}")
    return given._replace(quantity=value)


def _claimed(unit: Unit, entry: Entry, value: Quantity) -> str:
    """Why a number is not sure that counts records of the unit's own list still in doubt, "" when
    it does not: what is not confirmed is counted nowhere."""
    name, field, state = _COUNTS.get(entry.path, ("", "", ""))
    rows = unit.facts.get(name) if name else None
    sure, doubted = 0, []
    for record in rows.items if isinstance(rows, Records) else ():
        said = record.members.get(field) if isinstance(record, Record) else None
        if not isinstance(record, Record) or not isinstance(said, Fact) or said.text != state:
            continue
        title = record.members.get(record.entry.title)
        if said.more.status == "已核实":
            sure += 1
        elif isinstance(title, Fact):
            doubted.append(title.text)
    if not doubted or value.amount <= sure:
        return ""
    return f"{named(doubted)}的{field}还没有核实"


def _typed(node: Fact) -> bool:
    """Whether a leaf without a value was left open, and is not there for its members alone."""
    return not node.members or node.more.status == "待核实" or not node.entry.optional


def _above(unit: Unit, entry: Entry) -> Fact | None:
    """The number that this one is part of, through a 构成 too."""
    names = entry.path.split(".")
    for end in (len(names) - 1, len(names) - 2):
        node = unit.facts.get(".".join(names[:end])) if end > 0 else None
        if isinstance(node, Fact):
            return node
        if isinstance(node, Group) and node.entry.kind != "构成":
            return None
    return None


def _has_parts(above: Fact, entry: Entry) -> bool:
    """Whether the entry is part of what the unit gave above it (其中, 分为, of a 构成)."""
    if above.value is None:
        return False
    sort = above.entry.members.get(entry.path.split(".")[-2])
    return bool(entry.relation) or (sort is not None and sort.kind == "构成")


def _leaves_none(above: Fact | None, entry: Entry) -> bool:
    """Whether a part that is not given can only be none."""
    if above is None or not isinstance(above.value, Quantity):
        return False
    sort = above.members.get(entry.path.split(".")[-2])
    composed = isinstance(sort, Group) and sort.entry.kind == "构成"
    if not composed and not entry.relation:
        return False
    if above.value.amount == 0 and not above.value.approximate:
        return True
    siblings = sort.members if isinstance(sort, Group) and composed else above.members
    names = list(siblings) if composed else [n for n in above.more.parts if n in siblings]
    if not composed and entry.relation != "分为":
        return False
    given = [siblings[name] for name in names]
    known = [
        interval(node.value, node.entry)
        for node in given
        if isinstance(node, Fact) and isinstance(node.value, Quantity)
    ]
    return bool(known) and agree(in_sum(known), interval(above.value, above.entry))


# --- how it is said -------------------------------------------------------------------------------


def named(names: Sequence[str], *, most: int = _FEW) -> str:
    """青山镇、柳树乡; of many 青山镇、柳树乡等5个单位."""
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[: most - 1])}等{len(names)}个单位"


def by_how(parts: Sequence[Part], how: How) -> list[str]:
    """The units of these parts."""
    return [part.unit for part in parts if part.how == how]


def said_in_all(parts: Sequence[Part], verb: str) -> str:
    """Where the number comes from: 11个单位相加，平安乡没有填; of few 金沙镇、双河镇相加，其余没有填."""
    given = [part.unit for part in parts if part.counted or part.how == "为零"]
    missing = by_how(parts, "没有填")
    if len(given) == 1 and len(parts) > 1:
        alone = len(missing) == len(parts) - 1
        out = [f"只有{given[0]}填了" if alone else f"只有{given[0]}的算在内"]
        out += [f"{named(missing)}没有填"] if missing and not alone else []
    elif len(missing) <= len(given):
        out = [f"{len(given)}个单位{verb}", *([f"{named(missing)}没有填"] if missing else [])]
    else:
        out = [f"{named(given)}{verb}", "其余没有填"]
    planned = by_how(parts, "计划")
    if planned:
        out.append(f"{named(planned)}的是计划数")
    return "，".join(out)


def doubts(parts: Sequence[Part], entry: Entry) -> list[str]:
    """Why the number is not sure, a clause for each unit or kind of reason."""
    out = []
    for part in parts:
        if part.how == "待核实" and part.text:
            why = f"（{part.note}）" if part.note else ""
            out.append(f"{part.unit}的{with_measure(part.text, entry)}待核实{why}，没有算在内")
        elif part.how == "待核实":
            why = f"：{part.note}" if part.note else ""
            out.append(f"{part.unit}待核实{why}")
        elif part.how == "单位不合":
            out.append(f"{part.unit}的{part.text}{part.note}，没有算在内")
    missing = by_how(parts, "待填")
    if not entry.optional:
        missing += by_how(parts, "没有填") + by_how(parts, "计划")
    else:
        missing += [part.unit for part in parts if part.lacking]
    if missing:
        out.append(f"{named(missing)}没有填")
    return out


def with_measure(text: str, entry: Entry) -> str:
    """The number as typed, with its measure word or unit when it has none."""
    unit = entry.measure or entry.unit
    bare = text and (text[-1].isdigit() or (entry.kind == "计数" and text[-1] in _SCALES))
    return text + unit if bare else text


def weight_of(unit: Unit, choice: Sequence[str]) -> tuple[Decimal, str, bool] | None:
    """What the unit counts by: the sum of these facts, how it was typed, whether it is doubted.

    A fact that is not given counts nothing beside one that is; None when none is given.
    """
    amount, texts, doubted = Decimal(0), [], False
    for path in choice:
        node = unit.facts.get(path)
        if not isinstance(node, Fact) or not isinstance(node.value, Quantity):
            continue
        if node.more.status == "计划":
            continue
        amount += node.value.amount
        doubted = doubted or node.more.status != "已核实"
        texts.append(node.text)
    return (amount, "+".join(texts), doubted) if texts else None
