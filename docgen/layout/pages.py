"""The page itself: paper, margins, grid, page numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docgen.finding import Place
from docgen.layout.departures import Departure
from docgen.layout.letters import size_name
from docgen.layout.norms import MARGINS, PAPER, Norms
from docgen.layout.parts import Part
from docgen.library.styles import POINTS_PER_MM, twips
from docgen.ooxml.mending import Footers, Mend, OnPage
from docgen.ooxml.section import head_top
from docgen.ooxml.sections import Kind, PageNumber, Pages, Section, Side

_ATTRIBUTES: Final = {"width": "w", "height": "h"}
_PAGES: Final[Mapping[Kind, str]] = {"default": "单页", "even": "双页", "first": "首页"}
_SIDES: Final[Mapping[str, str]] = {"left": "居左", "center": "居中", "right": "居右"}
_SPELT: Final[Mapping[str, str]] = {
    **{"numberInDash": "- {} -", "chineseCounting": "一", "chineseCountingThousand": "一"},
    **{"upperRoman": "I", "lowerRoman": "i"},
}
"""What page numbers look like in formats that are not plain digits."""


def pages(found: Pages, goes_on: bool, norms: Norms, path: str) -> Iterator[Departure]:
    """What the sections do not keep.  goes_on: the paper has a second page beyond doubt."""
    for index, section in enumerate(found.sections):
        part = f"第{index + 1}节" if len(found.sections) > 1 else "页面"
        place = Place(path, part=part)
        yield from _paper(section, index, norms, place)
        if not section.lies:
            yield from _margins(section, index, goes_on, norms, place)
            yield from _grid(section, index, norms, place)
    yield from _numbers(found, goes_on, norms, path)


def goes_on(found: Pages, parts: Sequence[Part], norms: Norms) -> bool:
    """Whether a paper has a second page beyond doubt: a page of it ends, or there is more text than
    a page of the style holds."""
    text = sum(len(part.text) for part in parts if part.set.read.cell is None)
    return found.turned or text > norms.style.grid.rows * norms.style.grid.columns


def _mm(points: float) -> str:
    return f"{points / POINTS_PER_MM + 1e-6:.1f}".removesuffix(".0") + "毫米"


def _paper(section: Section, index: int, norms: Norms, place: Place) -> Iterator[Departure]:
    for name, key in PAPER.items():
        side = name if not section.lies else "height" if name == "width" else "width"
        wanted = norms.page[side]
        yield from _length(section, index, name, key, "pgSz", wanted, norms, place)


def _margins(
    section: Section, index: int, goes_on: bool, norms: Norms, place: Place
) -> Iterator[Departure]:
    for name, key in MARGINS.items():
        if name == "top" and _bears_mark(section, norms):
            continue
        for one in _length(section, index, name, key, "pgMar", norms.page[name], norms, place):
            if name == "top" and index == 0 and _begins_with_mark(section, norms):
                if goes_on:
                    yield one._replace(mends=(), advice=_APART)
                continue
            yield one


_APART: Final = "标志距上页边的尺寸是首页的；设成首页不同，续页的页眉空出到天头，正文就不动首页"


def _begins_with_mark(section: Section, norms: Norms) -> bool:
    """Whether the first page begins where a mark is to stand that is measured from the edge of the
    paper: right for it, not for the pages behind it."""
    mark, spare = norms.style.mark, norms.rules.tolerance["页边"]
    top = abs(section.lengths.get("top", 0.0)) / POINTS_PER_MM
    return mark.origin == "page" and head_top(norms.style) - spare <= top <= mark.distance + spare


def _bears_mark(section: Section, norms: Norms) -> bool:
    """Whether the section begins with a mark above the 版心, as a letter does: its page begins
    where the mark does, and its footer where the line at its foot is."""
    given = section.lengths.get("top")
    top = head_top(norms.style)
    return (
        section.titled
        and top < norms.style.page.top
        and given is not None
        and abs(given / POINTS_PER_MM - top) <= norms.rules.tolerance["页边"]
    )


def _length(
    section: Section,
    index: int,
    name: str,
    key: str,
    tag: str,
    wanted: float,
    norms: Norms,
    place: Place,
) -> Iterator[Departure]:
    given = section.lengths.get(name)
    found = None if given is None else abs(given)
    if found is not None and name == "left":
        found += section.lengths.get("gutter", 0)
    if found is not None and abs(found - wanted) <= norms.rules.tolerance["页边"] * POINTS_PER_MM:
        return
    attributes = [(_ATTRIBUTES.get(name, name), str(twips(wanted)))]
    if name == "left":
        attributes.append(("gutter", "0"))
    name = key.partition(".")[2]
    said = "没有写明" if found is None else f"是{_mm(found)}"
    yield Departure(
        "LAY001" if tag == "pgSz" else "LAY002",
        "页面",
        "",
        (f"纸{name}" if tag == "pgSz" else name) + said,
        _mm(wanted),
        norms.setting(key),
        place,
        mends=(OnPage(index, tag, tuple(attributes)),),
    )


def _grid(section: Section, index: int, norms: Norms, place: Place) -> Iterator[Departure]:
    if not section.grid or section.grid_pitch <= 0:
        return
    rows = math.floor(norms.area[1] / section.grid_pitch + 1e-6)
    if rows == norms.style.grid.rows:
        return
    attributes = (("linePitch", str(twips(norms.style.pitch))),)
    yield Departure(
        "LAY003", "页面", "", f"文档网格每面{rows}行", f"{norms.style.grid.rows}行",
        norms.setting("版心.每面行数"), place, mends=(OnPage(index, "docGrid", attributes),),
    )  # fmt: skip


# --- page numbers ---------------------------------------------------------------------------------


def _numbers(found: Pages, goes_on: bool, norms: Norms, path: str) -> Iterator[Departure]:
    """What the page numbers do not keep."""
    place = Place(path, part="页脚")
    mends: tuple[Mend, ...] = (Footers(),) if _replaceable(found) else ()
    advice = "页脚里还有别的字，请在 WPS、Word 里改页码"

    def told(code: str, said: str, wanted: str, key: str) -> Departure:
        setting = norms.setting(key)
        return Departure(
            code, "页面", "", said, wanted, setting, place, mends=mends, advice=advice
        )  # fmt: skip

    numbers = [one.number for section in found.sections for one in section.footers.values()]
    bare = not norms.style.page_number.first
    if not any(numbers):
        if goes_on or not bare:
            yield told("LAY025", "第2页起没有页码" if bare else "没有页码", "", "页码.有无")
        return
    for index, section in enumerate(found.sections):
        shown: dict[Kind, bool] = {
            "default": True,
            "even": found.two_sided,
            "first": section.titled,
        }
        if bare and index == 0:
            shown["first"] = False
            footer = section.footers.get("first" if section.titled else "default")
            if footer is not None and footer.number is not None:
                yield told("LAY025", "首页有页码", "不编页码", "页码.首页")
        for kind, name in _PAGES.items():
            footer = section.footers.get(kind)
            if not shown[kind]:
                continue
            if footer is None or footer.number is None:
                yield told("LAY025", f"{name}没有页码", "", "页码.有无")
            else:
                for one in _number(section, kind, footer.number, found.two_sided, norms):
                    yield told(*one)


def _replaceable(found: Pages) -> bool:
    """Whether no footer holds anything but a page number."""
    return all(one.alone for section in found.sections for one in section.footers.values())


def _number(
    section: Section, kind: Kind, number: PageNumber, two_sided: bool, norms: Norms
) -> Iterator[tuple[str, str, str, str]]:
    """Of one page number: code, what is said of it, what is wanted, key of the parameter."""
    wanted = norms.style.page_number
    text = number.text.replace("{}", _SPELT.get(section.format, "{}"))
    right = f"{wanted.mark}{{}}{wanted.mark}"
    if text.replace(" ", "") != right:
        yield (
            *("LAY026", f"页码写作{text.replace('{}', '1')}", right.replace("{}", "1")),
            "页码.左右符",
        )
    font = norms.fonts["页码"]
    if not norms.same_font(number.letters.western or "", font.name):
        found = number.letters.western or "没有指定的"
        yield "LAY027", f"页码字体是{found}", font.name, "页码.字体"
    if abs((number.letters.size or 0) - font.size) > 0.1:
        found = size_name(number.letters.size or 0)
        yield "LAY027", f"页码字号是{found}", size_name(font.size), "页码.字号"
    if bool(number.letters.bold) != font.bold:
        yield "LAY027", "页码加粗了", "不加粗", "页码.加粗"
    yield from _side(kind, number.side, two_sided, norms)
    room = section.lengths.get("footer")
    if room is not None and not (number.framed or section.lies or _bears_mark(section, norms)):
        line = number.line or (number.letters.size or font.size) * 1.3
        distance = norms.style.page.bottom - (room + number.after + line / 2) / POINTS_PER_MM
        if abs(distance - wanted.distance) > norms.rules.tolerance["页码高低"]:
            said = f"页码离版心{distance:.0f}毫米"
            yield "LAY029", said, f"{wanted.distance:g}毫米", "页码.距版心"


def _side(
    kind: Kind, side: Side, two_sided: bool, norms: Norms
) -> Iterator[tuple[str, str, str, str]]:
    wanted = norms.style.page_number
    if not side or kind == "first":
        return
    turned = {"outside": ("right", "left"), "inside": ("left", "right")}
    odd, even = turned.get(side, (side, side))
    for name, found, right in (("单页", odd, wanted.odd), ("双页", even, wanted.even)):
        shown = not two_sided or (name == "双页") == (kind == "even")
        if shown and found != right:
            yield "LAY028", f"页码在{name}{_SIDES[found]}", _SIDES[right], f"页码.{name}"
