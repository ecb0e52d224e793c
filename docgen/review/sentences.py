"""Sentences and their words: items, length, doubled words, empty words (PUN005, PUN008, WRD004, WRD008)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.finding import Level
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit
from docgen.review.joined import running

_ITEM: Final = re.compile("(?:^|(?<=[，。；：！]))(一|二|三|四|五|六|七|八|九|十)是")
_SECOND: Final = re.compile("二是")


def separators(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Items 一是…二是… of one paragraph set apart by different marks; a 。 in those set apart by ；."""
    for index in running(paper).holding(_SECOND):
        text = paper.folded[index]
        run: list[re.Match[str]] = []
        for match in _ITEM.finditer(text):
            if match[1] == "一" and run:
                yield from _run(index, text, run)
                run = []
            run.append(match)
        yield from _run(index, text, run)


def _run(index: int, text: str, items: list[re.Match[str]]) -> Iterator[Hit]:
    if len(items) < 2 or items[0][1] != "一":
        return
    at = [item.start() - 1 for item in items[1:]]
    marks = [text[a] for a in at]
    if len(set(marks)) > 1:
        fewest = min(set(marks), key=lambda mark: (marks.count(mark), marks.index(mark)))
        odd = at[marks.index(fewest)]
        yield Hit(Spot(index, odd, odd + 1), related=tuple(Spot(index, a, a + 1) for a in at))
    elif marks[0] == "；":
        for start, end in zip((item.start() for item in items), at, strict=False):
            if (inside := text.find("。", start, end)) >= 0:
                yield Hit(Spot(index, inside, inside + 1), variant="句号")
                return


_SENTENCE: Final = re.compile("[^。；！？：]+")
_LONGEST_SENTENCE, _MOST_COMMAS, _LONGEST_PARAGRAPH = 120, 8, 600
_SHOWN: Final = 20
_GUIDING: Final = "为指导"
"""The sentence of the guiding thought is long by its nature."""


def long_ones(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A sentence too long to be read aloud, one of commas only, a paragraph that fills a page."""
    for index in paper.prose:
        text = paper.folded[index]
        if len(text) > _LONGEST_PARAGRAPH:
            yield Hit(Spot(index, 0, _SHOWN), variant="长段")
        if len(text) <= _LONGEST_SENTENCE and text.count("，") <= _MOST_COMMAS:
            continue
        for match in _SENTENCE.finditer(text):
            if _GUIDING in match[0]:
                continue
            if match.end() - match.start() > _LONGEST_SENTENCE:
                yield Hit(Spot(index, *match.span()))
            elif match[0].count("，") > _MOST_COMMAS:
                yield Hit(Spot(index, *match.span()), variant="逗号")


# -- doubled words ---------------------------------------------------------------------------------

_TWICE: Final = re.compile(r"([一-鿿]{2,6})\1")


def doubled(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """A word typed twice in a row; of two characters it may be the end of one and the head of the
    next (党组织组织生活).  Parameter 叠用: words that may stand twice.
    """
    allowed = rule.parameters.get("叠用")
    may = frozenset(str(allowed).split()) if allowed else frozenset()
    for index in paper.prose:
        text = paper.lines[index].text
        for match in _TWICE.finditer(text):
            word = match[1]
            if word in may or "一" in word or word[0] in "逐每" or len(set(word)) == 1:
                continue
            sure = None if len(word) > 2 else Level.HINT
            yield Hit(Spot(index, *match.span()), {"词": word}, "叠词", level=sure)


# -- empty words -----------------------------------------------------------------------------------

_PER: Final = 1000


def empty_words(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """More empty words in a thousand characters than parameter 每千字 allows (of 空话), and words
    that leave nothing open (绝对)."""
    empty = _any_of(rule.parameters.get("空话"))
    absolute = _any_of(rule.parameters.get("绝对"))
    found: list[Spot] = []
    length = 0
    for index in paper.prose:
        text = paper.lines[index].text
        length += len(text)
        found += [Spot(index, *match.span()) for match in empty.finditer(text)]
    for index in running(paper).holding(absolute):
        for match in absolute.finditer(paper.lines[index].text):
            yield Hit(Spot(index, *match.span()), variant="绝对")
    rate = len(found) * _PER / max(length, _PER // 2)
    if found and rate > float(str(rule.parameters.get("每千字", 12))):
        values = {"次数": str(len(found)), "率": f"{rate:.0f}"}
        yield Hit(found[0], values, related=tuple(found[1:]))


def _any_of(words: object) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, str(words).split())) if words else "(?!)")
