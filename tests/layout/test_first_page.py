"""The first page of a letter has no page number (10.1), the pages behind it have."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from docgen.layout import Checked, check, mended
from docgen.ooxml.opening import open_package
from docgen.ooxml.reading import paragraphs
from docgen.ooxml.sections import Section, pages
from tests.gate.office import convert
from tests.gate.sdk import sdk_errors
from tests.layout.clean import put, seeded
from tests.layout.test_foreign import typed
from tests.layout.test_recognising import ORGAN, mark, ours
from tests.samples import LIBRARY

SHORT, LONG = 3, 24


def letter(lines: int, numbered: bool = True, apart: bool = False, header: str = "") -> bytes:
    """A letter typed in an office.  apart: its first page has a footer of its own, without a number."""
    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.top_margin, page.bottom_margin = Mm(30), Mm(35)
    mark(ORGAN, edge="thickThinSmallGap")(made)
    title = made.add_paragraph()
    title.alignment = ALIGN.CENTER
    typed(title, "关于有关情况的函", "方正小标宋简体", 22)
    typed(made.add_paragraph(), "县委组织部：")
    for number in range(1, lines + 1):
        typed(made.add_paragraph(), f"第{number}件事已列入台账，由村党组织牵头，年底前全部办结。")
    if numbered:
        _number(made)
    if apart:
        page.different_first_page_header_footer = True
        page.first_page_footer.is_linked_to_previous = False
    if header:
        page.header.paragraphs[0].text = header
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _number(made: Document) -> None:
    line = made.sections[0].footer.paragraphs[0]
    line.alignment = ALIGN.CENTER
    line._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )


def seen(data: bytes) -> Checked:
    return check(data, "函.docx", None, LIBRARY)


def numbering(data: bytes) -> list[str]:
    """What is said of whether pages are numbered."""
    return [one.message for one in seen(data).findings if one.code == "LAY025"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(letter(LONG), ["首页有页码，应为不编页码"], id="首页也有"),
        pytest.param(letter(SHORT), ["首页有页码，应为不编页码"], id="一页，有"),
        pytest.param(letter(LONG, numbered=False), ["第2页起没有页码"], id="两页，没有"),
        pytest.param(letter(SHORT, numbered=False), [], id="一页，没有"),
    ],
)
def test_whether_pages_of_a_letter_are_numbered(data: bytes, said: list[str]) -> None:
    assert numbering(data) == said
    assert {f.basis for f in seen(data).findings if f.code == "LAY025"} <= {
        "GB/T 9704—2012 10.1（规定）",
        "GB/T 9704—2012 7.5（规定）",
    }
    assert numbering(mended(seen(data))) == []


def first(data: bytes) -> Section:
    return pages(open_package(data, "")).sections[0]


def test_the_first_page_is_printed_without_a_number_and_the_second_with(tmp_path: Path) -> None:
    data = {
        "改首页": letter(LONG),
        "首页已不同": letter(LONG, apart=True),
        "补": letter(LONG, numbered=False, header="内部材料"),
    }
    files = []
    for name, one in data.items():
        made = mended(seen(one))
        assert mended(seen(made)) == made
        assert [p.text for p in paragraphs(made)] == [p.text for p in paragraphs(one)]
        assert first(made).footers["first"].number is None
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(made)
    before = tmp_path / "原.docx"
    before.write_bytes(data["改首页"])
    errors = sdk_errors([before, *files])
    assert all(set(errors[file]) <= set(errors[before]) for file in files)
    for file, pdf in convert(files, tmp_path).items():
        command = ["pdftotext", "-enc", "UTF-8", str(pdf), "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        first_page, second_page = text.split("\f")[:2]
        assert "—1—" not in first_page, file
        assert "—2—" in second_page, file
        headed = ["内部材料" in one for one in (first_page, second_page)]
        assert headed == [file.stem == "补"] * 2


def test_the_line_at_the_foot_of_a_letter_stays_where_it_is() -> None:
    data = ours("letter", "信函")
    wrong = seeded(put("footer1.xml", "<w:t>—</w:t>", "<w:t>-</w:t>", 0), data=data)
    assert [one.message for one in seen(wrong).findings] == ["页码写作-1-，应为—1—"]
    made = mended(seen(wrong))
    assert seen(made).findings == ()
    was, now = first(data), first(made)
    assert now.footers["first"].part == was.footers["first"].part
    assert now.lengths == was.lengths
    assert b"<w:pBdr>" in open_package(made, "").part(now.footers["first"].part)


def test_margins_measured_for_the_mark_are_right_on_a_page_that_is_alone() -> None:
    def top(data: bytes) -> list[tuple[str, bool]]:
        return [
            (one.said, bool(one.mends)) for one in seen(data).departures if one.code == "LAY002"
        ]

    assert top(letter(SHORT)) == []
    assert top(letter(LONG)) == [("天头是30毫米", False)]
