"""Words of direction and ranks against the facts: any one turned is found, none of ours is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from docgen.finding import Level
from docgen.manuscript import Manuscript, manuscript_of
from tests.review.test_against import against, told
from tests.samples import PAPERS, paper, sample

ERROR, DOUBT = Level.ERROR, Level.DOUBT
TURNED = {
    "增长": "下降", "下降": "增长", "增加": "减少", "减少": "增加", "提高": "降低", "降低": "提高",
    "上升": "下降", "超额": "未",
}  # fmt: skip
RANKS = {"一": "三", "二": "一", "三": "二"}
LEAST = 0.95
"""Of the words turned; that none is found where nothing is turned, test_against sees to."""


def _changed(draft: Manuscript, line: int, start: int, end: int, new: str) -> Manuscript:
    old = draft.lines[line]
    text = old.text[:start] + new + old.text[end:]
    lines = (*draft.lines[:line], replace(old, text=text), *draft.lines[line + 1 :])
    return replace(draft, lines=lines)


def _found(words: re.Pattern[str], new: dict[str, str], code: str) -> tuple[float, list[str]]:
    """The share of the words in the prose of all our drafts that are found when one is put for the other, and
    those missed."""
    counts: Counter[bool] = Counter()
    missed = []
    for template, name in PAPERS:
        whole, facts = manuscript_of(paper(template, name), name), sample(name)
        for index in whole.prose:
            text = whole.lines[index].text
            for match in words.finditer(text):
                changed = _changed(whole, index, *match.span(), new[match[0]])
                held = any(finding.code == code for finding in against(changed, facts))
                counts[held] += 1
                if not held:
                    missed.append(text[max(0, match.start() - 20) : match.end() + 10])
    print(f"{code}：{counts.total()}处查出{counts[True]}处；漏掉的：{missed}")
    return counts[True] / counts.total(), missed


def test_a_direction_that_is_turned_is_found() -> None:
    share, missed = _found(re.compile("|".join(TURNED)), TURNED, "FIG022")
    assert share >= LEAST, missed


def test_a_rank_that_is_changed_is_found() -> None:
    share, missed = _found(re.compile("(?<=名列第)[一二三]"), RANKS, "FIG025")
    assert share == 1, missed


GROWN = "发展党员: {值: 12, 上期: 8}\n"
INCOME = "经济: {农民人均收入: {值: 21860元, 增幅: 7.1%}}\n"
TEXT = "工作:\n  - {题: 种, 正文: 收割机能下田的由不到三成增加到九成，群众上访减少。}\n"
HONOUR = """\
荣誉:
  - {名: 全县综合目标考核, 级: 县, 年: 2025, 类: 评比, 名次: 第一}
村集体经济: {收入: {值: 412.6, 名次: 全县第3}}
"""
FOUND = [
    ("发展党员12名【待核实】，比上年同期减少4名。", GROWN, ("FIG022", ERROR, "减少")),
    ("发展党员12名（不含机关），比上年同期减少4名。", GROWN, ("FIG022", ERROR, "减少")),
    ("发展的12名党员中，农民7名、教师5名，总数比上年同期减少4名。", GROWN, ("FIG022", ERROR, "减少")),
    ("农民人均可支配收入21860元，同比下降7.1%。", INCOME, ("FIG022", ERROR, "下降")),
    ("农民人均可支配收入21860元，比上年下降7.1%。", INCOME, ("FIG022", ERROR, "下降")),
    ("收割机能下田的由不到三成减少到九成。", TEXT, ("FIG022", DOUBT, "减少")),
    ("收割机能下田的由不到三成增加到九成，群众上访增加。", TEXT, ("FIG022", DOUBT, "增加")),
    ("去年，在全县综合目标考核中名列第三。", HONOUR, ("FIG025", ERROR, "名列第三")),
    ("在综合目标考核中，我镇名列全县第三。", HONOUR, ("FIG025", ERROR, "名列全县第三")),
    ("获全县综合目标考核第三名。", HONOUR, ("FIG025", ERROR, "第三名")),
    ("村集体经济收入位居全县第二。", HONOUR, ("FIG025", ERROR, "位居全县第二")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts", "finding"), FOUND)
def test_found(text: str, facts: str, finding: tuple[str, Level, str]) -> None:
    assert finding in told(text, facts)


QUIET = [
    ("党员中，农民12名、教师5名，总数比上年同期增加4名。", GROWN),
    ("发展党员12名，比上年同期增加4名；培训班比上年同期减少4名教师。", GROWN),
    ("群众上访增加的2个村，由镇领导包案。", TEXT),
    ("2024年，在全县综合目标考核中名列第三。", HONOUR),
    ("石桥村在全县综合目标考核中名列第三。", HONOUR),
    ("在全市综合目标考核中名列第三。", HONOUR),
    ("全县综合目标考核提前，农村人居环境考核名列第二。", HONOUR),
    ("人均村集体经济收入居全县第九，村集体经济收入增幅居全县第九。", HONOUR),
    ("去年村集体经济收入居全县第九，今年居全县第三。", HONOUR),
    ("在全县综合目标考核中居第一方阵。", HONOUR),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), QUIET)
def test_quiet(text: str, facts: str) -> None:
    assert [one for one in told(text, facts) if one[0] in ("FIG022", "FIG025")] == []


def test_a_wrong_direction_is_told_once() -> None:
    found = told("发展党员12名，比上年同期减少4名。", GROWN)
    assert found == [("FIG022", ERROR, "减少")]
