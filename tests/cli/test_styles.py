"""What the commands say of styles: parameters with their clauses, and what a unit's style leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.cli.program import program
from tests.samples import LIBRARY, ROOT


def said(*words: str) -> str:
    done = CliRunner().invoke(program, words)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("id", LIBRARY.style_ids)
def test_every_parameter_is_told_with_its_clause_and_strength(id: str) -> None:
    told = json.loads(said("explain", "style", id, "--json"))
    assert [(one["key"], one["clause"], one["strength"]) for one in told["settings"]] == [
        (one.key, one.clause, one.strength) for one in LIBRARY.style(id).settings
    ]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("gbt9704",), ["上距 规定 7.2.4 35毫米", "首线 推荐 7.4.1 0.35毫米"]),
        (("党政机关公文格式",), ["gbt9704 党政机关公文格式"]),
        ((), ["gbt9704 党政机关公文格式"]),
        (("letter",), ["页码.首页 否 原为 是"]),
        (
            ("unit-example",),
            [
                "与 gbt9704 不同的：",
                "版心.行距 28磅 原为 28.95磅",
                "偏离国家标准规定的：",
                "页面.天头 35毫米 5.2.1 规定 37毫米",
            ],
        ),
    ],
)
def test_a_style_is_explained(words: tuple[str, ...], lines: list[str]) -> None:
    told = [" ".join(line.split()) for line in said("explain", "style", *words).split("\n")]
    assert [line for line in lines if line not in told] == []


@pytest.mark.parametrize("id", ["gbt9704", "letter", "briefing"])
def test_what_leaves_no_prescription_says_nothing_of_it(id: str) -> None:
    assert "偏离" not in said("explain", "样式", id)


def test_the_list_counts_what_a_style_leaves() -> None:
    rows = {
        line.split()[0]: line.split()[1:] for line in said("list", "styles").split("\n") if line
    }
    assert rows["letter"] == ["信函格式", "gbt9704"]
    assert rows["unit-example"] == ["单位样式（样板）", "gbt9704", "4处"]


@pytest.mark.parametrize(("style", "told"), [("unit-example", True), ("gbt9704", False)])
def test_a_draft_in_a_style_that_leaves_a_prescription_says_so(style, told, tmp_path) -> None:
    facts = ROOT / "data/counties/qinghe/baima/2025-h1.yaml"
    words = ("render", "work_report/half_year", str(facts), "--style", style, "-o", str(tmp_path))
    assert (
        "偏离国家标准的规定：页面.天头、页面.下白边、页面.订口、页面.切口" in said(*words)
    ) == told


# -- bad style files of a project -------------------------------------------------------------------

MINE = """\
继承: gbt9704
名称: 本镇的
版心:
  行间距: 28磅
  字距: 一
"""
TOLD = """\
{folder}/lost.yaml:1:1: 必错 STY001 没有“leter”这个样式可以继承
     1 | 继承: leter
       | ^
       改法：是不是“letter”

{folder}/mine.yaml:4:3: 必错 STY001 样式没有“版心.行间距”这个参数
     4 |   行间距: 28磅
       |   ^
       改法：是不是“版心.行距”？
{folder}/mine.yaml:5:3: 必错 STY001 “版心.字距”的值“一”不认识
     5 |   字距: 一
       |   ^
       改法：应为 -5 到 20 之间的数，单位是磅

{folder}/typed.yaml:1:3: 必错 SRC003 “继承”后面用了全角冒号
     1 | 继承：gbt9704
       |     ^
       改法：“继承: 内容”（半角冒号，再空一格）

4种样式的文件写错了，没有列出：heir、lost、mine、typed
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose styles are bad, but for one; its folder of styles."""
    folder = tmp_path / "data" / "norms" / "styles"
    folder.mkdir(parents=True)
    (tmp_path / "docgen.toml").touch()
    files = {
        "mine": MINE,
        "heir": "继承: mine\n",
        "lost": "继承: leter\n",
        "typed": "继承：gbt9704\n名称: 甲\n",
        "sound": "继承: letter\n名称: 本镇的函\n",
    }
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_others_are_listed_and_all_that_is_wrong_is_told(project: Path) -> None:
    done = CliRunner().invoke(program, ("list", "styles"))
    assert done.exit_code == 2
    rows, _, told = done.output.partition("\n\n")
    assert [row.split()[0] for row in rows.split("\n")[1:]] == sorted((*LIBRARY.style_ids, "sound"))
    assert told == TOLD.format(folder=project)
    done = CliRunner().invoke(program, ("list", "styles", "--json"))
    assert len(json.loads(done.output)["unreadable"]) == 4


@pytest.mark.parametrize("name", ["letter", "信函格式", "sound", "本镇的函"])
@pytest.mark.usefixtures("project")
def test_a_bad_style_does_not_stop_the_others(name: str) -> None:
    assert "版头分隔线" in said("explain", "style", name)


@pytest.mark.usefixtures("project")
def test_a_bad_style_itself_is_told_with_its_lines() -> None:
    for name in ("mine", "heir"):  # what heir inherits is wrong
        done = CliRunner().invoke(program, ("explain", "style", name))
        assert done.exit_code == 2
        assert "mine.yaml:4:3: 必错 STY001" in done.output
        assert "mine.yaml:5:3: 必错 STY001" in done.output


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("nosuch", "可用的有 briefing、gbt9704、letter、minutes、speech、unit-example"),
        ("行距", "可用的有 briefing、gbt9704、letter、minutes、speech、unit-example"),
        ("leter", "是不是“letter”"),
        ("信函", "是不是“信函格式”"),
        ("s", "可用的有 briefing、gbt9704、letter、minutes、speech、unit-example"),
    ],
)
def test_only_a_near_name_is_offered(name: str, hint: str) -> None:
    done = CliRunner().invoke(program, ("explain", "style", name))
    assert done.output == f"错误：没有“{name}”这个样式\n  下一步：{hint}\n"
