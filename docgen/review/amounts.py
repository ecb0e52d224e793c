"""How a single number is said: its unit, its qualifiers (FIG007, 012, 014)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.finding import Level
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.against import index_for
from docgen.review.engine import Asked, Edit, Hit
from docgen.review.known import Index, Known
from docgen.review.numbers import Number, Prose, numbers_of
from docgen.review.telling import score, words_round

_COUNTED: Final = re.compile(
    "(?:资金|投资|投入|经费|收入|产值|支出|捐款|补助|贷款|党员|支部|党组织|干部|群众|农户|项目|问题|矛盾|纠纷|"
    "人数|户数|面积|茶园|果园|耕地|林地|土地|树木|苗木|培训|走访|发放|化解|新建|改建|办结|整改|发展|增长|增加|下降|减少|提高|上升|共|有|达|达到|为)$"
)
_CHANGES: Final = re.compile("(?:增长|增加|下降|减少|提高|上升)$")
_STRONG: Final = re.compile(
    "(?:资金|投资|投入|经费|收入|产值|支出|捐款|贷款|面积)(?:达到?|为|共)?$"
)
_LISTED: Final = re.compile(r"\s*[、和及与至到～~—–-]")
_CODE: Final = re.compile(
    "号|码|编号|版|型|代码|序号|比分|得分|评分|分数|数为|比例|比为|系数|指数|倍数|值为"
)


def without_unit(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A number behind which no measure word stands: 投入资金30。

    With facts also one that they tell with its measure word behind the same words.
    """
    index = index_for(asked.facts, asked.library) if asked.facts else None
    for prose in numbers_of(paper):
        for number in prose.numbers:
            quantity = number.quantity
            if quantity.unit or quantity.scale or quantity.suffix or not number.said.isascii():
                continue
            following = prose.text[number.end : number.end + 1]
            if following and following not in "，。；！":
                continue
            if prose.text[number.start - 1 : number.start] in "、和及与至到～~—–-.":
                continue
            lead = number.lead
            if _CODE.search(lead) or "分别" in lead or 1900 <= quantity.value <= 2100:
                continue
            before = {"前文": _last_words(lead)}
            known = _measured(prose, number, index) if index else None
            if known is not None:
                hint = f"补上单位：台账“{known.path}”是{known.said}"
                yield Hit(number.spot, before, hint=hint, elsewhere=(known.place,))
            elif _COUNTED.search(lead):
                sure = _STRONG.search(lead) or _CHANGES.search(lead)
                yield Hit(number.spot, before, level=None if sure else Level.HINT)


def _measured(prose: Prose, number: Number, index: Index) -> Known | None:
    """The fact that has this value and a measure word and is told by the same words."""
    before, after = words_round(prose.text, number.start, number.end)
    for one in index.measured.get((before[-2:], number.amount), ()):
        if not one.before or score(one, before, after) >= _SAME:
            return one
    return None


_SAME: Final = 3
"""Characters that a telling shares with the draft when only its measure word is left out."""


def _last_words(lead: str) -> str:
    return re.split("[，、（]", lead)[-1][-6:]


_MEASURES: Final = "万元|亿元|元|名|人次|人|户|个|件|项|亩|处|家|条|吨|次|场|公里|平方米"
_NOUNS: Final = (
    "收入|项目|党员|支部|资金|经费|投资|干部|群众|农户|问题|矛盾|纠纷|产值|税收|利润|补助|贷款|耕地|公路|企业|基地|"
    "荣誉|事项|活动|会议|党支部|党组织|村干部|积极分子"
)
_SCRAMBLED: Final = re.compile(
    rf"(?P<noun>{_NOUNS})(?P<more>[余多]?)(?P<measure>{_MEASURES})(?=[，。；、！）]|$)"
)


def scrambled(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A number cut from its measure word by the noun it counts: 500收入余元, 13项目个."""
    for prose in numbers_of(paper):
        for number in prose.numbers:
            if number.quantity.unit:
                continue
            match = _SCRAMBLED.match(prose.text, number.end)
            if match is None:
                continue
            right = f"{number.said}{match['more']}{match['measure']}"
            noun = "" if prose.text.endswith(match["noun"], 0, number.start) else match["noun"]
            spot = Spot(number.line, number.start, match.end())
            yield Hit(spot, {"应为": noun + right}, hint=f"是不是“{noun + right}”")


_ROUGHLY: Final = frozenset("约 大约 近 将近 接近".split())
_AROUND: Final = frozenset("左右 上下 内外".split())
_OVER: Final = frozenset("超 超过 逾 突破".split())
_LEAST: Final = frozenset("至少 最少 最低 不少于 不低于".split())
_MOST: Final = frozenset("至多 最多 最高 不超过 不多于 不高于".split())
_BEYOND: Final = frozenset("以上 多 余".split())


def twice_rough(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """约300户左右, 超过100户以上, 1127余名."""
    for prose in numbers_of(paper):
        for number in prose.numbers:
            prefix, suffix = number.quantity.prefix, number.quantity.suffix
            if prefix and suffix and _double(prefix, suffix):
                yield _twice(prose, number, prefix, suffix)
            elif suffix in ("多", "余") and _exact_number(number):
                yield Hit(number.spot, {"字": suffix}, "零头", level=Level.DOUBT)


def _double(prefix: str, suffix: str) -> bool:
    if suffix in _AROUND:
        return prefix in _ROUGHLY | _OVER | _LEAST | _MOST
    if suffix in _BEYOND:
        return prefix in _ROUGHLY | _OVER | _LEAST
    return suffix in ("以内", "以下", "之内") and prefix in _MOST | _ROUGHLY


def _twice(prose: Prose, number: Number, prefix: str, suffix: str) -> Hit:
    """The finding; where the two say the same, with the correction that takes the latter off."""
    values = {"前": prefix, "后": suffix}
    same = (
        (suffix in _AROUND and prefix in ("约", "大约"))
        or (suffix == "以上" and prefix in _OVER | _LEAST)
        or (suffix in ("以内", "以下", "之内") and prefix in _MOST)
    )
    at = prose.text.rfind(suffix, number.start, number.end)
    if not same or at + len(suffix) != number.end:
        return Hit(number.spot, values, hint=f"“{prefix}”和“{suffix}”只留一个")
    right = prose.text[number.start : at]
    edit = Edit(Spot(number.line, at, number.end), "")
    return Hit(number.spot, {**values, "改为": right}, edits=(edit,))


_WHOLE: Final = frozenset("名 人 位 户 个 块 件 条 家 处 项 场 期 人次 份 座 盏 支 所".split())
"""What is counted, not measured."""


def _exact_number(number: Number) -> bool:
    """Whether the digits say it to the last: 1127余名, 74多块, but not 3500余名, 2.3万余名, 3个多月,
    12多亩."""
    quantity = number.quantity
    plain = quantity.scale == "" and quantity.places == 0 and quantity.upper is None
    direct = re.match(r"[^0-9]*[0-9]+[多余]", number.said) is not None
    least = 10 if quantity.unit in _WHOLE else 100
    return plain and direct and quantity.value > least and quantity.value % 10 != 0
