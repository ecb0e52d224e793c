"""Files of drafts: encodings, .docx of other people, what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import InputError
from docgen.finding import Place
from docgen.manuscript import Manuscript
from docgen.read import read_draft
from docgen.read.docx import strips_of
from docgen.read.recognise import recognise
from tests.ooxml.test_reading import LISTS, STYLES
from tests.ooxml.words import p, r, word

BODY = "镇党委逐村分析班子运行情况，列出问题清单。"


def read(body: str, **more: str) -> Manuscript:
    return recognise("稿.docx", strips_of(word(body, **more), "稿.docx"))


def test_text_in_utf_8_and_gbk(tmp_path: Path) -> None:
    text = f"整顿工作总结\r\n\r\n一、做法\r\n{BODY}\r\n"
    for encoding in ("utf-8", "utf-8-sig", "gbk"):
        path = tmp_path / "稿.TXT"
        path.write_bytes(text.encode(encoding))
        found = [(line.role, line.text) for line in read_draft(path).lines]
        assert found == [("title", "整顿工作总结"), ("heading", "一、做法"), ("body", BODY)]


def test_what_is_no_draft_is_told(tmp_path: Path) -> None:
    for name, data, message in (
        ("稿.doc", b"x", "不是能读的文稿"),
        ("没有.txt", None, "找不到文件"),
        ("没有.docx", None, "找不到文件"),
        ("图.txt", b"\x89PNG\0\0", "这不是文本文件"),
        ("空.docx", b"", "文件是空的"),
        ("空.txt", b"", "文稿里没有字"),
        ("空.md", b"\n \n", "文稿里没有字"),
        ("图片.docx", word(p("")), "文稿里没有字"),
        ("假.docx", b"PK\x03\x04", "不是 .docx 文稿，或文件已损坏"),
    ):
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(InputError) as caught:
            read_draft(path)
        assert caught.value.message == message


def numbered(text: str, level: int) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def test_automatic_numbers_are_read_as_printed() -> None:
    paper = read(
        p("整顿工作总结")
        + numbered("做法", 0)
        + numbered(f"抓班子。{BODY}", 1)
        + numbered("成效", 0),
        numbering=LISTS,
    )
    assert [(x.role, x.level, x.text[: x.head]) for x in paper.lines[1:]] == [
        ("heading", 1, "一、做法"),
        ("heading", 2, "（一）抓班子。"),
        ("heading", 1, "二、成效"),
    ]
    line = paper.lines[2]
    assert line.place(0) == Place("稿.docx", 3, 0, "第3段")
    assert line.place(3) == Place("稿.docx", 3, 1, "第3段")
    assert line.place(4).column == 2


def test_styles_and_looks_make_headings() -> None:
    def styled(name: str, *runs: str) -> str:
        return p(*runs, properties=f'<w:pStyle w:val="{name}"/>')

    kai = '<w:rFonts w:eastAsia="楷体"/>'
    paper = read(
        styled("t", "整顿工作总结")
        + styled("1", "主要做法")
        + styled("2", "抓班子")
        + p(r("抓队伍。", kai), BODY)
        + p(r("（一）抓阵地", kai), f"。{BODY}")
        + p(r("石桥村", "<w:b/>"), "完成了整顿。"),
        styles=STYLES,
    )
    assert [(x.role, x.level, x.text[: x.head]) for x in paper.lines] == [
        ("title", 0, ""),
        ("heading", 1, "主要做法"),
        ("heading", 2, "抓班子"),
        ("heading", 2, "抓队伍。"),
        ("heading", 2, "（一）抓阵地。"),
        ("body", 0, ""),
    ]


def test_figures_in_a_font_of_their_own_make_no_heading() -> None:
    west, east = '<w:rFonts w:ascii="x"/>', '<w:rFonts w:eastAsia="仿宋" w:cs="x"/>'
    paper = read(p("总结") + p(r("各村核对合同。", west), r("3", east), r("月办擂台赛。", west)))
    assert (paper.lines[1].role, paper.lines[1].head) == ("body", 0)


def test_lines_broken_by_hand_are_lines() -> None:
    [title, head, body] = read(
        p("整顿工作总结", "<w:r><w:br/></w:r>", " 一、做法", "<w:r><w:br/></w:r>", BODY)
    ).lines
    assert [title.role, head.role, body.role] == ["title", "heading", "body"]
    assert head.place(0) == Place("稿.docx", 1, 9, "第1段")
    assert body.place(0).column == 14


def test_paragraphs_made_one_by_a_deletion_are_one_line() -> None:
    gone = "<w:rPr><w:del w:id='1'/></w:rPr>"
    paper = read(p("总结") + p("镇党委逐村分析", properties=gone) + p("班子运行情况。"))
    line = paper.lines[1]
    assert line.text == "镇党委逐村分析班子运行情况。"
    assert line.place(6) == Place("稿.docx", 2, 7, "第2段")
    assert line.place(7) == Place("稿.docx", 3, 1, "第3段")


def test_cells_contents_and_right_aligned_ends() -> None:
    table = (
        f"<w:tbl><w:tr><w:tc>{p('村')}</w:tc><w:tc>{p('党员')}{p('（名）')}</w:tc></w:tr></w:tbl>"
    )
    toc = '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="toc 1"/></w:style>'
    right = '<w:jc w:val="right"/>'
    paper = read(
        p("整顿工作总结", properties='<w:jc w:val="center"/>')
        + p("一、做法\t1", properties='<w:pStyle w:val="c"/>')
        + p("一、做法")
        + p(BODY)
        + table
        + p("青山镇整顿办", properties=right)
        + p("2026年6月30日", properties=right),
        styles=toc,
    )
    assert [(x.role, x.text) for x in paper.lines] == [
        ("title", "整顿工作总结"),
        ("heading", "一、做法"),
        ("body", BODY),
        ("cell", "村"),
        ("cell", "党员"),
        ("cell", "（名）"),
        ("organ", "青山镇整顿办"),
        ("date", "2026年6月30日"),
    ]
    assert paper.lines[4].place(0) == Place("稿.docx", 6, 1, "表1第1行第2列")


def test_changes_and_hidden_text_are_set_aside() -> None:
    gone = "<w:del w:id='1'><w:r><w:delText>三</w:delText></w:r></w:del>"
    paper = read(
        p("总结")
        + p("整顿", gone, f"<w:ins w:id='2'>{r('两')}</w:ins>", "个村。", r("没核", "<w:vanish/>"))
    )
    assert paper.lines[1].text == "整顿两个村。"
    assert [(x.kind, x.place.line, x.place.column, x.text) for x in paper.asides] == [
        ("revision", 2, 3, "删除：三"),
        ("revision", 2, 3, "插入：两"),
        ("hidden", 2, 7, "没核"),
    ]
