"""FRM004 指导思想序列: 马列、毛、邓、三、科、习, in order and complete for the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from docgen.finding import Level
from docgen.library.formulations import Formulation, Formulations
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript
from docgen.review.engine import Asked, Hit
from docgen.review.mentions import Sentence, inner, scan
from docgen.review.stated import day_of

ELEMENTS = (
    "马克思列宁主义",
    "毛泽东思想",
    "邓小平理论",
    "“三个代表”重要思想",
    "科学发展观",
    "习近平新时代中国特色社会主义思想",
)
_LATER = 2  # 邓小平理论: a list of the first two alone states no guidance of a period
_SHORT = {"马列主义": "马克思列宁主义", "科学的发展观": "科学发展观"}
_SETTLING = timedelta(days=90)

_PLACE = {name.replace("“", "").replace("”", ""): index for index, name in enumerate(ELEMENTS)} | {
    short: ELEMENTS.index(name) for short, name in _SHORT.items()
}
_NAME = "|".join(sorted(_PLACE, key=len, reverse=True))
_RUN = re.compile(f"(?:{_NAME})(?:(?:以及|[、，和及与])(?:{_NAME}))*")
_ONE = re.compile(_NAME)
_BY_LEFT = re.compile("以[^，]{0,20}$")
_BY_RIGHT = re.compile("^[^，]{0,24}?为指导")


class Fault(NamedTuple):
    """What is wrong with a sequence: where in the sentence, how sure, and by which row."""

    start: int
    end: int
    level: Level
    message: str
    hint: str
    basis: str
    said: str


def sequence(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """The faults of every run of guiding elements; in a sentence that looks back only hinted."""
    on, rows = day_of(paper, asked.on), asked.library.formulations
    if on is None:
        return
    for line in scan(paper, rows).lines:
        if _ONE.search(line.text) is None:
            continue
        for sentence in line.sentences():
            first = sentence.start()
            for fault in check_sequence(sentence[0], on, rows):
                back = Sentence(sentence[0]).looks_back(on)
                yield Hit(
                    line.spot(first + fault.start, first + fault.end),
                    {"原文": fault.said, "说明": fault.message},
                    hint=f"当时的写法：{fault.hint}",
                    level=Level.HINT if back else fault.level,
                    basis=f"提法年代表 {fault.basis}",
                )


def check_sequence(sentence: str, on: date, rows: Formulations) -> Iterator[Fault]:
    """The faults of each run of guiding elements in a sentence without quotation marks.

    Order counts everywhere.  Completeness counts where the run is what stands in 以…为指导: the
    newest element due on the day must be there, none between the first and last named may be
    missing, and in a list none may come before its time.
    """
    for run in _RUN.finditer(sentence):
        guide = _guide(on, rows)
        if guide is None:
            return
        named = [_PLACE[name] for name in _ONE.findall(run[0])]
        fault = _order(named, guide) or (
            _completeness(named, guide, on)
            if _BY_LEFT.search(sentence[max(0, run.start() - 24) : run.start()])
            and _BY_RIGHT.search(sentence[run.end() : run.end() + 28])
            else None
        )
        if fault is not None:
            level, message = fault
            yield Fault(*run.span(), level, message, guide.term, guide.id, run[0])


def _guide(on: date, rows: Formulations) -> Formulation | None:
    """The row whose formula states the guidance of the day."""
    formulas = [
        row
        for row in rows.current(on)
        if row.kind == "指导思想" and row.formula and "为指导" in row.term
    ]
    return max(formulas, key=lambda row: row.start or date.min, default=None)


def _level(guide: Formulation) -> Level:
    return Level.ERROR if guide.trusted else Level.DOUBT


def _order(named: list[int], guide: Formulation) -> tuple[Level, str] | None:
    right = sorted(set(named))
    if named == right:
        return None
    listed = "、".join(ELEMENTS[index] for index in right)
    return _level(guide), f"指导思想的次序不对，应为{listed}"


def _completeness(named: list[int], guide: Formulation, on: date) -> tuple[Level, str] | None:
    clause = guide.term.partition("为指导")[0]
    due = max((i for i, name in enumerate(ELEMENTS) if name in clause), default=-1)
    newest = named[-1]
    listing = len(named) > 1
    if newest < _LATER:
        return None
    if newest < due:
        settled = guide.start is not None and on > guide.start + _SETTLING
        level = _level(guide) if listing and settled else Level.DOUBT
        return level, f"指导思想缺“{_bare(due)}”"
    if missing := set(range(named[0], newest)) - set(named):
        return _level(guide), f"指导思想缺“{_bare(min(missing))}”"
    if listing and due < newest < len(ELEMENTS) - 1:
        return Level.DOUBT, f"当时的指导思想排列中还没有“{_bare(newest)}”"
    return None


def _bare(index: int) -> str:
    return inner(ELEMENTS[index])
