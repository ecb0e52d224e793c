"""The page as LibreOffice prints it: what stands behind the body, measured against its clause."""

from __future__ import annotations

import html
import io
import re
import subprocess
from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.shared import Mm

from docgen.document import Attachment, Document, Heading, Paragraph, Signature, Table
from docgen.library.styles import POINTS_PER_MM
from docgen.render import render
from docgen.render.letterhead import Letterhead, read_letterhead
from tests.gate.office import convert
from tests.render import letterheads
from tests.render.papers import STYLE, paper

CHARACTER = STYLE.cell  # points
LINE = STYLE.pitch
LEFT = STYLE.page.left * POINTS_PER_MM
RIGHT = (STYLE.page.width - STYLE.page.right) * POINTS_PER_MM
TOP = STYLE.page.top * POINTS_PER_MM
MM = POINTS_PER_MM


class Row(NamedTuple):
    """A line of print: its text without blanks, where it begins and ends, its middle, in points
    from the left and the top of the paper."""

    text: str
    left: float
    right: float
    middle: float


_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)


def pages_of(pdf: Path, apart: float = 1000) -> list[list[Row]]:
    """The lines of every page from top to bottom, the page number left out; what stands so many
    points apart on a line is two."""
    command = ["pdftotext", "-bbox", "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return [_rows(page, apart) for page in re.findall(r"(?s)<page .*?</page>", text)]


def _rows(page: str, apart: float) -> list[Row]:
    rows: list[Row] = []
    for match in _WORD.finditer(page):
        left, top, right, bottom = (float(match[n]) for n in range(1, 5))
        word = Row(html.unescape(match[5]), left, right, (top + bottom) / 2)
        if (
            rows
            and abs(rows[-1].middle - word.middle) < 3
            and 0 <= word.left - rows[-1].right < apart
        ):
            last = rows.pop()
            word = Row(last.text + word.text, last.left, word.right, last.middle)
        rows.append(word)
    return [row for row in rows if not re.fullmatch(r"—\d+—", row.text)]


def printed(papers: Sequence[Document], folder: Path) -> list[list[list[Row]]]:
    """The pages of every paper."""
    files = [folder / f"{number}.docx" for number in range(len(papers))]
    for file, document in zip(files, papers, strict=True):
        file.write_bytes(render(document, "docx", STYLE))
    pdfs = convert(files, folder)
    return [pages_of(pdfs[file]) for file in files]


def row_of(page: list[Row], beginning: str) -> Row:
    [row] = [row for row in page if row.text.startswith(beginning)]
    return row


def lines_between(above: Row, below: Row) -> float:
    """How many lines further down the second stands."""
    return (below.middle - above.middle) / LINE


def row_number(row: Row) -> int:
    """Which line of the 版心 it stands on, from 1."""
    return int((row.middle - TOP) // LINE) + 1


BODY = Paragraph(("各单位要认真抓好落实。" * 8,))
ORGAN, DATE = "青山镇人民政府", "2026年6月30日"
LONG = "清河县深化农村集体产权制度改革领导小组办公室"


def signed(organ: str, seal: str) -> Document:
    return paper(BODY, signature=Signature(((organ,),), (DATE,), seal))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def signatures(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[Row]]:
    """The page of each organ under each seal."""
    cases = [(ORGAN, ""), (LONG, ""), (ORGAN, "印章"), (LONG, "印章"), ("县长", "签名章")]
    folder = tmp_path_factory.mktemp("signed")
    pages = printed([signed(*case) for case in cases], folder)
    return {case: page for case, [page] in zip(cases, pages, strict=True)}


@pytest.mark.parametrize(
    ("organ", "seal", "organ_below", "organ_right", "date_below", "date_right"),
    [
        # 7.3.5.2: 正文之下空一行，右空二字；日期首字比署名首字右移二字，长于署名则日期右空二字。
        pytest.param(ORGAN, "", 2, 4.75, 1, 2, id="不盖章"),
        pytest.param(LONG, "", 2, 2, 1, 14.25, id="不盖章而署名长"),
        # 7.3.5.1: 日期右空四字，署名以日期为准居中。
        pytest.param(ORGAN, "印章", 3, 4.375, 1, 4, id="印章"),
        pytest.param(LONG, "印章", 3, 0, 1, 7.125, id="印章而署名长"),
        # 7.3.5.3: 空二行，章右空四字，职务左距章二字、上下居中；章下空一行，日期右空四字。
        pytest.param(
            *("县长", "签名章"),
            *(3 + (20 * MM / LINE - 1) / 2, 4 + 40 * MM / CHARACTER + 2),
            *(2 + (20 * MM / LINE - 1) / 2, 4),
            id="签名章",
        ),
    ],
)
def test_signature(
    signatures, organ, seal, organ_below, organ_right, date_below, date_right
) -> None:
    page = signatures[organ, seal]
    *_, last, name, date = page
    assert (name.text, date.text) == (organ, DATE)
    assert lines_between(last, name) == pytest.approx(organ_below, abs=0.1)
    assert lines_between(name, date) == pytest.approx(date_below, abs=0.1)
    assert (RIGHT - name.right) / CHARACTER == pytest.approx(organ_right, abs=0.2)
    assert (RIGHT - date.right) / CHARACTER == pytest.approx(date_right, abs=0.2)


def test_a_sealed_organ_stands_centred_over_its_date(signatures) -> None:
    for organ in (ORGAN, LONG):
        *_, name, date = signatures[organ, "印章"]
        assert (name.left + name.right) / 2 == pytest.approx(
            (date.left + date.right) / 2, abs=CHARACTER / 4
        )


JOINT = ("清河县财政局", "清河县民政局", "清河县教育局", "清河县水利局", "清河县司法局")
JOINT += ("清河县审计局", "清河县统计局")
LONGER = ("中共清河县委组织部", "清河县人力资源和社会保障局", "中共清河县委宣传部")
SEAL = 42 * MM


def joint(organs: Sequence[str], seal: str) -> Document:
    return paper(
        BODY,
        signature=Signature(tuple((organ,) for organ in organs), (DATE,), seal),  # type: ignore[arg-type]
    )


COUNTS = (1, 2, 3, 4, 7)
SEALS = ("", "印章", "签名章")


ASIDE = 4 * MM
"""How far left of ours the 版心 of the letterhead below stands, as wide as ours."""


def own_letterhead() -> Letterhead:
    """A unit's own page: the signature comes with the body."""

    def change(document: docx.document.Document) -> None:
        [section] = document.sections
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(28 - 4), Mm(26 + 4)

    return read_letterhead(
        letterheads.letterhead("青山镇的信头", letterheads.BODY, change=change), "信头.docx"
    )


@pytest.fixture(scope="module", params=["样式的版面", "单位自己的信头"])
def joints(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[int, str], list[Row]]:
    """The lines of the signature of so many organs under each seal, every name a row of its own;
    on the letterhead they are told as if its 版心 were ours."""
    head, aside = (own_letterhead(), ASIDE) if "信头" in request.param else (None, 0)
    cases = [(JOINT[:count], seal) for count in COUNTS for seal in SEALS]
    cases.remove((JOINT, "签名章"))  # more than a page
    cases += [(LONGER, "印章"), (LONGER[:1] * 2, "印章")]
    folder = tmp_path_factory.mktemp("joint")
    files = [folder / f"{number}.docx" for number in range(len(cases))]
    for file, case in zip(files, cases, strict=True):
        file.write_bytes(render(joint(*case), "docx", STYLE, head))
    pdfs = convert(files, folder)
    out: dict[tuple[int, str], list[Row]] = {}
    for file, (organs, seal) in zip(files, cases, strict=True):
        [page] = pages_of(pdfs[file], apart=0.4 * CHARACTER)
        page = [row._replace(left=row.left + aside, right=row.right + aside) for row in page]
        at = next(n for n, row in enumerate(page) if row.text == organs[0])
        key = len(organs) if organs[0] == JOINT[0] else -len(organs)
        assert [row.text for row in page[at:]] == [*organs, DATE]
        assert ("信头" in page[0].text) is (head is not None)
        out[key, seal] = page[at - 1 :]
    return out


def middle(row: Row) -> float:
    return (row.left + row.right) / 2


@pytest.mark.parametrize("count", COUNTS)
def test_organs_without_seals_stand_one_below_the_other(joints, count: int) -> None:
    """7.3.5.2: 主办机关在先，其余依次向下；右空二字，日期在最后一个之下。"""
    last, *organs, date = joints[count, ""]
    assert lines_between(last, organs[0]) == pytest.approx(2, abs=0.1)
    for above, below in pairwise((*organs, date)):
        assert lines_between(above, below) == pytest.approx(1, abs=0.1)
    rights = [(RIGHT - row.right) / CHARACTER for row in organs]
    assert rights == pytest.approx([2 + 7.75 + 2 - 6] * count, abs=0.2)
    assert (RIGHT - date.right) / CHARACTER == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize("count", [count for count in COUNTS if count > 1])
def test_organs_under_seals_stand_in_rows_of_three(joints, count: int) -> None:
    """7.3.5.1: 整齐排列，末一个以日期为准居中；一一对应的印章不相交，两端不出版心，首排顶端距正文一行之内。"""
    last, *organs, date = joints[count, "印章"]
    rows = [list(row) for _, row in groupby(organs, key=lambda organ: round(organ.middle))]
    assert [len(row) for row in rows] == {2: [2], 3: [3], 4: [3, 1], 7: [3, 3, 1]}[count]
    assert (RIGHT - date.right) / CHARACTER == pytest.approx(4, abs=0.2)
    assert middle(rows[-1][-1]) == pytest.approx(middle(date), abs=CHARACTER / 4)
    assert lines_between(organs[-1], date) == pytest.approx(1, abs=0.1)
    for row in rows:
        assert middle(row[-1]) == pytest.approx(middle(date), abs=CHARACTER / 4)
        for one, other in pairwise(row):
            assert middle(other) - middle(one) > SEAL + MM
        assert middle(row[0]) - SEAL / 2 > LEFT - MM / 2
    for above, below in pairwise(rows):
        assert below[0].middle - above[0].middle == pytest.approx(SEAL + 3 * MM, abs=1)
        for one, other in zip(reversed(above), reversed(below), strict=False):
            assert middle(one) == pytest.approx(middle(other), abs=CHARACTER / 4)
    top = organs[0].middle - SEAL / 2
    assert 0 < top - (last.middle + LINE / 2) < LINE


def test_long_names_under_seals_stand_apart(joints) -> None:
    *_, first, second, third, date = joints[-3, "印章"]
    assert first.middle < second.middle < third.middle < date.middle  # one of 13 characters
    *_, first, second, date = joints[-2, "印章"]
    assert first.middle == pytest.approx(second.middle, abs=1)
    assert second.left - first.right > CHARACTER / 3


@pytest.mark.parametrize("count", COUNTS[:-1])
def test_offices_stand_beside_their_stamps_one_below_the_other(joints, count: int) -> None:
    """7.3.5.3: 每行一个职务、一枚签名章，上下对齐；章下空一行是日期。"""
    last, *offices, date = joints[count, "签名章"]
    stamp = 20 * MM
    right = 4 + 40 * MM / CHARACTER + 2
    assert [(RIGHT - row.right) / CHARACTER for row in offices] == pytest.approx(
        [right] * count, abs=0.2
    )
    assert lines_between(last, offices[0]) == pytest.approx(2.5 + stamp / 2 / LINE, abs=0.1)
    for one, other in pairwise(offices):
        assert other.middle - one.middle == pytest.approx(stamp + LINE, abs=1)
    assert lines_between(offices[-1], date) == pytest.approx(stamp / 2 / LINE + 1.5, abs=0.1)


WIDE_NAME = "清河县2026年上半年基层党建工作重点任务完成情况统计表及有关说明材料汇编"
INNER = (Heading(1, ("总体要求",)), Paragraph(("各村要抓紧。" * 90,)), Heading(1, ("分工",)))
GRID = Table((("村",), ("党员",)), ((("石门村",), ("35",)),))


@pytest.fixture(scope="module")
def attached(tmp_path_factory: pytest.TempPathFactory) -> list[list[list[Row]]]:
    """A paper with one 附件, and one with three, of which the second travels apart."""
    one = paper(
        BODY,
        attachments=(Attachment((WIDE_NAME,), (GRID,)),),
        signature=Signature(((ORGAN,),), (DATE,)),
        note=("（联系电话：0571）",),
    )
    three = paper(
        BODY,
        Heading(1, ("抓好落实",)),
        BODY,
        attachments=(
            Attachment(("督查工作实施方案",), INNER),
            Attachment((WIDE_NAME,)),
            Attachment(("各村名单",), (GRID,)),
        ),
        signature=Signature(((ORGAN,),), (DATE,), "印章"),
    )
    return printed([one, three], tmp_path_factory.mktemp("attached"))


def test_the_note_of_one_attachment_has_no_number(attached) -> None:
    """7.3.4: 正文下空一行左空二字；回行与上一行附件名称的首字对齐；名称之后不加标点。"""
    page = attached[0][0]
    first = row_of(page, "附件：")
    rest = page[page.index(first) + 1]
    above = page[page.index(first) - 1]
    assert first.text + rest.text == f"附件：{WIDE_NAME}"
    assert (first.left - LEFT) / CHARACTER == pytest.approx(2, abs=0.1)
    assert (rest.left - LEFT) / CHARACTER == pytest.approx(2 + 3, abs=0.1)
    assert lines_between(above, first) == pytest.approx(2, abs=0.1)
    assert lines_between(rest, row_of(page, ORGAN)) == pytest.approx(2, abs=0.1)


def test_the_names_of_several_attachments_stand_below_each_other(attached) -> None:
    page = attached[1][0]
    first, second = row_of(page, "附件：1."), row_of(page, "2.")
    third = row_of(page, "3.")
    rest = page[page.index(second) + 1]
    assert second.text + rest.text == f"2.{WIDE_NAME}"
    assert (first.text, third.text) == ("附件：1.督查工作实施方案", "3.各村名单")
    assert (first.left - LEFT) / CHARACTER == pytest.approx(2, abs=0.1)
    for row in (second, third):
        assert (row.left - LEFT) / CHARACTER == pytest.approx(2 + 3, abs=0.1)
    assert (rest.left - LEFT) / CHARACTER == pytest.approx(2 + 3 + 0.75, abs=0.1)
    # The name behind 附件：1. begins where the wrapped one does: a character of tolerance, for
    # LibreOffice puts a quarter between ： and a digit, which Word does not.
    name = first.right - len("督查工作实施方案") * CHARACTER
    assert name == pytest.approx(rest.left, abs=CHARACTER / 3)


@pytest.mark.parametrize(
    ("paper", "page", "label", "title"),
    [(0, 1, "附件", WIDE_NAME), (1, 1, "附件1", "督查工作实施方案"), (1, -1, "附件3", "各村名单")],
    ids=["只有一个", "几个之一", "随文另附的不编页"],
)
def test_an_attachment_begins_a_page(attached, paper, page, label, title) -> None:
    """7.3.7: 另面编排；附件和顺序号在版心左上角第一行，标题居中在第三行。"""
    rows = attached[paper][page]
    assert rows[0].text == label
    assert rows[0].left == pytest.approx(LEFT, abs=1)
    assert row_number(rows[0]) == 1
    assert lines_between(rows[0], rows[1]) == pytest.approx(2, abs=0.1)
    count = next(n for n in range(1, 5) if "".join(row.text for row in rows[1 : n + 1]) == title)
    for row in rows[1 : count + 1]:
        assert (row.left + row.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=3)


def test_the_number_of_an_attachment_is_set_as_its_label() -> None:
    """7.3.7: “附件”二字及附件顺序号用黑体。"""
    attachments = tuple(Attachment((title,), (BODY,)) for title in ("甲", "乙"))
    part = docx.Document(io.BytesIO(render(paper(BODY, attachments=attachments), "docx", STYLE)))
    [label] = [one for one in part.paragraphs if one.text == "附件2"]
    fonts = {run.font.name for run in label.runs} | {label.style.font.name}
    assert fonts == {STYLE.attachment.name}


def test_headings_of_an_attachment_count_from_one_and_its_pages_go_on(attached) -> None:
    pages = attached[1]
    assert [row.text for row in pages[0] if row.text.startswith("一、")] == ["一、抓好落实"]
    assert [row.text for page in pages[1:] for row in page if row.text[1:2] == "、"] == [
        "一、总体要求",
        "二、分工",
    ]
    assert len(pages) == 4


def test_the_note_stands_below_the_date(attached) -> None:
    """7.3.6: 左空二字加圆括号编排在成文日期下一行。"""
    page = attached[0][0]
    note = row_of(page, "（联系电话")
    assert lines_between(row_of(page, DATE), note) == pytest.approx(1, abs=0.1)
    # The bracket fills the right half of its character.
    assert (note.left - LEFT) / CHARACTER == pytest.approx(2, abs=0.1)


COLUMNS = ("单位", *(f"第{n}季度完成数" for n in "一二三四"), *(f"指标{n}（个）" for n in range(9)))
WIDE = Table(
    tuple((head,) for head in COLUMNS),
    tuple(((f"第{n}街道",), *((str(n * 37),) for _ in COLUMNS[1:])) for n in range(20, 60)),
)


def _info(pdf: Path) -> str:
    command = ["pdfinfo", "-f", "1", "-l", "99", str(pdf)]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_a_wide_table_right_before_the_signature_stays_upright(tmp_path: Path) -> None:
    signed = paper(BODY, WIDE, signature=Signature(((ORGAN,),), (DATE,)))
    path = tmp_path / "last.docx"
    path.write_bytes(render(signed, "docx", STYLE))
    sizes = set(re.findall(r"size: +([\d.]+) x", _info(convert([path], tmp_path)[path])))
    assert len(sizes) == 1


def test_the_tail_is_never_alone_on_a_page(tmp_path: Path) -> None:
    """20 lengths around the foot of a page: with every tail stands some of the body."""
    papers = []
    for lines in range(12, 22):
        body = [Paragraph((f"第{n}段",)) for n in range(lines - 4)]
        for ending in (Paragraph(("末段到此为止。" * 9,)), Paragraph(("以上报告，请审议。",))):
            papers.append(
                paper(
                    *body,
                    ending,
                    attachments=(Attachment(("名单",)), Attachment(("方案",))) * (lines % 2),
                    signature=Signature(((ORGAN,),), (DATE,), SEALS[lines % 3]),  # type: ignore[arg-type]
                    note=("（此件公开发布）",) * (lines % 4 < 2),
                )
            )
    seen = set()
    for pages in printed(papers, tmp_path):
        [page] = [page for page in pages if any(row.text == DATE for row in page)]
        texts = [row.text for row in page]
        tail = next(n for n, text in enumerate(texts) if text.startswith("附件：") or text == ORGAN)
        assert tail >= 2, texts
        assert page is pages[-1]
        seen.add(len(pages))
    assert seen == {1, 2}


def test_the_last_words_are_never_alone_on_a_page(tmp_path: Path) -> None:
    """A speech or a briefing ends without a tail: no page holds its last line only."""
    papers = [
        paper(*[Paragraph((f"第{n}段",)) for n in range(length)], Paragraph(("逐件落实。" * 16,)))
        for length in range(14, 22)
    ]
    lasts = [len(pages[-1]) for pages in printed(papers, tmp_path) if len(pages) > 1]
    assert lasts
    assert min(lasts) >= 2
