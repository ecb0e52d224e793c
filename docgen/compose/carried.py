"""Values that carry their sources through a template.

A leaf read by a template is a `Num` or `Txt` that carries the paths it came from, or a
`Missing` (see slots).  These are texts, numbers and tuples of Python itself with more to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

from docgen.document import SpanKind
from docgen.facts.sentences import Said
from docgen.facts.values import Fact

ABSENT: Final = cast(SpanKind, "absent")
"""Kind of a text that stands for an optional fact; as it is empty, it makes no span."""

Part: TypeAlias = str | Said
"""A piece of a text: a plain string, a `Txt` with sources of its own, a figure said in it."""


class Txt(str):
    """Text with its sources.  parts: the pieces when some have sources of their own; a figure
    among them belongs to the sentence that the first of the sources names.

    kind: of the span it makes; ABSENT stands for a fact that may be left out and was: it is
    empty, false, and neither more nor less than any number.
    """

    __slots__ = ("fact", "kind", "parts", "sources")
    parts: tuple[Part, ...]
    sources: tuple[str, ...]
    kind: SpanKind
    fact: Fact | None

    def __lt__(self, other: Any) -> bool:
        return self.kind != ABSENT and str.__lt__(self, other)

    def __le__(self, other: Any) -> bool:
        return self.kind != ABSENT and str.__le__(self, other)

    def __gt__(self, other: Any) -> bool:
        return self.kind != ABSENT and str.__gt__(self, other)

    def __ge__(self, other: Any) -> bool:
        return self.kind != ABSENT and str.__ge__(self, other)


class Marked(str):
    """Text with marks in it, as macros, lists and optional clauses make it; what a template
    makes besides is its own text and whole spans."""

    __slots__ = ()


class Num(Decimal):
    """A number with its sources.  fact: the leaf it was typed as, None when computed."""

    __slots__ = ("fact", "sources")
    sources: tuple[str, ...]
    fact: Fact | None


class Items(tuple[Any, ...]):
    """Some items of a list, as a filter or a template chose them, with their sources."""

    sources: tuple[str, ...] = ()


def items_of(chosen: Iterable[Any], sources: tuple[str, ...]) -> Items:
    """Items with sources."""
    out = Items(chosen)
    out.sources = sources
    return out


def txt(
    text: str,
    sources: tuple[str, ...] = (),
    parts: tuple[Part, ...] = (),
    kind: SpanKind = "fact",
    fact: Fact | None = None,
) -> Txt:
    """A text with sources; parts, when given, join to the text."""
    out = Txt(text)
    out.sources, out.parts, out.kind, out.fact = sources, parts, kind, fact
    return out


def num(value: Decimal | int, sources: tuple[str, ...] = (), fact: Fact | None = None) -> Num:
    """A number with sources."""
    out = Num(value)
    out.sources, out.fact = sources, fact
    return out


def joined(items: Iterable[str], kind: SpanKind = "fact") -> Txt:
    """One text of several, keeping the sources of each."""
    parts = tuple(item for item in items if item)
    if len(parts) == 1 and type(parts[0]) is Txt:
        return parts[0]
    sources = tuple(dict.fromkeys(s for p in parts if type(p) is Txt for s in p.sources))
    return txt("".join(parts), sources, parts, kind)
