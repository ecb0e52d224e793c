"""What a number is made up of: parts typed under it, and a 构成 that stands beside others."""

from __future__ import annotations

from typing import Final

import pytest

from docgen.compose import compose
from docgen.document import Paragraph, plain
from docgen.facts import facts_from
from docgen.library import Library
from docgen.library.templates import template_from
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY

PAPER: Final = "单位: {名称: 青山镇}\n文稿: {期间: 2026年上半年, 日期: 2026-07-03}\n"
DEGREES: Final = "党员: {值: 90, 学历: {大专以上: 30, 高中中专: 25, 初中以下: 35}}"
ALL: Final = "大专及以上学历30名、高中（中专）学历25名、初中及以下学历35名"

SAID: Final = {
    "构成逐项说": (DEGREES, "{{ 党员.学历 | 分为 }}", ALL),
    "构成只说几项": (DEGREES, '{{ 党员.学历 | 分为("大专以上") }}', "大专及以上学历30名"),
    "构成的一项": (DEGREES, "{{ 党员.学历.高中中专 | 量 }}", "25名"),
    "构成的一项占整体": (DEGREES, "{{ 党员.学历.大专以上 | 占比(党员) }}", "33.3%"),
    "零不说": (
        "党员: {值: 5, 领域: {农村: 5, 机关: 0}}",
        "{{ 党员.领域 | 分为 }}",
        "农村党员5名",
    ),
    "没填构成就不说": (
        "党员: 90",
        "党员{{ 党员 | 量 }}[[，其中{{ 党员.学历 | 分为 }}]]。",
        "党员90名。",
    ),
    "构成里缺的一项是空": (
        "党员: {值: 90, 学历: {大专以上: 30, 高中中专: 待填}}",
        '{{ 党员.学历 | 分为("高中中专") }}',
        "【待填：党员.学历.高中中专】",
    ),
    "句里引用构成": (
        f"{DEGREES}\n工作: [{{题: 甲, 正文: 党员里【党员.学历|分为】。}}]",
        "{{ 工作[0].正文 }}",
        f"党员里{ALL}。",
    ),
    "句里引用没填的构成": (
        "工作: [{题: 甲, 正文: 党员里【党员.学历|分为】。}]",
        "{{ 工作[0].正文 }}",
        "党员里【待填：党员.学历】。",
    ),
    "直接写在数下面的分项": (
        "党支部: {值: 14, 农村党支部: 10, 机关党支部: 4}",
        "{{ 党支部 | 分为 }}",
        "农村党支部10个、机关党支部4个",
    ),
    "直接写在数下面的其中": (
        "党员: {值: 644, 女党员: 62, 预备党员: 18}",
        "{{ 党员 | 其中 }}",
        "其中女党员62名、预备党员18名",
    ),
    "调整前后各自的分项": (
        "支部调整: {原: {值: 40, 农村: 35, 社区: 5}, 现: {值: 20, 农村: 15, 社区: 5}}",
        "{{ 支部调整.原 | 分为 }}；{{ 支部调整.现 | 分为 }}",
        "农村党支部35个、社区党支部5个；农村党支部15个、社区党支部5个",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_parts_are_said(name: str) -> None:
    facts, body, expected = SAID[name]
    assert said(facts, body) == expected


def lines_of(facts: str, body: str) -> list[str]:
    """The paragraphs that the body makes of the facts."""
    read, found = facts_from([read_yaml(f"{PAPER}{facts}\n", "台账.yaml")], DICTIONARY)
    assert found == ()
    genre = LIBRARY.genres["work_report"]
    template = template_from(
        "work_report/试", f'---\n名称: 试\n说明: 试\n标题: "报告"\n---\n{body}\n', genre, "试.md.j2"
    )
    document = compose(template, read, Library())
    assert all(isinstance(block, Paragraph) for block in document.body)
    return [plain(block.text) for block in document.body if isinstance(block, Paragraph)]


def said(facts: str, body: str) -> str:
    """The one paragraph that the body makes of the facts."""
    [line] = lines_of(facts, body)
    return line


CITED: Final = {
    "后面没有量词": ("发展党员【党员】。", "发展党员644名。"),
    "后面就是量词": ("有【党员】名党员。", "有644名党员。"),
    "后面是别的量词": ("共【党员】人。", "共644人。"),
    "后面是名词": ("【党支部】支部都已换届。", "14个支部都已换届。"),
    "金额自带单位": ("投入【村集体经济.收入】。", "投入12.5万元。"),
    "约数": ("联系【党员.流动党员】。", "联系90多名。"),
    "写明怎么写的照写": ("【党员|其中】。", "其中流动党员90多名。"),
    "没有的": ("【党员.女党员】。", "【待填：党员.女党员】。"),
}


@pytest.mark.parametrize("name", CITED)
def test_a_number_cited_in_a_sentence_takes_its_measure_word(name: str) -> None:
    typed, expected = CITED[name]
    facts = (
        "党员: {值: 644, 其中: {流动党员: 90多}}\n党支部: 14\n村集体经济: {收入: 12.5}\n"
        f"工作:\n  - {{题: [甲], 正文: '{typed}'}}"
    )
    assert said(facts, "{{ 工作[0].正文 | 句 }}") == expected


SAID_BY_SOMEBODY: Final = {
    " | 句": "老人说：“路灯亮了。”",
    " | 无句号": "老人说：“路灯亮了”",
    " | 无句号 | 句": "老人说：“路灯亮了”。",
}


@pytest.mark.parametrize("filters", SAID_BY_SOMEBODY)
def test_a_sentence_that_ends_with_what_somebody_said_ends_once(filters: str) -> None:
    facts = "工作:\n  - {题: [甲], 正文: 老人说：“路灯亮了。”}"
    assert said(facts, f"{{{{ 工作[0].正文{filters} }}}}") == SAID_BY_SOMEBODY[filters]


def test_sentences_listed_lose_their_stops() -> None:
    facts = "机制:\n  - {名: 甲, 内容: [按月调度；, 按季评比。, 按年考核]}"
    assert said(facts, "{{ 机制[0].内容 | 并列 }}") == "按月调度、按季评比、按年考核"


def test_a_title_without_a_clause_is_a_gap() -> None:
    assert (
        said("工作:\n  - {题: [], 正文: 甲。}", "{{ 工作[0].题 | 三段题 }}")
        == "【待填：工作[1].题】"
    )


def test_a_doubtful_zero_is_marked_with_what_is_printed() -> None:
    facts = "概况: {行政村: 4, 社区: {值: 0, 待核实: 甲}, 自然村: {值: 14, 待核实: 乙}}"
    body = '辖{{ 概况 | 列数("行政村", "社区", "自然村") }}。'
    assert said(facts, body) == "辖4个行政村、14个自然村【待核实】。"


@pytest.mark.parametrize("style", ["首先", "一方面", "1."])
def test_points_of_an_item_are_never_set_as_the_items_are(style: str) -> None:
    points = f"{{文: 子。, 分条: [天。, 地。, 人。, 物。, 事。], 分层: {style}}}"
    facts = f"工作:\n  - {{题: [甲], 要点: [{points}, 丑。]}}"
    body = "{% for 点 in 工作[0].要点 %}\n- {{ 点 | 成句 }}{{ 点.分条 | 列述(点.分层) }}\n\n{% endfor %}"
    assert lines_of(facts, body)[:3] == ["一是子。", "1.天。", "2.地。"]


def test_a_doubtful_sentence_in_a_list_ends_once() -> None:
    facts = "工作:\n  - {题: [甲], 要点: [【未更新】查账。, 走访。]}"
    body = "{% for 点 in 工作[0].要点 %}\n- {{ 点 | 成句 }}\n\n{% endfor %}"
    assert said(facts, body) == "一是查账【待核实】。二是走访。"
