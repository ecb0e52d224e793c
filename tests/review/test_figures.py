"""Figures that contradict themselves: true chains are quiet, one wrong number is found."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.finding import Level
from docgen.library.rules import Example
from docgen.manuscript import Manuscript, manuscript_of
from docgen.read import read_text
from docgen.review.engine import Asked, Remark, reviewer
from docgen.review.numbers import numbers_in, numbers_of
from docgen.review.sums import wholes
from tests.review.clean import LIBRARY, paper_of
from tests.samples import PAPERS, paper

CODES = tuple(code for code in LIBRARY.rules if code.startswith(("FIG", "SIM")))
ERROR, DOUBT, HINT = Level.ERROR, Level.DOUBT, Level.HINT


def found(text: str) -> list[tuple[str, Level, str]]:
    """Code, level and quote of what the rules of figures find in these paragraphs."""
    return [
        (r.finding.code, r.finding.level, r.finding.quote)
        for r in _remarks(paper_of(Example(text)))
    ]


def _remarks(draft: Manuscript) -> tuple[Remark, ...]:
    return reviewer(LIBRARY).review(draft, Asked(LIBRARY, draft.on, "work_report"), CODES)


WRONG = [
    # parts of a whole
    ("支部12个，分为农村支部8个、机关支部5个。", ("FIG001", ERROR, "12个")),
    ("支部12个（农村支部8个、机关支部5个）。", ("FIG001", ERROR, "12个")),
    ("投资186万元，其中村级86万元、社区41万元、集镇69万元。", ("FIG001", ERROR, "186万元")),
    ("人口2.2万人，分为农业1.6万人、非农业0.9万人。", ("FIG001", ERROR, "2.2万人")),
    ("培训512人次，其中村级302人次、镇级220人次。", ("FIG001", DOUBT, "512人次")),
    ("原有支部15个,其中行政村支部10个,企业支部4个。", ("FIG001", DOUBT, "15个")),
    ("处分干部7人，共中开除9人。", ("FIG002", ERROR, "9人")),
    ("反映的41件事，办结30件，其余12件正在办。", ("FIG001", DOUBT, "12件")),
    # shares and growth
    ("参训200名，其中女党员62名，占35%。", ("FIG003", ERROR, "35%")),
    ("参训200名，其中女党员62名，占31.5%。", ("FIG003", ERROR, "31.5%")),
    ("会费由5万元增加到7.5万元，增长40%。", ("FIG004", ERROR, "40%")),
    ("积案由38件减少到25件，下降44%。", ("FIG004", ERROR, "44%")),
    ("合作社由5家发展到20家，增长4倍。", ("FIG009", ERROR, "4倍")),
    ("满意率由81.2%提高到90%，提高8.8%。", ("FIG011", ERROR, "8.8%")),
    # how a number is said
    ("投入经费约30万元左右。", ("FIG012", DOUBT, "约30万元左右")),
    ("筹集资金45。", ("FIG007", DOUBT, "45")),
    ("引进13项目个。", ("FIG014", ERROR, "13项目个")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "finding"), WRONG)
def test_wrong(text: str, finding: tuple[str, Level, str]) -> None:
    assert found(text) == [finding]


RIGHT = [
    "支部14个，其中农村支部10个、机关支部4个；党员644名，其中女党员62名、预备党员18名。",
    "发展党员14名，其中9名、5名，培养积极分子21名。",
    "原有支部68个，其中村支部35个，社区支部5个，企事业支部28个；原有35个撤并为15个，28个整合为16个。",
    "共处分党员7人，其中开除3人，党内处分4人。",
    "当选支委44名，其中38名留任，6名是新人。",
    "参训党员60名，其中女党员35名、大专以上学历党员40名。",
    "全年开会12次，其中专题会5次，比去年多3次。",
    "列入整顿的3个村有问题17条，其中班子方面6条、制度方面11条，定下措施19条。",
    "去年争取资金300万元，今年投入120万元，其中财政80万元、自筹40万元。",
    "由5个单位组成3个组。",
    "4个组分为2个片，每片15人。",
    "党员1126名，占总人口的3.9%。",
    "收入412.6万元，比上年同期增长12.1%，占全县的9%。",
    "收入由100万元增加到150万元，年均增长22.5%。",
    "产值由2000万元增加到1亿元，增长4倍。",
    "覆盖率由72%提高到80%，比全县平均高3%。",
    "3至5名干部包1个村，每户每月收5元至10元。",
    "1月、2月各办1期，3月办2期。",
    "得分95.5，居全县第二。",
    "办公用房面积都不到100平方米。",
    "全镇党员大会到会1038名，到会率92.2%。",
    "上半年化解矛盾120件，下半年化解90件，全年化解210件。",
]  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_right(text: str) -> None:
    assert found(text) == []


def test_a_wrong_sum_names_every_part() -> None:
    (remark,) = _remarks(paper_of(Example("支部12个，分为农村支部8个、机关支部5个。")))
    assert "各项加起来是13个（8个＋5个），总数写的是12个" in remark.finding.message
    assert len(remark.finding.related) == 2


def test_approximation_said_twice_is_repaired_without_touching_digits() -> None:
    (remark,) = _remarks(paper_of(Example("受益约300户左右。")))
    assert remark.repair
    assert [edit.text for edit in remark.edits] == [""]
    assert remark.finding.hint == "改为“约300户”"


def test_the_index_knows_clause_sentence_and_words() -> None:
    text = "现有党支部27个、党员1126名；驻村干部9名，每月在村20天。"
    said = [(n.said, n.lead, n.unit) for n in numbers_in(text, 0)]
    assert said == [
        ("27个", "现有党支部", "个"),
        ("1126名", "、党员", "名"),
        ("9名", "驻村干部", "名"),
        ("20天", "每月在村", "天"),
    ]


def test_an_index_is_made_once_for_a_draft() -> None:
    draft = read_text("题目\n\n全镇有党员12名，其中女党员3名。\n")
    assert numbers_of(draft) is numbers_of(draft)
    assert wholes(draft) is wholes(draft)


@pytest.mark.parametrize(("template", "name"), PAPERS)
def test_our_own_drafts_are_quiet(template: str, name: str) -> None:
    assert [str(r.finding) for r in _remarks(manuscript_of(paper(template, name), name))] == []


# --- any chain ------------------------------------------------------------------------------------

SORTS = ("农村支部", "社区支部", "机关支部", "企业支部", "学校支部", "医院支部")
PARTS = st.lists(st.integers(1, 400), min_size=2, max_size=len(SORTS))
MARKERS = st.sampled_from(("，其中", "，分为", "，分别是", "。其中", "，其中："[:3]))
JOINTS = st.sampled_from(("、", "，"))


def chain(total: int, parts: list[int], marker: str, joint: str) -> str:
    listed = joint.join(f"{sort}{part}个" for sort, part in zip(SORTS, parts, strict=False))
    return f"原有支部{total}个{marker}{listed}。"


@given(PARTS, MARKERS, JOINTS)
def test_a_true_chain_is_quiet(parts: list[int], marker: str, joint: str) -> None:
    assert found(chain(sum(parts), parts, marker, joint)) == []


@given(PARTS, MARKERS, JOINTS, st.data())
def test_a_part_that_makes_too_much_is_found(
    parts: list[int], marker: str, joint: str, data: st.DataObject
) -> None:
    total = sum(parts)
    wrong = data.draw(st.integers(0, len(parts) - 1))
    changed = [*parts]
    changed[wrong] += data.draw(st.integers(1, 500))
    sums = {sum(changed[: end + 1]) for end in range(len(changed))}
    codes = {code for code, _, _ in found(chain(total, changed, marker, joint))}
    assert codes <= {"FIG001", "FIG002"}
    assert codes or total in sums  # a beginning that makes up the whole ends the list


@given(st.integers(1, 9_999), st.integers(1, 9_999), st.integers(0, 2))
def test_growth_between_two_numbers(old: int, new: int, places: int) -> None:
    percent = abs(Decimal(new - old) / old * 100)
    said = percent.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    way = ("增加", "增长") if new > old else ("减少", "下降")
    told = f"办件量由{old}件{way[0]}到{new}件，{way[1]}"
    if new != old:
        assert found(f"{told}{said}%。") == []
        assert [code for code, _, _ in found(f"{told}{said + 7}%。")] == ["FIG004"]


@given(st.text("党员支部名个万元占其中分为，。、；（）0123456789%由增加到约余", max_size=60))
def test_any_text_is_read_to_its_end(text: str) -> None:
    for _, _, quote in found(text):
        assert quote in text
