"""What stands behind the body: 附件说明, 署名, 成文日期, and the labels of 附件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.document import SealKind
from docgen.layout.departures import Departure
from docgen.layout.norms import Norms
from docgen.layout.parts import Part
from docgen.layout.placing import begins, chars_of, indent_of, room_above, told
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
    for part, wrong in zip(parts, off(seal), strict=True):
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


def _attachments(found: Sequence[Part], norms: Norms, path: str) -> Iterator[Departure]:
    note = norms.style.attachment_note
    before = None
    for index, part in enumerate(found):
        if part.name == "附件说明" and before != "附件说明":
            yield from _room(found, index, note.before, "LAY033", "附件说明.上空", norms, path)
            yield from _begins(part, note.inset, "LAY034", "附件说明.左空", norms, path)
        elif part.name == "附件":
            yield from _begins(part, 0, "LAY035", "附件.字体", norms, path)
        elif part.name == "附件标题" and part.set.placing.alignment != "center":
            yield told(
                part, "LAY017", "没有居中", "居中", norms, "标题.对齐", path,
                (("jc", (("val", "center"),)), indent_of(0, 0)),
            )  # fmt: skip
        if part.name:
            before = part.name


def _begins(
    part: Part, chars: float, code: str, key: str, norms: Norms, path: str
) -> Iterator[Departure]:
    """Whether the first line begins where it should."""
    look: Placing = part.set.placing
    text = part.text
    at = begins(look, norms) + width(text) - width(text.lstrip(_BLANKS))
    if abs(at - chars) > norms.rules.tolerance["缩进"] or look.alignment in ("center", "right"):
        blank = text != text.lstrip(_BLANKS)
        mends = (indent_of(chars, chars * norms.style.body.size), ("jc", (("val", "both"),)))
        yield told(
            part, code, f"左空{chars_of(at)}字" if look.alignment not in ("center", "right")
            else "没有靠左", f"左空{chars:g}字" if chars else "顶格", norms, key, path,
            () if blank else mends, "删去空格，设成首行缩进",
        )  # fmt: skip
