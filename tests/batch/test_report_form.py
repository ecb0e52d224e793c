"""补填表: only what a unit owes; filled in and sent back, it closes just these gaps."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from docgen.batch.record import Result
from docgen.batch.report import unit_form
from docgen.compose import compose
from docgen.document import Gap, plain_text
from docgen.drafts.checked import is_owed
from docgen.drafts.sidecar import side_car
from docgen.facts import Facts, Reading, facts_from
from docgen.facts.supplement import read_supplements, supplemented
from docgen.source import read_yaml
from tests.batch.surveys import TOWNS, facts_of, paper, results_of
from tests.facts.workbook import calc
from tests.samples import DICTIONARY, LIBRARY, TOWN_TEMPLATES

OWING = tuple(t for t in TOWNS if any(is_owed(g) for r in results_of(t) for g in r.gaps))
TEXTS = {"日期": "2026-06-30", "名称": "补上的名称", "文本": "补上的一句话", "百分比": "50%"}


def asked(form: bytes) -> dict[str, tuple[str, str]]:
    """The lines of a form: key → label and explanation."""
    sheet = load_workbook(io.BytesIO(form))["台账"]
    rows = [[str(c.value or "") for c in row] for row in sheet.iter_rows(min_row=4)]
    return {row[0].partition("|")[0]: (row[1], row[4]) for row in rows}


def filled(form: bytes, path: Path, texts: Mapping[str, str], rows: Mapping[str, Any] = {}) -> Path:
    """The form with these texts in it, as a clerk saves it: by key; rows of a sheet by its name."""
    book = load_workbook(io.BytesIO(form))
    sheet = book["台账"]
    for row in sheet.iter_rows(min_row=4):
        key = str(row[0].value).partition("|")[0].removeprefix("补:")
        if key in texts:
            row[2].value = texts[key]
    for name, cells in rows.items():
        keys = {str(cell.value): cell.column for cell in book[name][1]}
        for key, text in cells.items():
            book[name].cell(3, keys[f"{name}.{key}"]).value = text
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def answers(form: bytes) -> dict[str, str]:
    """Something for every line that is asked for."""
    out = {}
    for key in asked(form):
        if key.startswith("补:"):
            entry = DICTIONARY.find(key.removeprefix("补:"))
            assert entry is not None
            out[key.removeprefix("补:")] = (
                entry.options[1] if entry.options else TEXTS.get(entry.kind, "7")
            )
    return out


def gaps_of(facts: Facts) -> list[Gap]:
    drafts = (compose(LIBRARY.template(name), facts, LIBRARY) for name in TOWN_TEMPLATES)
    return [gap for draft in drafts for gap in draft.gaps if is_owed(gap)]


def sent_back(town: str, folder: Path) -> Reading:
    """The facts of a town with the forms that lie in the folder."""
    back = read_supplements(folder, DICTIONARY)
    assert back.troubles == ()
    facts = facts_of(town)
    return supplemented(Reading(facts, ()), back.of(facts), DICTIONARY)


@pytest.mark.parametrize("town", TOWNS)
def test_a_form_is_made_for_those_alone_that_owe_something(town: str) -> None:
    form = unit_form(results_of(town), facts_of(town), DICTIONARY)
    assert (form is not None) == (town in OWING)
    assert form == unit_form(results_of(town), facts_of(town), DICTIONARY)


def test_each_line_says_what_to_fill_in_and_the_sentence_that_waits() -> None:
    form = unit_form(results_of("gaoling"), facts_of("gaoling"), DICTIONARY)
    assert form is not None
    lines = asked(form)
    assert list(lines)[:4] == ["单位.名称", "文稿.期间", "补:问题[3].打算", "补:党员.流动党员"]
    assert len(lines) == 12
    assert lines["补:问题[3].打算"][0] == "第3个问题（机关缺人）的打算"
    assert lines["补:后进村[1].状态"] == (
        "第1个后进村（大石板村）的状态",
        "整顿到哪一步；可填：整顿中、已转化、未启动。\n"
        "现在填的是“已转化”，核实后再填一遍；没变也填。\n"
        "写进《半年基层党建工作汇报》：……承包款分三年追回、从外出党员中请回1名任书记，6月28日转化"
        "【待核实】；（县里还没有复核）\n"
        "写进《整顿软弱涣散基层党组织工作总结》：大石板村由乡党委书记和县林业局包联，主要问题是"
        "支部换届两次没有选齐、林场承包款挂账八年，6月28日转化【待核实】；（县里还没有复核）",
    )
    book = load_workbook(io.BytesIO(form))
    assert book.sheetnames == ["台账"]
    sheet = book["台账"]
    assert sheet.column_dimensions["A"].hidden
    assert str(sheet["B2"].value).startswith("高岭乡补填表：只有还缺的几格")
    assert sheet.protection.sheet
    locked = {cell.coordinate for row in sheet["A1:E15"] for cell in row if cell.protection.locked}
    assert {"A6", "B6", "C4", "C5", "D6", "E6"} <= locked
    assert not locked & {f"C{row}" for row in range(6, 16)}
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("C11", '"整顿中,已转化,未启动"')


def test_a_list_that_is_not_there_at_all_has_its_sheet() -> None:
    form = unit_form(results_of("liushu"), facts_of("liushu"), DICTIONARY)
    assert form is not None
    book = load_workbook(io.BytesIO(form))
    assert book.sheetnames == ["台账", "后进村"]
    lines = asked(form)
    assert "补:后进村" not in lines
    parts = [key for key in lines if key.startswith("补:党支部.")]
    assert parts == [  # 分为 is owed: a line for each part
        f"补:党支部.{name}党支部" for name in ("农村", "社区", "机关", "企事业", "两新")
    ]


@pytest.mark.parametrize("town", OWING)
def test_filled_in_and_sent_back_the_form_closes_every_gap(town: str, tmp_path: Path) -> None:
    facts = facts_of(town)
    form = unit_form(results_of(town), facts, DICTIONARY)
    assert form is not None
    rows = {"后进村": {"村": "石桥村", "症结": "班子不全", "措施": "补选委员", "状态": "整顿中"}}
    filled(
        form, tmp_path / "微信收到的(1).xlsx", answers(form), rows if town == "liushu" else {}
    )  # fmt: skip
    after, findings = sent_back(town, tmp_path)
    assert findings == ()
    assert gaps_of(facts)
    assert gaps_of(after) == []


@pytest.mark.parametrize("town", OWING)
def test_each_line_closes_its_own_gap_and_no_other(town: str, tmp_path: Path) -> None:
    form = unit_form(results_of(town), facts_of(town), DICTIONARY)
    assert form is not None
    before = gaps_of(facts_of(town))
    paths = {gap.path for gap in before}
    for number, (path, text) in enumerate(answers(form).items()):
        if path not in paths:
            continue  # a part of a whole, asked for with the others
        folder = tmp_path / f"{number}"
        filled(form, folder / "补填表.xlsx", {path: text})
        left = [gap.path for gap in gaps_of(sent_back(town, folder).facts)]
        assert left == [gap.path for gap in before if gap.path != path], path


def test_only_the_cell_is_changed_and_its_place_is_the_form(tmp_path: Path) -> None:
    facts = facts_of("gaoling")
    form = unit_form(results_of("gaoling"), facts, DICTIONARY)
    assert form is not None
    path = filled(
        form, tmp_path / "a.xlsx", {"问题[3].打算": "年底前招录3名", "党员.流动党员": "97"}
    )
    after, _ = sent_back("gaoling", tmp_path)
    leaves = {leaf.path: leaf for leaf in facts.leaves()}
    changed = {leaf.path: leaf for leaf in after.leaves() if leaves.get(leaf.path) != leaf}
    whole = changed.pop("党员")  # its member is another one now
    assert (whole.text, whole.more) == (leaves["党员"].text, leaves["党员"].more)
    assert sorted(changed) == ["党员.流动党员", "问题[3].打算"]
    mobile = changed["党员.流动党员"]
    assert (mobile.text, mobile.more.status, mobile.more.note) == ("97", "已核实", "")
    assert mobile.more.previous == leaves["党员.流动党员"].more.previous
    assert str(mobile.place) == f"{path}!台账!C7"
    assert after.files == (*facts.files[:-1], str(path), facts.files[-1])


def test_a_side_car_of_a_supplemented_draft_knows_the_form(tmp_path: Path) -> None:
    form = unit_form(results_of("gaoling"), facts_of("gaoling"), DICTIONARY)
    assert form is not None
    template = LIBRARY.template("work_report/half_year")
    document, evidence = paper("gaoling", template.id)
    hashes = []
    for text in ("97", "97", "98"):
        path = filled(form, tmp_path / "back/a.xlsx", {"党员.流动党员": text})
        facts = sent_back("gaoling", tmp_path).facts
        car = side_car(
            tmp_path / "x.docx", b"", "docx", document, template, facts, LIBRARY, evidence
        )
        hashes.append(car.files["back/a.xlsx"])
        path.unlink()
    assert hashes[0] == hashes[1] != hashes[2]


def read(text: str) -> Facts:
    facts, findings = facts_from([read_yaml(text, "青山镇.yaml")], DICTIONARY)
    assert findings == ()
    return facts


HEAD = "单位: {名称: 青山镇}\n文稿: {期间: 2026年上半年}\n"
LAID_OVER = {
    # facts, path and text sent back → the draft's words, and what is typed now at some paths
    "a figure that was nowhere": (
        "", "党员.女党员", "318", {"党员.女党员": "318", "党员": ""}
    ),
    "a part joins its whole": (
        "党员: {值: 1286, 其中: {预备党员: 9}}\n", "党员.女党员", "318",
        {"党员": "1286", "党员.女党员": "318", "党员.预备党员": "9"},
    ),
    "a field of a record among others": (
        "问题:\n  - {表现: 甲, 打算: 早}\n  - {表现: 乙}\n", "问题[2].打算", "晚",
        {"问题[1].打算": "早", "问题[2].表现": "乙", "问题[2].打算": "晚"},
    ),
    "the first record of a list that is not there": (
        "", "部署[1].题", "抓班子", {"部署[1].题": "抓班子"}
    ),
    "a record further than the list is long": (
        "问题:\n  - {表现: 甲}\n", "问题[7].打算", "晚", {"问题[2].打算": "晚"}
    ),
    "what is said beside a value": (
        "党员: 1286\n", "党员.上期", "1240", {"党员": "1286"}
    ),
    "a plan that has come true": (
        "党员: {值: 1300, 状态: 计划}\n", "党员", "1286", {"党员": "1286"}
    ),
    "a list in one cell": (
        "", "文稿.依据", "甲通知；乙意见", {"文稿.依据[1]": "甲通知", "文稿.依据[2]": "乙意见"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LAID_OVER)
def test_an_answer_is_laid_where_it_belongs(case: str, tmp_path: Path) -> None:
    text, path, answer, expected = LAID_OVER[case]
    facts = read(HEAD + text)
    draft = results_of("baima")[0]
    owing = Gap("待填", path, "……")
    form = unit_form([_with(draft, owing)], facts, DICTIONARY)
    assert form is not None
    filled(form, tmp_path / "a.xlsx", {path: answer})
    back = read_supplements(tmp_path, DICTIONARY)
    after, findings = supplemented(Reading(facts, ()), back.of(facts), DICTIONARY)
    assert findings == ()
    leaves = {leaf.path: leaf for leaf in after.leaves()}
    assert {path: leaves[path].text for path in expected} == expected
    assert all(leaf.more.status == "已核实" for leaf in leaves.values())
    if path == "党员.上期":
        previous = leaves["党员"].more.previous
        assert previous is not None
        assert previous.value == 1240
        assert str(leaves["党员"].more.previous_place).endswith("a.xlsx!台账!C6")


def _with(result: Result, gap: Gap) -> Result:
    return replace(result, unit="青山镇", gaps=(gap,))


VILLAGES = "后进村:\n{}"
MOVED = {
    # the list when the answer comes back → what stands in it then
    "as it was": ("甲村 乙村", [("甲村", "待填"), ("乙村", "已转化")]),
    "one put before": ("丙村 甲村 乙村", [("丙村", "待填"), ("甲村", "待填"), ("乙村", "已转化")]),
    "another removed": ("乙村", [("乙村", "已转化")]),
    "itself removed": ("甲村 丙村", [("甲村", "待填"), ("丙村", "待填")]),
}


@pytest.mark.parametrize("case", MOVED)
def test_an_answer_finds_its_record_by_name_or_is_refused(case: str, tmp_path: Path) -> None:
    def villages(names: str) -> Facts:
        rows = "".join(f"  - {{村: {name}, 状态: 待填}}\n" for name in names.split())
        return read(HEAD + VILLAGES.format(rows))

    names, expected = MOVED[case]
    owing = _with(results_of("baima")[0], Gap("待填", "后进村[2].状态", "……"))
    form = unit_form([owing], villages("甲村 乙村"), DICTIONARY)
    assert form is not None
    path = filled(form, tmp_path / "a.xlsx", {"后进村[2].状态": "已转化"})
    back = read_supplements(tmp_path, DICTIONARY)
    now = villages(names)
    after, findings = supplemented(Reading(now, ()), back.of(now), DICTIONARY)
    leaves = {leaf.path: leaf.text or "待填" for leaf in after.leaves()}
    seen = [
        (leaves[f"后进村[{n}].村"], leaves[f"后进村[{n}].状态"])
        for n in range(1, len(expected) + 1)
    ]
    assert seen == expected
    refused = [("FCT127", "“后进村”里现在没有“乙村”，这一格没有用", f"{path}!台账!C6")]
    assert [(f.code, f.message, str(f.place)) for f in findings] == (
        refused if case == "itself removed" else []
    )


def test_what_is_wrong_in_a_form_is_named_with_its_cell_and_changes_nothing(tmp_path: Path) -> None:
    form = unit_form(results_of("gaoling"), facts_of("gaoling"), DICTIONARY)
    assert form is not None
    path = filled(form, tmp_path / "a.xlsx", {"党员.流动党员": "不清楚", "后进村[1].状态": "快了"})
    after, findings = sent_back("gaoling", tmp_path)
    assert [(f.code, str(f.place)) for f in findings] == [
        ("FCT008", f"{path}!台账!C7"),
        ("FCT008", f"{path}!台账!C11"),
    ]
    assert gaps_of(after) == gaps_of(facts_of("gaoling"))


def test_a_cell_left_open_says_nothing(tmp_path: Path) -> None:
    form = unit_form(results_of("gaoling"), facts_of("gaoling"), DICTIONARY)
    assert form is not None
    filled(form, tmp_path / "a.xlsx", {"党员.流动党员": "待填", "村干部.大专以上": "9"})
    left = {gap.path for gap in gaps_of(sent_back("gaoling", tmp_path).facts)}
    assert "党员.流动党员" in left
    assert "村干部.大专以上" not in left


def test_a_folder_of_forms_is_sorted_out_whatever_the_files_are_called(tmp_path: Path) -> None:
    for town in OWING:
        form = unit_form(results_of(town), facts_of(town), DICTIONARY)
        assert form is not None
        filled(form, tmp_path / f"{len(town)}/补填表 - 副本 {town}.xlsx", answers(form))
        (tmp_path / f"{len(town)}/~$补填表 {town}.xlsx").write_bytes(b"lock")
    empty = unit_form(results_of("liushu"), facts_of("liushu"), DICTIONARY)
    assert empty is not None
    (tmp_path / "没填.xlsx").write_bytes(empty)
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    back = read_supplements(tmp_path, DICTIONARY)
    assert sorted(back.forms) == sorted((facts_of(t).unit, "2026年上半年") for t in OWING)
    assert back.troubles == (
        f"{tmp_path}/坏.xlsx：不是 Excel 工作簿，或文件已损坏（在 WPS 或 Excel 里打开，另存为 .xlsx，再用）",
        f"{tmp_path}/没填.xlsx：没有填，或不是补填表，没有用",
    )
    assert back.of(facts_of("baima")) == ()
    other = read("单位: {名称: 高岭乡}\n文稿: {期间: 2027年上半年}\n")
    assert back.of(other) == ()  # last period's answers are not this one's


def test_of_two_forms_that_differ_the_first_counts_and_it_is_said(tmp_path: Path) -> None:
    form = unit_form(results_of("gaoling"), facts_of("gaoling"), DICTIONARY)
    assert form is not None
    filled(form, tmp_path / "1.xlsx", {"党员.流动党员": "97"})
    filled(form, tmp_path / "2.xlsx", {"党员.流动党员": "98", "村干部.大专以上": "9"})
    back = read_supplements(tmp_path, DICTIONARY)
    assert back.troubles == (
        f"{tmp_path}/2.xlsx!台账!C7：“党员.流动党员”和 {tmp_path}/1.xlsx!台账!C7 填的不一样，用了后者",
    )
    facts = facts_of("gaoling")
    after, _ = supplemented(Reading(facts, ()), back.of(facts), DICTIONARY)
    said = {leaf.path: leaf.text for leaf in after.leaves()}
    assert (said["党员.流动党员"], said["村干部.大专以上"]) == ("97", "9")


def test_a_clerk_fills_it_in_in_a_spreadsheet(tmp_path: Path) -> None:
    form = unit_form(results_of("gaoling"), facts_of("gaoling"), DICTIONARY)
    assert form is not None
    (tmp_path / "form.xlsx").write_bytes(form)
    (tmp_path / "back").mkdir()
    steps = {"type": [["台账", "C6", "年底前招录3名"], ["台账", "C7", "97"]]}
    calc.fill(tmp_path / "form.xlsx", tmp_path / "back/form.xlsx", steps)
    after, findings = sent_back("gaoling", tmp_path / "back")
    assert findings == ()
    text = plain_text(compose(LIBRARY.template("work_report/half_year"), after, LIBRARY))
    assert "打算：年底前招录3名" in text
    assert "流动党员97名" in text
    shutil.rmtree(tmp_path / "back")
