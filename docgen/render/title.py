"""Where a title breaks: 词意完整，排列对称，长短适宜，间距恰当，梯形或菱形 (GB/T 9704—2012, 7.3.1).

Every place between two characters has a price; the lines chosen are the cheapest that fit and
rise to their longest and fall again.  What the title says of itself is priced first (its spans,
dates, 书名号, the words of a title); most titles break there.  Only a title that does not is cut
into words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from docgen.document import Span, Text, plain
from docgen.language import terms, words
from docgen.library.styles import POINTS_PER_MM, Style
from docgen.render.word.width import spaced, stretches

_MOST_LINES: Final = 5
"""Lines of the longest title worth a shape; what is longer is filled line by line."""

_NEVER: Final = float("inf")
_SURE: Final = 0.0  # where the title itself ends a part
_WORD: Final = 2.0  # between any two words
_CLOSE: Final = 6.0  # between words that belong together
_SPLIT: Final = 12.0  # within a name or a quotation
_TORN: Final = 60.0  # within a word
_LINE: Final = 4.0  # a line more than are needed
_RAGGED: Final = 0.45
"""The least that a line may be of the longest where the title need not be cut into words."""
_SHORTEST: Final = 3
"""Characters that may stand alone on a line."""
_REMNANT: Final = 4
"""Characters too few to stand apart from the rest of a quotation."""

_NO_BEGIN: Final = frozenset("的地得了着和与及或、，。；：！？）】》〉”’」』〕％%…—～·")
"""What no line begins with."""
_NO_END: Final = frozenset("（【《〈“‘「『〔第—～·")
"""What no line ends with."""
_BRACKETS: Final[Mapping[str, str]] = dict(zip("（【《“‘〔", "）】》”’〕", strict=True))

_WHOLE = re.compile(
    r"\d{4}年(?:度|(?:(?:上|下)半年|第?[一二三四1-4]季度|\d{1,2}月(?:份|\d{1,2}日)?))?"
    r"|[0-9A-Za-z.%％—～－-]+[\u4e00-\u9fff]?|第[一二三四五六七八九十百\d]+[次届期批号]|十[一二三四五]五"
)
"""What stays whole: dates, numbers with what they count, ordinals."""
_ORGANS: Final = re.compile(
    r"(?!在|关于)(?:[^《“（【，、]{2,40}?(?=关于|转发|20\d\d年)|[^《“（【，、的]{1,14}?"
    r"(?:(?:委员会|人民政府|办公室|组织部|宣传部|党委|街道办事处|人力资源和社会保障局)(?!办公|组织|宣传|委员|书记|工作))+)"
)
"""The organs that a title begins with."""
_PLACE: Final = re.compile(r"(?:中共)?([\u4e00-\u9fff]{1,3}[省市县区旗镇乡])")
_BEFORE: Final = re.compile(r"关于|(?<!关于)20\d\d年|“|《")
"""What likes to begin a line."""
_AFTER: Final = re.compile(
    r"20\d\d年(?:度|上半年|下半年|第?[一二三四]季度|\d{1,2}月份?)?"
    r"|(?<=关于)(?:印发|转发|批转|公布|发布|下达|修订|修改|废止|做好|申请|同意|开展|成立|调整|召开|举办|表彰)"
    r"|[、》”](?!的)"
)
"""What likes to end a line."""
_TAIL: Final = re.compile(
    r"(?:(?:工作|活动|会议|实施|紧急|情况|述职|调研|考察|整改|自查|专题|补充|综合|推进|动员|部署|总结|表彰"
    r"|视频|电视电话|座谈|专项)*(?:情况)?的?(?:情况)?(?:意见|通知|通报|报告|请示|批复|决定|公告|函|方案|办法"
    r"|细则|规定|要点|总结|汇报|讲话|计划|纪要|简报|规划|主持词|推进会|大会|会议)+(?:上的?)?)+$"
)
"""The words a title ends with, which keep together."""
_LEANS_RIGHT: Final = frozenset(
    "在对向从为以抓促同把建推强稳保防将由被按就给让使助赴到至于关于做好印发各本全新大抢抗严切"
)
"""Lone characters that belong to what follows."""


def page_lines(title: Text, style: Style) -> tuple[Text, ...]:
    """The title as lines on the style's page."""
    return title_lines(title, style.page.type_area[0] * POINTS_PER_MM / style.title.size)


def title_lines(title: Text, width: float) -> tuple[Text, ...]:
    """The title as lines no wider than `width`; put together they are the title.

    width: of a line, in characters of the title.  A title that fits is one line.
    """
    text = plain(title)
    if spaced(text) <= width:
        return (title,)
    return tuple(_parts(title, [len(line) for line in _lines(title, text, width)]))


def _lines(title: Text, text: str, width: float) -> tuple[str, ...]:
    forbidden = _forbidden(text)
    if spaced(text) > _MOST_LINES * width:
        return tuple(_filled(text, forbidden, width))
    sure = _sure(title, text, forbidden)
    if chosen := _best(text, sure, width, ragged=_RAGGED):
        return chosen
    priced = _priced(text, forbidden, sure)
    return _best(text, priced, width) or tuple(_filled(text, forbidden, width))


def _parts(title: Text, lengths: Iterable[int]) -> Iterator[Text]:
    """The text cut into parts of these lengths, spans cut with it."""
    rest = title
    for length in lengths:
        part, rest = _cut(rest, length)
        yield part


def _cut(text: Text, at: int) -> tuple[Text, Text]:
    for index, piece in enumerate(text):
        length = len(plain((piece,)))
        if at < length:
            if isinstance(piece, str):
                ends: tuple[Text, Text] = ((piece[:at],), (piece[at:],))
            else:
                left, right = _cut(piece.content, at)
                ends = (piece._replace(content=left),), (piece._replace(content=right),)
            if not at:
                ends = (), (piece,)
            return (*text[:index], *ends[0]), (*ends[1], *text[index + 1 :])
        at -= length
    return text, ()


def _forbidden(text: str) -> list[float]:
    """A price for each place, indexed by the character behind it: 0 allowed, else never."""
    prices = [0.0] * len(text)
    for at, (left, right) in enumerate(pairwise(text), 1):
        if right in _NO_BEGIN or left in _NO_END:
            prices[at] = _NEVER
    prices[0] = _NEVER
    for whole in _WHOLE.finditer(text):
        for at in range(whole.start() + 1, whole.end()):
            prices[at] = _NEVER
    return prices


def _sure(title: Text, text: str, prices: list[float]) -> list[float]:
    """Prices of the places where the title itself says that a part ends, the others never."""
    inside = set(_inside(text))
    places: dict[int, float] = dict.fromkeys(_span_ends(title), _SURE)
    places |= dict.fromkeys(_organ_ends(text), _SURE)
    for found in _BEFORE.finditer(text):
        places.setdefault(found.start(), 0.5)
    for found in _AFTER.finditer(text):
        # A date behind 关于 belongs to what follows it.
        places.setdefault(found.end(), 3.0 if "关于" in text[: found.start()] else 0.5)
    sure = [_NEVER] * len(text)
    for at, price in places.items():
        if 0 < at < len(text) and at not in inside and not prices[at]:
            sure[at] = price
    return sure


def _span_ends(title: Text) -> Iterator[int]:
    """Where facts begin and end."""
    at = 0
    for piece in title:
        end = at + len(plain((piece,)))
        if isinstance(piece, Span):
            yield at
            yield end
        at = end


def _organ_ends(text: str) -> Iterator[int]:
    """Where the organs end that the title begins with; those that issue together each take a
    line, and the place they are of begins each."""
    organs = _ORGANS.match(text)
    if organs is None:
        return
    if place := _PLACE.match(text):
        for again in re.finditer(f"(?:中共)?{place[1]}", text[: organs.end()]):
            yield again.start()
    yield organs.end()


def _inside(text: str) -> Iterator[int]:
    """The places within brackets and quotation marks."""
    open_at: list[tuple[str, int]] = []
    for at, character in enumerate(text):
        if character in _BRACKETS:
            open_at.append((_BRACKETS[character], at))
        elif open_at and character == open_at[-1][0]:
            _, start = open_at.pop()
            yield from range(start + 1, at + 1)


def _priced(text: str, forbidden: list[float], sure: list[float]) -> list[float]:
    """Prices of every place: between words, within names and quotations, within words."""
    out = [price or _TORN for price in forbidden]
    start = 0
    for left, right in pairwise(words(text)):
        start += len(left)
        if forbidden[start]:
            continue
        lone_left = len(left) == 1 or left == "关于"
        lone_right = len(right) == 1 and right not in _LEANS_RIGHT
        out[start] = _SPLIT if lone_left or lone_right else _CLOSE if right == "情况" else _WORD
    kept = {place: _SPLIT for begin, end in _wholes(text) for place in range(begin + 1, end)}
    kept |= {place: _CLOSE for place in _inside(text) if place not in kept}
    for place, price in kept.items():
        out[place] = max(out[place], price)
    return [price if price < _NEVER else out[place] for place, price in enumerate(sure)]


def _wholes(text: str) -> Iterator[tuple[int, int]]:
    """What is broken only in need: the organs, terms, the ends of a quotation, and the words
    that a title ends with."""
    yield from terms(text)
    start = 0
    for end in sorted(set(_organ_ends(text))):
        yield start, end
        start = end
    for place in _inside(text):
        if text[place - 1] in _BRACKETS:
            yield place - 1, place + _REMNANT
    for place in (at for at, character in enumerate(text) if character in _BRACKETS.values()):
        yield max(0, place - _REMNANT), place
    if tail := _TAIL.search(text):
        yield tail.span()


def _best(
    text: str, prices: list[float], width: float, ragged: float = 0.0
) -> tuple[str, ...] | None:
    """The cheapest lines that fit, None when there are none.

    ragged: the least that the shortest line may be of the longest.
    """
    search = _Search(text, prices, width, ragged)
    if not search.places:
        return None
    least = math.ceil(spaced(text) / width)
    search.lines(least, extra=0)
    if search.cost > _LINE:
        search.lines(least + 1, extra=_LINE)
    return search.chosen


class _Search:
    """Goes through the ways to set a text, those first that are likely to be cheap, and leaves
    one as soon as it costs more than the best so far."""

    def __init__(self, text: str, prices: list[float], width: float, ragged: float) -> None:
        self.text, self.prices, self.width, self.ragged = text, prices, width, ragged
        self.places = [at for at, price in enumerate(prices) if price < _NEVER]
        self.cost = _NEVER
        self.chosen: tuple[str, ...] | None = None
        self._size = stretches(text)

    def lines(self, count: int, extra: float) -> None:
        """Tries every way to set the text in so many lines; extra: what that many cost."""
        self._next((), (), count, extra)

    def _next(
        self, starts: tuple[int, ...], sizes: tuple[float, ...], count: int, price: float
    ) -> None:
        start = starts[-1] if starts else 0
        rest = self._size(start, len(self.text))
        if rest > count * self.width:
            return
        if count == 1:
            sizes = (*sizes, rest)
            cost = price + _unevenness(sizes)
            if cost < self.cost and _shapely(sizes, self.ragged):
                self.cost = cost
                edges = (0, *starts, len(self.text))
                self.chosen = tuple(self.text[a:b] for a, b in pairwise(edges))
            return
        ends = []
        for end in self.places:
            if end > start:
                size = self._size(start, end)
                if size > self.width:
                    break
                if size >= _SHORTEST:
                    ends.append((self.prices[end] + abs(size - rest / count), end, size))
        for _, end, size in sorted(ends):
            grown = (*sizes, size)
            cost = price + self.prices[end]
            if cost + _unevenness(grown) < self.cost and _rises_once(grown):
                self._next((*starts, end), grown, count - 1, cost)


def _shapely(sizes: Sequence[float], ragged: float) -> bool:
    """Whether the lines make a 梯形 or 菱形, and none is a remnant."""
    return _rises_once(sizes) and min(sizes) >= max(_SHORTEST, ragged * max(sizes))


def _rises_once(sizes: Sequence[float]) -> bool:
    """Whether the lines rise to the longest and fall again."""
    steps = [b - a for a, b in pairwise(sizes) if a != b]
    return all(a > 0 or b < 0 for a, b in pairwise(steps))


def _unevenness(sizes: Sequence[float]) -> float:
    """What lines of such lengths cost: a line half as long as the longest costs 2.5."""
    longest = max(sizes)
    return sum(10 * (1 - size / longest) ** 2 for size in sizes)


def _filled(text: str, forbidden: list[float], width: float) -> Iterator[str]:
    """The text line by line, each as full as it goes."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and spaced(text[start : end + 1]) <= width:
            end += 1
        furthest = end
        while start + 1 < end < len(text) and forbidden[end]:
            end -= 1
        end = end if end > start + 1 or end == len(text) else furthest
        yield text[start:end]
        start = end
