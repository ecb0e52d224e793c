"""FRM008 列举不全、次序: what a fixed phrase enumerates, spelled out with one missing, one too many
or one out of its place.

A list counts where it stands right at the phrase, “四个意识”（政治意识、……） or ……“四个意识”; one
that leaves more than one item out is no attempt at all of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from docgen.finding import Level
from docgen.library.formulations import Formulation, Formulations
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript
from docgen.review.engine import Asked, Hit
from docgen.review.mentions import Stripped, alternation, inner, level_of, scan, unquoted

_SEPARATOR: Final = "[、，；]|以及|[和与及]"
_SPLIT: Final = re.compile(_SEPARATOR)
_BRACKET: Final = re.compile("[^，。；：（）]{0,6}（([^（）]{4,80})）")
_OPENED: Final = re.compile("[^，。；：（）]{0,6}(?:：|——|，?即|，?就是)([^。；：（）]{4,80})")
_BEFORE: Final = re.compile("(等|在内)?(?:的|这)?(?:要求|内容)?的?$")
_LONGEST: Final = 6
"""The longest word beside the items that may pass for one."""
_ALONE: Final = 4
"""A list without its phrase is recognised from so many items on."""


class _Phrase(NamedTuple):
    """A row that enumerates.  items: what it enumerates, each in the forms it is written in, the
    full one first.  tail: what the full forms end in alike."""

    row: Formulation
    items: tuple[tuple[str, ...], ...]
    tail: str

    def which(self, word: str, *, led: bool = False, followed: bool = False) -> int | None:
        """The item a word is; led, followed: other words may stand before it, behind it."""
        for index, forms in enumerate(self.items):
            for form in forms:
                if (
                    word == form
                    or (led and word.endswith(form))
                    or (followed and form.endswith(self.tail) and word.startswith(form))
                ):
                    return index
        return None


class _Listed(NamedTuple):
    """A list found: its items in order, words that are none, its place, whether 等 ends it."""

    found: tuple[int, ...]
    strange: tuple[str, ...]
    start: int
    end: int
    partial: bool


class _Index(NamedTuple):
    names: re.Pattern[str]
    phrases: dict[str, _Phrase]
    runs: re.Pattern[str]
    either: re.Pattern[str]
    full: dict[str, tuple[_Phrase, ...]]


@lru_cache(maxsize=4)
def _index(rows: Formulations) -> _Index:
    phrases: dict[str, _Phrase] = {}
    full: dict[str, tuple[_Phrase, ...]] = {}
    for row in rows.rows:
        if not row.items:
            continue
        items = tuple(tuple(item.split("|")) for item in row.items)
        tail = _common_end([form for forms in items for form in forms])
        cut = len(tail) if len(tail) > 1 else 0
        stems = ((*forms, *(f[:-cut] for f in forms if len(f) > cut + 1)) for forms in items)
        phrase = _Phrase(row, tuple(stems) if cut else items, tail if cut else "")
        quoted = re.findall("“([^”]+)”", row.term)
        phrases |= {unquoted(name): phrase for name in quoted or row.wordings}
        for forms in items:
            full[forms[0]] = (*full.get(forms[0], ()), phrase)
    item = alternation(full)
    runs = f"(?:{item})(?:(?:{_SEPARATOR})(?:{item})){{{_ALONE - 1},}}"
    names = alternation(phrases)
    # a list of theirs holds at least two of them, whatever parts them
    either = f"{names}|(?:{item})(?:{_SEPARATOR})(?:{item})"
    return _Index(re.compile(names), phrases, re.compile(runs), re.compile(either), full)


def _common_end(words: list[str]) -> str:
    end = words[0]
    while not all(word.endswith(end) for word in words):
        end = end[1:]
    return end


def listings(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Every list of a fixed phrase that does not say what the phrase stands for."""
    index = _index(asked.library.formulations)
    for line in scan(paper, asked.library.formulations).holding(index.either):
        told: list[tuple[int, int]] = []
        for match in index.names.finditer(line.text):
            phrase = index.phrases[match[0]]
            for listed in _beside(phrase, line.text, *match.span()):
                told.append((listed.start, listed.end))
                yield from _faults(line, phrase, listed)
        told.sort()
        for run in index.runs.finditer(line.text):
            near = bisect_left(told, (run.end(), 0)) - 1
            if near < 0 or told[near][1] <= run.start():
                yield from _misordered(line, run, index)


def _beside(phrase: _Phrase, text: str, start: int, end: int) -> Iterator[_Listed]:
    """The lists right behind the phrase and right before it."""
    behind = None
    if bracket := _BRACKET.match(text, end):
        behind = _closed(phrase, bracket[1], bracket.start(1))
    elif opened := _OPENED.match(text, end):
        behind = _open(phrase, opened[1], opened.start(1))
    before = _leading(phrase, text[max(0, start - 80) : start], max(0, start - 80))
    yield from (listed for listed in (behind, before) if listed)


def _words(text: str) -> list[tuple[int, int]]:
    """The words between separators, as (start, end)."""
    marks = [match.span() for match in _SPLIT.finditer(text)]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(text)]
    return list(zip(starts, ends, strict=True))


def _closed(phrase: _Phrase, text: str, offset: int) -> _Listed | None:
    """All of what stands in brackets."""
    partial = text.endswith("等")
    body = text.removesuffix("等")
    found, strange = [], []
    for start, end in _words(body):
        which = phrase.which(body[start:end])
        if which is not None:
            found.append(which)
        else:
            strange.append(body[start:end])
    if len(found) <= len(strange) + 1:
        return None
    return _Listed(tuple(found), tuple(strange), offset, offset + len(body), partial)


def _open(phrase: _Phrase, text: str, offset: int) -> _Listed | None:
    """What the words behind a colon begin with."""
    found: list[int] = []
    strange: list[str] = []
    stop = 0
    for start, end in _words(text):
        word = text[start:end]
        which = phrase.which(word, led=not found)
        last = which is None
        if last:
            which = phrase.which(word, followed=True)
        if which is not None:
            found.append(which)
            stop = end
        elif found and phrase.tail and word.endswith(phrase.tail) and len(word) <= _LONGEST:
            strange.append(word)
            stop, last = end, False
        if last:
            break
    return _Listed(
        tuple(found), tuple(strange), offset, offset + stop, "等" in text[stop : stop + 1]
    )


def _leading(phrase: _Phrase, text: str, offset: int) -> _Listed | None:
    """What ends right before the phrase."""
    behind = _BEFORE.search(text)
    stop = behind.start() if behind else len(text)
    found: list[int] = []
    first = stop
    for start, end in reversed(_words(text[:stop])):
        which = phrase.which(text[start:end])
        led = which is None
        if led:
            which = phrase.which(text[start:end], led=True)
        if which is None:
            break
        found.append(which)
        first = start
        if led:
            word = text[start:end]
            first = end - max(len(form) for form in phrase.items[which] if word.endswith(form))
            break
    if len(found) < 2:
        return None
    partial = bool(behind and behind[1])
    return _Listed(tuple(reversed(found)), (), offset + first, offset + stop, partial)


def _faults(line: Stripped, phrase: _Phrase, listed: _Listed) -> Iterator[Hit]:
    """One fault of a list that means to be whole: a word too many, one missing, the order."""
    missing = [forms[0] for i, forms in enumerate(phrase.items) if i not in listed.found]
    if len(listed.found) < 2 or len(missing) > 1:
        return
    sure = level_of(phrase.row)
    if listed.strange:
        yield _hit(line, phrase, listed, "多", "、".join(listed.strange), min(sure, Level.DOUBT))
    elif missing and not listed.partial:
        yield _hit(line, phrase, listed, "缺", missing[0], sure)
    elif list(listed.found) != sorted(listed.found):
        yield _hit(line, phrase, listed, "次序", "", min(sure, Level.DOUBT))


def _misordered(line: Stripped, run: re.Match[str], index: _Index) -> Iterator[Hit]:
    """All items of a phrase that is not named, out of their order."""
    words = _SPLIT.split(run[0])
    for phrase in index.full.get(words[0], ()):
        found = [phrase.which(word) for word in words]
        if len(words) == len(phrase.items) and None not in found and len({*found}) == len(words):
            listed = _Listed(tuple(i for i in found if i is not None), (), *run.span(), False)
            if list(listed.found) != sorted(listed.found):
                yield _hit(line, phrase, listed, "次序", "", Level.HINT)


def _hit(
    line: Stripped, phrase: _Phrase, listed: _Listed, variant: str, word: str, level: Level
) -> Hit:
    row = phrase.row
    right = "、".join(forms[0] for forms in phrase.items)
    values = {"提法": inner(row.term), "项": word, "应为": right}
    spot = line.spot(listed.start, listed.end)
    hint = f"应为{right}"
    return Hit(spot, values, variant, hint, level, basis=f"提法年代表 {row.id}")
