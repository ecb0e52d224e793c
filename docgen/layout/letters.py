"""Characters: font, size, weight, slant, colour, ground, spacing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from docgen.layout.departures import Departure, quoted
from docgen.layout.head import signer_starts
from docgen.layout.norms import HEADINGS, Norms
from docgen.layout.parts import Part
from docgen.library.styles import Font, twips
from docgen.ooxml.formatting import Letters
from docgen.ooxml.mending import Mend, OnLetters
from docgen.read.docx import place_of

_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WESTERN: Final = re.compile("[A-Za-z0-9]")
_OWED: Final = "【待"
"""What a mark of docgen's own begins with; it stands on a ground until it is settled."""
_SIZES: Final[Mapping[float, str]] = {
    **{42: "初号", 36: "小初", 26: "一号", 24: "小一", 22: "二号", 18: "小二", 16: "三号"},
    **{15: "小三", 14: "四号", 12: "小四", 10.5: "五号", 9: "小五", 7.5: "六号", 6.5: "小六"},
}
_TABLES: Final = ("表头", "表格")
_LOOKS_LIKE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("主送机关", "称谓", "署名", "成文日期", "附注", "附件说明"), "正文"),
    "附件标题": "标题",
}
"""Elements set in the font of another."""


_Change: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A property of runs and its attributes, as `OnLetters` has them."""


class _Where(NamedTuple):
    part: Part
    start: int
    end: int
    section: str
    subject: str
    path: str


def size_name(points: float) -> str:
    """A size as people name it: 三号, 16.5磅."""
    return _SIZES.get(points, f"{points:g}磅")


def letters(part: Part, norms: Norms, path: str) -> Iterator[Departure]:
    """What the characters of a paragraph do not keep; of a heading with text behind it, heading
    and text for themselves."""
    if part.name in HEADINGS:
        head = part.head or len(part.text)
        yield from _within(part, 0, head, part.name, part.name, norms, path)
        yield from _within(part, head, len(part.text), "正文", "正文", norms, path)
    elif part.name in ("签发人", "发文字号和签发人"):
        begin = part.text.index("签")
        names = signer_starts(part.text)
        yield from _within(part, 0, begin, "发文字号", "发文字号", norms, path)
        yield from _within(part, begin, names, "签发人", "签发人", norms, path)
        yield from _within(part, names, len(part.text), "签发人姓名", "签发人姓名", norms, path)
    elif part.name == "出席":
        label = re.search("[：:]", part.text)
        end, names = label.span() if label else (0, 0)
        yield from _within(part, 0, end, "出席", "出席", norms, path)
        yield from _within(part, names, len(part.text), "正文", "出席", norms, path)
    else:
        section = _LOOKS_LIKE.get(part.name, part.name)
        if section in norms.fonts and not norms.is_free(section):
            yield from _within(part, 0, len(part.text), section, part.name, norms, path)


def _within(
    part: Part, begin: int, stop: int, section: str, subject: str, norms: Norms, path: str
) -> Iterator[Departure]:
    for start, end, look in part.set.stretches:
        start, end = max(start, begin), min(end, stop)  # noqa: PLW2901
        text = part.text[start:end]
        if start < end and text.strip():
            where = _Where(part, start, end, section, subject, path)
            yield from _fonts(where, text, look, norms)
            yield from _weight(where, look, norms)
            yield from _ground(where, text, look, norms)
            if section in ("正文", *HEADINGS):
                yield from _spacing(where, look, norms)


def _told(
    where: _Where,
    code: str,
    said: str,
    wanted: str,
    norms: Norms,
    key: str,
    mends: tuple[_Change, ...],
    advice: str = "",
) -> Departure:
    part, start, end = where.part, where.start, where.end
    lead = len(part.text[start:end]) - len(part.text[start:end].lstrip())
    done: tuple[Mend, ...] = tuple(
        OnLetters(part.number, start, end, tag, attributes) for tag, attributes in mends
    )
    return Departure(
        code,
        "要素",
        where.subject,
        said,
        wanted,
        norms.setting(key),
        place_of(part.set.read, where.path, start + lead + 1),
        quoted(part.text[start:end]),
        done,
        advice,
    )


def _fonts(where: _Where, text: str, look: Letters, norms: Norms) -> Iterator[Departure]:
    wanted = norms.fonts[where.section]
    key = f"{where.section}.字体"
    if _HAN.search(text) and not norms.same_font(look.font or "", wanted.name):
        mend: _Change = (
            "rFonts",
            (("eastAsia", wanted.name), ("eastAsiaTheme", ""), ("hint", "eastAsia")),
        )
        found = look.font or "没有指定的"
        yield _told(where, "LAY004", f"字体是{found}", wanted.name, norms, key, (mend,))
    western = norms.style.western or wanted.name
    if look.western and _WESTERN.search(text) and not _fits(look.western, wanted, norms):
        mend = (
            "rFonts",
            (("ascii", western), ("hAnsi", western), ("asciiTheme", ""), ("hAnsiTheme", "")),
        )
        # Blanks typed to set a line in its place are as wide as they were.
        lead = len(text) - len(text.lstrip())
        yield _told(
            where._replace(start=where.start + lead),
            "LAY005",
            f"数字、字母的字体是{look.western}",
            western,
            norms,
            "正文.西文字体",
            (mend,),
        )
    size = look.size or 0
    if where.section == "发文机关标志":
        return  # a long one is set smaller to fit
    if abs(size - wanted.size) > 0.1:
        value = str(round(wanted.size * 2))
        in_table = where.section in _TABLES
        mends = () if in_table else (("sz", (("val", value),)), ("szCs", (("val", value),)))
        yield _told(
            where, "LAY006", f"字号是{size_name(size)}", size_name(wanted.size), norms,
            f"{where.section}.字号", mends, "表里换字号会换行、换页，请看着版面改",
        )  # fmt: skip


def _fits(western: str, wanted: Font, norms: Norms) -> bool:
    """Whether Latin letters and digits may be set so: in the style's font for them, or in that of
    the 汉字 round them."""
    return western.casefold() == norms.style.western.casefold() or norms.same_font(
        western, wanted.name
    )


def _weight(where: _Where, look: Letters, norms: Norms) -> Iterator[Departure]:
    bold = norms.fonts[where.section].bold
    if look.bold != bold:
        value = (("val", "1" if bold else "0"),)
        found, wanted = ("加粗了", "不加粗") if look.bold else ("没有加粗", "加粗")
        yield _told(
            where, "LAY007", found, wanted, norms, f"{where.section}.加粗",
            (("b", value), ("bCs", value)),
        )  # fmt: skip
    for name, found, mend in (
        ("italic", "倾斜了", (("i", (("val", "0"),)), ("iCs", (("val", "0"),)))),
        ("underlined", "有下划线", (("u", (("val", "none"),)),)),
        ("struck", "有删除线", (("strike", (("val", "0"),)),)),
    ):
        if getattr(look, name):
            yield _told(where, "LAY008", found, "不倾斜、不加线", norms, "正文.字形", mend)


def _ground(where: _Where, text: str, look: Letters, norms: Norms) -> Iterator[Departure]:
    marked = where.section == "发文机关标志"
    color = norms.style.mark.color.replace("000000", "") if marked else ""
    if look.color != color:
        yield _told(
            where, "LAY009", f"颜色是{_color(look.color)}", _color(color), norms,
            "发文机关标志.颜色" if marked else "正文.颜色",
            (("color", (("val", color or "auto"), *_NO_THEME)),),
        )  # fmt: skip
    if look.shaded and not text.lstrip().startswith(_OWED):
        mend = (
            ("shd", (("val", "clear"), ("color", "auto"), ("fill", "auto"), *_NO_FILL)),
            ("highlight", (("val", "none"),)),
        )
        yield _told(where, "LAY010", "有底纹", "没有底纹", norms, "正文.底纹", mend)


def _color(color: str | None) -> str:
    return {"": "黑色", "FF0000": "红色"}.get(color or "", f"#{color}")


_NO_THEME: Final = tuple((name, "") for name in ("themeColor", "themeTint", "themeShade"))
_NO_FILL: Final = tuple((name, "") for name in ("themeFill", "themeFillTint", "themeFillShade"))


def _spacing(where: _Where, look: Letters, norms: Norms) -> Iterator[Departure]:
    """Characters so wide or narrow that a full line does not hold as many as the style's."""
    style = norms.style
    if look.scale and abs(look.scale - 100) > 1:
        yield _told(
            where, "LAY011", f"字符缩放是{look.scale:g}%", "100%", norms, "版心.字距",
            (("w", (("val", "100"),)),),
        )  # fmt: skip
    size = norms.fonts[where.section].size
    if size == style.body.size and abs((look.spacing or 0) - style.spacing) > 1:
        yield _told(
            where, "LAY011", f"字距是{look.spacing:g}磅", f"{style.spacing:g}磅", norms,
            "版心.字距", (("spacing", (("val", str(twips(style.spacing))),)),),
        )  # fmt: skip
