"""A ledger of the county against what the units reported: each difference is found, and no other."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.batch.rollup import Gathered, RollUp, gather, roll_up
from docgen.batch.rollup.ledger import Ledger, read_ledger
from docgen.errors import InputError
from docgen.facts import Fact
from docgen.finding import Finding, Level
from docgen.language import Quantity, format_decimal
from tests.batch.counties import county, gathered, of_lines, reading
from tests.samples import LIBRARY, ROOT

CODES: Final = ("ROL002", "ROL006")


def found(rolled: RollUp) -> list[Finding]:
    """What the ledger gave."""
    return [one for one in rolled.findings if one.code in CODES]


# --- case by case ---------------------------------------------------------------------------------

VILLAGES: Final = (
    "软弱涣散党组织: 2\n后进村: [{村: 柳湾村, 状态: 整顿中}, {村: 石桥村, 状态: 已转化}]",
    "软弱涣散党组织: 1\n后进村: [{村: 冷水村, 状态: {值: 已转化, 待核实: 没有验收}}]",
)
CASES: Final = (
    # 县台账、各单位、找到的、级别
    ("党员: 215", ("党员: 120", "党员: 80"), "党员：各单位合计200名，县台账215名，差15名", Level.ERROR),
    ("党员: 200", ("党员: 120", "党员: 80"), "", None),
    ("单位: {名称: 清河县}\n党员: 199", ("党员: 120", "党员: 80"), "党员：各单位合计200名，县台账199名，差1名", Level.ERROR),
    ("单位: {名称: 甲镇}\n党员: 121", ("党员: 120", "党员: 80"), "党员：甲镇报120名，县台账121名，差1名", Level.ERROR),
    ("单位: {名称: 甲镇}\n党员: 120", ("党员: 120", "党员: 80"), "", None),
    ("单位: {名称: 甲镇}\n党员: 121", ("党员: {值: 120, 待核实: 未定}", ""), "党员：甲镇报120名，县台账121名，差1名", Level.DOUBT),
    ("单位: {名称: 甲镇}\n后备干部: 9", ("党员: 120", ""), "后备干部：甲镇没有报，县台账9名", Level.DOUBT),
    ("单位: {名称: 甲镇}\n阵地建设: {新建: 1}", ("阵地建设: {新建: {值: 1, 状态: 计划}}", ""), "阵地建设.新建：甲镇报的是计划数，县台账1处", Level.DOUBT),
    ("单位: {名称: 甲镇}\n软弱涣散党组织: {值: 0, 村: 0}", ("软弱涣散党组织: 0", ""), "", None),
    ("单位: {名称: 早镇}\n党员: 9", ("党员: 120", ""), "县台账里的“早镇”不在汇总的单位里", Level.DOUBT),
    # 各在各的准头以内
    ("概况: {人口: 5万多}", ("概况: {人口: 2.2万}", "概况: {人口: 3.1万}"), "", None),
    ("概况: {人口: 53200}", ("概况: {人口: 2.2万}", "概况: {人口: 3.1万}"), "", None),
    ("概况: {人口: 54200}", ("概况: {人口: 2.2万}", "概况: {人口: 3.1万}"), "概况.人口：各单位合计5.3万人，县台账54200人，差约1200人", Level.ERROR),
    ("党员: {平均年龄: 47.5}", ("党员: {值: 100, 平均年龄: 40.0}", "党员: {值: 300, 平均年龄: 50.0}"), "", None),
    ("村集体经济: {收入: 5000万元}", ("村集体经济: {收入: 0.4亿元}", "村集体经济: {收入: 1000}"), "", None),
    ("概况: {乡镇: 3}", ("党员: 1", "党员: 2"), "概况.乡镇：县里填2个，县台账3个，差1个", Level.ERROR),
    ("党员: {值: 300, 状态: 计划}", ("党员: 120", "党员: 80"), "", None),
    # 软弱村备案
    ("后进村: [{村: 柳湾村, 状态: 整顿中}, {村: 石桥村, 状态: 已转化}, 冷水村]", VILLAGES, "", None),
    ("后进村: [{村: 甲镇柳湾村, 状态: 整顿中}, 石桥村, 乙镇冷水村]", VILLAGES, "", None),
    ("后进村: [柳湾村, 石桥村, 冷水村, 沙头村]", VILLAGES, "县台账里有沙头村，没有一个单位报", Level.ERROR),
    ("后进村: [柳湾村, 冷水村]", VILLAGES, "甲镇报的石桥村，县台账里没有", Level.ERROR),
    ("后进村: [柳湾村, {村: 石桥村, 状态: 整顿中}, 冷水村]", VILLAGES, "甲镇石桥村：甲镇报已转化，县台账写整顿中", Level.ERROR),
    ("后进村: [柳湾村, 石桥村, {村: 冷水村, 状态: 整顿中}]", VILLAGES, "乙镇冷水村：乙镇报已转化，县台账写整顿中（还没有核实）", Level.DOUBT),
    ("单位: {名称: 乙镇}\n后进村: [冷水村]", VILLAGES, "", None),
    ("单位: {名称: 乙镇}\n后进村: [冷水村, 柳湾村]", VILLAGES, "县台账里有柳湾村，没有一个单位报", Level.ERROR),
)  # fmt: skip


@pytest.mark.parametrize(("ledger", "lines", "message", "level"), CASES)
def test_a_ledger_is_held_against_the_units(
    ledger: str, lines: tuple[str, ...], message: str, level: Level | None
) -> None:
    differences = found(county(of_lines(*lines), ledger=ledger))
    assert [one.message for one in differences] == ([message] if message else [])
    assert [one.level for one in differences] == ([level] if level else [])


def test_both_places_are_named() -> None:
    lines = of_lines("党员: 120", "党员: 80")
    [of_county] = found(county(lines, ledger="党员: 215"))
    assert str(of_county.place) == "县台账.yaml:1:5"
    assert [place.path for place in of_county.related] == ["county.yaml"]
    [of_unit] = found(county(lines, ledger="单位: {名称: 乙镇}\n党员: 81"))
    assert [str(place) for place in of_unit.related] == ["乙镇.yaml:2:5"]


def test_a_unit_that_has_not_reported_is_no_stranger() -> None:
    rolled = county(
        of_lines("党员: 120"), absent=["平安乡"], ledger="单位: {名称: 平安乡}\n党员: 9"
    )
    assert found(rolled) == []


# --- files of a clerk -----------------------------------------------------------------------------

HEADS: Final = ("序号", "单位", "党员", "发展党员", "财税收入（元）")


def workbook(path: Path, rows: list[tuple[int | str | None, ...]]) -> Path:
    """A workbook as a clerk has it: a title, headings, rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    for row in (("清河县党员台账",), HEADS, *rows):
        sheet.append(row)
    book.save(path)
    return path


def test_rows_of_units_and_a_row_of_totals(tmp_path: Path) -> None:
    rows: list[tuple[int | str | None, ...]] = [
        (1, "甲镇", 120, 3, 405000),
        (2, "乙镇", 80, 2, 200000),
        ("小计", None, 1, 1, 1),
        ("合计", None, 215, 5, 605000),
    ]
    units = of_lines(
        "党员: 120\n发展党员: 3\n经济: {财税收入: 40.5}",
        "党员: 81\n发展党员: 2\n经济: {财税收入: 20}",
    )
    path = workbook(tmp_path / "县台账.xlsx", rows)
    rolled = against(units, read_ledger(path, LIBRARY))
    assert [(one.message, one.place.part) for one in found(rolled)] == [
        ("党员：乙镇报81名，县台账80名，差1名", "台账!C4"),
        ("党员：各单位合计201名，县台账215名，差14名", "台账!C6"),
    ]


def test_a_table(tmp_path: Path) -> None:
    path = tmp_path / "县台账.csv"
    path.write_text("单位,党员,发展党员\n甲镇,120,4\n合计,200,5\n", encoding="gbk")
    units = of_lines("党员: 120\n发展党员: 3", "党员: 80\n发展党员: 2")
    assert [one.message for one in found(against(units, read_ledger(path, LIBRARY)))] == [
        "发展党员：甲镇报3名，县台账4名，差1名"
    ]


def against(units: dict[str, str], ledger: Ledger) -> RollUp:
    return roll_up(gathered(units), LIBRARY, ledgers=[ledger])


def test_an_empty_ledger_is_said(tmp_path: Path) -> None:
    path = tmp_path / "县台账.csv"
    path.write_text("单位,党员\n", encoding="utf-8")
    with pytest.raises(InputError, match="一行也没有"):
        read_ledger(path, LIBRARY)


# --- seeded ---------------------------------------------------------------------------------------


@cache
def qinghe() -> tuple[Gathered, RollUp]:
    found_there = gather([ROOT / "data/counties/qinghe"], LIBRARY)
    return found_there, roll_up(found_there, LIBRARY)


@cache
def exact() -> dict[str, Decimal]:
    """The county's sums that are exact, in the unit of the dictionary."""
    out = {}
    for path, made in qinghe()[1].numbers.items():
        value = made.value
        if made.entry.kind == "计数" and value is not None and not value.approximate and not value.scale:  # fmt: skip
            out[path] = value.amount
    return out


@cache
def villages() -> tuple[tuple[str, str], ...]:
    """The weak villages that units reported, with their states."""
    facts = qinghe()[1].facts
    rows = []
    for number in range(1, 100):
        name, state = (facts.get(f"后进村[{number}].{field}") for field in ("村", "状态"))
        if not isinstance(name, Fact):
            break
        assert isinstance(state, Fact)
        rows.append((name.text, state.text))
    return tuple(rows)


def ledger_of(numbers: dict[str, Decimal], rows: list[tuple[str, str]]) -> Ledger:
    """A ledger that says this."""
    tree: dict[str, dict[str, str]] = {}
    lines = []
    for path, amount in numbers.items():
        group, _, name = path.partition(".")
        tree.setdefault(group, {})[name or "值"] = format_decimal(amount)
    for group, members in tree.items():
        nested: dict[str, list[str]] = {}
        flat = []
        for name, text in members.items():
            head, _, rest = name.partition(".")
            if rest:
                nested.setdefault(head, []).append(f"{rest}: {text}")
            else:
                flat.append((head, text))
        parts = []
        for head, text in flat:
            inner = nested.pop(head, [])
            parts.append(
                f"{head}: {{值: {text}, {', '.join(inner)}}}" if inner else f"{head}: {text}"
            )
        parts += [f"{head}: {{{', '.join(inner)}}}" for head, inner in nested.items()]
        lines.append(f"{group}: {{{', '.join(parts)}}}")
    lines.append("后进村:" + "".join(f"\n  - {{村: {n}, 状态: {s}}}" for n, s in rows))
    return Ledger("县台账", (reading("\n".join(lines), "县台账.yaml"),))


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 8), st.integers(0, 3))
def test_every_seeded_difference_is_found_and_no_other(
    chance: random.Random, wrong: int, moved: int
) -> None:
    numbers = dict(exact())
    changed = chance.sample(sorted(numbers), wrong)
    for path in changed:
        numbers[path] += chance.choice((1, 2, 15, 400))
    rows = list(villages())
    gone = rows.pop(chance.randrange(len(rows))) if moved > 0 else None
    turned = chance.randrange(len(rows)) if moved > 1 else None
    if turned is not None:
        name, state = rows[turned]
        rows[turned] = (name, "整顿中" if state != "整顿中" else "已转化")
    if moved > 2:
        rows.append(("无名村", "整顿中"))
    chance.shuffle(rows)
    told = found(roll_up(qinghe()[0], LIBRARY, ledgers=[ledger_of(numbers, rows)]))
    paths = sorted(one.message.split("：")[0] for one in told if one.code == "ROL002")
    assert paths == sorted(changed)
    named = [one.quote for one in told if one.code == "ROL006"]
    wanted = [gone[0]] if gone else []
    wanted += [rows_name(turned, villages(), gone)] if turned is not None else []
    wanted += ["无名村"] if moved > 2 else []
    assert sorted(named) == sorted(wanted)


def rows_name(index: int, rows: tuple[tuple[str, str], ...], gone: tuple[str, str] | None) -> str:
    """The village that was at this place when one was taken out."""
    return [row for row in rows if row != gone][index][0]


def test_there_is_enough_to_seed() -> None:
    assert len(exact()) >= 80
    assert len(villages()) == 14
    assert all(
        isinstance(made.value, Quantity) for made in qinghe()[1].numbers.values() if made.value
    )
