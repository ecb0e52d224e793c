"""The elements of the page: frozen classes of parameters.

Clauses are those of GB/T 9704—2012.  Lengths named 字 are in characters of the body, 行 in lines
of the type area, 毫米 in millimetres, 磅 in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from docgen.library.styles.parameters import (
    CHARS,
    COLOR,
    FLAG,
    FONT_NAME,
    FONT_NAMES,
    LINE_WIDTH,
    LINES,
    MM,
    NUMBERING,
    POINTS,
    SIDE,
    SIZE,
    TEXT,
    WESTERN,
    choice,
    count,
    length,
    parameter,
)

Side: TypeAlias = Literal["left", "center", "right"]

_MARGIN = length("毫米")
_PITCH = length("磅", 5, 200)
_OWN_PITCH = length("磅", 5, 200, 随正文=0)
_SPAN = length("毫米", 1, 400, 版心=0)
LineKind: TypeAlias = Literal["single", "thickThinSmallGap", "thinThickSmallGap"]
"""A line by its name in WordprocessingML."""
_LINE = choice({"单线": "single", "上粗下细": "thickThinSmallGap", "上细下粗": "thinThickSmallGap"})


@dataclass(frozen=True, slots=True)
class Font:
    """A Chinese font: its name, size in points, and whether bold.  An element that is set in a
    font of its own is one, with its place beside it."""

    name: str = parameter("字体", FONT_NAME)
    size: float = parameter("字号", SIZE)
    bold: bool = parameter("加粗", FLAG)


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in millimetres: top 天头, bottom 下白边, left 订口, right 切口."""

    width: float = parameter("宽", _MARGIN)
    height: float = parameter("高", _MARGIN)
    top: float = parameter("天头", _MARGIN)
    bottom: float = parameter("下白边", _MARGIN)
    left: float = parameter("订口", _MARGIN)
    right: float = parameter("切口", _MARGIN)

    @property
    def type_area(self) -> tuple[float, float]:
        """Width and height of the 版心 in millimetres."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class TypeArea:
    """What the 版心 holds: lines a page, characters a line; line pitch and what is added between
    characters, both in points."""

    rows: int = parameter("每面行数", count())
    columns: int = parameter("每行字数", count())
    pitch: float = parameter("行距", _PITCH)
    spacing: float = parameter("字距", length("磅", -5, 20))


@dataclass(frozen=True, slots=True)
class Corner(Font):
    """份号, 密级 or 紧急程度, flush left: row, the first line of the 版心 it may stand on; below
    those that stand before it."""

    row: int = parameter("行", count(1, 10))


@dataclass(frozen=True, slots=True)
class Mark(Font):
    """The 发文机关标志, or the name of a 简报 or 纪要.

    origin: what `distance` millimetres to its upper edge are counted from, the page or the 版心.
    narrowest: how far, in per cent, its characters may be narrowed to stay within `span`
    millimetres (0: the 版心) before they are made smaller.  pitch: lines of several organs, in
    multiples of the size.  gap: between them and the 文件 beside them, in characters of the mark.
    """

    color: str = parameter("颜色", COLOR)
    origin: Literal["page", "margin"] = parameter(
        "起点", choice({"上页边": "page", "版心": "margin"})
    )
    distance: float = parameter("上距", MM)
    span: float = parameter("最宽", _SPAN)
    narrowest: float = parameter("最小字宽", length("%", 30, 100))
    pitch: float = parameter("行高", length("倍", 1, 3))
    gap: float = parameter("文件间隔", CHARS)


@dataclass(frozen=True, slots=True)
class DocumentNumber(Font):
    """The 发文字号: before, in lines, below the mark, or below the line under it; beside 签发人
    it stands `inset` characters in from the left."""

    before: float = parameter("上空", LINES)
    side: Side = parameter("位置", SIDE)
    inset: float = parameter("上行文空字", CHARS)


@dataclass(frozen=True, slots=True)
class Signers(Font):
    """签发人: the font of the label and that of the names; characters in from the right; so
    many names a line."""

    name_font: str = parameter("姓名字体", FONT_NAME)
    inset: float = parameter("右空", CHARS)
    per_line: int = parameter("每行人数", count(1, 6))


@dataclass(frozen=True, slots=True)
class Issue(Font):
    """The 期号 of a 简报, in lines below its name."""

    before: float = parameter("上空", LINES)
    side: Side = parameter("位置", SIDE)


@dataclass(frozen=True, slots=True)
class Edited(Font):
    """编发机关 and date of a 简报 on one line: lines above it, characters in on both sides."""

    before: float = parameter("上空", LINES)
    inset: float = parameter("空字", CHARS)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page.

    distance: millimetres from what it belongs to.  width: its thickness, all its strokes
    together; 0 for none.  span: its length, 0 for that of the 版心.
    """

    distance: float = parameter("距离", MM)
    width: float = parameter("粗", LINE_WIDTH)
    span: float = parameter("长", _SPAN)
    color: str = parameter("颜色", COLOR)
    line: LineKind = parameter("线型", _LINE)


@dataclass(frozen=True, slots=True)
class HeadRule(Rule):
    """The line of the 版头; under_mark: below the mark instead of below all of the 版头; after:
    points from it to the next element of the 版头."""

    under_mark: bool = parameter("位置", choice({"标志之下": True, "版头之末": False}))
    after: float = parameter("下空", POINTS)


@dataclass(frozen=True, slots=True)
class Title(Font):
    """The 标题: lines above it below a 版头, lines below it, its line pitch in points (0: the
    body's)."""

    before: float = parameter("上空", LINES)
    after: float = parameter("下空", LINES)
    pitch: float = parameter("行距", _OWN_PITCH)


@dataclass(frozen=True, slots=True)
class Body(Font):
    """The 正文: first line of a paragraph in characters; font of Latin letters and digits, ""
    for the Chinese one."""

    indent: float = parameter("首行缩进", CHARS)
    western: str = parameter("西文字体", WESTERN)


@dataclass(frozen=True, slots=True)
class Levels:
    """结构层次: a numbering pattern for each of the four levels."""

    numbering: tuple[str, ...] = parameter("序数", NUMBERING)


@dataclass(frozen=True, slots=True)
class Recipients:
    """The 主送机关: its first line's indent in characters."""

    indent: float = parameter("缩进", CHARS)


@dataclass(frozen=True, slots=True)
class Attendance(Font):
    """出席, 请假, 列席 of a 纪要: font of the labels; lines above the first; characters in from
    the left, further lines below the first name."""

    before: float = parameter("上空", LINES)
    inset: float = parameter("左空", CHARS)


@dataclass(frozen=True, slots=True)
class AttachmentNote:
    """The 附件说明: lines above it, characters in from the left."""

    before: float = parameter("上空", LINES)
    inset: float = parameter("左空", CHARS)


@dataclass(frozen=True, slots=True)
class Unsealed:
    """署名 and 成文日期 of a paper without a seal (7.3.5.2): lines above; characters in from the
    right; characters by which the date begins right of the organ."""

    before: float = parameter("上空", LINES)
    right: float = parameter("右空", CHARS)
    date_shift: float = parameter("日期右移", CHARS)


@dataclass(frozen=True, slots=True)
class Sealed:
    """署名 and 成文日期 under a seal (7.3.5.1): lines above; the date's characters in from the
    right.  The organ stands centred over the date; of several organs the last.  width: of a seal
    in millimetres; gap: between two seals."""

    before: float = parameter("上空", LINES)
    right: float = parameter("日期右空", CHARS)
    width: float = parameter("章径", MM)
    gap: float = parameter("章间", MM)


@dataclass(frozen=True, slots=True)
class Stamped:
    """A paper with the stamp of its signer's name (7.3.5.3).

    before: lines above the stamp; right: its characters in from the right; width, height: its
    room in millimetres; gap: characters between the office and the stamp; date_before: lines
    between stamp and date; date_right: the date's characters in from the right.
    """

    before: float = parameter("上空", LINES)
    right: float = parameter("章右空", CHARS)
    width: float = parameter("章宽", MM)
    height: float = parameter("章高", MM)
    gap: float = parameter("职务距章", CHARS)
    date_before: float = parameter("日期上空", LINES)
    date_right: float = parameter("日期右空", CHARS)


@dataclass(frozen=True, slots=True)
class Note:
    """The 附注: characters in from the left."""

    inset: float = parameter("左空", CHARS)


@dataclass(frozen=True, slots=True)
class AttachmentHead(Font):
    """附件 and its number at the head of a page of their own; title_row: the line of the 版心
    that the attachment's title stands on."""

    title_row: int = parameter("标题行", count(1, 10))


@dataclass(frozen=True, slots=True)
class Imprint(Font):
    """The 版记, or the 报尾 of a 简报: first, inner and last line in millimetres, 0 for none;
    length of the lines, 0 for that of the 版心; characters in on both sides; line pitch in
    points, 0 for that of the body."""

    first: float = parameter("首线", LINE_WIDTH)
    inner: float = parameter("中线", LINE_WIDTH)
    last: float = parameter("末线", LINE_WIDTH)
    span: float = parameter("线长", _SPAN)
    inset: float = parameter("空字", CHARS)
    pitch: float = parameter("行距", _OWN_PITCH)


@dataclass(frozen=True, slots=True)
class PageNumber(Font):
    """The 页码: mark on both sides; distance in mm from the 版心 to the mark; the side on odd and
    even pages; how many characters it stands in from that side; whether the first page has one."""

    mark: str = parameter("左右符", TEXT)
    distance: float = parameter("距版心", length("毫米", 0, 30))
    odd: Side = parameter("单页", SIDE)
    even: Side = parameter("双页", SIDE)
    inset: float = parameter("空字", length("字", 0, 10))
    first: bool = parameter("首页", FLAG)


@dataclass(frozen=True, slots=True)
class TableText(Font):
    """The cells of a table, and its grid in points."""

    line: float = parameter("线宽", length("磅", 0.25, 6))


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Fonts that may stand in for each other, best first, by the kind of face."""

    fangsong: tuple[str, ...] = parameter("仿宋", FONT_NAMES)
    kaiti: tuple[str, ...] = parameter("楷体", FONT_NAMES)
    heiti: tuple[str, ...] = parameter("黑体", FONT_NAMES)
    biaosong: tuple[str, ...] = parameter("小标宋", FONT_NAMES)
    songti: tuple[str, ...] = parameter("宋体", FONT_NAMES)
