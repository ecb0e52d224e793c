"""Where a draft names what the table of formulations dates: read once, shared by every check.

A mention knows its row, its place, and how its sentence uses it: as what guides or goes on now,
as what lies ahead, as what is looked back on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from docgen.finding import Level
from docgen.library.formulations import Formulation, Formulations
from docgen.manuscript import Manuscript, Role, Spot
from docgen.review.joined import Joined

READ: Final[frozenset[Role]] = frozenset(
    (
        "title",
        "recipients",
        "salutation",
        "heading",
        "body",
        "cell",
        "attachment",
        "note",
        "caption",
    )
)
"""Roles of the lines that are looked at."""

_QUOTES = re.compile("[“”‘’「」『』《》\"'\\s]")
_PAIRS = {"“": "”", "《": "》", "「": "」"}
_PAIRED = re.compile("[“”《》「」]")
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
_MEETING_AT = re.compile("[一二三四五六七八九十](?:届|次全国|大)")

_ONGOING_LEFT = re.compile("正(?:在)?(?:深入|扎实|全面|广泛)?(?:开展|推进|进行|实施)[^，]{0,6}$")
_BY_LEFT = re.compile("以[^，]{0,24}$")
_BY_RIGHT = re.compile("^[^，]{0,16}?为(?:契机|载体|抓手|主线|动力|指导|统领|引领|主题|指针)")
_USED_LEFT = re.compile(
    "(?:贯彻落实|贯彻|落实|践行|坚持|推行|实行|团结在|(?:深入|扎实|继续|大力|认真|广泛|全面|加快|持续|着力)"
    "(?:组织)?(?:开展|推进|实施|推行))[^，了]{0,8}$"
)
_TASK_LEFT = re.compile("(?:按照|根据|遵循|围绕)[^，]{0,10}$")
_TASK_RIGHT = re.compile("^[^，]{0,10}(?:要求|部署|精神|方针|原则|目标)")
_CITED_LEFT = re.compile("(?:贯彻|学习|落实|宣传|按照|根据|遵循|以)[^，]*$")
_CITED_RIGHT = re.compile("^[^，]*?(?:精神|部署|要求|为指导|为统领|为引领)")
_BACK = re.compile(
    "自(?!今年|年初)[^，]{1,24}以来|[大会]以来|曾|期间|当时|当年|过去|回顾|历史上|结束后|(?<!比)(?:去年|前年)"
)
_YEAR = re.compile("((?:19|20)[0-9]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})年")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_INNER = str.maketrans("“”", "‘’")
_BESIDE = 32
"""So many characters of the sentence on either side say how a mention is used."""


def years_in(text: str) -> tuple[int, ...]:
    """The years the text names: 2012年, 二〇一二年."""
    if "年" not in text:
        return ()
    return tuple(int(year.translate(_DIGITS)) for year in _YEAR.findall(text))


class Sentence:
    """A sentence without quotation marks, where it starts in its line, what it says of when."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self.start = start

    @cached_property
    def recalls(self) -> bool:
        """Whether its words look back."""
        return _BACK.search(self.text) is not None

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years it names."""
        return years_in(self.text)

    def looks_back(self, on: date) -> bool:
        """Whether it speaks of what was before that year."""
        return self.recalls or any(year < on.year for year in self.years)


class Stripped:
    """A line without quotation marks and blanks that can say where a character stood."""

    __slots__ = ("_depths", "_marks", "_removed", "index", "source", "text")

    def __init__(self, index: int, source: str, folded: str) -> None:
        self.index = index
        self.source = source
        self._removed: list[int] = []
        if _QUOTES.search(folded) is None:
            self.text = folded
        else:
            spots = (match.start() for match in _QUOTES.finditer(folded))
            self._removed = [spot - count for count, spot in enumerate(spots)]
            self.text = _QUOTES.sub("", folded)
        self._marks: list[int] | None = None
        self._depths: list[bool] = []

    def in_quotes(self, position: int) -> bool:
        """Whether the character stands between quotation marks or in a book's title."""
        if self._marks is None:
            self._marks = []
            open_now = dict.fromkeys(_PAIRS.values(), 0)
            for match in _PAIRED.finditer(self.source):
                mark = match[0]
                open_now[_PAIRS.get(mark, mark)] += 1 if mark in _PAIRS else -1
                self._marks.append(match.start())
                self._depths.append(any(count > 0 for count in open_now.values()))
        before = bisect_left(self._marks, self.original(position))
        return before > 0 and self._depths[before - 1]

    def spot(self, start: int, end: int) -> Spot:
        """The characters of the line; a quotation mark whose partner is inside is taken in."""
        first, last = self.original(start), self.original(end - 1) + 1
        opened, closed = (self.source.count(mark, first, last) for mark in "“”")
        first -= closed > opened and self.source[first - 1 : first] == "“"
        last += opened > closed and self.source[last : last + 1] == "”"
        return Spot(self.index, first, last)

    def original(self, position: int) -> int:
        """Where the character stands in the line."""
        return position + bisect_right(self._removed, position)

    def sentences(self) -> Iterator[re.Match[str]]:
        """The sentences, as they stand in the text."""
        return _SENTENCE.finditer(self.text)


@dataclass(frozen=True, slots=True)
class Mention:
    """A row named in a sentence.

    alias: by a short name.  all_of: the plenums that 历次全会 stands for, then row is the first.
    line, start, end: where, in the line without quotation marks.  left, right: what stands on
    either side of it in the sentence.
    """

    row: Formulation
    alias: bool
    all_of: tuple[Formulation, ...]
    line: Stripped
    start: int
    end: int
    sentence: Sentence
    left: str
    right: str

    @property
    def spot(self) -> Spot:
        """Its characters."""
        return self.line.spot(self.start, self.end)

    @property
    def said(self) -> str:
        """Its characters, to stand inside quotation marks."""
        spot = self.spot
        return inner(self.line.source[spot.start : spot.end])

    @property
    def quoted(self) -> tuple[str, int]:
        """The whole sentence as it stands in the draft, and where in it the mention ends."""
        first = self.line.original(self.sentence.start)
        last = self.line.original(self.sentence.start + len(self.sentence.text) - 1) + 1
        return self.line.source[first:last], self.spot.end - first

    @property
    def cap(self) -> Level:
        """The most a finding about it may say."""
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

    @property
    def cited(self) -> bool:
        """Whether a meeting is cited as what guides the work."""
        return (
            _CITED_LEFT.search(self.left) is not None
            and _CITED_RIGHT.search(self.right) is not None
        )

    def row_on(self, on: date) -> Formulation:
        """The row; of 历次全会 the last plenum by the day."""
        held = [row for row in self.all_of if row.start is not None and row.start <= on]
        return held[-1] if held else self.row


def level_of(row: Formulation) -> Level:
    """The most a row may say: 必错 only with high confidence and a source."""
    if row.trusted:
        return Level.ERROR
    if row.confidence == "高" or (row.confidence == "中" and row.checked):
        return Level.DOUBT
    return Level.HINT


@dataclass(frozen=True, eq=False)
class Scan:
    """A draft read for formulations.  lines: those looked at.  mentions: in reading order."""

    lines: tuple[Stripped, ...]
    mentions: tuple[Mention, ...]
    joined: Joined

    def holding(self, pattern: re.Pattern[str]) -> Iterator[Stripped]:
        """The lines that may hold the pattern, as `Joined.holding` says."""
        return (self.lines[at] for at in self.joined.holding(pattern))


def scan(paper: Manuscript, rows: Formulations) -> Scan:
    """Every mention of a row in the draft, found once."""
    return paper.once(_scan, rows)


def _scan(paper: Manuscript, rows: Formulations) -> Scan:
    index = _index(rows)
    lines = tuple(
        Stripped(number, line.text, paper.folded[number])
        for number, line in enumerate(paper.lines)
        if line.role in READ
    )
    joined = Joined([line.text for line in lines], range(len(lines)))
    worth = sorted({*joined.holding(index.pattern), *joined.holding(_MEETING_AT)})
    mentions = tuple(found for at in worth for found in _mentions(lines[at], index))
    return Scan(lines, mentions, joined)


# -- the words to look for -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Index:
    """The words to look for: a pattern, longest first, and what each word stands for.

    terms: a word's row and whether the word is an alias; None for a lookalike.
    meetings: 十七大, 十七届三中全会 to the row; committees: 十七 to its plenums in order.
    """

    pattern: re.Pattern[str]
    terms: dict[str, tuple[Formulation, bool] | None]
    meetings: dict[str, Formulation]
    committees: dict[str, tuple[Formulation, ...]]


@lru_cache(maxsize=4)
def _index(rows: Formulations) -> _Index:
    terms: dict[str, tuple[Formulation, bool] | None] = {}
    meetings: dict[str, Formulation] = {}
    committees: dict[str, tuple[Formulation, ...]] = {}
    for row in rows.rows:
        if row.kind in ("大会", "全会"):
            meetings[row.term.removeprefix("党的")] = row
            if row.kind == "全会" and row.confidence != "低":
                number = row.term.partition("届")[0]
                committees[number] = (*committees.get(number, ()), row)
        elif not row.formula:
            terms |= {unquoted(word): (row, True) for word in row.aliases}
            terms |= {unquoted(word): (row, False) for word in row.wordings}
            terms |= {unquoted(word): None for word in row.lookalikes}
    return _Index(re.compile(alternation(terms)), terms, meetings, committees)


def unquoted(text: str) -> str:
    """The text without quotation marks and blanks."""
    return _QUOTES.sub("", text)


def inner(text: str) -> str:
    """The text to stand inside quotation marks: its own as ‘ and ’."""
    return text.translate(_INNER)


def alternation(words: Iterable[str]) -> str:
    """A pattern of the words, the longest of those that begin alike first.

    Grouped by first character: the engine then looks at a few words for each place, not at all.
    """
    begun: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        begun.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(c)}(?:{'|'.join(rest)})" for c, rest in begun.items()) or "(?!)"


def _mentions(line: Stripped, index: _Index) -> Iterator[Mention]:
    found: list[tuple[int, int, Formulation, bool, tuple[Formulation, ...]]] = []
    for match in index.pattern.finditer(line.text):
        meant = index.terms[match[0]]
        if meant is not None:
            found.append((*match.span(), *meant, ()))
    if _MEETING_AT.search(line.text):
        for match in _MEETING.finditer(line.text):
            meeting = _meeting(match, index)
            if meeting is not None:
                found.append((*match.span(), meeting[0], False, meeting[1:]))
    if not found:
        return
    spans = [(match.start(), match.end()) for match in line.sentences()]
    sentences: dict[int, Sentence] = {}
    for start, end, row, alias, all_of in sorted(found, key=lambda one: one[:2]):
        first, last = spans[max(bisect_right(spans, (start, len(line.text) + 1)) - 1, 0)]
        sentence = sentences.setdefault(first, Sentence(line.text[first:last], first))
        left = line.text[max(first, start - _BESIDE) : start]
        right = line.text[end : max(end, min(last, end + _BESIDE))]
        yield Mention(row, alias, all_of, line, start, end, sentence, left, right)


def _meeting(match: re.Match[str], index: _Index) -> tuple[Formulation, ...] | None:
    """The newest meeting a citation names; of 历次全会 the first plenum, then all of them."""
    committee = match["committee"]
    if committee is None:
        row = index.meetings.get(f"{match['named'] or match['bare'] or match['formal']}大")
    elif match["plenums"]:
        row = index.meetings.get(f"{committee}届{match['plenums'][-2:]}全会")
    else:
        plenums = index.committees.get(committee)
        return (plenums[0], *plenums) if plenums else None
    return (row,) if row else None
