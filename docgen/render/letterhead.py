"""A unit's own letterhead (信头): its .docx with the elements of a paper in its slots and the
rest of the paper where {{ 正文 }} stands.

docxtpl fills the slots.  What it is given is read through before: slots of one known name each
and nothing else, in a sandbox that has nothing to call; it fills part by part, so that what it
would do to the rest of the file (widths of tables, metadata, lost parts) is not done.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, NamedTuple

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from docgen.document import Document, Imprint, Masthead, Signature, Text, plain, spans
from docgen.errors import InputError
from docgen.library.styles import POINTS_PER_MM, Style
from docgen.ooxml.inlay import inlaid, page_of
from docgen.ooxml.letterhead import BODY, Blank, highlighted, read_blank, room_of, slot_text
from docgen.ooxml.package import CORE_PART, zipped
from docgen.ooxml.runs import escape
from docgen.render.docx import core_xml, write_body, write_gaps
from docgen.render.title import title_lines
from docgen.render.word.blocks import Flow
from docgen.render.word.faces import faces_of

_MARKER: Final = "\ufdd0"
"""Stands where the body goes; no paper may hold it."""
_MASTHEAD: Final = {
    "份号": "copy_number",
    "密级": "secrecy",
    "紧急程度": "urgency",
    "发文机关标志": "mark",
    "刊名": "mark",
    "发文字号": "document_number",
    "签发人": "signers",
    "期号": "issue",
    "总期号": "total",
    "编发机关": "editor",
    "编发日期": "edited_on",
}
_IMPRINT: Final = {
    "报": "report_to",
    "送": "send_to",
    "发": "issue_to",
    "抄送": "copy_to",
    "印发机关": "printing_organ",
    "印发日期": "printed_on",
    "份数": "copies",
}
_SIGNATURE: Final = {"署名": "organs", "成文日期": "issued_on"}
_TITLE: Final = "标题"
_LISTED: Final = {"签发人": "　", "署名": "\n"}
"""Elements that are lists, and what parts them."""
_PAPER: Final = {"标题": "title", "主送": "recipients", "称谓": "salutation", "附注": "note"}
_PARTS: Final[tuple[tuple[str, type, Mapping[str, str]], ...]] = (
    ("masthead", Masthead, _MASTHEAD),
    ("imprint", Imprint, _IMPRINT),
    ("signature", Signature, _SIGNATURE),
)
ELEMENTS: Final = (*_MASTHEAD, *_PAPER, *_SIGNATURE, *_IMPRINT)
"""The names that slots may have, beside 正文."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A letterhead whose slots are all known.

    name: its file, as the user gave it.  data: its bytes.  slots: names of its slots without 正文.
    words: all that it says itself, page numbers too.  faults: what the product's own gate finds in it as it came.
    """

    name: str
    data: bytes = field(repr=False)
    slots: tuple[str, ...]
    words: str = field(default="", repr=False)
    faults: frozenset[str] = frozenset()

    @property
    def sha256(self) -> str:
        """Of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def read_letterhead(data: bytes, name: str) -> Letterhead:
    """The letterhead in the bytes.  Raises InputError in one line, naming the file and why."""
    blank = _blank(data, name)
    for slot, place in blank.slots.items():
        if slot not in (*ELEMENTS, BODY):
            near = [one for one in ELEMENTS if len(one) > 1 and (one in slot or slot in one)]
            near = near or difflib.get_close_matches(slot, (*ELEMENTS, BODY), 2, 0.3)
            hint = f"是不是 {'、'.join(near)}？" if near else ""
            raise InputError(
                f"{place or '文中'}的填空 {slot_text(slot)} 没有这个要素",
                where=name,
                hint=hint + f"可用的：{'、'.join((*ELEMENTS, BODY))}",
            )
    for part in blank.places:
        _refuse_more_than_slots(blank.parts[part].decode(), name)
    slots = tuple(slot for slot in ELEMENTS if slot in blank.slots)
    return Letterhead(name, data, slots, blank.words, blank.faults)


@lru_cache(maxsize=4)
def _blank(data: bytes, name: str) -> Blank:
    return read_blank(data, name)


class Filled(NamedTuple):
    """What a letterhead prints of a paper.

    values: what stands in each slot.  rest: the paper without that, set where 正文 stands.
    """

    values: Mapping[str, Text]
    rest: Document

    @property
    def printed(self) -> tuple[str, ...]:
        """What stands in the slots."""
        return tuple(map(plain, self.values.values()))


def filled(document: Document, letterhead: Letterhead) -> Filled:
    """The paper parted: what has a slot is not printed twice.

    The letterhead is the unit's own head, so that the mark is never set a second time.
    """
    values = {name: _value(document, name) for name in letterhead.slots}
    gone = set(letterhead.slots)
    changes: dict[str, object] = {_PAPER[name]: () for name in gone & set(_PAPER)}
    for part, kind, names in _PARTS:
        there = getattr(document, part)
        if there is None:
            continue
        taken = {names[name]: () for name in gone & set(names)}
        if kind is Masthead:
            taken |= {"mark": (), "suffix": ()}
        left = replace(there, **taken)
        changes[part] = None if _is_empty(left) else left
    return Filled(values, replace(document, **changes))  # type: ignore[arg-type]


def _is_empty(part: Masthead | Imprint | Signature) -> bool:
    if isinstance(part, Signature):
        return not any(map(plain, (*part.organs, part.issued_on)))
    return part == type(part)()


def _value(document: Document, name: str) -> Text:
    """The element as its slot prints it."""
    if name in _PAPER:
        return getattr(document, _PAPER[name])  # type: ignore[no-any-return]
    for part, _, names in _PARTS:
        there = getattr(document, part)
        if name not in names or there is None:
            continue
        text = getattr(there, names[name])
        if names[name] == "mark":
            return _joined(
                (*text, there.suffix) if len(text) == 1 else text, "\n" * (len(text) > 1)
            )
        if name in _LISTED:
            return _joined(text, _LISTED[name])
        return text  # type: ignore[no-any-return]
    return ()


def _joined(texts: tuple[Text, ...], between: str) -> Text:
    out: Text = ()
    for text in texts:
        out += ((between,) if out and between else ()) + text
    return out


def render(document: Document, style: Style, letterhead: Letterhead) -> bytes:
    """The paper as a .docx on the letterhead."""
    blank = _blank(letterhead.data, letterhead.name)
    values, rest = filled(document, letterhead)
    marked = frozenset(
        name
        for name, text in values.items()
        if any(span.kind in ("gap", "doubt") for span in spans(text))
    )
    context = {name: _escaped(plain(text)) for name, text in values.items()}
    context[BODY] = Markup(_MARKER)
    parts = dict(blank.parts)
    style = replace(style, page=page_of(parts[blank.main], slot_text(BODY), style))
    if plain(values.get(_TITLE, ())):
        room = _title_room(letterhead.data, letterhead.name, style.page.type_area[0])
        if room is not None:
            lines = title_lines(values[_TITLE], max(1, room))
            context[_TITLE] = _escaped("\n".join(map(plain, lines)))
    for part in blank.places:
        data = highlighted(parts[part], marked) if marked else parts[part]
        parts[part] = _filled(data.decode(), context).encode()
    flow = Flow(style, faces_of(style), turns=False)
    write_body(rest, flow)
    body, flow.out, flow.after_table = "".join(flow.out), [], False
    write_gaps(rest, flow)
    end = "".join(flow.out)
    parts = inlaid(parts, blank.main, _MARKER, body, end, flow.plots, style)
    if CORE_PART in parts:
        parts[CORE_PART] = core_xml(document).encode()
    return zipped(parts)


@lru_cache(maxsize=4)
def _title_room(data: bytes, name: str, column: float) -> float | None:
    """How many characters a line of the title's slot holds, None where its own words or a table
    decide that; column: width of the page's text in millimetres."""
    return room_of(data, name, _TITLE, column * POINTS_PER_MM)


def _escaped(text: str) -> Markup:
    # docxtpl turns {_{ into {{ in what it has filled; a character reference it leaves alone.
    return Markup(escape(text).replace("_", "&#95;"))


# -- docxtpl --------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _sandbox() -> ImmutableSandboxedEnvironment:
    """Where slots are looked up: nothing to call, nothing that is not given."""
    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    for names in (made.filters, made.tests, made.globals):
        names.clear()
    return made


def _refuse_more_than_slots(xml: str, where: str) -> None:
    """What docxtpl makes of the part, read as Jinja will read it, holds slots and text alone."""
    inside: list[str] = []
    known = (*ELEMENTS, BODY)
    for _, kind, text in _sandbox().lex(_tpl().patch_xml(xml)):
        if kind in ("data", "whitespace", "variable_begin"):
            continue
        if kind == "name" and not inside and text in known:
            inside.append(text)
        elif kind == "variable_end" and inside:
            inside.clear()
        else:
            raise InputError(
                f"“{text[:24]}”不是填空",
                where=where,
                hint="信头里只能写 {{ 要素名 }}，不能有条件、循环、运算和注释",
            )


def _filled(xml: str, context: Mapping[str, Markup]) -> str:
    tpl = _tpl()
    made: str = tpl.render_xml_part(tpl.patch_xml(xml), None, context, _sandbox())
    return made


def _tpl() -> DocxTemplate:
    """docxtpl without a file: only its ways with the XML of a part are used."""
    return DocxTemplate("")
