"""The elements round the body, from the lines they were recognised in: masthead, attachments, imprint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from docgen.document import Attendance, Imprint, Masthead, Text
from docgen.manuscript import Line

SECRECY: Final = "绝密|机密|秘密"
URGENCY: Final = "特急|加急"
LABEL: Final = re.compile(r"附\s*件\s*(?P<place>[0-9]{0,2})")
"""A line that an 附件 begins with."""

_OWED: Final = re.compile(r"【待填：文稿\.(?P<name>[^】.\[]+)[^】]*】")
_TEXTS: Final = {
    "份号": "copy_number",
    "密级": "secrecy",
    "紧急程度": "urgency",
    "发文字号": "document_number",
    "期号": "issue",
    "总期号": "total",
    "编发机关": "editor",
    "编发日期": "edited_on",
}
_LINE: Final = re.compile(
    rf"(?P<copy_number>[0-9]{{6}})|(?P<secrecy>(?:{SECRECY})(?:★.*)?)|(?P<urgency>{URGENCY})"
    r"|(?P<document_number>[^\s（]{1,14}[〔\[［（(【][0-9]{4}[〕\]］）)】]\s*第?\s*[0-9]+\s*号)"
    r"(?:\s+签发人：(?P<signers>.+))?"
    r"|签发人：(?P<alone>.+)"
    r"|(?P<issue>(?:[0-9]{4}年)?第[^（）]{1,8}期)(?:（(?P<total>总第[^（）]{1,8}期)）)?"
    r"|(?P<editor>\S.*?)\s+(?P<edited_on>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)"
)
_DAY: Final = re.compile("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
"""The 编发日期 on a line of its own, below the 编发机关."""
_SENT: Final = {
    "报": "report_to",
    "送": "send_to",
    "发": "issue_to",
    "主送": "recipients",
    "抄送": "copy_to",
}
_TO: Final = re.compile(r"(?P<label>报|送|发|主送|抄送)[：:](?P<text>.+?)。?")
_COPIES: Final = re.compile(r"共印(?P<copies>.+)份")
_PRINTED: Final = re.compile(
    r"(?:(?P<organ>.*?\S)\s+)?(?P<on>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|【待填：[^】]*】)印发"
)
_LISTED: Final = re.compile(r"(?:附\s*件\s*[：:])?\s*(?:(?P<place>[0-9]{1,2})[.．])?(?P<title>.*)")


def masthead_of(lines: Iterable[str]) -> Masthead | None:
    """The masthead whose lines these are, None for none.

    What is none of its other elements is the 发文机关标志, or the name of a bulletin.
    """
    head = Masthead()
    marks: list[str] = []
    named = 0  # of the marks, how many stand before the 期号
    for line in lines:
        parts: dict[str, Any] = dict(_parts(line))
        if _DAY.fullmatch(line):
            editor = (marks.pop(),) if head.issue and len(marks) > 1 else head.editor
            parts = {"editor": editor, "edited_on": (line,)}
        elif not parts:
            marks.append(line)
        head = replace(head, **parts)
        if not head.issue:
            named = len(marks)
    if head.issue and not (head.editor or head.edited_on) and 0 < named < len(marks):
        head = replace(head, editor=(marks.pop(),))
    if len(marks) == 1 and marks[0].endswith("文件"):
        marks = [marks[0].removesuffix("文件"), "文件"]
    if marks and marks[-1] == "文件":
        head = replace(head, suffix=(marks.pop(),))
    head = replace(head, mark=tuple((mark,) for mark in marks if mark))
    return head if head != Masthead() else None


def _parts(line: str) -> Iterator[tuple[str, Text | tuple[Text, ...]]]:
    """The elements on a line of a masthead, by the names of their fields; none for a mark."""
    if found := _LINE.fullmatch(line):
        for field, text in found.groupdict().items():
            if text and field in ("signers", "alone"):
                yield "signers", tuple((one,) for one in text.split("　"))
            elif text:
                yield field, (text,)
        return
    sides = line.split("\t")
    for place, side in enumerate(sides):
        owed = _OWED.search(side)
        if owed and (name := _TEXTS.get(owed["name"])):
            yield name, (side.removeprefix("（").removesuffix("）"),)
        elif owed and owed["name"] == "签发人":
            yield "signers", ((side.removeprefix("签发人："),),)
        elif len(sides) > 1:
            if side.startswith("签发人："):
                yield "signers", tuple((one,) for one in side.removeprefix("签发人：").split("　"))
            else:
                yield ("edited_on" if place else "editor"), (side,)


def attendance_of(lines: Iterable[str]) -> tuple[Attendance, ...]:
    """Who was there, by the lines that say so."""
    pairs = (re.split("[：:]", line, maxsplit=1) for line in lines)
    return tuple(Attendance(label, (names,)) for label, names in pairs)


def imprint_of(lines: Iterable[str]) -> Imprint | None:
    """The imprint whose lines these are, None for none."""
    foot = Imprint()
    for line in lines:
        if found := _TO.fullmatch(line):
            foot = replace(foot, **{_SENT[found["label"]]: (found["text"],)})
        elif found := _COPIES.fullmatch(line):
            foot = replace(foot, copies=(found["copies"],))
        elif found := _PRINTED.fullmatch(line):
            organ: Text = (found["organ"],) if found["organ"] else ()
            foot = replace(foot, printing_organ=organ, printed_on=(found["on"],))
        else:
            foot = replace(foot, printing_organ=(line,))
    return foot if foot != Imprint() else None


class Attached(NamedTuple):
    """What is attached.  titles: by their place, from 1.  bodies: the lines of those that are part
    of the draft, by place, titles and labels left out.  start: the line that the first of these
    begins on, the number of lines when there is none."""

    titles: dict[int, str]
    bodies: dict[int, tuple[Line, ...]]
    start: int


def attached(lines: Sequence[Line]) -> Attached:
    """The attachments of a draft, by its 附件说明 and by what follows its signature."""
    labels = [
        (index, int(found["place"] or 1))
        for index, line in enumerate(lines)
        if line.role == "attachment" and (found := LABEL.fullmatch(line.text))
    ]
    start = labels[0][0] if labels else len(lines)
    titles: dict[int, str] = {}
    for line in lines[:start]:
        if line.role == "attachment" and (found := _LISTED.fullmatch(line.text)):
            titles[int(found["place"] or len(titles) + 1)] = found["title"]
    bodies: dict[int, tuple[Line, ...]] = {}
    ends = (*(index for index, _ in labels[1:]), len(lines))
    for (index, place), end in zip(labels, ends, strict=False):
        own = [line for line in lines[index + 1 : end] if line.role != "attachment"]
        named = [line.text for line in lines[index + 1 : end] if line.role == "attachment"]
        titles.setdefault(place, "".join(named))
        bodies[place] = tuple(own)
    return Attached(titles, bodies, start)
