"""What stands behind the body: 附件说明, 署名, 成文日期, and the labels of 附件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from docgen.document import SealKind
from docgen.layout.departures import Departure
from docgen.layout.norms import HEADINGS, Norms
from docgen.layout.parts import Part
from docgen.layout.placing import begins, chars_of, indent_of, room_above, spaces, told
from docgen.library.styles import twips
from docgen.ooxml.formatting import Placing
from docgen.render.word.tail import Standing, signature_places
from docgen.render.word.width import spaced, width

_SEALS: Final[tuple[SealKind, ...]] = ("", "印章", "签名章")
_KEYS: Final[dict[SealKind, str]] = {
    "": "落款.右空",
    "印章": "印章.日期右空",
    "签名章": "签名章.日期右空",
}
_BLANKS: Final = " \t\u3000\u00a0"


def closing(found: Sequence[Part], norms: Norms, path: str) -> Iterator[Departure]:
    """What the elements behind the body do not keep."""
    yield from _signature(found, norms, path)
    yield from _attachments(found, norms, path)
    yield from _attendance(found, norms, path)


# --- 署名 and 成文日期 ------------------------------------------------------------------------------


def _signature(found: Sequence[Part], norms: Norms, path: str) -> Iterator[Departure]:
    organs, dates = (
        [i for i, part in enumerate(found) if part.name == name] for name in ("署名", "成文日期")
    )
    signed = [found[at] for at in organs]
    rows = [_names(part) for part in signed]
    if len(dates) > 1 or not (organs or dates) or not all(rows):
        return
    parts = [*signed, *(found[at] for at in dates)]
    date = found[dates[0]].text.strip() if dates else ""

    def off(seal: SealKind) -> list[tuple[str, str, Standing] | None]:
        places = signature_places(rows, date, seal, norms.style)
        return [
            _off(part, place, bool(dates) and part is parts[-1], rows, norms)
            for part, place in zip(parts, places, strict=False)
        ]

    seal = min(_SEALS, key=lambda one: sum(map(bool, off(one))))
    places = signature_places(rows, date, seal, norms.style)
    for index, (part, wrong) in enumerate(zip(parts, off(seal), strict=True)):
        if index and not places[index].above:
            yield from spaces(part, ("before",), norms, path)
        code = "LAY023" if dates and part is parts[-1] else "LAY022"
        blank = part.text != part.text.strip(_BLANKS)
        if wrong:
            said, wanted, place = wrong
            mend = (("jc", (("val", "right"),)), _right_indent(place.right, norms))
            fixed = () if blank or place.centres else mend
            yield told(
                part, code, said, wanted, norms, _KEYS[seal], path, fixed,
                "设成居右、右缩进，不用空格" if not place.centres
                else "各署名用居中的制表位排，末一个排在成文日期正上方",
            )  # fmt: skip
        elif blank:
            yield told(
                part, "LAY016", "用空格排位置", "居右加右缩进", norms, "正文.空格", path,
                advice="删去空格，设成居右、右缩进；docgen 不改字",
            )  # fmt: skip
    if not seal:
        first = (organs or dates)[0]
        yield from _room(
            found, first, norms.style.signature.before, "LAY024", "落款.上空", norms, path
        )


def _names(part: Part) -> list[str]:
    """The organs that a line of the 署名 names; none when blanks part them, as only tabs say where
    each stands."""
    names = [name.strip(_BLANKS) for name in part.text.strip(_BLANKS).split("\t")]
    readable = len(names) == 1 or len(_stops(part)) == len(names) - 1
    return names if readable and not any(_GAP.search(name) for name in names) else []


_GAP: Final = re.compile(r"[ \u3000\u00a0]{2}")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _stops(part: Part) -> list[float]:
    """Where the paragraph's own tabs centre what follows them, in points from the left."""
    tabs = part.set.read.element.iterfind(f"{_W}pPr/{_W}tabs/{_W}tab")
    return [int(tab.get(f"{_W}pos", "0")) / 20 for tab in tabs if tab.get(f"{_W}val") == "center"]


def _off(
    part: Part, place: Standing, issued: bool, rows: Sequence[Sequence[str]], norms: Norms
) -> tuple[str, str, Standing] | None:
    """How a line of the signature stands and how it should, None when it does."""
    spare = norms.rules.tolerance["落款"]
    right = _right(part, norms)
    if not place.centres:
        # Of several organs the widest has its place; how far in the others stand is not said.
        text = part.text.strip()
        widest = issued or spaced(text) >= max(spaced(name) for row in rows for name in row)
        if place.right - right > spare or (widest and right - place.right > spare):
            return _place(right, norms), f"右空{chars_of(place.right)}字", place
        return None
    if list(rows[-1]) != part.text.strip(_BLANKS).split("\t"):
        return None
    cell = norms.style.cell
    at = (
        _stops(part)[-1] / cell
        if len(rows[-1]) > 1
        else norms.area[0] / cell - right - spaced(part.text.strip(_BLANKS)) / 2
    )
    aside = at - place.centres[-1]
    if abs(aside) <= spare:
        return None
    side = "右" if aside > 0 else "左"
    return f"末一个偏{side}{chars_of(abs(aside))}字", "以成文日期为准居中", place


def _place(right: float, norms: Norms) -> str:
    if right > norms.style.grid.columns / 2:
        return "没有居右"
    return f"右空{chars_of(right)}字"


def _right(part: Part, norms: Norms) -> float:
    """How many characters the text ends in from the right of the 版心, blanks typed behind it
    counted as distance."""
    look, cell = part.set.placing, norms.style.cell
    line = norms.area[0] / cell
    text = part.text.rstrip(_BLANKS)
    behind = width(part.text[len(text) :])
    right = look.right_chars or (look.right or 0) / cell
    alignment = look.alignment
    if alignment == "right":
        return right + behind
    begin = begins(look, norms)
    lead = width(text) - width(text.lstrip(_BLANKS))
    taken = lead + spaced(text.strip(_BLANKS))
    if alignment == "center":
        return right + behind + (line - begin - right - taken - behind) / 2
    return line - begin - taken


def _right_indent(chars: float, norms: Norms) -> tuple[str, tuple[tuple[str, str], ...]]:
    tag, plain = indent_of(0, 0)
    return tag, (
        *plain,
        ("rightChars", str(round(chars * 100))),
        ("right", str(twips(chars * norms.style.cell))),
        *(("end", ""), ("endChars", "")),
    )


def _room(
    found: Sequence[Part], index: int, lines: float, code: str, key: str, norms: Norms, path: str
) -> Iterator[Departure]:
    """What is said when there is less room above a paragraph than the style wants."""
    there = room_above(found, index, norms)
    if there < lines - norms.rules.tolerance["空行"]:
        value = str(round(lines * twips(norms.style.pitch)))
        yield told(
            found[index], code, f"上面空{round(there, 1):g}行", f"空{lines:g}行", norms, key, path,
            (("spacing", (("before", value), ("beforeLines", "0"), ("beforeAutospacing", "0"))),),
        )  # fmt: skip


# --- 附件说明 and 附件 --------------------------------------------------------------------------------


_ITEM: Final = re.compile(
    r"(?P<blanks>[ \t\u3000\u00a0]*)(?P<label>(?:附\s*件|出席|请假|列席)\s*[：:]\s*)?"
    r"(?P<number>[0-9]{1,2}\s*[.．、]\s*)?"
)
"""What a line of the 附件说明, or one that says who attended, begins with."""


def _attachments(found: Sequence[Part], norms: Norms, path: str) -> Iterator[Departure]:
    before = ""
    for index, part in enumerate(found):
        if part.name == "附件标题" and before == "附件":
            lines = norms.style.attachment.title_row - 2
            yield from _room(found, index, lines, "LAY035", "附件.标题行", norms, path)
        before = part.name or before
        if part.name == "附件":
            yield from _begins(part, 0, "LAY035", "附件.字体", norms, path)
        elif part.name == "附件标题" and part.set.placing.alignment != "center":
            yield told(
                part, "LAY017", "没有居中", "居中", norms, "标题.对齐", path,
                (("jc", (("val", "center"),)), indent_of(0, 0)),
            )  # fmt: skip
    if note := [index for index, part in enumerate(found) if part.name == "附件说明"]:
        yield from _note(found, note, norms, path)


def _note(found: Sequence[Part], at: Sequence[int], norms: Norms, path: str) -> Iterator[Departure]:
    """The 附件说明: where its first line stands, and the others below it (7.3.4)."""
    note = norms.style.attachment_note
    yield from _room(found, at[0], note.before, "LAY033", "附件说明.上空", norms, path)
    first = _item(found[at[0]], norms)
    for index in at:
        part, item = found[index], _item(found[index], norms)
        off: tuple[Departure, ...] = ()
        if index == at[0]:
            off = tuple(_begins(part, note.inset, "LAY034", "附件说明.左空", norms, path))
        else:
            yield from spaces(part, ("before",), norms, path)
            start = note.inset + first.label
            if first.number and item.number and item.known:
                off = tuple(
                    _begins(part, start, "LAY034", "附件说明.序号", norms, path, "附件说明")
                )
        # An automatic list has indents of its own.
        yield from off or (
            () if part.set.placing.numbered else _wraps(part, item, *_NOTED, norms, path)
        )


def _attendance(found: Sequence[Part], norms: Norms, path: str) -> Iterator[Departure]:
    """Who attended: below the body, each label where the style has it (10.3)."""
    look, before = norms.style.attendance, ""
    for index, part in enumerate(found):
        if part.name == "出席":
            if before in ("正文", "附件说明", *HEADINGS):
                yield from _room(found, index, look.before, "LAY043", "出席.上空", norms, path)
            if not part.set.placing.numbered:
                off = tuple(_begins(part, look.inset, "LAY043", "出席.左空", norms, path))
                yield from off or _wraps(part, _item(part, norms), *_ATTENDED, norms, path)
        before = part.name or before


class _Item(NamedTuple):
    """A line with a label: where its first character stands, how wide 附件： and the number are, all
    in characters, and whether that can be known: not behind a tab."""

    at: float
    label: float
    number: float
    known: bool


def _item(part: Part, norms: Norms) -> _Item:
    line = _ITEM.match(part.text)
    assert line is not None
    blanks, number = line["blanks"], line["number"] or ""
    narrow = 0.25 if norms.style.western and "." in number else 0  # the stop of a Latin font
    return _Item(
        begins(part.set.placing, norms) + _typed(part, len(blanks), norms),
        width(line["label"] or ""),
        width(number) - narrow,
        "\t" not in blanks,
    )


def _typed(part: Part, end: int, norms: Norms) -> float:
    """How wide the blanks are that a paragraph begins with: one of a Latin font is half as wide as
    one of a Chinese font."""
    total = 0.0
    for start, stop, look in part.set.stretches:
        text = part.text[start : min(stop, end)]
        chinese = norms.rules.kind(look.western or "") in norms.rules.kinds
        total += sum(1 if one == "\u3000" else 0.5 if chinese else 0.25 for one in text)
    return total


_NOTED: Final = ("LAY034", "附件说明.回行", "名称")
_ATTENDED: Final = ("LAY043", "出席.回行", "冒号后")


def _wraps(
    part: Part, item: _Item, code: str, key: str, behind: str, norms: Norms, path: str
) -> Iterator[Departure]:
    """Whether the further lines of a long name begin below its first character."""
    look, size, cell = part.set.placing, norms.style.body.size, norms.style.cell
    first, line = begins(look, norms), norms.area[0] / cell
    name = item.at + item.label + item.number
    there = look.left_chars or (look.left or 0) / size
    sides = look.alignment in ("center", "right")
    if sides or not item.known or first + spaced(part.text.rstrip()) < line + 0.5:
        return
    if abs(there - name) > norms.rules.tolerance["附件说明"]:
        ahead = ("firstLine" if name < first else "hanging", str(twips(abs(name - first) * size)))
        unsaid = ("start", "startChars", "firstLine", "hanging", "hangingChars")
        mend = (
            *((name, "") for name in unsaid if name != ahead[0]),
            *(
                ("leftChars", "0"),
                ("left", str(twips(name * size))),
                ("firstLineChars", "0"),
                ahead,
            ),
        )
        yield told(
            part, code, f"回行没有和{behind}的首字对齐", "", norms, key, path, (("ind", mend),),
        )  # fmt: skip


def _begins(
    part: Part, chars: float, code: str, key: str, norms: Norms, path: str, spare: str = "缩进"
) -> Iterator[Departure]:
    """Whether the first line begins where it should, within that tolerance."""
    look: Placing = part.set.placing
    text = part.text
    lead = text[: len(text) - len(text.lstrip(_BLANKS))]
    at = begins(look, norms) + _typed(part, len(lead), norms)
    aside = look.alignment in ("center", "right")
    if abs(at - chars) > norms.rules.tolerance[spare] or aside:
        mends = (indent_of(chars, chars * norms.style.body.size), ("jc", (("val", "both"),)))
        yield told(
            part, code, "没有靠左" if aside else f"左空{chars_of(at)}字",
            f"左空{chars:g}字" if chars else "顶格", norms, key, path,
            () if lead else mends, "删去空格，设成首行缩进",
        )  # fmt: skip
