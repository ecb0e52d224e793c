"""From when to when the dated phrases of a template say something: days that no version covers, and
times in which nothing is to be said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from docgen.audit.places import place_of
from docgen.compose.asked import asked
from docgen.finding import Finding, Level
from docgen.library import Library, TemplateSource
from docgen.library.snippets import Snippet, resolve

GAP: Final = "TPL010"
FIRST: Final = date(2000, 1, 1)
_DAY: Final = timedelta(days=1)


class Window(NamedTuple):
    """Days from the first to the last, both included."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start}至{self.end}"


class Validity(NamedTuple):
    """A dated phrase that the template uses.

    places: file and line.  gaps: days between 2000 and today that no version covers, on which
    composing stops.  silent: times for which the phrase says that there is nothing to say.
    now: what it says today.
    """

    topic: str
    places: tuple[tuple[str, int], ...]
    versions: int
    gaps: tuple[Window, ...]
    silent: tuple[Window, ...]
    now: str


class Stocked(NamedTuple):
    """A stock phrase that the template uses: how many wordings it may be said in."""

    topic: str
    places: tuple[tuple[str, int], ...]
    wordings: int


def validity(
    template: TemplateSource, library: Library, today: date, audience: str = "乡镇"
) -> tuple[Validity, ...]:
    """The dated phrases of the template, as a unit of that sort gets them."""
    return tuple(
        _of(library, library.snippets[topic], tuple(places), today, audience)
        for topic, places in _called(template, library, "提法").items()
        if topic in library.snippets
    )


def stocked(template: TemplateSource, library: Library) -> tuple[Stocked, ...]:
    """The stock phrases of the template."""
    return tuple(
        Stocked(topic, tuple(places), len(library.stock[topic].choices))
        for topic, places in _called(template, library, "套话").items()
        if topic in library.stock
    )


def _called(
    template: TemplateSource, library: Library, name: str
) -> dict[str, dict[tuple[str, int], None]]:
    found: dict[str, dict[tuple[str, int], None]] = {}
    for call in asked(template, library):
        topic = call.arguments[0] if call.arguments else None
        if call.name == name and topic is not None:
            found.setdefault(topic, {})[call.file, call.line] = None
    return found


def _of(
    library: Library,
    snippet: Snippet,
    places: tuple[tuple[str, int], ...],
    today: date,
    audience: str,
) -> Validity:
    gaps: list[Window] = []
    silent: list[Window] = []
    for window in _windows(snippet, today):
        phrase = snippet.pick(window.start, audience=audience)
        if phrase is None:
            _join(gaps, window)
        elif not phrase.text:
            _join(silent, window)
    now = snippet.pick(today, audience=audience)
    said = resolve(now, library.formulations, today).text if now is not None else ""
    return Validity(
        snippet.topic,
        places,
        len(snippet.versions),
        tuple(gaps),
        tuple(silent),
        said,
    )


def _windows(snippet: Snippet, today: date) -> Iterable[Window]:
    """The days from FIRST to today, parted where a version begins or ends."""
    cuts = {FIRST, today + _DAY}
    for version in snippet.versions:
        cuts.add(version.start)
        if version.end is not None:
            cuts.add(version.end + _DAY)
    days = sorted(day for day in cuts if FIRST <= day <= today + _DAY)
    return [Window(start, end - _DAY) for start, end in pairwise(days)]


def _join(windows: list[Window], window: Window) -> None:
    """Add a window, to the last one when it follows it."""
    if windows and windows[-1].end + _DAY == window.start:
        windows[-1] = Window(windows[-1].start, window.end)
    else:
        windows.append(window)


def check_validity(found: Iterable[Validity], template: TemplateSource) -> tuple[Finding, ...]:
    """The phrases with days that nothing covers, those with the same days together."""
    alike: dict[tuple[Window, ...], list[Validity]] = {}
    for row in found:
        if row.gaps:
            alike.setdefault(row.gaps, []).append(row)
    return tuple(
        Finding(
            GAP,
            Level.HINT,
            f"提法{'、'.join(f'“{row.topic}”' for row in rows)}在{'、'.join(map(str, gaps))}没有版本，"
            "这些日子的稿写不成",
            place_of(*rows[0].places[0], template),
            f'提法("{rows[0].topic}")',
            "给提法补一版；那时没有可说的，写一版空的文本",
            related=tuple(place_of(*row.places[0], template) for row in rows[1:]),
        )
        for gaps, rows in alike.items()
    )
