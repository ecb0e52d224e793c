"""Figures typed into a template's own words, and numerals that are none."""

from __future__ import annotations

import pytest

from docgen.audit.figures import check_figures
from docgen.errors import LibraryError
from docgen.finding import Level
from docgen.library.numbers import numbers_from
from tests.compose.small import library, template

FOUND = {
    # a body whose first line is line 6 → 行 数：分句
    "数和量词": ("甲。\n全镇培训护林员52名。", ["7 “52名”：全镇培训护林员52名"]),
    "汉字的数": ("分三个片区推进。", ["6 “三个”：分三个片区推进"]),
    "一句里几个": ("修路3公里、渠2公里。", ["6 “3公里”“2公里”：修路3公里、渠2公里"]),
    "日期": ("要在2026年6月底前办完。", ["6 “2026年6月底”：要在2026年6月底前办完"]),
    "有条件也是写死的": (
        "{% if 荣誉 %}获奖2项。{% endif %}[[{{ 党员 | 量 }}，占9.6%]]",
        ["6 “2项”：获奖2项", "6 “9.6%”：占9.6%"],
    ),
    "填空里引号中的字": ('{{ 单位.简介 or "辖12个村" }}', ["6 “12个”：辖12个村"]),
    "设的名称": ('{% set 话 = "辖12个村" %}{{ 话 }}', ["6 “12个”：辖12个村"]),
    "标题": ("## 抓好3项工作 {工作}", ["6 “3项”：抓好3项工作"]),
    "填空不是": ("培训护林员{{ 党员 | 量 }}。", []),
    "引号、书名号里的名称": ("落实“三个10条”，学《条例36条》。", []),
    "程序定的序词": ("一是抓学习。二是抓落实。一方面，要抓。另一方面，要管。", []),
    "成语和口头话": ("老百姓一村一策，形成一个好班子，三会一课照开，第一书记到村。", []),
    "不计数的一个": ("成熟一个，发展一个。抓一批，带一片。", []),
    "一名是数": ("每村选派一名联络员。", ["6 “一名”：每村选派一名联络员"]),
    "列法和名称不是话": (
        '{{ 列式("1.") }}{{ 条 | 列述("（一）") }}{{ 村 | 满足("户", "30户") | 并列 }}'
        '{{ 概况 | 列数("行政村") }}{% if 党员 > 100 %}甲{% endif %}',
        [],
    ),
    "说明不印": ("{# 2026年6月改 #}甲。", []),
}


@pytest.mark.parametrize("name", FOUND)
def test_figures(name: str) -> None:
    body, expected = FOUND[name]
    findings = check_figures(template(body), library())
    assert {finding.level for finding in findings} <= {Level.ERROR}
    said = [f"{f.place.line} {f.message.removeprefix('模板里写死了数')}" for f in findings]
    assert said == expected


def test_the_front_matter_counts_too() -> None:
    [finding] = check_figures(template("甲。", title="2026年报告"), library())
    assert (finding.place.line, finding.quote) == (4, "2026年报告")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"依据": "甲"}, "缺少“词”列表"),
        ({"依据": "甲", "词": [{"写法": "[", "缘由": "乙"}]}, "不是正则式"),
        ({"依据": "甲", "词": [{"写法": "乙"}]}, "缺少“缘由”"),
    ],
)
def test_a_list_that_is_malformed_says_where(values: object, said: str) -> None:
    with pytest.raises(LibraryError, match=said):
        numbers_from(values)
