"""What each paragraph of a draft is: title, salutation, heading, body, signature, date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from docgen.language import parse_date
from docgen.language.labels import label_at
from docgen.manuscript import Line, Manuscript
from docgen.read.strips import Reading, Strip

_ENDS = "。；！？：，、"
_LONGEST_HEADING = 50


def recognise(path: str, reading: Reading) -> Manuscript:
    """The manuscript of the strips."""
    lines: list[Line] = []
    for strip in reading.strips:
        lines.append(_line(strip, first=not lines))
    on: date | None = None
    if lines and (on := parse_date(lines[-1].text.strip())):
        lines[-1] = replace(lines[-1], role="date")
    return Manuscript(path, tuple(lines), reading.asides, on=on)


def _line(strip: Strip, *, first: bool) -> Line:
    text, places = strip.text, strip.pieces
    if strip.cell is not None:
        return Line(text, places, "cell", cell=strip.cell)
    label = label_at(text)
    if first and label is None:
        return Line(text, places, "title")
    if label is None or label.level > 4:
        role = "salutation" if re.fullmatch("(?:同志们|各位[^，。]*)：", text) else "body"
        return Line(text, places, role)  # type: ignore[arg-type]
    stop = text.find("。")
    if len(text) <= _LONGEST_HEADING and text[-1] not in _ENDS and stop < 0:
        return Line(text, places, "heading", label.level, label, len(text))
    if 0 < stop <= _LONGEST_HEADING and stop < len(text) - 1:
        return Line(text, places, "heading", label.level, label, stop + 1)
    return Line(text, places, "body", label=label)
