"""What each fact does to a draft: the sentences that change when it changes, and the facts that
change nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from docgen.compose import compose
from docgen.document import Document, gap_lines, lines
from docgen.errors import DocgenError
from docgen.facts import Fact, Facts, Group, Record, Records
from docgen.facts.values import Node, Value
from docgen.language import Quantity, format_decimal
from docgen.library import Library, TemplateSource

UNPRINTED: Final = ("文稿.", "提纲[")
"""Facts that say which paper is wanted, or what the county asks of it."""

_SENTENCE: Final = re.compile("[^。！？；]*[。！？；]+[”’）》】]*|[^。！？；]+$")
_POSITION: Final = re.compile(r"\[\d+\]")
_MARK: Final = "〔改〕"
"""What is put behind a text to see where it goes."""
_KEPT: Final = 3
_TEXT: Final = "文"
"""The field of a record that was typed as a plain sentence."""


class Change(NamedTuple):
    """A fact changed.  how: what was done to it (多1, 为0, 换成…).  sentences: how many of the
    draft's sentences are others then; shown: some, as they were and as they are.  error: the
    draft could not be made, and why."""

    how: str
    sentences: int
    shown: tuple[tuple[str, str], ...] = ()
    error: str = ""


class Effect(NamedTuple):
    """A fact with what its changes do.  text: as typed."""

    path: str
    text: str
    changes: tuple[Change, ...]

    @property
    def moves(self) -> bool:
        """Whether any change of it changes the draft."""
        return any(change.sentences or change.error for change in self.changes)

    @property
    def pattern(self) -> str:
        """Its path without positions: 工作[].正文."""
        return _POSITION.sub("[]", self.path)


def sensitivity(
    template: TemplateSource, facts: Facts, library: Library, on: date | None = None
) -> tuple[Effect, ...]:
    """Every fact of the unit changed, one at a time, in the order of its files."""
    before = _sentences(compose(template, facts, library, on=on))
    return tuple(
        Effect(fact.path, fact.text, tuple(_changes(fact, template, facts, library, on, before)))
        for fact in facts.leaves()
        if fact.value is not None and not fact.path.startswith(UNPRINTED)
    )


def _changes(
    fact: Fact,
    template: TemplateSource,
    facts: Facts,
    library: Library,
    on: date | None,
    before: list[str],
) -> Iterator[Change]:
    for how, value, text in others(fact):
        other = with_fact(facts, replace(fact, value=value, text=text))
        try:
            after = _sentences(compose(template, other, library, on=on))
        except DocgenError as error:
            yield Change(how, 0, (), error.message)
        else:
            count, shown = differing(before, after)
            yield Change(how, count, shown)


def others(fact: Fact) -> Iterator[tuple[str, Value, str]]:
    """Other values of the fact: how it was changed, the value, its text."""
    value = fact.value
    if isinstance(value, Quantity):
        more = _counted(value, value.value + 1)
        yield "多1", more, more.raw
        if value.value:
            none = _counted(value, value.value * 0)
            yield "为0", none, none.raw
    elif isinstance(value, bool):
        yield ("改成否", False, "否") if value else ("改成是", True, "是")
    elif isinstance(value, date):
        later = value + timedelta(days=1)
        yield "晚一天", later, later.isoformat()
    elif isinstance(value, str) and fact.entry.options:
        for option in fact.entry.options:
            if option != value:
                yield f"换成{option}", option, option
    elif isinstance(value, str):
        yield "换几个字", value + _MARK, value + _MARK


def _counted(quantity: Quantity, value: Decimal) -> Quantity:
    text = format_decimal(value)
    raw = f"{quantity.prefix}{text}{quantity.scale}{quantity.unit}{quantity.suffix}"
    return quantity._replace(value=value, upper=None, form="", raw=raw)


def with_fact(facts: Facts, fact: Fact) -> Facts:
    """The facts with this leaf in the place of the one of its path."""
    steps = tuple(fact.path.replace("[", ".[").split("."))
    root = _with(facts.root, steps, fact)
    assert isinstance(root, Group)
    return replace(facts, root=root)


def _with(node: Node, steps: tuple[str, ...], fact: Fact) -> Node:
    if not steps:
        if isinstance(node, Fact):
            return replace(fact, members=node.members)
        steps = (_TEXT,)
    step, *rest = steps
    if isinstance(node, Records):
        at = int(step.strip("[]")) - 1
        item = _with(node.items[at], tuple(rest), fact)
        assert isinstance(item, Record | Fact)
        return replace(node, items=(*node.items[:at], item, *node.items[at + 1 :]))
    members: Mapping[str, Node] = node.members
    below = _with(members[step], tuple(rest), fact)
    return replace(node, members=MappingProxyType({**members, step: below}))


def _sentences(document: Document) -> list[str]:
    """The sentences of the paper, without its list of gaps."""
    told = lines(document)
    paper = told[: len(told) - len(gap_lines(document))]
    return [m[0].strip() for line in paper for m in _SENTENCE.finditer(line) if m[0].strip()]


def differing(
    before: Iterable[str], after: Iterable[str]
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How many sentences are others, and some of them as they were and as they are."""
    old, new = Counter(before), Counter(after)
    gone, come = list((old - new).elements()), list((new - old).elements())
    count = max(len(gone), len(come))
    pairs = [
        (gone[at] if at < len(gone) else "", come[at] if at < len(come) else "")
        for at in range(min(count, _KEPT))
    ]
    return count, tuple(pairs)
