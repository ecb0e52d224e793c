"""Templates can do nothing but lay out facts, and facts are never taken for template."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import jinja2
import pytest

from docgen.compose import compose
from docgen.document import Heading, Paragraph, Table
from docgen.errors import InputError
from tests.compose.hostile import TABLE, Hostile
from tests.compose.mutation import edited
from tests.compose.small import body_lines, compose_body, facts, gaps, library, template

SECONDS = 2.0
"""What any one hostile template may take."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What came of each hostile template, composed in one limited process of its own."""
    folder = tmp_path_factory.mktemp("hostile")
    out = folder / "outcomes.jsonl"
    with out.open("w", encoding="utf-8") as stream, (folder / "errors").open("w") as errors:
        subprocess.run(
            [sys.executable, "-W", "error", "-m", "tests.compose.hostile"],
            stdout=stream,
            stderr=errors,
            timeout=120,
            check=False,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {row["name"]: row for row in rows}


@pytest.mark.parametrize("case", TABLE, ids=[case.name for case in TABLE])
def test_a_hostile_template_is_refused(
    case: Hostile, outcomes: dict[str, dict[str, object]]
) -> None:
    outcome = outcomes[case.name]
    assert outcome["kind"] == "TemplateError", outcome
    assert outcome["where"] == case.where
    assert case.says in str(outcome["message"])
    assert float(str(outcome["seconds"])) < SECONDS


def test_every_hostile_template_has_a_name_of_its_own() -> None:
    assert len({case.name for case in TABLE}) == len(TABLE)


def test_the_refusals_speak_chinese(outcomes: dict[str, dict[str, object]]) -> None:
    """No word of Jinja's or Python's own messages gets through."""
    english = ("object", "argument", "token", "expected", "undefined", "attribute", "error")
    spoken = [str(row["message"]) for row in outcomes.values()]
    assert [text for text in spoken if any(word in text.lower() for word in english)] == []


def test_jinja_is_new_enough() -> None:
    """3.1.6 closed the last known ways out of its sandbox (CVE-2024-56326, CVE-2025-27516)."""
    assert tuple(map(int, jinja2.__version__.split(".")[:3])) >= (3, 1, 6)


def test_no_name_of_jinja_s_own_is_left(tmp_path: Path) -> None:
    """A template that could open a file would leave the canary changed."""
    canary = tmp_path / "canary"
    canary.write_text("未动", encoding="utf-8")
    payload = "{{ ().__class__.__base__.__subclasses__() }}{{ open('" + str(canary) + "', 'w') }}"
    with pytest.raises(Exception, match=r"只能调用|没有“open”|不能取"):
        compose_body(payload, "党员: 644")
    assert canary.read_text(encoding="utf-8") == "未动"


# ---- facts are text ----------------------------------------------------------------------

AS_TYPED = [
    "{{ 7*7 }}",
    "{% for 项 in 工作 %}甲{% endfor %}",
    "{# 乙 #}",
    "[[甲]]",
    "甲]]乙",
    "## 标题",
    "##### 标题",
    "###### 标题",
    "# 标题",
    "| 甲 | 乙 |",
    "|---|---|",
    "- 项",
    "一是甲",
    "{工作}",
    "标题 {工作}",
    "{{ ''.__class__ }}",
    "%s %d {0.__class__} ${PATH}",
    "\\ufdd0",
    '&lt;b&gt; <b> & "',
    "　全角空格",
]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_fact_stays_as_it_was_typed(typed: str) -> None:
    """In a paragraph, at a line's beginning, in a heading, an item, a cell, a macro, a filter."""
    body = (
        "{% macro 说(文) %}{{ 文 }}{% endmacro %}\n"
        "{{ 单位.名称 }}\n\n"
        "## {{ 单位.名称 }} {工作}\n\n"
        "甲{{ 单位.名称 }}{{ 说(单位.名称) }}\n\n"
        "- 一{{ 单位.名称 }}\n- {{ 单位.名称 }}\n\n"
        "{% set 名 = 单位.名称 ~ '尾' %}\n{{ 名 }}\n\n"
        "| {{ 单位.名称 }} | 乙 |\n| --- | --- |\n| {{ 说(单位.名称) ~ '' }} | {{ 单位.名称 }} |\n"
    )
    quoted = "'" + typed.replace("'", "''") + "'"
    document = compose_body(body, f"单位: {{名称: {quoted}}}", title="{{ 单位.名称 }}")
    first, heading, second, items, third, table = document.body
    assert body_lines(document) == [
        typed,
        typed,
        f"甲{typed}{typed}",
        f"一是一{typed}；二是{typed}。",
        f"{typed}尾",
        f"{typed}|乙",
        f"{typed}|{typed}",
    ]
    assert isinstance(heading, Heading)
    assert heading.level == 1
    assert heading.part == "工作"
    assert all(isinstance(block, Paragraph) for block in (first, second, items, third))
    assert isinstance(table, Table)
    assert len(table.rows) == 1


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_sentence_and_a_listed_fact_stay_as_typed(typed: str) -> None:
    quoted = "'" + typed.replace("'", "''") + "'"
    body = "{% for 项 in 工作 %}\n{{ 项.正文 }}\n\n{% endfor %}{{ 村[0].症结 | 并列 }}"
    document = compose_body(
        body,
        f"工作:\n  - {{题: 甲, 正文: {quoted}}}\n村:\n  - {{名: 乙, 症结: [{quoted}, 丙]}}",
    )
    assert body_lines(document) == [typed, f"{typed}、丙"]


@pytest.mark.parametrize(
    "bad", ["甲\n## 乙", "甲\ufdd0\U000f0000乙\ufdd1", "甲\ufdd2Z", "甲\x00", "甲\ud800"]
)
@pytest.mark.parametrize(
    "body", ["{{ 单位.名称 }}", "{% if 单位.名称 %}乙{% endif %}", "{{ 单位.名称 | 句 }}"]
)
def test_a_fact_with_a_line_end_or_a_mark_is_refused(bad: str, body: str) -> None:
    """Readers of files refuse them already; whoever makes facts otherwise is told the place."""
    typed = facts("单位: {名称: 甲}")
    strange = edited(typed, "单位.名称", lambda node: replace(node, value=bad))  # type: ignore[call-arg]
    with pytest.raises(InputError) as refused:
        compose(template(body), strange, library(), on=date(2026, 7, 1))
    assert refused.value.where == "facts.yaml:1:10"
    assert "“单位.名称”里有换行或不可见的字符" in refused.value.message


def test_a_line_end_in_what_is_said_about_a_fact_is_refused() -> None:
    with pytest.raises(InputError, match="“党员”里有换行"):
        compose_body("{{ 党员.来源 }}", '党员: {值: 5, 来源: "甲\\n乙"}')


@pytest.mark.parametrize(
    ("typed", "printed", "owed"),
    [
        ("【党员】", "644", []),  # the sentence goes on with 人
        ("【党员|量】", "644名", []),
        ("【党员|其中】", "其中女党员62名", []),
        ("【 党员 | 量 】", "644名", []),
        ("【没有的】", "【待填：没有的】", ["待填 没有的"]),
        ("【党员|查无】", "【待填：党员】", ["待填 党员（没有“查无”这个过滤器）"]),
        ("【党员|_use】", "【待填：党员】", ["待填 党员（没有“_use”这个过滤器）"]),
        ("【党员.__class__】", "【待填：党员.__class__】", ["待填 党员.__class__"]),
        ("【工作[1].正文】", "【待填：工作[1].正文】", ["待填 工作[1].正文（这句话引用了自己）"]),
        (
            "【单位.名称|量】",
            "【待填：单位.名称】",
            ["待填 单位.名称（【单位.名称|量】用不上：这个过滤器只用于数）"],
        ),
        ("【工作|列述】", "【待填：工作】", ["待填 工作（句子里不能用“列述”）"]),
    ],
)
def test_a_reference_in_a_sentence_reaches_facts_only(
    typed: str, printed: str, owed: list[str]
) -> None:
    document = compose_body(
        "{{ 工作[0].正文 }}",
        f"单位: {{名称: 青山镇}}\n党员: {{值: 644, 其中: {{女党员: 62}}}}\n工作:\n  - {{题: 甲, 正文: '全镇{typed}人。'}}",
    )
    assert body_lines(document) == [f"全镇{printed}人。"]
    assert gaps(document) == owed
