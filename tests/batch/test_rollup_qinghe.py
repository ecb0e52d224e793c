"""清河县 rolled up: every sum is that of its parts, added up here by another reader of the files."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml

from docgen.batch.rollup import RollUp, gather, roll_up
from docgen.batch.rollup.ledger import read_ledger
from docgen.facts import Fact, Record, Records, check_facts, read_facts
from docgen.facts.dictionary import Entry
from docgen.facts.workbook import filled_paths, form_layout, write_form
from docgen.finding import Level
from docgen.language import Quantity, parse_period
from tests.batch.counties import told
from tests.samples import DICTIONARY, LIBRARY, ROOT

COUNTY: Final = ROOT / "data/counties/qinghe"
PERIODS: Final = {"2026年上半年": "2026-h1.yaml", "2025年上半年": "2025-h1.yaml"}
TOWNS: Final = tuple(
    sorted(path.parent for path in COUNTY.glob("*/unit.yaml") if path.parent.name != "county")
)
_PLAIN: Final = re.compile(r"(?P<number>-?\d+(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>元|%|\D{0,2})")
_SCALES: Final = {"": 1, "万": 10**4, "亿": 10**8}


@cache
def rolled(period: str) -> RollUp:
    """The county of this period."""
    return roll_up(gather([COUNTY], LIBRARY, parse_period(period)), LIBRARY)


@cache
def typed(town: Path, file: str) -> Any:
    """A unit's file as another reader of YAML has it, every value a text."""
    return yaml.load((town / file).read_text("utf-8"), yaml.BaseLoader)


class Value(NamedTuple):
    """A number in a unit's file.  rough: typed with 万, 多 and the like."""

    amount: Decimal
    rough: bool
    sure: bool


def value_at(values: Any, entry: Entry) -> Value | None:
    """The number at an entry's path, None when the unit gives none."""
    node = values
    for name in entry.path.split("."):
        if not isinstance(node, dict):
            return None
        inside = [node, *(node[key] for key in ("分为", "其中") if isinstance(node.get(key), dict))]
        node = next((group[name] for group in inside if name in group), None)
    said = node if isinstance(node, dict) else {"值": node}
    text = said.get("值")
    if not isinstance(text, str):
        return None
    sure = "待核实" not in said and said.get("状态", "已核实") == "已核实"
    found = _PLAIN.fullmatch(text)
    if found is None:
        digits = re.search(r"\d+(?:\.\d+)?", text)
        scale = next((s for s in "万亿" if s in text), "")
        return Value(Decimal(digits[0]) * _SCALES[scale], True, sure) if digits else None
    amount = Decimal(found["number"]) * _SCALES[found["scale"]]
    if entry.kind != "金额":
        return Value(amount, bool(found["scale"]), sure)
    unit = found["scale"] + found["unit"] if found["unit"] else entry.unit
    amount = Decimal(found["number"]) * _SCALES[unit.removesuffix("元")]
    return Value(amount / _SCALES[entry.unit.removesuffix("元")], False, sure)


SUMMED: Final = [
    entry
    for entry in DICTIONARY.walk()
    if entry.is_number and entry.rollup == "和" and not entry.own and "[" not in entry.path
]


@pytest.mark.parametrize("period", PERIODS)
def test_every_sum_is_that_of_its_parts(period: str) -> None:
    checked = 0
    for entry in SUMMED:
        node = rolled(period).facts.get(entry.path)
        given = [value_at(typed(town, PERIODS[period]), entry) for town in TOWNS]
        parts = [value for value in given if value is not None and value.sure]
        if not isinstance(node, Fact) or not isinstance(node.value, Quantity) or not parts:
            continue
        total = sum((part.amount for part in parts), Decimal(0))
        said = _in_unit(node.value, entry)
        if not any(part.rough for part in parts):
            assert said == total, entry.path
        else:
            assert abs(said - total) <= 5000, entry.path
        checked += 1
    assert checked >= (90 if period.startswith("2026") else 60)


def _in_unit(value: Quantity, entry: Entry) -> Decimal:
    if entry.kind != "金额":
        return value.amount
    return value.amount / _SCALES[entry.unit.removesuffix("元")]


@pytest.mark.parametrize("period", PERIODS)
def test_nothing_that_a_unit_gives_is_lost(period: str) -> None:
    """What is not in the file is told: 提示, or a number that only plans or nobody gives."""
    lost = []
    messages = " ".join(told(rolled(period).findings))
    for entry in SUMMED:
        given = [value_at(typed(town, PERIODS[period]), entry) for town in TOWNS]
        sure = [value for value in given if value is not None and value.sure]
        if sure and rolled(period).facts.get(entry.path) is None:
            names = (entry.path, entry.path.rpartition(".")[0])
            if not any(f"“{name}”" in messages for name in names):
                lost.append(entry.path)
    assert lost == []


@pytest.mark.parametrize("period", PERIODS)
def test_the_county_s_own_numbers_agree(period: str) -> None:
    assert told(rolled(period).findings, "ROL001") == []


@pytest.mark.parametrize("period", PERIODS)
def test_its_file_is_clean(period: str, tmp_path: Path) -> None:
    path = tmp_path / "county.yaml"
    path.write_text(rolled(period).text, encoding="utf-8")
    facts, found = read_facts(path, DICTIONARY)
    found += check_facts(facts, DICTIONARY, LIBRARY.formulations, (), LIBRARY.plausibility)
    assert [str(one) for one in found if one.level > Level.HINT] == []


def test_a_doubted_village_is_not_counted() -> None:
    found = rolled("2026年上半年").facts.get("软弱涣散党组织.已转化")
    assert isinstance(found, Fact)
    assert (found.text, found.more.status) == ("5", "待核实")
    assert found.more.note == "高岭乡大石板村自报转化，县里还没有验收，没有算在内"
    [doubt] = [p for p in rolled("2026年上半年").numbers[found.path].parts if p.how == "待核实"]
    assert (doubt.unit, doubt.text) == ("高岭乡", "1")


def test_only_what_the_units_say_differently_is_doubtful() -> None:
    found = [one for one in rolled("2026年上半年").findings if one.level > Level.HINT]
    assert {one.code for one in found} == {"ROL003"}
    assert [one.message.split("”")[0].lstrip("“") for one in found] == [
        "概况.户数",
        "概况.人口",
    ]


def test_the_earlier_value_is_the_sum_of_the_earlier_files() -> None:
    """Where it is given, every unit that counts now had it a year ago."""
    checked = 0
    for path, made in rolled("2026年上半年").numbers.items():
        entry = made.entry
        before = made.more.previous
        if entry.rollup != "和" or before is None or before.approximate:
            continue
        names = {part.unit for part in made.parts if part.counted}
        earlier = [
            value_at(typed(town, "2025-h1.yaml"), entry) for town in TOWNS if _name(town) in names
        ]
        assert None not in earlier, path
        total = sum((value.amount for value in earlier if value is not None), Decimal(0))
        assert _in_unit(before, entry) == total, path
        checked += 1
    assert checked >= 50


def _name(town: Path) -> str:
    return str(typed(town, "unit.yaml")["单位"]["名称"])


def test_every_unit_has_its_row_and_every_village_its_unit() -> None:
    facts = rolled("2026年上半年").facts
    units = _rows(facts.get("各单位"), "名")
    assert units == [_name(town) for town in TOWNS]
    villages = sorted(
        zip(_rows(facts.get("后进村"), "村"), _rows(facts.get("后进村"), "来自"), strict=True)
    )
    wanted = sorted(
        (row["村"] if isinstance(row, dict) else row, _name(town))
        for town in TOWNS
        for row in _list(typed(town, "2026-h1.yaml").get("后进村"))
    )
    assert villages == wanted


def _list(node: Any) -> list[Any]:
    return node if isinstance(node, list) else []


def _rows(node: object, field: str) -> list[str]:
    assert isinstance(node, Records)
    return [
        getattr(item.members[field], "text", "") for item in node.items if isinstance(item, Record)
    ]


@pytest.mark.parametrize("place", ["county.yaml", "county/全县.yaml", "汇总/county.yaml"])
def test_what_was_rolled_up_is_no_unit_of_the_next_roll_up(place: str, tmp_path: Path) -> None:
    """The file may lie among the units or by the county's own: it is neither."""
    folder = tmp_path / "qinghe"
    shutil.copytree(COUNTY, folder)
    first = roll_up(gather([folder], LIBRARY), LIBRARY)
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / place).write_text(first.text, encoding="utf-8")
    assert roll_up(gather([folder], LIBRARY), LIBRARY).text == first.text


@pytest.mark.parametrize("again", [False, True])
def test_a_county_that_says_nothing_of_the_period_is_still_known(
    again: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "qinghe"
    shutil.copytree(COUNTY, folder)
    (folder / "county/2026-h1.yaml").unlink()
    if again:
        first = roll_up(gather([folder], LIBRARY), LIBRARY)
        (folder / "county/2026-h1.yaml").write_text(first.text, encoding="utf-8")
    made = gather([folder], LIBRARY)
    assert (made.name, made.absent) == ("清河县", ())
    facts = roll_up(made, LIBRARY).facts
    assert getattr(facts.get("单位.全称"), "text", "") == "中共清河县委员会"
    assert getattr(facts.get("文稿.时点"), "text", "") == "2026-06-30"
    assert facts.get("部署") is None


STRAYS: Final = {
    "旧格式的表": ("金沙镇.xls", b"\xd0\xcf\x11\xe0"),
    "扫描件": ("金沙镇.pdf", b"%PDF-"),
    "断了的表": ("金沙镇.xlsx", b"PK"),
    "用文件夹的名字": ("jinsha.xls", b"\xd0\xcf\x11\xe0"),
}


@pytest.mark.parametrize("kind", STRAYS)
def test_a_stray_file_of_a_unit_with_a_ledger_takes_nothing_from_the_sums(
    kind: str, tmp_path: Path
) -> None:
    """The unit is neither 未报 nor unreadable, and counts once; the file is only noted."""
    folder = tmp_path / "qinghe"
    shutil.copytree(COUNTY, folder)
    name, data = STRAYS[kind]
    (folder / name).write_bytes(data)
    made = gather([folder], LIBRARY)
    assert (made.absent, made.broken) == ((), ())
    assert [unit.name for unit in made.units].count("金沙镇") == 1
    [noted] = made.spare
    assert name in noted
    assert roll_up(made, LIBRARY).text == rolled("2026年上半年").text


@pytest.mark.parametrize("kind", STRAYS)
def test_all_that_a_unit_sent_is_such_a_file(kind: str, tmp_path: Path) -> None:
    """Nothing else of it lies there: it cannot be read, and is named once."""
    folder = tmp_path / "qinghe"
    shutil.copytree(COUNTY, folder)
    shutil.rmtree(folder / "jinsha")
    name, data = STRAYS[kind]
    (folder / name).write_bytes(data)
    made = gather([folder], LIBRARY)
    assert (made.absent, [one.name for one in made.broken]) == ((), [Path(name).stem])
    assert made.spare == ()


@pytest.mark.parametrize("kind", STRAYS)
def test_such_a_file_beside_last_year_s_ledger(kind: str, tmp_path: Path) -> None:
    """This period's came in a file nobody can read: named once, not both 未报 and unreadable."""
    folder = tmp_path / "qinghe"
    shutil.copytree(COUNTY, folder)
    (folder / "jinsha/2026-h1.yaml").unlink()
    name, data = STRAYS[kind]
    (folder / name).write_bytes(data)
    made = gather([folder], LIBRARY)
    assert [*made.absent, *(one.name for one in made.broken)] == ["金沙镇"]
    assert roll_up(made, LIBRARY).numbers["概况.行政村"].more.status == "待核实"
    counted = roll_up(made, LIBRARY).facts.get("概况.乡镇")
    assert getattr(counted, "text", "") == "12"


def test_a_ledger_that_says_the_same_gives_nothing(tmp_path: Path) -> None:
    """The county's own file, rolled up, is such a ledger: its sums, its villages."""
    ledger = tmp_path / "县台账.yaml"
    ledger.write_text(rolled("2026年上半年").text, encoding="utf-8")
    again = roll_up(gather([COUNTY], LIBRARY), LIBRARY, ledgers=[read_ledger(ledger, LIBRARY)])
    assert told(again.findings, "ROL002", "ROL006") == []


def test_forms_of_the_units_give_the_same_sums(tmp_path: Path) -> None:
    """What the units filled in as a workbook of all, the county's own file named beside it."""
    units = [unit.facts for unit in gather([COUNTY], LIBRARY).units]
    paths = dict.fromkeys(path for facts in units for path in filled_paths(facts))
    form = tmp_path / "全县.xlsx"
    form.write_bytes(write_form(form_layout(DICTIONARY, tuple(paths), many=True), units))
    own = COUNTY / "county/2026-h1.yaml"
    found = roll_up(gather([form], LIBRARY, own=own), LIBRARY)
    folder = rolled("2026年上半年")
    assert [*found.numbers] == [*folder.numbers]
    for path, made in found.numbers.items():
        other = folder.numbers[path]
        assert (made.value and made.value.raw, made.more.status) == (
            other.value and other.value.raw,
            other.more.status,
        ), path
    parts = [part for part in found.numbers["党员"].parts if part.place is not None]
    assert all(part.place and part.place.part.startswith("台账!") for part in parts)
