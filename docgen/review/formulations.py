"""Dated formulations against the day of a draft: too early, expired, stale; names of organs.

FRM001 提法超前, FRM002 过期作现行, FRM003 会议非最新, FRM006 机构地名与年代.  A wording counts as
used now only where the sentence says so (以…为指导, 贯彻, 深入开展, 正在…); what looks back
(自…以来, …期间, an earlier year) is at most hinted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from docgen.finding import Level
from docgen.language import arabic_date
from docgen.library.formulations import (
    CAMPAIGN_GRACE,
    Formulation,
    Formulations,
    Kind,
    committee_of,
)
from docgen.library.profile import FILE, Organ
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript
from docgen.review.engine import Asked, Hit
from docgen.review.mentions import Mention, scan, unquoted
from docgen.review.stated import day_of

STALE_AFTER: Final = timedelta(days=365)
"""A meeting may be cited so long after the next one without a finding."""
_PLANNING: Final = timedelta(days=730)
_MEETINGS: Final[tuple[Kind, ...]] = ("大会", "全会")
_DOCUMENT: Final[Kind] = "一号文件"
_NAMES: Final = ("机构", "地名")

_AHEAD = re.compile("迎接|喜迎|迎来|献礼|筹备|即将|将于|召开")
_OUTCOME_RIGHT = re.compile("^[^，]{0,8}(?:成果|成效|经验|制度化|常态化|长效)")
_FORMER_LEFT = re.compile("[原前]$|(?:原|原来的|原先的)(?:省|市|县|区|州|乡|镇)(?:委|政府)?$")
_FORMER_RIGHT = re.compile("^[^，。]{0,4}（?(?:现|后|改为|更名|并入|撤销)")


def early(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A wording or a meeting that was not there yet on the day."""
    on, rows = day_of(paper, asked.on), asked.library.formulations
    if on is None:
        return
    for mention in scan(paper, rows).mentions:
        if mention.row.kind in _MEETINGS:
            yield from _early_meeting(mention, on)
        elif mention.row.kind not in _NAMES:
            yield from _early(mention, on, rows)


def expired(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A wording taken as current after it went out of use."""
    on = day_of(paper, asked.on)
    if on is None:
        return
    for mention in scan(paper, asked.library.formulations).mentions:
        if mention.row.kind not in (*_MEETINGS, *_NAMES):
            yield from _expired(mention, on)


def stale(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """The newest meeting, or 中央一号文件, cited as guiding now, long after the next one."""
    on, rows = day_of(paper, asked.on), asked.library.formulations
    if on is None:
        return
    cited = [
        (row.start, mention, row)
        for mention in scan(paper, rows).mentions
        if mention.row.kind in (*_MEETINGS, _DOCUMENT)
        and (row := mention.row_on(on)).confidence != "低"
        and row.start is not None
        and row.start <= on
        and mention.cited
        and not _told_of_the_past(mention, on)
    ]
    groups: tuple[tuple[tuple[Kind, ...], str], ...] = ((_MEETINGS, "会议"), ((_DOCUMENT,), "文件"))
    for kinds, variant in groups:
        newest = max((one for one in cited if one[2].kind in kinds), key=_first, default=None)
        if newest is None:
            continue
        _, mention, row = newest
        superseded = rows.superseded_on(row)
        if superseded is None or on <= superseded + STALE_AFTER:
            continue
        now = [late.term for kind in kinds if (late := rows.latest(kind, on))]
        values = {"会议": row.term, "止": arabic_date(superseded)}
        hint = f"文稿日期时最新：{'、'.join(now)}"
        yield _hit(mention, values, variant, hint, mention.cap)
    yield from _older_plenums([one for one in cited if one[2].kind in _MEETINGS], on, rows)


def _older_plenums(
    cited: Sequence[tuple[date, Mention, Formulation]], on: date, rows: Formulations
) -> Iterator[Hit]:
    """The plenums of an earlier committee told beside the latest congress, 党的二十大和十九届历次全会,
    long after its own committee has met."""
    held = rows.plenums(on)
    congress = rows.latest("大会", on)
    if congress is None or not held or on <= _start(held[0]) + STALE_AFTER:
        return
    latest = {mention.sentence for _, mention, row in cited if row is congress}
    plenums = [(mention, row) for _, mention, row in cited if row.kind == "全会"]
    if any(_start(row) >= _start(congress) for _, row in plenums):
        return
    for mention, row in plenums:
        if mention.sentence in latest:
            values = {"会议": row.term, "届": f"{committee_of(congress)}届"}
            hint = f"文稿日期时最新：{held[-1].term}"
            yield _hit(mention, values, "届次", hint, min(mention.cap, Level.DOUBT))


def _start(row: Formulation) -> date:
    return row.start or date.min


def _first(one: tuple[date, Mention, Formulation]) -> date:
    return one[0]


def _told_of_the_past(mention: Mention, on: date) -> bool:
    """Whether its sentence speaks of earlier years; the year in the name of a document is none."""
    if mention.row.kind != _DOCUMENT:
        return mention.sentence.looks_back(on)
    others = [year for year in mention.sentence.years if str(year) not in mention.row.term]
    return mention.sentence.recalls or any(year < on.year for year in others)


def names(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """An organ or place named before it had that name, or after it lost it.

    What the unit's own facts call so is right there: reforms come later in some counties.  What
    the unit says of its own organs goes over the table.
    """
    on = day_of(paper, asked.on)
    if on is None:
        return
    own = _own_words(asked)
    renamed = scan(paper, _renamed(asked.organs)).mentions if asked.organs else ()
    for mention in renamed:
        row = mention.row
        if row.until is not None and on > row.until and not _told_as_former(mention, on):
            since = arabic_date(row.until + timedelta(days=1))
            values = {"原文": mention.said, "起": since, "现名": row.replaced_by}
            hint = f"改为“{row.replaced_by}”；写以前的事在名称前加“原”"
            yield Hit(mention.spot, values, "原名", hint, Level.DOUBT, basis=f"{FILE} 里的“机构”")
    for mention in scan(paper, asked.library.formulations).mentions:
        row = mention.row
        if row.kind not in _NAMES or any(unquoted(word) in own for word in row.wordings):
            continue
        yield from _early_name(mention, on)
        yield from _late_name(mention, on)


@lru_cache(maxsize=8)
def _renamed(organs: tuple[Organ, ...]) -> Formulations:
    """The former names of organs as rows of a table."""
    rows = tuple(
        Formulation(
            FILE, old, "机构", None, organ.since - timedelta(days=1), "中", 0, (), (old,),
            lookalikes=(organ.name,), replaced_by=organ.name,
        )
        for organ in organs
        for old in organ.former
    )  # fmt: skip
    return Formulations(rows, {})


def _told_as_former(mention: Mention, on: date) -> bool:
    """Whether its sentence says that the name is one of before."""
    return (
        mention.sentence.looks_back(on)
        or _FORMER_LEFT.search(mention.left) is not None
        or _FORMER_RIGHT.search(mention.right) is not None
    )


def _hit(mention: Mention, values: dict[str, str], variant: str, hint: str, level: Level) -> Hit:
    said = {"原文": mention.said, **values}
    source = f"提法年代表 {mention.row.id}"
    return Hit(mention.spot, said, variant, hint, level, basis=source)


def _own_words(asked: Asked) -> str:
    """Names of organs as they are called there: of the unit's own facts, and those it allows."""
    leaves = asked.facts.leaves() if asked.facts is not None else ()
    told = (leaf.text for leaf in leaves if leaf.path.startswith("单位."))
    former = (old for organ in asked.organs for old in organ.former)
    return "\n".join((*told, *sorted(asked.allowed), *former))


def _early(mention: Mention, on: date, rows: Formulations) -> Iterator[Hit]:
    row = mention.row
    seen = row.first_seen or row.start
    if seen is None:
        return
    level, variant, since = Level.HINT, "偏早", row.start
    if on < seen:
        if row.kind == "规划" and seen - on <= _PLANNING:
            return
        variant, since = "超前", seen
        near = row.kind == "集中教育" and seen - on <= CAMPAIGN_GRACE and not mention.strong
        if not (row.generic or near):
            level = mention.cap
    elif row.start is not None and on < row.start:
        pass
    elif row.soft_start is not None and on < row.soft_start:
        since = row.soft_start
    else:
        return
    before = [old.term for old in rows.current(on) if row.term in old.replaced_by]
    hint = f"当时的提法：{before[0]}" if before else ""
    values = {"起": arabic_date(since or seen), "日期": arabic_date(on)}
    yield _hit(mention, values, variant, hint, level)


def _early_meeting(mention: Mention, on: date) -> Iterator[Hit]:
    row = mention.row_on(on)
    closed = row.start
    if closed is None or closed <= on or _AHEAD.search(mention.left + mention.right):
        return
    level = Level.HINT if row.opened is not None and row.opened <= on else mention.cap
    values = {"会议": row.term, "起": arabic_date(closed), "日期": arabic_date(on)}
    yield _hit(mention, values, "会议", "", level)


def _expired(mention: Mention, on: date) -> Iterator[Hit]:
    row = mention.row
    if not mention.current or _OUTCOME_RIGHT.search(mention.right):
        return
    back = mention.sentence.looks_back(on)
    hint = f"现在的提法：{row.replaced_by}" if row.replaced_by else ""
    if row.until is not None and on > row.until:
        strong = mention.strong
        long_ago = on > row.until + CAMPAIGN_GRACE
        if row.kind in ("集中教育", "规划") and not long_ago and not strong:
            return
        level = min(mention.cap, Level.ERROR if strong and long_ago else Level.DOUBT)
        if row.generic:
            level = min(level, Level.DOUBT)
        if back:
            level = Level.HINT
        values = {"止": arabic_date(row.until)}
        hint = hint or "写回顾请交代时间，写现行请换提法"
        yield _hit(mention, values, "过期", hint, level)
    elif row.soft_until is not None and on > row.soft_until and not back:
        values = {"止": arabic_date(row.soft_until)}
        yield _hit(mention, values, "少用", hint, Level.HINT)


def _early_name(mention: Mention, on: date) -> Iterator[Hit]:
    row = mention.row
    since = row.first_seen or row.start
    if since is None or since <= on:
        return
    level = Level.HINT if row.generic else mention.cap
    values = {"起": arabic_date(since), "日期": arabic_date(on)}
    yield _hit(mention, values, "还没有", "", level)


def _late_name(mention: Mention, on: date) -> Iterator[Hit]:
    row = mention.row
    if row.until is None or on <= row.until or _told_as_former(mention, on):
        return
    settled = on > row.until + 2 * CAMPAIGN_GRACE and not row.generic
    level = min(mention.cap, Level.DOUBT) if settled else Level.HINT
    values = {"止": arabic_date(row.until)}
    hint = f"现在叫{row.replaced_by}；写以前的事在名称前加“原”" if row.replaced_by else ""
    yield _hit(mention, values, "已没有", hint, level)
