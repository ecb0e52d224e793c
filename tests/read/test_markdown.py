"""Markdown of other people: signs taken off, characters placed, notes aside."""

from __future__ import annotations

import pytest

from docgen.finding import Place
from docgen.manuscript import Manuscript
from docgen.read import read_text

BODY = "镇党委逐村分析班子运行情况，列出问题清单。"


def read(text: str) -> Manuscript:
    return read_text(text, "稿.md")


def seen(text: str) -> list[tuple[str, int, str]]:
    return [(line.role, line.level, line.text) for line in read(text).lines]


DRAFTS = [
    (f"# 整顿工作总结\n\n## 一、做法\n\n### （一）抓班子\n\n{BODY}", [("title", 0, "整顿工作总结"), ("heading", 1, "一、做法"), ("heading", 2, "（一）抓班子"), ("body", 0, BODY)]),
    (f"# 整顿工作总结\n# 一、做法\n## （一）抓班子\n{BODY}", [("title", 0, "整顿工作总结"), ("heading", 1, "一、做法"), ("heading", 2, "（一）抓班子"), ("body", 0, BODY)]),
    (f"# 一、做法\n\n{BODY}", [("heading", 1, "一、做法"), ("body", 0, BODY)]),
    (f"#标题\n\n##一、做法\n{BODY}", [("title", 0, "标题"), ("heading", 1, "一、做法"), ("body", 0, BODY)]),
    (f"整顿工作总结\n====\n\n一、做法\n----\n\n{BODY}", [("title", 0, "整顿工作总结"), ("heading", 1, "一、做法"), ("body", 0, BODY)]),
    (f"**整顿工作总结**\n\n**一、做法**\n\n{BODY}\n\n**主要成效**\n\n{BODY}", [("title", 0, "整顿工作总结"), ("heading", 1, "一、做法"), ("body", 0, BODY), ("heading", 2, "主要成效"), ("body", 0, BODY)]),
    (f"# 总结\n\n## 一、做法 ##\n\n**（一）抓班子**。{BODY}", [("title", 0, "总结"), ("heading", 1, "一、做法"), ("heading", 2, f"（一）抓班子。{BODY}")]),
    (f"---\ntitle: x\n---\n# 总结\n\n{BODY}\n\n---\n\n{BODY}", [("title", 0, "总结"), ("body", 0, BODY), ("body", 0, BODY)]),
    (f"```markdown\n总结\n\n一、做法\n{BODY}\n```", [("title", 0, "总结"), ("heading", 1, "一、做法"), ("body", 0, BODY)]),
    (f"# 总结\n\n> {BODY}\n\n- {BODY}\n* {BODY}", [("title", 0, "总结"), ("body", 0, BODY), ("body", 0, BODY), ("body", 0, BODY)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), DRAFTS)
def test_a_draft(text: str, wanted: list[tuple[str, int, str]]) -> None:
    assert seen(text) == wanted


INLINE = [
    ("投入**5万元**，*改造*场所。", "投入5万元，改造场所。"),
    (r"A\*类，1\. 不是列表。", "A*类，1. 不是列表。"),
    ("A &amp; B &lt;C&gt;，&#126;3。", "A & B <C>，~3。"),
    ("见[通知](http://example.com/a)第3条。", "见通知第3条。"),
    ("用`命令`做，~~删去~~。", "用命令做，删去。"),
    ("面积<sub>2</sub>亩<br>。", "面积2亩。"),
    ("3*4的星号和5~6之间。", "3*4的星号和5~6之间。"),
    ("整顿{--3--}{++2++}个村。", "整顿2个村。"),
]


@pytest.mark.parametrize(("typed", "text"), INLINE)
def test_signs_are_taken_off(typed: str, text: str) -> None:
    [line] = read(f"# 总结\n\n{typed}\n").lines[1:]
    assert line.text == text


def test_every_character_stands_where_it_says() -> None:
    typed = r"- **抓\*班子**。见[通&amp;知](u)，投入<b>5</b>万元。"
    [line] = read(f"# 总结\n\n{typed}\n").lines[1:]
    assert line.text == "抓*班子。见通&知，投入5万元。"
    for offset, char in enumerate(line.text):
        place = line.place(offset)
        assert (place.line, typed[place.column - 1]) == (3, char)


def test_a_table() -> None:
    paper = read("# 总结\n\n| 村 | 党员 |\n|---|:-:|\n| 石桥村 | 4\\|1 |\n|清河村||\n\n" + BODY)
    assert [(x.text, x.cell and x.cell[1:]) for x in paper.lines[1:-1]] == [
        ("村", (0, 0)),
        ("党员", (0, 1)),
        ("石桥村", (1, 0)),
        ("4|1", (1, 1)),
        ("清河村", (2, 0)),
    ]
    assert paper.lines[4].place(0) == Place("稿.md", 5, 9)
    assert paper.lines[-1].role == "body"


def test_notes_and_changes_are_told() -> None:
    paper = read("# 总结\n\n<!-- 数字\n没核 -->整顿{--3--}{++2++}个村。<!-- docgen: x -->\n")
    assert [(x.kind, x.place.line, x.place.column, x.text) for x in paper.asides] == [
        ("hidden", 3, 1, "数字\n没核"),
        ("revision", 4, 9, "删除：3"),
        ("revision", 4, 16, "插入：2"),
    ]
    assert paper.lines[-1].text == "整顿2个村。"
    assert paper.lines[-1].place(2) == Place("稿.md", 4, 19)


LONG = "镇党委逐村分析班子运行情况，列出问题清单，逐条写明责任人和完成时限，每月调度一次（重点是“"
REST = "班子不全、书记空缺”的村）。"
BROKEN = [
    (f"{LONG}\n{REST}", [LONG + REST]),
    (f"- {LONG}\n  {REST}", [LONG + REST]),
    (f"{LONG}\n\n{REST}", [LONG, REST]),
    (f"{LONG}\n- {REST}", [LONG, REST]),
    (f"{LONG}  \n{REST}", [LONG, REST]),
    (f"{LONG}\n1.{REST}", [LONG, f"1.{REST}"]),
    (f"{LONG}村。\n{REST}", [f"{LONG}村。", REST]),
    ("中共清河县青山镇委员会\n2026年6月30日", ["中共清河县青山镇委员会", "2026年6月30日"]),
]


@pytest.mark.parametrize(("typed", "wanted"), BROKEN)
def test_a_paragraph_broken_at_a_width(typed: str, wanted: list[str]) -> None:
    paper = read(f"# 总结\n\n{BODY}\n\n{typed}\n")
    assert [line.text for line in paper.lines[2:]] == wanted


def test_characters_of_a_broken_paragraph_keep_their_places() -> None:
    line = read(f"# 总结\n\n- {LONG}\n  {REST}\n").lines[1]
    assert line.place(0) == Place("稿.md", 3, 3)
    assert line.place(len(LONG)) == Place("稿.md", 4, 3)


def test_residue_in_markdown() -> None:
    paper = read(f"# 总结\n\n![图](a.png)\n\n首页 > 总结 > 党建\n\n{BODY}\n")
    assert [(x.kind, x.text) for x in paper.asides] == [
        ("residue", "![图](a.png)"),
        ("residue", "首页 > 总结 > 党建"),
    ]
