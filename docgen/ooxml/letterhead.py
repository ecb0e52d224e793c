"""A unit's own letterhead as it comes: looked through before it is used, and its slots.

It is a .docx that anybody may have made.  Nothing in it may run, reach out of the file or unfold
without end; and nothing in it is a template but slots of one name each.  A slot that the office
split over runs is put into a run of its own, so that what fills it later need not guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Final, NamedTuple

from lxml import etree

from docgen.errors import InputError
from docgen.ooxml.formatting import Cascade
from docgen.ooxml.lint import lint_package
from docgen.ooxml.opening import W, members_of, open_package, parse, printed
from docgen.ooxml.package import CONTENT_TYPES
from docgen.ooxml.properties import put
from docgen.ooxml.reading import paragraphs_of

BODY: Final = "正文"
"""The slot that the text of the paper stands in."""

_W: Final = f"{{{W}}}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN: Final = f"{_WORD}document.main+xml"
_PLACES: Final[Mapping[str, str]] = {
    _MAIN: "",
    f"{_WORD}header+xml": "页眉",
    f"{_WORD}footer+xml": "页脚",
    f"{_WORD}footnotes+xml": "脚注",
}
"""Content types of the parts that may have slots, with what a message calls them."""
_TAKEN: Final = re.compile(
    r"application/xml|image/(png|jpe?g|pjpeg|gif|bmp|tiff?|x-emf|x-wmf|vnd\.ms-photo)|"
    r"application/vnd\.openxmlformats-package\.(relationships|core-properties)\+xml|"
    r"application/vnd\.openxmlformats-officedocument\.(theme|themeOverride|extended-properties|"
    r"custom-properties|customXmlProperties|obfuscatedFont|drawingml\.\w+|"
    r"drawing|wordprocessingml\.(?!template)[\w.]+)(\+xml)?|application/x-fontdata|"
    r"application/vnd\.ms-(word\.(people|comments\w+|stylesWithEffects)|office\.chart\w+)\+xml",
    re.IGNORECASE,
)
"""Content types that a letterhead may hold."""
_REFUSED: Final = (
    (re.compile("macro|vba", re.I), "文件里有宏"),
    (re.compile("oleObject|activeX|spreadsheet|presentation|package$", re.I), "文件里嵌了别的文件（OLE 对象）"),
    (re.compile("svg", re.I), "文件里有 SVG 图片，可能链接到别处"),
    (re.compile("template", re.I), "是 Word 模板（.dotx、.dotm）"),
)  # fmt: skip
_FETCHING: Final = re.compile(
    r"^\s*(INCLUDE\w*|DDE\w*|LINK|IMPORT|RD|DATABASE|MACROBUTTON|EMBED|CONTROL)\b", re.IGNORECASE
)
"""Fields that fetch or run something."""
_DIGITS: Final = "0123456789一二三四五六七八九十"
_MARKS: Final = re.compile(r"\{_?[{%#]|[%#}]_?\}")
_SLOT: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_AGAIN: Final = "用 Word 或 WPS 打开，去掉它，另存为 .docx 后再试"
_STRETCHED: Final = ("both", "distribute")
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HOLDERS: Final = (
    *(_W + name for name in ("drawing", "pict", "object", "footnoteReference")),
    *(_W + "endnoteReference", _MC + "AlternateContent"),
)
"""What a paragraph may hold beside text."""


def slot_text(name: str) -> str:
    """A slot as it stands in the parts of a `Blank`."""
    return f"{{{{ {name} }}}}"


@dataclass(frozen=True, eq=False)
class Blank:
    """A letterhead ready to be filled.

    path: as the user named it.  parts: its members; in those of `places` each slot is the whole
    text of a run, as `slot_text` has it.  main: the name of the main part.  places: what a message calls
    each part that may have slots.  slots: their names with where each first stands.  words: its own,
    with the digits that page numbers and the like may have.  faults:
    codes of what the product's own gate finds in it as it came.
    """

    path: str
    parts: Mapping[str, bytes]
    main: str
    places: Mapping[str, str]
    slots: Mapping[str, str]
    words: str
    faults: frozenset[str]


def read_blank(data: bytes, path: str) -> Blank:
    """The letterhead in the bytes.

    Raises InputError in one line when it is none, when something in it must not be there, when a
    slot is malformed, and when it has not one body slot in a paragraph of its own.
    """
    faults = _looked_through(data, path)
    package = open_package(data, path)
    parts = members_of(data, path)
    kinds = _kinds(parts, path)
    places: dict[str, str] = {}
    slots: dict[str, str] = {}
    bodies = 0
    for name, content in parts.items():
        kind = kinds.get(name, "")
        if not name.lower().endswith((".xml", ".rels")) and not kind.endswith("xml"):
            continue
        root = parse(content, path)
        _refuse_fetching(root, path)
        place = _PLACES.get(kind)
        if place is None:
            _refuse_marks(_text_of(root) + content.decode("utf-8", "replace"), name, path)
            continue
        places[name] = place
        for slot in _put_apart(root, place, path):
            slots.setdefault(slot.name, place)
            if slot.name == BODY:
                bodies += 1
                _refuse_misplaced(slot.run, path, main=name == package.main)
        parts[name] = printed(root)
        rest = _without_slots(parts[name].decode(), slots)
        _refuse_marks(rest, place or "文中", path)
    if bodies != 1:
        wanted = "正文从那里开始" if not bodies else "正文只能有一处"
        raise InputError(
            f"信头里{'没有' if not bodies else f'有{bodies}处'} {slot_text(BODY)}",
            where=path,
            hint=f"单独占一段写一个 {slot_text(BODY)}，{wanted}",
        )
    words = "".join(
        text.text or ""
        for name in places
        for text in etree.fromstring(parts[name]).iter(_W + "t")
        if not _SLOT.fullmatch(text.text or "")
    )
    if any(b"fldChar" in parts[name] or b"fldSimple" in parts[name] for name in places):
        words += _DIGITS
    return Blank(path, parts, package.main, places, slots, words, faults)


def room_of(data: bytes, path: str, name: str, column: float) -> float | None:
    """How many 汉字 a line holds of the paragraph that a slot has for itself.

    None where there is none, where lines are stretched to the edge, which a broken one would be
    too, and in a table, whose columns an office may move.  column: width of the page's text in
    points.
    """
    package = open_package(data, path)
    cascade = Cascade(package)
    for read in paragraphs_of(package):
        if read.cell is None and "".join(read.text.split()) == f"{{{{{name}}}}}" and read.pieces:
            here = cascade.paragraph(read)
            look, letters = here.placing, here.stretches[0].letters
            if look.alignment in _STRETCHED:
                return None
            size = letters.size or 0
            indents = (
                (look.left_chars, look.left),
                (look.right_chars, look.right),
                (max(0, look.first_chars or 0), max(0, look.first or 0)),
            )
            taken = sum(chars * size if chars else points or 0 for chars, points in indents)
            character = size * (letters.scale or 100) / 100 + (letters.spacing or 0)
            return (column - taken) / character if character > 0 else None
    return None


# -- what must not be there -----------------------------------------------------------------------


def _looked_through(data: bytes, path: str) -> frozenset[str]:
    """The codes of what is not quite right.  Raises InputError for what is not safe to use."""
    if not data.startswith(b"PK"):
        open_package(data, path)  # says what it is instead
    found = lint_package(data, path)
    for finding in found:
        if finding.code.startswith("OPC") and finding.code != "OPC008":
            raise InputError(finding.message, where=path, hint=_AGAIN)
    return frozenset(finding.code for finding in found) - {"WML020"}


def _kinds(parts: Mapping[str, bytes], path: str) -> dict[str, str]:
    """Content type of each part.  Raises InputError for one that no letterhead needs."""
    for name, content in parts.items():
        if name.endswith(".rels"):
            for row in parse(content, path):
                role = row.get("Type", "").rpartition("/")[2]
                if role in ("aFChunk", "subDocument", "attachedTemplate", "frame"):
                    raise InputError("文件里夹着别的文件（altChunk）", where=path, hint=_AGAIN)
    rows = parse(parts[CONTENT_TYPES], path)
    given = {
        (row.get("PartName") or "." + row.get("Extension", "")).lower(): row.get("ContentType", "")
        for row in rows.iter(_TYPES + "Default", _TYPES + "Override")
    }
    out = {}
    for name in parts:
        if name == CONTENT_TYPES or name.endswith("/"):
            continue
        lower = name.lower()
        kind = given.get("/" + lower) or given.get("." + lower.rpartition(".")[2], "")
        if not _TAKEN.fullmatch(kind):
            why = next((why for known, why in _REFUSED if known.search(f"{kind} {name}")), "")
            raise InputError(why or f"文件里有信头用不着的东西（{name}）", where=path, hint=_AGAIN)
        out[name] = kind
    if list(out.values()).count(_MAIN) != 1:
        raise InputError("不是 Word 文稿", where=path, hint=_AGAIN)
    return out


def _refuse_fetching(root: etree._Element, path: str) -> None:
    """No field that fetches or runs something, however its name is split over runs."""
    said = [element.get(_W + "instr", "") for element in root.iter(_W + "fldSimple")]
    code = ""
    for element in root.iter(_W + "instrText", _W + "fldChar"):
        if element.tag == _W + "instrText":
            code += element.text or ""
        else:
            said.append(code)
            code = ""
    for text in (*said, code):
        if found := _FETCHING.match(text):
            raise InputError(
                f"文件里有域 {found[1].upper()}，会去取别处的内容", where=path, hint=_AGAIN
            )


def _refuse_marks(text: str, place: str, path: str) -> None:
    if found := _MARKS.search(text):
        around = text[found.start() : found.start() + 24].partition("<")[0]
        raise InputError(
            f"{place}的“{around}”不是填空",
            where=path,
            hint="信头里只能写 {{ 要素名 }}，不能有条件、循环、运算和注释",
        )


def _text_of(root: etree._Element) -> str:
    return etree.tostring(root, encoding="unicode", method="text")


def _without_slots(xml: str, slots: Mapping[str, str]) -> str:
    for name in slots:
        xml = xml.replace(f">{slot_text(name)}</w:t>", "></w:t>")
    return xml


# -- slots ----------------------------------------------------------------------------------------


class _Slot(NamedTuple):
    name: str
    run: etree._Element


def _put_apart(root: etree._Element, place: str, path: str) -> Iterator[_Slot]:
    """Every slot of a part, each put into a run of its own."""
    where = place or "文中"
    for paragraph in list(root.iter(_W + "p")):
        pieces = [
            element
            for element in paragraph.iter(_W + "t", _W + "tab", _W + "br", _W + "cr")
            if element.getparent().tag == _W + "r" and _paragraph_of(element) is paragraph  # type: ignore[union-attr]
        ]
        # What parts the text of a line can be no part of a slot.
        texts = [(e.text or "") if e.tag == _W + "t" else "\n" for e in pieces]
        joined = "".join(texts)
        _refuse_marks(_SLOT.sub("", joined), where, path)
        for found in reversed(list(_SLOT.finditer(joined))):
            name = found[1].strip()
            if not name.isidentifier():
                _refuse_marks(found[0], where, path)
            yield _Slot(name, _apart(pieces, found.start(), found.end(), name))


def _paragraph_of(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(_W + "p"), None)


def _apart(pieces: list[etree._Element], start: int, end: int, name: str) -> etree._Element:
    """The run made for the text from start to end, which is taken out of the runs it stood in.

    Done from the last slot of a line to its first, so that what is before stays where it is.
    """
    at = 0
    first: etree._Element | None = None
    slot = etree.Element(_W + "r")
    for piece in pieces:
        text = (piece.text or "") if piece.tag == _W + "t" else "\n"
        begin, at = at, at + len(text)
        run = piece.getparent()
        if at <= start or begin >= end or run is None:
            continue
        before, after = text[: max(0, start - begin)], text[max(0, end - begin) :]
        if first is None:
            first = run
            slot.extend(_look(run))
            etree.SubElement(slot, _W + "t").text = slot_text(name)
            run.addnext(slot)
        if at < end or run is not first:
            _say(piece, before + after)
            continue
        # What follows in the run where the slot began, follows the slot.
        behind = [piece, *piece.itersiblings()]
        if before:
            behind[0] = etree.Element(_W + "t")
            _say(piece, before)
        _say(behind[0], after)
        rest = etree.Element(_W + "r")
        rest.extend([*_look(run), *behind])
        slot.addnext(rest)
    return slot


def _look(run: etree._Element) -> list[etree._Element]:
    """A copy of the run's properties, if it has any."""
    return [deepcopy(look) for look in run.findall(_W + "rPr")]


def _say(element: etree._Element, text: str) -> None:
    element.text = text
    if text != text.strip():
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _refuse_misplaced(run: etree._Element, path: str, *, main: bool) -> None:
    """The body slot is the whole of a paragraph that stands by itself."""
    paragraph = _paragraph_of(run)
    assert paragraph is not None
    parent = paragraph.getparent()
    slot = slot_text(BODY)
    if not main or parent is None or parent.tag != _W + "body":
        raise InputError(
            f"{slot} 不能放在表格、文本框、页眉页脚里", where=path, hint="放在版心里，单独占一段"
        )
    if "".join(e.text or "" for e in paragraph.iter(_W + "t")).strip() != slot:
        raise InputError(f"{slot} 没有单独占一段", where=path, hint="那一段里别的字移到别的段")
    if next(paragraph.iter(*_HOLDERS), None) is not None:
        raise InputError(
            f"{slot} 那一段里还有图形或脚注",
            where=path,
            hint="把它们移到别的段，正文那一段只留填空",
        )


def highlighted(part: bytes, names: frozenset[str]) -> bytes:
    """The part with these slots highlighted, as gaps are."""
    root = etree.fromstring(part)
    wanted = set(map(slot_text, names))
    for text in root.iter(_W + "t"):
        if text.text in wanted and (run := text.getparent()) is not None:
            look = run.find(_W + "rPr")
            if look is None:
                look = etree.Element(_W + "rPr")
                run.insert(0, look)
            put(look, "highlight", (("val", "yellow"),))
    return printed(root)
