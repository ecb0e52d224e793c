"""Wholes and their parts: 其中, 分为, 其余 (FIG001, FIG002)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from docgen.facts.bounds import bounds
from docgen.finding import Level
from docgen.language import format_decimal
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript
from docgen.review.engine import Asked, Hit
from docgen.review.numbers import Number, Prose, noun_before, numbers_of

_AMONG: Final = re.compile("[其共]中")
_DIVIDED: Final = re.compile(
    "分别(?:是|为)|(?<![重新改整])[分划]为|由(?=[^，。；]{1,60}[组构]成)|包括"
)
_NEAR: Final = 30
"""Numbers before or behind a marker among which a whole and its parts stand."""
_LONGEST: Final = 400
"""Characters of a bracket that lists parts."""
_STOP: Final = re.compile("[。；！？：]")
_REST: Final = re.compile("其余|剩余|余下|其他的?$")
_COMPARED: Final = re.compile(
    "比|同期|上年|去年|前年|往年|增长|增加|新增|下降|减少|提高|上升|增幅|原来|原有|占|目标|计划"
)
_OTHER_DEED: Final = re.compile(
    "^(?:并|还|又|再|另|同时|培养|新建|改建|新增|投入|投资|举办|开展|完成|化解|建成|建立|建设|已|比|全|我|本|共|总|累计|"
    "发展|占|现|有|召开|组织|排查|整改|整顿|解决|办结|走访|慰问|发放|打造|实施|调整|选派|选出|抽调|安排|配备|推选|推荐|评选|表彰|"
    "处分|给予|查处|筹|争取|引进|落实|修|栽|清理|收|处理|覆盖|带动|实现|每|平均|人均|均|达到|超过|今年|去年|上年|截至|目前|到)"
)
_CROSSING: Final = re.compile(
    "[女男老新]|预备|少数|民族|岁|青年|学历|大专|高中|初中|本科|研究生|流动|困难|以上|以下|脱贫|退役|妇|年轻|贫困|一肩挑|"
    "致富|带头|退休|在职|党员|积极分子|大学|后备|优秀|先进|示范|重点|首次|曾|兼|省|市级|县级"
)
_PEOPLE: Final = frozenset("名 人次 户 户次 人天".split())
_MONEY: Final = "元"


class Whole(NamedTuple):
    """A number and what is said to be in it.

    sure: the words say that the parts are all there are (分为, 其余).  parts: of its unit.
    others: numbers before it that could be meant as well.
    """

    total: Number
    parts: tuple[Number, ...]
    sure: bool
    others: tuple[Number, ...] = ()


def wholes(paper: Manuscript) -> tuple[Whole, ...]:
    """Every whole with its parts that the draft tells; found once for a draft."""
    return paper.once(_wholes)


def _wholes(paper: Manuscript) -> tuple[Whole, ...]:
    return tuple(whole for prose in numbers_of(paper) for whole in _in(prose))


_CLOSE: Final = re.compile("[^，。；、：（）]{0,8}，?")
"""What may stand between a whole and the word that divides it."""


def _in(prose: Prose) -> Iterator[Whole]:
    if len(prose.numbers) < 2:
        return
    for match in _AMONG.finditer(prose.text):
        before = _before(prose, match.start())
        if before and (whole := _whole(prose, before, match.end(), sure=False)):
            yield whole
    for match in _DIVIDED.finditer(prose.text):
        before = _before(prose, match.start())
        if not before:
            continue
        gap = prose.text[before[0].end : match.start()]
        if _CLOSE.fullmatch(gap) is None:
            continue
        whole = _whole(prose, before[:1], match.end(), sure=match[0] != "包括")
        if whole is not None and len(whole.parts) > 1:
            yield whole
    for number in prose.numbers:
        if prose.text.startswith("（", number.end):
            inner = _bracketed(prose, number)
            if inner is not None:
                yield inner


def _before(prose: Prose, at: int) -> list[Number]:
    """The numbers that a marker there may speak of, the nearest first: of its sentence, or of the
    one before when it opens one; those of comparisons only when there are no others."""
    text = prose.text
    edge = at
    while edge and text[edge - 1] in "。；，":
        edge -= 1
    start = max((text.rfind(stop, 0, edge) for stop in "。；！？"), default=-1) + 1
    known = prose.numbers
    upto = bisect_right(known, at, key=lambda n: n.end)
    near = known[max(0, upto - _NEAR) : upto]
    found = [n for n in near if start <= n.start and not n.is_percent]
    found.reverse()
    plain = [n for n in found if _COMPARED.search(text[n.clause[0] : n.start]) is None]
    return plain or found


def _whole(prose: Prose, before: Sequence[Number], at: int, *, sure: bool) -> Whole | None:
    """The whole of the numbers before a marker that the parts behind it are of, nearest first."""
    for total in before:
        parts, rest = _parts(prose, at, total)
        if parts:
            others = tuple(n for n in before if n is not total and n.unit == total.unit)
            return Whole(total, parts, sure or rest, others)
    return None


def _parts(prose: Prose, at: int, total: Number) -> tuple[tuple[Number, ...], bool]:
    """The parts behind a marker, and whether the last takes up the rest."""
    parts: list[Number] = []
    text, edge, sum_, rest = prose.text, at, Decimal(0), False
    depth = 0
    first = bisect_left(prose.numbers, at, key=lambda n: n.start)
    for number in prose.numbers[first : first + _NEAR]:
        if _STOP.search(text, edge, number.start) or (parts and sum_ == total.amount):
            break
        between = text[edge : number.start]
        depth += between.count("（") - between.count("）")
        edge = number.end
        clause = between.rpartition("，")
        if clause[1] and parts and _OTHER_DEED.match(clause[2]):
            break
        if depth > 0 or number.unit != total.unit or text.startswith("的", number.end):
            continue
        if _COMPARED.search(number.lead) or "每" in number.lead:
            continue
        if "合计" in number.lead or "共计" in number.lead:
            break
        parts.append(number)
        sum_ += number.amount
        rest = rest or _REST.search(number.lead) is not None
    return tuple(parts), rest


def _bracketed(prose: Prose, total: Number) -> Whole | None:
    """党支部68个（农村35个、社区5个、企事业28个）: parts that stand in brackets behind a whole."""
    end = prose.text.find("）", total.end, total.end + _LONGEST)
    inner = prose.text[total.end + 1 : end]
    first = bisect_left(prose.numbers, total.end, key=lambda n: n.start)
    parts = tuple(n for n in prose.numbers[first : first + _NEAR] if n.start < end)
    if end < 0 or len(parts) < 2 or "其中" in inner or _COMPARED.search(inner):
        return None
    if any(n.unit != total.unit or n.lead.strip("，、 （") == "" for n in parts):
        return None
    return Whole(total, parts, sure=False)


def wrong_sum(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Parts that do not make up their whole."""
    for whole in wholes(paper):
        if any(_exceeds(part, whole.total) for part in whole.parts):
            continue
        level = _wrong(whole)
        if level is None:
            continue
        total = whole.total
        sum_ = sum((n.amount for n in whole.parts), Decimal(0))
        scale = total.amount / total.quantity.value if total.quantity.value else Decimal(1)
        said = format_decimal(sum_ / scale) + total.said[len(_digits(total.said)) :]
        yield Hit(
            total.spot,
            {
                "总数": total.said,
                "和": said,
                "各项": "＋".join(part.said for part in whole.parts),
            },
            level=level,
            related=tuple(part.spot for part in whole.parts),
        )
    for prose in numbers_of(paper):
        yield from _rests(prose)


def _digits(said: str) -> str:
    found = re.match(r"[\d.,，]+", said)
    return found[0] if found else ""


def _wrong(whole: Whole) -> Level | None:
    """How sure it is that the sum is wrong; None when it may be right."""
    total, parts = whole.total, whole.parts
    if len(parts) < 2 and not whole.sure:
        return None
    low = sum((bounds(n.quantity).low for n in parts), Decimal(0))
    high = sum((bounds(n.quantity).high for n in parts), Decimal(0))
    rough = total.quantity.approximate or any(n.quantity.approximate for n in parts)
    sum_ = sum((n.amount for n in parts), Decimal(0))
    known = bounds(total.quantity)
    if sum_ == total.amount or any(sum_ == other.amount for other in whole.others):
        return None
    if rough and low <= known.high and known.low <= high:
        return None
    rounded = total.quantity.scale and any(n.quantity.places for n in (total, *parts))
    if rounded and low <= known.high and known.low <= high:
        return None
    if len(parts) < 2:
        return None
    if whole.sure:
        return Level.ERROR
    leads = [noun_before(n) for n in parts]
    if sum_ > total.amount:
        crossing = any(_CROSSING.search(lead) for lead in leads)
        if total.unit in _PEOPLE:
            return None if crossing else Level.DOUBT
        return Level.DOUBT if crossing and total.unit != _MONEY else Level.ERROR
    return _near(total, leads, sum_)


def _near(total: Number, leads: Sequence[str], sum_: Decimal) -> Level | None:
    """Parts that name one sort each and miss their whole by little: one of them was mistyped."""
    noun = noun_before(total)
    ends = {lead[-2:] for lead in leads}
    alike = len(ends) == 1 and len(min(leads, key=len)) > 2
    few = total.amount - sum_ <= max(Decimal(2), total.amount / 20)
    crossing = any(_CROSSING.search(lead) for lead in leads)
    if len(leads) >= 2 and few and alike and not crossing and noun.endswith(next(iter(ends))):
        return Level.DOUBT
    return None


def _rests(prose: Prose) -> Iterator[Hit]:
    """排查215件，化解208件，其余7件: what is left over and the parts before it make up a whole."""
    for index, number in enumerate(prose.numbers):
        if not re.search("(?:其余|剩余|余下)[^，。；、：]{0,6}$", number.lead[-12:]):
            continue
        line_start = prose.text.rfind("。", 0, number.start) + 1
        before = [
            n
            for n in prose.numbers[max(0, index - _NEAR) : index]
            if line_start <= n.start
            and n.unit == number.unit
            and not n.quantity.approximate
            and _COMPARED.search(n.lead) is None
        ]
        if len(before) < 2 or number.quantity.approximate or _adds_up(before, number):
            continue
        whole, part = before[-2], before[-1]
        if len(before) > 2 or part.amount > whole.amount:
            continue
        yield Hit(
            number.spot,
            {
                "总数": whole.said,
                "部分": part.said,
                "余数": number.said,
                "应余": format_decimal(whole.amount - part.amount),
            },
            "其余",
            level=Level.DOUBT,
            related=(whole.spot, part.spot),
        )


def _adds_up(before: Sequence[Number], rest: Number) -> bool:
    amounts = [n.amount for n in before]
    for index, whole in enumerate(amounts):
        sum_ = rest.amount
        for part in reversed(amounts[index + 1 :]):
            sum_ += part
            if sum_ == whole or part + rest.amount == whole:
                return True
    return False


def _exceeds(part: Number, total: Number) -> bool:
    return bounds(part.quantity).low > bounds(total.quantity).high


_OF: Final = re.compile("[^，。；、：（）]{0,8}中[，、]?")


def more_than_whole(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A part greater than its whole."""
    for whole in wholes(paper):
        for part in whole.parts:
            if _exceeds(part, whole.total):
                sure = not any(not _exceeds(part, other) for other in whole.others)
                yield _too_much(part, whole.total, None if sure else Level.HINT)
                break
    for prose in numbers_of(paper):
        if "中" not in prose.text:
            continue
        for number, following in zip(prose.numbers, prose.numbers[1:], strict=False):
            match = _OF.match(prose.text, number.end)
            if match is None or following.start < match.end() or number.is_percent:
                continue
            if (
                following.unit == number.unit
                and following.sentence == number.sentence
                and _exceeds(following, number)
                and not _COMPARED.search(following.lead)
                and not match[0].startswith(("中心", "中学", "中小学"))
            ):
                yield _too_much(following, number, Level.DOUBT)


def _too_much(part: Number, total: Number, level: Level | None) -> Hit:
    return Hit(
        part.spot, {"部分": part.said, "总数": total.said}, level=level, related=(total.spot,)
    )
