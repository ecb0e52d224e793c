"""Markdown, docgen's own and other people's: signs taken off, every character's place kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Final, NamedTuple

from docgen import source
from docgen.finding import Place
from docgen.language.labels import label_at
from docgen.manuscript import Aside, Cell
from docgen.read.elements import LABEL
from docgen.read.residue import kind_of
from docgen.read.strips import Pieces, Reading, Strip, joined, stretch

_HEADING: Final = re.compile(r"(#{1,6})(?:[ \t]+|(?=[\u4e00-\u9fff（(]))(.*)")
_CLOSING: Final = re.compile(r"(?<![ \t])[ \t]+#+$")
_UNDERLINE: Final = re.compile("(=+|-{2,})[ \t]*")
_RULE: Final = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_FENCE: Final = re.compile(r"[ \t]*(?:`{3,}|~{3,})[^`]*")
_LEAD: Final = re.compile(r"(?:[ \t\u3000]*(?:>|[-*+](?=[ \t]))[ \t]?)*[ \t\u3000]*")
_DELIMITER: Final = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?")
_BAR: Final = re.compile(r"(?<!\\)\|")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT: Final = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_WIDE: Final = 40
"""Characters of a line that may have been broken at a width."""
_MIDST: Final = re.compile("[\\w，、,（“”》）]\\Z")
_SIGN: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});)"
    r"|(?P<bold>\*\*|__)|(?P<open>!?\[(?=[^\]\[]{0,300}\]\([^)]{0,500}\)))"
    r"|(?P<close>\]\([^)]{0,500}\))"
    r"|\{\+\+(?P<come>.{1,500}?)\+\+\}|\{--(?P<gone>.{1,500}?)--\}"
    r"|(?P<tag></?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,200})?/?>)|(?P<mark>[*`]|~~)"
)


def read(path: Path) -> Reading:
    """A Markdown file, UTF-8 or GBK.  Raises InputError when it is no text."""
    text, _ = source.read_text(path)
    return strips_of(text, str(path))


def strips_of(text: str, path: str) -> Reading:
    """A strip for each heading, line of text and table cell; comments and front matter are none."""
    text = text.replace("\r\n", "\n")
    asides = list(_hidden(text, path))
    for pattern in (_FRONT, _COMMENT):
        text = pattern.sub(lambda found: re.sub("[^\n]", " ", found[0]), text)
    strips: list[Strip] = []
    depths: dict[int, int] = {}
    following: set[int] = set()
    lines = text.split("\n")
    fenced = False
    tables = 0
    at = 0
    while at < len(lines):
        line, number = lines[at], at + 1
        at += 1
        if _FENCE.fullmatch(line):
            fenced = not fenced
            continue
        if not line.strip():
            continue
        after = lines[at] if at < len(lines) else ""
        if fenced:
            strips += _plain(line, Place(path, number, 1))
        elif "|" in line and "|" in after and _DELIMITER.fullmatch(after.strip(" \t")):
            end = at + 1
            while end < len(lines) and "|" in lines[end]:
                end += 1
            rows = [(number, line), *((n + 1, lines[n]) for n in range(at + 1, end))]
            strips += _table(rows, tables, path, asides)
            tables += 1
            at = end
        elif found := _HEADING.match(line):
            depths[len(strips)] = len(found[1])
            words = _CLOSING.sub("", found[2].rstrip(" \t"))
            strips += _inline(words, Place(path, number, found.start(2) + 1), asides)
        elif _RULE.fullmatch(line):
            continue
        elif kind_of(line.strip()):
            strips += _plain(line, Place(path, number, 1))
        else:
            if _UNDERLINE.fullmatch(after) and len(line) <= 60:
                depths[len(strips)] = 1 if after[0] == "=" else 2
                at += 1
            begin = _lead(line)
            here = list(_inline(line[begin:], Place(path, number, begin + 1), asides))
            headed = len(strips) in depths or len(strips) - 1 in depths
            free = not headed and not line[:begin].strip()
            if free and here and strips and _carries_on(strips[-1], here[0], lines[number - 2]):
                following.add(len(strips))
            strips += here
    levelled = list(_with_levels(strips, depths))
    return Reading(tuple(_paragraphs(levelled, following)), tuple(asides))


def _paragraphs(strips: Sequence[Strip], following: Set[int]) -> Iterator[Strip]:
    """The strips with those joined to the one above that carry it on."""
    parts: list[Strip] = []
    for index, strip in enumerate(strips):
        if parts and index not in following:
            yield joined(parts)
            parts = []
        parts.append(strip)
    if parts:
        yield joined(parts)


def _with_levels(strips: Sequence[Strip], depths: dict[int, int]) -> Iterator[Strip]:
    """The strips with levels: one # alone, or the very first, is the title; that of an 附件, below
    its label, is none."""
    tops = [index for index, depth in depths.items() if depth == 1]
    attached = {i for i in tops if i and LABEL.fullmatch(strips[i - 1].text)}
    tops = [index for index in tops if index not in attached]
    title = tops[0] if tops and label_at(strips[tops[0]].text) is None else -1
    if len(tops) > 1 and title > 0:
        title = -1
    less = 1 if len(tops) <= 1 else 0
    for index, strip in enumerate(strips):
        depth = depths.get(index, 0)
        if index == title:
            yield strip._replace(level=-1)
        elif index in attached:
            yield strip._replace(head=0)
        elif depth:
            yield strip._replace(level=min(max(depth - less, 1), 4), head=0)
        else:
            yield strip


def _carries_on(last: Strip, strip: Strip, before: str) -> bool:
    """Whether a line is the rest of a paragraph that was broken at a width, in mid-sentence.

    before: the line above as it stands.
    """
    return (
        last.cell is None
        and last.prose
        and last.pieces[-1][1].line + 1 == strip.pieces[0][1].line
        and len(before) >= _WIDE
        and not before.endswith(("  ", "\\"))
        and not strip.head
        and label_at(strip.text) is None
        and _MIDST.search(last.text) is not None
    )


def _plain(line: str, place: Place) -> Iterator[Strip]:
    """A line whose signs mean nothing."""
    kept = line.strip()
    if kept:
        column = place.column + len(line) - len(line.lstrip())
        yield Strip(kept, ((0, place._replace(column=column)),))


def _lead(line: str) -> int:
    """Where the text begins behind the signs of quotations and lists."""
    found = _LEAD.match(line)
    return found.end() if found else 0


def _hidden(text: str, path: str) -> Iterator[Aside]:
    """The comments, which do not print; those to docgen are none."""
    line, begin, done = 1, 0, 0
    for found in _COMMENT.finditer(text):
        start = found.start()
        line += text.count("\n", done, start)
        begin = text.rfind("\n", done, start) + 1 or begin
        done = start
        words = found[0][4:].removesuffix("-->").strip()
        if words and not words.startswith("docgen"):
            yield Aside("hidden", Place(path, line, start - begin + 1), words)


class _Words(NamedTuple):
    """Text without its signs; head: how many characters at its beginning are bold."""

    text: str
    pieces: Pieces
    head: int


def _inline(text: str, place: Place, asides: list[Aside]) -> Iterator[Strip]:
    """The strip of a line of Markdown, none when nothing is left of it."""
    words = _unsigned(text, place, asides)
    kept = words.text.strip()
    if kept:
        begin = len(words.text) - len(words.text.lstrip())
        strip = Strip(words.text, words.pieces, head=words.head, prose=True)
        yield strip if len(kept) == len(strip.text) else stretch(strip, begin, begin + len(kept))


def _unsigned(text: str, place: Place, asides: list[Aside]) -> _Words:
    """The text with escapes and entities resolved and emphasis, links and tags taken off.

    Tracked changes, {++put in++} and {--taken out--}, are taken as accepted.
    """
    out: list[str] = []
    pieces: list[tuple[int, Place]] = []
    length = 0
    bold_from = -1
    head = 0
    linked = False
    times = {sign: text.count(sign) for sign in ("*", "`", "~~")}

    def add(words: str, column: int) -> None:
        nonlocal length
        if words:
            pieces.append((length, place._replace(column=place.column + column)))
            out.append(words)
            length += len(words)

    done = 0
    for found in _SIGN.finditer(text):
        add(text[done : found.start()], done)
        done = found.end()
        if found["escaped"]:
            add(found["escaped"], found.start() + 1)
        elif found["entity"]:
            meant = html.unescape(found["entity"]).replace("\xa0", " ")
            add(meant, found.start())
        elif found["bold"]:
            if bold_from < 0 and text.find(found["bold"], done) < 0:
                add(found["bold"], found.start())
            elif bold_from < 0:
                bold_from = length
            else:
                head = length if bold_from == 0 else head
                bold_from = -1
        elif found["open"]:
            linked = True
        elif found["close"]:
            if not linked:
                add(found["close"], found.start())
            linked = False
        elif found["come"] or found["gone"]:
            kind, words = ("插入", found["come"]) if found["come"] else ("删除", found["gone"])
            at = place._replace(column=place.column + found.start())
            asides.append(Aside("revision", at, f"{kind}：{words}"))
            add(found["come"] or "", found.start() + 3)
        elif found["mark"] and (times[found["mark"]] == 1 or _is_star(text, found)):
            add(found["mark"], found.start())
    add(text[done:], done)
    return _Words("".join(out), tuple(pieces), head)


def _is_star(text: str, found: re.Match[str]) -> bool:
    """Whether a star is a character: a blank follows it."""
    return found["mark"] == "*" and text[found.end() : found.end() + 1] == " "


def _table(
    rows: Sequence[tuple[int, str]], table: int, path: str, asides: list[Aside]
) -> Iterator[Strip]:
    for row, (number, line) in enumerate(rows):
        begin = len(line) - len(line.lstrip())
        begin += line[begin] == "|"
        end = len(line.rstrip())
        bars = [found.start() for found in _BAR.finditer(line, begin, end)]
        starts = [begin, *(bar + 1 for bar in bars)]
        ends = [*bars, end]
        if len(starts) > 1 and starts[-1] >= ends[-1]:
            starts, ends = starts[:-1], ends[:-1]
        for column, (first, last) in enumerate(zip(starts, ends, strict=True)):
            for strip in _inline(line[first:last], Place(path, number, first + 1), asides):
                yield strip._replace(head=0, prose=False, cell=Cell(table, row, column))
