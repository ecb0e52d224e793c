"""Words that number items inside running text (序次语): 一是 二是, 首先 其次, 第一 第二, 一要 二要."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.language.numerals import chinese_number, parse_chinese_number

Family: TypeAlias = Literal["是", "要", "第", "其", "首"]
"""一是 二是, 一要 二要, 第一 第二, 其一 其二, 首先 其次 再次 最后."""

LAST: Final = 0
"""The ordinal of 最后, which ends a run whatever came before it."""

_N: Final = "[一二三四五六七八九十]{1,3}"
_MARK: Final = re.compile(
    rf"(?P<是>{_N})是(?!一[，,、。]|一二是|二[，,、。；]|[否非])"
    rf"|(?P<要>{_N})要(?![求素点务害件闻案塞])"
    rf"|第(?P<第>{_N})(?=[，,：:]|、(?![第一二三四五六七八九十])|是)"
    rf"|其(?P<其>{_N})(?=[，,、：:]|是)"
    r"|(?P<首>首先|其次|再次|最后)"
)
ITEM: Final = re.compile(
    "[一二三四五六七八九十][是要]|[第其][一二三四五六七八九十]|首先|[其再]次|最后"
)
"""What a text holds in which a word numbers items."""
_EDGES: Final = frozenset("。；;：:，,！!？?”」）)、— \u3000\t")
"""What stands before a clause."""
_LOOSE: Final = re.compile(
    "(?<![统唯单专万同归合划进第不每逐何某任之其十百])一(?:是|要)(?![否非求])"
)
_ORDER: Final = {"首先": 1, "其次": 2, "再次": 3, "最后": LAST}
_FIRST: Final = {"是": "一是", "要": "一要", "第": "第一", "其": "其一"}


class Mark(NamedTuple):
    """An item's word: its family, its ordinal from 1 (LAST for 最后), its stretch of the text."""

    family: Family
    ordinal: int
    start: int
    end: int


def marks(text: str) -> Iterator[Mark]:
    """Every word that numbers an item where a clause begins.

    统一是, 十分之一是, 一是一二是二 number nothing.
    """
    for found in _MARK.finditer(text):
        if found.start() and text[found.start() - 1] not in _EDGES:
            continue
        family: Family = found.lastgroup  # type: ignore[assignment]
        word = found[family]
        count = _ORDER[word] if family == "首" else parse_chinese_number(word)
        if count is not None:
            yield Mark(family, count, found.start(), found.end())


def item_word(family: Family, ordinal: int) -> str:
    """The word of that item: 是, 3 is 三是; 首, 3 is 再次."""
    if family == "首":
        return next((word for word, n in _ORDER.items() if n == ordinal), "最后")
    return _FIRST[family].replace("一", chinese_number(ordinal))


def begun_before(text: str, mark: Mark) -> bool:
    """Whether 一是 or 一要 stands in the text before a mark, were it amid a clause (主要一是…，二是…)."""
    return mark.family in ("是", "要") and _LOOSE.search(text, 0, mark.start) is not None
