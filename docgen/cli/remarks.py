"""What `docgen check` prints of a draft: findings with their words underlined, and corrections."""

from __future__ import annotations

import difflib
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from docgen.cli.console import COLORS, say
from docgen.drafts.given import Given, stretch
from docgen.drafts.reviewing import Reviewed
from docgen.finding import Place, as_json, display_width, format_finding
from docgen.review.engine import Remark
from docgen.review.private import hidden

_PLAIN: Final = 80
"""Columns of an excerpt where no terminal says how many there are."""
_NARROWEST: Final = 36
_CUT_LEFT, _CUT_RIGHT = "..", "……"
"""Marks of a cut; the left one is as wide on every terminal, for a caret stands behind it."""
_MOST_PLACES: Final = 12
_MOST_RELATED: Final = 3
_AROUND: Final = 10
"""Characters that are shown before and behind a correction."""
_CLOSING: Final = "，。、；：！？”’）》】"


class Told(NamedTuple):
    """Remarks of one topic: the first of the highest level, and the places of all."""

    first: Remark
    places: tuple[Place, ...]


def told(remarks: Iterable[Remark]) -> list[Told]:
    """The remarks with repeats told once, the gravest first and then as they stand."""
    groups: dict[tuple[str, ...], list[Remark]] = {}
    for remark in remarks:
        groups.setdefault(remark.topic, []).append(remark)
    out = [
        Told(
            max(group, key=lambda remark: remark.finding.level),
            tuple(dict.fromkeys(remark.finding.place for remark in group)),
        )
        for group in groups.values()
    ]
    return sorted(out, key=lambda one: -one.first.finding.level)


# --- findings -------------------------------------------------------------------------------------


def say_review(found: Reviewed, sources: Mapping[str, Sequence[str]]) -> None:
    """Every finding of a draft.  sources: the lines of other files that findings name."""
    wide = _width()
    lines = {**sources, found.draft.path: found.draft.paragraphs}
    for one in told(found.remarks):
        finding = one.first.finding
        many = f"（共{len(one.places)}处）" if len(one.places) > 1 else ""
        head = f"{finding.place}: {finding.level.label} {finding.code} {finding.message}{many}"
        _say_folded(head, wide, color=COLORS[finding.level])
        gutter = _gutter(finding.place)
        shown = _excerpt(found, one.first, (wide or _PLAIN) - display_width(gutter))
        if shown:
            say(gutter + shown[0])
            say(" " * (display_width(gutter) - 2) + "| " + shown[1], color=COLORS[finding.level])
        for line in _details(lines, one, wide or _PLAIN):
            _say_folded("       " + line, wide)
    source = [hidden(text) for text in found.draft.paragraphs] if found.own else []
    for finding in found.own:
        own = finding.place.path == found.draft.path
        say(format_finding(finding, source if own else ()), color=None)


def _details(sources: Mapping[str, Sequence[str]], one: Told, wide: int) -> Iterator[str]:
    finding = one.first.finding
    own = finding.place.path
    if finding.hint:
        yield f"改法：{finding.hint}"
    if finding.basis:
        yield f"依据：{finding.basis}"
    if len(one.places) > 1:
        yield f"共{len(one.places)}处：{_listed(one.places)}"
    here = {(place.path, place.line) for place in one.places}
    shown = [place for place in finding.related if (place.path, place.line) not in here]
    for place in shown[:_MOST_RELATED]:
        lines = sources.get(place.path, ())
        text = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
        at = max(place.column - 1, 0)
        label = f"另见：{_where(place) if place.path == own else place} "
        yield label + _window(text, at, at + 1, max(wide - 7 - display_width(label), 12))[0]
    if len(shown) > _MOST_RELATED:
        yield f"另见：{_listed(shown[_MOST_RELATED:])}"


def _where(place: Place) -> str:
    return place.part or f"第{place.line}行"


def _listed(places: Sequence[Place]) -> str:
    """Places in few words: 第3、5、9行, 第2、4段."""
    names = []
    lines = dict.fromkeys(places)
    for cell, group in groupby(lines, key=lambda place: place.part.startswith("表")):
        if cell:
            names += [place.part for place in group]
        else:
            row = list({place.line: place for place in group}.values())
            numbers = "、".join(str(place.line) for place in row[:_MOST_PLACES])
            more = "……" if len(row) > _MOST_PLACES else ""
            names.append(f"第{numbers}{more}{'段' if row[0].part else '行'}")
    return "、".join(names[:_MOST_PLACES])


def _gutter(place: Place) -> str:
    label = place.part or str(place.line)
    return " " * max(0, 6 - display_width(label)) + label + " | "


def _excerpt(found: Reviewed, remark: Remark, room: int) -> tuple[str, str] | None:
    """The words round the finding, and carets under its own; None when it has no place."""
    place = remark.finding.place
    if not 0 < place.line <= len(found.draft.paragraphs):
        return None
    text = found.draft.paragraphs[place.line - 1]
    start = max(place.column - 1, 0)
    exact = stretch(found.paper, remark.spot) if remark.spot else None
    end = exact[2] if exact and exact[1] == start else start + len(remark.finding.quote)
    shown, before, width = _window(text, start, min(max(end, start), len(text)), room)
    return shown, " " * before + "^" * max(width, 1)


def _window(text: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """The text in so many columns round the characters from start to end, the columns before
    them, and the columns they take."""
    text = hidden(text.replace("\t", " ").replace("\n", " "))
    left, right = start, min(max(end, start), start + room, len(text))
    while right > left and display_width(text[left:right]) > room - 6:
        right -= 1
    budget = room - display_width(text[left:right])
    if len(text) <= room and display_width(text) <= room:
        left, right = 0, len(text)
    else:
        budget -= len(_CUT_LEFT) + 2 * len(_CUT_RIGHT)
        behind = display_width(text[right : right + room])
        share = budget // 2 if behind > budget // 2 else budget - behind
        while left and display_width(text[left - 1 : start]) <= share:
            left -= 1
        rest = budget - display_width(text[left:start])
        at = right
        while right < len(text) and display_width(text[at : right + 1]) <= rest:
            right += 1
    head = _CUT_LEFT if left else ""
    tail = _CUT_RIGHT if right < len(text) else ""
    before = display_width(head + text[left:start])
    return head + text[left:right] + tail, before, display_width(text[start : min(end, right)])


def _width() -> int:
    """Columns of the terminal; 0 where lines are not to be broken."""
    if not sys.stdout.isatty():
        return 0
    return max(_NARROWEST, shutil.get_terminal_size().columns)


def _say_folded(text: str, wide: int, *, color: str | None = None) -> None:
    """The text in lines no wider than that, those behind the first set in; 0 for one line."""
    indent = " " * (len(text) - len(text.lstrip()) + 2)
    while wide and display_width(text) > wide:
        cut = len(text)
        while display_width(text[:cut]) > wide:
            cut -= 1
        while cut > len(indent) + 4 and (
            text[cut] in _CLOSING
            or (text[cut].isascii() and text[cut - 1].isascii() and text[cut].isalnum())
        ):
            cut -= 1
        say(text[:cut].rstrip(), color=color)
        text = indent + text[cut:].lstrip()
    say(text, color=color)


# --- corrections ----------------------------------------------------------------------------------


def say_changes(old: Given, new: Given) -> None:
    """Every paragraph that changes, what goes and what comes marked in it."""
    wide = _width()
    for number, before, after in _pairs(old.paragraphs, new.paragraphs):
        label = f"第{number}{'段' if isinstance(old.content, bytes) else '行'}"
        say(f"{old.path} {label}", bold=True)
        _say_folded("  " + _marked(before, after), wide)


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """The paragraphs that differ, with their number before."""
    if len(old) == len(new):
        rows = enumerate(zip(old, new, strict=True), 1)
        yield from ((number, a, b) for number, (a, b) in rows if a != b)
        return
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            yield a + 1, "".join(old[a:b]), "".join(new[c:d])


def _marked(before: str, after: str) -> str:
    """The paragraph with [-what goes-] and {+what comes+}; long stretches that stay are cut."""
    before, after = hidden(before), hidden(after)
    out = []
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (kind, a, b, c, d) in enumerate(codes):
        if kind == "equal":
            first, last = number == 0, number == len(codes) - 1
            out.append(_shortened(before[a:b], 0 if first else _AROUND, 0 if last else _AROUND))
        else:
            out.append(
                (f"[-{before[a:b]}-]" if a < b else "") + (f"{{+{after[c:d]}+}}" if c < d else "")
            )
    return "".join(out)


def _shortened(text: str, left: int, right: int) -> str:
    if len(text) <= left + right + 4:
        return text
    return text[:left] + "……" + text[len(text) - right :]


# --- for programs ---------------------------------------------------------------------------------


def review_json(found: Reviewed) -> Mapping[str, object]:
    """A draft's findings as plain values, every place of each."""
    return {
        "path": found.draft.path,
        "genre": found.genre,
        "date": found.on.isoformat() if found.on else "",
        "title": found.paper.title(),
        "waived": found.waived,
        "remarks": [_remark_json(found, remark) for remark in found.remarks],
    }


def _remark_json(found: Reviewed, remark: Remark) -> Mapping[str, object]:
    spot = remark.spot
    exact = stretch(found.paper, spot) if spot else None
    edits = []
    for edit in remark.edits:
        there = stretch(found.paper, edit.spot)
        if there is not None:
            keys = ("paragraph", "start", "end")
            edits.append({**dict(zip(keys, there, strict=True)), "text": edit.text})
    return {
        **as_json(remark.finding),
        "paragraph": exact[0] if exact else remark.finding.place.line,
        "start": exact[1] if exact else None,
        "end": exact[2] if exact else None,
        "fix": remark.repair,
        "edits": edits,
    }
