"""Which drafts are too alike, have too little of their own, or are last year's again."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

import pytest

from docgen.batch.imprint import read_imprint
from docgen.batch.likeness import Comparison, Key, compare
from docgen.finding import Level
from docgen.review.likeness import likeness
from tests.batch.prints import REPORT, RULES, TOWNS, clause, county, drafts, written
from tests.samples import paper

PERIODS: Final = ("2025-h1", "2026-h1")


def before(prints: Mapping[Key, bytes]) -> dict[Key, bytes]:
    """Under the key of each draft the imprint of its unit's last one."""
    last = county("2025-h1")
    named = {key: (key[0].replace("2026", "2025"), key[1]) for key in prints}
    return {key: last[earlier] for key, earlier in named.items() if earlier in last}


def codes(found: Comparison) -> dict[str, list[str]]:
    """The codes of the findings by the file they are told of."""
    return {
        source: [finding.code for finding in findings]
        for (source, _), findings in found.findings.items()
    }


# ---- the county's honest drafts ------------------------------------------------------------


@pytest.mark.parametrize("exact", [150, 0])
@pytest.mark.parametrize("period", PERIODS)
def test_honest_drafts_give_nothing(period: str, exact: int) -> None:
    prints = county(period)
    assert len(prints) >= 48
    found = compare(prints, RULES, before(prints) if "2026" in period else {}, exact=exact)
    assert found.findings == {}
    assert {*found.drafts} == {*prints}


@pytest.mark.parametrize("period", PERIODS)
def test_of_a_county_the_shares_are_those_of_review(period: str) -> None:
    """Each number, and each draft's nearest."""
    prints = county(period)
    found = compare(prints, RULES)
    for template in {template for _, template in prints}:
        texts = {key[0]: read_imprint(p).wording for key, p in prints.items() if key[1] == template}
        for name, wanted in likeness(texts).items():
            alike = found.drafts[name, template]
            assert (alike.length, alike.own, alike.alike) == (
                wanted.length,
                wanted.own,
                wanted.alike,
            )
            assert (alike.nearest or ("", ""))[0] == wanted.nearest
            assert alike.exact


@pytest.mark.parametrize("period", PERIODS)
def test_estimates_of_own_wording_err_upwards_by_less_than_twenty_points(period: str) -> None:
    prints = county(period)
    exact, estimated = compare(prints, RULES), compare(prints, RULES, exact=0)
    errors = [
        estimated.drafts[key].own - exact.drafts[key].own
        for key in prints
        if exact.drafts[key].length >= RULES.least
    ]
    assert len(errors) >= 30
    assert min(errors) >= -1
    assert max(errors) < 20


# ---- one defect among clean drafts -----------------------------------------------------------

PICK: Final = Random(5)
FRAME: Final = [f"{clause(PICK, 20)}。" for _ in range(12)]
"""What every draft says: the template's, or the county's."""


def own(number: int, count: int = 30) -> list[str]:
    pick = Random(number)
    return [f"{clause(pick)}，{clause(pick)}。" for _ in range(count)]


def clean(count: int = 10) -> dict[str, list[str]]:
    """Drafts of which a fifth is everybody's and the rest each one's own."""
    return {unit: FRAME + own(number) for number, unit in enumerate(TOWNS[:count])}


def compared(texts: Mapping[str, list[str]], *, exact: int = 150) -> Comparison:
    return compare(drafts(texts), RULES, exact=exact)


@pytest.mark.parametrize("exact", [150, 0])
def test_what_everybody_says_makes_no_pair(exact: int) -> None:
    found = compared(clean(), exact=exact)
    assert codes(found) == {}
    assert found.pairs == ()


@pytest.mark.parametrize("exact", [150, 0])
def test_two_drafts_too_alike(exact: int) -> None:
    texts = clean()
    texts["云雾乡"] = [*FRAME, *texts["白马镇"][12:36:2], *own(99, 6), *texts["白马镇"][13:36:2]]
    found = compared(texts, exact=exact)
    assert codes(found) == {"云雾乡.yaml": ["SIM001"], "白马镇.yaml": ["SIM001"]}
    (told,) = found.findings["云雾乡.yaml", REPORT]
    assert told.level is Level.DOUBT
    assert told.message == "自己的话里有80%与白马镇的稿相同"
    assert (told.place.path, [p.path for p in told.related]) == ("云雾乡.yaml", ["白马镇.yaml"])
    assert told.quote in texts["白马镇"]
    first = found.pairs[0]
    assert {first.one[0], first.other[0]} == {"云雾乡.yaml", "白马镇.yaml"}
    assert (round(first.one_share), round(first.other_share)) == (80, 80)


@pytest.mark.parametrize("exact", [150, 0])
def test_the_most_alike_come_first(exact: int) -> None:
    texts = clean()
    texts["柳树乡"][12:24] = texts["青山镇"][12:24]
    texts["大湾镇"][12:36] = texts["白马镇"][12:36]
    texts["双河镇"][12:30] = texts["金沙镇"][12:30]
    found = compared(texts, exact=exact)
    assert [(pair.one[0], round(pair.one_share)) for pair in found.pairs[:3]] == [
        ("大湾镇.yaml", 80),
        ("双河镇.yaml", 60),
        ("柳树乡.yaml", 40),
    ]
    assert compare(drafts(texts), RULES, exact=exact, most=2).pairs == found.pairs[:2]


def test_only_the_one_that_is_mostly_the_others_is_told_of() -> None:
    texts = clean()
    texts["云雾乡"] = [*FRAME, *texts["白马镇"][12:30], *own(99, 6)]
    texts["白马镇"] += own(100, 20)
    assert codes(compared(texts)) == {"云雾乡.yaml": ["SIM001"]}


def test_only_drafts_of_one_template_are_compared() -> None:
    texts = clean()
    other = drafts({"柳树乡": texts["青山镇"]}, "work_summary/rectification")
    assert compare({**drafts(texts), **other}, RULES).findings == {}


def test_a_thin_draft_is_not_judged() -> None:
    """It is mostly the template's."""
    texts = clean()
    texts["云雾乡"] = FRAME
    texts["平安乡"] = [*FRAME[:2], *texts["白马镇"][12:17]]
    assert codes(compared(texts)) == {}


def test_a_sentence_or_two_make_no_pair() -> None:
    """Two thirds of what is not everybody's, but that is not much; so it has little of its own."""
    texts = {unit: FRAME * 2 + own(number) for number, unit in enumerate(TOWNS)}
    texts["云雾乡"] = [*FRAME, *texts["白马镇"][24:28], *own(99, 2)]
    found = compared(texts)
    assert codes(found) == {"云雾乡.yaml": ["SIM002"]}
    assert found.pairs == ()


def test_too_little_of_its_own() -> None:
    """Each sentence stands in another draft; no one draft has many of them."""
    texts = clean()
    taken = [texts[unit][20 + n] for unit in TOWNS[1:8] for n in range(3)]
    texts["青山镇"] = [*FRAME, *taken, *own(7, 4)]
    found = compared(texts)
    assert codes(found) == {"青山镇.yaml": ["SIM002"]}
    (told,) = found.findings["青山镇.yaml", REPORT]
    assert told.level is Level.DOUBT
    assert told.place.path == "青山镇.yaml"
    assert "只有" in told.message


@pytest.mark.parametrize(
    ("kept", "level"),
    [(9, None), (14, Level.HINT), (22, Level.DOUBT), (26, Level.DOUBT), (30, Level.ERROR)],
)
@pytest.mark.parametrize("exact", [150, 0])
def test_what_was_taken_from_last_period(kept: int, level: Level | None, exact: int) -> None:
    texts = {unit: own(number) for number, unit in enumerate(TOWNS)}
    now = drafts(texts)
    last = drafts({"大湾镇": texts["大湾镇"][:kept] + own(77, 30 - kept)})
    found = compare(now, RULES, last, exact=exact)
    told = found.findings.get(("大湾镇.yaml", REPORT), ())
    assert [(f.code, f.level) for f in told] == ([("SIM003", level)] if level else [])
    assert {source for source, _ in found.findings} <= {"大湾镇.yaml"}
    share = found.drafts["大湾镇.yaml", REPORT].taken
    assert share is not None
    assert abs(share - 100 * kept / 30) < 5
    assert found.drafts["青山镇.yaml", REPORT].taken is None


def test_a_report_handed_in_again_is_last_year_s() -> None:
    prints = county("2026-h1")
    mine = ("counties/qinghe/baima/2026-h1.yaml", REPORT)
    found = compare(prints, RULES, {**before(prints), mine: prints[mine]})
    assert codes(found) == {mine[0]: ["SIM003"]}
    taken = found.drafts[mine].taken
    assert taken is not None
    assert taken > 98  # lines shorter than a run are nobody's


def test_the_same_report_under_another_name_is_found_among_the_honest_ones() -> None:
    prints = dict(county("2026-h1"))
    names = "counties/qinghe/baima/2026-h1.yaml", "counties/qinghe/yunwu/2026-h1.yaml"
    prints[names[1], REPORT] = prints[names[0], REPORT]
    assert codes(compare(prints, RULES)) == {name: ["SIM001"] for name in names}


def test_the_lines_of_a_pair_are_shown_as_they_stand() -> None:
    """Whole clauses with the figures that each draft has, and nothing of what is not shared."""
    one = "全镇投入资金46万元修复灌渠1.6公里，水田用上自流水，群众都说好。"
    two = "入冬以后，投入资金93万元修复灌渠2公里，水田用上自流水。"
    pick = Random(3)
    both = [f"{clause(pick, 40)}。" for _ in range(4)]
    texts = {"青山镇": [*own(1, 9), one, *both], "柳树乡": [two, *own(2, 9), *both]}
    lines = {f"{unit}.yaml": "\n".join(said) for unit, said in texts.items()}
    found = compare(drafts(texts), RULES, text_of=lambda key: lines[key[0]])
    (pair,) = found.pairs
    shown = (
        "全镇投入资金46万元修复灌渠1.6公里，水田用上自流水，",
        "投入资金93万元修复灌渠2公里，水田用上自流水。",
    )
    said = {(s.one, s.other) for s in pair.stretches}
    assert (shown if pair.one[0] == "青山镇.yaml" else shown[::-1]) in said
    unknown = compare(drafts(texts), RULES, text_of=lambda _: "")
    assert {(s.one, s.other) for s in unknown.pairs[0].stretches} == {("", "")}


def test_what_a_finding_quotes_can_be_read() -> None:
    texts = clean()
    pick = Random(9)
    same = [f"筹资{n}6万元修复灌渠{n}.5公里，{clause(pick)}。" for n in range(2, 12)]
    texts["云雾乡"] = [*FRAME, *same]
    texts["白马镇"] = [*FRAME, *same]
    lines = {f"{unit}.yaml": "\n".join(said) for unit, said in texts.items()}
    found = compare(drafts(texts), RULES, text_of=lambda key: lines[key[0]])
    (told,) = found.findings["云雾乡.yaml", REPORT]
    assert told.quote in same


def test_pairs_below_a_tenth_are_not_shown() -> None:
    texts = clean()
    for unit, shared in (("云雾乡", 5), ("平安乡", 8)):
        texts[unit] = [*FRAME, *texts["白马镇"][12 : 12 + shared], *own(100 + shared, 80)]
    texts["白马镇"] += own(100, 60)
    found = compared(texts)
    assert [{pair.one[0], pair.other[0]} for pair in found.pairs] == []
    assert RULES.listed == 10


def test_none_or_one_draft_is_compared_with_nothing() -> None:
    assert compare({}, RULES) == Comparison({}, (), {})
    alone = compared({"青山镇": own(1)})
    assert (alone.findings, alone.pairs) == ({}, ())


# ---- two thousand pairs ---------------------------------------------------------------------


@pytest.mark.parametrize("exact", [150, 0])
@pytest.mark.parametrize("batch", range(10))
def test_pairs_are_told_of_when_and_only_when_they_share_as_much(batch: int, exact: int) -> None:
    """A hundred pairs a batch, each sharing any number of clauses of fifty."""
    pick = Random(batch)
    texts: dict[str, list[str]] = {}
    wanted = set()
    for number in range(100):
        kept = pick.randint(0, 50)
        one = [f"{clause(pick)}。" for _ in range(50)]
        other = [f"{clause(pick)}。" for _ in range(50)]
        spots = pick.sample(range(50), kept)
        for spot in spots:
            other[spot] = one[spot]
        texts |= {f"{number}甲镇": one, f"{number}乙镇": other}
        if kept >= 25:
            wanted |= {f"{number}甲镇.yaml", f"{number}乙镇.yaml"}
    assert wanted
    told = codes(compare(drafts(texts), RULES, exact=exact * 2))
    assert {source for source, said in told.items() if "SIM001" in said} == wanted


def test_written_drafts_are_what_they_seem() -> None:
    """The drafts of these tests count as wording, as those of the samples do."""
    (data,) = drafts({"青山镇": ["抽调15名干部驻村。"]}).values()
    assert read_imprint(data).wording == "抽调干部驻村。"
    assert written("青山镇", "甲。").meta.unit == "青山镇"
    assert paper(REPORT, "counties/qinghe/baima/2026-h1.yaml").meta.unit == "白马镇"
