"""The next period's facts from the last one's: numbers to fill in, sentences to look at again.

What becomes of a fact the dictionary says (结转).  A number becomes the 上期 of a blank one; a
sentence is kept and marked 未更新 until somebody touches it or takes the mark away; a date moves
on; nothing of the last period passes for this one's:

- A value that was 计划 was no fact of the last period: it becomes the 目标 of this one.
- A value that was 待核实 becomes no 上期; the reason stands in 说明 beside the blank.
- 增幅, 名次, 说明 were said of the last value and go; 口径, 来源, 公开 stay.
- A record that is over (了结: a village 已转化) is not carried.
- In a list the numbers and dates are left open (a record is not the same thing a year later).
  The 主项 is marked as sentences are, so that somebody says of every record that it still is
  one; so are lists of names (症结, 措施) and names that say a figure (9月底).
- A list that was 无 is left out: zero has to be said anew.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from docgen.facts.sentences import NOT_RENEWED, Said, pieces
from docgen.facts.values import PLAIN, Fact, Facts, More, Node, Record, Records
from docgen.facts.writing import NOTE
from docgen.language import Period, Quantity, arabic_date, parse_date, parse_period, period_words

_YEAR: Final = re.compile(r"\d{4}")
_FAR: Final = date(9999, 12, 31)
_LAST: Final = "上期"


class Rolled(NamedTuple):
    """The facts of the next period.  blank: paths of the numbers to fill in; unrenewed: of the
    sentences to look at; dropped: of what was left out (清空, 无), and of lists how many records
    were over (后进村2条（已转化）).  period: the new one."""

    facts: Facts
    blank: tuple[str, ...]
    unrenewed: tuple[str, ...]
    dropped: tuple[str, ...]
    period: Period | None


def next_period(period: Period) -> Period:
    """The same span one year later; the end of February stays the end of February."""
    text = _YEAR.sub(lambda year: f"{int(year[0]) + 1:04}", period.text)
    later = parse_period(text)
    start, end = shifted(period.start, 12), shifted(period.end, 12)
    if later is not None and (later.start, later.end) == (start, end):
        return later
    return Period(start, end, period_words(Period(start, end, ""), _FAR))


def shifted(day: date, months: int) -> date:
    """The day so many months later; the last day of a month stays the last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if at_end else min(day.day, last))


def roll_forward(facts: Facts, period: Period | None = None, *, looked_up: bool = False) -> Rolled:
    """The facts of the next period, made of those of the last one's own file.

    period: the new period, by default the same span one year later.  looked_up: the last file
    will be found beside the new one, so that 上期 need not stand in it.
    """
    old = facts.period
    new = period or (next_period(old) if old is not None else None)
    same_span = old is not None and new is not None and _span(next_period(old)) == _span(new)
    known = old is None and period is None
    words = "" if same_span or known else period_words(old, _FAR) if old is not None else _LAST
    roll = _Roll(old, new, words, same_year=old is not None and _same_year(old, new))
    roll.keeps_previous = not (looked_up and same_span)
    root = roll.members(facts.root.members)
    return Rolled(
        replace(facts, root=replace(facts.root, members=root)),
        tuple(roll.blank),
        tuple(roll.unrenewed),
        tuple(roll.dropped),
        new,
    )


def _span(period: Period) -> tuple[date, date]:
    return period.start, period.end


def _same_year(old: Period, new: Period | None) -> bool:
    return new is not None and new.end.year == old.end.year


class _Roll:
    """Rolls the nodes of one file and notes what is to be done about them.

    words: what the 上期 is compared with (比), "" when it goes without saying.
    """

    keeps_previous = True

    def __init__(
        self, old: Period | None, new: Period | None, words: str, *, same_year: bool
    ) -> None:
        self.old = old
        self.new = new
        self.words = words
        self.same_year = same_year
        self.months = 12
        if old is not None and new is not None:
            self.months = (new.end.year - old.end.year) * 12 + new.end.month - old.end.month
        self.blank: list[str] = []
        self.unrenewed: list[str] = []
        self.dropped: list[str] = []

    def members(self, members: Mapping[str, Node]) -> Mapping[str, Node]:
        """The members that stay, each rolled."""
        rolled = {name: self.node(below) for name, below in members.items()}
        return MappingProxyType({n: below for n, below in rolled.items() if below is not None})

    def node(self, node: Node) -> Node | None:
        """The node in the next period, None when it is left out."""
        if node.entry.carry == "清空" and node.path:
            self.dropped.append(node.path)
            return None
        if isinstance(node, Records):
            return self.records(node)
        if isinstance(node, Fact):
            return self.leaf(node)
        members = self.members(node.members)
        return replace(node, members=members) if members else None

    # -- leaves ----------------------------------------------------------------------------

    def leaf(self, fact: Fact) -> Fact:
        """A fact outside of lists."""
        members = self.members(fact.members)
        carry = fact.entry.carry
        if carry == "上期" and fact.entry.is_number:
            made = self.number(fact)
        elif carry == "顺延" and isinstance(fact.value, date | Period):
            made = self.dated(fact)
        elif carry in ("标记", "上期") and fact.text:
            made = self.marked(fact)
        else:
            made = replace(fact, more=_as_before(fact.more))
        more = made.more
        parts = tuple(name for name in more.parts if name in members)
        among = tuple(name for name in more.among if name in members)
        if (parts, among) != (more.parts, more.among):
            more = replace(more, parts=parts, among=among)
        return replace(made, more=more, members=members)

    def number(self, fact: Fact) -> Fact:
        """A blank number, the last value its 上期."""
        old = fact.more
        value = fact.value if isinstance(fact.value, Quantity) else None
        more = _kept(old, as_of="")
        self.blank.append(fact.path)
        if old.target is not None and self.same_year:
            more = replace(more, target=old.target)
        if value is None:
            pass
        elif old.status == "计划":
            more = replace(more, target=value)
        elif self.keeps_previous and old.status == "待核实":
            why = f"：{old.note}" if old.note else ""
            more = replace(more, note=f"上期{fact.text}待核实{why}")
        elif self.keeps_previous:
            more = replace(more, previous=value, comparison=self.words)
        return replace(fact, value=None, text="", more=more)

    def marked(self, fact: Fact) -> Fact:
        """A text kept with the mark that it is of the last period."""
        old = fact.more
        note = f"上期待核实：{old.note}" if old.status == "待核实" and old.note else NOTE
        self.unrenewed.append(fact.path)
        return replace(fact, more=replace(_kept(old), status=NOT_RENEWED, note=note))

    def dated(self, fact: Fact) -> Fact:
        """A day or period moved on."""
        text = self._period(fact.value) if isinstance(fact.value, Period) else self._day(fact)
        value = parse_period(text) if isinstance(fact.value, Period) else parse_date(text)
        return replace(fact, value=value, text=text, more=_kept(fact.more))

    def _period(self, period: Period) -> str:
        if self.new is not None and (self.old is None or _span(period) == _span(self.old)):
            return self.new.text
        start, end = shifted(period.start, self.months), shifted(period.end, self.months)
        if self.months == 12:
            return next_period(period).text
        return period_words(Period(start, end, ""), _FAR)

    def _day(self, fact: Fact) -> str:
        day = fact.value
        assert isinstance(day, date)
        if self.old is None and self.new is not None:
            return ""  # how far to move it nobody knows
        moved = shifted(day, self.months)
        return arabic_date(moved) if "年" in fact.text else moved.isoformat()

    # -- lists -----------------------------------------------------------------------------

    def records(self, records: Records) -> Records | None:
        """A list outside of records."""
        if not records.items:
            self.dropped.append(records.path)
            return None
        if records.entry.carry == "照抄":
            return records
        going_on = self._going_on(records)
        items = tuple(
            self.record(item) if isinstance(item, Record) else self.marked(item)
            for item in going_on
        )
        return replace(records, items=items) if items else None

    def _going_on(self, records: Records) -> Iterator[Record | Fact]:
        """The items that are not over, each at its new position; the others are counted."""
        over: dict[str, int] = {}
        number = 0
        for item in records.items:
            end = _end(item) if isinstance(item, Record) else ""
            if end:
                over[end] = over.get(end, 0) + 1
                continue
            number += 1
            yield _moved(item, f"{records.path}[{number}]") if over else item
        self.dropped += [f"{records.path}{count}条（{end}）" for end, count in over.items()]

    def record(self, record: Record) -> Record:
        """A record, something in it marked: the 主项, or the first text where that has none."""
        before = len(self.unrenewed)
        title = record.entry.title
        members = {n: self.field(m, is_title=n == title) for n, m in record.members.items()}
        kept = {name: below for name, below in members.items() if below is not None}
        if len(self.unrenewed) == before:
            kept = self._mark_a_text(kept)
        return replace(record, members=MappingProxyType(kept))

    def field(self, node: Node, *, is_title: bool) -> Node | None:
        """What stands in a record."""
        entry = node.entry
        if entry.carry == "清空":
            return None
        if isinstance(node, Records):
            return self._nested(node, is_title=is_title)
        if not isinstance(node, Fact):
            return node
        says = entry.kind == "名称" and (is_title or _says_a_figure(node))
        if node.text and (entry.carry == "标记" or says):
            return self.marked(node)
        if entry.carry in ("上期", "顺延"):
            if entry.is_number:
                self.blank.append(node.path)
            return replace(node, value=None, text="", more=_kept(node.more, as_of=""))
        return replace(node, more=_as_before(node.more))

    def _nested(self, records: Records, *, is_title: bool) -> Records:
        """A list in a record; of a 主项 in several clauses the first is marked."""
        items: list[Record | Fact] = []
        for item in records.items:
            if isinstance(item, Record):
                items.append(self.record(item))
            elif records.entry.carry == "标记" and not (is_title and items):
                items.append(self.marked(item))
            else:
                items.append(self.marked(item) if _says_a_figure(item) else item)
        return replace(records, items=tuple(items))

    def _mark_a_text(self, members: dict[str, Node]) -> dict[str, Node]:
        """The members with the mark on the first text."""
        for name, node in members.items():
            if isinstance(node, Fact) and node.text and node.entry.kind in ("文本", "名称"):
                return {**members, name: self.marked(node)}
        return members


def _end(record: Record) -> str:
    """The word that says that the record is over, "" when it goes on."""
    for node in record.members.values():
        if isinstance(node, Fact) and node.text in node.entry.finished:
            return node.text
    return ""


def _moved(node: Node, path: str) -> Any:
    """The node and what is below it, at another path."""
    before = len(node.path)
    if isinstance(node, Records):
        items = tuple(_moved(item, path + item.path[before:]) for item in node.items)
        return replace(node, path=path, items=items)
    members = {name: _moved(m, path + m.path[before:]) for name, m in node.members.items()}
    return replace(node, path=path, members=MappingProxyType(members))


def _says_a_figure(fact: Fact) -> bool:
    return any(isinstance(piece, Said) for piece in pieces(fact.text))


def _kept(more: More, **changes: str) -> More:
    """What is said of a fact whatever its value is."""
    kept = More(
        source=more.source,
        as_of=more.as_of,
        caliber=more.caliber,
        public=more.public,
        parts=more.parts,
        among=more.among,
    )
    kept = replace(kept, **changes) if changes else kept  # type: ignore[arg-type]
    return PLAIN if kept == PLAIN else kept


def _as_before(more: More) -> More:
    """What is said of a fact that stays as it is: all but the comparison with the time before."""
    if more is PLAIN:
        return PLAIN
    return replace(more, previous=None, growth=None, comparison="", rank="", previous_place=None)
