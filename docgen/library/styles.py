"""Styles: the look of a paper as data, every parameter with its clause and strength.

A style file is read by the library; here its plain values become a `Style`.  A style that says
继承 takes every parameter it does not name from its parent.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from docgen.errors import LibraryError

Side: TypeAlias = Literal["left", "center", "right"]

POINTS_PER_MM = 72 / 25.4
TWIPS_PER_POINT = 20


class Setting(NamedTuple):
    """A parameter as the style file gives it.

    key: section and name, such as 页面.天头.  value: one text, or several for a list.
    clause: clause of GB/T 9704—2012, "" when the standard is silent.  strength: 规定, 一般,
    推荐 or 实践.
    """

    key: str
    value: str | tuple[str, ...]
    clause: str
    strength: str


@dataclass(frozen=True, slots=True)
class Font:
    """A Chinese font: its name, size in points, and whether bold."""

    name: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in millimetres: top 天头, bottom 下白边, left 订口, right 切口."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def type_area(self) -> tuple[float, float]:
        """Width and height of the 版心 in millimetres."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The 页码: font; mark on both sides; distance in mm from the 版心 to the mark; the side on
    odd and even pages; how many characters it stands in from that side."""

    font: Font
    mark: str
    distance: float
    odd: Side
    even: Side
    inset: float


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a paper.

    pitch: line pitch in points.  spacing: added between characters, in points.  rows, columns:
    lines a page, characters a line.  indent: first line of a paragraph, recipients_indent: the
    主送机关, both in characters.  headings: fonts of levels 1 to 4.  numbering: a pattern for
    each level.  western: font of Latin letters and digits, "" for the Chinese one.
    title_after, signature_before: lines.  signature_right, date_shift: characters.
    table_line: points.  alternatives: fonts that may stand in for each other, best first.
    settings: the parameters as written, in the order of the parameter table.
    """

    id: str
    name: str
    page: Page
    pitch: float
    spacing: float
    rows: int
    columns: int
    title: Font
    title_after: float
    body: Font
    indent: float
    western: str
    headings: tuple[Font, Font, Font, Font]
    numbering: tuple[str, ...]
    recipients_indent: float
    signature_before: float
    signature_right: float
    date_shift: float
    page_number: PageNumber
    table_header: Font
    table_text: Font
    table_line: float
    gap_title: Font
    gap_text: Font
    alternatives: tuple[tuple[str, ...], ...]
    settings: tuple[Setting, ...]

    def __hash__(self) -> int:
        return hash((self.id, self.name))

    @property
    def cell(self) -> float:
        """Width of one body character with its spacing, in points."""
        return self.body.size + self.spacing

    def stand_ins(self, font: str) -> tuple[str, ...]:
        """The font and then those that may stand in for it, best first."""
        for names in self.alternatives:
            if font in names:
                return (font, *(name for name in names if name != font))
        return (font,)


def twips(points: float) -> int:
    """A length in points as twips, twentieths of a point."""
    return round(points * TWIPS_PER_POINT)


def mm_twips(millimetres: float) -> int:
    """A length in millimetres as twips, twentieths of a point."""
    return twips(millimetres * POINTS_PER_MM)


_SIZES: Mapping[str, float] = {
    **{"初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16},
    **{"小三": 15, "四号": 14, "小四": 12, "五号": 10.5, "小五": 9, "六号": 7.5, "小六": 6.5},
}
_SIDES: Mapping[str, Side] = {"居左": "left", "居中": "center", "居右": "right"}
_STRENGTHS = ("规定", "一般", "推荐", "实践")
_FONT_KEYS = ("字体", "字号", "加粗")
_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "页面": ("宽", "高", "天头", "下白边", "订口", "切口"),
    "版心": ("每面行数", "每行字数", "行距", "字距"),
    "标题": (*_FONT_KEYS, "下空"),
    "正文": (*_FONT_KEYS, "首行缩进", "西文字体"),
    "一级标题": _FONT_KEYS,
    "二级标题": _FONT_KEYS,
    "三级标题": _FONT_KEYS,
    "四级标题": _FONT_KEYS,
    "结构层次": ("序数",),
    "主送机关": ("缩进",),
    "落款": ("上空", "右空", "日期右移"),
    "页码": (*_FONT_KEYS, "左右符", "距版心", "单页", "双页", "空字"),
    "表头": _FONT_KEYS,
    "表格": (*_FONT_KEYS, "线宽"),
    "待补标题": _FONT_KEYS,
    "待补事项": _FONT_KEYS,
    "替代字体": ("仿宋", "楷体", "黑体", "小标宋", "宋体"),
}
_NAMES = ("继承", "名称", "说明")
_LISTS = frozenset({"结构层次.序数", *(f"替代字体.{name}" for name in _SECTIONS["替代字体"])})


def load_style(id: str, read: Callable[[str], Mapping[str, object]]) -> Style:
    """The style of that id with everything it inherits.

    read: gives the plain values of a style file by its id, LibraryError when there is none.
    """
    chain: dict[str, Mapping[str, object]] = {}
    current = id
    while current:
        if current in chain:
            raise LibraryError(
                f"样式“{current}”绕了一圈又继承自己", where=id, hint="改正“继承”一项"
            )
        chain[current] = read(current)
        parent = chain[current].get("继承", "")
        if not isinstance(parent, str):
            raise LibraryError("“继承”应当写一个样式的名字", where=current)
        current = parent
    style: Style | None = None
    for name, values in reversed(chain.items()):
        style = style_from_values(name, values, style)
    assert style is not None
    return style


def style_from_values(id: str, values: Mapping[str, object], parent: Style | None = None) -> Style:
    """The style that the plain values of one file make on top of its parent.

    LibraryError names an unknown, missing or unreadable parameter, and lines or characters
    that the 版心 cannot hold.
    """
    _known(values, (*_NAMES, *_SECTIONS), id, "")
    given = {setting.key: setting for setting in parent.settings} if parent else {}
    for section, keys in _SECTIONS.items():
        block = values.get(section, {})
        if not isinstance(block, Mapping):
            raise LibraryError(f"“{section}”下面应当逐项列出参数", where=id)
        _known(block, keys, id, f"{section}.")
        for key, value in block.items():
            path = f"{section}.{key}"
            given[path] = _setting(path, value, id)
    order = [f"{section}.{key}" for section, keys in _SECTIONS.items() for key in keys]
    missing = [path for path in order if path not in given]
    if missing:
        raise LibraryError(
            f"样式缺少参数：{'、'.join(missing)}", where=id, hint="补上，或写“继承: gbt9704”"
        )
    name = values.get("名称", id)
    if not isinstance(name, str):
        raise LibraryError("“名称”应当是一行文字", where=id)
    style = _build(_Reader(id, given), name, tuple(given[path] for path in order))
    _check_grid(style)
    return style


def _known(values: Mapping[str, object], keys: Sequence[str], id: str, prefix: str) -> None:
    for key in values:
        if key not in keys:
            near = difflib.get_close_matches(str(key), keys, 1, 0.4)
            hint = f"是不是“{prefix}{near[0]}”？" if near else f"可用的有：{'、'.join(keys)}"
            raise LibraryError(f"样式没有“{prefix}{key}”这个参数", where=id, hint=hint)


def _setting(path: str, value: object, id: str) -> Setting:
    clause, strength = "", "实践"
    if isinstance(value, Mapping):
        _known(value, ("值", "条款", "强度"), id, f"{path}.")
        clause, strength = str(value.get("条款", "")), str(value.get("强度", "实践"))
        if strength not in _STRENGTHS:
            raise LibraryError(
                f"“{path}”的强度“{strength}”不认识", where=id, hint=f"应为{'、'.join(_STRENGTHS)}"
            )
        value = value.get("值")
    if path in _LISTS and isinstance(value, list | tuple):
        items = tuple(item for item in value if isinstance(item, str) and item)
        if items and len(items) == len(value):
            return Setting(path, items, clause, strength)
    elif path not in _LISTS and isinstance(value, str):
        return Setting(path, value, clause, strength)
    wanted = "几段文字的列表" if path in _LISTS else "一个值"
    raise LibraryError(f"“{path}”应当写{wanted}", where=id)


_T = TypeVar("_T")


class _Reader:
    """Reads single parameters into typed values; knows where to point in an error."""

    def __init__(self, id: str, settings: Mapping[str, Setting]) -> None:
        self.id = id
        self.settings = settings

    def text(self, path: str) -> str:
        value = self.settings[path].value
        assert isinstance(value, str)
        return value

    def texts(self, path: str) -> tuple[str, ...]:
        value = self.settings[path].value
        assert isinstance(value, tuple)
        return value

    def fail(self, path: str, hint: str) -> LibraryError:
        return LibraryError(f"“{path}”的值“{self.text(path)}”不认识", where=self.id, hint=hint)

    def length(self, path: str, unit: str, low: float = 0, high: float = 2000) -> float:
        match = re.fullmatch(rf"([-+]?\d+(?:\.\d+)?)(?:{unit})?", self.text(path), re.ASCII)
        if match is None or not low <= float(match[1]) <= high:
            raise self.fail(path, f"应为 {low:g} 到 {high:g} 之间的数，单位是{unit or '个'}")
        return float(match[1])

    def count(self, path: str) -> int:
        value = self.length(path, "", 1, 200)
        if value != math.floor(value):
            raise self.fail(path, "应为整数")
        return int(value)

    def choice(self, path: str, choices: Mapping[str, _T]) -> _T:
        if self.text(path) not in choices:
            raise self.fail(path, f"应为{'、'.join(choices)}")
        return choices[self.text(path)]

    def font_name(self, path: str, name: str) -> str:
        # Names go into XML and style sheets: nothing that could end the place they stand in.
        if not re.fullmatch(r"[\w][\w .()\-]*", name):
            raise LibraryError(f"“{path}”的字体名“{name}”有不能用的符号", where=self.id)
        return name

    def font(self, section: str) -> Font:
        path = f"{section}.字号"
        size = _SIZES.get(self.text(path)) or self.length(path, "磅", 4, 200)
        return Font(
            self.font_name(f"{section}.字体", self.text(f"{section}.字体")),
            round(size * 2) / 2,
            self.choice(f"{section}.加粗", {"是": True, "否": False}),
        )


def _build(read: _Reader, name: str, settings: tuple[Setting, ...]) -> Style:
    western = read.text("正文.西文字体")
    numbering = read.texts("结构层次.序数")
    if len(numbering) != 4:
        raise LibraryError("“结构层次.序数”应当正好有四级", where=read.id)
    return Style(
        id=read.id,
        name=name,
        page=Page(*(read.length(f"页面.{key}", "毫米") for key in _SECTIONS["页面"])),
        pitch=read.length("版心.行距", "磅", 5, 200),
        spacing=read.length("版心.字距", "磅", -5, 20),
        rows=read.count("版心.每面行数"),
        columns=read.count("版心.每行字数"),
        title=read.font("标题"),
        title_after=read.length("标题.下空", "行", 0, 20),
        body=read.font("正文"),
        indent=read.length("正文.首行缩进", "字", 0, 20),
        western=read.font_name("正文.西文字体", western) if western else "",
        headings=(
            *(read.font("一级标题"), read.font("二级标题")),
            *(read.font("三级标题"), read.font("四级标题")),
        ),
        numbering=numbering,
        recipients_indent=read.length("主送机关.缩进", "字", 0, 20),
        signature_before=read.length("落款.上空", "行", 0, 20),
        signature_right=read.length("落款.右空", "字", 0, 20),
        date_shift=read.length("落款.日期右移", "字", 0, 20),
        page_number=PageNumber(
            font=read.font("页码"),
            mark=read.text("页码.左右符"),
            distance=read.length("页码.距版心", "毫米", 0, 30),
            odd=read.choice("页码.单页", _SIDES),
            even=read.choice("页码.双页", _SIDES),
            inset=read.length("页码.空字", "字", 0, 10),
        ),
        table_header=read.font("表头"),
        table_text=read.font("表格"),
        table_line=read.length("表格.线宽", "磅", 0.25, 6),
        gap_title=read.font("待补标题"),
        gap_text=read.font("待补事项"),
        alternatives=tuple(_font_lists(read)),
        settings=settings,
    )


def _font_lists(read: _Reader) -> Iterable[tuple[str, ...]]:
    for key in _SECTIONS["替代字体"]:
        path = f"替代字体.{key}"
        yield tuple(read.font_name(path, name) for name in read.texts(path))


def _check_grid(style: Style) -> None:
    width, height = (side * POINTS_PER_MM for side in style.page.type_area)
    if width <= 0 or height <= 0:
        raise LibraryError("四边白边占满了整张纸", where=style.id, hint="改小“页面”的白边")
    for label, need, room, fix in (
        ("版心.每面行数", style.rows * style.pitch, height, f"{height // style.pitch:.0f}"),
        ("版心.每行字数", style.columns * style.cell, width, f"{width // style.cell:.0f}"),
    ):
        if need > room:
            raise LibraryError(
                f"“{label}”排不下：要 {need:.1f} 磅，版心只有 {room:.1f} 磅",
                where=style.id,
                hint=f"改成 {fix} 或更小，或改小行距、字距、白边",
            )
