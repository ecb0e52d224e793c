"""What each fact does to a draft: the sentences that change when it changes, and the facts that
change nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from docgen.compose import compose
from docgen.document import Document, gap_lines, lines
from docgen.errors import DocgenError
from docgen.facts import Fact, Facts, Group, Record, Records
from docgen.facts.values import Node, Value
from docgen.language import Quantity, format_decimal
from docgen.library import Library, TemplateSource
from docgen.library.forms import ELEMENTS

UNPRINTED: Final = ("文稿.", "提纲[")
"""Facts that say which paper is wanted, or what the county asks of it; but the elements of the
paper (发文字号, 抄送) are printed."""

_SENTENCE: Final = re.compile("[^。！？；]*[。！？；]+[”’）》】]*|[^。！？；]+$")
_POSITION: Final = re.compile(r"\[\d+\]")
_MARK: Final = "〔改〕"
"""What is put behind a text to see where it goes."""
_KEPT: Final = 3
_LONG: Final = 12
"""Characters of a text that no template compares with another."""
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
        """Its path without positions."""
        return pattern_of(self.path)


def pattern_of(path: str) -> str:
    """A path without positions: 工作[].正文."""
    return _POSITION.sub("[]", path)


def sensitivity(
    template: TemplateSource, facts: Facts, library: Library, on: date | None = None
) -> tuple[Effect, ...]:
    """Every fact of the unit changed, one at a time, in the order of its files.

    One that is never looked at changes nothing, and is not tried; long texts, which no template
    compares, are tried all at once, each with a mark of its own.
    """
    trial = _Trial(template, facts, library, on)
    return tuple(
        Effect(fact.path, fact.text, tuple(trial.changes(fact)))
        for fact in facts.leaves()
        if _counts(fact)
    )


def _counts(fact: Fact) -> bool:
    if fact.value is None:
        return False
    name = _POSITION.sub("", fact.path.removeprefix("文稿.")).partition(".")[0]
    return not fact.path.startswith(UNPRINTED) or name in ELEMENTS


class _Trial:
    """The draft of a unit, made again with other facts."""

    def __init__(
        self, template: TemplateSource, facts: Facts, library: Library, on: date | None
    ) -> None:
        self.facts = facts
        self.made: Callable[[Facts], list[str]] = lambda other: sentences(
            compose(template, other, library, on=on)
        )
        self.seen: set[str] = set()
        members = _Watched(facts.root.members, self.seen)
        members.items()  # every template is given them all
        root = replace(facts.root, members=members)
        self.before = self.made(replace(facts, root=root))
        self.marked = self._marked()

    def changes(self, fact: Fact) -> Iterator[Change]:
        """What other values of the fact do."""
        if fact.path in self.marked:
            yield self.marked[fact.path]
            return
        for how, value, text in others(fact):
            if fact.path not in self.seen:
                yield Change(how, 0)
                continue
            try:
                after = self.made(with_fact(self.facts, replace(fact, value=value, text=text)))
            except DocgenError as error:
                yield Change(how, 0, (), error.message)
            else:
                yield Change(how, *differing(self.before, after))

    def _marked(self) -> dict[str, Change]:
        """What the long texts do: each has its mark wherever it stands."""
        texts = [
            fact
            for fact in self.facts.leaves()
            if _counts(fact) and isinstance(fact.value, str) and _is_long(fact)
        ]
        other, marks = self.facts, {}
        for number, fact in enumerate(texts):
            mark = marks[fact.path] = f"〔改{number}〕"
            other = with_fact(other, replace(fact, value=fact.text + mark, text=fact.text + mark))
        try:
            after = self.made(other)
        except DocgenError:
            return {}  # then one by one, and each says what it is
        return {path: _told(mark, after) for path, mark in marks.items()}


def _is_long(fact: Fact) -> bool:
    return fact.entry.kind == "文本" and len(fact.text) >= _LONG


def _told(mark: str, after: Iterable[str]) -> Change:
    """Where the mark stands."""
    having = [sentence for sentence in after if mark in sentence]
    pairs = tuple((sentence.replace(mark, ""), sentence) for sentence in having[:_KEPT])
    return Change("换几个字", len(having), pairs)


class _Watched(dict[str, Node]):
    """Members of which is noted who was looked at."""

    def __init__(self, members: Mapping[str, Node], seen: set[str]) -> None:
        super().__init__({name: _watched(node, seen) for name, node in members.items()})
        self.seen = seen

    def _note(self, node: Node | None) -> None:
        if node is not None:
            self.seen.add(node.path)
            if isinstance(node, Records):  # its items are looked at with it
                self.seen.update(item.path for item in node.items if isinstance(item, Fact))

    def __getitem__(self, name: str) -> Node:
        node = super().__getitem__(name)
        self._note(node)
        return node

    def get(self, name: str, default: Any = None) -> Any:
        """The member, noted."""
        node = super().get(name, default)
        self._note(node)
        return node

    def items(self) -> Any:
        """All members, all noted."""
        for node in super().values():
            self._note(node)
        return super().items()


def _watched(node: Node, seen: set[str]) -> Node:
    """The node, everything below it watched."""
    if isinstance(node, Records):
        items = [_watched(item, seen) for item in node.items]
        return replace(node, items=tuple(i for i in items if isinstance(i, Record | Fact)))
    return replace(node, members=_Watched(node.members, seen)) if node.members else node


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


def sentences(document: Document) -> list[str]:
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
