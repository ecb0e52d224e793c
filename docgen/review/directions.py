"""增长, 下降, 持平 and by how much, against the ledger and the texts of the facts (FIG022).

A change is of a number of the ledger: the one that stands before it, or the one whose noun does.
Where the ledger does not tell, its texts do: what one says 增加 of, the draft must not say 减少 of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from docgen.facts import Fact, Facts
from docgen.finding import Level
from docgen.language import Quantity, format_decimal, percent_change
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.against import CHANGE, bound, change_behind, held_against, index_for
from docgen.review.engine import Asked, Hit
from docgen.review.known import Known, Same, alike, amount_of, words_of
from docgen.review.numbers import Number, Prose, nouns_before
from docgen.review.telling import STRONG, SURE, is_whole, score, words_round

_UP: Final = frozenset("增长 增加 提高 上升 多".split())
_LAST: Final = frozenset("上年同期 去年同期 上年 去年 上期 同期 同比".split())
_POINTS: Final = ("个百分点", "百分点")


class _Change(NamedTuple):
    """A change that the draft tells.

    match: of CHANGE.  said: by how much, None when it does not say.  beside: the number it is of,
    None when only its noun stands there.
    """

    prose: Prose
    match: re.Match[str]
    said: Number | None
    beside: Number | None

    @property
    def way(self) -> Spot:
        """The word of direction."""
        return Spot(self.prose.line, self.match.start("way"), self.match.end("way"))

    @property
    def related(self) -> tuple[Spot, ...]:
        """The number it is of."""
        return (self.beside.spot,) if self.beside else ()


def wrong_change(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """增长, 下降, 持平 and by how much, where the ledger has both periods or a text tells it."""
    if asked.facts is None:
        return
    judged: set[int] = set()
    found: set[Spot] = set()
    for change, fact in _of_bound(paper, asked, judged):
        for hit in _judged(change, fact):
            found.add(hit.spot)
            yield hit
    for change, facts in _of_others(paper, asked, asked.facts, judged):
        wrong = [fact for fact in facts if _right(change, fact) is False]
        if wrong and len(wrong) == len(facts) and change.way not in found:
            found.add(change.way)
            yield _turned(change, wrong[0])
    for hit in _unlike_texts(paper, asked.facts):
        if hit.spot not in found:
            yield hit


# --- changes of numbers of the ledger -------------------------------------------------------------


def _said(prose: Prose, match: re.Match[str]) -> Number | None:
    at = bisect_left(prose.numbers, match.end(), key=lambda number: number.start)
    said = prose.numbers[at] if at < len(prose.numbers) else None
    return said if said is not None and said.start == match.end() else None


def _of_bound(paper: Manuscript, asked: Asked, judged: set[int]) -> Iterator[tuple[_Change, Fact]]:
    """The changes behind numbers that tell one of the ledger rightly; the numbers go to judged."""
    for held, fact, _ in bound(paper, asked):
        match = change_behind(held)
        if match is not None:
            judged.add(id(held.number))
            yield _Change(held.prose, match, _said(held.prose, match), held.number), fact


def _of_others(
    paper: Manuscript, asked: Asked, facts: Facts, judged: set[int]
) -> Iterator[tuple[_Change, list[Fact]]]:
    """The changes of other numbers and of nouns without one, each with the facts of the ledger
    that changed by just so much."""
    index = index_for(facts, asked.library)
    for held in held_against(paper, facts, asked.library):
        number, prose = held.number, held.prose
        unit = alike(number.unit)
        match = CHANGE.match(prose.text, number.end) if id(number) not in judged else None
        if match is not None:
            change = _Change(prose, match, _said(prose, match), number)
            yield change, _by_as_much(change, index.by_amount.get((unit, number.amount), ()))
        compared = max(map(number.lead.rfind, "比较"))
        first = number.start - len(number.lead) + compared
        match = CHANGE.match(prose.text, first) if compared >= 0 else None
        if match is not None and match.end() == number.start:
            change = _Change(prose, match, number, None)
            nouns = [_TOTAL.sub("", noun) for noun in nouns_before(_up_to(number, match))]
            known = [one for noun in nouns for one in index.by_noun.get((unit, noun), ())]
            if not nouns[-1]:
                known = [
                    one
                    for other in _earlier(prose, number)
                    for one in index.by_amount.get((unit, other.amount), ())
                ]
            yield change, _by_as_much(change, known)


def _earlier(prose: Prose, number: Number) -> Iterator[Number]:
    """The last numbers of the sentence before it that are told by the same word."""
    begins = prose.sentence_start(number)
    at = bisect_left(prose.numbers, number.start, key=lambda one: one.start)
    for one in prose.numbers[max(0, at - _NEAR) : at]:
        if one.start >= begins and one.unit == number.unit:
            yield one


_NEAR: Final = 8
_TOTAL: Final = re.compile("(?:总数|总量|总人数|人数|数量)$")


def _up_to(number: Number, match: re.Match[str]) -> Number:
    """The number as it were if it stood where the change begins."""
    cut = number.start - match.start()
    return number._replace(lead=number.lead[:-cut])


def _by_as_much(change: _Change, known: list[Known] | tuple[Known, ...]) -> list[Fact]:
    """Those that changed by what is said."""
    facts = {one.path: one.fact for one in known}
    return [fact for fact in facts.values() if _right(change, fact) is not None]


def _right(change: _Change, fact: Fact) -> bool | None:
    """Whether the direction is the fact's; None when it did not change by what is said."""
    said, way, more = change.said, change.match["way"], fact.more
    if said is None or said.quantity.approximate or not isinstance(fact.value, Quantity):
        return None
    if more.previous is not None and _same_base(change, fact):
        new, old = amount_of(fact, fact.value), amount_of(fact, more.previous)
        wanted = _wanted(said.quantity.unit, new, old, said.quantity.places)
        if fact.entry.kind == "百分比" and said.quantity.unit in _POINTS:
            wanted = abs(new - old)
        if new != old and wanted is not None and abs(wanted - said.amount) <= _slack(said):
            return (new > old) == (way in _UP)
    if more.growth is not None and change.match["base"] in _LAST and said.is_percent:
        growth = more.growth.amount
        return (growth > 0) == (way in _UP) if said.amount == abs(growth) != 0 else None
    return None


def _same_base(change: _Change, fact: Fact) -> bool:
    base, told = fact.more.comparison or "上年同期", change.match["base"]
    return told == base or (told in _LAST and base in _LAST)


def _turned(change: _Change, fact: Fact) -> Hit:
    """The wrong direction, by the two numbers of the ledger or the growth it gives."""
    more = fact.more
    if more.previous is None:
        growth = more.growth.raw if more.growth else ""
        values = {"事实": fact.path, "增幅": growth}
        return Hit(change.way, values, "增幅", elsewhere=(fact.place,), related=change.related)
    values = _values(change, fact)
    return Hit(change.way, values, "方向", elsewhere=(fact.place,), related=change.related)


def _values(change: _Change, fact: Fact) -> dict[str, str]:
    before = fact.more.previous.raw if fact.more.previous else ""
    return {"事实": fact.path, "本期": fact.text, "上期": before, "词": change.match["way"]}


def _judged(change: _Change, fact: Fact) -> Iterator[Hit]:
    """What is wrong with a change of a number of the ledger."""
    before, now = fact.more.previous, fact.value
    if before is None and change.match["base"] in _LAST:
        yield from _unlike_growth(change, fact)
    if before is None or not isinstance(now, Quantity):
        return
    if now.approximate or before.approximate or not _same_base(change, fact):
        return
    new, old = amount_of(fact, now), amount_of(fact, before)
    way = change.match["way"]
    right = new > old if way in _UP else new < old
    if way.endswith("持平"):
        part = percent_change(new, old)
        right = new == old or (way == "基本持平" and part is not None and abs(part) < 1)
    if right:
        yield from _wrong_amount(change, fact, new, old)
    else:
        yield _turned(change, fact)


def _wrong_amount(change: _Change, fact: Fact, new: Decimal, old: Decimal) -> Iterator[Hit]:
    said, values = change.said, _values(change, fact)
    if said is None or said.quantity.approximate:
        return
    instead = _mistaken(fact, said, new, old)
    if not instead:
        wanted = _wanted(said.quantity.unit, new, old, said.quantity.places)
        if (
            wanted is None
            or (fact.entry.kind == "百分比" and said.is_percent)
            or abs(wanted - said.amount) <= _slack(said)
            or (fact.more.growth is not None and fact.more.growth.amount == said.amount)
        ):
            return
        scale = said.amount / said.quantity.value if said.quantity.value else Decimal(1)
        shown = format_decimal((wanted / scale).normalize())
        instead = said.quantity.prefix + shown + said.quantity.scale + said.quantity.unit
    values["应为"] = instead
    yield Hit(said.spot, values, elsewhere=(fact.place,), related=change.related)


def _unlike_growth(change: _Change, fact: Fact) -> Iterator[Hit]:
    """A growth that is not the one the ledger gives, where it gives no number of the period before."""
    growth, said = fact.more.growth, change.said
    if growth is None or said is None or not said.is_percent or said.quantity.approximate:
        return
    falls = change.match["way"] not in _UP
    if said.amount != abs(growth.amount) or falls != (growth.amount < 0):
        values = {"事实": fact.path, "增幅": growth.raw}
        yield Hit(said.spot, values, "增幅", elsewhere=(fact.place,), related=change.related)


def _slack(said: Number) -> Decimal:
    """How far what is measured may be off, its last digit rounded."""
    measured = said.quantity.unit in ("%", *_POINTS)
    return Decimal(51).scaleb(-said.quantity.places - 2) if measured else Decimal(0)


def _mistaken(fact: Fact, said: Number, new: Decimal, old: Decimal) -> str:
    """What should stand where per cent and percentage points are taken for each other; else ""."""
    change = percent_change(new, old)
    share = fact.entry.kind == "百分比"
    if change is None or not (said.is_percent if share else said.quantity.unit in _POINTS):
        return ""
    if not share:
        return f"{format_decimal(_rounded(change, said).normalize())}%"
    taken = said.amount == abs(new - old) != _rounded(change, said)
    return f"{format_decimal(said.quantity.value.normalize())}个百分点" if taken else ""


def _rounded(change: Decimal, said: Number) -> Decimal:
    return round(abs(change), max(said.quantity.places, 1))


def _wanted(unit: str, new: Decimal, old: Decimal, places: int) -> Decimal | None:
    if unit != "%":
        return abs(new - old)
    change = percent_change(new, old)
    return None if change is None else round(abs(change), max(places, 1))


# --- words of direction in the texts --------------------------------------------------------------

_RISES: Final = "增长|增加|增多|提高|提升|上升|上涨|扩大|超额完成"
_WAYS: Final = re.compile(
    f"(?P<up>{_RISES})|下降|减少|降低|缩减|回落|下滑|下跌|缩小|未完成|没有完成"
)


class _Told(NamedTuple):
    """A word of direction in a text of the facts, with the words round it as `words_round`."""

    up: bool
    word: str
    before: str
    after: str
    fact: Fact


@lru_cache(maxsize=4)
def _ways(facts: Same) -> Mapping[str, list[_Told]]:
    """The words of direction that the texts say, by the two characters before or behind them."""
    out: dict[str, list[_Told]] = {}
    for fact, text, _ in words_of(facts.facts):
        for match in _WAYS.finditer(text):
            around = words_round(text, *match.span())
            told = _Told(match["up"] is not None, match[0], *around, fact)
            for near in {told.before[-2:], told.after[:2]} - {""}:
                out.setdefault(near, []).append(told)
    return out


def _unlike_texts(paper: Manuscript, facts: Facts) -> Iterator[Hit]:
    """A word of direction where the texts have the other one between the same words."""
    known = _ways(Same(facts))
    for index in paper.prose if known else ():
        text = paper.folded[index]
        for match in _WAYS.finditer(text):
            before, after = words_round(text, *match.span())
            told = (*known.get(before[-2:], ()), *known.get(after[:2], ()))
            like = [(score(one, before, after), one) for one in told]
            like = [(points, one) for points, one in like if _is_same(points, one, before, after)]
            if not like or any(one.up == (match["up"] is not None) for _, one in like):
                continue
            _, one = max(like, key=lambda pair: pair[0])
            values = {"事实": one.fact.path, "原词": one.word}
            spot = Spot(index, *match.span())
            yield Hit(spot, values, "原话", level=Level.DOUBT, elsewhere=(one.fact.place,))


def _is_same(points: int, one: _Told, before: str, after: str) -> bool:
    """Whether it is the same telling: its whole text, or enough of it, on both sides unless it
    is long."""
    both = before[-1:] == one.before[-1:] and after[:2] == one.after[:2]
    return points >= SURE or is_whole(one, points) or (points >= STRONG and both)
