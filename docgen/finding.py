"""Findings: what is wrong or doubtful in facts, templates and drafts, as values with a place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Level(IntEnum):
    """How sure a finding is: 提示 may be right as it stands, 疑似 likely wrong, 必错 wrong."""

    HINT = 1
    DOUBT = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The level's name in messages: 提示, 疑似 or 必错."""
        return ("提示", "疑似", "必错")[self - 1]


class Place(NamedTuple):
    """Where something stands (a named tuple, as every fact has one).

    path: file as the user named it.  line, column: from 1, 0 when unknown; columns count
    characters; in a sheet the row and the column.  part: the place inside a file that has no
    lines to show, such as a sheet and cell (台账!D7) or a part of a package.
    """

    path: str
    line: int = 0
    column: int = 0
    part: str = ""

    def __str__(self) -> str:
        if self.part:
            return f"{self.path}!{self.part}"
        text = self.path
        if self.line:
            text += f":{self.line}"
            if self.column:
                text += f":{self.column}"
        return text

    @classmethod
    def cell(cls, path: str, sheet: str, row: int, column: int) -> Place:
        """The place of a cell, row and column from 1: 填报表.xlsx!台账!D7."""
        letters, left = "", column
        while left > 0:
            left, digit = divmod(left - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return cls(path, row, column, f"{sheet}!{letters}{row}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    code: stable identifier, letters and three digits (FCT003).  message: what is wrong.
    quote: the text it concerns.  hint: what to write instead.  basis: the clause or source.
    related: other places that take part, such as the second of two contradicting values.
    """

    code: str
    level: Level
    message: str
    place: Place
    quote: str = ""
    hint: str = ""
    basis: str = ""
    related: tuple[Place, ...] = ()


def display_width(text: str) -> int:
    """Columns the text takes on a terminal: East-Asian wide and full-width count two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def format_finding(finding: Finding, source: Sequence[str] = ()) -> str:
    """The finding as lines for a person: place, level, message; the source line with a caret.

    source: the lines of the file that `finding.place` names; without it no caret is drawn.
    """
    place = finding.place
    lines = [f"{place}: {finding.level.label} {finding.code} {finding.message}"]
    if source and 0 < place.line <= len(source):
        text = source[place.line - 1].rstrip("\r\n")
        if len(text) > 200:
            text = text[:200] + "…"
        gutter = f"{place.line:>6} | "
        lines.append(gutter + text.expandtabs(4))
        if place.column:
            before = text[: place.column - 1].expandtabs(4)
            lines.append(" " * (len(gutter) - 2) + "| " + " " * display_width(before) + "^")
    if finding.hint:
        lines.append(f"       改法：{finding.hint}")
    if finding.basis:
        lines.append(f"       依据：{finding.basis}")
    lines.extend(f"       另见 {other}" for other in finding.related)
    return "\n".join(lines)


def as_json(finding: Finding) -> Mapping[str, object]:
    """The finding as plain values for a program."""
    return {
        "code": finding.code,
        "level": finding.level.label,
        "message": finding.message,
        "path": finding.place.path,
        "line": finding.place.line,
        "column": finding.place.column,
        "part": finding.place.part,
        "quote": finding.quote,
        "hint": finding.hint,
        "basis": finding.basis,
        "related": [str(place) for place in finding.related],
    }


def worst(findings: Iterable[Finding]) -> Level | None:
    """The highest level among the findings, None when there are none."""
    return max((finding.level for finding in findings), default=None)
