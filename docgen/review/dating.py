"""When a draft was written, by what it names (FRM007, `docgen date`).

Only congresses and plenums, campaigns and organs date a draft: a slogan goes on being said.  Each
gives a window; the draft was written where all windows meet.  A campaign is announced before it
starts and summed up for a year after it ends, so its window has a wider one around it, except
where the text says that it goes on (正在开展, 以…为契机).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from docgen.finding import Level
from docgen.library.formulations import CAMPAIGN_GRACE, Formulation, Formulations
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit
from docgen.review.mentions import Mention, level_of, scan, years_in
from docgen.review.stated import FAR, Stated, Window, stated_in

Use: TypeAlias = Literal["引用", "提到", "开展", "将要", "回顾", "机构"]
"""How a draft names what dates it: a meeting cited as the latest, or only named; a campaign as
going on, as coming, as past; an organ."""

_REFORM: Final = timedelta(days=730)
"""So much later than the centre a county may change the name of an organ."""
_PAST: Final = re.compile(
    "^[^，。]{0,6}(?:成果|成效|经验|制度化|常态化|长效|以来|以后|之后|结束|中(?:建立|形成)的)"
)
_COMING: Final = re.compile(
    "(?:(?:将要?|准备|筹备)(?:全面|集中|深入)?(?:开展|启动|进行)"
    "|(?:筹备|迎接|担负起|承担起)(?:全面|集中|深入)?(?:开展)?)[^，]{0,4}$"
)
_COMING_MEETING: Final = re.compile("(?:迎接|喜迎|献礼|即将召开的?|将要召开的?)[^，]{0,4}$")
_COMING_RIGHT: Final = re.compile("^[^，。]{0,4}(?:即将|将于|召开在即|召开之际)")
_FORMER: Final = re.compile("[原前]$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row that dates the draft.

    use: how the draft names it.  window, wide: when that can be said, and at the most.
    firm: whether the end of the window is sure: cited as the latest, said to go on or to come.
    mention: the first place.  spots: all of them.
    """

    row: Formulation
    use: Use
    window: Window
    wide: Window
    firm: bool
    mention: Mention
    spots: tuple[Spot, ...]

    @property
    def open_ended(self) -> Evidence:
        """The same taken as looking back, unless it has no end anyway."""
        if self.wide.end is None:
            return self
        since = Window(self.window.start, None)
        return Evidence(self.row, "回顾", since, since, False, self.mention, self.spots)


@dataclass(frozen=True, slots=True)
class Dating:
    """When a draft was written.

    window: None without evidence or when it contradicts itself.  latest: the last day that is
    possible at all, where that is later.  evidence: what dates it.  clash: two pieces that cannot
    both be.  stated: what the draft says itself.  apart: when that is far from the window, the
    pieces that are.  aside: rows that date nothing, yet fit the window badly.  last_year: the
    latest that the text speaks of.
    """

    window: Window | None
    latest: date | None
    evidence: tuple[Evidence, ...]
    clash: tuple[Evidence, Evidence] | None
    stated: Stated | None
    apart: tuple[Evidence, ...]
    aside: tuple[Mention, ...]
    last_year: int | None


def date_of(paper: Manuscript, rows: Formulations, on: date | None = None) -> Dating:
    """When the draft was written by what it names.  on: the day it is said to be of."""
    stated = stated_in(paper, on)
    pieces = _evidence(paper, rows, stated)
    window, wide = _meeting_of(pieces)
    if wide.empty:
        pieces = tuple(piece if piece.firm else piece.open_ended for piece in pieces)
        window, wide = _meeting_of(pieces)
    clash = _clash(pieces) if wide.empty else None
    found = None if clash or not pieces else wide if window.empty else window
    apart: tuple[Evidence, ...] = ()
    if found and stated and wide.far_from(stated.window):
        apart = tuple(piece for piece in pieces if piece.wide.far_from(stated.window))
    latest = wide.end if found and found.end != wide.end else None
    last = max(
        (year for line in scan(paper, rows).lines for year in years_in(line.text)), default=None
    )
    return Dating(found, latest, pieces, clash, stated, apart, _aside(paper, rows, found), last)


def contradictions(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """What a draft names against its date, or against each other: two pieces at least.

    One alone is told of by the checks of its kind.
    """
    rows = asked.library.formulations
    if not any(mention.row.kind in _DATING for mention in scan(paper, rows).mentions):
        return
    dating = date_of(paper, rows, asked.on)
    if dating.clash is not None:
        yield _told(dating.clash, "相左", {})
    elif dating.stated is not None and len({piece.row.id for piece in dating.apart}) > 1:
        said = {"日期": str(dating.stated.text)}
        yield _told(dating.apart, "不符", said, dating.stated.spot)


def _told(
    pieces: tuple[Evidence, ...], variant: str, values: Mapping[str, str], at: Spot | None = None
) -> Hit:
    named = "；".join(f"“{p.mention.said}”只能是{p.wide}" for p in pieces[:3])
    spots = [spot for piece in pieces for spot in piece.spots[:3]]
    sure = [level_of(p.row) for p in pieces if p.firm or variant == "相左"]
    level = min(sure) if variant == "相左" else max(sure, default=Level.DOUBT)
    first = at or spots.pop(0)
    basis = f"提法年代表 {'、'.join(piece.row.id for piece in pieces)}"
    return Hit(
        first, {**values, "依据": named}, variant, level=level, related=tuple(spots), basis=basis
    )


# -- evidence --------------------------------------------------------------------------------------

_DATING: Final = ("大会", "全会", "集中教育", "机构")


def _evidence(paper: Manuscript, rows: Formulations, stated: Stated | None) -> tuple[Evidence, ...]:
    """One piece for each row and use of it, in reading order."""
    year = stated.window.start if stated else None
    mentions = [
        mention
        for mention in scan(paper, rows).mentions
        if mention.row.kind in _DATING
        and mention.row.confidence != "低"
        and not mention.row.generic
    ]
    newest = _newest(mentions, year)
    grouped: dict[tuple[str, Use], list[Mention]] = {}
    for mention in mentions:
        grouped.setdefault((mention.row.id, _use(mention, year, newest)), []).append(mention)
    used = {row for row, use in grouped if use not in _WEAK}
    return tuple(
        _piece(use, rows, found)
        for (row, use), found in grouped.items()
        if use not in _WEAK or row not in used
    )


_WEAK: Final = ("回顾", "提到")
"""Uses that say nothing more where the row is also used otherwise."""


def _piece(use: Use, rows: Formulations, found: list[Mention]) -> Evidence:
    first = found[0]
    window, wide, firm = _windows(first.row, use, rows, first)
    spots = tuple(mention.spot for mention in found)
    return Evidence(first.row, use, window, wide, firm, first, spots)


def _back(mention: Mention, year: date | None) -> bool:
    sentence = mention.sentence
    return sentence.looks_back(year) if year else sentence.recalls or bool(sentence.years)


def _newest(mentions: Iterable[Mention], year: date | None) -> str:
    """The id of the newest meeting that guides the work, "" for none."""
    cited = [
        (mention.row.start, mention.row.id)
        for mention in mentions
        if mention.row.kind in ("大会", "全会")
        and mention.row.start is not None
        and mention.cited
        and not _back(mention, year)
        and not _COMING_MEETING.search(mention.left)
    ]
    return max(cited, default=(date.min, ""))[1]


def _use(mention: Mention, year: date | None, newest: str) -> Use:
    if mention.row.kind == "机构":
        former = _FORMER.search(mention.left) or _back(mention, year)
        return "回顾" if former else "机构"
    if mention.row.kind != "集中教育":
        if _COMING_MEETING.search(mention.left) or _COMING_RIGHT.search(mention.right):
            return "将要"
        cited = mention.row.id == newest and mention.cited and not _back(mention, year)
        return "引用" if cited else "提到"
    if _back(mention, year) or _PAST.search(mention.right):
        return "回顾"
    if mention.strong:
        return "开展"
    return "将要" if _COMING.search(mention.left) else "提到"


def _windows(
    row: Formulation, use: Use, rows: Formulations, mention: Mention
) -> tuple[Window, Window, bool]:
    """The window of a row as it is used, the widest, and whether its end is sure."""
    start, until = row.start, row.until
    if use == "回顾":
        return Window(start, None), Window(start, None), False
    if row.kind == "机构":
        return Window(start, until), Window(start, _later(until, _REFORM)), False
    if row.kind != "集中教育":
        if use == "将要":
            return Window(None, start), Window(None, _later(start, FAR)), True
        if use == "提到":
            return Window(start, None), Window(row.opened or start, None), False
        end = rows.superseded_on(mention.all_of[-1] if mention.all_of else row)
        return Window(start, end), Window(row.opened or start, _later(end, FAR)), True
    seen = row.first_seen or start
    if use == "开展":
        return Window(start, until), Window(seen, until), True
    sooner = seen if row.first_seen or start is None else start - CAMPAIGN_GRACE
    if use == "将要":
        return Window(sooner, until), Window(sooner, until), True
    return Window(seen, until), Window(sooner, _later(until, CAMPAIGN_GRACE)), False


def _later(day: date | None, span: timedelta) -> date | None:
    return day + span if day else None


def _meeting_of(pieces: Iterable[Evidence]) -> tuple[Window, Window]:
    """What all windows have in common, and all wide ones."""
    window = wide = Window(None, None)
    for piece in pieces:
        window, wide = window.meet(piece.window), wide.meet(piece.wide)
    return window, wide


def _clash(pieces: Iterable[Evidence]) -> tuple[Evidence, Evidence]:
    """The piece that ends first and the one that begins last."""
    pieces = tuple(pieces)
    first = min(pieces, key=lambda piece: piece.wide.end or date.max)
    last = max(pieces, key=lambda piece: piece.wide.start or date.min)
    return first, last


def _aside(paper: Manuscript, rows: Formulations, found: Window | None) -> tuple[Mention, ...]:
    """Slogans and the like whose own time does not touch the window, each row once."""
    if found is None:
        return ()
    out: dict[str, Mention] = {}
    for mention in scan(paper, rows).mentions:
        row = mention.row
        own = Window(row.first_seen or row.start, row.until)
        if (row.kind not in _DATING or row.generic) and own.meet(found).empty:
            out.setdefault(row.id, mention)
    return tuple(out.values())
