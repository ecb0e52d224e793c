"""Numbers of a draft that no fact has (FIG006), each with the fact that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.finding import Level
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript
from docgen.review.against import Held, change_behind, held_against, index_for
from docgen.review.engine import Asked, Hit
from docgen.review.guesses import meant
from docgen.review.periods import is_own
from docgen.review.plans import plans_of

_FEW: Final = 5
_PLAN: Final = re.compile(
    "要|计划|力争|确保|下一步|将|拟|目标|争取|打算|不少于|不低于|不超过|不高于|不多于|至少|每"
)
_ARABIC: Final = frozenset("0123456789０１２３４５６７８９")
_TIME: Final = frozenset(
    "年 周年 个月 月 天 日 周 个星期 个季度 季度 小时 个小时 分钟 秒 岁 周岁 届 倍 折 成 分 度 点".split()
)


def orphans(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A number that is no fact's and follows from none.

    Where a third of all numbers are such, the facts are not those the draft was written from, or
    tell little of it: then each is only a hint.
    """
    if asked.facts is None:
        return
    held = held_against(paper, asked.facts, asked.library)
    judged = {(one.number.line, match.end()) for one in held if (match := change_behind(one))}
    lone = [
        one
        for one in held
        if one.known is None
        and not one.agrees
        and (one.number.line, one.number.start) not in judged
        and not _excused(one, paper)
    ]
    level = Level.HINT if len(lone) > max(_FEW, len(held) / 3) else None
    index = index_for(asked.facts, asked.library)
    for one in lone:
        number, prose = one.number, one.prose
        sentence = prose.text[prose.sentence_start(number) : number.start]
        known = meant(number, index, named=is_own(sentence, index.period) is None)
        if known is None:
            yield Hit(one.number.spot, level=level)
            continue
        at = f"{known.place.path}:{known.place.line}" if known.place.line else str(known.place)
        values = {"事实": known.path, "值": known.said}
        hint = f"是不是“{known.path}”{known.said}（{at}）；是另一个真数的，先记进台账"
        yield Hit(one.number.spot, values, "相近", hint, level, elsewhere=(known.place,))


def _excused(held: Held, paper: Manuscript) -> bool:
    """Whether no fact need carry the number: a time, a count of the paper's own points, a plan."""
    number, prose = held.number, held.prose
    quantity = number.quantity
    if number.line in plans_of(paper) or not any(char in _ARABIC for char in number.said):
        return True
    if quantity.unit in _TIME or quantity.amount <= 1:
        return True
    if quantity.unit == "" and number.start == 0 and paper.lines[number.line].cell is None:
        return True
    return _PLAN.search(prose.text[prose.sentence_start(number) : number.end]) is not None
