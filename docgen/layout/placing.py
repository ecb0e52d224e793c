"""Paragraphs: line pitch, space above and below, indents, alignment, ordinals, empty paragraphs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from docgen.language import ordinal
from docgen.layout.departures import Departure, quoted
from docgen.layout.norms import HEADINGS, Norms
from docgen.layout.parts import Part
from docgen.library.styles import twips
from docgen.ooxml.formatting import Placing
from docgen.ooxml.mending import Mend, OnParagraph
from docgen.ooxml.sections import Section
from docgen.read.docx import place_of

_PROSE: Final = frozenset(("正文", *HEADINGS))
_FLUSH: Final = frozenset(("主送机关", "称谓"))
_FRAME: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}framePr"
_RUNNING: Final = frozenset((*_PROSE, *_FLUSH, "附注"))
"""Elements whose lines are part of the running text."""
_CLOSING: Final = frozenset(("附件说明", "出席", "署名", "成文日期"))
"""Elements behind it, some of which stand a line or more below the one above."""
_LINED: Final = frozenset((*_RUNNING, *_CLOSING, "附件"))
"""Elements whose lines are as far apart as those of the text."""
_BLANK: Final = re.compile(r"[\s\u3000]+")
_NATURAL: Final = 1.3
"""Height of a line that nothing fixes, in multiples of the size: what offices give Chinese type."""
_PLACES: Final[Mapping[str, str]] = {
    **{"left": "左对齐", "center": "居中", "right": "右对齐", "both": "两端对齐"},
    **{"distribute": "分散对齐"},
}


def placing(part: Part, section: Section | None, norms: Norms, path: str) -> Iterator[Departure]:
    """What the setting of one paragraph does not keep."""
    if part.name == "标题":
        yield from _title(part, norms, path)
    if part.name in _CENTRED and part.set.read.cell is None:
        yield from _centred(part, norms, path)
    if part.name in _LINED:
        yield from _pitch(part, section, norms, path)
        # What stands above these is judged with what they follow.
        apart = part.name in _FLUSH or part.name in _CLOSING
        yield from spaces(part, ("after",) if apart else ("before", "after"), norms, path)
    if part.name in _RUNNING:
        yield from _indents(part, norms, path)
        yield from _aligned(part, norms, path)
        yield from _ordinals(part, norms, path)


def told(
    part: Part,
    code: str,
    said: str,
    wanted: str,
    norms: Norms,
    key: str,
    path: str,
    mends: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (),
    advice: str = "",
) -> Departure:
    """A deviation of a paragraph.  mends: tags and attributes as `OnParagraph` has them."""
    done: tuple[Mend, ...] = tuple(OnParagraph(part.number, *mend) for mend in mends)
    return Departure(
        code,
        "要素",
        part.name,
        said,
        wanted,
        norms.setting(key),
        place_of(part.set.read, path, 0),
        quoted(part.text),
        done,
        advice,
    )


_CENTRED: Final[Mapping[str, str]] = {
    "发文机关标志": "发文机关标志.对齐",
    "发文字号": "发文字号.位置",
}
"""Elements of the 版头 that stand in the middle, and the parameter that says so."""


def _centred(part: Part, norms: Norms, path: str) -> Iterator[Departure]:
    side = norms.style.document_number.side if part.name == "发文字号" else "center"
    alignment = part.set.placing.alignment or "left"
    framed = part.set.read.element.find(f".//{_FRAME}") is not None
    if alignment not in (side, "distribute") and not framed:
        yield told(
            part, "LAY036", f"是{_PLACES.get(alignment, alignment)}的", _PLACES[side], norms,
            _CENTRED[part.name], path, (("jc", (("val", side),)), _INDENT_0),
        )  # fmt: skip


def _title(part: Part, norms: Norms, path: str) -> Iterator[Departure]:
    alignment = part.set.placing.alignment or "left"
    if alignment != "center":
        yield told(
            part, "LAY017", f"是{_PLACES.get(alignment, alignment)}的", "居中", norms,
            "标题.对齐", path, (("jc", (("val", "center"),)), _INDENT_0),
        )  # fmt: skip
    elif (part.set.placing.first_chars or part.set.placing.first) and abs(
        begins(part.set.placing, norms)
    ) > norms.rules.tolerance["缩进"]:
        found = f"首行缩进{begins(part.set.placing, norms):.2g}字"
        yield told(
            part, "LAY017", f"居中又{found}，偏了", "居中、不缩进", norms, "标题.对齐", path,
            (_INDENT_0,),
        )  # fmt: skip


def indent_of(chars: float, points: float) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The mend that begins a paragraph's first line there and the others at the edge."""
    return "ind", (
        *(("left", "0"), ("leftChars", "0"), ("start", ""), ("startChars", "")),
        *(("hanging", ""), ("hangingChars", "")),
        ("firstLineChars", str(round(chars * 100))),
        ("firstLine", str(twips(points))),
    )


_INDENT_0: Final = indent_of(0, 0)


def effective_pitch(look: Placing, size: float, section: Section | None) -> float:
    """Points between the lines of a paragraph set in that size."""
    line = look.line or 1.0
    natural = size * _NATURAL
    if look.rule == "exact":
        return line
    if look.rule == "atLeast":
        return max(line, natural)
    if section is not None and section.grid and section.grid_pitch > 0 and look.snapped:
        natural = section.grid_pitch * math.ceil(natural / section.grid_pitch - 0.05)
    return line * natural


def _pitch(part: Part, section: Section | None, norms: Norms, path: str) -> Iterator[Departure]:
    style, look = norms.style, part.set.placing
    if not part.set.stretches:
        return
    pitch = effective_pitch(look, style.body.size, section)
    setting = norms.setting("版心.行距")
    # The standard says how many lines a page has; a style of one's own says how far apart.
    fits = math.floor(norms.area[1] / pitch + 1e-6) == style.grid.rows if setting.clause else False
    if fits or abs(pitch - style.pitch) < 0.1:
        return
    value = str(twips(style.pitch))
    yield told(
        part, "LAY012", f"行距是{_pitch_name(look, pitch)}", f"固定值{style.pitch:g}磅", norms,
        "版心.每面行数" if setting.clause else "版心.行距", path,
        (("spacing", (("line", value), ("lineRule", "exact"))),),
    )  # fmt: skip


def _pitch_name(look: Placing, pitch: float) -> str:
    if look.rule == "exact":
        return f"固定值{look.line:g}磅"
    if look.rule == "atLeast":
        return f"最小值{look.line:g}磅"
    names = {1.0: "单倍行距", 1.5: "1.5倍行距", 2.0: "2倍行距"}
    line = round(look.line or 1, 2)
    return f"{names.get(line, f'{line:g}倍行距')}（约{pitch:.0f}磅）"


def above(look: Placing, norms: Norms) -> float:
    """Points above a paragraph."""
    return (look.before_lines or 0) * norms.style.pitch or look.before or 0


def below(look: Placing, norms: Norms) -> float:
    """Points below a paragraph."""
    return (look.after_lines or 0) * norms.style.pitch or look.after or 0


_SPACES: Final = {"before": ("段前", above), "after": ("段后", below)}


def spaces(
    part: Part, sides: Sequence[Literal["before", "after"]], norms: Norms, path: str
) -> Iterator[Departure]:
    """Room at these sides of a paragraph that should have none."""
    for side in sides:
        what, room = _SPACES[side]
        points = room(part.set.placing, norms)
        if points > 1:
            yield told(
                part, "LAY013", f"{what}是{points:.3g}磅", "0磅", norms, "正文.段距", path,
                (("spacing", ((side, "0"), (f"{side}Lines", "0"), (f"{side}Autospacing", "0"))),),
            )  # fmt: skip


def begins(look: Placing, norms: Norms) -> float:
    """Where the first line begins, in characters from the edge of the 版心."""
    size = norms.style.body.size
    return (look.left_chars or (look.left or 0) / size) + (
        look.first_chars or (look.first or 0) / size
    )


def chars_of(count: float) -> str:
    """A distance in characters as it is told, none below 0."""
    return f"{round(max(count, 0), 1):g}"


def _indents(part: Part, norms: Norms, path: str) -> Iterator[Departure]:
    style, look = norms.style, part.set.placing
    if look.numbered:
        return  # an automatic list has indents of its own
    typed = _BLANK.match(part.text)
    if typed:
        yield told(
            part, "LAY016", "用空格缩进", "段落的首行缩进", norms, "正文.空格", path,
            advice="删去空格，设成首行缩进；docgen 不改字，请在 WPS、Word 里替换",
        )  # fmt: skip
        return
    flush = part.name in _FLUSH
    wanted = style.recipients.indent if flush else style.body.indent
    start = begins(look, norms)
    if abs(start - wanted) > norms.rules.tolerance["缩进"]:
        said = f"首行缩进是{start:.2g}字" if abs(start) > 0.05 else "没有首行缩进"
        yield told(
            part, "LAY019" if flush else "LAY014", said,
            f"{wanted:g}字" if wanted else "顶格", norms,
            "主送机关.缩进" if flush else "正文.首行缩进", path,
            (indent_of(wanted, wanted * style.body.size),),
        )  # fmt: skip
        return
    for what, chars, points in (
        ("左缩进", look.left_chars, look.left),
        ("右缩进", look.right_chars, look.right),
    ):
        side = chars or (points or 0) / style.body.size
        if abs(side) > norms.rules.tolerance["缩进"]:
            mend = indent_of(wanted, wanted * style.body.size)
            ends = (("right", "0"), ("rightChars", "0"), ("end", ""), ("endChars", ""))
            yield told(
                part, "LAY015", f"{what}是{side:.2g}字", "0字", norms, "正文.左右缩进", path,
                (mend if what == "左缩进" else ("ind", ends),),
            )  # fmt: skip


def _aligned(part: Part, norms: Norms, path: str) -> Iterator[Departure]:
    alignment = part.set.placing.alignment or "left"
    if alignment in ("center", "right", "distribute"):
        yield told(
            part, "LAY017", f"是{_PLACES[alignment]}的", "两端对齐", norms, "正文.对齐", path,
            (("jc", (("val", "both"),)),),
        )  # fmt: skip


def _ordinals(part: Part, norms: Norms, path: str) -> Iterator[Departure]:
    label, printed = part.label, part.set.read.ordinal
    if printed:
        yield told(
            part, "LAY021", "的序数是自动编号", "写出来的字", norms, "结构层次.编号", path,
            advice="在 WPS、Word 里转成文字；自动编号在公文系统里容易丢",
        )  # fmt: skip
    if label is None or part.name not in HEADINGS:
        return
    patterns = norms.style.numbering
    forms = [ordinal(pattern, label.ordinal) for pattern in patterns]
    if 0 < label.level <= len(forms) and label.raw not in forms:
        yield told(
            part, "LAY020", f"序数是“{label.raw}”", f"“{forms[label.level - 1]}”", norms,
            "结构层次.序数", path, advice="docgen check --fix 可以改序数",
        )  # fmt: skip


def empties(found: Sequence[Part], norms: Norms, path: str) -> Iterator[Departure]:
    """Empty paragraphs between two that run on."""
    before: Part | None = None
    left: list[Part] = []
    for part in found:
        if part.set.empty and part.set.read.cell is None:
            left.append(part)
            continue
        held = before is not None and before.name in _RUNNING and part.name in _RUNNING
        for empty in left if held else ():
            yield told(
                empty, "LAY032", "用空段隔开正文", "", norms, "正文.空段", path,
                advice="删去空段；要空行，用段前、段后",
            )._replace(quote=f"在“{quoted(part.text)}”前面")  # fmt: skip
        before, left = part, []


def room_above(found: Sequence[Part], index: int, norms: Norms) -> float:
    """Lines between a paragraph and the last that is not empty: of two spacings that meet, the
    larger, and empty paragraphs."""
    points = [above(found[index].set.placing, norms)]
    total = 0.0
    for part in reversed(found[:index]):
        points.append(below(part.set.placing, norms))
        total += max(points)
        if not part.set.empty or part.set.read.cell is not None:
            break
        total += effective_pitch(part.set.placing, part.set.mark.size or 16, None)
        points = [above(part.set.placing, norms)]
    return total / norms.style.pitch


def below_title(found: Sequence[Part], norms: Norms, path: str) -> Iterator[Departure]:
    """The lines between the title and what follows it, spaces and empty paragraphs counted."""
    style = norms.style
    titles = [index for index, part in enumerate(found) if part.name == "标题"]
    if not titles:
        return
    last = found[titles[-1]]
    follows = next(
        (i for i in range(titles[-1] + 1, len(found)) if not found[i].set.empty), len(found)
    )
    if follows == len(found) or found[follows].name not in (*_FLUSH, *_PROSE):
        return
    lines = room_above(found, follows, norms)
    if abs(lines - style.title.after) > norms.rules.tolerance["空行"]:
        mend = (
            "spacing",
            (("after", str(twips(style.title.after * style.pitch))), ("afterLines", "")),
        )
        can = lines < style.title.after
        yield told(
            last, "LAY018", f"下面空{round(lines, 1):g}行", f"空{style.title.after:g}行", norms,
            "标题.下空", path, (mend,) if can else (), "删去多的空段，或改小段前、段后",
        )  # fmt: skip
