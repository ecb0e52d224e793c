"""One bad unit never stops the others: each kind of bad one is named, with its place."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from docgen.batch.state import State
from docgen.facts.workbook import form_layout, write_form
from docgen.finding import Level
from tests.batch.county import (
    TEMPLATE,
    county,
    library,
    name_of,
    period_yaml,
    run,
    unit_yaml,
    write,
)
from tests.samples import DICTIONARY

GOOD = period_yaml(3)
COUNT = 6
BAD = 3
"""The unit that is spoilt."""


class Kind(NamedTuple):
    """A kind of bad unit: how it is made, and what is said of it."""

    spoil: Callable[[Path], object]
    said: str


def text(words: str) -> Callable[[Path], object]:
    """The facts file says this."""
    return lambda unit: write(unit / "2026-h1.yaml", words)


def data(raw: bytes) -> Callable[[Path], object]:
    """The facts file holds these bytes."""
    return lambda unit: (unit / "2026-h1.yaml").write_bytes(raw)


def instead(name: str, raw: bytes) -> Callable[[Path], object]:
    """In place of the YAML a file that was sent back."""

    def spoil(unit: Path) -> None:
        (unit / "2026-h1.yaml").unlink()
        (unit / "unit.yaml").unlink()
        (unit / name).write_bytes(raw)

    return spoil


def _folder(unit: Path) -> None:
    (unit / "2026-h1.yaml").unlink()
    (unit / "2026-h1.yaml").mkdir()


def _link_to_nowhere(unit: Path) -> None:
    (unit / "2026-h1.yaml").unlink()
    (unit / "2026-h1.yaml").symlink_to(unit / "没有.yaml")


def _pipe(unit: Path) -> None:
    (unit / "2026-h1.yaml").unlink()
    os.mkfifo(unit / "2026-h1.yaml")


def _two_of_a_period(unit: Path) -> None:
    write(unit / "2026-h1-改.yaml", GOOD)


def _own_file_broken(unit: Path) -> None:
    write(unit / "unit.yaml", "单位: [青山镇\n")


def _own_file_is_binary(unit: Path) -> None:
    (unit / "unit.yaml").write_bytes(b"\x00\x01\x02")


def _out_of(unit: Path) -> Path:
    return unit.parents[1] / "out" / name_of(BAD)


def _drafts_folder_is_a_file(unit: Path) -> None:
    write(_out_of(unit), "x")


def workbook(change: Callable[[Path], object] | None = None) -> Callable[[Path], object]:
    """In place of the YAML a form; change: what is done to it."""

    def spoil(unit: Path) -> None:
        (unit / "2026-h1.yaml").unlink()
        (unit / "unit.yaml").unlink()
        path = unit / f"{name_of(BAD)}.xlsx"
        layout = form_layout(DICTIONARY, ("党员",), many=False)
        path.write_bytes(write_form(layout, []))
        if change is not None:
            change(path)

    return spoil


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)


def _with_entity(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


KINDS = {
    "缩进乱了": Kind(text(GOOD.replace("  日期", " 日期")), r"u003/2026-h1.yaml:\d+:\d+：SRC"),
    "括号没有合上": Kind(text(GOOD + "荣誉: [{名: 甲\n"), r"u003/2026-h1.yaml:\d+"),
    "套得太深": Kind(text(GOOD + "荣誉: " + "[" * 90 + "]" * 90 + "\n"), r"u003/2026-h1.yaml:\d+"),
    "不是对照表": Kind(text("- 一\n- 二\n"), r"u003/2026-h1.yaml：不知道文稿的日期"),
    "一字未填": Kind(text(""), r"u003/2026-h1.yaml：不知道文稿的日期"),
    "没有写日期": Kind(text("党员: 307\n"), r"u003/2026-h1.yaml：不知道文稿的日期"),
    "UTF-16 编码": Kind(data(GOOD.encode("utf-16")), r"u003/2026-h1.yaml：文件是UTF-16编码"),
    "有损坏的字符": Kind(data(GOOD.encode()[:-40] + b"\xff\xfe\xfd" + GOOD.encode()), r"2026-h1.yaml:\d+：文件有损坏的字符"),
    "不是文本": Kind(data(b"\x00\x01" * 400), r"u003/2026-h1.yaml：这不是文本文件"),
    "太大": Kind(data(b"#" * 5_100_000), r"u003/2026-h1.yaml：文件超过5MB"),
    "是文件夹": Kind(_folder, r"u003"),
    "是通到别处的断链": Kind(_link_to_nowhere, r"u003/2026-h1.yaml：找不到文件"),
    "是管道": Kind(_pipe, r"u003/2026-h1.yaml：这不是普通文件"),
    "一期有两份": Kind(_two_of_a_period, r"u003：2026年上半年的台账有几份：.*u003/2026-h1-改.yaml"),
    "单位文件坏了": Kind(_own_file_broken, r"u003/unit.yaml:\d+"),
    "单位文件不是文本": Kind(_own_file_is_binary, r"u003/unit.yaml：这不是文本文件"),
    "文稿的文件夹是个文件": Kind(_drafts_folder_is_a_file, rf"out/{name_of(BAD)}/.*：应是文件夹的地方有一个同名文件"),
    "旧格式的表": Kind(instead("金沙镇.xls", b"\xd0\xcf\x11\xe0"), r"金沙镇.xls：.xls 文件读不了（用 WPS"),
    "加了密的表": Kind(instead("金沙镇.xlsx", b"\xd0\xcf\x11\xe0" * 300), r"金沙镇.xlsx：.*"),
    "发来的是扫描件": Kind(instead("金沙镇.pdf", b"%PDF-"), r"金沙镇.pdf：.pdf 文件读不了"),
    "发来的是Word": Kind(instead("金沙镇.docx", b"PK"), r"金沙镇.docx：.docx 文件读不了（请用填报表"),
    "表一字未填": Kind(workbook(), r"\.xlsx：.*(没有|不知道)"),
    "表断了半截": Kind(workbook(_cut_short), r"\.xlsx：.*损坏|\.xlsx：.*打不开|\.xlsx"),
    "表是压缩炸弹": Kind(workbook(_bomb), r"\.xlsx"),
    "表里有实体": Kind(workbook(_with_entity), r"\.xlsx"),
    "表里没有认得的内容": Kind(instead("金沙镇.csv", "甲,乙\n1,2\n".encode()), r"金沙镇.csv：这份表里没有认得的内容"),
    "与别的单位同名": Kind(
        lambda unit: write(unit / "unit.yaml", unit_yaml(name_of(2))),
        rf"u003/2026-h1.yaml：还有一份台账也是“{name_of(2)}”的：.*u002",
    ),
}  # fmt: skip


def spoilt(root: Path, kind: str, count: int) -> Path:
    """A county of so many units, one of them spoilt."""
    facts = county(root / "facts", count)
    KINDS[kind].spoil(facts / f"u{BAD:03}")
    return facts


def test_there_are_at_least_25_kinds() -> None:
    assert len(KINDS) >= 25


@pytest.mark.parametrize("kind", KINDS)
def test_the_bad_one_is_named_and_the_others_are_made(kind: str, tmp_path: Path) -> None:
    facts = spoilt(tmp_path, kind, COUNT)
    found = run(facts, tmp_path / "out", library(tmp_path / "project"))
    twins = 2 if kind == "与别的单位同名" else 1  # nobody knows which of the two is right
    assert (found.stand.written, found.stand.failed) == (COUNT - twins, twins)
    assert any(re.search(KINDS[kind].said, why) for why in found.stand.reasons), found.stand.reasons
    for why in found.stand.reasons:
        assert "Error" not in why
        assert "Traceback" not in why
    drafts = sorted(
        path.parent.name for path in (tmp_path / "out").rglob("*.docx") if path.is_file()
    )
    assert len(drafts) == COUNT - twins


@pytest.mark.parametrize("kind", ["括号没有合上", "旧格式的表"])
def test_one_bad_unit_of_a_thousand(kind: str, tmp_path: Path) -> None:
    facts = spoilt(tmp_path, kind, 1000)
    found = run(facts, tmp_path / "out", library(tmp_path / "project"))
    assert (found.stand.written, found.stand.failed) == (999, 1)
    assert found.outcome.made == 1000
    [why] = found.stand.reasons
    assert re.search(KINDS[kind].said, why)


TOLD: dict[str, tuple[str, str]] = {
    "用了锚": ("甲: &a 1\n乙: *a\n" + GOOD, "SRC"),
    "两份文件连在一起": (GOOD + "---\n" + GOOD, "SRC"),
    "有不能用的字符": (GOOD.replace("名积极", "名\ue000积极"), "SRC"),
    "女党员比党员多": (GOOD.replace("女党员: ", "女党员: 9"), "FCT"),
}


@pytest.mark.parametrize("kind", TOLD)
def test_what_can_be_read_all_the_same_is_made_and_told(kind: str, tmp_path: Path) -> None:
    words, code = TOLD[kind]
    facts = county(tmp_path / "facts", COUNT)
    write(facts / f"u{BAD:03}/2026-h1.yaml", words)
    found = run(facts, tmp_path / "out", library(tmp_path / "project"))
    assert (found.stand.written, found.stand.failed) == (COUNT, 0)
    assert found.stand.worst is Level.ERROR
    state = State(tmp_path / "out")
    errors = [
        (result.unit, str(finding.place), finding.code)
        for result in state.all({unit.source for unit in found.plan.units}).values()
        for finding in result.findings
        if finding.level is Level.ERROR
    ]
    state.close()
    assert errors
    for unit, place, found_code in errors:
        assert unit == name_of(BAD)
        assert "u003/2026-h1.yaml:" in place
        assert found_code.startswith(code)


def test_a_folder_in_the_place_of_a_draft_is_left_alone(tmp_path: Path) -> None:
    facts = county(tmp_path / "facts", 1)
    (tmp_path / "out/青山镇/青山镇2026年上半年村情简况.docx").mkdir(parents=True)
    found = run(facts, tmp_path / "out", library(tmp_path / "project"))
    assert found.stand.written == 1
    assert (tmp_path / "out/青山镇/青山镇2026年上半年村情简况.新稿.docx").is_file()


def test_nothing_is_written_through_a_link_that_leads_out(tmp_path: Path) -> None:
    facts = county(tmp_path / "facts", 1)
    (tmp_path / "out/青山镇").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "out/青山镇/.docgen").symlink_to(tmp_path / "outside")
    found = run(facts, tmp_path / "out", library(tmp_path / "project"))
    assert "通到文件夹外面的链接" in found.stand.reasons[0]
    assert not list((tmp_path / "outside").iterdir())


def test_what_was_mended_is_made_by_the_next_run(tmp_path: Path) -> None:
    facts = spoilt(tmp_path, "缩进乱了", COUNT)
    shelf = library(tmp_path / "project")
    assert run(facts, tmp_path / "out", shelf).stand.failed == 1
    write(facts / f"u{BAD:03}/2026-h1.yaml", GOOD)
    mended = run(facts, tmp_path / "out", shelf)
    assert (mended.outcome.made, mended.stand.written, mended.stand.failed) == (1, COUNT, 0)


def test_a_fault_of_the_program_is_told_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit that nobody foresaw costs its own draft only."""
    from docgen.batch import work  # noqa: PLC0415

    real = work.compose

    def compose(template: object, facts: object, *rest: object, **more: object) -> object:
        if getattr(facts, "unit", "") == name_of(BAD):
            raise RecursionError
        return real(template, facts, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "compose", compose)
    found = run(
        county(tmp_path / "facts", COUNT), tmp_path / "out", library(tmp_path / "p"), TEMPLATE
    )
    assert (found.stand.written, found.stand.failed) == (COUNT - 1, 1)
    assert "程序内部出错" in found.stand.reasons[0]
