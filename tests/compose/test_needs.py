"""What a template needs, found on its syntax tree: a body, and the facts it may read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.compose.needs import ALWAYS, needs, needs_of, read_by
from docgen.errors import TemplateError
from docgen.library.forms import ELEMENTS
from tests.compose.small import library, spans, template
from tests.samples import DICTIONARY, LIBRARY, NAMES, draft, sample, template_of

KNOWN_ANYWAY = ("单位.名称", "文稿.期间", "文稿.日期")

NEEDS = {
    "一个填空": ("{{ 党员 | 量 }}", "党员"),
    "分项带着它的整体": ("{{ 党员.女党员 }}", "党员 党员.女党员"),
    "过滤器里点名的分项": ('{{ 概况 | 列数("行政村", "户数") }}', "概况.行政村 概况.户数"),
    "其中点了名就只要那几项": (
        '{{ 党员 | 其中("预备党员", "女党员") }}',
        "党员 党员.女党员 党员.预备党员",
    ),
    "占比的整体也要": ("{{ 党员.女党员 | 占比(党支部) }}", "党支部 党员 党员.女党员"),
    "两个分支都算": (
        "{% if 村干部 %}{{ 投资 }}{% else %}{{ 覆盖率 }}{% endif %}",
        "村干部 投资 覆盖率",
    ),
    "可选的一句也算": ("甲[[，{{ 党员 | 较上期 }}]]。", "党员"),
    "上期、目标就是那个数": ("{{ 党员.上期 }}{{ 投资.目标 }}", "党员 投资"),
    "循环要整个列表": (
        "{% for 项 in 工作 %}{% for 点 in 项.要点 %}{{ 点.文 }}{% endfor %}{% endfor %}",
        "工作",
    ),
    "挑出来的也是整个列表": ('{{ 村 | 满足("状态", "已转化") | 个数 }}', "村"),
    "设的名称跟回去": ("{% set 甲 = 概况 %}{{ 甲.户数 }}", "概况.户数"),
    "几处并起来循环": ("{% for 数 in [党员, 党支部] %}{{ 数 | 量 }}{% endfor %}", "党支部 党员"),
    "宏的参数跟回去": (
        "{% macro 说(组) %}{{ 组.户数 }}{% endmacro %}{{ 说(概况) }}",
        "概况.户数",
    ),
    "宏的参数的缺省": (
        "{% macro 说(数=党支部) %}{{ 数 | 量 }}{% endmacro %}{{ 说() }}",
        "党支部",
    ),
    "没有用的宏不算": ("{% macro 说() %}{{ 投资 }}{% endmacro %}甲", ""),
    "后写的宏也找得到": (
        "{% macro 甲() %}{{ 乙() }}{% endmacro %}{% macro 乙() %}{{ 投资 }}{% endmacro %}{{ 甲() }}",
        "投资",
    ),
    "引入的宏": ('{% from "常用.macro.j2" import 全体 %}{{ 全体() }}', "党员"),
    "引入的宏，带文件名": (
        '{% import "常用.macro.j2" as 常用 %}{{ 常用.多少(党支部) }}',
        "党支部",
    ),
    "自己调自己的宏有尽头": (
        "{% macro 甲(数) %}{{ 数 }}{{ 甲(数) }}{% endmacro %}{{ 甲(投资) }}",
        "投资",
    ),
    "方括号里写名称": ('{{ 概况["户数"] }}', "概况.户数"),
    "取列表的一条": ("{{ 村[0].名 }}", "村"),
}


@pytest.mark.parametrize("name", NEEDS)
def test_needs(name: str) -> None:
    body, expected = NEEDS[name]
    found = [path for path in needs(template(body), library()) if path not in KNOWN_ANYWAY]
    assert found == expected.split()


def test_the_front_matter_is_read_too_and_the_paper_itself_always_is() -> None:
    made = template("甲", title="{{ 单位.简介 }}报告")
    assert needs(made, library()) == ("单位.名称", "单位.简介", "文稿.期间", "文稿.日期")


def test_relations_stand_for_filters_that_name_nothing() -> None:
    body = "{{ 党员 | 其中 }}{{ 党支部 | 分为 }}"
    made = replace(LIBRARY.template("half_year"), body=body, fields={}, cited=())
    found = needs(made, LIBRARY)
    assert {"党员.女党员", "党支部.农村党支部"} < set(found)
    relations = {path: DICTIONARY.find(path).relation for path in found if "党" in path}  # type: ignore[union-attr]
    assert set(relations.values()) == {"", "分为", "其中"}
    assert not {path for path, said in relations.items() if "." in path and not said}


CITED = {
    "组带着下面的": ("[概况]", "概况.面积 概况.行政村 概况.自然村 概况.户数"),
    "数带着分项": ("[党支部, 投资]", "党支部 党支部.农村党支部 党支部.机关党支部 投资"),
    "列表是整个": ("[村]", "村"),
}


@pytest.mark.parametrize("name", CITED)
def test_facts_that_sentences_cite(name: str) -> None:
    names, expected = CITED[name]
    made = template("甲", front=f"可引: {names}\n")
    found = [path for path in needs(made, library()) if path not in KNOWN_ANYWAY]
    assert found == expected.split()


def test_a_cited_name_must_be_in_the_dictionary() -> None:
    made = template("甲", front="可引: [党员, 女党圆]\n")
    with pytest.raises(TemplateError) as error:
        needs(made, library())
    assert str(error.value) == "report/试:5：可引的“女党圆”不在数据字典里（是不是“党员.女党员”）"


def test_every_template_of_the_library_has_its_needs() -> None:
    for made in LIBRARY.templates.values():
        assert set(ALWAYS) <= set(needs(made, LIBRARY))
    everything = needs_of(LIBRARY.templates.values(), LIBRARY)
    assert list(everything) == [e.path for e in DICTIONARY.walk() if e.path in everything]
    assert read_by(LIBRARY.templates.values(), LIBRARY) == everything


BROKEN = {
    "括号没有配对": "{{ 党员 | 量 }}\n\n{{ 投资",
    "名称不在数据字典里": "{{ 党员 | 量 }}{{ 党圆 }}",
    "没有这种过滤器": "{{ 党员 | 两 }}",
    "没有收尾": "{% if 党员 %}{{ 投资 }}",
    "可引的名称不对": "{{ 党员 | 量 }}",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_a_template_with_a_mistake_reads_is_no_trouble_to_another(name: str) -> None:
    front = "可引: [女党圆]\n" if name == "可引的名称不对" else ""
    sound, broken = template("{{ 村干部 }}"), template(BROKEN[name], front=front)
    with pytest.raises(TemplateError):
        needs(broken, library())
    read = set(read_by((broken, sound), library()))
    assert {"村干部"} <= read - {*ALWAYS} <= {"村干部", "党员", "投资"}


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_reads_nothing_else(name: str) -> None:
    """Whatever a real draft was made of, and whatever it misses, stands in the needs."""
    made = template_of(sample(name))
    wanted = set(needs(made, LIBRARY))
    read = {gap.path for gap in draft(name).gaps}
    read.update(source for _, _, sources in spans(draft(name)) for source in sources.split())
    for decision in draft(name).provenance.decisions:
        read.update(decision.sources)
    known = [DICTIONARY.find(path.partition("#")[0]) for path in read if ":" not in path]
    outside = {
        entry.path
        for entry in known
        if entry is not None and entry.kind != "组" and not _within(entry.path, wanted)
    }
    cited = {path for path in outside if f"【{path}" in repr(sample(name).sources)}
    # What stands round the text is asked for by the form of the paper, by no template.
    round_it = {path for path in outside if not ELEMENTS.isdisjoint(path.split(".")[1:2])}
    assert outside - cited - round_it == set()


def _within(path: str, wanted: set[str]) -> bool:
    names = path.split(".")
    return any(".".join(names[:length]) in wanted for length in range(1, len(names) + 1))
