"""Pages set sideways for a wide table, as LibreOffice prints them (GB/T 9704—2012, 8)."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from docgen.document import Attachment, Document, Imprint, Signature, Table
from docgen.office.pages import page_texts
from docgen.office.proof import difference
from docgen.render import render
from tests.gate.office import convert
from tests.render.papers import STYLE, paper
from tests.render.test_page import _WORD, BODY, DATE, LEFT, MM, ORGAN, RIGHT, WIDE


class Page(NamedTuple):
    """Whether it lies, and its words with their left, upper, right and lower edge in points."""

    lies: bool
    words: Sequence[tuple[str, float, float, float, float]]

    def count(self, word: str) -> int:
        return [said for said, *_ in self.words].count(word)


SIGNED = {"signature": Signature(((ORGAN,),), (DATE,))}
IMPRINT = Imprint(copy_to=("县委办公室",), printing_organ=("党政办",), printed_on=("2026年7月4日",))
FEW = Table((("村",), *WIDE.header[1:]), ((("甲",), *WIDE.rows[0][1:]),) * 2)
LONG = Table(FEW.header, FEW.rows * 40)
TALL = Table((("村",), ("党员",)), ((("甲",), ("35",)),) * 60)


def attached(*tables: Table, imprint: Imprint | None = None) -> Document:
    attachments = tuple(Attachment((f"附表{table.header[1][0]}",), (table,)) for table in tables)
    return paper(BODY, attachments=attachments, imprint=imprint, **SIGNED)  # type: ignore[arg-type]


PAPERS = {
    "正文里的一面": paper(BODY, FEW, BODY, **SIGNED),  # type: ignore[arg-type]
    "正文里的几面": paper(BODY, LONG, BODY, **SIGNED),  # type: ignore[arg-type]
    "正文以表结束": paper(BODY, FEW),
    "附件": attached(FEW),
    "附件接着附件": attached(FEW, FEW, TALL),
    "附件和版记": attached(FEW, imprint=IMPRINT),
    "长附件和版记": attached(LONG, imprint=IMPRINT),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sideways")
    files = {name: folder / f"{name}.docx" for name in PAPERS}
    for name, file in files.items():
        file.write_bytes(render(PAPERS[name], "docx", STYLE))
    pdfs = convert([*files.values()], folder)
    return {name: pdfs[file] for name, file in files.items()}


def pages_of(pdf: Path) -> list[Page]:
    text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout
    pages = re.findall(r'(?s)<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', text.decode())
    return [
        Page(
            float(width) > float(height),
            [(m[5], *map(float, m.group(1, 2, 3, 4))) for m in _WORD.finditer(body)],  # type: ignore[misc]
        )
        for width, height, body in pages
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("正文里的一面", "直横直"),
        ("正文里的几面", "直横{4,}直"),
        ("正文以表结束", "直横"),
        ("附件", "直横"),
        ("附件接着附件", "直横横直直"),
        ("附件和版记", "直横直"),
        ("长附件和版记", "直横{4,}直"),
    ],
)
def test_only_the_pages_of_wide_tables_lie_and_none_is_empty(printed, name, expected) -> None:
    pages = pages_of(printed[name])
    assert re.fullmatch(expected, "".join("直横"[page.lies] for page in pages))
    assert all(len(page.words) > 3 for page in pages)


@pytest.mark.parametrize("name", PAPERS)
def test_the_proof_knows_the_page_numbers_of_lying_pages(printed, name) -> None:
    pages = page_texts(printed[name].read_bytes())
    assert difference(PAPERS[name], pages, STYLE) == ""
    assert difference(PAPERS[name], [*pages, f"—{len(pages) + 2}—"], STYLE) == ""
    assert difference(PAPERS[name], [*pages, f"—\n{len(pages) + 2}\n—"], STYLE).startswith("多了“")


@pytest.mark.parametrize("name", PAPERS)
def test_page_numbers_stand_where_those_of_upright_pages_do(printed, name) -> None:
    """8: 表格横排时，页码位置与其他页一致（订装以后在纸的下边）。7.5: 版心以下 7 毫米，单页右空
    一字、双页左空一字；竖着看纸时的下边，横着看是左边。"""
    inset = STYLE.page_number.size
    for number, page in enumerate(pages_of(printed[name]), 1):
        if not page.lies:
            continue
        marks = [box for word, *box in page.words if re.fullmatch(r"—|\d+|—?\d+—", word)]
        marks = [box for box in marks if box[0] < LEFT]
        middle = (min(box[0] for box in marks) + max(box[2] for box in marks)) / 2
        assert middle == pytest.approx((STYLE.page.bottom - 7) * MM, abs=1.5 * MM)
        if number % 2:
            assert max(box[3] for box in marks) == pytest.approx(RIGHT - inset, abs=1 * MM)
        else:
            assert min(box[1] for box in marks) == pytest.approx(LEFT + inset, abs=1 * MM)


def test_an_attachment_lies_with_its_label_and_title(printed) -> None:
    """7.3.7: 附件和顺序号在版心左上角第一行，标题在第三行；和宽表在同一面。"""
    _, page = pages_of(printed["附件"])
    label = next(box for word, *box in page.words if word == "附件")
    title = next(box for word, *box in page.words if word.startswith("附表"))
    assert label[0] == pytest.approx(STYLE.page.bottom * MM, abs=1)
    assert title[1] - label[1] == pytest.approx(2 * STYLE.pitch, abs=12)
    assert (title[0] + title[2]) / 2 == pytest.approx(
        (STYLE.page.bottom + STYLE.page.type_area[1] / 2) * MM, abs=3
    )


@pytest.mark.parametrize("name", ["正文里的几面", "长附件和版记"])
def test_every_page_of_a_long_table_has_its_head_and_is_full(printed, name) -> None:
    pages = pages_of(printed[name])
    rows = [page.count("甲") for page in pages]
    held = [place for place, count in enumerate(rows) if count]
    assert len(held) > 2
    assert all(pages[place].count("村") == 1 for place in held)
    full = [rows[place] for place in held[1:-1]]
    assert min(full) == max(full) >= rows[held[-1]]


@pytest.mark.parametrize("name", ["附件和版记", "长附件和版记"])
def test_the_imprint_stands_at_the_foot_of_an_upright_page(printed, name) -> None:
    """7.4: 版记在最后一面，末条分隔线与版心下边缘重合。"""
    *_, last = pages_of(printed[name])
    line = next(box for word, *box in last.words if word == "党政办")
    end = (STYLE.page.height - STYLE.page.bottom) * MM
    assert end - STYLE.pitch < (line[1] + line[3]) / 2 < end
    assert line[0] == pytest.approx(LEFT + STYLE.imprint.inset * STYLE.cell, abs=1 * MM)
