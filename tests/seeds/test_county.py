"""清河县 hangs together: its twelve units add up to the county, and one file's papers agree."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import pytest

from docgen.document import Document, plain, spans, walk
from docgen.facts import Fact, Facts
from docgen.language import Quantity
from tests.samples import FULL, PAPERS, ROOT, TOWN_TEMPLATES, draft, paper, sample

COUNTY: Final = "counties/qinghe/county/2026-h1.yaml"
COUNTY_BEFORE: Final = "counties/qinghe/county/2025-h1.yaml"
TOWNS: Final = tuple(
    sorted(
        f"counties/qinghe/{path.parent.name}/2026-h1.yaml"
        for path in (ROOT / "data/counties/qinghe").glob("*/2026-h1.yaml")
        if path.parent.name != "county"
    )
)


TOWNS_BEFORE: Final = tuple(name.replace("2026", "2025") for name in TOWNS)


def amount(facts: Facts, path: str) -> Decimal | None:
    """The number at the path, None when it is not given or still doubtful."""
    found = facts.get(path)
    if not isinstance(found, Fact) or not isinstance(found.value, Quantity):
        return None
    return None if found.more.status == "待核实" else found.value.amount


def test_there_are_twelve_units_of_every_kind_with_two_periods_each() -> None:
    assert len(TOWNS) == 12
    kinds = [plain_of(sample(name), "单位.类别") for name in TOWNS]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"镇": 5, "乡": 4, "街道": 3}
    assert all((ROOT / "data" / name).with_name("2025-h1.yaml").exists() for name in TOWNS)
    assert sum(amount(sample(name), "概况.行政村") == 1 for name in TOWNS) == 1
    assert sum(amount(sample(name), "软弱涣散党组织") == 0 for name in TOWNS) >= 1


def plain_of(facts: Facts, path: str) -> str:
    found = facts.get(path)
    return found.text if isinstance(found, Fact) else ""


SUMS: Final = (
    "概况.行政村", "概况.社区", "党支部", "党员",
    "软弱涣散党组织", "软弱涣散党组织.村", "软弱涣散党组织.社区",
    "排查.村", "排查.问题", "排查.已整改",
)  # fmt: skip
SUMS_BEFORE: Final = (*SUMS[:2], *SUMS[4:7], "软弱涣散党组织.已转化")


@pytest.mark.parametrize("path", SUMS)
def test_the_county_is_the_sum_of_its_units(path: str) -> None:
    """A unit that does not give the number counts nothing."""
    county = amount(sample(COUNTY), path)
    assert county == sum(amount(sample(name), path) or 0 for name in TOWNS)


@pytest.mark.parametrize("path", SUMS_BEFORE)
def test_so_it_was_the_year_before(path: str) -> None:
    county = amount(sample(COUNTY_BEFORE), path)
    assert county == sum(amount(sample(name), path) or 0 for name in TOWNS_BEFORE)


def weak(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each unit's weak villages, row by row: (folder of the unit, village)."""
    return [
        (name.split("/")[2], plain_of(sample(name), f"后进村[{row}].村"))
        for name in names
        for row in range(1, len(getattr(sample(name).get("后进村"), "items", ())) + 1)
    ]


def test_the_speech_says_how_the_weak_branches_changed() -> None:
    now, before = (
        amount(sample(name), "软弱涣散党组织") or Decimal(0) for name in (COUNTY, COUNTY_BEFORE)
    )
    said = "".join(map(plain, walk(draft(COUNTY))))
    assert now > before
    assert f"有{now}个，其中" in said
    assert f"比上年同期增加{now - before}个" in said
    newly = [row for row in weak(TOWNS) if row not in weak(TOWNS_BEFORE)]
    assert f"有{len(newly)}个去年6月底不在名单上" in said


def test_no_two_units_have_a_weak_village_of_the_same_name() -> None:
    names = [village for _, village in weak(TOWNS)]
    assert sorted(set(names)) == sorted(names)


def test_incomes_differ_from_town_to_town_and_grow_as_they_say() -> None:
    incomes = {name: sample(name).get("经济.农民人均收入") for name in TOWNS}
    given = {name: fact for name, fact in incomes.items() if isinstance(fact, Fact)}
    assert len(given) >= 8
    assert len({fact.text for fact in given.values()}) == len(given)
    grown = 0
    for name, fact in given.items():
        before = amount(sample(name.replace("2026", "2025")), "经济.农民人均收入")
        growth = fact.more.growth
        if before is None or growth is None or not isinstance(fact.value, Quantity):
            continue
        assert growth.amount == round(100 * (fact.value.amount / before - 1), 1), name
        grown += 1
    assert grown >= 2


def is_short_for(short: str, full: str) -> bool:
    """Whether the characters of one stand in the other in the same order: 县住建局, 县住房和城乡建设局."""
    rest = iter(full)
    return short != full and all(char in rest for char in short)


def test_an_office_of_the_county_has_one_name_in_all_files() -> None:
    files = (ROOT / "data/counties/qinghe").rglob("*.yaml")
    texts = [path.read_text("utf-8") for path in files]
    offices = {name for text in texts for name in re.findall(r"县[\u4e00-\u9fff]{2,8}?局", text)}
    assert len(offices) >= 10
    assert [(a, b) for a in sorted(offices) for b in offices if is_short_for(a, b)] == []


def test_what_is_transformed_is_counted_without_what_is_doubtful() -> None:
    county = sample(COUNTY).get("软弱涣散党组织.已转化")
    assert isinstance(county, Fact)
    assert isinstance(county.value, Quantity)
    sure = sum(amount(sample(name), "软弱涣散党组织.已转化") or 0 for name in TOWNS)
    assert county.value.amount == sure


@pytest.mark.parametrize("name", TOWNS)
def test_the_rows_of_weak_villages_agree_with_the_ledger(name: str) -> None:
    facts = sample(name)
    rows = getattr(facts.get("后进村"), "items", ())
    total = amount(facts, "软弱涣散党组织")
    if total is not None:
        assert len(rows) == total
        done = amount(facts, "软弱涣散党组织.已转化")
        states = [plain_of(facts, f"后进村[{n}].状态") for n in range(1, len(rows) + 1)]
        assert done is None or states.count("已转化") == done


def figures(document: Document) -> dict[str, set[str]]:
    """What a draft prints for each fact that stands in a span of its own, without measure word."""
    found: dict[str, set[str]] = {}
    for text in walk(document):
        for span in spans(text):
            if span.kind in ("fact", "figure") and len(span.sources) == 1:
                said = re.findall(r"\d[\d.]*[%万亿]*", plain(span.content))
                if said:  # the last: 35岁及以下党员61名
                    found.setdefault(span.sources[0], set()).add(said[-1])
    return found


@pytest.mark.parametrize("name", TOWNS)
def test_one_file_s_papers_do_not_contradict_each_other(name: str) -> None:
    """A fact that stands in two of report, summaries and briefing has one value."""
    together: dict[str, dict[str, set[str]]] = {}
    for template in TOWN_TEMPLATES:
        for path, said in figures(paper(template, name)).items():
            together.setdefault(path, {})[template] = said
    shared = {path: said for path, said in together.items() if len(said) > 1}
    assert {p: s for p, s in shared.items() if len({frozenset(v) for v in s.values()}) > 1} == {}
    if name in FULL:
        assert len(shared) >= 40


def test_every_town_gives_report_summaries_and_briefing() -> None:
    for name in TOWNS:
        assert {template for template, file in PAPERS if file == name} == set(TOWN_TEMPLATES)
    assert len(TOWN_TEMPLATES) == 4
