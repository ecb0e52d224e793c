"""The imprint of a draft: what comparison with other drafts needs of it, in a few kilobytes.

Made where the draft is made, so that nothing else of it must be kept.  It holds the draft's
wording to the character (see `review.likeness.wording`), a number for each clause of it by which
thousands of drafts are compared without unpacking it, the names its unit owns, and those sentences in
which another unit's name or figures could stand.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final, NamedTuple

from docgen.document import Document
from docgen.drafts.records import Evidence
from docgen.facts.values import Fact, Facts, Node, Records
from docgen.library.strangers import StrangerRules
from docgen.review.likeness import RUN, wording

_STOPS: Final = "。；：\n"
_COMMA: Final = "，"
_ENCODING: Final = "gb18030"
_LEVEL: Final = 1
"""Packs as well as the highest here, within a tenth, in two thirds of the time."""
_LINE, _FIELD, _PART = "\n", "\t", "\f"  # no byte of a longer character is one of these
_BLANKS: Final = {ord(char): " " for char in (_LINE, _FIELD, _PART)}
_FRONT: Final = struct.Struct("<II")
"""How many characters the wording has, and how many samples follow."""
_SAID: Final = "文稿.提到"


class Sentence(NamedTuple):
    """A sentence of a draft.

    own: it is the writer's and holds figures.  ends: where it may name something: the positions
    behind 村, 镇 and the like.
    """

    text: str
    own: bool
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """An imprint, read.

    kind: 单位.类别.  names: that the unit owns, its own first.  said: others' names that the
    facts allow (文稿.提到).  samples: of its wording, see `sample`.
    """

    template: str
    unit: str
    kind: str
    names: tuple[str, ...]
    said: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    samples: tuple[int, ...]
    wording: str


def imprint(document: Document, facts: Facts, evidence: Evidence, rules: StrangerRules) -> bytes:
    """The imprint of a draft composed from these facts; the same draft has the same.

    evidence: of this draft.
    """
    words = wording(document)
    samples = sample(words)
    kind = facts.get("单位.类别")
    head = (
        (document.meta.template,),
        (document.meta.unit,),
        (kind.text if isinstance(kind, Fact) else "",),
        _names(facts, rules.owned),
        _names(facts, (_SAID,)),
    )
    lines = [_FIELD.join([name.translate(_BLANKS) for name in names]) for names in head]
    parts = (_LINE.join(lines), _LINE.join(_sentences(evidence, rules)), words)
    packed = zlib.compress(_PART.join(parts).encode(_ENCODING, "replace"), _LEVEL)
    front = _FRONT.pack(len(words) - words.count(_LINE), len(samples))
    return front + struct.pack(f"<{len(samples)}I", *samples) + packed


def sample(words: str) -> tuple[int, ...]:
    """Numbers that stand for the clauses of a wording, by their first RUN characters, in order."""
    for stop in _STOPS:
        words = words.replace(stop, _COMMA)
    return tuple(
        [zlib.crc32(clause[:RUN].encode()) for clause in words.split(_COMMA) if len(clause) >= RUN]
    )


def samples_of(data: bytes) -> tuple[int, ...]:
    """The samples of an imprint, without unpacking the rest of it."""
    _, count = _FRONT.unpack_from(data)
    return struct.unpack_from(f"<{count}I", data, _FRONT.size)


def length_of(data: bytes) -> int:
    """How many characters of the draft count as wording."""
    length: int = _FRONT.unpack_from(data)[0]
    return length


def read_imprint(data: bytes, *, words: bool = True) -> Imprint:
    """The imprint read again.  words: whether samples and wording are wanted; else they are
    empty, and the rest is read in half the time."""
    _, count = _FRONT.unpack_from(data)
    parts = zlib.decompress(memoryview(data)[_FRONT.size + 4 * count :]).split(_PART.encode(), 2)
    head, said = (part.decode(_ENCODING) for part in parts[:2])
    template, unit, kind, owned, allowed = head.split(_LINE)
    return Imprint(
        template,
        unit,
        kind,
        tuple(filter(None, owned.split(_FIELD))),
        tuple(filter(None, allowed.split(_FIELD))),
        tuple(_sentence(line) for line in filter(None, said.split(_LINE))),
        samples_of(data) if words else (),
        parts[2].decode(_ENCODING) if words else "",
    )


def _sentence(line: str) -> Sentence:
    own, ends, text = line.split(_FIELD)
    return Sentence(text, own == "1", tuple(map(int, ends.split())))


# -- names ---------------------------------------------------------------------------------------


def _names(facts: Facts, paths: tuple[str, ...]) -> tuple[str, ...]:
    """The texts at these paths, each once; of a list those of every row."""
    found: dict[str, None] = {}
    for path in paths:
        top, _, below = path.partition(".")
        _collect(facts.root.members.get(top), below, found)
    return tuple(found)


def _collect(node: Node | None, below: str, found: dict[str, None]) -> None:
    if isinstance(node, Records):
        for item in node.items:
            _collect(item, below, found)
    elif below and node is not None:
        name, _, rest = below.partition(".")
        _collect(node.members.get(name), rest, found)
    elif isinstance(node, Fact) and node.text:
        found[node.text] = None


# -- sentences -----------------------------------------------------------------------------------


def _sentences(evidence: Evidence, rules: StrangerRules) -> list[str]:
    """The sentences that may name something, and the writer's own with figures, as lines."""
    counts: dict[int, int] = {}
    for mention in evidence.mentions:
        if mention.kind == "figure":
            counts[mention.sentence] = counts.get(mention.sentence, 0) + 1
    said = evidence.sentences
    whole = _LINE.join(said)
    if _FIELD in whole or _PART in whole or whole.count(_LINE) >= max(1, len(said)):
        said = tuple([sentence.translate(_BLANKS) for sentence in said])
        whole = _LINE.join(said)
    ends: dict[int, list[int]] = {}
    row, begin = 0, 0
    for found in rules.token.finditer(whole):
        end = found.end()
        while end > begin + len(said[row]):
            begin += len(said[row]) + 1
            row += 1
        ends.setdefault(row, []).append(end - begin)
    own = {
        row
        for row, count in counts.items()
        if count >= rules.figures
        and len(said[row]) >= rules.length
        and rules.together.search(said[row]) is None
    }
    return [
        f"{row in own:d}{_FIELD}{' '.join(map(str, ends.get(row, ())))}{_FIELD}{said[row]}"
        for row in sorted(own | ends.keys())
    ]
