"""Facts changed in one place, and what that changes in a draft.

A change is made in the typed tree: the leaf, its 上期, a figure said in a sentence, or nothing
left of it.  `stray` tells which differing stretches of two drafts do not name the change.
Small changes show that a difference is named; large ones, that what is named makes a difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from types import MappingProxyType

from docgen.document import Document, Text, walk
from docgen.facts import Fact, Facts, Group, Record, Records
from docgen.facts.sentences import Said, pieces
from docgen.facts.values import Node, Value
from docgen.language import Period, Quantity, parse_period, parse_quantity

_DIGITS: re.Pattern[str] = re.compile(r"\d+")


@dataclass(frozen=True)
class Change:
    """A change: the path that a draft's spans must name for it, and the facts after it."""

    path: str
    said: str
    facts: Facts


# ---- editing the tree --------------------------------------------------------------------


def edited(facts: Facts, path: str, edit: Callable[[Node], Node | None]) -> Facts:
    """The facts with the node at the path put through `edit`; None takes it out."""
    root = _edited(facts.root, path, edit)
    assert isinstance(root, Group)
    return replace(facts, root=root)


def _edited(node: Node, path: str, edit: Callable[[Node], Node | None]) -> Node | None:
    if isinstance(node, Fact | Records) and node.path == path:
        return edit(node)  # a plain sentence in a list shares its path with its record
    if isinstance(node, Records):
        items = (_edited(item, path, edit) for item in node.items)
        kept = tuple(item for item in items if isinstance(item, Record | Fact))
        return replace(node, items=kept)
    members = {
        name: _edited(below, path, edit) if _leads_to(below.path, path) else below
        for name, below in node.members.items()
    }
    kept_members = {name: below for name, below in members.items() if below is not None}
    return replace(node, members=MappingProxyType(kept_members))


def _leads_to(above: str, path: str) -> bool:
    return path == above or path.startswith((f"{above}.", f"{above}["))


def _bumped(text: str) -> str:
    """The text with the last digit of its last number changed: 2.2万 → 2.3万, 10 → 11."""
    found = list(_DIGITS.finditer(text))[-1]
    digit = str((int(text[found.end() - 1]) + 1) % 10 or 1)
    return text[: found.end() - 1] + digit + text[found.end() :]


def _with_quantity(quantity: Quantity) -> Callable[[Node], Node]:
    return lambda node: replace(node, value=quantity, text=quantity.raw)  # type: ignore[call-arg]


def figures_changed(facts: Facts) -> Iterator[Change]:
    """Every number of the ledger, its 上期, and every figure of a sentence, changed in turn."""
    for fact in facts.leaves():
        if isinstance(fact.value, Quantity):
            yield from _numbers(facts, fact, fact.value)
        elif isinstance(fact.value, str):
            yield from _said(facts, fact, fact.value)


def _numbers(facts: Facts, fact: Fact, quantity: Quantity) -> Iterator[Change]:
    raw = quantity.raw
    for text in (_bumped(raw), _DIGITS.sub("0", raw, count=1) if raw.isdigit() else ""):
        changed = parse_quantity(text) if text and text != raw else None
        if changed is not None:
            after = edited(facts, fact.path, _with_quantity(changed))
            yield Change(fact.path, f"{raw} → {text}", after)
    before = fact.more.previous
    if before is not None:
        changed = parse_quantity(_bumped(before.raw))
        more = replace(fact.more, previous=changed)
        after = edited(facts, fact.path, lambda node: replace(node, more=more))  # type: ignore[call-arg]
        yield Change(f"{fact.path}.上期", f"{before.raw} → {_bumped(before.raw)}", after)


def _said(facts: Facts, fact: Fact, text: str) -> Iterator[Change]:
    start = 0
    for piece in pieces(text):
        size = len(piece) if isinstance(piece, str) else len(piece.text)
        if isinstance(piece, Said) and _DIGITS.search(piece.text):
            said = _bumped(piece.text)
            changed = text[:start] + said + text[start + size :]
            after = edited(
                facts,
                fact.path,
                lambda node, changed=changed: replace(node, value=changed, text=changed),  # type: ignore[misc]
            )
            yield Change(f"{fact.path}#{piece.order}", f"{piece.text} → {said}", after)
        start += size


def leaves_removed(facts: Facts) -> Iterator[Change]:
    """Every leaf taken out with what is below it, and every leaf left without its value."""
    for fact in facts.leaves():
        yield Change(fact.path, "没有这一项", edited(facts, fact.path, lambda _: None))
        yield Change(
            fact.path,
            "没有值",
            edited(facts, fact.path, lambda node: replace(node, value=None, text="")),  # type: ignore[call-arg]
        )


def changed_much(facts: Facts, path: str) -> Iterator[Change]:
    """The fact at the path made quite another: 62 → 62007, other words, another choice, no rows.

    path: of a fact, of its 上期 or of a list.  A choice that has no other is taken out.
    """
    node = facts.get(path)
    if isinstance(node, Record):  # a plain sentence in a list
        node = next(below for below in node.members.values() if below.path == path)
    if isinstance(node, Records):
        rowless = replace(node, items=())
        yield Change(f"{path}#", "一条也没有", edited(facts, path, lambda _: rowless))
    elif isinstance(node, Fact):
        for value in _others(node):
            other = None if value is None else replace(node, value=value, text=str(value))
            yield Change(path, f"{node.text} → {value}", edited(facts, path, lambda _, o=other: o))  # type: ignore[misc]
    else:
        above = path.removesuffix(".上期")
        fact = facts.get(above)
        assert isinstance(fact, Fact)
        assert fact.more.previous is not None
        before = replace(fact, more=replace(fact.more, previous=_enlarged(fact.more.previous)))
        yield Change(path, "× 1000 + 7", edited(facts, above, lambda _: before))


def _others(fact: Fact) -> tuple[Value, ...]:
    """Values of the fact's type that are far from its own; None stands for no fact at all."""
    match fact.value:
        case Quantity():
            return (_enlarged(fact.value),)
        case Period():
            return (parse_period("2019年下半年"),)
        case bool():
            return (not fact.value,)
        case date():
            return (date(2013, 3, 4),)
        case _ if fact.entry.kind == "选项":
            return tuple(o for o in fact.entry.options if o != fact.value) or (None,)
        case _:
            return ("换一句话",)


def _enlarged(quantity: Quantity) -> Quantity:
    found = parse_quantity(f"{quantity.amount * 1000 + 7:f}{quantity.unit}")
    assert found is not None
    return found


# ---- comparing drafts --------------------------------------------------------------------


@dataclass(frozen=True)
class Letters:
    """The characters of a draft, and for each the sources of the spans it stands in.

    None instead of sources: a line's end, or the count of a claim, which follows the headings.
    """

    text: str
    sources: list[frozenset[str] | None]

    @classmethod
    def of(cls, document: Document) -> Letters:
        """The letters of a draft; numbers of headings are no text of the tree."""
        texts: list[str] = []
        sources: list[frozenset[str] | None] = []
        for text in walk(document):
            _collect(text, frozenset(), texts, sources)
            texts.append("\n")
            sources.append(None)
        return cls("".join(texts), sources)


def _collect(
    text: Text,
    around: frozenset[str] | None,
    texts: list[str],
    sources: list[frozenset[str] | None],
) -> None:
    for piece in text:
        if isinstance(piece, str):
            texts.append(piece)
            sources.extend([around] * len(piece))
        elif piece.kind == "claim" or around is None:
            _collect(piece.content, None, texts, sources)
        else:
            _collect(piece.content, around | frozenset(piece.sources), texts, sources)


def stray(before: Letters, after: Letters, path: str) -> list[str]:
    """Stretches that differ between the drafts and do not stand in a span naming the path."""
    old, new = before.text, after.text
    start = _shared(old, new)
    left, right = old[start:], new[start:]
    tail = _shared(left[::-1], right[::-1])
    left, right = left[: len(left) - tail], right[: len(right) - tail]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    found = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for letters, first, last in ((before, i1, i2), (after, j1, j2)):
            lost = [
                letters.text[at]
                for at in range(start + first, start + last)
                if (named := letters.sources[at]) is not None and path not in named
            ]
            if lost:
                found.append("".join(lost))
    return found


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
