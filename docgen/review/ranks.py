"""名次 and 首次 against the ledger (FIG025).

A rank is of the number before it, or of what is named before it in its sentence: a number of the
ledger with its 名次, a record such as an assessment (全县综合目标考核) with its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from docgen.facts import Fact, Facts, Record
from docgen.facts.values import Node
from docgen.finding import Level
from docgen.language import parse_chinese_number
from docgen.library import Library
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.against import bound, index_for, names_a_place
from docgen.review.engine import Asked, Hit
from docgen.review.known import Same
from docgen.review.mentions import unquoted, years_in

_VERBS: Final = "位居|位列|排名|名列|排在?|列|居|获得?|取得|夺得"
_PLACE: Final = (
    "(?:第(?P<rank>[0-9一二三四五六七八九十]{1,3})[名位]?|首位|榜首|头名)(?=[，。；、）”的]|$)"
)
_PLACED: Final = re.compile(_PLACE)
_RANK: Final = re.compile(f"(?:{_VERBS})[^，。；]{{0,8}}?{_PLACE}")
_RANKED: Final = re.compile("第?(?P<rank>[0-9一二三四五六七八九十]{1,3})")
_SCOPE: Final = re.compile("全[国省市州盟县区旗镇乡]")
_FIRST: Final = re.compile("首次(?:开展|举办|召开|组织|评选|建立|设立)")
_SHORT: Final = 3
"""Characters of a name that is looked for."""
_LONGEST: Final = 60
"""Characters before a rank among which stands what it is of; behind a number those of its rank."""
_LINK: Final = re.compile(
    "(?:[的也已均都又仍再在中里上，]|再次|继续|连续[^，。；]{1,3}年|总量|成绩|得分[0-9.]*分?|"
    "[我本全](?:县|区|市|镇|乡|街道)|(?:县|镇|乡|街道)?党委|工作)*"
    f"(?P<verb>(?:{_VERBS})全?(?:国|省|市|县|区|镇|乡|街道)?[^，。；]{{0,4}})?"
)
"""What may stand between a name and its rank."""
_BEGINS: Final = frozenset("镇乡县区市道的年月前半来内在获")
"""A name of a number that is not part of a longer one stands behind a mark or one of these."""
_YEARS: Final = {"前年": 2, "去年": 1, "上年": 1, "今年": 0, "本年": 0}
_TYPED_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")


class _Ranked(NamedTuple):
    """What has a rank in the ledger.

    rank: as typed.  among: 全县 and the like, of the record's name.  year: of a record, 0 when it has none.  origin: whose it is, "" for the
    unit's own.  record: False for a number.  fact: the rank, or the number that has it.
    """

    rank: str
    among: str
    year: int
    origin: str
    record: bool
    fact: Fact


def wrong_rank(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A rank that is not the ledger's; 首次 for what was done in the period before as well."""
    if asked.facts is None:
        return
    found: set[Spot] = set()
    for held, fact, _ in bound(paper, asked):
        number, text = held.number, held.prose.text
        match = _RANK.search(text, number.start, min(number.sentence[1], number.end + _LONGEST))
        if match and fact.more.rank and _differ(match[0], match, fact.more.rank):
            values = {"事实": fact.path, "名次": fact.more.rank}
            found.add(spot := Spot(number.line, *match.span()))
            yield Hit(spot, values, elsewhere=(fact.place,), related=(number.spot,))
        before = fact.more.previous
        clause = max(number.clause[0], number.start - _LONGEST)
        first = _FIRST.search(text, clause, number.start)
        if first and before is not None and before.amount > 0:
            values = {"事实": fact.path, "上期": before.raw}
            spot = Spot(number.line, *first.span())
            yield Hit(spot, values, "首次", level=Level.DOUBT, elsewhere=(fact.place,))
    for hit in _of_named(paper, asked.facts, asked.library):
        if hit.spot not in found:
            yield hit


def _of_named(paper: Manuscript, facts: Facts, library: Library) -> Iterator[Hit]:
    """The ranks of what the sentence names."""
    known, pattern = _ranked(Same(facts), library)
    for index in paper.prose if known else ():
        text = paper.folded[index]
        ends = 0
        for match in _PLACED.finditer(text):
            start = match.start()
            near = max(ends, start - _LONGEST)
            begins = max(near, *(text.rfind(mark, near, start) + 1 for mark in "。；"))
            ends = match.end()
            name = max(pattern.finditer(text, begins, start), key=re.Match.end, default=None)
            if name is None:
                continue
            link = _LINK.fullmatch(text[name.end() : start].replace(facts.unit, ""))
            if link is None:
                continue
            before, told = (
                text[begins : name.start()],
                text[max(begins, name.start() - 2) : match.end()],
            )
            rows = [row for row in known[name[0]] if _is_of(row, before, facts)]
            if rows and all(_differ(told, match, row.rank + row.among) for row in rows):
                values = {"事实": rows[0].fact.path, "名次": rows[0].rank}
                places = tuple(row.fact.place for row in rows)
                related = (Spot(index, *name.span()),)
                spot = Spot(index, start - len(link["verb"] or ""), match.end())
                yield Hit(spot, values, elsewhere=places, related=related)


@lru_cache(maxsize=4)
def _ranked(facts: Same, library: Library) -> tuple[Mapping[str, list[_Ranked]], re.Pattern[str]]:
    """What has a rank, by each of its names, and the pattern of the names."""
    out: dict[str, list[_Ranked]] = {}
    for (_, noun), numbers in index_for(facts.facts, library).by_noun.items():
        for fact in {one.path: one.fact for one in numbers}.values():
            if fact.more.rank and len(noun) >= _SHORT:
                out.setdefault(noun, []).append(_Ranked(fact.more.rank, "", 0, "", False, fact))
    for record in facts.facts.nodes():
        rank = record.members.get("名次") if isinstance(record, Record) else None
        if isinstance(record, Record) and isinstance(rank, Fact):
            year, origin = (_text(record.members.get(name)) for name in ("年", "来自"))
            among = "".join(_SCOPE.findall(record.title)[:1])
            row = _Ranked(rank.text, among, _year(year or record.title), origin, True, rank)
            title = unquoted(record.title)
            for name in {title, _SCOPE.sub("", title, count=1)}:
                if len(name) >= _SHORT:
                    out.setdefault(name, []).append(row)
    names = sorted(out, key=len, reverse=True)
    return out, re.compile("|".join(map(re.escape, names)) or "(?!)")


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Fact) else ""


def _year(text: str) -> int:
    found = _TYPED_YEAR.search(text)
    return int(found[0]) if found else 0


def _is_of(row: _Ranked, before: str, facts: Facts) -> bool:
    """Whether a sentence ranks just this and this unit, by its words before the name."""
    own = facts.unit
    if row.origin and row.origin not in before:
        return False
    if not row.origin and names_a_place(before.replace(own, "")):
        return False
    if not row.record and before and before[-1] >= "一" and before[-1] not in _BEGINS:
        return False
    now = facts.period.end.year if facts.period else 0
    said = {*years_in(before), *(now - past for word, past in _YEARS.items() if word in before)}
    return not said or (row.year or now) in said


def _differ(told: str, match: re.Match[str], known: str) -> bool:
    """Whether the two are ranks among the same and not the same rank."""
    rank = _RANKED.search(known)
    among, known_among = _SCOPE.search(told), _SCOPE.search(known)
    if among and known_among and among[0] != known_among[0]:
        return False
    return rank is not None and _ordinal(match["rank"] or "1") != _ordinal(rank["rank"])


def _ordinal(text: str) -> int | None:
    return int(text) if text.isdigit() else parse_chinese_number(text)
