"""Runs of a paragraph cut in two, so that one begins where something is to begin.

Text and formatting stay as they are.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from docgen.ooxml.opening import W
from docgen.ooxml.reading import Piece, ReadParagraph

_W: Final = f"{{{W}}}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_RUN, _TEXT, _PROPERTIES = _W + "r", _W + "t", _W + "rPr"


def cut_runs(paragraph: ReadParagraph, cuts: set[int]) -> dict[int, etree._Element]:
    """The runs of the paragraph by the offset where each begins, after cutting them so that one
    begins at each of the cuts."""
    runs: dict[int, etree._Element] = {}
    pieces = paragraph.pieces
    for index in reversed(range(len(pieces))):
        piece = pieces[index]
        holder, end = _holder(piece.element), piece.end
        for at in sorted((c for c in cuts if piece.start < c < piece.end), reverse=True):
            if holder.tag == _RUN:  # a formula stays whole
                runs[at] = _behind(holder, _split(piece, at, end))
                end = at
        if index == 0 or _holder(pieces[index - 1].element) is not holder:
            runs[piece.start] = holder
        elif piece.start in cuts and holder.tag == _RUN:
            runs[piece.start] = _behind(holder, piece.element)
    return runs


def _holder(element: etree._Element) -> etree._Element:
    """The run the characters stand in, of a formula all of it."""
    at = element.getparent()
    assert at is not None
    while not at.tag.startswith(_W):
        above = at.getparent()
        if above is None or above.tag.startswith(_W):
            break
        at = above
    return at


def _split(piece: Piece, at: int, end: int) -> etree._Element:
    """A text behind the piece's element with its characters from `at` to `end`; those before stay."""
    following = etree.Element(_TEXT)
    _set(following, piece.text[at - piece.start : end - piece.start])
    _set(piece.element, piece.text[: at - piece.start])
    piece.element.addnext(following)
    return following


def _behind(run: etree._Element, first: etree._Element) -> etree._Element:
    """A run behind this one, formatted as it is, with the element and all that follows it."""
    new = etree.Element(_RUN, {str(k): str(v) for k, v in run.attrib.items()})
    properties = run.find(_PROPERTIES)
    if properties is not None:
        new.append(deepcopy(properties))
    new.extend((first, *first.itersiblings()))
    run.addnext(new)
    return new


def _set(element: etree._Element, text: str) -> None:
    element.text = text
    element.set(_SPACE, "preserve")
