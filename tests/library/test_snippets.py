"""Snippets: what each topic is called, day by day."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from docgen.errors import LibraryError
from docgen.library import Library
from docgen.library.formulations import Formulations
from docgen.library.snippets import Phrase, Snippet, layered, resolve, snippet_from

LIBRARY = Library()
ROWS = LIBRARY.formulations
SNIPPETS = LIBRARY.snippets
FIRST, LAST = date(2002, 11, 14), date(2026, 11, 22)
DAY = timedelta(days=1)

TEXTS = {
    date(2005, 6, 30): {
        "指导思想": "以邓小平理论和“三个代表”重要思想为指导，树立和落实科学发展观",
        "会议精神": "全面贯彻党的十六大和十六届三中、四中全会精神",
        "集中教育": "保持共产党员先进性教育活动",
        "党员发展方针": "“坚持标准、保证质量、改善结构、慎重发展”的方针",
        "党建总要求": "以加强党的执政能力建设为重点",
        "党建思想": "",
        "农村工作主题": "全面建设小康社会",
        "政治要求": "在思想上政治上行动上同党中央保持高度一致",
    },
    date(2012, 6, 30): {
        "指导思想": "以邓小平理论和“三个代表”重要思想为指导，深入贯彻落实科学发展观",
        "会议精神": "全面贯彻党的十七大和十七届三中、四中、五中、六中全会精神",
        "集中教育": "创先争优活动和基层组织建设年活动",
        "党员发展方针": "“坚持标准、保证质量、改善结构、慎重发展”的方针",
        "党建总要求": "把党的执政能力建设和先进性建设作为主线",
        "党建思想": "",
        "农村工作主题": "推进社会主义新农村建设",
        "政治要求": "在思想上政治上行动上同党中央保持高度一致",
    },
    date(2018, 6, 30): {
        "指导思想": "以习近平新时代中国特色社会主义思想为指导",
        "会议精神": "全面贯彻党的十九大和十九届二中、三中全会精神",
        "集中教育": "“两学一做”学习教育常态化制度化",
        "党员发展方针": "“控制总量、优化结构、提高质量、发挥作用”的总要求",
        "党建总要求": "按照新时代党的建设总要求，以党的政治建设为统领",
        "党建思想": "",
        "农村工作主题": "实施乡村振兴战略",
        "政治要求": "增强“四个意识”、坚定“四个自信”",
    },
    date(2026, 6, 30): {
        "指导思想": "以习近平新时代中国特色社会主义思想为指导",
        "会议精神": "全面贯彻党的二十大和二十届历次全会精神",
        "集中教育": "树立和践行正确政绩观学习教育",
        "党员发展方针": "“控制总量、优化结构、提高质量、发挥作用”的总要求",
        "党建总要求": "按照新时代党的建设总要求，以党的政治建设为统领",
        "党建思想": "",
        "农村工作主题": "推进乡村全面振兴",
        "政治要求": "深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”",
    },
}


def said(topic: str, on: date, rows: Formulations = ROWS, **how: Any) -> Phrase:
    phrase = SNIPPETS[topic].pick(on, **how)
    assert phrase is not None
    return resolve(phrase, rows, on)


@pytest.mark.parametrize("on", TEXTS, ids=str)
def test_every_topic_on_four_days(on: date) -> None:
    assert {topic: said(topic, on).text for topic in SNIPPETS} == TEXTS[on]


@pytest.mark.parametrize("topic", SNIPPETS)
def test_versions_follow_each_other_without_gap_or_overlap(topic: str) -> None:
    versions = [version for version in SNIPPETS[topic].versions if not version.audience]
    assert versions[0].start <= FIRST
    assert versions[-1].end is None
    for earlier, later in pairwise(versions):
        assert earlier.end is not None
        assert earlier.end + DAY == later.start
        for on in (earlier.end, later.start):
            assert [version.covers(on) for version in versions].count(True) == 1
    assert SNIPPETS[topic].pick(FIRST) is not None
    assert SNIPPETS[topic].pick(LAST) is not None


@pytest.mark.parametrize("topic", SNIPPETS)
def test_no_version_outlasts_its_basis(topic: str) -> None:
    rows = {row.id: row for row in ROWS.rows}
    for version in SNIPPETS[topic].versions:
        for row in (rows[id] for id in version.basis):
            assert row.in_force(max(version.start, row.first_seen or version.start)), row.id
            assert row.in_force(version.end or LAST), row.id


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2002, 11, 14), "全面贯彻党的十六大精神"),
        (date(2003, 10, 14), "全面贯彻党的十六大和十六届三中全会精神"),
        (date(2007, 10, 21), "全面贯彻党的十七大精神"),
        (date(2008, 6, 30), "全面贯彻党的十七大和十七届二中全会精神"),
        (date(2008, 10, 12), "全面贯彻党的十七大和十七届三中全会精神"),
        (date(2014, 6, 30), "全面贯彻党的十八大和十八届二中、三中全会精神"),
        (date(2015, 6, 30), "全面贯彻党的十八大和十八届三中、四中全会精神"),
        (date(2018, 1, 18), "全面贯彻党的十九大精神"),
        (date(2021, 6, 30), "全面贯彻党的十九大和十九届二中、三中、四中、五中全会精神"),
        (date(2022, 6, 30), "全面贯彻党的十九大和十九届历次全会精神"),
        (date(2022, 10, 22), "全面贯彻党的二十大精神"),
        (date(2023, 6, 30), "全面贯彻党的二十大和二十届二中全会精神"),
        (date(2025, 6, 30), "全面贯彻党的二十大和二十届二中、三中全会精神"),
        (date(2025, 10, 23), "全面贯彻党的二十大和二十届历次全会精神"),
    ],
    ids=str,
)
def test_meetings_as_each_term_cites_them(on: date, expected: str) -> None:
    assert said("会议精神", on).text == expected


def test_a_new_meeting_needs_one_row_and_no_new_version() -> None:
    congress = next(row for row in ROWS.rows if row.id == "CON-20")
    plenum = next(row for row in ROWS.rows if row.id == "PLN-20-2")
    next_congress = replace(congress, id="CON-21", term="党的二十一大", start=date(2027, 10, 24))
    next_plenum = replace(plenum, id="PLN-21-2", term="二十一届二中全会", start=date(2028, 2, 28))
    rows = Formulations((*ROWS.rows, next_congress, next_plenum), ROWS.sources)
    assert said("会议精神", date(2027, 12, 1), rows).text == "全面贯彻党的二十一大精神"
    phrase = said("会议精神", date(2028, 3, 1), rows)
    assert phrase.text == "全面贯彻党的二十一大和二十一届历次全会精神"
    assert phrase.basis == ("CON-20", "CON-21", "PLN-21-2")


NOBODY = ""
TOWN = "乡镇"


@pytest.mark.parametrize(
    ("on", "period", "audience", "aspect", "clause"),
    [
        # going on, for the country and for a township whose batch has not begun or has
        ("2005-06-30", "2005-01-01 2005-06-30", NOBODY, "正在", "按照开展保持共产党员先进性教育活动的部署要求"),
        ("2005-06-30", "2005-01-01 2005-06-30", TOWN, "", ""),
        ("2005-12-31", "2005-07-01 2005-12-31", TOWN, "正在", "按照开展保持共产党员先进性教育活动的部署要求"),
        ("2013-12-31", "2013-01-01 2013-12-31", TOWN, "", ""),
        ("2018-06-30", "2018-01-01 2018-06-30", TOWN, "正在", "按照推进“两学一做”学习教育常态化制度化的部署要求"),
        # over on the day of the paper, but inside its period
        ("2014-12-31", "2014-01-01 2014-12-31", TOWN, "已开展", "巩固和拓展党的群众路线教育实践活动成果"),
        ("2026-08-05", "2026-01-01 2026-06-30", TOWN, "已开展", "巩固和拓展树立和践行正确政绩观学习教育成果"),
        ("2020-01-20", "2019-01-01 2019-12-31", TOWN, "已开展", "巩固和拓展“不忘初心、牢记使命”主题教育成果"),
        # two in the period: what goes on comes first
        ("2024-06-30", "2024-01-01 2024-06-30", TOWN, "正在", "按照开展党纪学习教育的部署要求"),
        # none
        ("2015-06-30", "2015-01-01 2015-06-30", TOWN, "", ""),
        ("2026-11-22", "2026-08-01 2026-11-22", TOWN, "", ""),
    ],
)  # fmt: skip
def test_campaigns_by_period_and_aspect(
    on: str, period: str, audience: str, aspect: str, clause: str
) -> None:
    first, last = map(date.fromisoformat, period.split())
    phrase = said("集中教育", date.fromisoformat(on), period=(first, last), audience=audience)
    assert (phrase.aspect, phrase.frame) == (aspect, clause)
    assert bool(phrase.text) == bool(clause)


def test_a_phrase_names_its_origin() -> None:
    phrase = said("指导思想", date(2026, 6, 30))
    assert phrase.source == "提法:指导思想@2017-10-24"
    assert phrase.basis == ("GUI-F07",)


GOOD: dict[str, Any] = {
    "名称": "口号",
    "说明": "作状语，后接逗号",
    "版本": [
        {"起": "2005", "止": "2009", "文本": "大家动手", "依据": ["X-1"]},
        {"起": "2011-03", "文本": "一起加油", "依据": ["X-2"]},
    ],
}


def test_a_day_between_versions_is_unknown_and_not_empty() -> None:
    snippet = snippet_from(GOOD, "a.yaml")
    picked = [snippet.pick(date(year, 6, 1)) for year in (2004, 2005, 2009, 2010, 2011)]
    assert [phrase and phrase.text for phrase in picked] == [
        None,
        "大家动手",
        "大家动手",
        None,
        "一起加油",
    ]


def test_the_most_local_version_comes_first() -> None:
    base = snippet_from(GOOD, "a.yaml")

    def local(layer: str, text: str) -> Snippet:
        version = {"起": "2012", "止": "2012", "文本": text, "依据": ["县发"], "层级": layer}
        return snippet_from(GOOD | {"版本": [version]}, "b.yaml")

    topic = layered([base, local("县", "清河加油"), local("单位", "青山加油")])["口号"]
    on, later = date(2012, 5, 1), date(2013, 1, 1)
    picked = [
        topic.pick(on, level="国家"),
        topic.pick(on, level="县"),
        topic.pick(on, level="单位"),
        topic.pick(later),
    ]
    texts = [phrase and phrase.text for phrase in picked]
    assert texts == ["一起加油", "清河加油", "青山加油", "一起加油"]


def test_versions_of_one_layer_must_not_overlap_across_files() -> None:
    with pytest.raises(LibraryError, match="日期重叠"):
        layered([snippet_from(GOOD, "a.yaml"), snippet_from(GOOD, "b.yaml")])


def changed(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda values: values["版本"][1].update(fields)


def without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda values: values["版本"][1].pop(key)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda values: values.pop("名称"), "a.yaml：缺少“名称”"),
        (lambda values: values.pop("说明"), "a.yaml：缺少“说明”"),
        (lambda values: values.pop("版本"), "a.yaml：缺少“版本”列表"),
        (lambda values: values.update(选法="随便"), "a.yaml：选法“随便”不在可用的值中"),
        (
            lambda values: values.update(选法="按期间", 句式={"将要": "甲"}),
            "a.yaml 的句式：不认识的键“将要”",
        ),
        (without("起"), "a.yaml 第2版：缺少“起”"),
        (without("文本"), "a.yaml 第2版：缺少“文本”"),
        (without("依据"), "a.yaml 第2版：缺少“依据”"),
        (changed(起="2009-12"), "2005-01-01 和 2009-12-01 起的两版日期重叠"),
        (changed(起="三月"), "a.yaml 第2版：起“三月”不是日期"),
        (changed(止="2010"), "a.yaml 第2版：止（2010-12-31）早于起（2011-03-01）"),
        (changed(层级="省"), "a.yaml 第2版：层级“省”不在可用的值中"),
        (changed(文本="贯彻{会议}精神"), "a.yaml 第2版：文本里不认识“{会议}”"),
        (changed(文本="贯彻{大会精神"), "a.yaml 第2版：文本里不认识“{”"),
        (changed(备注="甲"), "a.yaml 第2版：不认识的键“备注”"),
    ],
)
def test_a_malformed_snippet_names_file_and_version(
    spoil: Callable[[dict[str, Any]], None], message: str
) -> None:
    values = copy.deepcopy(GOOD)
    spoil(values)
    with pytest.raises(LibraryError) as caught:
        snippet_from(values, "a.yaml")
    assert message in str(caught.value)


def test_meetings_before_the_table_begins_are_an_error() -> None:
    phrase = Phrase("贯彻{大会}精神", "会议精神", date(1950, 1, 1), ())
    with pytest.raises(LibraryError, match="没有 1960-01-01 以前的党代会"):
        resolve(phrase, ROWS, date(1960, 1, 1))
