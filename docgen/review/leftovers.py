"""What a draft took over from another: paragraphs said twice, names that were meant to go (SIM006, 007)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from docgen.facts import Fact, Facts, Record
from docgen.finding import Level
from docgen.language import Period, parse_period
from docgen.library.rules import Rule
from docgen.library.strangers import StrangerRules
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit
from docgen.review.joined import everything, running
from docgen.review.known import Same

_LONG: Final = 60
"""Characters from which a paragraph is no formula."""
_ALIKE: Final = 0.8
"""Share of runs that two paragraphs have in common when one was made from the other."""
_RUN: Final = 5
_OPENING: Final = 6
_FEW: Final = 8
"""Earlier paragraphs that are looked at for a clause they have in common."""
_NEAREST: Final = 2
"""Of these, so many that have most clauses in common are compared in full."""
_NAMES: Final = re.compile("[一-鿿]{2,3}(?=[村镇乡]|社区|街道)|[0-9０-９][0-9０-９.]*")
_NUMBER: Final = re.compile("[0-9０-９][0-9０-９.]*")
_FIGURES: Final = 4
_CLAUSES: Final = re.compile("[，。；：、]")


def repeated_paragraphs(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A long paragraph that an earlier one has as well, names and numbers apart."""
    opened: dict[str, list[int]] = {}
    runs: dict[int, set[str]] = {}
    numbers: dict[int, frozenset[str]] = {}

    def runs_of(index: int) -> set[str]:
        found = runs.get(index)
        if found is None:
            found = runs[index] = _runs(_NAMES.sub("#", paper.folded[index]))
        return found

    def numbers_of(index: int) -> frozenset[str]:
        found = numbers.get(index)
        if found is None:
            found = numbers[index] = frozenset(_NUMBER.findall(paper.folded[index]))
        return found

    for index in paper.prose:
        text = paper.folded[index]
        if len(text) < _LONG:
            continue
        clauses = [clause for clause in _CLAUSES.split(text) if len(clause) >= _OPENING]
        openings = dict.fromkeys(clause[:_OPENING] for clause in clauses)
        shared: dict[int, int] = {}
        for clause in openings:
            earlier = opened.setdefault(clause, [])
            for other in earlier:
                shared[other] = shared.get(other, 0) + 1
            if len(earlier) < _FEW:
                earlier.append(index)
        near = [other for other, count in shared.items() if count * 3 >= len(openings)]
        near.sort(key=shared.__getitem__, reverse=True)
        near = [
            one for one in near[:_NEAREST] if not _own_numbers(numbers_of(one), numbers_of(index))
        ]
        first = next((one for one in near if _alike(runs_of(one), runs_of(index))), None)
        if first is not None:
            before = Spot(first, 0, len(paper.lines[first].text))
            yield Hit(Spot(index, 0, len(text)), {"前": _opening(paper, first)}, related=(before,))


def _own_numbers(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each has figures of its own throughout: the same table told of two matters."""
    return min(len(one), len(other)) >= _FIGURES and one.isdisjoint(other)


def _opening(paper: Manuscript, index: int) -> str:
    text = paper.lines[index].text
    return text[:12] + "……"


def _alike(one: set[str], other: set[str]) -> bool:
    """Whether so many of the runs of either are runs of both."""
    fewer, more = sorted((len(one), len(other)))
    if fewer < _ALIKE * more:  # too unlike in length to share as many
        return False
    common = len(one & other)
    return common / (fewer + more - common) >= _ALIKE


def _runs(text: str) -> set[str]:
    return {text[at : at + _RUN] for at in range(max(1, len(text) - _RUN + 1))}


_MASK: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:[xXｘＸ×＊*○〇]{1,3}|某{1,2}) ?(?P<kind>县|镇|乡|街道)(?!级)"
)
_MASKED: Final = re.compile("[xXｘＸ×＊*○〇某] ?[县镇乡街]")
_COMMON: Final = re.compile(
    "[第届全我本各该每某何两几多和与及对由把为了到在使从向的是有将让给于以所这那其共中出下县推经报请按据围作成召落加带深走来建服指督协配支要求安部通邀选抽派委发印送针结及积切进开参举办承促提改美振打创]|"
    "乡镇|街道|农村|行政|自然|[小集村]镇|城镇化|重点|示范|先进|后进|山区|家乡|返乡|还乡|回乡|故乡|下乡|异乡|水乡|他乡|老乡"
)
_YEAR: Final = re.compile("(?P<year>(?:19|20)[0-9]{2})年")
_OF_A_YEAR: Final = re.compile(".{0,8}(?:民主生活会|组织生活会|考核|审计|巡[视察]|预算|决算)")
"""What is done about a year in the one after it."""


def left_over_names(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A name hidden in one place and told in another; a unit or year that the facts deny."""
    yield from _half_hidden(paper)
    yield from _other_speaker(paper)
    if asked.facts is not None:
        yield from _another_unit(paper, asked.facts)
        yield from _strangers(paper, asked, asked.facts)


_SPEAKER: Final = re.compile("我(?:镇|乡|街道)(?![村级邻里亲土愁音情])")
_OFTEN: Final = 3
"""A draft that calls itself so as often calls itself otherwise by mistake once."""


def _other_speaker(paper: Manuscript) -> Iterator[Hit]:
    """我乡 once or twice where the draft speaks of 我镇, quotations left out."""
    places: dict[str, list[Spot]] = {}
    for index in running(paper).holding(_SPEAKER):
        text = paper.folded[index]
        for match in _SPEAKER.finditer(text):
            if text.count("“", 0, match.start()) == text.count("”", 0, match.start()):
                places.setdefault(match[0], []).append(Spot(index, *match.span()))
    if len(places) < 2:
        return
    own = max(places, key=lambda name: len(places[name]))
    for name, spots in places.items():
        if name != own and len(spots) * _OFTEN <= len(places[own]):
            for spot in spots:
                yield Hit(spot, {"名": own}, "自称", level=Level.DOUBT, related=(places[own][0],))


def _half_hidden(paper: Manuscript) -> Iterator[Hit]:
    """xx乡 in one line, 南山乡 in another."""
    hidden: dict[str, Spot] = {}
    for index in everything(paper).holding(_MASKED):
        line = paper.lines[index]
        for match in _MASK.finditer(line.text) if line.role != "gap" else ():
            hidden.setdefault(match["kind"], Spot(index, *match.span()))
    for kind, spot in hidden.items():
        real = next(_real(paper, kind), None)
        if real is not None:
            name, where = real
            yield Hit(spot, {"名": name}, "半匿名", related=(where,))


def _real(paper: Manuscript, kind: str) -> Iterator[tuple[str, Spot]]:
    """Names of places of a kind: behind that of a county, at the beginning of a clause, or told
    more than once."""
    named = re.compile(
        f"(?P<opens>^|[县市区，。；：、“ ])?(?P<name>[一-鿿]{{2,3}}){kind}(?![村镇级])"
    )
    found = [
        (index, match, match["name"] if match["opens"] is not None else match["name"][-2:])
        for index, line in enumerate(paper.lines)
        if line.role != "gap"
        for match in named.finditer(line.text)
    ]
    told = _told(paper, {name for _, _, name in found})
    for index, match, name in found:
        sure = match["opens"] in ("县", "市", "区") or told[name] > 1
        if sure and not _COMMON.search(name + kind):
            yield name + kind, Spot(index, match.end() - len(name + kind), match.end())


def _told(paper: Manuscript, names: set[str]) -> Counter[str]:
    """How often each of these names of two or three characters stands in the draft."""
    return Counter(
        text[at : at + size]
        for text in (line.text for line in paper.lines)
        for size in {len(name) for name in names}
        for at in range(len(text) - size + 1)
        if text[at : at + size] in names
    )


_KINDS: Final = ("镇", "乡", "街道")
_UNITS: Final = re.compile("(?:^|(?<=[县市区]))(?P<name>[一-鿿]{2,3}?(?:镇|乡|街道))(?![村级])")


def _another_unit(paper: Manuscript, facts: Facts) -> Iterator[Hit]:
    """The title's year and unit, and who signs, against the facts."""
    name, period = facts.get("单位.名称"), facts.period
    own = name.text if isinstance(name, Fact) else ""
    for index in paper.of("title"):
        text = paper.lines[index].text
        years = [*_YEAR.finditer(text)]
        if period is not None and years:
            known = {str(period.start.year), str(period.end.year)}
            if not any(match["year"] in known for match in years):
                spot, of = Spot(index, *years[0].span()), text[years[0].end() :]
                level = Level.DOUBT if _OF_A_YEAR.match(of) else None
                yield Hit(spot, {"期间": period.text}, "年份", level=level)
            else:
                yield from _another_period(index, text, period)
    if not own.endswith(_KINDS):
        return
    for index in (*paper.of("title"), *paper.of("organ")):
        for match in _UNITS.finditer(paper.lines[index].text):
            told = match["name"]
            if not (_COMMON.search(told) or own.endswith(told) or told.endswith(own)):
                spot = Spot(index, *match.span())
                yield Hit(spot, {"名": told, "单位": own}, "别处")


_PERIOD: Final = re.compile(
    "(?:19|20)[0-9]{2}年(?:[上下]半年|第?[一二三四]季度|前三季度)(?![^，和及与]{0,8}(?:打算|计划|安排|要点|部署|重点))"
)


def _another_period(index: int, text: str, period: Period) -> Iterator[Hit]:
    """The first half-year or quarter of a title that names none the facts are of any day of."""
    found = [(match, parse_period(match[0])) for match in _PERIOD.finditer(text)]
    apart = [
        one is not None and (one.end < period.start or period.end < one.start) for _, one in found
    ]
    if found and all(apart):
        spot = Spot(index, *found[0][0].span())
        yield Hit(spot, {"期间": period.text}, "年份", level=Level.DOUBT)


_REACH: Final = 60
"""Characters of a sentence on either side of a name that say whether it is said on purpose."""
_STEM: Final = (2, 3)
"""Characters of a name before its kind."""
_ENDS: Final = re.compile("[。；！？]")


def _strangers(paper: Manuscript, asked: Asked, facts: Facts) -> Iterator[Hit]:
    """Another unit of the kind named in the text, where the facts have no such name: a draft of
    青山镇 that says 白马镇.  Quotations are left out, and a unit that the draft anywhere names on
    purpose, or together with its own: 到白马镇学习。白马镇党委…… speaks of 白马镇 twice.

    By the words that `batch.strangers` goes by, which knows the names of a whole county.
    """
    own = facts.unit
    if not own.endswith(_KINDS):
        return
    rules, ours = asked.library.strangers, _words_of(Same(facts))
    others = _units_of(Same(asked.ledger)) if asked.ledger is not None else frozenset()
    meant: set[str] = set()
    found: list[tuple[str, Hit]] = []
    for index in (*paper.of("title"), *paper.prose):
        text = paper.folded[index]
        for match in rules.token.finditer(text):
            if not match[0].endswith(_KINDS) or _is_quoted(paper.quoted[index], match.start()):
                continue
            begins, stop = _sentence(text, *match.span())
            start = _name_start(text, begins, match.start(), rules)
            if start is None:
                continue
            name = text[start : match.end()]
            if not rules.is_name(name) or _COMMON.search(name):
                continue
            if own.endswith(name) or name.endswith(own) or name in ours:
                continue
            before, after = text[begins:start], text[match.end() : stop]
            words = f"{before}，{after}"
            visited = _VISITS.search(before) and _VISITED.match(after)
            if visited or rules.is_mention(before, after) or _with_own(words, own, ours):
                meant.add(name)
            elif not _WE.search(words) and paper.lines[index].role != "title":
                acts = _ACTS if text[max(0, start - 1) : start] in _OPENS else _ORGANS
                known, does = name in others, acts.match(text, match.end()) is not None
                if known or does:
                    level = None if known and does else Level.DOUBT
                    spot = Spot(index, start, match.end())
                    hit = Hit(spot, {"名": name, "单位": own}, "别处", level=level)
                    found.append((name, hit))
    yield from (hit for name, hit in found if name not in meant)


_WE: Final = re.compile("我(?:们|镇|乡|街道)|本(?:镇|乡|街道)")
"""Words by which a sentence tells the unit from the one it names."""
_VISITS: Final = re.compile("(?:书记|[县市省]长|[县市省]委|领导)[^，。；]{0,10}[在到赴来]$")
_VISITED: Final = re.compile("调研|检查|督导|座谈|召开|指导")
"""Where those above were: 县委书记在白马镇调研."""
_VILLAGES: Final = re.compile("[一-鿿]{2,3}?(?:村|社区)")


def _with_own(words: str, own: str, ours: str) -> bool:
    """Whether a sentence also names the unit itself, or a village that the facts know."""
    villages = (words[max(0, m.end() - 4) : m.end()] for m in _VILLAGES.finditer(words))
    known = any(name[-3:] in ours or name in ours for name in villages if len(name) > 2)
    return own in words or known


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence round a name begins and ends, as far as it is looked at."""
    first, last = max(0, start - _REACH), end + _REACH
    begins = max((mark.end() for mark in _ENDS.finditer(text, first, start)), default=first)
    stop = _ENDS.search(text, end, last)
    return begins, stop.start() if stop else last


def _name_start(text: str, begins: int, kind: int, rules: StrangerRules) -> int | None:
    """Where the shortest name begins that ends with the kind of unit there."""
    starts = (kind - stem for stem in _STEM if kind - stem >= begins)
    return next((start for start in starts if rules.begins(text[max(0, start - 2) : start])), None)


_OPENS: Final = frozenset(["", *"县市区，。；：、"])
_OFFICES: Final = "党委|党政|人民政府|政府|党工委|办事处|纪委|人大|机关"
_ORGANS: Final = re.compile(_OFFICES)
_ACTS: Final = re.compile(
    f"{_OFFICES}|党员|干部|全体|各村|共?辖|位于|[共现]有|坚持|召开|举办|开展|成立|发展|组织|把|以|围绕|按照"
)
"""What a unit does or has; behind other words that end so (卫生镇, 工业强镇) it seldom stands."""


def _is_quoted(quoted: tuple[tuple[int, int], ...], at: int) -> bool:
    before = bisect_right(quoted, at, key=lambda stretch: stretch[0])
    return before > 0 and at < quoted[before - 1][1]


@lru_cache(maxsize=4)
def _words_of(facts: Same) -> str:
    """All that the facts say in words."""
    return "\n".join(leaf.text for leaf in facts.facts.leaves() if isinstance(leaf.value, str))


@lru_cache(maxsize=4)
def _units_of(ledger: Same) -> frozenset[str]:
    """The units that a county's ledger has a row for."""
    return frozenset(
        node.title
        for node in ledger.facts.nodes()
        if isinstance(node, Record) and node.title.endswith(_KINDS)
    )
