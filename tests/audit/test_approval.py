"""What is recorded of an approved template, and when it no longer stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docgen.audit.approval import approval_of, approvals, hashes_of, unsigned, with_approval
from docgen.errors import InputError
from docgen.library import Library
from tests.samples import LIBRARY, ROOT

DAY = date(2026, 7, 3)
HALF = LIBRARY.template("work_report/half_year")
BRIEF = LIBRARY.template("briefing/experience")


def signed(text: str, *names: str) -> str:
    """The file after these templates were approved."""
    for name in names:
        approval = approval_of(LIBRARY.template(name), LIBRARY, DAY)
        text = with_approval(text, approval, "approved.yaml")
    return text


def test_blocks_are_sorted_and_written_the_same_again() -> None:
    text = signed("", "work_report/half_year", "briefing/experience")
    lines = text.splitlines()
    assert lines[0].startswith("# 审核过的模板")
    assert [line for line in lines if line.endswith(":")] == [
        "briefing/experience:",
        "work_report/half_year:",
    ]
    assert lines[2:4] == ['  名称: "经验做法简报"', "  日期: 2026-07-03"]
    assert signed(text, "briefing/experience", "work_report/half_year") == text
    assert signed("", "briefing/experience", "work_report/half_year") == text


def test_a_reason_comes_back_as_it_was_said() -> None:
    reason = '县里定的: "五十名" # 照用\\'
    text = with_approval("", approval_of(HALF, LIBRARY, DAY, reason), "approved.yaml")
    assert approvals(text, "approved.yaml")["work_report/half_year"].reason == reason


def test_what_others_wrote_stays_as_it_is() -> None:
    text = signed("", "work_report/half_year")
    lines = text.splitlines()
    noted = "\n".join([lines[0], "", "# 先看半年汇报", *lines[1:], "# 完"]) + "\n"
    after = signed(noted, "briefing/experience")
    assert "\n# 先看半年汇报\nwork_report/half_year:\n" in after
    assert after.endswith("# 完\n")
    assert signed(after, "work_report/half_year") == after


STRANGE = {
    "合并留下的": "<<<<<<< HEAD\n",
    "别的键": "work_report/half_year:\n  审核: 是\n",
    "没有模板": "  日期: 2026-07-03\n",
    "写了两遍": "a/b:\n  日期: 2026-07-03\na/b:\n",
    "引号不全": 'a/b:\n  名称: "甲\n',
    "缩进不对": "a/b:\n    日期: 2026-07-03\n",
}


@pytest.mark.parametrize("case", STRANGE)
def test_what_it_does_not_understand_it_leaves_alone(case: str) -> None:
    with pytest.raises(InputError, match="看不懂这一行"):
        signed(STRANGE[case], "work_report/half_year")


def changed(folder: Path, name: str, old: str, new: str) -> Library:
    """The library with one of its files changed."""
    target = folder / name
    target.parent.mkdir(parents=True)
    text = (ROOT / name).read_text("utf-8")
    assert old in text
    target.write_text(text.replace(old, new), encoding="utf-8")
    return Library((folder,))


CHANGES = {
    # a file and what is changed in it → what is said to have changed
    "模板": ("templates/work_report/half_year.md.j2", "现有党支部", "有党支部", "模板"),
    "宏": ("templates/乡镇.macro.j2", "目前已转化", "已转化", "模板"),
    "提法": ("snippets/guidance.yaml", "说明:", "说明: 请", "提法"),
    "用到的事实": ("data/dictionary/ledger.yaml", "量词: 名", "量词: 人", "字典"),
    "别的模板": ("templates/briefing/experience.md.j2", "名称:", "名称: 新", ""),
    "没有用到的提法": ("snippets/stock/speech_call.yaml", "说明:", "说明: 请", ""),
    "没有用到的事实": ("data/dictionary/county.yaml", "说明:", "说明: 请", ""),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_changed_since_is_named(case: str, tmp_path: Path) -> None:
    name, old, new, expected = CHANGES[case]
    shelf = changed(tmp_path, name, old, new)
    known = approvals(signed("", "work_report/half_year"), "approved.yaml")
    said = unsigned([shelf.template("work_report/half_year")], known, shelf)
    if expected:
        assert said == (f"模板“{HALF.name}”2026-07-03签字以后改过：{expected}",)
    else:
        assert said == ()


def test_unsigned_templates_are_named() -> None:
    known = approvals(signed("", "work_report/half_year"), "approved.yaml")
    assert unsigned([HALF, BRIEF], known, LIBRARY) == ("模板“经验做法简报”还没有审核签字",)


def test_where_a_template_lies_makes_no_difference() -> None:
    moved = replace(HALF, line=HALF.line + 3)
    assert hashes_of(moved, LIBRARY) == hashes_of(HALF, LIBRARY)
