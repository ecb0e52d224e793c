"""A draft's numbers held against the facts: bound, derived, excused, or an orphan (FIG006, 021).

A number is told by the words round it.  Where a text of the facts has the same words, or the
ledger the same noun of the whole unit, its value must be theirs; any other number must at least
be among the values of the facts, or follow from them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from docgen.facts import Fact, Facts
from docgen.facts.bounds import Bounds, bounds
from docgen.finding import Level
from docgen.language import Quantity
from docgen.library import Library
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript
from docgen.review.county import of_the_unit
from docgen.review.engine import Asked, Hit
from docgen.review.known import Index, Known, Same, alike, index_of
from docgen.review.numbers import Number, Prose, noun_behind, nouns_before, numbers_in, numbers_of
from docgen.review.periods import is_own
from docgen.review.telling import STRONG, SURE, is_whole, score, words_round

_NAMING: Final = "FIG021"
"""The rule whose parameter 又叫 says what drafts call a number of the ledger besides its noun."""
_NEAR: Final = 30
"""Numbers before or behind one among which those that it follows from stand."""
_TELLING: Final = 3
"""A value of so many digits is the same number though it is counted by another word (户, 个)."""
_PLACE: Final = re.compile(
    "(?:(?![的有共辖其中个各和及在为])[一-鿿]){2,4}?(?:村|社区|街道|镇|乡|公司|合作社|学校|小区|党支部)(?![级民干委组务])"
)


class Held(NamedTuple):
    """A number of the draft as the facts have it.

    known: the telling it is of, None when none is like it.  agrees: whether the value is that
    one's; without a telling whether it is among the values or follows from them.  sure: whether
    it is the whole unit's by its words.
    """

    number: Number
    prose: Prose
    known: Known | None
    agrees: bool
    sure: bool = False


def index_for(facts: Facts, library: Library) -> Index:
    """The numbers of the facts, by the words that tell them; made once."""
    return _index(Same(facts), library)


@lru_cache(maxsize=4)
def _index(facts: Same, library: Library) -> Index:
    names = library.rules[_NAMING].parameters.get("又叫")
    return index_of(facts.facts, names if isinstance(names, dict) else {})


def _held(paper: Manuscript, facts: Same, library: Library) -> tuple[Held, ...]:
    index = _index(facts, library)
    return tuple(
        _hold(prose, number, index)
        for prose in (*numbers_of(paper), *_cells(paper))
        for number in prose.numbers
    )


_COUNTER: Final = re.compile("序号|编号|名次|排名|位次|年度?|年份|日期|时间|电话|备注")


def _cells(paper: Manuscript) -> Iterator[Prose]:
    """The cells of tables that hold numbers, those of a column of counters left out."""
    headers: dict[tuple[int, int], str] = {}
    for index in paper.of("cell"):
        line = paper.lines[index]
        if line.cell is None:
            continue
        column = (line.cell.table, line.cell.column)
        header = headers.setdefault(column, line.text)
        if line.cell.row and not _COUNTER.search(header):
            numbers = numbers_in(paper.folded[index], index)
            if numbers:
                yield Prose(index, paper.folded[index], numbers)


def held_against(paper: Manuscript, facts: Facts, library: Library) -> tuple[Held, ...]:
    """Every number of the draft's prose against the facts; found once for both."""
    return paper.once(_held, Same(facts), library)


def bound(paper: Manuscript, asked: Asked) -> Iterator[tuple[Held, Fact, Quantity]]:
    """The numbers that tell a number of the ledger rightly, with it."""
    if asked.facts is None:
        return
    for held in held_against(paper, asked.facts, asked.library):
        known = held.known
        if known is not None and held.agrees and isinstance(known.fact.value, Quantity):
            yield held, known.fact, known.fact.value


def agrees(number: Number, known: Known) -> bool:
    """Whether the number says what the facts say, rounded or told roughly perhaps."""
    one, other = number.quantity, known.quantity
    if one.amount in (known.span.low, other.amount):
        return True
    alike_told = (one.prefix, one.suffix, one.scale, one.places) == (
        other.prefix,
        other.suffix,
        other.scale,
        other.places,
    )
    if alike_told and one.unit == other.unit:
        return False
    return _meet(bounds(one), known.span)


def _meet(one: Bounds, other: Bounds) -> bool:
    if one.low == one.high or other.low == other.high:
        return one.low <= other.high and other.low <= one.high
    return one.low < other.high and other.low < one.high


def _hold(prose: Prose, number: Number, index: Index) -> Held:
    unit = alike(number.unit)
    before, after = words_round(prose.text, number.start, number.end)
    told = [
        *index.by_words.get((unit, before[-2:]), ()),
        *index.by_words.get((unit, after[:2]), ()),
    ]
    noun = _by_noun(prose, number, unit, index)
    if noun is not None:
        known, sure = noun
        return Held(number, prose, known, agrees(number, known), sure)
    if told:
        scored = sorted(((score(one, before, after), one) for one in told), key=lambda p: -p[0])
        best = scored[0][0]
        near = [one for points, one in scored if points >= best - 1]
        if best >= STRONG or is_whole(scored[0][1], best):
            right = next((one for one in near if agrees(number, one)), None)
            if right is None and best < SURE:
                if number.amount in index.amounts.get(unit, ()):
                    return Held(number, prose, None, agrees=True)
                if _is_timed(prose, number, near[0], index) is False:
                    return Held(number, prose, None, _among(prose, number, unit, index))
            return Held(number, prose, right or near[0], right is not None)
    return Held(number, prose, None, _among(prose, number, unit, index))


def _among(prose: Prose, number: Number, unit: str, index: Index) -> bool:
    amount = number.amount
    if unit == "":
        return amount in index.any_amount
    if amount in index.amounts.get(unit, ()) or amount in index.amounts.get("", ()):
        return True
    if amount in index.any_amount and len(amount.normalize().as_tuple().digits) >= _TELLING:
        return True
    one = bounds(number.quantity)
    rough = one.low != one.high
    if any(
        _meet(one, span) for span in index.spans.get(unit, ()) if rough or span.low != span.high
    ):
        return True
    return _follows(prose, number)


def _follows(prose: Prose, number: Number) -> bool:
    """Whether it is the sum, difference or ratio of two others of its sentence."""
    begins = prose.sentence_start(number)
    at = bisect_left(prose.numbers, number.start, key=lambda n: n.start)
    near = [
        n.amount
        for n in prose.numbers[max(0, at - _NEAR) : at + _NEAR]
        if n is not number
        and n.start >= begins
        and n.sentence[1] <= number.sentence[1] + 200
        and (n.unit == number.unit or number.is_percent)
    ]
    amount, ordered = number.amount, sorted(near)
    if any(_has(ordered, amount - one, one) or _has(ordered, one - amount, one) for one in near):
        return True
    if number.is_percent and any(_is_share(ordered, one, number) for one in ordered):
        return True
    return len(near) > 2 and amount in (sum(near, Decimal(0)), sum(near[1:], Decimal(0)))


def _has(ordered: list[Decimal], wanted: Decimal, beside: Decimal) -> bool:
    """Whether the value is there, once more than the one it is taken with."""
    at = bisect_left(ordered, wanted) + (wanted == beside)
    return at < len(ordered) and ordered[at] == wanted


def _is_share(ordered: list[Decimal], whole: Decimal, number: Number) -> bool:
    """Whether another value is so many per cent of this one, to the digits said."""
    slack = Decimal(51).scaleb(-number.quantity.places - 2)
    low, high = (whole * (number.amount + way * slack) / 100 for way in (-1, 1))
    first, last = bisect_left(ordered, low), bisect_right(ordered, min(high, whole))
    return whole > 0 and last - first > (low <= whole <= high)


def _is_timed(prose: Prose, number: Number, known: Known, index: Index) -> bool | None:
    """Whether the period that the sentence names is the fact's own, as `is_own`."""
    sentence, more = prose.text[prose.sentence_start(number) : number.start], known.fact.more
    return is_own(sentence, index.period, more.caliber, more.as_of)


_HERE: Final = re.compile("(?:全|我|本)(?:县|市|区|镇|乡|街道)|现共?有|辖|在册")
_OTHER_TIME: Final = re.compile(
    "去年|上年|上期|同期|年初|年底|年末|换届前|以前|原|由|从|计划|力争|目标|预计|比|较|将|分别|另|不含|除"
)


_LAST_YEAR: Final = re.compile("去年|上年")
_EACH: Final = re.compile("[每各某]")
_COMPARED: Final = re.compile("，?(?:比|较)(?:上年|去年|上期|同期|年初|换届前)[^，；。]*(?=[，；])")


def _by_noun(prose: Prose, number: Number, unit: str, index: Index) -> tuple[Known, bool] | None:
    """The fact of the ledger that a number tells by its noun, as the whole unit's, and whether
    its sentence says so."""
    behind = noun_behind(number)
    found = _ledger(prose, number, behind, unit, index)
    if not found:
        return None
    right = next((one for one in found if agrees(number, one)), None)
    if right is not None:
        return right, False
    known = found[0]
    if "[" in known.path or any(
        (one.noun in known.noun or known.noun in one.noun) and agrees(number, one)
        for one in index.rows.get(unit, ())
    ):
        return None
    timed = _is_timed(prose, number, known, index)
    if timed is False:
        return None
    begins = prose.sentence_start(number)
    sentence = _COMPARED.sub("", prose.text[begins : number.start])
    sentence = _LAST_YEAR.sub("", sentence) if timed else sentence
    clause = max(begins, number.clause[0])
    if _EACH.search(prose.text, clause, number.start) or _OTHER_TIME.search(sentence):
        return None
    if len({one.path for one in found}) > 1:
        return None
    here = _HERE.search(sentence) is not None
    if names_a_place(index.nouns.sub("、", sentence)):
        return None
    above = known.path.rpartition(".")[0]
    own = max(begins, number.sentence[0])
    whole, among, _ = prose.text[own : number.start].partition("其中")
    if among:
        told = any(name in whole for name in index.names.get(above, ()))
        return (known, False) if told else None
    if behind:
        lead = nouns_before(number)[0]
        return (known, True) if here and lead in ("", "有", "辖", "现有", "共有") else None
    if len(known.noun) < 3 and not here:
        return None
    return known, here


def _ledger(prose: Prose, number: Number, behind: str, unit: str, index: Index) -> list[Known]:
    """What the ledger has under the noun before or behind the number."""
    if behind:
        return index.by_noun.get((unit, behind), [])
    near = prose.text[max(0, number.start - 24) : number.start]
    marked = [one for one in index.marked.get(unit, ()) if near.endswith(one.noun)]
    if marked:
        longest = max(len(one.noun) for one in marked)
        return [one for one in marked if len(one.noun) == longest]
    nouns = nouns_before(number)
    found = (index.by_noun.get((unit, noun)) for noun in (*nouns, _DEED.sub("", nouns[-1])) if noun)
    return next((known for known in found if known), [])


_DEED: Final = re.compile(
    "^(?:首次|共|先后|已|还|又|都)*(?:举办|开展|组织|召开|开设|建成|建立|抽调|选派|成立|派出|组建|配备|争取|查出|划分|"
    "完成|获得|拥有)了?"
)


_OWN: Final = re.compile(
    "农村|行政村|自然村|全镇|我镇|本镇|全乡|我乡|全街道|各村|乡镇|村镇|机关|城镇|集镇|山村"
)


def names_a_place(sentence: str) -> bool:
    """Whether the words name a place that is not the whole unit."""
    return _PLACE.search(_OWN.sub("", sentence)) is not None


def differing(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A number that the facts tell otherwise, with every other place that tells it."""
    if asked.facts is not None:
        yield from _differing(held_against(paper, asked.facts, asked.library))


def differing_from_county(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A number that the county's own ledger has otherwise for this unit."""
    own = of_the_unit(asked.ledger, paper, asked.library) if asked.ledger is not None else None
    if own is not None:
        yield from _differing(held_against(paper, own, asked.library))


_MOST: Final = 100
"""So many other places are named."""


def _differing(held: tuple[Held, ...]) -> Iterator[Hit]:
    """Each number that its telling in the facts has otherwise.

    Beside it stand the fact and all other places of the draft that tell it, right or wrong, and
    those where its value stands though other words tell it: what has to be changed together.
    """
    places: dict[tuple[str, str], list[Number]] = {}
    values: dict[tuple[Decimal, str], list[Number]] = {}
    for one in held:
        number = one.number
        if one.known is not None:
            places.setdefault(_key(one.known), []).append(number)
        elif len(number.amount.normalize().as_tuple().digits) >= _TELLING:
            values.setdefault((number.amount, number.unit), []).append(number)
    for one in held:
        known, number = one.known, one.number
        if known is None or one.agrees:
            continue
        same, equal = places[_key(known)], values.get((known.amount, number.unit), [])
        others = [n.spot for n in (*same[:_MOST], *equal[:_MOST]) if n is not number]
        yield Hit(
            number.spot,
            {"事实": known.path, "应为": known.said, "处": str(len(same) - 1 + len(equal))},
            "别处" if others else "",
            hint=f"台账是{known.said}；台账对的改文稿，文稿对的改台账",
            level=None if one.sure else Level.DOUBT,
            related=tuple(sorted(others)),
            elsewhere=(known.place,),
        )


def _key(known: Known) -> tuple[str, str]:
    """What is the same fact: a number of the ledger, or one place in a text."""
    return (known.path, "" if known.fact.entry.is_number else known.before + known.quantity.raw)


CHANGE: Final = re.compile(
    "(?:【[^【】]{1,40}】|（[^（）]{1,20}）)?[^，。；0-9]{0,6}，?(?:[比较]|(?=同比))"
    "(?P<base>上年同期|去年同期|上年|去年|上期|同期|同比|年初|换届前)的?"
    "(?P<way>增长|增加|提高|上升|多|下降|减少|降低|少|持平|基本持平)了?"
)

"""What is said behind a number of how it changed: base, 上年同期, and way, 增长."""


def change_behind(held: Held) -> re.Match[str] | None:
    """What is said behind a number of how it changed, where the ledger has what it was before."""
    known = held.known
    if known is None or (known.fact.more.previous or known.fact.more.growth) is None:
        return None
    return CHANGE.match(held.prose.text, held.number.end)
