"""The phrases of a draft that no fact gives: dated 提法 with their basis, 套话 with their choice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from docgen.library import Library
from docgen.library.snippets import Phrase, resolve

STOCK: Final = "套话:"
"""How the source of a stock phrase begins."""

Printed: TypeAlias = Iterable[tuple[str, str]]
"""Source and text of each phrase printed."""


class Wording(NamedTuple):
    """A dated phrase.  source: `提法:topic@start`.  basis: rows of the table of formulations."""

    source: str
    text: str
    basis: tuple[str, ...]


class StockWording(NamedTuple):
    """A stock phrase.  source: `套话:topic@wording`.  equivalents: how many wordings the topic
    had to choose from, 1 when it was pinned, 0 when the library no longer has it."""

    source: str
    text: str
    equivalents: int


def topic_of(source: str) -> str:
    """The topic of a phrase's source: 提法:指导思想@2017-10-24 is of 指导思想."""
    return source.partition(":")[2].partition("@")[0]


def wordings_of(printed: Printed, library: Library, on: date) -> tuple[Wording, ...]:
    """Each dated phrase printed, once, with its basis on that day."""
    dated = dict.fromkeys(said for said in printed if not said[0].startswith(STOCK))
    return tuple(Wording(*said, _basis(*said, library, on)) for said in dated)


def stock_of(printed: Printed, library: Library) -> tuple[StockWording, ...]:
    """Each stock phrase printed, once, with how many wordings it was chosen from."""
    found = []
    for source, text in dict.fromkeys(said for said in printed if said[0].startswith(STOCK)):
        topic = library.stock.get(topic_of(source))
        found.append(StockWording(source, text, len(topic.choices) if topic is not None else 0))
    return tuple(found)


@lru_cache(maxsize=1024)
def _basis(source: str, text: str, library: Library, on: date) -> tuple[str, ...]:
    topic, _, start = source.removeprefix("提法:").partition("@")
    snippet = library.snippets.get(topic)
    first: tuple[str, ...] = ()
    for version in snippet.versions if snippet else ():
        if version.start.isoformat() == start:
            phrase = Phrase(version.text, topic, version.start, version.basis)
            phrase = resolve(phrase, library.formulations, on)
            if text in (phrase.text, *(frame for _, frame in version.frames)):
                return phrase.basis
            first = first or phrase.basis
    return first
