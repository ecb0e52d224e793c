"""What the styles of a .docx and the properties of a paragraph say, inheritance resolved."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lxml import etree

from docgen.ooxml.lengths import indent
from docgen.ooxml.opening import W

_W: Final = f"{{{W}}}"
_VAL: Final = _W + "val"
LONGEST_ID: Final = 9
"""Digits of the id of a comment, change or mark."""


class Look(NamedTuple):
    """What a style says of paragraphs and runs; None where it says nothing.

    first_line: how far it is set in, in points.
    """

    name: str
    based_on: str
    level: int | None
    num: tuple[str, int] | None
    alignment: str | None
    hidden: bool | None
    page_break: bool | None
    first_line: float | None


_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])")


class Styles:
    """The styles of a document, inheritance resolved."""

    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, Look] = {}
        self._resolved: dict[str, Look] = {}
        self.default = ""
        if root is None:
            return
        for element in root.iterfind(_W + "style"):
            identifier = element.get(_W + "styleId", "")
            self._own[identifier] = _look(element)
            if element.get(_W + "type") == "paragraph" and true(element.get(_W + "default")):
                self.default = identifier

    def look(self, identifier: str) -> Look:
        """What the style comes to, with all it is based on."""
        found = self._resolved.get(identifier)
        if found is None:
            found = self._resolved[identifier] = self._inherited(identifier)
        return found

    def _inherited(self, identifier: str) -> Look:
        look = self._own.get(identifier) or Look("", "", *[None] * 6)
        seen, above = {identifier}, look.based_on
        while above in self._own and above not in seen:
            seen.add(above)
            upper = self._own[above]
            look = Look(
                look.name,
                look.based_on,
                *(
                    own if own is not None else other
                    for own, other in zip(look[2:], upper[2:], strict=True)
                ),  # type: ignore[arg-type]
            )
            above = upper.based_on
        return look


def _look(style: etree._Element) -> Look:
    name = style.find(_W + "name")
    based = style.find(_W + "basedOn")
    properties = style.find(_W + "pPr")
    called = "" if name is None else name.get(_VAL, "").strip().lower()
    level, num, alignment, page_break, first_line = said(properties)
    if level is None:
        heading = _HEADING.fullmatch(called)
        if heading:
            level = int(heading[1])
        elif called in ("title", "标题"):
            level = -1
    return Look(
        called,
        "" if based is None else based.get(_VAL, ""),
        level,
        num,
        alignment,
        vanished(style.find(_W + "rPr")),
        page_break,
        first_line,
    )


Said = tuple[int | None, tuple[str, int] | None, str | None, bool | None, float | None]


def said(properties: etree._Element | None) -> Said:
    """What paragraph properties say: level, list, alignment, page break before, indent."""
    level: int | None = None
    num: tuple[str, int] | None = None
    alignment: str | None = None
    page_break: bool | None = None
    first_line: float | None = None
    for child in properties if properties is not None else ():
        tag = child.tag
        if tag == _W + "outlineLvl":
            level = integer(child.get(_VAL), 9) + 1
            level = 0 if level > 9 else level
        elif tag == _W + "numPr":
            which, at = child.find(_W + "numId"), child.find(_W + "ilvl")
            num = (
                "" if which is None else which.get(_VAL, ""),
                -1 if at is None else integer(at.get(_VAL)),
            )
        elif tag == _W + "jc":
            alignment = {"end": "right", "start": "left"}.get(child.get(_VAL, ""), child.get(_VAL))
        elif tag == _W + "pageBreakBefore":
            page_break = true(child.get(_VAL, "1"))
        elif tag == _W + "ind":
            first_line = _first_line(child)
    return level, num, alignment, page_break, first_line


_CHARACTER: Final = 16.0
"""Points of a character of 三号."""


def _first_line(element: etree._Element) -> float:
    """How far the first line is set in, in points; characters go over lengths."""
    said = indent(element)
    return sum(
        (said[f"{side}_chars"] or 0) * _CHARACTER or said[side] or 0 for side in ("left", "first")
    )


def vanished(run: etree._Element | None) -> bool | None:
    """Whether run properties hide text, None when they do not say."""
    found = None if run is None else run.find(_W + "vanish")
    return None if found is None else true(found.get(_VAL, "1"))


def true(value: str | None) -> bool:
    """Whether an on-off value is on."""
    return value is not None and value.lower() not in ("0", "false", "off")


def integer(text: str | None, default: int = 0, digits: int = 4) -> int:
    """The number, the default when it is none or has more digits than it can have."""
    known = text and text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if text and known else default
