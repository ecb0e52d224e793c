"""Snippets: what a topic is called on a given day, as versions with their dates and basis.

A file under `snippets/` is one topic.  Its versions say from 起 to 止 (both days included; no 止:
still in use) which 文本 stands, and by which rows of the table (依据).  A version with an empty
文本 says that there is nothing to say in that time; a day that no version covers is unknown, and
`Snippet.pick` gives None for it.

层级 is whose wording it is, 国家 when absent: a county's or a unit's own version goes before the
national one.  对象 narrows a version to one sort of unit and goes before one for all.
选法 is 按日期 (the version of the day) or 按期间 (of the report's period: what is going on on the
day, else what ended inside the period); for the latter, 句式 holds a clause for each aspect, in
which {文本} stands for the text.

A text may name meetings that it takes from the table, so that a new meeting is one new row:
{大会} 党的十九大, {全会} 十九届二中、三中全会, {三中起全会} the same without the second,
{历次全会} 十九届历次全会.  The first plenum, which elects, is never cited; while there is none
to cite, the placeholder vanishes together with the 和 before it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias, cast, get_args

from docgen.errors import LibraryError
from docgen.library.fields import Fields
from docgen.library.formulations import Formulations, committee_of

Layer: TypeAlias = Literal["国家", "县", "单位"]
Aspect: TypeAlias = Literal["正在", "已开展"]
_LAYERS: tuple[Layer, ...] = get_args(Layer)
_ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
_PLACEHOLDER = re.compile(r"和?\{(全会|三中起全会|历次全会)\}|\{大会\}")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording picked for a day.

    text: "" when nothing is to be said.  start: the first day of its version.  basis: ids of
    rows of the table.  aspect: 正在 or 已开展 of a topic picked by period, "" otherwise; frame:
    the clause for that aspect.
    """

    text: str
    topic: str
    start: date
    basis: tuple[str, ...]
    aspect: Aspect | Literal[""] = ""
    frame: str = ""

    @property
    def source(self) -> str:
        """The phrase as a span names its origin: 提法:指导思想@2017-10-24."""
        return f"提法:{self.topic}@{self.start.isoformat()}"


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a topic.

    start, end: first and last day, end None while in use.  audience: the sort of unit, "" for
    all.  frames: a clause for each aspect, {文本} already filled in.
    """

    start: date
    end: date | None
    text: str
    basis: tuple[str, ...]
    layer: Layer = "国家"
    audience: str = ""
    frames: tuple[tuple[Aspect, str], ...] = ()

    def covers(self, on: date) -> bool:
        """Whether the version stands on the day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A topic.  usage: how its text stands in a sentence.  versions: by layer and start."""

    topic: str
    usage: str
    versions: tuple[Version, ...]
    by_period: bool = False

    def pick(
        self,
        on: date,
        *,
        period: tuple[date, date] | None = None,
        level: Layer = "单位",
        audience: str = "",
    ) -> Phrase | None:
        """The wording for the day, None when no version covers it.

        period: first and last day of what the paper reports on, the day itself when absent.
        level: the most local layer that takes part.  Placeholders stand as written (`resolve`).
        """
        fitting = [
            version
            for version in self.versions
            if _LAYERS.index(version.layer) <= _LAYERS.index(level)
            and version.audience in ("", audience)
        ]
        standing = max((v for v in fitting if v.covers(on)), key=_rank, default=None)
        if not self.by_period:
            return self._phrase(standing)
        if standing is not None and standing.text:
            return self._phrase(standing, "正在")
        first, last = period or (on, on)
        held = max(
            (v for v in fitting if v.text and v.end and first <= v.end < on and v.start <= last),
            key=_rank,
            default=None,
        )
        return self._phrase(held, "已开展") if held else self._phrase(standing)

    def _phrase(self, version: Version | None, aspect: Aspect | Literal[""] = "") -> Phrase | None:
        if version is None:
            return None
        frame = next((text for name, text in version.frames if name == aspect), "")
        return Phrase(version.text, self.topic, version.start, version.basis, aspect, frame)


def _rank(version: Version) -> tuple[int, bool, date]:
    return _LAYERS.index(version.layer), version.audience != "", version.start


def resolve(phrase: Phrase, rows: Formulations, on: date) -> Phrase:
    """The phrase with its meetings filled in as of the day; their rows join the basis.

    Raises LibraryError when the table has no congress by that day.
    """
    if "{" not in phrase.text:
        return phrase
    congress = rows.latest("大会", on)
    if congress is None:
        raise LibraryError(f"提法年代表中没有 {on} 以前的党代会", where=f"提法“{phrase.topic}”")
    committee = committee_of(congress) + "届"
    basis = list(dict.fromkeys((*phrase.basis, congress.id)))

    def meeting(match: re.Match[str]) -> str:
        kind = match[1]
        if kind is None:
            return congress.term
        cited = [
            row
            for row in rows.plenums(on)
            if kind != "三中起全会" or row.term != f"{committee}二中全会"
        ]
        if not cited:
            return ""
        basis.extend(row.id for row in cited if row.id not in basis)
        names = [row.term.removeprefix(committee).removesuffix("全会") for row in cited]
        listed = "历次" if kind == "历次全会" else "、".join(names)
        return ("和" if match[0].startswith("和") else "") + committee + listed + "全会"

    text = _PLACEHOLDER.sub(meeting, phrase.text)
    return replace(phrase, text=text, basis=tuple(basis))


# -- reading ---------------------------------------------------------------------------------


def snippet_from(values: object, name: str) -> Snippet:
    """The topic from the plain values of its file.  name: what messages call the file.

    Raises LibraryError naming file and version: unknown or missing key, bad date, unknown
    placeholder, a text without basis, versions of one layer and audience that overlap.
    """
    top = Fields(values, name, ("名称", "说明", "选法", "句式", "版本"))
    by_period = top.choice("选法", ("按日期", "按期间"), "按日期") == "按期间"
    frames = _frames(top) if by_period else {}
    versions = [
        _version(value, f"{name} 第{index}版", frames)
        for index, value in enumerate(top.entries("版本"), 1)
    ]
    topic, usage = top.required("名称"), top.required("说明")
    return Snippet(topic, usage, _ordered(versions, name), by_period)


def layered(snippets: Iterable[Snippet]) -> Mapping[str, Snippet]:
    """The snippets by topic; a topic that comes again adds its versions to the earlier ones.

    Raises LibraryError when versions of one layer and audience then overlap.
    """
    topics: dict[str, Snippet] = {}
    for snippet in snippets:
        topic = snippet.topic
        earlier = topics.get(topic)
        if earlier is None:
            topics[topic] = snippet
        else:
            versions = _ordered((*earlier.versions, *snippet.versions), f"提法“{topic}”")
            topics[topic] = replace(earlier, versions=versions)
    return topics


def _frames(entry: Fields) -> dict[Aspect, str]:
    if "句式" not in entry:
        return {}
    frames = Fields(entry.values["句式"], f"{entry.where} 的句式", _ASPECTS)
    return {aspect: frames.text(aspect) for aspect in _ASPECTS if aspect in frames}


def _version(value: object, where: str, frames: Mapping[Aspect, str]) -> Version:
    entry = Fields(value, where, ("起", "止", "文本", "依据", "层级", "对象", "句式"))
    entry.required("起")
    start, end = entry.day("起"), entry.day("止", last=True)
    assert start is not None
    text, basis = entry.text("文本"), entry.texts("依据")
    if "文本" not in entry:
        raise entry.error("缺少“文本”", hint='这一时段没有提法时写 文本: ""')
    if text and not basis:
        raise entry.error("缺少“依据”", hint="写提法年代表里的编号")
    if end is not None and end < start:
        raise entry.error(f"止（{end}）早于起（{start}）")
    for mark in _BRACES.findall(_PLACEHOLDER.sub("", text)):
        raise entry.error(
            f"文本里不认识“{mark}”", hint="可用：{大会} {全会} {三中起全会} {历次全会}"
        )
    layer = cast("Layer", entry.choice("层级", _LAYERS, "国家"))
    own = {**frames, **_frames(entry)} if text else {}
    filled = tuple((aspect, frame.replace("{文本}", text)) for aspect, frame in own.items())
    return Version(start, end, text, basis, layer, entry.text("对象"), filled)


def _ordered(versions: Iterable[Version], where: str) -> tuple[Version, ...]:
    ordered = sorted(versions, key=lambda v: (_LAYERS.index(v.layer), v.audience, v.start))
    for earlier, later in itertools.pairwise(ordered):
        same = (earlier.layer, earlier.audience) == (later.layer, later.audience)
        if same and (earlier.end is None or later.start <= earlier.end):
            raise LibraryError(
                f"{earlier.start} 和 {later.start} 起的两版日期重叠",
                where=where,
                hint=f"前一版的止写到 {later.start} 的前一天",
            )
    return tuple(ordered)
