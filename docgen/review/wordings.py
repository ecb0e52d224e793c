"""FRM005 固定表述走样: a fixed phrase with a slip in it, or without the quotation marks it has.

A stretch that begins and ends as a phrase does, has nearly its length and differs by a few
characters is a slip of it, unless it is another phrase of the table or a variant that is in use.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from docgen.finding import Level
from docgen.library.formulations import Formulation, Formulations
from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Edit, Hit
from docgen.review.mentions import Mention, Stripped, alternation, inner, level_of, scan, unquoted

_OPENING: Final = "“‘「『\"'《"
_CLOSING: Final = "”’」』\"'》"
_QUOTED: Final = re.compile("“([^“”]+)”")
_ENDS: Final = 2
"""So many characters at either end of a phrase stand as they should in a slip of it."""
_PARTICLES: Final = frozenset("的地")
_NOT_INSIDE: Final = re.compile("[。；！？：（）]")


def misquoted(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:
    """Slips of the phrases the rule lists (提法: ids of rows), and quotation marks left out."""
    rows = asked.library.formulations
    seen = scan(paper, rows)
    phrases = _phrases(rows, tuple(map(str, _listed(rule.parameters))))
    slips = {line.index: _slips(line, phrases) for line in seen.holding(phrases.heads)}
    for hits in slips.values():
        yield from hits
    ends = {index: [hit.spot.end for hit in hits] for index, hits in slips.items() if hits}
    for mention in seen.mentions:
        for hit in _bare(mention):
            line, start, end = hit.spot
            after = bisect_right(ends.get(line, []), start)
            if after == len(ends.get(line, [])) or end <= slips[line][after].spot.start:
                yield hit


def _listed(parameters: Mapping[str, object]) -> list[object]:
    value = parameters.get("提法")
    return value if isinstance(value, list) else []


# -- quotation marks -------------------------------------------------------------------------------


def _bare(mention: Mention) -> Iterator[Hit]:
    """A phrase whose quotation marks are part of it, without any."""
    row, line = mention.row, mention.line
    if row.generic or row.confidence == "低":
        return
    said = line.text[mention.start : mention.end]
    word = next((word for word in row.wordings if unquoted(word) == said), "")
    parts = _quoted_parts(word)
    if not parts or line.in_quotes(mention.start):
        return
    edits: list[Edit] = []
    for start, end in parts:
        first = line.original(mention.start + start)
        last = line.original(mention.start + end - 1) + 1
        opened = line.source[first - 1 : first] in _OPENING if first else False
        closed = line.source[last : last + 1] in _CLOSING if last < len(line.source) else False
        if opened or closed:
            return
        edits += [
            Edit(Spot(line.index, first, first), "“"),
            Edit(Spot(line.index, last, last), "”"),
        ]
    level = Level.HINT if row.kind == "规划" else min(level_of(row), Level.DOUBT)
    values = {"原文": mention.said, "改为": inner(word)}
    hint = f"改为{word}"
    basis = f"提法年代表 {row.id}"
    yield Hit(mention.spot, values, "引号", hint, level, tuple(edits), basis=basis)


def _quoted_parts(word: str) -> list[tuple[int, int]]:
    """Where the quoted parts of a wording lie in it without quotation marks."""
    return [
        (match.start() - 2 * count, match.end() - 2 * count - 2)
        for count, match in enumerate(_QUOTED.finditer(word))
    ]


# -- slips -----------------------------------------------------------------------------------------


class _Phrases(NamedTuple):
    """heads: what phrases begin with.  by_head: the phrases so begun, unquoted, with their rows.
    right: every wording of the table by its head, none of them a slip."""

    heads: re.Pattern[str]
    by_head: dict[str, list[tuple[str, Formulation, str]]]
    right: dict[str, list[str]]


@lru_cache(maxsize=4)
def _phrases(rows: Formulations, ids: tuple[str, ...]) -> _Phrases:
    by_head: dict[str, list[tuple[str, Formulation, str]]] = {}
    right: dict[str, list[str]] = {}
    for row in rows.rows:
        for word in {unquoted(w) for w in (*row.wordings, *row.lookalikes, *row.aliases, row.term)}:
            right.setdefault(word[:_ENDS], []).append(word)
        if row.id in ids:
            for word in row.wordings:
                bare = unquoted(word)
                by_head.setdefault(bare[:_ENDS], []).append((bare, row, word))
    heads = re.compile(f"(?={alternation(by_head)})")  # 以习 and 习近 overlap
    return _Phrases(heads, by_head, right)


def _allowed(word: str) -> int:
    """How many characters may differ in a slip of the phrase."""
    return 1 if len(word) < 12 else 2 if len(word) < 14 else 3


def _slips(line: Stripped, phrases: _Phrases) -> list[Hit]:
    """The slips in the line; of those that overlap the nearest to its phrase."""
    kept: list[tuple[int, Hit]] = []
    for match in phrases.heads.finditer(line.text):
        slip = _slip(line, match.start(), phrases)
        if slip is None:
            continue
        if not kept or kept[-1][1].spot.end <= slip[1].spot.start:
            kept.append(slip)
        elif slip[0] < kept[-1][0]:
            kept[-1] = slip
    return [hit for _, hit in kept]


def _slip(line: Stripped, start: int, phrases: _Phrases) -> tuple[int, Hit] | None:
    """The slip that begins there, with how far it is from the phrase it is nearest to."""
    text = line.text
    best: tuple[int, int, str, Formulation, str] | None = None
    for word, row, typed in phrases.by_head[text[start : start + _ENDS]]:
        slack = _allowed(word)
        tail = word[-_ENDS:]
        if text.startswith(word, start):
            return None
        at = text.find(tail, start + len(word) - slack - _ENDS, start + len(word) + slack)
        while at >= 0:
            end = at + _ENDS
            apart = distance(text[start:end], word, slack)
            if apart <= slack and (best is None or apart < best[0]):
                best = (apart, end, word, row, typed)
            at = text.find(tail, at + 1, start + len(word) + slack)
    if best is None:
        return None
    apart, end, word, row, typed = best
    said = text[start:end]
    others = phrases.right.get(text[start : start + _ENDS], ())
    if _NOT_INSIDE.search(said) or any(
        len(other) >= len(said) and text.startswith(other, start) for other in others
    ):
        return None
    if any(unquoted(wording) in said for wording in row.wordings):
        return None
    spot = line.spot(start, end)
    values = {
        "原文": inner(line.source[spot.start : spot.end]),
        "改为": inner(typed),
    }
    basis = f"提法年代表 {row.id}"
    edits = _particle(line, start, said, word) if row.trusted else ()
    level = min(level_of(row), Level.DOUBT)
    return apart, Hit(spot, values, "走样", f"改为{typed}", level, edits, basis=basis)


def _particle(line: Stripped, start: int, said: str, word: str) -> tuple[Edit, ...]:
    """Taking out the one 的 that was put in, where the line is not quoted there."""
    if len(said) != len(word) + 1 or line.in_quotes(start):
        return ()
    for index, char in enumerate(said):
        if char in _PARTICLES and said[:index] + said[index + 1 :] == word:
            at = line.original(start + index)
            return (Edit(Spot(line.index, at, at + 1), ""),)
    return ()


def distance(one: str, other: str, most: int) -> int:
    """How many characters are to be changed, put in or taken out; most + 1 when more than most."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    above = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        here = [row]
        for column, right in enumerate(other, 1):
            kept = above[column - 1] + (left != right)
            here.append(min(kept, above[column] + 1, here[-1] + 1))
        if min(here) > most:
            return most + 1
        above = here
    return min(above[-1], most + 1)
