"""Safe corrections: they come to an end, touch no digit and no quotation, and leave our drafts alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.manuscript import Manuscript, manuscript_of
from docgen.read import read_text
from docgen.review.engine import Asked, Edit, Remark, reviewer
from tests.review.clean import LIBRARY
from tests.samples import NAMES, draft

CODES = [
    code
    for code, rule in LIBRARY.rules.items()
    if code[:3] in ("NUM", "PUN", "WRD", "PRV") and rule.repair == "自动"
]
MOST_ROUNDS = 6


def remarks(paper: Manuscript) -> list[Remark]:
    asked = Asked(LIBRARY, date(2026, 6, 30), "work_report")
    found = reviewer(LIBRARY).review(paper, asked, CODES)
    return [remark for remark in found if remark.repair]


def corrected(text: str) -> str:
    """The text of one paragraph with every safe correction made that touches no other."""
    taken: list[Edit] = []
    for remark in remarks(read_text(f"题目\n\n{text}")):
        clear = all(
            e.spot.end < t.spot.start or t.spot.end < e.spot.start
            for e in remark.edits
            for t in taken
        )
        if clear:
            taken += remark.edits
    for edit in sorted(taken, reverse=True):
        text = text[: edit.spot.start] + edit.text + text[edit.spot.end :]
    return text


def settled(text: str) -> str:
    for _ in range(MOST_ROUNDS):
        after = corrected(text)
        if after == text:
            return text
        text = after
    raise AssertionError(f"没有改完：{text}")


WHOLE = (
    ("会议要求,各村(社区)抓紧.", "会议要求，各村（社区）抓紧。"),
    ("开展\"结对帮扶\",\"联村联户\"活动;共 12 个村", "开展“结对帮扶”，“联村联户”活动；共12个村"),
    ("学了\"甲\"\"乙\"两篇", "学了“甲”“乙”两篇"),
    ("党员涌跃报名,,群众满意。。", "党员踊跃报名，群众满意。"),
    ("工作已经部署。，各村正在落实，。", "工作已经部署。，各村正在落实。"),
    ("工作已经部署、，各村正在落实。；", "工作已经部署、，各村正在落实。"),
    ("走访村、社区...收集意见", "走访村、社区……收集意见"),
    ("用了五、六天,帮带2-3个村,参加率30-40%", "用了五六天，帮带2～3个村，参加率30%～40%"),
    ("比分3:1,时间9:30,人数1,234人", "比分3:1，时间9:30，人数1,234人"),
    ("口号是“抓班子,促发展”，部署了《布署方案(一)》", "口号是“抓班子,促发展”，部署了《布署方案(一)》"),
    ("二oo五年建村", "二〇〇五年建村"),
    ("二00五年培训１２人", "二00五年培训１２人"),
)  # fmt: skip


@pytest.mark.parametrize(("before", "after"), WHOLE)
def test_what_is_corrected_and_what_stays(before: str, after: str) -> None:
    assert settled(before) == after


PIECES = st.lists(
    st.sampled_from(
        [
            *"镇党委 各村 部署 布署 涌跃 建全 一惯 , ; : ! ? ( ) . .. ... 。 。。 ， ，， 、 、、 …… … \" ' “ ” ‘ ’ 《 》 （ ） "
            "12 3:1 1,234 2-3个 3～5万元 30-40% 2025年 03月 5日 二oo五年 五、六天 ABC https://a.cn/b,c 12人 １２ % 的的 一是 二是".split(),
            " ",
            "  ",
        ]
    ),
    max_size=25,
).map("".join)


def inside(text: str) -> list[str]:
    """What stands in quotations of either kind."""
    return re.findall("“([^”“]*)”|《([^》《]*)》", text)


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_corrections_end_and_touch_no_digit(text: str) -> None:
    text = f"镇党委{text.strip()}"
    once = settled(text)
    assert settled(once) == once
    assert re.findall(r"\d", once) == re.findall(r"\d", text)


@settings(max_examples=200, deadline=None)
@given(
    PIECES.filter(lambda t: not set("“”《》‘’\"'\n") & set(t)),
    PIECES.map(lambda t: re.sub("[“”《》‘’\"'\n]", "", t)),
)
def test_corrections_leave_what_is_quoted(quoted: str, text: str) -> None:
    whole = f"会上学了“{quoted}”和《{quoted}》，{text}。"
    kept = settled(whole)
    assert f"“{quoted}”" in kept
    assert f"《{quoted}》" in kept


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_corrected_in_our_own_drafts(name: str) -> None:
    assert remarks(manuscript_of(draft(name), name)) == []


def test_numbers_of_persons_are_shown_masked() -> None:
    asked = Asked(LIBRARY, date(2026, 6, 30))
    (found,) = reviewer(LIBRARY).review(
        read_text("题目\n\n走访时留了13800138000。"), asked, ["PRV001"]
    )
    assert found.finding.quote == "138******00"
    assert "13800138000" not in found.finding.message + found.finding.hint
