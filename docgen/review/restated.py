"""One figure told more than once: its value, its scale, its period (FIG005, 008, 013)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from docgen.facts.bounds import bounds
from docgen.finding import Level
from docgen.language import format_decimal
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript
from docgen.review.engine import Asked, Hit
from docgen.review.numbers import Number, Prose, noun_before, noun_behind, numbers_of

_WHOLE: Final = "(?:全|我|本)(?:县|市|区|镇|乡|街道)"
_TIME: Final = "(?:截至目前|目前|截至[^，。；]{1,12})"
_OPENS: Final = re.compile(
    f"^(?:{_TIME}，?)?(?:{_WHOLE}(?:境内|范围内)?(?:现共?有|共有|下辖|共辖|共|辖|有|在册)?"
    "|现共?有|共辖|下辖|辖)"
)
_SPEAKS: Final = re.compile(f"{_WHOLE}|现|辖|共有")
_NARROWS: Final = re.compile(
    "其中|共中|包括|含|各|每|分别|另|去年|上年|上期|同期|年初|年底|年末|换届前|以前|原|由|从|计划|力争|目标|预计|比|新|增|减|"
    "占|需|要|将|平均|村的|社区的"
)


def told_otherwise(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """What the draft says of the whole unit once so, once otherwise.

    Parameters: 名 the nouns that are looked at, as they stand for one number of a unit.
    """
    nouns = rule.parameters.get("名")
    known = frozenset(nouns) if isinstance(nouns, list) else frozenset()
    told: dict[tuple[str, str], Number] = {}
    for prose in numbers_of(paper):
        for number, noun in _of_the_whole(prose, known):
            first = told.setdefault((noun, number.unit), number)
            one, other = bounds(first.quantity), bounds(number.quantity)
            if one.low > other.high or other.low > one.high:
                yield Hit(
                    number.spot,
                    {"名": noun, "前": first.said, "后": number.said},
                    related=(first.spot,),
                )


def _of_the_whole(prose: Prose, nouns: frozenset[str]) -> Iterator[tuple[Number, str]]:
    """The numbers that a sentence says of the unit as a whole, with what they count."""
    if not _SPEAKS.search(prose.text):
        return
    for number in prose.numbers:
        noun = noun_before(number)
        if noun not in nouns or noun_behind(number):
            noun = noun_behind(number)
            if noun not in nouns or not prose.text.endswith(_HEADS, 0, number.start):
                continue
        begins = prose.sentence_start(number)
        sentence = prose.text[begins : number.start]
        opening = _OPENS.match(sentence)
        if opening is None or _NARROWS.search(sentence):
            continue
        yield number, noun


_HEADS: Final = ("有", "辖", "镇", "乡", "县", "区", "街道", "、", "和", "，", "共")
_SUMS: Final = re.compile(
    "产值|收入|税|利润|投资|资金|总额|支出|贷款|存款|捐款|经费|营业额|销售额|生产总值|[Gg][Dd][Pp]"
)
_MARKS: Final = frozenset("，。；、！")


def mixed_scales(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Money whose scale is wrong, missing, or not the one it has next to it."""
    for prose in numbers_of(paper):
        scales: dict[str, Number] = {}
        for number in prose.numbers:
            quantity = number.quantity
            if prose.text.startswith("万元", number.end) and quantity.scale == "万":
                yield Hit(number.spot, {"数": number.said}, "万万")
                continue
            if quantity.unit == "" and quantity.scale in ("万", "亿"):
                following = prose.text[number.end : number.end + 1]
                if _SUMS.search(number.lead[-8:]) and (not following or following in _MARKS):
                    yield Hit(
                        number.spot, {"数": number.said}, "缺元", hint=f"写成“{number.said}元”"
                    )
                continue
            if quantity.unit != "元" or quantity.scale not in ("万", "亿"):
                continue
            if quantity.scale == "万" and quantity.value >= 100000:
                in_yi = format_decimal(quantity.value / 10000)
                yield Hit(number.spot, {"数": number.said, "亿": in_yi}, "过大", level=Level.HINT)
            noun = noun_before(number)
            first = scales.setdefault(noun, number)
            if len(noun) > 1 and first.quantity.scale != quantity.scale:
                values = {"名": noun, "前": first.said, "后": number.said}
                yield Hit(number.spot, values, "混用", level=Level.HINT, related=(first.spot,))


_NEAR: Final = 30
"""Numbers before or behind that of a year among which those of its parts stand."""
_PERIOD: Final = re.compile(
    "全年|上半年|下半年|[一二三四1-4]季度|(?<![0-9])(?:1[0-2]|[1-9])月(?:份)?(?![0-9日底前初中上下至])"
)
_ASIDE: Final = re.compile(
    "计划|目标|预计|任务|去年|上年|同期|比|增|减|力争|确保|将|平均|每|占|其中"
)


def wrong_periods(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A part of a year with more than the year; shares that do not make up 100%."""
    for prose in numbers_of(paper):
        if "全年" in prose.text or "半年" in prose.text or "季度" in prose.text:
            yield from _periods(prose)
        if "分别占" in prose.text:
            yield from _shares(prose)


def _periods(prose: Prose) -> Iterator[Hit]:
    told: list[tuple[str, str, Number]] = []
    for order, number in enumerate(prose.numbers):
        clause = prose.text[number.clause[0] : number.start]
        found = [*_PERIOD.finditer(clause)]
        if not found or number.is_percent or _ASIDE.search(clause):
            continue
        period = found[-1]
        begins = number.clause[0] + period.end()
        if order and prose.numbers[order - 1].start >= begins:
            continue
        noun = clause[period.end() :].strip("，、共累计完成了发生为达")
        told.append((period[0], noun, number))
    for order, (name, noun, whole) in enumerate(told):
        size = _months(name)
        if size == 1:
            continue
        parts = [
            (other, part)
            for other, called, part in told[max(0, order - _NEAR) : order + _NEAR]
            if part is not whole
            and part.unit == whole.unit
            and _months(other) < size
            and (called == noun or not called or not noun)
            and (name == "全年" or _MONTHS_OF.get(other, "") == name)
        ]
        most = bounds(whole.quantity).high
        over = [part for _, part in parts if bounds(part.quantity).low > most]
        months = [part for other, part in parts if _months(other) == 1]
        sum_ = sum((part.amount for part in months), Decimal(0))
        if over:
            yield Hit(
                over[0].spot,
                {"部分": over[0].said, "整": whole.said, "期": name},
                related=(whole.spot,),
            )
        elif len(months) > 1 and sum_ > most:
            values = {"和": format_decimal(sum_), "整": whole.said, "期": name}
            yield Hit(whole.spot, values, "各月", related=tuple(part.spot for part in months))


_MONTHS_OF: Final = {
    "一季度": "上半年",
    "二季度": "上半年",
    "1季度": "上半年",
    "2季度": "上半年",
    "三季度": "下半年",
    "四季度": "下半年",
    "3季度": "下半年",
    "4季度": "下半年",
    **{f"{month}月{end}": "上半年" for month in range(1, 7) for end in ("", "份")},
    **{f"{month}月{end}": "下半年" for month in range(7, 13) for end in ("", "份")},
}


def _months(period: str) -> int:
    sizes = {"全年": 12, "半年": 6, "季度": 3}
    return next((size for end, size in sizes.items() if period.endswith(end)), 1)


def _shares(prose: Prose) -> Iterator[Hit]:
    """甲、乙、丙分别占30%、40%、35%."""
    for index, number in enumerate(prose.numbers):
        if not number.is_percent or not number.lead.endswith("分别占"):
            continue
        run = [number]
        for following in prose.numbers[index + 1 :]:
            if not following.is_percent or following.lead.strip() not in ("、", "和", "、和", "及"):
                break
            run.append(following)
        rough = any(one.quantity.approximate for one in run)
        sum_ = sum((one.amount for one in run), Decimal(0))
        each = Decimal("0.1") if any(n.quantity.places for n in run) else Decimal(1)
        slack = each * len(run)
        if len(run) > 1 and not rough and sum_ > 100 + slack:
            spot = number.spot._replace(end=run[-1].end)
            yield Hit(spot, {"和": format_decimal(sum_)}, "占比", level=Level.DOUBT)
