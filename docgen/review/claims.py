"""What a draft says it will count, held against what it lists (OUT007, OUT008, OUT010)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from typing import Final, NamedTuple

from docgen.finding import Level
from docgen.language import chinese_number, count_word, parse_chinese_number
from docgen.language.labels import Label, label_at, labels_on
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.counting import Run, marks_of, runs_of
from docgen.review.engine import Asked, Hit
from docgen.review.joined import everything, running
from docgen.review.outline import Item, outline_of, siblings

_N: Final = "十[一二三四五六]|[两二三四五六七八九十]|1[0-6]|[2-9]"
_NOUNS: Final = (
    "方面|特点|特征|环节|问题|原因|做法|措施|办法|步骤|阶段|重点|关键|要求|意见|建议|任务|体会|启示|经验|"
    "表现|层面|途径|抓手|转变|突破|教训|亮点|打算|优势|不足|短板|差距|感受|看法|希望|想法|要点|内容|事项|"
    "工作|事情|困难|难题|成效|变化"
)
_LED: Final = frozenset("0123456789一两二三四五六七八九十第前后这每各几数多其那末头")
"""What before a number makes it none of items: 第二个, 前三项, 这两点, 十几个."""
_CLAIM: Final = re.compile(
    rf"(?P<n>{_N})(?![0-9一二三四五六七八九十几])"
    rf"(?:(?:个|项|条|点|大|种|类|件|句|层)(?P<noun>[主突重具]?[要出点体]?(?:{_NOUNS})|话|事|意思)?|方面|步)"
)
_SAID: Final = re.compile(
    "(?:讲|谈|说|提|强调|提出|谈谈|讲讲|说说)(?:一下)?(?:以下|如下|下面)?$|(?:以下|下列|下面|如下)$"
)
_BACK: Final = re.compile(
    "(?:这|上述|以上|前面|前述|其他|另外|其余|其中|上面|剩余|任何|同样|此|该)(?:的|讲的|说的)?$"
)
_TO_ITEM: Final = re.compile(r"(?P<rest>[^。；：:！？“”]{0,24})(?P<mark>[。：:]?)\s*")
_BARE: Final = re.compile(
    "(?:的?(?:意见|要求|建议|看法|体会|希望|想法|打算|措施|工作|情况|内容|问题)?)?(?:如下)?，?(?:供大家参考|与大家交流|和大家商量)?$"
)
_SETTLED: Final = re.compile("[已均都]|满意|落实到位")
"""Words that end a matter instead of opening a list."""
_KIND: Final = re.compile("(?:另|还有|再)?一种(?:情况)?是")
_DEEDS: Final = re.compile("(?:做|抓|开展)(?:好|实)?了?(?:以下|如下|下列|下面)?$")
_CROSSING: Final = re.compile(
    "[^。：]{0,12}。(?:现|下面)[^。：]{0,24}(?:汇报|报告|总结)(?:如下)?[。：]$"
)
_PARTS: Final = re.compile(
    "基本情况|概况|做法|开展情况|工作情况|完成情况|进展|总体|成效|成绩|经验|体会|特点|亮点"
)
"""Headings of the parts of a paper, not of what was done."""
_AHEAD: Final = re.compile("问题|不足|短板|差距|打算|下一?步|计划|建议|今后")
_TRUNCATED: Final = re.compile(r"(?:…|\.{3})\s*(?:略|$)|[（(]略[）)]")


class _Following(NamedTuple):
    """What follows a claim: how many there are, where the first stands, how sure it is meant.

    besides: so many more that tell problems and plans, and may be counted or not.
    """

    number: int
    first: Spot
    close: bool
    besides: int = 0


def stated_counts(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """讲五点意见, 有三个特点, N项措施如下: another number than the items that follow."""
    for index in running(paper).holding(_CLAIM):
        text = paper.folded[index]
        for claim in _CLAIM.finditer(text):
            if text[claim.start() - 1 : claim.start()] in _LED:
                continue
            stated = parse_chinese_number(claim["n"]) or int(claim["n"])
            before = text[max(0, claim.start() - 6) : claim.start()]
            said = _SAID.search(before) is not None
            if _BACK.search(before) or not (said or claim["noun"] or "方面" in claim[0]):
                continue
            follows = paper.once(_Follows)
            found = follows.after(index, claim) or follows.below(index, claim)
            if found is None or found.number == 0:
                continue
            if found.number <= stated <= found.number + found.besides:
                continue
            yield Hit(
                Spot(index, claim.start(), claim.end()),
                {"所说": claim["n"], "所列": count_word(found.number)},
                "未完" if follows.truncated and found.number < stated else "不符",
                level=None if found.close else Level.DOUBT,
                related=(found.first,),
            )


class _Follows:
    """Finds the items that follow a place of the draft."""

    def __init__(self, paper: Manuscript) -> None:
        self.paper = paper
        self.outline = paper.once(outline_of)
        self.lines = [item.line for item in self.outline]
        self.groups = {group[0].line: group for group in siblings(self.outline)}
        self.runs = {run.first[:2]: run for run in runs_of(paper)}

    @cached_property
    def truncated(self) -> bool:
        """Whether the draft leaves text out."""
        return any(_TRUNCATED.search(self.paper.lines[i].text) for i in self.paper.prose)

    def after(self, index: int, claim: re.Match[str]) -> _Following | None:
        """The items right behind the claim: in the same paragraph, or from the next line on.

        A number that another one follows before them is told of other things.
        """
        text = self.paper.folded[index]
        gap = _TO_ITEM.match(text, claim.end())
        if gap is None:
            return None
        if _SETTLED.search(gap["rest"]):
            return None
        told = "了" in gap["rest"] and gap["mark"] == "。" and gap.end() == len(text)
        if told or _CLAIM.search(gap["rest"]):
            return None
        close = bool(gap["mark"] or gap.end() == len(text)) and bool(_BARE.match(gap["rest"]))
        if gap.end() < len(text):
            if not gap["mark"]:
                return None
            return self._inline(index, gap.end(), close=close)
        following = index + 1
        if following >= len(self.paper.lines) or self.paper.lines[following].role not in (
            "heading",
            "body",
        ):
            return None
        if run := self.runs.get((following, 0)):
            return _of_run(run, close=close)
        group = self._group(index)
        if group is None:
            return None
        besides = self._ahead(group) if _DEEDS.search(text[: claim.start()]) else 0
        return _Following(self._count(group) - besides, _label(group[0]), close, besides)

    def below(self, index: int, claim: re.Match[str]) -> _Following | None:
        """The headings from the next line on, where a claim of deeds is parted from them by a
        sentence that leads over: 主要做了三个方面的工作。现汇报如下："""
        text = self.paper.folded[index]
        if not (_CROSSING.match(text, claim.end()) and _DEEDS.search(text[: claim.start()])):
            return None
        group = self._group(index) or ()
        texts = [self.paper.lines[item.line].text for item in group]
        if not group or any(map(_PARTS.search, texts)):
            return None
        besides = self._ahead(group)
        return _Following(self._count(group) - besides, _label(group[0]), False, besides)

    def _ahead(self, group: Sequence[Item]) -> int:
        """How many of the headings at the end tell problems and plans, by their first sentence."""
        texts = (self.paper.lines[i.line].text.partition("。")[0] for i in reversed(group))
        return len(list(takewhile(_AHEAD.search, texts)))

    def _group(self, index: int) -> tuple[Item, ...] | None:
        """The headings that begin with a first on the next line, below that of this one."""
        group = self.groups.get(index + 1)
        if group is None or not self._below(group[0], index):
            return None
        first = group[0].label
        return group if first is not None and first.ordinal == 1 else None

    def _count(self, group: Iterable[Item]) -> int:
        """How many items ordinals number in those lines, several on one line each for itself."""
        return sum(
            1 + len(tuple(labels_on(self.paper.folded[item.line], item.label)))
            for item in group
            if item.label is not None
        )

    def _inline(self, index: int, start: int, *, close: bool) -> _Following | None:
        if run := self.runs.get((index, start)):
            return _of_run(run, close=close)
        text = self.paper.folded[index]
        first = label_at(text, start)
        if first is not None and first.ordinal == 1:
            here = [first, *labels_on(text, first, start)]
            number = len(here) + self._count(self._carried_on(index, here[-1]))
            spot = Spot(index, start, start + len(first.raw))
            return _Following(number, spot, close) if number > 1 else None
        if kind := _KIND.match(text, start):
            number = len(_KIND.findall(text, start))
            return _Following(number, Spot(index, *kind.span()), False) if number > 1 else None
        return None

    def _carried_on(self, index: int, last: Label) -> Iterator[Item]:
        """The lines below that carry on what was numbered up to there in that line."""
        for item in self.outline[bisect_right(self.lines, index) :]:
            if item.level > last.level:
                continue
            label = item.label
            if label is None or label[:2] != (last.level, last.ordinal + 1):
                return
            if not self._below(item, index):
                return
            yield item
            last = [label, *labels_on(self.paper.folded[item.line], label)][-1]

    def _below(self, first: Item, index: int) -> bool:
        """Whether a group of headings stands below the heading that the claim stands in."""
        own = bisect_right(self.lines, index) - 1
        return own < 0 or self.outline[own].level < first.level


def _label(item: Item) -> Spot:
    return Spot(item.line, 0, len(item.label.raw) if item.label else 0)


def _of_run(run: Run, *, close: bool) -> _Following | None:
    """The count of a run, less sure where other words may carry it on."""
    if run.length < 2:
        return None
    return _Following(run.length, run.first, close and run.family in ("是", "第", "其"))


# -- lists in quotes, levels of government ---------------------------------------------------------

_LISTED: Final = re.compile(
    rf"“(?P<list>[^“”、，。；]{{1,12}}(?:、[^“”、，。；]{{1,12}})+)”(?:这|的)?(?P<n>{_N})"
    r"(?P<m>字(?:诀|经|方针|要求|工作法)?|(?:个|大|项|条|步|种|道|类)(?:环节|方面|步骤|字|重点|关键|要求|措施|工作法|关口|制度|问题|阶段|办法)|步(?:走|工作法|法)?)"
)
_NAMED: Final = re.compile(
    rf"(?P<n>{_N})(?:个|步|项|字|大)(?:环节|步骤|字|重点|关键|阶段|工作法|诀)?(?:即|是|为|——|：)?"
    r"“(?P<list>[^“”、，。；]{1,8}(?:、[^“”、，。；]{1,8})+)”"
)
_TIER: Final = "(?:中央|省|市|州|县|区|旗|镇|乡|街道|村|组|社区|户)(?:（[^（）]{1,6}）)?"
_TIER_ONLY: Final = re.compile(_TIER)
_TIERS: Final = re.compile("(?P<n>[两二三四五六])级")
_TIERS_BEFORE: Final = re.compile(f"{_TIER}(?:[、和]{_TIER})+$")
_PARTS_OF: Final = "环节|步骤|方面|阶段|关口|层面|维度|重点|关键|关键环节|重点环节"
"""Words that count the members of a list beside them; 三项工作 may be the work of the three."""
_MEMBER: Final = "[^、，。；：！？“”‘’《》（）()和与及等的…]"
_COUNTED: Final = re.compile(rf"(?P<open>等)?这?(?P<n>{_N})(?:个|大|项)(?:{_PARTS_OF})")
_PLAIN: Final = re.compile(f"{_MEMBER}{{1,12}}(?:、{_MEMBER}{{1,6}}){{2,}}$")
_PLAIN_BEHIND: Final = re.compile(
    rf"(?:：|，?即|——)(?P<list>{_MEMBER}{{1,6}}(?:、{_MEMBER}{{1,6}}){{2,12}})(?:。|$)"
)
_WIDEST: Final = 80
"""Characters before a number in which its list stands."""
_LEAD: Final = re.compile(
    "(?:^|[从在按以分就对]|围绕|抓[好住牢实紧细]?|把[好握住准]?|突出|紧[扣盯抓]|聚焦|"
    "严把|严守|通过|经过|按照|着[力眼]|立足|强化|做[好实到]|包括|包含|分为|狠抓|盯[住紧]|注重)$"
)
"""What stands before the first of a list, so that this is where it begins."""
_BEGINS: Final = frozenset(("", *"，。；：！？的（）”》"))
_COUNTS: Final = re.compile(f"[0-9两二三四五六七八九十](?:个|大|项)(?:{_PARTS_OF})")
_WORTH: Final = re.compile(f"、[^“”、，。；]{{1,12}}”|[两二三四五六]级|{_COUNTS.pattern}")
"""What a line with such a list holds."""


def quoted_lists(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """“摸、整、建、带”四个环节; 县、乡、村三级; 摸、整、建、带四个环节: another number beside the list
    than it has items."""
    for index in running(paper).holding(_WORTH):
        text = paper.folded[index]
        for start, end, number, items, sure in (*_quoted(text), *_tiers(text), *_plain(text)):
            stated = parse_chinese_number(number) or int(number)
            letters = sum(map(len, items)) if "字" in text[end - 4 : end] else 0
            if stated in (len(items), letters) or items[-1].endswith("等"):
                continue
            yield Hit(
                Spot(index, start, end),
                {"所说": number, "所列": chinese_number(len(items))},
                level=None if sure else Level.DOUBT,
            )


class _List(NamedTuple):
    """Items one by one with a number beside them; sure: no word of theirs can be anything else."""

    start: int
    end: int
    number: str
    items: list[str]
    sure: bool


def _quoted(text: str) -> Iterator[_List]:
    if "”" not in text:
        return
    for pattern in (_LISTED, _NAMED):
        for found in pattern.finditer(text):
            if pattern is _LISTED or text[found.start() - 1 : found.start()] not in _LED:
                items = found["list"].split("、")
                yield _List(*found.span(), found["n"], items, _even(items))


def _even(items: list[str]) -> bool:
    """Whether they are as long as each other."""
    return len({*map(len, items)}) == 1


def _tiers(text: str) -> Iterator[_List]:
    """县、乡、村三级: the tiers right before their number."""
    for found in _TIERS.finditer(text):
        begin = max(0, found.start() - 40)
        if before := _TIERS_BEFORE.search(text[begin : found.start()]):
            tiers = re.split("[、和]", before[0])
            yield _List(begin + before.start(), found.end(), found["n"], tiers, sure=True)


def _plain(text: str) -> Iterator[_List]:
    """摸、整、建、带四个环节, without quotation marks: members as long as each other, so that it is
    certain where the first begins."""
    for found in _COUNTED.finditer(text) if _COUNTS.search(text) else ():
        number = found["n"]
        behind = _PLAIN_BEHIND.match(text, found.end())
        if behind is not None and text[found.start() - 1 : found.start()] not in _LED:
            items = behind["list"].split("、")
            if _even(items):
                yield _List(found.start(), behind.end("list"), number, items, len(items[0]) == 1)
        left = max(0, found.start() - _WIDEST)
        before = _PLAIN.search(text[left : found.start()])
        if before is None:
            continue
        start = left + before.start()
        items = before[0].split("、")
        length = len(items[1])
        lead, items[0] = items[0][:-length], items[0][-length:]
        if text[start - 1 : start] not in _BEGINS or not _LEAD.search(lead) or not _even(items):
            continue
        partly = found["open"] and (parse_chinese_number(number) or int(number)) >= len(items)
        if not partly and not any(map(_TIER_ONLY.fullmatch, items)):
            yield _List(start + len(lead), found.end(), number, items, length == 1)


# -- numeral slogans -------------------------------------------------------------------------------

_PAIRED: Final = re.compile(
    r"(?P<n>[两二三四五六七八九])(?P<a>[一-龥])(?P<m>[两二三四五六七八九])(?P<b>[一-龥]{1,2})(?=[”，。、；：]|$)"
)
_SINGLE: Final = re.compile(r"“(?P<n>[两二三四五六七八九])个(?P<a>[一-龥]{2})”")
_SLOGAN: Final = re.compile("[两二三四五六七八九](?:[一-龥][两二三四五六七八九]|个[一-龥]{2}”)")
_SAME: Final[Mapping[str, str]] = {"两": "二"}
_SET: Final = "代表 意识 维护 自信 文明 全面 确立 结合 务必 必然 答案 坚持 一致 牢固 责任".split()


def numeral_slogans(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """四抓四强化, “三个规范”: another number than the parts of the draft that begin so."""
    seen: set[str] = set()
    starts: Counter[tuple[str, str]] | None = None
    for index in everything(paper).holding(_SLOGAN):
        if paper.lines[index].role not in ("title", "heading", "body"):
            continue
        text = paper.folded[index]
        for found in (*_PAIRED.finditer(text), *_SINGLE.finditer(text)):
            slogan = found[0].strip("“”")
            if slogan in seen:
                continue
            seen.add(slogan)
            stated = parse_chinese_number(found["n"]) or 0
            paired = found.re is _PAIRED
            other = found["m"] if paired else found["n"]
            first = found["a"]
            second = found["b"] if paired else ""
            if _SAME.get(other, other) != _SAME.get(found["n"], found["n"]) or first in _SET:
                continue
            if starts is None:
                starts = _starts(paper)
            count = starts[first, second]
            if count < 2 or count == stated:
                continue
            yield Hit(
                Spot(index, *found.span()),
                {"所说": slogan, "所列": count_word(count), "开头": first},
                level=None if paired else Level.HINT,
            )


_START: Final = 24
"""Characters of a beginning that are looked at."""


def _starts(paper: Manuscript) -> Counter[tuple[str, str]]:
    """How many headings, paragraphs and items begin with the two characters of 三个规范, or with
    one as 四抓四强化 has it and the other one or two behind it in the same sentence."""
    out: Counter[tuple[str, str]] = Counter()
    numbered = paper.once(marks_of)
    for index in paper.prose:
        line, text = paper.lines[index], paper.folded[index]
        begins = [len(line.label.raw) if line.label else 0]
        begins += [mark.end for mark in numbered[index]]
        for at in dict.fromkeys(begins):
            start = text[at : at + _START].split("。", 1)[0]
            ends = ((i, i + size) for size in (1, 2) for i in range(1, len(start) - size + 1))
            out.update({(start[:2], ""), *((start[:1], start[i:end]) for i, end in ends)})
    return out
