"""The pages of a report: what they say, that they say it the same each time, and how they cope."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from docgen.batch.likeness import Alike
from docgen.batch.record import Held, Laid, Result
from docgen.batch.report import Survey, Tally, index, index_page, trace_page, trace_path, unit_page
from docgen.batch.report.owed import owed_of, spoken
from docgen.batch.report.page import href
from docgen.document import Gap
from docgen.finding import Finding, Level, Place
from docgen.review.passages import Pair, Stretch
from tests.batch.surveys import TOWNS, facts_of, paper, qinghe, results_of, small
from tests.samples import DICTIONARY

QINGSHAN = Result(
    source="台账/青山镇.yaml",
    unit="青山镇",
    folder="青山镇",
    template="work_report/half_year",
    template_name="工作汇报",
    period="2026年上半年",
    status="写成",
    drafts=(Laid("青山镇/青山镇汇报.docx", "docx", "0" * 64),),
    length=3000,
)
LIUSHU = replace(
    QINGSHAN,
    source="台账/柳树乡.yaml",
    unit="柳树乡",
    folder="柳树乡",
    drafts=(Laid("柳树乡/柳树乡汇报.新稿.docx", "docx", "0" * 64, "柳树乡汇报.docx"),),
    gaps=(
        Gap("待填", "问题[1].打算", "打算：【待填：问题[1].打算】。"),
        Gap("待核实", "概况.人口", "共1.2万人【待核实】。", "统计局未答复"),
        Gap("未写", "党员.女党员", "党员286名……", "不公开，未写入外发文稿"),
        Gap("删节", "", "例如，……", "按15分钟压缩"),
    ),
    findings=(
        Finding("FCT101", Level.ERROR, "合计不符", Place("台账/柳树乡.yaml", 7, 3), hint="改一个"),
    ),
    held=(Held("党员教育", "单列"), Held("信访", "缺")),
)
LIUSHU_SUMMARY = replace(
    LIUSHU, template="work_summary/x", template_name="总结", gaps=(LIUSHU.gaps[0],), held=()
)
BROKEN = Result(
    *("台账/坏.yaml", "坏", "", "work_report/half_year", "工作汇报", "", "失败"),
    error="台账/坏.yaml:3：有制表符，换成空格",
)


def page(survey: Survey) -> str:
    return b"".join(index_page(survey, DICTIONARY)).decode()


def data(survey: Survey) -> dict[str, list[object]]:
    """What the script of the page reads."""
    found = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', page(survey), re.S
    )
    assert found
    return json.loads(found[1])


HEADLINES = {
    (QINGSHAN,): "1个单位、1种文稿：写成1份，没有要补的。",
    (QINGSHAN, LIUSHU): (
        "2个单位、1种文稿：写成2份，待填1处，待核实1处，还要补的有1个单位，必错1条，"
        "1份旧稿改动过，没有动它，新稿放在旁边。"
    ),
    (LIUSHU, LIUSHU_SUMMARY): (
        "1个单位、2种文稿：写成2份，待填2处，待核实1处，还要补的有1个单位，必错1条，"
        "2份旧稿改动过，没有动它，新稿放在旁边。"
    ),
    (BROKEN, replace(QINGSHAN, status="没有写", drafts=())): (
        "2个单位、1种文稿：写成0份，失败1份，没有写1份。"
    ),
    (QINGSHAN, replace(LIUSHU, status="未报", drafts=(), gaps=(), findings=())): (
        "2个单位、1种文稿：写成1份，未报1个单位，没有要补的。"
    ),
}


@pytest.mark.parametrize("results", HEADLINES)
def test_the_headline_says_how_it_stands(results: tuple[Result, ...]) -> None:
    said = re.search('<p class="headline">(.*?)</p>', page(small(*results)))
    assert said
    assert said[1] == HEADLINES[results]


def test_the_data_hold_each_thing_once_and_nothing_that_is_not_owed() -> None:
    survey = small(
        QINGSHAN,
        LIUSHU,
        LIUSHU_SUMMARY,
        alike={LIUSHU.key: Alike(900, 61.4, QINGSHAN.key, 20.0, 45.0)},
        cross={QINGSHAN.key: (Finding("SIM001", Level.DOUBT, "相同", Place("a")),)},
        rollup=(Finding("ROL001", Level.HINT, "差2", Place("县台账.xlsx")),),
    )
    said = data(survey)
    assert said["units"] == [
        ["青山镇", "青山镇", "台账/青山镇.yaml"],
        ["柳树乡", "柳树乡", "台账/柳树乡.yaml"],
    ]
    liushu = ["柳树乡/柳树乡汇报.新稿.docx", "docx", "柳树乡汇报.docx"]
    assert said["rows"] == [
        [0, 0, 0, [0, 0, 0], None, [["青山镇/青山镇汇报.docx", "docx", ""]], "", []],
        [1, 0, 0, [1, 1, 0], [61, 45], [liushu], "", [[0, 0, ""], [1, 2, ""]]],
        [1, 1, 0, [1, 0, 0], None, [liushu], "", []],
    ]
    assert said["paths"] == [
        ["问题[1].打算", "第1个问题的打算", "下一步怎么办。"],
        [
            "概况.人口",
            "概况.人口",
            "总人口，可写 2.2万；户籍、常住择一，在 口径 里写明；单位：人。",
        ],
    ]
    assert said["gaps"] == [
        [1, 0, 0, "打算：【待填：问题[1].打算】。", ""],
        [1, 1, 1, "共1.2万人【待核实】。", "统计局未答复"],
        [2, 0, 0, "打算：【待填：问题[1].打算】。", ""],
    ]
    assert said["findings"] == [  # the worst first; what both papers have is the facts'
        [1, "", 3, "FCT101", "合计不符", "台账/柳树乡.yaml:7:3", "改一个", "", "", []],
        [0, "工作汇报", 2, "SIM001", "相同", "a", "", "", "", []],
    ]
    assert said["items"] == ["党员教育", "信访"]
    assert said["rollup"] == [[1, "ROL001", "差2", "县台账.xlsx", "", "", "", []]]


BESIDE = {
    # the line, what it shares (figures left out) → pieces, every second one shared
    ("今年逐村入户走访，建台账、定措施。", "逐村入户走访，建台账"): [
        "今年",
        "逐村入户走访，建台账",
        "、定措施。",
    ],
    ("有大专及以上学历18名。有驻村工作队2支", "及以上学历名。有驻村工作队"): [
        "有大专",
        "及以上学历18名。有驻村工作队",
        "2支",
    ],
    ("村里有驻村工作队2支、干部6名。", "有驻村工作队、干部。"): [
        "村里",
        "有驻村工作队2支、干部6名。",
        "",
    ],
    ("没有相同的话在这一行里", "逐村入户走访，建台账"): ["没有相同的话在这一行里"],
    ("", "逐村入户走访，建台账"): ["", "逐村入户走访，建台账"],
}


@pytest.mark.parametrize(("line", "words"), BESIDE)
def test_what_two_drafts_share_is_marked_in_the_line(line: str, words: str) -> None:
    pair = Pair(QINGSHAN.key, LIUSHU.key, 61.8, 40.2, 90, (Stretch(words, line, line),))
    (said,) = data(small(QINGSHAN, LIUSHU, pairs=(pair,)))["pairs"]
    assert said == [0, 1, 62, 40, [[BESIDE[line, words]] * 2]]


def test_a_pair_of_a_draft_that_is_not_in_the_report_is_left_out() -> None:
    pair = Pair(QINGSHAN.key, LIUSHU.key, 61.8, 40.2, 90, ())
    assert data(small(QINGSHAN, pairs=(pair,)))["pairs"] == []


def test_what_is_too_much_for_one_page_is_counted_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    many = small(*(replace(LIUSHU, source=f"{n}") for n in range(5)))
    monkeypatch.setattr(index, "MOST_GAPS", 3)
    monkeypatch.setattr(index, "MOST_FINDINGS", 2)
    monkeypatch.setattr(index, "MOST_TEXT", 20)
    said = data(many)
    assert (len(said["gaps"]), len(said["findings"]), said["more"]) == (3, 2, [7, 3])
    assert [gap[3] for gap in said["gaps"]] == ["打算：【待填：问题[1].打算】。", "", ""]
    assert len(said["rows"]) == 5
    assert "必错5条" in page(many)


def test_what_concerns_the_whole_batch_stands_at_the_top_and_is_only_text() -> None:
    text = page(small(QINGSHAN, notes=("模板“<b>汇报”还没有审核签字",)))
    head = text[: text.index("</header>")]
    assert "<li>模板“&lt;b&gt;汇报”还没有审核签字</li>" in head
    assert '"notes"' not in page(small(QINGSHAN))


def test_without_script_there_is_a_plain_list() -> None:
    found = re.search("<noscript>(.*?)</noscript>", page(small(LIUSHU, BROKEN)), re.S)
    assert found
    assert '<a href="./%E6%9F%B3%E6%A0%91%E4%B9%A1/' in found[1]
    assert "写成，待填 第1个问题的打算；待核实 概况.人口</li>" in found[1]
    assert "失败，台账/坏.yaml:3：有制表符，换成空格</li>" in found[1]
    many = small(*(replace(QINGSHAN, source=f"{n}") for n in range(201)))
    assert "<li>" not in page(many)


def test_nothing_is_asked_of_a_network_and_only_the_own_script_may_run() -> None:
    made = [
        page(qinghe()),
        unit_page(results_of("gaoling"), facts_of("gaoling"), DICTIONARY).decode(),
        trace_page("高岭乡", paper("gaoling", "work_report/half_year")[1]).decode(),
    ]
    for text in made:
        (policy,) = re.findall('Content-Security-Policy" content="(.*?)"', text)
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        outside = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.S)
        assert not re.search(r"(src|href)=\"(?!\./|#)|https?:|url\(", outside)
    assert "script-src" not in made[1].split("<title>")[0]


def test_the_same_results_give_the_same_bytes_however_they_are_kept() -> None:
    survey = qinghe()
    results = tuple(survey.results)

    class Again:
        def __iter__(self) -> object:
            return iter(results)

    assert page(survey) == page(replace(survey, results=Again()))
    town = results_of("liushu")
    once = unit_page(town, facts_of("liushu"), DICTIONARY)
    assert once == unit_page(town, facts_of("liushu"), DICTIONARY)


def test_links_lead_to_the_pages_that_were_laid() -> None:
    """Where somebody has worked in the form, the new one lies beside it."""
    names = {"清单.html": "清单.html", "补填表.xlsx": "补填表.新稿.xlsx"}
    survey = small(QINGSHAN, LIUSHU, pages={LIUSHU.source: names})
    assert data(survey)["units"] == [
        ["青山镇", "青山镇", "台账/青山镇.yaml"],
        ["柳树乡", "柳树乡", "台账/柳树乡.yaml", "清单.html", "补填表.新稿.xlsx"],
    ]
    town = results_of("gaoling"), facts_of("gaoling"), DICTIONARY
    said = unit_page(*town, "补填表.新稿.xlsx").decode()
    assert f'<a href="{href("补填表.新稿.xlsx")}">补填表.新稿</a>' in said
    assert "补填表" not in unit_page(*town, "").decode()


def test_a_tally_counts_what_is_owed_alone() -> None:
    tally = Tally()
    for result in (QINGSHAN, LIUSHU, BROKEN):
        tally.add(result)
    assert dict(tally.gaps) == {"待填": 1, "待核实": 1}
    assert tally.owing == {LIUSHU.source}


# ---- what one unit owes ----------------------------------------------------------------------

NAMES = {
    ("党员.女党员", ""): "党员.女党员",
    ("问题[3].打算", ""): "第3个问题的打算",
    ("问题[3].打算", "机关缺人"): "第3个问题（机关缺人）的打算",
    ("工作[1].要点[2].文", "包保"): "第1个工作的第2个要点（包保）的文",
    ("工作[1]", ""): "第1个工作",
}


@pytest.mark.parametrize(("path", "title"), NAMES)
def test_a_fact_is_named_as_a_person_says_it(path: str, title: str) -> None:
    assert spoken(path, title) == NAMES[path, title]


def test_each_fact_owed_is_told_once_with_its_place_and_every_sentence() -> None:
    items = {
        item.path: item for item in owed_of(results_of("gaoling"), facts_of("gaoling"), DICTIONARY)
    }
    state = items["后进村[1].状态"]
    assert state.name == "第1个后进村（大石板村）的状态"
    assert state.kinds == ("待核实",)
    assert state.what == "整顿到哪一步；可填：整顿中、已转化、未启动。"
    assert state.now == "已转化"
    assert re.fullmatch(r"改在 .*gaoling/2026-h1\.yaml:\d+", state.where)
    assert [waiting.paper for waiting in state.sentences] == [
        "半年基层党建工作汇报",
        "整顿软弱涣散基层党组织工作总结",
        "党建示范创建工作总结",
    ]
    assert all(waiting.mark in waiting.sentence for waiting in state.sentences)
    assert "羊栏村、后山村报数与电话核对的差5名" in items["党员.流动党员"].sentences[0].reason


def test_what_stands_nowhere_yet_is_put_beside_what_is_near() -> None:
    items = {
        item.path: item for item in owed_of(results_of("liushu"), facts_of("liushu"), DICTIONARY)
    }
    assert re.fullmatch(r"补在 .*liushu/2026-h1\.yaml:\d+ 起的“党员”里", items["党员.女党员"].where)
    assert re.fullmatch(r"(补|改)在 .*liushu/2026-h1\.yaml(:\d+)?", items["后进村"].where)
    without = owed_of((LIUSHU,), None, DICTIONARY)
    assert [item.where for item in without] == ["补在 台账/柳树乡.yaml"] * 2


@pytest.mark.parametrize("town", TOWNS)
def test_the_page_of_a_unit_lists_everything_it_owes(town: str) -> None:
    results = results_of(town)
    text = unit_page(results, facts_of(town), DICTIONARY).decode()
    items = owed_of(results, facts_of(town), DICTIONARY)
    assert text.count('<span class="fact">') == len(items)
    assert ("没有要补的" in text) == (not items)
    for result in results:
        name = result.drafts[0].path.rpartition("/")[2]
        assert trace_path(result.drafts[0].path) == f"{result.folder}/.docgen/{name}.html"
    assert text.count(">出处</a>") == len(results)


def test_a_unit_whose_facts_are_unreadable_gets_a_page_that_says_why() -> None:
    text = unit_page((BROKEN,), None, DICTIONARY).decode()
    assert "1种文稿，写成0份，没有写成的原因见下。" in text
    assert "台账/坏.yaml:3：有制表符，换成空格" in text
