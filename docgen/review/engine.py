"""Reviewing a draft by the rules of the library: every rule over every line, places kept.

`Reviewer.of(library).review(manuscript, asked)` gives remarks, one for each place; `findings`
makes of them what a person reads, repeats told once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from docgen.errors import LibraryError
from docgen.facts import Facts
from docgen.finding import Finding, Level, Place
from docgen.library import Library
from docgen.library.profile import Organ
from docgen.library.rules import Pair, Rule
from docgen.manuscript import Manuscript, Role, Spot
from docgen.review.joined import Joined
from docgen.review.private import hidden

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_DIGITS: Final = re.compile(r"\d")
_QUOTE: Final = 40
"""Longest text quoted in a message; the finding itself quotes all."""


Drop: TypeAlias = Literal["", "whole", "parting"]
"""Whether a line set aside can be taken out: not, with its line, or so that what it parts is one."""


class Edit(NamedTuple):
    """A correction: the characters of the spot give way to the text."""

    spot: Spot
    text: str


class Hit(NamedTuple):
    """What a check found.

    spot: where.  values: what fills the rule's message.  variant: which of its messages.
    hint: what to write instead, when the check knows better than the rule; the value 改为 says so
    too.  level: when it is less sure than the rule.  edits: the correction, all of it or nothing.  related: what else
    takes part.  elsewhere: places that take part outside the draft, such as a fact's.  aside: for
    what was set aside in reading, its place and text instead of a spot.  drop: a line set aside
    that can be taken out unasked.  basis: the source, when it is another than the rule's.  masked: what to quote where the text should not be repeated.
    """

    spot: Spot
    values: Mapping[str, str] = _NONE
    variant: str = ""
    hint: str = ""
    level: Level | None = None
    edits: tuple[Edit, ...] = ()
    related: tuple[Spot, ...] = ()
    elsewhere: tuple[Place, ...] = ()
    aside: tuple[Place, str] | None = None
    drop: Drop = ""
    basis: str = ""
    masked: str = ""


@dataclass(frozen=True, eq=False)
class Asked:
    """What a draft is reviewed against.

    on: the day it is of, None when nobody knows.  genre: id of its 文种, "" when unknown.
    facts: what it should agree with.  ledger: the county's own, where one is given.
    allowed: words of this unit that no rule may object to.  organs: of this unit, that were renamed.
    """

    library: Library
    on: date | None = None
    genre: str = ""
    facts: Facts | None = None
    ledger: Facts | None = None
    allowed: frozenset[str] = frozenset()
    organs: tuple[Organ, ...] = ()


Check: TypeAlias = Callable[[Manuscript, Rule, Asked], Iterable[Hit]]
"""A function of the review: what it finds in the draft, by the rule's parameters."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding at one place, with what a correction or a comment needs.

    spot: None for what was set aside in reading: the correction is to take out the line it quotes.
    repair: the edits are safe to make unasked:
    the rule says so, and they touch no digit and no quotation.  topic: findings of the same topic are told once.
    drop: of what was set aside, how it can be taken out.
    """

    finding: Finding
    spot: Spot | None
    edits: tuple[Edit, ...]
    repair: bool
    topic: tuple[str, ...]
    drop: Drop = ""


class Reviewer:
    """The rules of one library, ready to run."""

    def __init__(self, library: Library, checks: Mapping[str, Check]) -> None:
        self.rules = library.rules
        self._checks: dict[str, Check] = {}
        for rule in self.rules.values():
            if rule.check:
                check = checks.get(rule.check)
                if check is None:
                    raise LibraryError(f"没有“{rule.check}”这种检查", where=rule.code)
                self._checks[rule.code] = check
        self._pairs = _Pairs(self.rules.values())

    def review(
        self, paper: Manuscript, asked: Asked, codes: Iterable[str] | None = None
    ) -> tuple[Remark, ...]:
        """Everything the rules find, in reading order.  codes: only these rules, None for all."""
        chosen = [
            rule
            for code in (self.rules if codes is None else codes)
            if (rule := self.rules[code]).is_for(asked.genre, asked.on)
        ]
        joined = _Text(paper)
        out: list[Remark] = []
        wanted = {rule.code for rule in chosen}
        for rule, hit in self._pairs.hits(joined, wanted, asked.on):
            out += _remark(paper, rule, hit, asked)
        for rule in chosen:
            hits: Iterable[Hit] = _pattern_hits(joined, rule)
            if rule.check:
                hits = chain(hits, self._checks[rule.code](paper, rule, asked))
            for hit in hits:
                out += _remark(paper, rule, hit, asked)
        return tuple(sorted(out, key=_order))


def findings(remarks: Iterable[Remark]) -> tuple[Finding, ...]:
    """The remarks as a person reads them: what is said twice is told once, its places beside."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for remark in remarks:
        groups.setdefault(remark.topic, []).append(remark.finding)
    return tuple(_told_once(group) for group in groups.values())


def _told_once(group: list[Finding]) -> Finding:
    first = max(group, key=lambda finding: finding.level)
    if len(group) == 1:
        return first
    places = [finding.place for finding in group if finding is not first]
    places += [place for finding in group for place in finding.related]
    message = f"{first.message}（共{len(group)}处）"
    return replace(first, message=message, related=tuple(dict.fromkeys(places)))


def _order(remark: Remark) -> tuple[tuple[int, int], tuple[int, int], str]:
    spot, place = remark.spot, remark.finding.place
    at = (spot.line, spot.start) if spot else (-1, 0)
    return at, (place.line, place.column), remark.finding.code


def _remark(paper: Manuscript, rule: Rule, hit: Hit, asked: Asked) -> Iterator[Remark]:
    """The remark of a hit; none where the unit's own words stand."""
    if hit.aside is not None:
        place, quote = hit.aside[0], hidden(hit.aside[1])
        related = hit.elsewhere
    else:
        line = paper.lines[hit.spot.line]
        place = line.place(hit.spot.start)
        quote = hit.masked or hidden(line.text[hit.spot.start : hit.spot.end])
        here = tuple(paper.lines[s.line].place(s.start) for s in hit.related)
        related = (*hit.elsewhere, *here)
    if _is_own(quote, None if hit.aside else (line.text, hit.spot), asked.allowed):
        return
    shown = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
    message = hidden(rule.messages[hit.variant].format_map({"原文": shown, **hit.values}))
    finding = Finding(
        rule.code,
        min(hit.level or rule.level, rule.level),
        message,
        place,
        quote,
        hit.hint or _instead(hit) or rule.fix,
        hit.basis or rule.basis,
        related,
    )
    yield Remark(
        finding,
        None if hit.aside is not None else hit.spot,
        hit.edits,
        rule.repair == "自动"
        and bool(hit.drop or hit.edits)
        and all(_harmless(paper, edit) for edit in hit.edits),
        (rule.code, hit.variant, message),
        hit.drop,
    )


def _is_own(quote: str, at: tuple[str, Spot] | None, words: Iterable[str]) -> bool:
    """Whether what was found stands inside one of these words of the unit."""
    for word in words:
        if quote and quote in word:
            if at is None:
                return True
            text, (_, start, end) = at
            begin = text.find(word, max(0, end - len(word)))
            if 0 <= begin <= start:
                return True
    return False


def _harmless(paper: Manuscript, edit: Edit) -> bool:
    """Whether the correction leaves every digit and every quotation as it stands."""
    index, start, end = edit.spot
    find = bisect_right if start == end else bisect_left
    quoted = paper.quoted[index]
    before = find(quoted, end, key=lambda stretch: stretch[0])
    right = quoted[before - 1][1] if before else -1
    if start < right or start == end == right or "\n" in edit.text:
        return False
    return _DIGITS.findall(paper.lines[index].text[start:end]) == _DIGITS.findall(edit.text)


def _instead(hit: Hit) -> str:
    """What to put there, when the check knows it."""
    right = hit.values.get("改为")
    return "" if right is None else f"改为“{right}”" if right else "删去"


# -- words and patterns over the whole draft at once -----------------------------------------------

LOOKED_AT: Final[frozenset[Role]] = frozenset(get_args(Role)) - {"gap"}


class _Text:
    """The draft's lines as one text: as typed, and with its marks folded, one character for one."""

    def __init__(self, paper: Manuscript) -> None:
        self.lines = paper.lines
        looked_at = [i for i, line in enumerate(paper.lines) if line.role in LOOKED_AT]
        typed = Joined([paper.lines[index].text for index in looked_at], looked_at)
        self.spot = typed.spot
        self.typed = typed.text
        self.folded = "\n".join(paper.folded[index] for index in looked_at)


def _pattern_hits(joined: _Text, rule: Rule) -> Iterator[Hit]:
    """Where the patterns of a rule are.  Parameters: 原文 是 (half-width marks as typed), 处 roles."""
    text = joined.typed if rule.parameters.get("原文") == "是" else joined.folded
    roles = rule.parameters.get("处")
    for pattern in rule.patterns:
        for match in pattern.regex.finditer(text):
            named = "处" in pattern.regex.groupindex and match["处"] is not None
            spot = joined.spot(*match.span("处" if named else 0))
            if spot is None or spot.start == spot.end:
                continue
            if isinstance(roles, list) and joined.lines[spot.line].role not in roles:
                continue
            values = {k: v or "" for k, v in match.groupdict().items()}
            edits: tuple[Edit, ...] = ()
            if pattern.right is not None:
                right = match.expand(pattern.right)
                values["改为"] = right
                edits = (Edit(spot, right),)
            yield Hit(spot, values, pattern.variant, level=pattern.level, edits=edits)


class _Pairs:
    """The wrong words of all rules, looked for together; of those that begin alike the longest."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.meant: dict[str, list[tuple[Rule, Pair]]] = {}
        for rule in rules:
            for pair in rule.pairs:
                self.meant.setdefault(pair.wrong, []).append((rule, pair))
        self.begun: dict[str, list[str]] = {}
        for word in sorted(self.meant, key=lambda word: (-len(word), word)):
            self.begun.setdefault(word[:2], []).append(word)
        first, second = ("".join({re.escape(key[i]) for key in self.begun}) for i in (0, 1))
        self.regex = re.compile(f"[{first}](?=[{second}])" if self.begun else "(?!)")

    def hits(self, joined: _Text, wanted: set[str], on: date | None) -> Iterator[tuple[Rule, Hit]]:
        """Every wrong word that its exceptions do not excuse, with the right one."""
        for start, word in self._words(joined.typed):
            spot = joined.spot(start, start + len(word))
            if spot is None:
                continue
            line = joined.lines[spot.line].text
            for rule, pair in self.meant[word]:
                if rule.code not in wanted:
                    continue
                if pair.unless is not None and _excused(pair.unless, line, spot):
                    continue
                if pair.since is not None and on is not None and on < pair.since:
                    continue
                values = {"改为": pair.right, "因": pair.reason}
                edits = (Edit(spot, pair.right),)
                yield rule, Hit(spot, values, level=pair.level, edits=edits)

    def _words(self, text: str) -> Iterator[tuple[int, str]]:
        """The wrong words in the text with where they begin, none inside another."""
        end = 0
        for match in self.regex.finditer(text):
            start = match.start()
            for word in self.begun.get(text[start : start + 2], ()):
                if start >= end and text.startswith(word, start):
                    yield start, word
                    end = start + len(word)
                    break


def _excused(unless: re.Pattern[str], line: str, spot: Spot) -> bool:
    """Whether a match of the exception lies round the word."""
    left = max(0, spot.start - 12)
    near = unless.finditer(line, left, spot.end + 12)
    return any(found.start() <= spot.start and spot.end <= found.end() for found in near)


@lru_cache(maxsize=8)
def reviewer(library: Library) -> Reviewer:
    """The reviewer of the library, made once; the last few are kept."""
    from docgen.review.checks import CHECKS  # noqa: PLC0415  (the checks know the engine's types)

    return Reviewer(library, CHECKS)
