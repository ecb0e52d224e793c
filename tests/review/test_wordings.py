"""Fixed phrases: slips in them, quotation marks, and what they enumerate."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.finding import Finding, Level
from docgen.review.engine import Asked, findings, reviewer
from docgen.review.mentions import unquoted
from docgen.review.wordings import distance
from tests.review.dated import LIBRARY, paper_of

WRONG, DOUBT, HINT = Level.ERROR, Level.DOUBT, Level.HINT
BY_ID = {row.id: row for row in LIBRARY.formulations.rows}
WATCHED = LIBRARY.rules["FRM005"].parameters["提法"]
assert isinstance(WATCHED, list)
PHRASES = [word for name in WATCHED for word in BY_ID[str(name)].wordings]


def check(text: str, code: str) -> list[Finding]:
    asked = Asked(LIBRARY, date(2012, 6, 30))
    return list(findings(reviewer(LIBRARY).review(paper_of([text]), asked, [code])))


def corrected(text: str) -> str:
    """The text with what is safe to correct corrected."""
    asked = Asked(LIBRARY, date(2012, 6, 30))
    edits = [
        edit
        for remark in reviewer(LIBRARY).review(paper_of([text]), asked, ["FRM005"])
        if remark.repair
        for edit in remark.edits
    ]
    for edit in sorted(edits, key=lambda edit: -edit.spot.start):
        text = text[: edit.spot.start] + edit.text + text[edit.spot.end :]
    return text


SLIPS = {
    "放进一个字": ("落实科学的发展观。", "科学的发展观", "科学发展观"),
    "漏一个字": ("学习习近平新时代中国特色会主义思想。", "习近平新时代中国特色会主义思想", "习近平新时代中国特色社会主义思想"),
    "错一个字": ("开展“三严三实”主题教育。", "“三严三实”主题教育", "“三严三实”专题教育"),
    "分隔错了": ("“控制总量，优化结构、提高质量、发挥作用”的要求。", "控制总量，优化结构、提高质量、发挥作用", "控制总量、优化结构、提高质量、发挥作用"),
    "漏两个字": ("保持党员先进性教育活动。", "保持党员先进性教育活动", "保持共产党员先进性教育活动"),
    "三个字": ("深入学习贯彻落实科学发展观教育活动。", "", ""),  # another thing, not a slip
    "漏引号": ("学习三个代表重要思想。", "三个代表重要思想", "“三个代表”重要思想"),
}  # fmt: skip


@pytest.mark.parametrize("case", SLIPS)
def test_a_slip_is_told_of_with_the_right_wording(case: str) -> None:
    text, quote, right = SLIPS[case]
    found = check(text, "FRM005")
    assert [(f.quote, f.level, f.hint) for f in found] == (
        [(quote, DOUBT, f"改为{right}")] if quote else []
    )


CORRECTED = {
    "落实科学的发展观。": "落实科学发展观。",
    "落实“科学的发展观”。": "落实“科学的发展观”。",
    "学习三个代表重要思想。": "学习“三个代表”重要思想。",
    "做到两个维护，坚定四个自信。": "做到“两个维护”，坚定“四个自信”。",
    "印发“做到两个维护”的材料。": "印发“做到两个维护”的材料。",
    "开展“三严三实”主题教育。": "开展“三严三实”主题教育。",
    "贯彻十二五规划。": "贯彻“十二五”规划。",
}


@pytest.mark.parametrize("text", CORRECTED)
def test_only_what_is_certain_and_not_quoted_is_corrected(text: str) -> None:
    assert corrected(text) == CORRECTED[text]
    assert corrected(corrected(text)) == CORRECTED[text]


RIGHT = (
    "全面建设社会主义现代化强国、全面建成小康社会、全面建设小康社会。",
    "以习近平同志为总书记的党中央、以习近平同志为核心的党中央。",
    "推进基层治理体系和治理能力现代化。",
    "党的群众路线教育实践活动、群众路线教育实践活动、群众路线。",
    "习近平新时代中国特色社会主义经济思想、习近平经济思想。",
    "坚持标准、保证质量、改善结构、慎重发展；坚持标准，保证质量，改善结构，慎重发展。",
    "坚持标准不降低，坚持质量不放松，推动各村慎重发展。",
    "毛泽东思想、邓小平理论、邓小平同志的著作。",
    "深入学习实践活动，深入开展学习实践科学发展观活动。",
    "学习‘三个代表’重要思想，学习「三个代表」重要思想。",
    "三会一课、一肩挑、大学生村官。",
)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_let_be(text: str) -> None:
    assert [f.quote for f in check(text, "FRM005")] == []


@given(st.sampled_from(PHRASES), st.sampled_from(PHRASES), st.sampled_from("，、和 的与及"))
def test_phrases_as_they_should_be_are_never_slips(one: str, other: str, between: str) -> None:
    assert check(f"{one}{between}{other}。", "FRM005") == []


@given(st.sampled_from(PHRASES), st.data())
def test_a_character_wrong_in_the_middle_is_found(phrase: str, data: st.DataObject) -> None:
    bare = unquoted(phrase)
    at = data.draw(st.integers(2, len(bare) - 3))
    slip = bare[:at] + "囗" + bare[at + 1 :]
    assert [f.quote for f in check(f"学习{slip}。", "FRM005")] == [slip]


@given(st.text("甲乙丙", max_size=8), st.text("甲乙丙", max_size=8))
def test_the_distance_is_the_same_both_ways_and_stops_at_the_most(one: str, other: str) -> None:
    whole = distance(one, other, 8)
    assert whole == distance(other, one, 8)
    assert (whole == 0) == (one == other)
    assert distance(one, other, 2) == min(whole, 3)


LISTED = {
    "括号里少一项": ("坚定“四个自信”（道路自信、理论自信、制度自信）。", WRONG, "缺", "道路自信、理论自信、制度自信"),
    "只写前半截也算": ("坚定“四个自信”（道路、理论、制度）。", WRONG, "缺", "道路、理论、制度"),
    "写在前面": ("对照形式主义、官僚主义、奢靡之风“四风”查摆。", WRONG, "缺", "形式主义、官僚主义、奢靡之风"),
    "冒号后面": ("增强“四个意识”：政治意识、核心意识、看齐意识，抓落实。", WRONG, "缺", "政治意识、核心意识、看齐意识"),
    "次序": ("增强“四个意识”——大局意识、政治意识、核心意识、看齐意识。", DOUBT, "次序", "大局意识、政治意识、核心意识、看齐意识"),
    "多一项": ("坚定“四个自信”（道路、理论、制度、文化、历史自信）。", DOUBT, "没有", "道路、理论、制度、文化、历史自信"),
    "没有点名的次序": ("统筹经济建设、文化建设、政治建设、社会建设和生态文明建设。", HINT, "次序", "经济建设、文化建设、政治建设、社会建设和生态文明建设"),
    "没有核对过的至多疑似": ("践行“三严三实”（严以修身、严以用权、严以律己、谋事要实、创业要实）。", DOUBT, "缺", "严以修身、严以用权、严以律己、谋事要实、创业要实"),
}  # fmt: skip


@pytest.mark.parametrize("case", LISTED)
def test_a_list_is_held_against_what_it_stands_for(case: str) -> None:
    text, level, said, quote = LISTED[case]
    [found] = check(text, "FRM008")
    assert (found.level, found.quote) == (level, quote)
    assert said in found.message
    assert found.hint.startswith("应为")


WHOLE = (
    "增强“四个意识”（政治意识、大局意识、核心意识、看齐意识）。",
    "增强政治意识、大局意识、核心意识、看齐意识，坚定道路自信、理论自信、制度自信、文化自信。",
    "落实创新、协调、绿色、开放、共享的发展理念。",
    "统筹推进经济、政治、文化、社会、生态文明建设“五位一体”总体布局。",
    "整治“四风”问题（尤其是形式主义）。",
    "协调推进“四个全面”（全面建成小康社会、全面深化改革、全面依法治国、全面从严治党）。",
    "协调推进“四个全面”（全面建设社会主义现代化国家、全面深化改革、全面依法治国、全面从严治党）。",
    "推进产业、人才等“五个振兴”。",
    "“四风”问题：公款吃喝、超标用房。",
    "文化建设和社会建设一起抓，文化、政治、经济工作都有起色。",
)


@pytest.mark.parametrize("text", WHOLE)
def test_whole_lists_and_lists_of_something_else_are_let_be(text: str) -> None:
    assert [str(f) for f in check(text, "FRM008")] == []


@given(st.sampled_from([row for row in BY_ID.values() if len(row.items) > 3]), st.data())
def test_an_item_taken_out_of_a_list_is_found(row: object, data: st.DataObject) -> None:
    items = [item.split("|")[0] for item in row.items]  # type: ignore[attr-defined]
    name = row.term if "”总" not in row.term else row.term[: row.term.index("”") + 1]  # type: ignore[attr-defined]
    assert check(f"{name}（{'、'.join(items)}）。", "FRM008") == []
    del items[data.draw(st.integers(0, len(items) - 1))]
    assert len(check(f"{name}（{'、'.join(items)}）。", "FRM008")) == 1
