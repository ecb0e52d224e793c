"""Wording against the date of a paper."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.facts import read_facts
from docgen.finding import Finding, Level, Place
from docgen.library.snippets import resolve
from docgen.review.engine import Asked, reviewer
from tests.review.dated import LIBRARY, out_of_time, paper_of
from tests.samples import DICTIONARY

ROWS = LIBRARY.formulations
WRONG, DOUBT, HINT = Level.ERROR, Level.DOUBT, Level.HINT


def check(on: str | date, *texts: str) -> list[Finding]:
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return out_of_time(texts, day)


MUST = [
    # 提法超前
    ("2010-06-30", "大力实施乡村振兴战略。", "FRM001", WRONG, "乡村振兴战略"),
    ("2010-06-30", "农业农村部派员调研。", "FRM006", WRONG, "农业农村部"),
    ("2016-06-30", "以习近平新时代中国特色社会主义思想为指导。", "FRM001", WRONG, "习近平新时代中国特色社会主义思想"),
    ("2017-06-30", "深入学习贯彻党的十九大精神。", "FRM001", WRONG, "党的十九大"),
    ("2017-06-30", "学习党的十九届一中、二中全会精神。", "FRM001", DOUBT, "党的十九届一中、二中全会"),
    ("2012-06-30", "贯彻党的第十八次全国代表大会精神。", "FRM001", WRONG, "党的第十八次全国代表大会"),
    ("2012-06-30", "深入开展“两学一做”学习教育。", "FRM001", WRONG, "“两学一做”学习教育"),
    ("2010-06-30", "做到“两个确立”。", "FRM001", WRONG, "两个确立"),
    ("2009-06-30", "开展党史学习教育。", "FRM001", HINT, "党史学习教育"),  # the words are old
    ("2019-02-28", "将开展“不忘初心、牢记使命”主题教育。", "FRM001", HINT, "“不忘初心、牢记使命”主题教育"),
    ("2003-08-30", "树立和落实科学发展观。", "FRM001", HINT, "科学发展观"),  # seen, not yet usual
    ("2018-06-30", "学习浙江“千村示范、万村整治”的做法。", "FRM001", HINT, "千村示范、万村整治"),
    ("2026-06-14", "学习贯彻习近平党建思想。", "FRM001", DOUBT, "习近平党建思想"),  # medium
    ("2026-01-15", "抓好二〇二六年的工作，贯彻党的二十届五中全会精神。", "FRM001", HINT, "党的二十届五中全会"),
    # 过期作现行
    ("2018-06-30", "以先进性教育为契机。", "FRM002", DOUBT, "先进性教育"),  # a short name
    ("2018-06-30", "以保持共产党员先进性教育活动为契机。", "FRM002", WRONG, "保持共产党员先进性教育活动"),
    ("2018-06-30", "以基层组织建设年活动为载体。", "FRM002", DOUBT, "基层组织建设年"),
    ("2018-06-30", "继续深入开展创先争优活动。", "FRM002", DOUBT, "创先争优活动"),
    ("2022-06-30", "正在开展党史学习教育。", "FRM002", DOUBT, "党史学习教育"),
    ("2020-06-30", "加快推进社会主义新农村建设。", "FRM002", DOUBT, "社会主义新农村建设"),
    ("2016-06-30", "按照“坚持标准、保证质量、改善结构、慎重发展”的方针发展党员。", "FRM002", DOUBT, "坚持标准、保证质量、改善结构、慎重发展"),
    ("2022-06-30", "坚决打赢脱贫攻坚战，深入实施脱贫攻坚。", "FRM002", DOUBT, "脱贫攻坚"),
    ("2018-06-30", "2013年，我镇深入开展党的群众路线教育实践活动。", "FRM002", HINT, "党的群众路线教育实践活动"),
    ("2013-06-30", "团结在以胡锦涛同志为总书记的党中央周围。", "FRM002", DOUBT, "以胡锦涛同志为总书记的党中央"),
    # 会议非最新
    ("2018-06-30", "认真贯彻落实党的十七届六中全会精神。", "FRM003", DOUBT, "党的十七届六中全会"),
    ("2018-06-30", "贯彻党的十七大和十七届三中、四中全会精神。", "FRM003", DOUBT, "十七届三中、四中全会"),
    ("2014-06-30", "以十七大精神为指导。", "FRM003", DOUBT, "十七大"),
    ("2024-06-30", "贯彻党的十九届历次全会精神。", "FRM003", DOUBT, "党的十九届历次全会"),
    ("2026-06-30", "贯彻落实2020年中央一号文件精神。", "FRM003", DOUBT, "2020年中央一号文件"),
    ("2018-06-30", "落实中央2012年1号文件要求。", "FRM003", HINT, "中央2012年1号文件"),  # no source
    ("2026-06-30", "贯彻落实“十三五”规划。", "FRM002", DOUBT, "“十三五”规划"),
    # 县里的机构不会早于部
    ("2016-06-30", "县农业农村局到村调研。", "FRM006", DOUBT, "农业农村局"),
    # 指导思想序列
    ("2018-06-30", "以邓小平理论和“三个代表”重要思想为指导。", "FRM004", WRONG, "邓小平理论和“三个代表”重要思想"),
    ("2014-06-30", "以邓小平理论和“三个代表”重要思想为指导。", "FRM004", WRONG, "邓小平理论和“三个代表”重要思想"),
    ("2012-12-15", "以邓小平理论和三个代表重要思想为指导。", "FRM004", DOUBT, "邓小平理论和三个代表重要思想"),
    ("2014-06-30", "以科学发展观、邓小平理论为指导。", "FRM004", WRONG, "科学发展观、邓小平理论"),
    ("2014-06-30", "学习“三个代表”重要思想和邓小平理论。", "FRM004", WRONG, "“三个代表”重要思想和邓小平理论"),
    ("2014-06-30", "以邓小平理论、科学发展观为指导。", "FRM004", WRONG, "邓小平理论、科学发展观"),
    ("2010-06-30", "以邓小平理论、“三个代表”重要思想和科学发展观为指导。", "FRM004", DOUBT, "邓小平理论、“三个代表”重要思想和科学发展观"),
    ("2006-06-30", "以邓小平理论为指导。", "FRM004", DOUBT, "邓小平理论"),
    ("2018-06-30", "以科学发展观为指导。", "FRM004", DOUBT, "科学发展观"),
    ("2018-06-30", "2010年，我们坚持以邓小平理论和“三个代表”重要思想为指导。", "FRM004", HINT, "邓小平理论和“三个代表”重要思想"),
]  # fmt: skip


@pytest.mark.parametrize(("on", "text", "code", "level", "quote"), MUST)
def test_must(on: str, text: str, code: str, level: Level, quote: str) -> None:
    findings = check(on, text)
    assert [(f.code, f.level, f.quote) for f in findings] == [(code, level, quote)]
    assert findings[0].basis.startswith("提法年代表 ")


MUST_NOT = [
    ("2018-06-30", "实施乡村振兴战略，建设美丽乡村。"),
    ("2010-06-30", "农业部门、环境保护部门、建设部门联合检查。"),
    ("2005-06-30", "环境保护部门到场。"),
    ("2010-06-30", "更新发展理念，提高质量发展党员。"),
    ("2017-06-30", "以优异成绩迎接党的十九大胜利召开。"),
    ("2012-06-30", "喜迎十八大，争创新业绩。"),
    ("2012-06-30", "抓好十二大类重点项目和十三大工程。"),
    ("2012-06-30", "以邓小平理论和“三个代表”重要思想为指导，深入贯彻落实科学发展观。"),
    ("2012-06-30", "贯彻党的十七大和十七届三中、四中、五中、六中全会精神。"),
    ("2005-06-30", "以“三个代表”重要思想为指导。"),
    ("2008-06-30", "以科学发展观为指导。"),
    ("2018-06-30", "坚持以习近平新时代中国特色社会主义思想为指导。"),
    ("2018-06-30", "以马克思列宁主义、毛泽东思想、邓小平理论、“三个代表”重要思想、科学发展观、"
     "习近平新时代中国特色社会主义思想为指导。"),
    ("2026-06-30", "党的十八大以来，农村面貌变化很大。"),
    ("2026-06-30", "先进性教育活动曾是一次集中教育。"),
    ("2013-01-10", "深入开展创先争优活动，党员干劲足。"),  # summed up within a year
    ("2015-01-10", "巩固党的群众路线教育实践活动成果。"),
    ("2016-01-10", "开展了党的群众路线教育实践活动。"),
    ("2022-06-30", "巩固拓展脱贫攻坚成果，弘扬脱贫攻坚精神。"),
    ("2018-10-30", "物质文明、政治文明、精神文明、社会文明、生态文明协调发展。"),
    ("2018-12-30", "贯彻党的十九大精神。"),
    ("2026-11-22", "贯彻党的二十届四中全会精神。"),
    ("2018-06-30", "推进“两学一做”学习教育常态化制度化。"),
    ("2010-12-20", "谋划“十二五”规划，编制“十二五”规划纲要。"),
    ("2018-06-30", ""),
]  # fmt: skip


@pytest.mark.parametrize(("on", "text"), MUST_NOT)
def test_must_not(on: str, text: str) -> None:
    assert check(on, text) == []


def test_the_longest_term_speaks_for_the_shorter_inside_it() -> None:
    findings = check("2008-01-10", "推进“两学一做”学习教育常态化制度化。")
    assert [f.basis for f in findings] == ["提法年代表 CAM-010"]


def test_only_trusted_rows_call_a_wording_wrong() -> None:
    by_id = {row.id: row for row in ROWS.rows}
    text = "。".join(f"正在开展{word}，以{word}为契机" for r in ROWS.rows for word in r.wordings)
    findings = check("1970-01-01", text) + check("2060-01-01", text)
    assert {f.level for f in findings} == {WRONG, DOUBT, HINT}
    for finding in findings:
        row = by_id[finding.basis.removeprefix("提法年代表 ")]
        assert finding.level < WRONG or row.trusted
        assert finding.level == HINT or row.confidence != "低"


def test_a_finding_points_at_the_word() -> None:
    (finding,) = check("2010-06-30", "一、主要做法", "坚持“三会一课” 制度，实施“乡村振兴”战略。")
    assert finding.place == Place("稿.txt", 2, 15)
    assert finding.quote == "“乡村振兴”战略"
    assert finding.message == "“‘乡村振兴’战略”2017年10月18日才有，文稿日期是2010年6月30日"
    assert finding.hint == "当时的提法：社会主义新农村建设"
    assert finding.basis == "提法年代表 RUR-013"


def test_what_repeats_is_reported_once_with_the_gravest_level() -> None:
    findings = check(
        "2018-06-30",
        "2006年，以保持共产党员先进性教育活动为契机。",
        "以保持共产党员先进性教育活动为契机。",
        "正在开展保持共产党员先进性教育活动。",
    )
    assert [(f.level, f.place.line, [r.line for r in f.related]) for f in findings] == [
        (WRONG, 2, [1, 3])
    ]


def test_only_the_newest_meeting_cited_is_judged() -> None:
    assert check("2018-06-30", "贯彻党的十七大精神。", "贯彻党的十九大精神。") == []


def test_what_the_unit_itself_calls_its_organ_is_right_there(tmp_path: Path) -> None:
    ledger = tmp_path / "台账.yaml"
    ledger.write_text("单位: {名称: 石桥镇, 主送: 县农业农村局}", encoding="utf-8")
    facts, _ = read_facts(ledger, DICTIONARY)
    text, on = "县农业农村局到村调研。", date(2016, 6, 30)
    assert [f.code for f in out_of_time([text], on)] == ["FRM006"]
    assert out_of_time([text], on, facts=facts) == []


def test_so_is_a_name_the_unit_allows() -> None:
    paper = paper_of(["县农业农村局到村调研。"])
    asked = Asked(LIBRARY, date(2016, 6, 30), allowed=frozenset({"清河县农业农村局"}))
    assert reviewer(LIBRARY).review(paper, asked, ["FRM006"]) == ()


def test_every_snippet_stands_its_own_timeline() -> None:
    first, last = date(2002, 11, 14), date(2026, 11, 22)
    edges = {first, last}
    for snippet in LIBRARY.snippets.values():
        for version in snippet.versions:
            edges |= {version.start, version.end or last}
    for on in sorted(day for day in edges if first <= day <= last):
        said = []
        for snippet in LIBRARY.snippets.values():
            phrase = snippet.pick(on, period=(on - timedelta(181), on), audience="乡镇")
            assert phrase is not None
            said += [f"坚持{resolve(phrase, ROWS, on).text}，", f"要{phrase.frame}，"]
        assert [f for f in check(on, *said) if f.level >= DOUBT] == []


WORDS = st.lists(
    st.sampled_from(
        [word for row in ROWS.rows for word in (row.term, *row.aliases)]
        + ["以", "为指导", "正在开展", "贯彻", "精神", "，", "。", "“", "”", " ", "2012年", "\n"]
    ),
    max_size=12,
).map("".join)


@given(WORDS | st.text(max_size=60), st.dates(date(1980, 1, 1), date(2035, 1, 1)))
def test_any_text_has_findings_that_quote_it_in_place(text: str, on: date) -> None:
    for finding in check(on, text):
        at = finding.place.column - 1
        assert finding.quote
        assert text[at : at + len(finding.quote)] == finding.quote
