"""What a reader of any draft stumbles over, whatever its facts: each rule by name.

`defects` reads a document as it lies on the page.  What a writer typed is the writer's; the rules
that judge words look at what template and program made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from docgen.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Span,
    Text,
    block_texts,
    plain,
    spans,
    walk,
)
from docgen.facts.dictionary import Dictionary
from docgen.finding import Level
from docgen.language import count_word
from docgen.review.shares import pieces
from tests.review.dated import out_of_time
from tests.seeds.test_numbers import LISTED, NUMERAL


class Defect(NamedTuple):
    """What is wrong: the rule's name and the words it was seen in."""

    rule: str
    words: str


class Reader(NamedTuple):
    """What reading needs to know.

    kinds: of every entry of the dictionary, by its path.
    """

    kinds: Mapping[str, str]

    @classmethod
    def of(cls, dictionary: Dictionary) -> Reader:
        return cls({entry.path: entry.kind for entry in dictionary.walk()})


class Page:
    """A document as the rules read it, each way of reading it done once.

    lines: every text as read, a heading with what runs in after it.  made: every text with □ for
    what a writer typed.  pieces: every text of the tree in runs of one origin.
    """

    def __init__(self, document: Document, reader: Reader) -> None:
        self.document = document
        self.reader = reader
        self.body = document.body
        texts = list(walk(document))
        self.headings = [(at, b) for at, b in enumerate(self.body) if isinstance(b, Heading)]
        self.lines = list(_lines(document))
        self.made = [_made(text, reader) for text in texts]
        self.pieces = [pieces(text) for text in texts]
        self.spans = [(text, span) for text in texts for span in spans(text)]


Rule = Callable[[Page], Iterator[str]]


def defects(document: Document, reader: Reader) -> list[Defect]:
    """Everything a reader stumbles over, rule by rule."""
    page = Page(document, reader)
    return [Defect(name, words) for name, rule in RULES.items() for words in rule(page)]


# ---- texts as they are read ----------------------------------------------------------------

_DOUBT: Final = "【待核实】"
_GAP: Final = re.compile("【待填：[^】]*】")
_FACT: Final = "□"


def _lines(document: Document) -> Iterator[str]:
    """Each text, a heading with what runs in after it, marks of doubt taken out."""
    yield plain(document.title)
    yield plain(document.recipients)
    yield plain(document.salutation)
    for block in document.body:
        if isinstance(block, Heading):
            yield _read((*block.text, *block.run_in))
        else:
            yield from map(_read, block_texts(block))
    yield plain(document.note)


def _read(text: Text) -> str:
    return _GAP.sub("【待填】", plain(text).replace(_DOUBT, ""))


def _made(text: Text, reader: Reader) -> str:
    """The text with □ for what a writer typed: sentences, names, whole lists."""
    return "".join(_piece(piece, reader) for piece in text)


def _piece(piece: str | Span, reader: Reader) -> str:
    if isinstance(piece, str):
        return piece
    if piece.kind == "doubt":
        return ""
    if piece.kind in ("gap", "figure"):
        return _FACT
    if piece.kind == "fact" and any(_typed(source, reader) for source in piece.sources):
        return _FACT
    return _made(piece.content, reader)


def _typed(source: str, reader: Reader) -> bool:
    """Whether a writer typed the words of this fact: not a number, not how many rows there are."""
    path = _place_less(source)
    return path in reader.kinds and reader.kinds[path] in ("文本", "名称", "列表")


@lru_cache(maxsize=50_000)
def _place_less(path: str) -> str:
    return re.sub(r"\[\d+\]", "", path)


def _around(words: str, found: re.Match[str]) -> str:
    return words[max(0, found.start() - 14) : found.end() + 10]


def _searching(pattern: str) -> Rule:
    """A rule for what the lines must not hold."""
    compiled = re.compile(pattern)

    def rule(page: Page) -> Iterator[str]:
        for line in page.lines:
            yield from (_around(line, found) for found in compiled.finditer(line))

    return rule


def _searching_made(pattern: str) -> Rule:
    """A rule for what the lines must not hold in the words that no writer typed."""
    compiled = re.compile(pattern)

    def rule(page: Page) -> Iterator[str]:
        for line in page.made:
            yield from (_around(line, found) for found in compiled.finditer(line))

    return rule


# ---- lists ---------------------------------------------------------------------------------

_LABEL: Final = re.compile(
    r"([一二三四五六七八九十]+)是|(首先|其次|再次|最后)，|(另?一方面)，|(\d+)\."
)
_FIRSTS: Final = {2: "首先 其次", 3: "首先 其次 最后", 4: "首先 其次 再次 最后"}


def _labels(block: Block) -> Iterator[tuple[str, str]]:
    """The labels of items in a block: how the list is set, and which item it is."""
    for text in (block.run_in,) if isinstance(block, Heading) else block_texts(block):
        for piece in pieces(text):
            found = _LABEL.fullmatch(piece.text) if piece.origin == "none" else None
            if found is not None:
                style = "一 首 方 1".split()[next(i for i in range(4) if found[i + 1])]
                yield style, next(group for group in found.groups() if group)


def _runs(page: Page) -> Iterator[str]:
    """Runs of one item, and items out of order."""
    open_: dict[str, list[str]] = {}
    for block in page.body:
        if isinstance(block, Heading):
            yield from _ended(open_)
        for style, label in _labels(block):
            if label in ("一", "首先", "一方面", "1"):
                if style in open_:
                    yield from _ended({style: open_.pop(style)})
                if style != "1":
                    yield from _ended({"1": open_.pop("1", [])})
                open_[style] = [label]
            elif style in open_:
                open_[style].append(label)
            else:
                yield f"没有头一条就有“{label}”"
    yield from _ended(open_)


def _ended(open_: dict[str, list[str]]) -> Iterator[str]:
    """What is wrong with the runs that end here."""
    for style, labels in open_.items():
        size = len(labels)
        wanted = {
            "一": [count_word(n) if n != 2 else "二" for n in range(1, size + 1)],
            "首": _FIRSTS.get(size, "").split(),
            "方": ["一方面", "另一方面"],
            "1": [str(n) for n in range(1, size + 1)],
        }[style]
        if labels and (size < 2 or labels != wanted):
            yield "、".join(labels)
    open_.clear()


# ---- headings ------------------------------------------------------------------------------

_STOPPED: Final = ("。", "！", "？", "：", "。”", "！”", "？”", "……", "】")


def _empty_heading(page: Page) -> Iterator[str]:
    for _index, heading in page.headings:
        if not plain(heading.text).strip("，、；：。"):
            yield f"{heading.number}（空）"


def _bare_heading(page: Page) -> Iterator[str]:
    """A heading with nothing under it up to the next of its level; a writer's sentence is an item."""
    for index, heading in page.headings:
        after = page.body[index + 1] if index + 1 < len(page.body) else None
        nothing = after is None or (isinstance(after, Heading) and after.level <= heading.level)
        said = any(span.kind != "region" for span in spans(heading.text))
        item = said and plain(heading.text).endswith(_STOPPED)
        if nothing and not heading.run_in and not item:
            yield heading.number + plain(heading.text)


def _numbering(page: Page) -> Iterator[str]:
    """Numbers that are not consecutive, a first without a second, numbered beside unnumbered.

    A genre may do without numbers, and so may a heading that stands alone.
    """
    siblings: dict[int, list[Heading]] = {}
    for block in (*page.body, None):
        if block is not None and not isinstance(block, Heading):
            continue
        for deeper in [at for at in siblings if block is None or at > block.level]:
            yield from _misnumbered(siblings.pop(deeper))
        if block is not None:
            siblings.setdefault(block.level, []).append(block)


def _misnumbered(headings: list[Heading]) -> Iterator[str]:
    numbers = [re.sub("[（）、.]", "", heading.number) for heading in headings]
    wanted = [_ordinal(headings[0].level, index) for index in range(1, len(headings) + 1)]
    if any(numbers) and (numbers != wanted or len(numbers) < 2):
        yield "；".join(f"{h.number}{plain(h.text)[:12]}" for h in headings[:6])


def _ordinal(level: int, index: int) -> str:
    return str(index) if level > 2 else count_word(index) if index != 2 else "二"


# ---- sentences and counts ------------------------------------------------------------------


def _ends(page: Page) -> Iterator[str]:
    """Paragraphs that do not end, and colons that lead to nothing."""
    for index, block in enumerate(page.body):
        if not isinstance(block, Paragraph | Heading):
            continue
        words = _read(block.text if isinstance(block, Paragraph) else block.run_in)
        if not words:
            continue
        if not words.rstrip("）").endswith(_STOPPED):
            yield words[-24:]
        after = page.body[index + 1] if index + 1 < len(page.body) else None
        if words.endswith("：") and (
            after is None
            or (
                isinstance(block, Heading)
                and isinstance(after, Heading)
                and after.level <= block.level
            )
        ):
            yield f"{words[-24:]}（下面没有）"


def _claims(page: Page) -> Iterator[str]:
    """Counts that are not those of the headings counted, or count less than two."""
    for text, span in page.spans:
        if span.kind != "claim":
            continue
        part = next(s for s in span.sources if s.startswith("节:")).removeprefix("节:")
        count = sum(heading.part == part for _i, heading in page.headings)
        alone = count < 2 and "讲一点意见" not in plain(text)
        if plain(span.content) != count_word(count) or alone:
            yield f"{plain(text)[:40]}（{part}有{count}节）"


_COUNTED: Final = re.compile(
    "([一二两三四五六七八九十]+)(?:个(?:方面|环节|问题)?|点|条|项)[^，。；：]{0,10}：$"
    "|([一二两三四五六七八九十]+)(?:个(?:方面|环节)|点意见)[^，。；：]{0,10}。$"
)


def _counts(page: Page) -> Iterator[str]:
    """“四个方面的不足：” before another number of headings or items."""
    for block, after in zip(page.body, page.body[1:], strict=False):
        found = _COUNTED.search(plain(block.text)) if isinstance(block, Paragraph) else None
        if found is None or not isinstance(block, Paragraph):
            continue
        number = found[1] or found[2]
        if any(s.kind == "figure" and number in plain(s.content) for s in spans(block.text)):
            continue  # a writer's own count
        there = _items(page, page.body.index(after))
        if there and number != count_word(there):
            yield f"{found[0]}（下面有{there}）"


def _items(page: Page, start: int) -> int:
    """How many headings of one level follow from there."""
    first = page.body[start]
    if not isinstance(first, Heading):
        return 0
    count = 0
    for block in page.body[start:]:
        if isinstance(block, Heading) and block.level < first.level:
            break
        count += isinstance(block, Heading) and block.level == first.level
    return count


# ---- figures, marks, wording ---------------------------------------------------------------


def _unowned(page: Page) -> Iterator[str]:
    for found_pieces in page.pieces:
        words = "".join(
            _FACT if p.kind else p.text if p.origin == "prose" else "" for p in found_pieces
        )
        words = LISTED.sub("", words)
        yield from (_around(words, found) for found in NUMERAL.finditer(words))


def _gaps_listed(page: Page) -> Iterator[str]:
    listed = {gap.path for gap in page.document.gaps if gap.kind == "待填"}
    for _text, span in page.spans:
        if span.kind == "gap" and not set(span.sources) <= listed:
            yield plain(span.content)


def _doubted_twice(page: Page) -> Iterator[str]:
    for made in page.pieces:
        words = "".join(piece.text for piece in made)
        if _DOUBT * 2 in words:
            yield words[:40]


def _dated(page: Page) -> Iterator[str]:
    on = date.fromisoformat(page.document.meta.on)
    shut = ("fact", "figure", "gap", "doubt")
    for found_pieces in page.pieces:
        words = "".join(_FACT if p.kind in shut else p.text for p in found_pieces)
        yield from _out_of_time(words, on)


@lru_cache(maxsize=50_000)
def _out_of_time(words: str, on: date) -> tuple[str, ...]:
    found = out_of_time([words], on)
    return tuple(f"{f.quote}：{f.message}" for f in found if f.level >= Level.DOUBT)


RULES: Final[Mapping[str, Rule]] = {
    "标点相连": _searching("[，、；：。！？][，、；：。！？]|。”[，、；：。]|[！？]”。"),
    "括号空着": _searching("（）|“”|‘’|《》|〔〕|【】|[（“《〔][，、；：。！？]|[，、；：][）》”]"),
    "标点打头或断尾": _searching("^[，、；：。！？）》”]|[，、；（“《]$"),
    "其中无物": _searching("其中(?=[，、；：。！？）0]|$)"),
    "零": _searching_made(r"(?<![\d.])0(?:万?元|个|名|户|人|支|处|条|期|家|次|件|%)(?!以)"),
    "其中套其中": _searching_made("其中[^，。；]{0,8}其中"),
    "字词重复": _searching_made(r"((?!一)[\u4e00-\u9fff]{2,})\1"),
    "疑问叠印": _doubted_twice,
    "列举": _runs,
    "标题空着": _empty_heading,
    "标题下无文": _bare_heading,
    "序号": _numbering,
    "句子没完": _ends,
    "节数不符": _claims,
    "个数不符": _counts,
    "数无出处": _unowned,
    "缺项未列": _gaps_listed,
    "提法不合时": _dated,
    "记号残留": _searching(
        "[\ufdd0-\ufdef\x00-\x08]|\\{\\{|\\}\\}|\\{%|\\[\\[|\\]\\]|□|None|Missing"
    ),
    "题目空着": lambda page: iter([] if page.lines[0] else ["（无题）"]),
}
"""Every rule by its name."""
