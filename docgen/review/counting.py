"""Where counting goes wrong in a draft.

Headings count by level below the heading above them; 一是, 首先, 第一 count in runs that may go
over several paragraphs below one heading.  Both are read in one pass, since one may carry on
where the other was left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.language import ordinal
from docgen.language.items import ITEM, LAST, Family, Mark, begun_before, item_word, marks
from docgen.language.labels import STANDARD, Label, label_at, labels_on
from docgen.manuscript import Manuscript, Spot
from docgen.review.joined import running
from docgen.review.outline import BOUNDS, DIVISION, LISTS

Fault: TypeAlias = Literal["重复", "回头", "跳号", "首项", "混用", "接续", "孤项"]
"""What goes wrong: an ordinal used twice, a second beginning, one left out, a beginning that is
no first, another form in mid-series, headings that go on in a higher level's form (1. 2. 三、),
an 一是 without 二是."""

_ANNOUNCING: Final = 24
_ANNOUNCED: Final = re.compile(
    "(?:[提讲谈说做抓要]|做到|抓好|强调|表现在|体现在|包括|主要|以下|如下)[^，；。]{0,6}"
    "[两二三四五六七八九几][个点条项][^，；。]{0,6}。$"
)
"""Words that open a list of their own inside an item: 一是……我提三点意见。一是……"""
_OPENED: Final = re.compile(r"：\s*(?=[一1１①（])")
"""Where a paragraph may begin to number items: 抓了三项工作：1.…"""


class Trouble(NamedTuple):
    """A place where counting goes wrong.

    fault: how.  spot: the ordinal.  family: of a run, "" for a heading's ordinal.  right: what
    stands to reason there, "" when nothing does.  before: the ordinal it clashes with or follows.
    near: both stand in one paragraph.
    """

    fault: Fault
    spot: Spot
    family: Family | Literal[""]
    right: str
    before: Spot | None = None
    near: bool = False


def marks_of(paper: Manuscript) -> tuple[tuple[Mark, ...], ...]:
    """Of each line the words that number items in it."""
    found: list[tuple[Mark, ...]] = [()] * len(paper.lines)
    for index in running(paper).holding(ITEM):
        found[index] = tuple(marks(paper.folded[index]))
    return tuple(found)


class Run(NamedTuple):
    """Items counted by 一是, 首先, 第一 …: where the first stands, and how many there are."""

    family: Family
    first: Spot
    length: int


def troubles(paper: Manuscript) -> tuple[Trouble, ...]:
    """Everything that goes wrong in counting."""
    return tuple(paper.once(_counted).wrong)


def runs_of(paper: Manuscript) -> tuple[Run, ...]:
    """Every run of items, a lone 一是 too."""
    return tuple(Run(run.family, run.first, run.count) for run in paper.once(_counted).all_runs)


def _counted(paper: Manuscript) -> _Counting:
    counting = _Counting()
    found = paper.once(marks_of)
    for index, line in enumerate(paper.lines):
        if line.role in BOUNDS or DIVISION.match(line.text):
            counting.close(0)
            counting.series.clear()
            continue
        if line.role not in ("heading", "body"):
            continue
        text = paper.folded[index]
        if line.label is not None:
            counting.heading(line.label, Spot(index, 0, len(line.label.raw)))
            for label in labels_on(text, line.label):
                counting.carried_on(label)
        elif line.role == "heading":
            counting.close(line.level)
            counting.series = [s for s in counting.series if s.level < line.level]
        else:
            counting.text = index
            if opened := _OPENED.search(text):
                first = label_at(text, opened.end())
                if first is not None and first.ordinal == 1:
                    last = [first, *labels_on(text, first, opened.end())][-1]
                    counting.latest[last.level] = last.ordinal
        for mark in found[index]:
            counting.mark(mark, Spot(index, mark.start, mark.end), text)
    counting.close(0)
    return counting


@dataclass(slots=True)
class _Series:
    """Headings of one level below one heading.

    slack: one ordinal was used twice.  leapt: the last one left out the one before it, and may be a
    slip of that (一、三、三、).  strayed: what is wrong with the last one if it turns out
    to be no heading but the next item of a run (一是 二是 三、).
    """

    level: int
    last: int
    spot: Spot
    slack: bool = False
    leapt: bool = False
    strayed: Trouble | None = None

    def awaits(self, count: int) -> bool:
        return count == self.last + 1 or (self.slack and count == self.last + 2)


@dataclass(slots=True)
class _Run:
    """A run of items.  first, spot: its first and latest word.  below: the level of the heading it
    stands below, 0 for none."""

    family: Family
    last: int
    first: Spot
    spot: Spot
    below: int
    count: int = 1
    slack: bool = False

    def awaits(self, count: int) -> bool:
        if count == LAST:
            return True
        return count == self.last + 1 or (self.slack and count == self.last + 2)


@dataclass(slots=True)
class _Counting:
    """What has been counted so far: series and runs still open, inner ones last; all that went wrong.

    latest: the last ordinal of each level anywhere, for papers that number straight through.
    text: index of the last paragraph without ordinal.
    """

    series: list[_Series] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    latest: dict[int, int] = field(default_factory=dict)
    text: int = -1
    wrong: list[Trouble] = field(default_factory=list)
    all_runs: list[_Run] = field(default_factory=list)

    def close(self, level: int) -> None:
        """Ends the runs below headings of that level or a lower one."""
        while self.runs and self.runs[-1].below >= level:
            self._end_run()

    def heading(self, label: Label, spot: Spot) -> None:
        level, count = label.level, label.ordinal
        lower = [series for series in self.series if series.level > level]
        self.series = self.series[: len(self.series) - len(lower)]
        same = self.series[-1] if self.series and self.series[-1].level == level else None
        fits = same.awaits(count) if same else count in (1, self.latest.get(level, 0) + 1)
        if same is None and not fits and count > 1:
            run = next((run for run in reversed(self.runs) if run.awaits(count)), None)
            if run is not None:
                run.last, run.count = count, run.count + 1
                self.wrong.append(
                    Trouble("混用", spot, run.family, item_word(run.family, count), run.spot)
                )
                return
        strayed = self._strayed(level, count, spot)
        self.close(level)
        if same is None:
            self.series.append(_Series(level, count, spot))
            before = [series for series in lower if series.last == count - 1]
            if before and not fits:
                right = _relabelled(label, count - 1)
                last = max(series.spot for series in before)
                self.wrong.append(Trouble("接续", spot, "", right, last))
            elif not fits:
                self.wrong.append(Trouble("首项", spot, "", _relabelled(label, 1)))
        elif fits or (same.leapt and count == same.last):
            same.last, same.spot, same.slack, same.strayed = count, spot, False, strayed
            same.leapt = False
        elif count == 1 and same.last > 1 and level >= LISTS and self.text > same.spot.line:
            same.last, same.spot, same.slack = 1, spot, False
        else:
            right = _relabelled(label, same.last + 1)
            fault: Fault = "跳号" if count > same.last else "重复"
            if fault == "重复" and count == 1 and same.last > 1:
                fault = "回头"
            self.wrong.append(Trouble(fault, spot, "", right, same.spot))
            same.leapt = fault == "跳号" and count == same.last + 2
            if fault == "重复":
                same.slack = True
                if same.strayed is not None and count == same.last:
                    self.wrong.append(same.strayed)
            else:
                same.last, same.slack = count, False
            same.spot = spot
        self.latest[level] = count

    def carried_on(self, label: Label) -> None:
        """The next item on the line of the one before it."""
        self.latest[label.level] = label.ordinal
        if self.series and self.series[-1].level == label.level:
            self.series[-1].last = label.ordinal

    def _strayed(self, level: int, count: int, spot: Spot) -> Trouble | None:
        """An ordinal read as the next item of the run above it."""
        for run in reversed(self.runs):
            if run.below == level and run.count > 1 and run.awaits(count):
                return Trouble("混用", spot, run.family, item_word(run.family, count), run.spot)
        return None

    def mark(self, mark: Mark, spot: Spot, text: str) -> None:
        family, count = mark.family, mark.ordinal
        same = [run for run in self.runs if run.family == family]
        if count == 1:
            again = same[-1] if same and same[-1].count == 1 else None
            if again is not None and self._twice(again.spot, spot, text):
                again.slack = True
                self.wrong.append(
                    Trouble("重复", spot, family, item_word(family, 2), again.spot, near=True)
                )
                return
            self._begin(_Run(family, 1, spot, spot, self.below))
            return
        run = next((run for run in reversed(same) if run.awaits(count)), None)
        if run is not None:
            while self.runs[-1] is not run:
                self._end_run()
            run.last = count or run.last + 1
            run.spot, run.count, run.slack = spot, run.count + 1, False
            return
        if family == "首" and (count != 2 or not self.runs):
            return
        other = next((run for run in reversed(self.runs) if run.awaits(count)), None)
        if other is not None and not same:
            other.last, other.count = count, other.count + 1
            self.wrong.append(
                Trouble("混用", spot, other.family, item_word(other.family, count), other.spot)
            )
            return
        if not same:
            self._begin(_Run(family, count, spot, spot, self.below, count=2))
            if not begun_before(text, mark):
                self.wrong.append(Trouble("首项", spot, family, item_word(family, 1)))
            return
        last = same[-1]
        near = last.spot.line == spot.line
        fault: Fault = "跳号" if count > last.last else "重复"
        self.wrong.append(
            Trouble(fault, spot, family, item_word(family, last.last + 1), last.spot, near)
        )
        if fault == "重复":
            last.slack = True
        else:
            last.last = count
        last.spot, last.count = spot, last.count + 1

    def _begin(self, run: _Run) -> None:
        self.runs.append(run)
        self.all_runs.append(run)

    def _end_run(self) -> None:
        run = self.runs.pop()
        if run.count == 1 and not run.slack:
            self.wrong.append(Trouble("孤项", run.spot, run.family, ""))

    @staticmethod
    def _twice(before: Spot, spot: Spot, text: str) -> bool:
        """Whether a first item is one more beside the first before it, not one inside it."""
        if before.line == spot.line:
            behind = text[max(before.end, spot.start - _ANNOUNCING) : spot.start]
            return not behind.endswith("：") and _ANNOUNCED.search(behind) is None
        return before.start == spot.start == 0

    @property
    def below(self) -> int:
        """The level of the heading that text now stands below."""
        return self.series[-1].level if self.series else 0


def _relabelled(label: Label, count: int) -> str:
    """The ordinal as typed, with another count."""
    plain = ordinal(STANDARD[label.level], count)
    return plain if len(label.raw) > 1 else plain.rstrip("、.")
