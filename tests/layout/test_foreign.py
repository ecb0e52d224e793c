"""The head and foot of papers typed in an office: what is set as the standard says, however that
was done, gives nothing; what cannot be seen in the file is not guessed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from docgen.layout import mended
from docgen.ooxml.reading import paragraphs
from tests.gate.office import convert
from tests.gate.sdk import sdk_errors
from tests.layout.clean import checked

OURS = {f"LAY0{number}" for number in range(37, 43)}
AREA = Mm(156)
SENT = "抄送：清河县委办公室，清河县人大常委会办公室，清河县人民政府办公室，清河县政协办公室。"
ORGAN, DATE = "青山镇党政办公室", "2026年7月1日印发"


def office(head: Callable[[Document], None], foot: Callable[[Document], None]) -> bytes:
    """A paper with a head and a foot made by hand."""
    paper = docx.Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    head(paper)
    title = paper.add_paragraph()
    title.alignment = ALIGN.CENTER
    typed(title, "关于上半年基层党建工作情况的报告", "方正小标宋简体", 22)
    for text in ("县委组织部：", "今年以来，我镇党委坚持大抓基层的鲜明导向。", "特此报告。"):
        typed(paper.add_paragraph(), text)
    for text in ("中共青山镇委员会", "2026年6月30日"):
        line = paper.add_paragraph()
        line.alignment = ALIGN.RIGHT
        typed(line, text)
    foot(paper)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def typed(line: Paragraph, text: str, font: str = "仿宋", size: float = 16) -> None:
    run = line.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    run._r.rPr.rFonts.set(qn("w:eastAsia"), font)


def bordered(line: Paragraph, **sides: tuple[float, str]) -> None:
    """Lines so many points thick along the edges of a paragraph."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="{round(size * 8)}" w:space="1" w:color="{color}"/>'
        for side, (size, color) in sides.items()
    )
    line._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{edges}</w:pBdr>"))


def lined(table: Table, *rows: dict[str, float]) -> None:
    """Lines so many points thick along the edges of the cells of each row."""
    for row, sides in zip(table.rows, rows, strict=True):
        for cell in row.cells:
            edges = "".join(
                f'<w:{side} w:val="single" w:sz="{round(size * 8)}"/>'
                for side, size in sides.items()
            )
            properties = cell._tc.get_or_add_tcPr()
            properties.append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{edges}</w:tcBorders>"))


def pushed_down(paper: Document) -> None:
    for _ in range(3):
        paper.add_paragraph()


# --- heads ----------------------------------------------------------------------------------------


def no_head(paper: Document) -> None:
    pass


def head_with_a_tab(paper: Document, stop: float = 150.4) -> None:
    """发文字号 and 签发人 parted by a tab that ends one character in, a red line below."""
    mark = paper.add_paragraph()
    mark.alignment = ALIGN.CENTER
    typed(mark, "中共青山镇委员会文件", "方正小标宋简体", 36)
    mark.runs[0].font.color.rgb = RGBColor(255, 0, 0)
    line = paper.add_paragraph()
    line.paragraph_format.first_line_indent = Pt(16)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(stop), WD_TAB_ALIGNMENT.RIGHT)
    typed(line, "青委〔2026〕3号\t签发人：")
    typed(line, "王某某", "楷体")
    bordered(line, bottom=(1, "FF0000"))


def head_with_blanks(paper: Document) -> None:
    """Parted by blanks of unknown width; the line is a drawn shape."""
    line = paper.add_paragraph()
    typed(line, "　青委〔2026〕3号" + " " * 31 + "签发人：")
    typed(line, "王某某", "楷体")
    shape = (
        f"<w:r {nsdecls('w')}><w:pict><v:line xmlns:v='urn:schemas-microsoft-com:vml' "
        "from='0,0' to='442pt,0' strokecolor='red'/></w:pict></w:r>"
    )
    line._p.append(parse_xml(shape))


def head_in_a_table(paper: Document, inset: float = 16) -> None:
    table = paper.add_table(1, 2)
    left, right = table.rows[0].cells
    left.paragraphs[0].paragraph_format.first_line_indent = Pt(inset)
    typed(left.paragraphs[0], "青委〔2026〕3号")
    right.paragraphs[0].alignment = ALIGN.RIGHT
    right.paragraphs[0].paragraph_format.right_indent = Pt(inset)
    typed(right.paragraphs[0], "签发人：")
    typed(right.paragraphs[0], "王某某", "楷体")


# --- feet -----------------------------------------------------------------------------------------


def no_foot(paper: Document) -> None:
    pass


def foot_in_a_table(paper: Document, stop: float = 149, hanging: float = 42) -> None:
    """Two rows, lines above, between and below; organ and date in one cell, parted by a tab."""
    pushed_down(paper)
    table = paper.add_table(2, 1)
    lined(table, {"top": 1, "bottom": 0.75}, {"top": 0.75, "bottom": 1})
    sent, printed = (row.cells[0].paragraphs[0] for row in table.rows)
    sent.paragraph_format.left_indent, sent.paragraph_format.first_line_indent = (
        Pt(14 + hanging),
        Pt(-hanging),
    )
    typed(sent, SENT, size=14)
    printed.paragraph_format.left_indent = Pt(14)
    printed.paragraph_format.tab_stops.add_tab_stop(Mm(stop), WD_TAB_ALIGNMENT.RIGHT)
    typed(printed, f"{ORGAN}\t{DATE}", size=14)


def foot_in_two_columns(paper: Document, inset: float = 14, inner: int = 6) -> None:
    """抄送 in a merged row, organ and date each in a cell, the lines those of the table."""
    pushed_down(paper)
    table = paper.add_table(2, 2)
    properties = table._tbl.tblPr
    edges = (("top", 8), ("bottom", 8), ("insideH", inner))
    lines = "".join(f'<w:{side} w:val="single" w:sz="{size}"/>' for side, size in edges)
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    merged = table.cell(0, 0).merge(table.cell(0, 1)).paragraphs[0]
    merged.paragraph_format.first_line_indent = Pt(14)
    typed(merged, "抄送：清河县委办公室。", size=14)
    left, right = (cell.paragraphs[0] for cell in table.rows[1].cells)
    left.paragraph_format.first_line_indent = Pt(inset)
    typed(left, ORGAN, size=14)
    right.alignment = ALIGN.RIGHT
    right.paragraph_format.right_indent = Pt(inset)
    typed(right, DATE, size=14)


def foot_of_paragraphs(paper: Document, inner: float = 0.75) -> None:
    """Paragraphs with lines along their edges, all blanks typed."""
    pushed_down(paper)
    sent, printed = paper.add_paragraph(), paper.add_paragraph()
    typed(sent, "　抄送：清河县委办公室。", size=14)
    bordered(sent, top=(1, "auto"), bottom=(inner, "auto"))
    typed(printed, f"　{ORGAN}{'　' * 8}{DATE}", size=14)
    bordered(printed, bottom=(1, "auto"))


def foot_between_drawn_lines(paper: Document) -> None:
    pushed_down(paper)
    sent, printed = paper.add_paragraph(), paper.add_paragraph()
    typed(sent, "　抄送：清河县委办公室。", size=14)
    typed(printed, f"　{ORGAN}{'　' * 8}{DATE}", size=14)
    shape = (
        f"<w:r {nsdecls('w')}><w:pict><v:line xmlns:v='urn:schemas-microsoft-com:vml' "
        "from='0,0' to='442pt,0'/></w:pict></w:r>"
    )
    sent._p.append(parse_xml(shape))


HEADS = (no_head, head_with_a_tab, head_with_blanks, head_in_a_table)
FEET = (
    no_foot, foot_in_a_table, foot_in_two_columns, foot_of_paragraphs, foot_between_drawn_lines
)  # fmt: skip


def found(data: bytes) -> list[str]:
    findings = checked(data).findings
    return [f"{f.level.label} {f.code} {f.message}" for f in findings if f.code in OURS]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("head", HEADS)
def test_what_an_office_sets_right_gives_nothing(head, foot) -> None:
    findings = checked(office(head, foot)).findings
    # The fonts of what was recognised are right, too.
    assert [f.message for f in findings if f.message.startswith(("版记", "签发人", "发文"))] == []
    assert found(office(head, foot)) == []


def bare(paper: Document) -> None:
    """A foot without lines, flush left."""
    pushed_down(paper)
    typed(paper.add_paragraph(), "抄送：清河县委办公室。", size=14)
    typed(paper.add_paragraph(), f"{ORGAN}　　{DATE}", size=14)


def right_below(paper: Document) -> None:
    """A table that nothing pushes down, with further paragraphs behind it."""
    table = paper.add_table(1, 1)
    lined(table, {"top": 1, "bottom": 1})
    line = table.rows[0].cells[0].paragraphs[0]
    line.paragraph_format.left_indent = Pt(14)
    typed(line, f"{ORGAN}　　　　{DATE}", size=14)
    paper.add_paragraph()


INSET = "提示 LAY039 版记{}空{}字，应为{}空1字"
WRONG: dict[str, tuple[Callable[[Document], None], Callable[[Document], None], list[str]]] = {
    "签发人制表位": (lambda paper: head_with_a_tab(paper, 156), no_foot, [
        "疑似 LAY041 签发人右空0字，应为右空1字"]),
    "表格里的签发人": (lambda paper: head_in_a_table(paper, 48), no_foot, [
        "疑似 LAY041 发文字号左空3.3字，应为左空1字",
        "疑似 LAY041 签发人右空3.4字，应为右空1字"]),
    "段落的中线": (no_head, lambda paper: foot_of_paragraphs(paper, 2.25), [
        "提示 LAY037 版记中间的分隔线粗0.79毫米，应为0.25毫米"]),
    "没有线": (no_head, bare, [
        "提示 LAY037 版记首条分隔线没有画，应为0.35毫米",
        "提示 LAY037 版记中间的分隔线没有画，应为0.25毫米",
        "提示 LAY037 版记末条分隔线没有画，应为0.35毫米",
        # One for 抄送 (7.4.2), one for 印发机关 (7.4.3).
        INSET.format("左", 0, "左"), INSET.format("左", 0, "左")]),
    "印发日期制表位": (no_head, lambda paper: foot_in_a_table(paper, 140), [
        INSET.format("右", 2.5, "右")]),
    "抄送回行": (no_head, lambda paper: foot_in_a_table(paper, 149, 0), [
        "疑似 LAY039 版记回行没有和冒号后的首字对齐"]),
    "两栏顶格": (no_head, lambda paper: foot_in_two_columns(paper, 42, 0), [
        "提示 LAY037 版记中间的分隔线没有画，应为0.25毫米",
        INSET.format("左", 3, "左"), INSET.format("右", 3, "右")]),
    "紧接落款": (no_head, right_below, [
        "提示 LAY040 版记紧接上文，没有靠版心下边缘，应为末条分隔线和版心下边缘重合"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_an_office_sets_wrong_is_found_in_its_ways_too(name: str) -> None:
    head, foot, messages = WRONG[name]
    assert found(office(head, foot)) == messages


def test_what_an_office_set_wrong_is_put_right_without_a_word_changed(tmp_path: Path) -> None:
    files: list[tuple[Path, Path]] = []
    for number, (head, foot, _) in enumerate(WRONG.values()):
        data = office(head, foot)
        made = mended(checked(data))
        assert found(made) == []
        assert checked(made).mendable == ()
        assert [p.text for p in paragraphs(made)] == [p.text for p in paragraphs(data)]
        files.append((tmp_path / f"{number}.docx", tmp_path / f"{number}-改.docx"))
        for file, content in zip(files[-1], (data, made), strict=True):
            file.write_bytes(content)
    errors = sdk_errors([file for pair in files for file in pair])
    assert all(set(errors[after]) <= set(errors[before]) for before, after in files)
    assert len(convert([after for _, after in files], tmp_path)) == len(files)
