"""Drafts held against facts: our own are quiet, a changed figure is found with all its places."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace

import pytest

from docgen.document import plain_text
from docgen.facts import Facts
from docgen.finding import Finding, Level
from docgen.manuscript import Line, Manuscript, manuscript_of
from docgen.read import read_text
from docgen.review.engine import Asked, findings, reviewer
from docgen.review.numbers import numbers_of
from tests.review.clean import FACTS, LIBRARY, facts_of
from tests.samples import PAPERS, draft, paper, sample

CODES = tuple(code for code in LIBRARY.rules if code.startswith(("FIG", "SIM")))
TOWN = "counties/qinghe/qingshan/2026-h1.yaml"


def against(draft: Manuscript, facts: Facts | None, ledger: Facts | None = None) -> list[Finding]:
    """What the rules of figures find in a draft that is held against facts, a county's ledger."""
    asked = Asked(LIBRARY, draft.on, draft.genre, facts, ledger)
    return [*findings(reviewer(LIBRARY).review(draft, asked, CODES))]


def told(text: str, facts: str) -> list[tuple[str, Level, str]]:
    """Code, level and quote of what is found in a text, by facts given as YAML over the base."""
    held = against(read_text(f"青山镇2026年上半年党建工作情况\n\n{text}\n"), facts_of(FACTS, facts))
    return [(one.code, one.level, one.quote) for one in held]


@pytest.mark.parametrize(("template", "name"), PAPERS)
def test_our_own_drafts_agree_with_their_facts(template: str, name: str) -> None:
    document = paper(template, name)
    for one in (manuscript_of(document, name), read_text(plain_text(document), name)):
        assert [str(finding) for finding in against(one, sample(name))] == []


ERROR, DOUBT, HINT = Level.ERROR, Level.DOUBT, Level.HINT
TRAINED = "培训: {期数: 6, 人次: 1214}\n"
GROWN = "发展党员: {值: 12, 上期: 11}\n"
WEAK = """\
后进村:
  - {村: 石桥村, 状态: 已转化}
  - {村: 上河村, 状态: 整顿中}
  - {村: 老鹰岩村, 状态: 未启动}
"""
EARNED = "经济: {农村经济总收入: {值: 6.8亿元, 口径: 2025年全年}}\n"
TEA = "工作:\n  - {题: 茶, 正文: 新栽茶园860亩，改造老茶园40亩。}\n"
FOUND = [
    ("全镇现有党员1162名。", "", ("FIG021", ERROR, "1162名")),
    ("全镇现有党员1126名，其中女党员273名。", "党员: {值: 1126, 其中: {女党员: 237}}\n", ("FIG021", DOUBT, "273名")),
    ("上半年举办培训班8期。", TRAINED, ("FIG021", DOUBT, "8期")),
    ("全镇共有驻村干部31名、后备干部77名。", "", ("FIG006", DOUBT, "77名")),
    ("发展党员12名，比上年同期减少1名。", GROWN, ("FIG022", ERROR, "减少")),
    ("发展党员12名，比上年同期增加3名。", GROWN, ("FIG022", ERROR, "3名")),
    ("发展党员12名，与原来一样；发展党员12名，比去年同期持平。", GROWN, ("FIG022", ERROR, "持平")),
    ("上河村党组织完成整顿。", WEAK, ("FIG024", ERROR, "完成整顿")),
    ("石桥村、上河村已转化，老鹰岩村尚未启动。", WEAK, ("FIG024", ERROR, "已转化")),
    ("石桥村目前正在整顿。", WEAK, ("FIG024", DOUBT, "正在整顿")),
    ("上半年，举办培训班8期。", TRAINED, ("FIG021", DOUBT, "8期")),
    ("截至6月，完成全年任务，举办培训班8期。", TRAINED, ("FIG021", DOUBT, "8期")),
    ("去年，农村经济总收入6.9亿元。", EARNED, ("FIG021", DOUBT, "6.9亿元")),
    ("新栽茶园860，改造老茶园40亩。", TEA, ("FIG007", DOUBT, "860")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts", "finding"), FOUND)
def test_found(text: str, facts: str, finding: tuple[str, Level, str]) -> None:
    assert finding in told(text, facts or TRAINED)


QUIET = [
    ("全镇现有党员1126名。", ""),
    ("石桥村现有党员48名，其中女党员12名。", "党员: {值: 1126, 其中: {女党员: 237}}\n问题:\n  - {表现: 少, 具体: 石桥村党员48名、女党员12名}\n"),
    ("去年底，全镇有党员1108名。", "党员: {值: 1126, 上期: 1108}\n"),
    ("举办培训班6期，培训1200多人次，平均每期202人次。", TRAINED + "工作:\n  - {题: 训, 正文: 平均每期202人次。}\n"),
    ("发展党员12名，比上年同期增加1名，增长9.1%。", GROWN),
    ("村集体经济收入412.6万元，约合0.04亿元。", "村集体经济: {收入: 412.6}\n"),
    ("村集体经济收入410多万元。", "村集体经济: {收入: 412.6}\n"),
    ("女党员237名，占党员总数的21%。", "党员: {值: 1126, 其中: {女党员: 237}}\n"),
    ("排查问题41条，已整改30条，还有11条正在改。", "排查: {问题: 41, 已整改: 30}\n"),
    ("列入整顿的3个村中，1个已转化。", WEAK),
    ("石桥村已转化；上河村正在整顿，力争11月底前完成整顿；老鹰岩村整顿尚未启动。", WEAK),
    ("下半年要物色17名后备人选，每个村不少于22名。", TRAINED),
    ("一、下一步打算\n\n逐条销号，上河村整顿完成，走访农户2300户。", WEAK),
    ("用了45天，每周走访3次。", TRAINED),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), QUIET)
def test_quiet(text: str, facts: str) -> None:
    assert told(text, facts or TRAINED) == []


OTHER_PERIODS = ["全年", "一季度，", "去年全年", "2025年，", "3月，", "1至5月，"]


@pytest.mark.parametrize("period", OTHER_PERIODS)
def test_a_number_of_another_period_is_not_held_against_the_ledger_s(period: str) -> None:
    """It is none of the ledger's all the same, and no fact is named as the one that was meant."""
    text = f"青山镇党建工作情况\n\n{period}举办培训班8期。\n"
    held = against(read_text(text), facts_of(FACTS, TRAINED))
    assert [(f.code, f.quote, f.related) for f in held] == [("FIG006", "8期", ())]


MEANT = [
    ("全镇共8640户。", "概况.户数”8460户（1.yaml:1）"),
    ("全镇共8461户。", "概况.户数”8460户（1.yaml:1）"),
    ("全镇共846户。", "概况.户数”8460户（1.yaml:1）"),
    ("先后有1230人次到课。", ""),
    ("培训党员1320人次。", "培训.人次”1214人次（1.yaml:2）"),
    ("新建公路77公里。", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fact"), MEANT)
def test_a_number_that_no_fact_has_names_the_one_that_was_meant(text: str, fact: str) -> None:
    facts = facts_of(FACTS, "概况: {行政村: 14, 户数: 8460}\n" + TRAINED)
    (finding,) = against(read_text(f"青山镇党建工作情况\n\n{text}\n"), facts)
    assert finding.code == "FIG006"
    assert fact in finding.hint if fact else "是不是" not in finding.hint


def test_facts_that_are_not_the_drafts_give_only_hints_of_what_they_lack() -> None:
    lines = [f"第{n}片走访农户{n * 37 + 400}户、收集意见{n * 13 + 250}条。" for n in range(1, 9)]
    assert {level for code, level, _ in told("\n\n".join(lines), TRAINED) if code == "FIG006"} == {
        HINT
    }


# --- after an edit --------------------------------------------------------------------------------


def edited(draft: Manuscript, old: str, new: str, which: int = 1) -> Manuscript:
    """The draft with the so-manieth place of some words changed."""
    lines: list[Line] = []
    for line in draft.lines:
        count = line.text.count(old)
        if 0 < which <= count:
            pieces = line.text.split(old)
            text = old.join(pieces[:which]) + new + old.join(pieces[which:])
            lines.append(replace(line, text=text))
        else:
            lines.append(line)
        which -= count
    return replace(draft, lines=tuple(lines))


def test_a_figure_changed_in_one_place_names_the_others_and_the_fact() -> None:
    whole = manuscript_of(draft(TOWN), "汇报.txt")
    (finding,) = against(edited(whole, "发展党员12名", "发展党员13名"), sample(TOWN))[:1]
    assert finding.code == "FIG021"
    assert finding.quote == "13名"
    assert "台账“发展党员”是12名" in finding.message
    assert finding.related[0].path.endswith(TOWN)
    assert finding.related[0].line


def test_the_same_figure_elsewhere_is_named_though_other_words_tell_it() -> None:
    text = "全镇现有党员1130名。\n\n组织1126名党员参加学习。\n\n全镇1126名党员都作了承诺。"
    held = against(read_text(f"青山镇党建工作情况\n\n{text}\n", "稿.txt"), facts_of(FACTS, TRAINED))
    assert [(f.code, f.quote) for f in held] == [("FIG021", "1130名")]
    assert "文稿里另有2处说到" in held[0].message
    assert [str(place) for place in held[0].related] == ["0.yaml:5:5", "稿.txt:5:3", "稿.txt:7:3"]


def test_a_cell_of_a_table_that_no_fact_has() -> None:
    whole = manuscript_of(paper("work_report/county", "counties/qinghe/rolled.yaml"), "县.txt")
    changed = edited(whole, "1265", "1256")
    assert [f.quote for f in against(changed, sample("counties/qinghe/rolled.yaml"))] == ["1256"]


def test_last_period_s_facts_show_what_changed() -> None:
    old = sample("counties/qinghe/qingshan/2025-h1.yaml")
    said = {finding.quote: finding for finding in against(manuscript_of(draft(TOWN), TOWN), old)}
    for quote in ("27个", "1126名", "237名", "12名", "412.6万元"):
        assert said[quote].code == "FIG021", quote


def test_a_county_s_ledger_that_has_another_number() -> None:
    ledger = facts_of("单位: {名称: 青山镇}\n党员: 1130\n")
    held = against(read_text("青山镇党建工作情况\n\n全镇现有党员1126名。\n"), None, ledger)
    assert [(f.code, f.level, f.quote) for f in held] == [("FIG027", DOUBT, "1126名")]


def test_the_county_s_own_facts_are_looked_up_for_the_unit_s_row() -> None:
    county = sample("counties/qinghe/rolled.yaml")
    town = manuscript_of(draft(TOWN), TOWN)
    assert against(town, None, county) == []
    changed = edited(edited(town, "党员1126名", "党员1136名"), "收入412.6万元", "收入421.6万元")
    held = [(f.code, f.quote) for f in against(changed, None, county)]
    assert held == [("FIG027", "1136名"), ("FIG027", "421.6万元")]


def test_a_county_s_ledger_without_the_unit_says_nothing() -> None:
    county = facts_of("单位: {名称: 清河县}\n党员: 12886\n")
    paper = read_text(
        "青山镇党建工作情况\n\n全镇现有党员1126名。\n\n中共清河县青山镇委员会\n2026年6月30日\n"
    )
    assert against(paper, None, county) == []


# --- any printed figure ---------------------------------------------------------------------------

_DIGITS = re.compile("[0-9][0-9.]*")
TRIES = 300


def test_nine_of_ten_changed_figures_are_found() -> None:
    chance = random.Random(6)
    counts: Counter[bool] = Counter()
    missed: list[str] = []
    while sum(counts.values()) < TRIES:
        template, name = chance.choice(PAPERS)
        whole = manuscript_of(paper(template, name), name)
        numbers = [n for prose in numbers_of(whole) for n in prose.numbers]
        number = chance.choice(numbers) if numbers else None
        digits = _DIGITS.search(number.said) if number else None
        if number is None or digits is None:
            continue
        new = _one_digit_changed(digits[0], chance)
        text = whole.lines[number.line].text
        at = number.start + digits.start()
        line = replace(whole.lines[number.line], text=text[:at] + new + text[at + len(digits[0]) :])
        lines = (*whole.lines[: number.line], line, *whole.lines[number.line + 1 :])
        held = against(replace(whole, lines=lines), sample(name))
        counts[bool(held)] += 1
        if not held:
            missed.append(
                f"{text[max(0, at - 12) : at]}[{digits[0]}→{new}]{text[number.end :][:8]}"
            )
    share = counts[True] / TRIES
    print(f"改动的数字查出{share:.1%}；漏掉的：{missed}")
    assert share >= 0.9, missed


def _one_digit_changed(digits: str, chance: random.Random) -> str:
    places = [at for at, char in enumerate(digits) if char.isdigit()]
    at = chance.choice(places)
    return (
        digits[:at] + chance.choice([d for d in "123456789" if d != digits[at]]) + digits[at + 1 :]
    )
