"""What a draft took over: paragraphs told twice, names hidden here and told there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.finding import Level
from docgen.read import read_text
from docgen.review.engine import Asked, reviewer
from tests.review.clean import FACTS, LIBRARY, facts_of
from tests.samples import sample

CODES = ("SIM006", "SIM007")
CLAUSES = (
    "镇党委派出工作组逐户听取党员群众意见",
    "把班子不团结的原因一条一条摆出来",
    "账目由镇纪委重审一遍后张榜公布",
    "支部委员分片联系党员并登记流向",
    "包村干部每周在村不少于三天",
    "整改进度由组织委员每月调度一次",
    "党员大会挪到赶集前一天的晚上召开",
    "测评结果报县委组织部备案",
)


def found(text: str, facts: str = "") -> list[tuple[str, str]]:
    """Code and quote of what is found."""
    draft = read_text(text)
    asked = Asked(LIBRARY, draft.on, "", facts_of(FACTS, facts) if facts else None)
    remarks = reviewer(LIBRARY).review(draft, asked, CODES)
    return [(remark.finding.code, remark.finding.quote) for remark in remarks]


def paragraph(village: str, count: int, clauses: tuple[str, ...] = CLAUSES) -> str:
    return f"对{village}，" + "，".join(clauses) + f"，共开会{count}次。"


def test_a_paragraph_with_another_name_and_number_is_told_twice() -> None:
    text = "整顿情况\n\n" + paragraph("石桥村", 3) + "\n\n" + paragraph("老鹰岩村", 5) + "\n"
    assert found(text) == [("SIM006", paragraph("老鹰岩村", 5))]


def test_half_of_a_paragraph_told_again_is_not_the_paragraph() -> None:
    other = (*CLAUSES[:3], "新修的水渠通到山脚", "茶叶卖到了县城", "村里添了两盏路灯")
    text = f"整顿情况\n\n{paragraph('石桥村', 3)}\n\n{paragraph('上河村', 5, other)}\n"
    assert found(text) == []


def test_short_lines_may_be_alike() -> None:
    assert found("整顿情况\n\n石桥村已公开账目。\n\n上河村已公开账目。\n") == []


@given(st.permutations(CLAUSES))
def test_any_long_paragraph_is_found_again(clauses: list[str]) -> None:
    one = paragraph("石桥村", 3, tuple(clauses))
    assert [code for code, _ in found(f"整顿情况\n\n{one}\n\n别的话。\n\n{one}\n")] == ["SIM006"]


HIDDEN = [
    ("××乡党建工作汇报\n\n清河县云岭乡地处山区，云岭乡党员不多。\n", [("SIM007", "××乡")]),
    ("某镇党建工作汇报\n\n清河县云岭镇地处山区。\n", [("SIM007", "某镇")]),
    ("××乡党建工作汇报\n\n全乡党员不多，各乡镇都来学习，家乡变了样。\n", []),
    ("云岭乡党建工作汇报\n\n云岭乡地处山区。\n", []),
    ("××镇党建工作汇报\n\n过去五年，第五届镇党委打了基础，第五届镇党委班子团结。\n", []),
    ("××村党建工作汇报\n\n清河县云岭乡地处山区。\n", []),
]


@pytest.mark.parametrize(("text", "finding"), HIDDEN)
def test_a_name_hidden_and_told(text: str, finding: list[tuple[str, str]]) -> None:
    assert found(text) == finding


DENIED = [
    ("青山镇2026年上半年党建工作汇报\n\n党员队伍稳定。\n", []),
    ("青山镇2025年上半年党建工作汇报\n\n党员队伍稳定。\n", [("SIM007", "2025年")]),
    ("白岩镇2026年上半年党建工作汇报\n\n党员队伍稳定。\n", [("SIM007", "白岩镇")]),
    ("清河县青山镇2026年上半年党建工作汇报\n\n到清河县白岩镇学习。\n", []),
]


@pytest.mark.parametrize(("text", "finding"), DENIED)
def test_title_against_the_facts(text: str, finding: list[tuple[str, str]]) -> None:
    assert found(text, "无: [集体上访]\n") == finding


OTHERS = [
    ("白岩镇党委高度重视。", ["白岩镇"]),
    ("今年以来，白岩镇发展党员12名。", ["白岩镇"]),
    ("清河县白岩镇共有党员900名。", ["白岩镇"]),
    ("青山镇党委高度重视，云岭乡已经并入。", []),
    ("组织党员到白岩镇观摩学习，同白岩镇党委结对共建，由白岩镇党委送来支援。", []),
    ("我镇毗邻白岩镇，推广“白岩镇党委包村”的办法，学习白岩镇党委的经验。", []),
    ("云岭乡政府原驻地已经改建。", []),
    ("争创卫生镇、工业强镇，推进小城镇建设，下乡干部和返乡党员都到村。", []),
]


@pytest.mark.parametrize(("text", "names"), OTHERS)
def test_another_town_in_the_text_of_a_town(text: str, names: list[str]) -> None:
    facts = "工作:\n  - {题: 并村, 正文: 云岭乡三个村并入我镇。}\n"
    assert [quote for _, quote in found(f"党建工作情况\n\n{text}\n", facts)] == names


LISTED = [
    ("由白马镇党委主持。", (Level.ERROR, "白马镇")),
    ("到会的还有白马镇。", (Level.DOUBT, "白马镇")),
    ("由白岩镇党委主持。", (Level.DOUBT, "白岩镇")),
]


@pytest.mark.parametrize(("text", "expected"), LISTED)
def test_a_unit_that_the_county_s_ledger_lists_is_another(
    text: str, expected: tuple[Level, str]
) -> None:
    county = sample("counties/qinghe/rolled.yaml")
    asked = Asked(LIBRARY, None, "", facts_of(FACTS), county)
    (remark,) = reviewer(LIBRARY).review(read_text(f"党建工作情况\n\n{text}\n"), asked, CODES)
    assert (remark.finding.level, remark.finding.quote) == expected
