"""Dated formulations (提法): from when to when a wording is in force, on what evidence.

The table is `data/norms/formulations.yaml`; its header explains every key.  Dates there may
stop at the year or the month: a start then means the earliest day, an end the last one.  The
last day (止) is still in force, so that on the day of a change both wordings pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias, cast, get_args

from docgen.library.fields import Fields

Kind: TypeAlias = Literal[
    "大会",
    "全会",
    "指导思想",
    "总体提法",
    "集中教育",
    "农村政策",
    "一号文件",
    "规划",
    "机构",
    "制度",
    "公文规范",
    "地名",
]
Confidence: TypeAlias = Literal["高", "中", "低"]

CAMPAIGN_GRACE = timedelta(days=365)
"""Campaigns are announced before they start and summed up for a year after they end."""


@dataclass(frozen=True, slots=True)
class Formulation:
    """One row of the table.

    start, until: first and last day in force; None for unknown and for still in force.
    soft_start, soft_until: not yet, no longer usual; hints only.  first_seen: earlier than
    start, in places or speeches.  opened, closed, full_name: of a meeting.  latest_until: the
    day from which a meeting or 一号文件 is no longer the latest.  aliases: short names.
    wordings: how the text has it (empty: not looked for); lookalikes: longer words that hold a
    wording and mean something else; generic: the words also have a common use.  items: what
    the term enumerates, in order.  formula: a whole clause.  checked: independent sources.
    """

    id: str
    term: str
    kind: Kind
    start: date | None
    until: date | None
    confidence: Confidence
    checked: int
    sources: tuple[str, ...]
    wordings: tuple[str, ...]
    lookalikes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    generic: bool = False
    formula: bool = False
    soft_start: date | None = None
    soft_until: date | None = None
    first_seen: date | None = None
    opened: date | None = None
    closed: date | None = None
    latest_until: date | None = None
    full_name: str = ""
    replaced_by: str = ""
    note: str = ""

    @property
    def trusted(self) -> bool:
        """Whether the row may call a wording wrong: high confidence and at least one source."""
        return self.confidence == "高" and self.checked >= 1

    def in_force(self, on: date) -> bool:
        """Whether the wording is in force on the day."""
        return (self.start is None or self.start <= on) and (self.until is None or on <= self.until)

    def overlaps(self, start: date, end: date) -> bool:
        """Whether the wording is in force on any day from start to end."""
        return (self.start is None or self.start <= end) and (
            self.until is None or start <= self.until
        )


@dataclass(frozen=True, slots=True, eq=False)
class Formulations:
    """The table.  rows: as written.  sources: what each source id stands for."""

    rows: tuple[Formulation, ...]
    sources: Mapping[str, str]

    def current(self, on: date) -> tuple[Formulation, ...]:
        """The rows in force on the day."""
        return tuple(row for row in self.rows if row.in_force(on))

    def overlaps(self, start: date, end: date, kind: Kind | None = None) -> tuple[Formulation, ...]:
        """The rows (of a kind) in force on any day from start to end."""
        return tuple(
            row for row in self.rows if kind in (None, row.kind) and row.overlaps(start, end)
        )

    def latest(self, kind: Kind, on: date) -> Formulation | None:
        """The row of the kind that started last by the day; low confidence takes no part."""
        return max(self._started(kind, on), key=_start, default=None)

    def plenums(self, on: date) -> tuple[Formulation, ...]:
        """The plenums by the day of the latest congress's committee, the electing first one
        left out; in order."""
        congress = self.latest("大会", on)
        if congress is None:
            return ()
        committee = committee_of(congress) + "届"
        return tuple(
            row
            for row in sorted(self._started("全会", on), key=_start)
            if row.term.startswith(committee) and row.term != f"{committee}一中全会"
        )

    def superseded_on(self, row: Formulation) -> date | None:
        """The day from which a meeting is no longer the latest, None when it still is.

        A successor of low confidence does not supersede.
        """
        day = row.latest_until
        doubtful = any(
            other.kind == row.kind and other.start == day and other.confidence == "低"
            for other in self.rows
        )
        return None if doubtful else day

    def _started(self, kind: Kind, on: date) -> list[Formulation]:
        return [
            row
            for row in self.rows
            if row.kind == kind
            and row.confidence != "低"
            and row.start is not None
            and row.start <= on
        ]


def _start(row: Formulation) -> date:
    return row.start or date.min


def committee_of(congress: Formulation) -> str:
    """The number of a congress as its plenums carry it: 党的十九大 gives 十九."""
    return congress.term.removeprefix("党的").removesuffix("大")


def check_campaign(name: str, period: tuple[date, date], rows: Formulations) -> Formulation | None:
    """The central campaign that `name` means, if it does not touch the period.

    None when the period (its first and last day) overlaps the campaign or the twelve months
    before and after it, and when the name is no central campaign or the row's confidence is
    low: a place may run a campaign of its own.  Quotation marks and a final 活动 do not matter.
    """
    wanted = _campaign_name(name)
    start, end = period
    meant = [
        row
        for row in rows.rows
        if row.kind == "集中教育"
        and row.confidence != "低"
        and wanted in map(_campaign_name, (row.term, *row.aliases, *row.wordings))
    ]
    if any(row.overlaps(start - CAMPAIGN_GRACE, end + CAMPAIGN_GRACE) for row in meant):
        return None
    return next(iter(meant), None)


@lru_cache(maxsize=4096)
def _campaign_name(name: str) -> str:
    return re.sub(r"[“”\"‘’'\s]", "", name).removesuffix("活动")


_KEYS = (
    "编号", "提法", "类别", "起", "止", "软起", "软止", "萌芽", "开幕", "闭幕", "最新止", "全称",
    "别称", "写法", "除外", "泛用", "代之以", "项目", "句式", "说明", "来源", "核对", "可信",
)  # fmt: skip


def formulations_from(values: object) -> Formulations:
    """The table from the plain values of its file (every scalar a str).

    Raises LibraryError naming the row: unknown key, missing key, bad date, kind, confidence
    or source, an end before its start, an id given twice.
    """
    top = Fields(values, "提法年代表", ("截至", "来源表", "条目"))
    table = Fields(top.values.get("来源表"), "提法年代表的来源表")
    sources = {key: table.required(key) for key in table.values}
    rows: dict[str, Formulation] = {}
    for index, value in enumerate(top.entries("条目"), 1):
        entry = Fields(value, f"提法年代表第{index}条")
        entry = Fields(value, f"提法 {entry.required('编号')}", _KEYS)
        row = _row(entry, sources)
        if row.id in rows:
            raise entry.error("编号重复", hint="每条提法的编号各不相同")
        rows[row.id] = row
    return Formulations(tuple(rows.values()), sources)


def _row(entry: Fields, sources: Mapping[str, str]) -> Formulation:
    term = entry.required("提法")
    row = Formulation(
        id=entry.required("编号"),
        term=term,
        kind=cast("Kind", entry.choice("类别", get_args(Kind))),
        start=entry.day("起"),
        until=entry.day("止", last=True),
        confidence=cast("Confidence", entry.choice("可信", get_args(Confidence))),
        checked=entry.count("核对"),
        sources=entry.texts("来源"),
        wordings=entry.texts("写法") if "写法" in entry else (term,),
        lookalikes=entry.texts("除外"),
        aliases=entry.texts("别称"),
        items=entry.texts("项目"),
        generic=entry.flag("泛用"),
        formula=entry.flag("句式"),
        soft_start=entry.day("软起"),
        soft_until=entry.day("软止", last=True),
        first_seen=entry.day("萌芽"),
        opened=entry.day("开幕"),
        closed=entry.day("闭幕", last=True),
        latest_until=entry.day("最新止"),
        full_name=entry.text("全称"),
        replaced_by=entry.text("代之以"),
        note=entry.text("说明"),
    )
    if not row.sources:
        raise entry.error("缺少“来源”", hint="写来源表里的代号")
    for source in row.sources:
        if source not in sources:
            raise entry.error(f"来源“{source}”不在来源表中")
    for earlier, later, order in (
        (row.start, row.until, "止早于起"),
        (row.first_seen, row.start, "萌芽晚于起"),
        (row.start, row.latest_until, "最新止早于起"),
    ):
        if earlier and later and later < earlier:
            raise entry.error(f"{order}（{earlier}，{later}）")
    return row
