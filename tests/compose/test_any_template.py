"""Whatever is typed for a template: a well-formed document, or a message with file and line."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.document import Document, Heading, Table, plain, spans, walk
from docgen.errors import DocgenError
from tests.compose.small import compose_body

FACTS = """
单位: {名称: 青山镇}
党员: {值: 644, 待核实: 再点一遍, 其中: {女党员: 62}}
概况: {行政村: {值: 3, 状态: 计划}}
工作:
  - {题: 抓班子, 正文: 开会2次，【党员|量】参加【投资】。, 要点: [建3个组。, {主题: 订5项制度}]}
  - {题: 强队伍}
村:
  - {名: 东村, 户: 200, 症结: [人心散, 底子薄]}
  - {名: 西村, 状态: 已转化}
"""

TEXT = ["甲", "，", "。", " ", "\n", "\n\n", "\n## ", "\n### ", "\n- ", "\n| ", " | ", " {工作}"]
SLOTS = [
    "{{ 党员 | 量 }}", "{{ 党员 | 其中 }}", "{{ 投资 }}", "{{ 概况.面积 }}", "{{ 概况.行政村 | 计划 }}",
    "{{ 工作[0].正文 | 句 }}", "{{ 工作[0].要点 | 列述 }}", "{{ 项.名 }}", "{{ 项.正文 }}", "{{ 项 }}",
    "{{ 话(党员) }}", "{{ 话(投资) | 句 }}", "{{ 节数('工作') }}", "{{ 党员 - 概况.面积 ~ '' }}",
    "{{ 村 | 并列 }}", "{{ 工作[1].要点[0] | 成句 }}", "{{ 提法('指导思想') }}", "{{ loop.index }}",
]  # fmt: skip
TAGS = [
    "[[", "]]", "{% if 党员 > 1 %}", "{% if 投资 %}", "{% if 概况.面积 %}", "{% elif 村 %}",
    "{% else %}", "{% endif %}", "{% for 项 in 工作 %}", "{% for 项 in 村 %}", "{% for 项 in 条 %}",
    "{% endfor %}", "{% set 数 = 党员 - 1 %}", "{{ 数 }}", "{# 注 #}", "{{ 列式('（一）') }}",
    "{% macro 话(数) %}", "{% endmacro %}", "{% call 话(1) %}", "{% endcall %}", "{{ caller() }}",
    "{%- if 村 -%}", "{% import '常用.macro.j2' as 用 %}", "{{ 用.多少(党员) }}", "{{", "{%", "}}",
]  # fmt: skip
PAIRS = [
    ("[[", "]]"),
    ("{% if 党员 > 1 %}", "{% else %}乙{% endif %}"),
    ("{% if 投资 %}\n", "\n{% endif %}\n"),
    ("{% for 项 in 村 %}\n", "\n\n{% endfor %}"),
    ("{% for 项 in 工作 %}", "{% endfor %}"),
    ("\n{% macro 话(数) %}\n{{ 数 }}", "\n{% endmacro %}\n"),
]

pieces = st.recursive(
    st.lists(st.sampled_from(TEXT + SLOTS), max_size=5).map("".join),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(PAIRS), inner).map(lambda made: made[1].join(made[0])),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=12,
)
WELL_FORMED = pieces.map(lambda body: "{% set 项 = 村[0] %}{% macro 话(数) %}{% endmacro %}" + body)
ANY = st.lists(st.sampled_from(TEXT + SLOTS + TAGS), max_size=14).map("".join)
PLACE = re.compile(r"(report/试|常用\.macro\.j2|facts\.yaml):\d+")
MARK = re.compile("[\ufdd0-\ufdef\U000f0000-\U0010ffff\n]")


def check(document: Document) -> None:
    slots = document.provenance.slots
    for text in walk(document):
        assert not MARK.search(plain(text))
        for span in spans(text):
            assert plain(span.content), "a span of nothing"
            assert span.kind in ("fact", "figure", "gap", "doubt", "phrase", "claim", "region")
            assert 0 <= span.slot < len(slots)
    for block in document.body:
        if isinstance(block, Heading):
            assert 1 <= block.level <= 4
            assert plain(block.text)
        elif isinstance(block, Table):
            assert {len(row) for row in block.rows} == {len(block.header)}
    listed = {gap.path for gap in document.gaps}
    marked = {p for t in walk(document) for s in spans(t) if s.kind == "gap" for p in s.sources}
    assert marked <= listed
    for decision in document.provenance.decisions:
        assert 0 <= decision.slot < len(slots)


def composes_or_says_where(body: str) -> bool:
    try:
        document = compose_body(body, FACTS)
    except DocgenError as error:
        refused = error
    else:
        check(document)
        return True
    assert PLACE.fullmatch(refused.where), refused.where
    assert refused.message
    return False


@given(st.one_of(WELL_FORMED, ANY))
@settings(max_examples=400)
@example("[[{% for 项 in 村 %}\n- {{ 项.户 }}\n\n{% endfor %}]]")
@example("| 甲 | {% if 党员 > 1 %}乙\n## {% endif %}丙")
def test_any_template_composes_or_is_refused_with_its_line(body: str) -> None:
    composes_or_says_where(body)


@given(st.text(alphabet="{}%#[]|-_ .'\"\\\n甲党员~=()abif01", max_size=40))
@settings(max_examples=300)
def test_any_text_composes_or_is_refused_with_its_line(body: str) -> None:
    composes_or_says_where(body)


def test_the_well_formed_ones_do_compose() -> None:
    """So that the property above speaks of documents, not of refusals only."""
    composed = [
        composes_or_says_where(f"{a}{slot}{b}") for a, b in PAIRS[:3] for slot in TEXT + SLOTS[:6]
    ]
    assert all(composed)
