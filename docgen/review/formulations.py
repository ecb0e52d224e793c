"""Dated formulations against the date of a paper: too early, expired, stale, out of order.

FRM001 提法超前, FRM002 过期作现行, FRM003 会议非最新, FRM004 指导思想序列.  A wording counts as
used now only where the sentence says so (以…为指导, 贯彻, 深入开展, 正在…); what looks back
(自…以来, …期间, an earlier year) is at most hinted.  Names of organs are checked for being too
early only and names of places not at all: their last days differ from county to county.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from docgen.finding import Finding, Level, Place
from docgen.language import arabic_date
from docgen.library.formulations import CAMPAIGN_GRACE, Formulation, Formulations
from docgen.review.guiding import check_sequence

STALE_AFTER = timedelta(days=365)
"""A meeting may be cited so long after the next one without a finding."""
_PLANNING = timedelta(days=730)

_QUOTES = re.compile("[“”‘’「」『』《》\"'\\s]")
_SENTENCE = re.compile("[^。；！？;!?]+")
_NUMBER = "(?:十[二三四五六七八九]|二十[一二三四五六七八九]?)"
_MEETING = re.compile(
    "(?:"
    f"(?:党的|中国共产党)?第?(?P<committee>{_NUMBER})届(?:中央委员会)?"
    "(?:(?P<plenums>[一二三四五六七八九]中(?:[、和及][一二三四五六七八九]中)*)全会|历次全会)"
    f"|(?:党的|中国共产党)?第(?P<formal>{_NUMBER})次全国代表大会"
    f"|党的(?P<named>{_NUMBER})大"
    f"|(?<![一二三四五六七八九十第])(?P<bare>{_NUMBER})大(?=精神|报告|以来|召开|胜利|闭幕|期间|部署"
    "|提出|代表|会议|确定|强调|指出|作出|之|前|后|和|及|、|，|$)"
    ")"
)
_AHEAD = re.compile("迎接|喜迎|迎来|献礼|筹备|即将|将于|召开")
_CITED_LEFT = re.compile("(?:贯彻|学习|落实|宣传|按照|根据|遵循|以)[^，]*$")
_CITED_RIGHT = re.compile("^[^，]*?(?:精神|部署|要求|为指导|为统领|为引领)")

_ONGOING_LEFT = re.compile("正(?:在)?(?:深入|扎实|全面|广泛)?(?:开展|推进|进行|实施)[^，]{0,6}$")
_BY_LEFT = re.compile("以[^，]{0,24}$")
_BY_RIGHT = re.compile("^[^，]{0,16}?为(?:契机|载体|抓手|主线|动力|指导|统领|引领|主题|指针)")
_USED_LEFT = re.compile(
    "(?:贯彻落实|贯彻|落实|践行|坚持|推行|实行|团结在|(?:深入|扎实|继续|大力|认真|广泛|全面|加快|持续|着力)"
    "(?:组织)?(?:开展|推进|实施|推行))[^，了]{0,8}$"
)
_TASK_LEFT = re.compile("(?:按照|根据|遵循|围绕)[^，]{0,10}$")
_TASK_RIGHT = re.compile("^[^，]{0,10}(?:要求|部署|精神|方针|原则|目标)")
_OUTCOME_RIGHT = re.compile("^[^，]{0,8}(?:成果|成效|经验|制度化|常态化|长效)")
_BACK = re.compile(
    "自(?!今年|年初)[^，]{1,24}以来|[大会]以来|曾|期间|当时|当年|过去|回顾|历史上|结束后|(?<!比)(?:去年|前年)"
)
_YEAR = re.compile("((?:19|20)[0-9]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})年")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def check_formulations(
    texts: Iterable[tuple[str, Place]], on: date, rows: Formulations
) -> list[Finding]:
    """What the texts say out of its time in a paper of the day `on`, in reading order.

    texts: a paragraph each, with the place of its first character.  A wording is reported once
    for each code; where else it stands is `related`.
    """
    index = _index(rows)
    found: list[Finding] = []
    cited: list[_Hit] = []
    for text, place in texts:
        line = _Line(text, place)
        for sentence in _SENTENCE.finditer(line.text):
            back = _looks_back(sentence[0], on)
            found += _sequence(line, sentence, on, back, rows)
            for hit in _hits(line, sentence, on, back, index):
                if hit.row.kind in ("大会", "全会"):
                    found += _early_meeting(hit, on)
                    cited.append(hit)
                else:
                    found += _early(hit, on, rows)
                    found += _expired(hit, on)
    found += _stale(cited, on, rows)
    return _collapsed(found)


# -- finding the terms -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Index:
    """The words to look for: a pattern, longest first, and what each word stands for.

    terms: a word's row and whether the word is an alias; None for a lookalike.
    meetings: 十七大, 十七届三中全会 to the row; committees: 十七 to its plenums in order.
    """

    pattern: re.Pattern[str]
    terms: dict[str, tuple[Formulation, bool] | None]
    meetings: dict[str, Formulation]
    committees: dict[str, list[Formulation]]


@lru_cache(maxsize=4)
def _index(rows: Formulations) -> _Index:
    terms: dict[str, tuple[Formulation, bool] | None] = {}
    meetings: dict[str, Formulation] = {}
    committees: dict[str, list[Formulation]] = {}
    for row in rows.rows:
        if row.kind in ("大会", "全会"):
            meetings[row.term.removeprefix("党的")] = row
            if row.kind == "全会":
                committees.setdefault(row.term.partition("届")[0], []).append(row)
        elif row.kind != "地名" and not row.formula:
            terms |= {_QUOTES.sub("", word): (row, True) for word in row.aliases}
            terms |= {_QUOTES.sub("", word): (row, False) for word in row.wordings}
            terms |= {_QUOTES.sub("", word): None for word in row.lookalikes}
    return _Index(re.compile(_alternation(terms)), terms, meetings, committees)


def _alternation(words: Iterable[str]) -> str:
    """A pattern of the words, the longest of those that begin alike first.

    Grouped by first character: the engine then looks at a few words for each place, not at all.
    """
    begun: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        begun.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(c)}(?:{'|'.join(rest)})" for c, rest in begun.items()) or "(?!)"


class _Line:
    """A paragraph without quotation marks and spaces that can say where a character stood."""

    __slots__ = ("_removed", "place", "source", "text")

    def __init__(self, source: str, place: Place) -> None:
        self.source = source
        self.place = place
        spots = (match.start() for match in _QUOTES.finditer(source))
        self._removed = [spot - count for count, spot in enumerate(spots)]
        self.text = _QUOTES.sub("", source).replace(",", "，")

    def find(self, start: int, end: int) -> tuple[Place, str]:
        """The source from start to end and its place: the paragraph's when that has no lines.

        A quotation mark that has its partner inside belongs to it.
        """
        first, last = self._original(start), self._original(end - 1) + 1
        opened, closed = (self.source.count(mark, first, last) for mark in "“”")
        first -= closed > opened and self.source[first - 1 : first] == "“"
        last += opened > closed and self.source[last : last + 1] == "”"
        place = self.place
        if place.line:
            place = place._replace(column=max(place.column, 1) + first)
        return place, self.source[first:last]

    def _original(self, position: int) -> int:
        return position + bisect_right(self._removed, position)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A row named in a sentence, with what stands left and right of it there.

    alias: by a short name.  back: the sentence looks back.
    """

    row: Formulation
    alias: bool
    back: bool
    line: _Line
    start: int
    end: int
    left: str
    right: str

    @property
    def cap(self) -> Level:
        """The most a finding about this hit may say."""
        return min(level_of(self.row), Level.DOUBT if self.alias else Level.ERROR)

    @property
    def strong(self) -> bool:
        """Whether the sentence says that the thing goes on now."""
        return _ONGOING_LEFT.search(self.left) is not None or (
            _BY_LEFT.search(self.left) is not None and _BY_RIGHT.search(self.right) is not None
        )

    @property
    def current(self) -> bool:
        """Whether the sentence takes the wording as what is to be done now."""
        return (
            self.strong
            or _USED_LEFT.search(self.left) is not None
            or (
                _TASK_LEFT.search(self.left) is not None
                and _TASK_RIGHT.search(self.right) is not None
            )
        )

    def finding(self, code: str, level: Level, message: str, hint: str = "") -> Finding:
        place, quote = self.line.find(self.start, self.end)
        return Finding(code, level, message, place, quote, hint, f"提法年代表 {self.row.id}")


def _hits(
    line: _Line, sentence: re.Match[str], on: date, back: bool, index: _Index
) -> Iterator[_Hit]:
    first, last = sentence.span()

    def hit(row: Formulation, alias: bool, start: int, end: int) -> _Hit:
        left, right = line.text[max(first, start - 32) : start], line.text[end : end + 32]
        return _Hit(row, alias, back, line, start, end, left, right[: last - end])

    for match in index.pattern.finditer(line.text, first, last):
        meant = index.terms[match[0]]
        if meant is not None:
            yield hit(*meant, *match.span())
    for match in _MEETING.finditer(line.text, first, last):
        meeting = _meeting(match, on, index)
        if meeting is not None:
            yield hit(meeting, False, *match.span())


def _meeting(match: re.Match[str], on: date, index: _Index) -> Formulation | None:
    """The newest meeting a citation names; 历次全会 names the last plenum so far."""
    committee = match["committee"]
    if committee is None:
        return index.meetings.get(f"{match['named'] or match['bare'] or match['formal']}大")
    if match["plenums"]:
        return index.meetings.get(f"{committee}届{match['plenums'][-2:]}全会")
    plenums = [row for row in index.committees.get(committee, ()) if row.confidence != "低"]
    held = [row for row in plenums if row.start is not None and row.start <= on]
    return next(reversed(held), next(iter(plenums), None))


def _looks_back(sentence: str, on: date) -> bool:
    return _BACK.search(sentence) is not None or any(
        int(year.translate(_DIGITS)) < on.year for year in _YEAR.findall(sentence)
    )


# -- the checks --------------------------------------------------------------------------------


def level_of(row: Formulation) -> Level:
    """The most a row may say: 必错 only with high confidence and a source."""
    if row.trusted:
        return Level.ERROR
    if row.confidence == "高" or (row.confidence == "中" and row.checked):
        return Level.DOUBT
    return Level.HINT


def _sequence(
    line: _Line, sentence: re.Match[str], on: date, back: bool, rows: Formulations
) -> Iterator[Finding]:
    first = sentence.start()
    for fault in check_sequence(sentence[0], on, rows):
        place, quote = line.find(first + fault.start, first + fault.end)
        level, basis = Level.HINT if back else fault.level, f"提法年代表 {fault.basis}"
        yield Finding("FRM004", level, fault.message, place, quote, fault.hint, basis)


def _early(hit: _Hit, on: date, rows: Formulations) -> Iterator[Finding]:
    row = hit.row
    seen = row.first_seen or row.start
    if seen is None:
        return
    if on < seen:
        if row.kind == "规划" and seen - on <= _PLANNING:
            return
        level, what = hit.cap, f"提法超前：{arabic_date(seen)}才有，文稿日期是{arabic_date(on)}"
        near = row.kind == "集中教育" and seen - on <= CAMPAIGN_GRACE and not hit.strong
        if row.generic or near:
            level = Level.HINT
    elif row.start is not None and on < row.start:
        level, what = Level.HINT, f"提法偏早：{arabic_date(row.start)}起才通行"
    elif row.soft_start is not None and on < row.soft_start:
        level, what = Level.HINT, f"提法偏早：{arabic_date(row.soft_start)}起全国才通行"
    else:
        return
    before = [old.term for old in rows.current(on) if row.term in old.replaced_by]
    yield hit.finding("FRM001", level, what, f"当时的提法：{before[0]}" if before else "")


def _expired(hit: _Hit, on: date) -> Iterator[Finding]:
    row = hit.row
    if row.kind == "机构" or not hit.current or _OUTCOME_RIGHT.search(hit.right):
        return
    hint = f"现在的提法：{row.replaced_by}" if row.replaced_by else ""
    if row.until is not None and on > row.until:
        long_ago = on > row.until + CAMPAIGN_GRACE
        if row.kind in ("集中教育", "规划") and not long_ago and not hit.strong:
            return
        level = min(hit.cap, Level.ERROR if hit.strong and long_ago else Level.DOUBT)
        if row.generic:
            level = min(level, Level.DOUBT)
        if hit.back:
            level = Level.HINT
        what = f"过期的提法当作现行：{arabic_date(row.until)}以后不再用"
        yield hit.finding("FRM002", level, what, hint or "写回顾请交代时间，写现行请换提法")
    elif row.soft_until is not None and on > row.soft_until and not hit.back:
        what = f"{arabic_date(row.soft_until)}以后已少用"
        yield hit.finding("FRM002", Level.HINT, what, hint)


def _early_meeting(hit: _Hit, on: date) -> Iterator[Finding]:
    closed = hit.row.start
    if closed is None or closed <= on or _AHEAD.search(hit.left + hit.right):
        return
    opened = hit.row.opened
    level = Level.HINT if opened is not None and opened <= on else hit.cap
    yield hit.finding(
        "FRM001",
        level,
        f"提法超前：{hit.row.term}{arabic_date(closed)}闭幕，文稿日期是{arabic_date(on)}",
    )


def _stale(hits: Iterable[_Hit], on: date, rows: Formulations) -> Iterator[Finding]:
    """The newest meeting cited as guiding now, when it has long ceased to be the latest."""
    cited = [
        hit
        for hit in hits
        if hit.row.confidence != "低"
        and hit.row.start is not None
        and hit.row.start <= on
        and not hit.back
        and _CITED_LEFT.search(hit.left)
        and _CITED_RIGHT.search(hit.right)
    ]
    newest = max(cited, key=lambda hit: hit.row.start or date.min, default=None)
    if newest is None:
        return
    superseded = rows.superseded_on(newest.row)
    if superseded is None or on <= superseded + STALE_AFTER:
        return
    now = [row.term for row in (rows.latest("大会", on), rows.latest("全会", on)) if row]
    yield newest.finding(
        "FRM003",
        min(newest.cap, Level.DOUBT),
        f"引用的会议不是最新：{newest.row.term}之后已另有会议（{arabic_date(superseded)}）",
        f"文稿日期时最新：{'、'.join(now)}",
    )


def _collapsed(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for the same code, basis and message, the gravest; the others' places beside."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.basis, finding.message), []).append(finding)
    out = []
    for group in groups.values():
        gravest = max(group, key=lambda finding: finding.level)
        others = tuple(dict.fromkeys(f.place for f in group if f.place != gravest.place))
        out.append(replace(gravest, related=others))
    return out
