"""Which element of the page each paragraph is: by our own styles first, else as a reader tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from docgen.language.labels import Label
from docgen.layout.norms import HEADINGS
from docgen.manuscript import Line, Manuscript
from docgen.ooxml.formatting import SetParagraph
from docgen.read import ends

_OWN: Final[Mapping[str, str]] = {
    "份号": "份号",
    "密级和保密期限": "密级",
    "紧急程度": "紧急程度",
    "发文机关标志": "发文机关标志",
    "发文字号": "发文字号",
    "签发人": "签发人",
    "期号": "期号",
    "编发机关和日期": "编发",
    "title": "标题",
    "主送机关": "主送机关",
    "body text": "正文",
    **{f"heading {level}": name for level, name in enumerate(HEADINGS, 1)},
    "发文机关署名": "署名",
    "成文日期": "成文日期",
    "附注": "附注",
    "出席人员": "出席",
    "附件说明": "附件说明",
    "附件": "附件",
    "附件标题": "附件标题",
    "抄送机关": "版记",
    "印发机关和印发日期": "版记",
    "印数": "版记",
    "公文表头": "表头",
    "公文表格": "表格",
    "待补事项标题": "待补标题",
    "待补事项": "待补事项",
}
"""The element that each paragraph style of a paper laid out by docgen stands for."""
_OURS: Final = frozenset(("发文机关署名", "成文日期", "公文表格"))
"""Styles that only such a paper has."""
_ROLES: Final[Mapping[str, str]] = {
    "title": "标题",
    "recipients": "主送机关",
    "salutation": "称谓",
    "body": "正文",
    "organ": "署名",
    "date": "成文日期",
    "note": "附注",
    "attendance": "出席",
    "attachment": "附件说明",
    "imprint": "版记",
}
NUMBER: Final = "[^〔：]{0,14}" + ends.YEAR_AND_NUMBER
"""A 发文字号."""
_SIGNER: Final = re.compile(r"签\s*发\s*人\s*[：:].+")
_SIDE_BY_SIDE: Final = re.compile(NUMBER + r"\s+" + _SIGNER.pattern)
SENT: Final = re.compile(ends.SENT + ".+")
PRINTED: Final = re.compile(r".*[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日\s*印\s*发")
COPIES: Final = re.compile(r"[（(]?\s*共?\s*印\s*[0-9]+\s*份\s*[）)]?")
IMPRINT: Final = (SENT, PRINTED, COPIES)
"""Lines of a 版记 by their words, blanks round them left off."""
_MASTHEAD: Final = (
    ("份号", re.compile("[0-9]{6}")),
    ("密级", re.compile("(?:绝密|机密|秘密).{0,9}")),
    ("紧急程度", re.compile("特急|加急|平急")),
    ("发文字号", re.compile(NUMBER)),
    ("签发人", _SIGNER),
    ("发文字号和签发人", _SIDE_BY_SIDE),
    ("发文机关标志", re.compile(".{2,30}(?:文件|简报|纪要)")),
    ("期号", re.compile("[（(]?第.{1,6}期.{0,16}")),
)
"""What a line of the 版头 is by its words; one that holds several elements is none of them."""
_LABEL: Final = re.compile(r"附\s*件\s*[0-9一二三四五六七八九十]{0,2}\s*[：:]?")
_ROWS: Final = 2
"""Rows and columns that a table has at least; what has fewer is a frame."""


class Part(NamedTuple):
    """A paragraph and what it is.

    name: the element, "" when it is none that the style speaks of.  head: of a heading, how many
    characters are the heading itself.  label: the ordinal it begins with.
    """

    set: SetParagraph
    name: str
    head: int = 0
    label: Label | None = None

    @property
    def number(self) -> int:
        """The paragraph's number, from 1."""
        return self.set.read.number

    @property
    def text(self) -> str:
        """Its characters."""
        return self.set.read.text


def is_ours(styles: frozenset[str]) -> bool:
    """Whether a paper with styles of these names was laid out by docgen."""
    return styles >= _OURS


def parts(
    found: Sequence[SetParagraph], paper: Manuscript, styles: frozenset[str]
) -> tuple[Part, ...]:
    """What each paragraph is.  paper: the same file as it was read.  styles: the names of its
    styles, in small letters."""
    ours = is_ours(styles)
    lines = _lines(paper)
    frames = _frames(found)
    framed = _framed(found, frames)
    behind = _behind(paper)
    out: list[Part] = []
    for one in found:
        line = lines.get(one.read.number)
        name = ""
        if one.empty:
            pass
        elif ours and one.read.style in _OWN:
            name = _OWN[one.read.style]
        elif one.read.number in framed:
            name = framed[one.read.number]
        elif one.read.cell is not None:
            name = "" if one.read.cell.table in frames else _cell(one)
        elif line is not None and not (line.role == "date" and one.read.number < behind):
            name = _name(line)
        if not ours and out and out[-1].name == "附件" and one.placing.alignment == "center":
            name = "附件标题"
        head = line.head if line is not None and name in HEADINGS else 0
        out.append(Part(one, name, _in_file(one, head), None if line is None else line.label))
    return tuple(out)


def _lines(paper: Manuscript) -> Mapping[int, Line]:
    """The line that each paragraph is, by its number; none for one that holds several."""
    out: dict[int, Line] = {}
    several: set[int] = set()
    for line in paper.lines:
        numbers = {place.line for _, place in line.places}
        for number in numbers:
            if number in out and out[number].role != line.role:
                several.add(number)
            out.setdefault(number, line)
    return {number: line for number, line in out.items() if number not in several}


def _behind(paper: Manuscript) -> int:
    """The number of the paragraph where the body begins; a date before it is no 成文日期."""
    return min((paper.lines[i].place(0).line for i in paper.prose), default=0)


def _name(line: Line) -> str:
    if line.role == "heading":
        return HEADINGS[line.level - 1]
    if line.role == "masthead":
        text = line.text.strip()
        return next((name for name, words in _MASTHEAD if words.fullmatch(text)), "")
    if line.role == "attachment" and _LABEL.fullmatch(line.text.strip()):
        return "附件"
    return _ROLES.get(line.role, "")


def _cell(one: SetParagraph) -> str:
    assert one.read.cell is not None
    return "表格" if one.read.cell.row else "表头"


def _frames(found: Iterable[SetParagraph]) -> frozenset[int]:
    """The tables that only frame what stands in them."""
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    for one in found:
        if (cell := one.read.cell) is not None:
            rows[cell.table] = max(rows.get(cell.table, 0), cell.row + 1)
            columns[cell.table] = max(columns.get(cell.table, 0), cell.column + 1)
    return frozenset(t for t in rows if rows[t] < _ROWS or columns[t] < _ROWS)


def _framed(found: Iterable[SetParagraph], frames: frozenset[int]) -> Mapping[int, str]:
    """What stands in tables that are there to set it in its place: 发文字号 beside 签发人 in one
    row, and the 版记; by the number of the paragraph."""
    rows: dict[int, dict[int, list[SetParagraph]]] = {}
    for one in found:
        if (cell := one.read.cell) is not None and one.read.text.strip():
            rows.setdefault(cell.table, {}).setdefault(cell.row, []).append(one)
    out: dict[int, str] = {}
    for table, by_row in rows.items():
        lines = [[one.read.text.strip() for one in row] for row in by_row.values()]
        if all(any(kind.fullmatch("".join(line)) for kind in IMPRINT) for line in lines):
            out |= {one.read.number: "版记" for row in by_row.values() for one in row}
        elif table in frames and len(lines) == 1 and len(lines[0]) == 2:
            names = [next((n for n, w in _MASTHEAD if w.fullmatch(text)), "") for text in lines[0]]
            if names == ["发文字号", "签发人"]:
                out |= {one.read.number: n for one, n in zip(*by_row.values(), names, strict=True)}
    return out


def _in_file(one: SetParagraph, head: int) -> int:
    """The end of a heading in the paragraph's own characters, an automatic number left out."""
    lead = len(one.read.text) - len(one.read.text.lstrip())
    return max(0, head - len(one.read.ordinal) + lead) if head else 0
