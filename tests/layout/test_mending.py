"""A copy put right: nothing of the content is touched, every reader takes it, a second run finds
nothing to do."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from random import Random

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from docgen.errors import InputError
from docgen.layout import check, mended
from docgen.ooxml.comments import Note, annotate
from docgen.ooxml.opening import MAX_BYTES
from docgen.ooxml.reading import paragraphs
from tests.gate.office import convert
from tests.gate.sdk import sdk_errors
from tests.layout.clean import STYLE, checked, clean, put, seeded, told
from tests.layout.test_seeded import SEEDED
from tests.samples import LIBRARY

WORDS = (
    "关于2026年上半年基层党建工作情况的汇报",
    "",
    "县委组织部：",
    "　　今年以来，我镇党委坚持大抓基层的鲜明导向。",
    "一、主要做法",
    "（一）抓学习。全镇共开展学习24次，覆盖党员1203名。",
    "（二）抓队伍。抽调15名干部组成4个工作组。",
    "二、下一步打算",
    "继续抓好学习和队伍。",
)
SIGNED = ("中共青山镇委员会", "2026年6月30日")


def colleague() -> bytes:
    """A paper typed in an office without a thought for its layout: letter paper, theme fonts, bold
    headings, an automatic list, a header, a table, a comment and a tracked change."""
    paper = docx.Document()
    for text in WORDS:
        run = paper.add_paragraph().add_run(text)
        run.bold = text.startswith(("关于", "一、", "二、"))
    paper.add_paragraph("压实责任。", style="List Number")
    table = paper.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"第{number}格"
    for text in SIGNED:
        paper.add_paragraph(text).runs[0].font.size = Pt(14)
    paper.sections[0].header.paragraphs[0].text = "内部材料"
    paragraph = paper.paragraphs[4]._p
    change = paragraph.makeelement(qn("w:ins"), {qn("w:id"): "900", qn("w:author"): "某"})
    paragraph.append(change)
    change.append(paper.paragraphs[4].add_run("和成效")._r)
    out = io.BytesIO()
    paper.save(out)
    return annotate(out.getvalue(), [Note(5, 0, 2, "再想想")])


def held(data: bytes) -> dict[str, int]:
    """What a paper holds beside its words."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    tags = "commentReference commentRangeStart ins del tbl tc drawing fldChar hyperlink numPr p"
    return {tag: len(re.findall(f"<w:{tag}[ />]", body)) for tag in tags.split()}


def test_a_colleague_s_paper_is_put_right_without_a_word_changed(tmp_path: Path) -> None:
    data = colleague()
    before = checked(data)
    made = mended(before)
    assert [p.text for p in paragraphs(made)] == [p.text for p in paragraphs(data)]
    assert held(made) == held(data)
    assert told(made) == [
        "提示 LAY016 正文用空格缩进，应为段落的首行缩进",
        "提示 LAY021 正文的序数是自动编号，应为写出来的字",
    ]
    assert mended(checked(made)) == made
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        kept = set(old.namelist()) - {
            *("word/document.xml", "word/settings.xml", "[Content_Types].xml"),
            "word/_rels/document.xml.rels",
        }
        assert kept < set(new.namelist())
        assert all(old.read(name) == new.read(name) for name in kept)
    files = [tmp_path / "原.docx", tmp_path / "改.docx"]
    for file, content in zip(files, (data, made), strict=True):
        file.write_bytes(content)
    errors = sdk_errors(files)
    assert errors[files[1]] == errors[files[0]]
    assert set(convert(files, tmp_path)) == set(files)


def test_any_departures_together_are_put_right_at_once(tmp_path: Path) -> None:
    draw = Random(9704)
    files: list[tuple[Path, Path]] = []
    for number in range(40):
        data = clean()
        for name in draw.sample(sorted(SEEDED), 12):
            try:
                data = seeded(SEEDED[name][0], data=data)
            except (AssertionError, ValueError, StopIteration):
                continue  # another has changed the same place
        found = checked(data)
        made = mended(found)
        assert checked(made).mendable == (), number
        assert [p.text for p in paragraphs(made)] == [p.text for p in paragraphs(data)]
        assert mended(checked(made)) == made
        if number < 6:
            files.append((tmp_path / f"{number}.docx", tmp_path / f"{number}-改.docx"))
            for file, content in zip(files[-1], (data, made), strict=True):
                file.write_bytes(content)
    errors = sdk_errors([file for pair in files for file in pair])
    assert all(set(errors[after]) <= set(errors[before]) for before, after in files)


def test_a_footer_with_other_words_is_left_alone() -> None:
    data = seeded(
        put("footer1.xml", "</w:p>", "</w:p><w:p><w:r><w:t>机密文件，注意保存</w:t></w:r></w:p>"),
        put("footer1.xml", "<w:t>—</w:t>", "<w:t>-</w:t>", 0),
    )
    [finding] = checked(data).findings
    assert finding.message == "页码写作-1-，应为—1—"
    assert finding.hint == "页脚里还有别的字，请在 WPS、Word 里改页码"
    assert mended(checked(data)) == data


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"{\\rtf1}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"0" * (MAX_BYTES + 1)],
    ids=["空的", "坏的", "RTF", "旧格式", "太大"],
)
def test_what_is_no_docx_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        check(data, "稿.docx", STYLE, LIBRARY)
    assert str(caught.value).startswith("稿.docx：")


def test_numbers_no_office_writes_are_taken_for_none() -> None:
    odd = ("", "一", "1e9", "-5", "9" * 400, "nan", "12.5pt")
    for value in odd:
        data = seeded(
            put("styles.xml", 'w:line="579"', f'w:line="{value}"', 0),
            put("document.xml", 'w:linePitch="579"', f'w:linePitch="{value}"'),
            put("document.xml", 'w:top="2098"', f'w:top="{value}"'),
            put("styles.xml", '<w:sz w:val="32"/>', f'<w:sz w:val="{value}"/>', 0),
        )
        found = checked(data)
        assert checked(mended(found)).mendable == ()
