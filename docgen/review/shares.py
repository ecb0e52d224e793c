"""How much of a draft its facts say, how much its dated phrases, how much the template.

Every character of the body belongs to the innermost span it stands in: a fact, figure or count
to the facts, a 提法 or 套话 to the phrases, anything else to the template.  A mark (【待填：…】,
【待核实】) and what the program puts before an item (一是, 首先，, 1.) belong to none of them; the
numbers of headings are no text of the tree.  Title, signature and gap list are not looked at.

The words that a filter sets round a value (比上年同期增长, 其中, 前完成) stand inside its span and
count as facts: they are said only with the value, and no template could say them without it.
docs/decisions/009-measures.md tells how much of a paper they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    SpanKind,
    Text,
    block_texts,
    plain,
)

Origin: TypeAlias = Literal["facts", "phrases", "prose", "none"]

_ORIGINS: Final[dict[SpanKind, Origin]] = {
    "fact": "facts",
    "figure": "facts",
    "claim": "facts",
    "phrase": "phrases",
    "gap": "none",
    "doubt": "none",
}
_SPEAKER: Final = ("单位.", "文稿.")
LABEL: Final = re.compile(
    r"(?:^|(?<=[。；！？：”】]))"
    r"(?:[一二三四五六七八九十]+是|首先，|其次，|再次，|最后，|另?一方面，)|^\d+\."
)


class Piece(NamedTuple):
    """A run of characters of one origin.

    kind and sources: of the innermost span that is not a region, "" and () outside any.
    """

    text: str
    origin: Origin
    kind: SpanKind | Literal[""]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """What a text is made of: its length in characters, and of these in percent.

    length: characters of all origins but marks and labels.  facts, phrases and prose add up to
    100, or are all 0 when there is no text.
    """

    length: int
    facts: float
    phrases: float
    prose: float


def pieces(text: Text) -> tuple[Piece, ...]:
    """The text as runs of one origin each, in reading order."""
    found: list[Piece] = []
    _collect(text, "prose", "", (), found)
    labels = [match.span() for match in LABEL.finditer(plain(text))]
    return tuple(_without_labels(found, labels) if labels else found)


def _collect(
    text: Text,
    origin: Origin,
    kind: SpanKind | Literal[""],
    sources: tuple[str, ...],
    found: list[Piece],
) -> None:
    for piece in text:
        if isinstance(piece, str):
            found.append(Piece(piece, origin, kind, sources))
        elif piece.kind == "region":
            _collect(piece.content, origin, kind, sources, found)
        else:
            _collect(piece.content, _ORIGINS[piece.kind], piece.kind, piece.sources, found)


def _without_labels(found: list[Piece], labels: list[tuple[int, int]]) -> Iterator[Piece]:
    """The pieces with the labels that the program set cut out as their own; those that a writer
    typed stay the writer's."""
    at = 0
    for piece in found:
        end = at + len(piece.text)
        if piece.origin != "prose":
            yield piece
        else:
            seen = at
            for first, last in labels:
                if first >= seen and last <= end:
                    yield piece._replace(text=piece.text[seen - at : first - at])
                    yield Piece(piece.text[first - at : last - at], "none", "", ())
                    seen = last
            yield piece._replace(text=piece.text[seen - at :])
        at = end


def shares(document: Document) -> Shares:
    """The shares of the whole body."""
    return shares_of(document.body)


def shares_of(blocks: Iterable[Block]) -> Shares:
    """The shares of some blocks."""
    counts = {"facts": 0, "phrases": 0, "prose": 0, "none": 0}
    for block in blocks:
        for text in block_texts(block):
            for piece in pieces(text):
                counts[piece.origin] += len(piece.text)
    length = counts["facts"] + counts["phrases"] + counts["prose"]
    percent = 100 / length if length else 0.0
    return Shares(
        length,
        counts["facts"] * percent,
        counts["phrases"] * percent,
        counts["prose"] * percent,
    )


def shares_by_part(document: Document) -> dict[str, Shares]:
    """The shares of each part, in the order the parts begin.

    A part is what stands from a heading to the next of its level or above, that heading
    included.  It goes by the name that claims count it by (Heading.part); all parts of one name
    are measured together, and one inside another counts in both.  A first-level heading that
    has no such name is a part by its own text.  The closing of the paper, last paragraphs that
    state no fact but who speaks, belongs to no part.
    """
    parts: dict[str, list[Block]] = {}
    body = _without_closing(document.body)
    top = min((b.level for b in body if isinstance(b, Heading)), default=0)
    for index, block in enumerate(body):
        if isinstance(block, Heading) and (block.part or block.level == top):
            name = block.part or plain(block.text)
            parts.setdefault(name, []).extend(_under(body, index))
    return {name: shares_of(blocks) for name, blocks in parts.items()}


def _without_closing(body: tuple[Block, ...]) -> tuple[Block, ...]:
    end = len(body)
    while end and isinstance(block := body[end - 1], Paragraph) and not _states(block.text):
        end -= 1
    return body[:end]


def _states(text: Text) -> bool:
    """Whether the text states a fact, or owes one, beyond the unit's name and the paper's date."""
    return any(
        piece.kind in ("fact", "figure", "claim", "gap")
        and not all(source.startswith(_SPEAKER) for source in piece.sources)
        for piece in pieces(text)
    )


def _under(body: tuple[Block, ...], start: int) -> tuple[Block, ...]:
    """The heading at `start` and the blocks up to the next of its level or above."""
    heading = body[start]
    assert isinstance(heading, Heading)
    for end in range(start + 1, len(body)):
        block = body[end]
        if isinstance(block, Heading) and block.level <= heading.level:
            return body[start:end]
    return body[start:]
