"""What stands behind the body: 附件说明, 署名, 成文日期, and the labels of 附件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.document import SealKind
from docgen.layout.departures import Departure
from docgen.layout.norms import Norms
from docgen.layout.parts import Part
from docgen.layout.placing import begins, chars_of, indent_of, room_above, told
from docgen.library.styles import twips
from docgen.ooxml.formatting import Placing
from docgen.render.word.tail import signature_places
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
    at = {
        name: [i for i, part in enumerate(found) if part.name == name]
        for name in ("署名", "成文日期")
    }
    if len(at["署名"]) > 1 or len(at["成文日期"]) > 1 or not (at["署名"] or at["成文日期"]):
        return  # several organs sign in rows, each beside its seal
    organ, date = (found[one[0]] if one else None for one in at.values())
    texts = ["" if part is None else part.text.strip() for part in (organ, date)]
    rights = [None if part is None else _right(part, norms) for part in (organ, date)]
    spare = norms.rules.tolerance["落款"]

    def off(seal: SealKind) -> list[bool]:
        places = signature_places(texts[0], texts[1], seal, norms.style)
        return [
            right is not None and abs(right - place.right) > spare
            for right, place in zip(rights, places, strict=True)
        ]

    seal = min(_SEALS, key=lambda one: sum(off(one)))
    places = signature_places(texts[0], texts[1], seal, norms.style)
    for code, part, right, place, wrong in zip(
        ("LAY022", "LAY023"), (organ, date), rights, places, off(seal), strict=True
    ):
        if part is not None and right is not None:
            blank = part.text != part.text.strip(_BLANKS)
            if wrong:
                mend = (
                    ("jc", (("val", "right"),)),
                    _right_indent(place.right, norms),
                )
                yield told(
                    part, code, _place(right, norms), f"右空{chars_of(place.right)}字", norms,
                    _KEYS[seal], path, () if blank else mend,
                    "删去空格，设成居右、右缩进",
                )  # fmt: skip
            elif blank:
                yield told(
                    part, "LAY016", "用空格排位置", "居右加右缩进", norms, "正文.空格", path,
                    advice="删去空格，设成居右、右缩进；docgen 不改字",
                )  # fmt: skip
    first = at["署名"] or at["成文日期"]
    if not seal:
        yield from _room(
            found, first[0], norms.style.signature.before, "LAY024", "落款.上空", norms, path
        )


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
