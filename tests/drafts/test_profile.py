"""What a unit has settled in 检查.yaml: levels, words, organs, what is let stand; wrong entries named."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.drafts.reviewing import Terms, profile_of, review
from docgen.errors import LibraryError
from docgen.finding import Level
from docgen.library.profile import Profile
from tests.drafts.test_reviewing import SLIPS, text
from tests.samples import LIBRARY


def profile(words: str, folder: Path) -> Profile:
    (folder / "检查.yaml").write_text(words, encoding="utf-8")
    return profile_of(str(folder / "稿.txt"), LIBRARY)


def test_levels_are_lowered_and_switched_off_and_own_words_are_no_faults(tmp_path: Path) -> None:
    settled = profile("级别: {WRD001: 提示, PUN: 关}\n用语: [布署手册]\n文种: 工作汇报\n", tmp_path)
    found = review(text("标题\n\n印发布署手册。。一惯重视。\n"), SLIPS, settled)
    assert [(r.finding.code, r.finding.quote) for r in found.remarks] == [("WRD001", "一惯")]
    assert [r.finding.level for r in found.remarks] == [Level.HINT]
    assert found.genre == "work_report"


RENAMED = "机构: [青山镇党建工作站, {名称: 清河县农业农村局, 简称: [县农业农村局], 原名: [县农业局], 起: 2021-03-20}]\n"
ORGANS = [
    ("清河县农业局派员到村。", "2026年6月30日", [("县农业局", Level.DOUBT)]),
    ("原县农业局的批复还在。", "2026年6月30日", []),
    ("2018年，县农业局派员到村。", "2026年6月30日", []),
    ("县农业农村局、清河县农业农村局派员到村。", "2026年6月30日", []),
    ("县农业局派员到村。", "2021年3月19日", []),
    ("县农业农村局派员到村。", "2016年6月30日", []),
    ("县环保局派员到村。", "2026年6月30日", [("环保局", Level.DOUBT)]),
]


@pytest.mark.parametrize(("said", "day", "told"), ORGANS)
def test_an_organ_is_called_as_the_unit_says_it_was_then(
    said: str, day: str, told: list[tuple[str, Level]], tmp_path: Path
) -> None:
    draft = text(f"青山镇工作总结\n\n{said}\n\n中共清河县青山镇委员会\n{day}\n")
    terms = Terms(LIBRARY, frozenset(("FRM006",)))
    found = [r.finding for r in review(draft, terms, profile(RENAMED, tmp_path)).remarks]
    assert [(one.quote, one.level) for one in found] == told
    if "农业局" in said and told:
        assert found[0].message == "“县农业局”是原来的名称，2021年3月20日起叫“清河县农业农村局”"


@pytest.mark.parametrize(
    ("quote", "stays"),
    [("专题布署", 0), ("布署", 0), ("布", 0), ("署工作", 1), ("没有这话", 1), ("专题", 1)],
)
def test_a_waiver_is_for_words_round_the_fault_or_inside_it(
    quote: str, stays: int, tmp_path: Path
) -> None:
    settled = profile(f"放行: [{{代码: WRD001, 原文: {quote}, 缘由: 原话}}]\n", tmp_path)
    found = review(text("标题\n\n专题布署工作。\n"), SLIPS, settled)
    assert (len(found.remarks), found.waived) == (stays, 1 - stays)


def test_a_waiver_with_an_empty_reason_is_told_and_waives_nothing(tmp_path: Path) -> None:
    settled = profile("放行: [{代码: WRD001, 原文: 布署, 缘由: }]\n", tmp_path)
    found = review(text("标题\n\n专题布署工作。\n"), SLIPS, settled)
    assert [r.finding.code for r in found.remarks] == ["WRD001"]
    assert [finding.code for finding in found.own] == ["CHK001"]


def test_the_nearest_profile_wins_and_lists_add_up(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text("", "utf-8")
    (tmp_path / "检查.yaml").write_text("级别: {PUN: 关, WRD001: 疑似}\n用语: [甲]\n", "utf-8")
    (tmp_path / "县").mkdir()
    found = profile("级别: {PUN: 提示}\n用语: [乙]\n", tmp_path / "县")
    assert dict(found.levels) == {"PUN": Level.HINT, "WRD001": Level.DOUBT}
    assert found.words == {"甲", "乙"}


WRONG = {
    "a key one character off": ("级別: {PUN: 关}", "检查.yaml:1:1：不认识“级別”（是不是 级别）"),
    "a code one letter off": ("级别: {PUM002: 关}", "没有“PUM002”这个代码（是不是 PUN002"),
    "no level": ("级别: {PUN: 没有}", "没有“没有”这一级（可用：关、提示、疑似、必错）"),
    "raised too far": ("级别: {PUN002: 必错}", "PUN002 是疑似，不能提高到必错"),
    "an unknown 文种": ("文种: 工作总节", "没有“工作总节”这个文种（是不是 工作总结"),
    "a waiver without words": ("放行: [{代码: PUN, 缘由: 懒}]", "放行要写明“原文”"),
    "a waiver without a code": ("放行: [{原文: 甲}]", "放行要写明“代码”"),
    "a list that is none": ("用语: 甲", "应是列表"),
    "an organ without a name": ("机构: [{原名: [县农业局], 起: 2021-03-20}]", "机构要写明“名称”"),
    "a former name without a day": ("机构: [{名称: 甲局, 原名: [乙局]}]", "“原名”和“起”要一起写"),
    "a day that is none": ("机构: [{名称: 甲局, 原名: [乙局], 起: 明年}]", "“明年”不是日期"),
    "a former name that is no list": (
        "机构: [{名称: 甲局, 原名: 乙局, 起: 2021-03-20}]",
        "应是列表",
    ),
    "no YAML": ("级别: {PUN", "检查.yaml:1"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_entry_is_named_with_what_was_meant(case: str, tmp_path: Path) -> None:
    words, said = WRONG[case]
    with pytest.raises(LibraryError) as caught:
        profile(words + "\n", tmp_path)
    assert said in str(caught.value)
