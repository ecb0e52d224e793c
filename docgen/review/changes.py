"""Shares and changes that are said with the numbers they come from (FIG003, 004, 009, 011)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from docgen.finding import Level
from docgen.language import format_decimal, percent_change
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript
from docgen.review.engine import Asked, Hit
from docgen.review.numbers import Number, Prose, noun_behind, numbers_of

_NEAR: Final = 12
"""Numbers before a share among which its part and whole stand."""
_UP: Final = "增长|增加|提高|上升|增至|升至|扩大|上涨|提升|递增|增|升"
_DOWN: Final = "下降|减少|降低|降至|减至|缩减|缩小|压减|压缩|回落|下滑|下跌|降|减"
_FROM: Final = re.compile("[由从](?:原来|原先|过去|上年|去年|年初)?的?[^，。；]{0,12}$")
_TO: Final = re.compile(f"(?P<way>{_UP}|{_DOWN}|发展|变)(?:了)?(?:到|至|为|成)?了?$")
_BY: Final = re.compile(f"(?P<way>{_UP}|{_DOWN}|增幅|降幅|涨幅)(?:了|为|达到?)?$")
_OTHER_BASE: Final = re.compile("比|同比|环比|较|年均|平均|累计|分别")
_RISES: Final = frozenset([*_UP.split("|"), "增幅", "涨幅"])
_FALLS: Final = frozenset([*_DOWN.split("|"), "降幅"])
_LAST_YEAR: Final = re.compile("(?:比|较)(?:上年|去年|上年同期|去年同期)的?[^，。；\\d]{0,8}$")
_REACHING: Final = re.compile("(?:达到?|增至|升至|减至|降至|增加到|减少到)(?:了)?$")
_SHARE: Final = re.compile("占(?P<of>[^，。；]{0,20})$")


class Pair(NamedTuple):
    """A number and what it became: 由8000元增加到9200元.  way: the verb, "" for a neutral one."""

    old: Number
    new: Number
    way: str
    following: tuple[Number, ...]


def pairs(paper: Manuscript) -> tuple[Pair, ...]:
    """Every such change in the draft, with what its sentence says behind it; found once."""
    return paper.once(_pairs)


def _pairs(paper: Manuscript) -> tuple[Pair, ...]:
    out = []
    for prose in numbers_of(paper):
        for index, (old, new) in enumerate(zip(prose.numbers, prose.numbers[1:], strict=False)):
            if old.unit != new.unit or old.sentence != new.sentence:
                continue
            way = _TO.search(new.lead)
            if way is None or _FROM.search(old.lead) is None:
                continue
            rest = prose.numbers[index + 2 : index + 4]
            out.append(
                Pair(old, new, way["way"], tuple(n for n in rest if n.sentence == new.sentence))
            )
    return tuple(out)


def _exact(*numbers: Number) -> bool:
    return not any(number.quantity.approximate for number in numbers)


def wrong_growth(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A growth that the two numbers said beside it do not give."""
    for pair in pairs(paper):
        old, new = pair.old, pair.new
        if not _exact(old, new):
            continue
        if wrong_way(pair):
            yield Hit(
                new.spot,
                {"原": old.said, "现": new.said, "词": pair.way},
                "方向",
                level=Level.DOUBT,
                related=(old.spot,),
            )
            continue
        for said in pair.following:
            by = _BY.search(said.lead)
            if by is None or _OTHER_BASE.search(said.lead) or not _exact(said):
                break
            if said.is_percent and not old.is_percent:
                yield from _percent(said, old, new)
            elif said.unit == new.unit and not old.is_percent:
                yield from _amount(said, old, new)
            break
    for prose in numbers_of(paper):
        yield from _by_last_year(prose)


def wrong_way(pair: Pair) -> bool:
    """由38个增加到25个."""
    old, new = pair.old.amount, pair.new.amount
    return (pair.way in _RISES and new < old) or (pair.way in _FALLS and new > old)


def _percent(said: Number, old: Number, new: Number) -> Iterator[Hit]:
    change = percent_change(new.amount, old.amount)
    if change is None:
        return
    slack = Decimal(51).scaleb(-said.quantity.places - 2)
    low, high = _ratio(new, old)
    off = _off(said.amount, (low - 100, high - 100) if change > 0 else (100 - high, 100 - low))
    if off <= slack:
        return
    right = format_decimal(abs(change), max(said.quantity.places, 1)).removesuffix(".0")
    close = off <= 2 * slack
    yield Hit(
        said.spot,
        {"原": old.said, "现": new.said, "应为": f"{right}%"},
        level=Level.HINT if close else None,
        hint=f"按这两个数算是{right}%；核对三个数哪个不对",
        related=(old.spot, new.spot),
    )


def _amount(said: Number, old: Number, new: Number) -> Iterator[Hit]:
    change = abs(new.amount - old.amount)
    if change == said.amount:
        return
    scale = said.amount / said.quantity.value if said.quantity.value else Decimal(1)
    right = f"{format_decimal(change / scale)}{said.quantity.scale}{said.quantity.unit}"
    yield Hit(
        said.spot,
        {"原": old.said, "现": new.said, "应为": right},
        hint=f"按这两个数算是{right}；核对三个数哪个不对",
        related=(old.spot, new.spot),
    )


def _by_last_year(prose: Prose) -> Iterator[Hit]:
    """比上年的80名增加20名，达到110名."""
    for old, by, new in zip(prose.numbers, prose.numbers[1:], prose.numbers[2:], strict=False):
        if not (old.unit == by.unit == new.unit and old.sentence == new.sentence):
            continue
        way = _BY.fullmatch(by.lead.strip("，"))
        if way is None or not _LAST_YEAR.search(old.lead) or not _REACHING.search(new.lead):
            continue
        sign = -1 if way["way"] in _FALLS else 1
        if _exact(old, by, new) and old.amount + sign * by.amount != new.amount:
            right = format_decimal(old.amount + sign * by.amount)
            yield Hit(
                new.spot,
                {"原": old.said, "现": new.said, "应为": right},
                "合计",
                hint=f"按前两个数算是{right}；核对三个数哪个不对",
                related=(old.spot, by.spot),
            )


def wrong_times(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """由20家增加到60家，增长3倍."""
    for pair in pairs(paper):
        old, new = pair.old, pair.new
        for said in pair.following[:1]:
            by = _BY.search(said.lead)
            if said.unit != "倍" or by is None or not old.amount or not _exact(old, new, said):
                continue
            times = new.amount / old.amount
            grown = times - 1
            if abs(grown - said.amount) <= Decimal("0.06"):
                continue
            whole = abs(times - said.amount) <= Decimal("0.06")
            right = format_decimal(grown, 1).removesuffix(".0")
            yield Hit(
                said.spot,
                {"原": old.said, "现": new.said, "应为": f"{right}倍"},
                "多算" if whole else "",
                related=(old.spot, new.spot),
            )


def wrong_points(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """The difference of two percentages: 个百分点, and how many."""
    for pair in pairs(paper):
        old, new = pair.old, pair.new
        for said in pair.following[:1]:
            by = _BY.search(said.lead)
            if by is None or not old.is_percent or _OTHER_BASE.search(said.lead):
                continue
            points = abs(new.amount - old.amount)
            right = f"{format_decimal(points)}个百分点"
            values = {"原": old.said, "现": new.said, "应为": right}
            if said.is_percent and said.amount == points:
                yield Hit(said.spot, values, hint=f"改为“{right}”", related=(old.spot, new.spot))
            elif said.unit in ("个百分点", "百分点") and said.amount != points and _exact(old, new):
                yield Hit(said.spot, values, "差数", related=(old.spot, new.spot))


def wrong_share(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """200名中62名，占35%: a share that its two numbers do not give."""
    for prose in numbers_of(paper):
        for index, said in enumerate(prose.numbers):
            if not said.is_percent:
                continue
            share = _SHARE.search(said.lead) or _SHARE.search(
                prose.text[max(said.clause[0], said.start - 24) : said.start]
            )
            if share is None or not _exact(said):
                continue
            if _OF_ANOTHER.search(share["of"]) or _OWN_SUBJECT.search(
                prose.text, said.clause[0], said.start
            ):
                continue
            before = [
                n
                for n in prose.numbers[max(0, index - _NEAR) : index]
                if n.sentence == said.sentence
            ]
            yield from _share(prose, said, before)


def _share(prose: Prose, said: Number, before: list[Number]) -> Iterator[Hit]:
    counted = [n for n in before if not n.is_percent]
    inner = [
        n for n in counted if n.clause == said.clause and "占" in prose.text[n.clause[0] : n.start]
    ]
    outer = [n for n in counted if n not in inner]
    if not outer:
        return
    part = outer[-1]
    wholes_ = [n for n in (*inner, *outer[:-1]) if n.unit == part.unit and n.amount > part.amount]
    if not wholes_ or part.quantity.unit == "" or not _exact(part, *wholes_):
        return
    slack = Decimal(51).scaleb(-said.quantity.places - 2)
    shares = [(_off(said.amount, _ratio(part, n)), n) for n in wholes_]
    if min(shares)[0] <= slack:
        return
    whole = inner[-1] if inner and inner[-1] in wholes_ else wholes_[-1]
    right = part.amount / whole.amount * 100
    shown = format_decimal(right, max(said.quantity.places, 1)).removesuffix(".0")
    told = bool(inner) or _AMONG.search(prose.text, whole.end, part.start) is not None
    close = min(shares)[0] <= 2 * slack
    level = Level.HINT if close else None if told and len(wholes_) == 1 else Level.DOUBT
    if not told and noun_behind(said):
        return
    yield Hit(
        said.spot,
        {"部分": part.said, "总数": whole.said, "应为": f"{shown}%"},
        level=level,
        hint=f"按这两个数算是{shown}%；核对三个数哪个不对",
        related=(whole.spot, part.spot),
    )


def _ratio(part: Number, whole: Number) -> tuple[Decimal, Decimal]:
    """Between what the share in percent lies, as 8.1万 and 56.7万 are themselves rounded."""
    above, below = part.amount + _rounded(part), part.amount - _rounded(part)
    low = below / (whole.amount + _rounded(whole)) * 100
    return low, above / (whole.amount - _rounded(whole)) * 100


def _rounded(number: Number) -> Decimal:
    """By how much a number told in 万 or 亿 with decimals may differ from what was counted."""
    quantity = number.quantity
    if not quantity.scale or not quantity.places or not quantity.value:
        return Decimal(0)
    return Decimal(5).scaleb(-quantity.places - 1) * number.amount / quantity.value


def _off(said: Decimal, span: tuple[Decimal, Decimal]) -> Decimal:
    """How far a number lies from a span, 0 inside it."""
    return max(span[0] - said, said - span[1], Decimal(0))


_AMONG: Final = re.compile("其中|中")
_OF_ANOTHER: Final = re.compile("分别|^[^0-9]*(?:计划|任务|目标|预算|指标|同期|上年|去年)[^0-9]*$")
"""What a share is of when it is of no number said before it: 占全年计划的67%."""
_OWN_SUBJECT: Final = re.compile(
    "(?<![^，。；：、（])(?:其中，?)?(?!(?:约|仅|只|共|已|还|就|各|均|正好|大约)?占)[^，。；：、0-9０-９一二三四五六七八九十两]{2,12}占"
)
"""A subject without a number of its own, in the share's clause: 农业人口占91.85%."""
