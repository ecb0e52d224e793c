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
from typing import Final, TypeAlias

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


_WORDS: Final = {"时点": "as_of", "口径": "caliber", "来源": "source"}
"""What may be told of a number in words, and the field that holds it."""


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
            # a name may be sorted or grouped by as a whole; a sentence is only printed
            at = "" if fact.entry.kind == "名称" else f"#{piece.order}"
            yield Change(f"{fact.path}{at}", f"{piece.text} → {said}", after)
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
    elif path.endswith(tuple(f".{name}" for name in _WORDS)):
        above, _, name = path.rpartition(".")
        fact = facts.get(above)
        assert isinstance(fact, Fact)
        said = replace(fact, more=replace(fact.more, **{_WORDS[name]: "换一句话"}))  # type: ignore[arg-type]
        yield Change(path, "换一句话", edited(facts, above, lambda _: said))
    else:
        above, _, name = path.rpartition(".")
        fact = facts.get(above)
        assert isinstance(fact, Fact)
        field = {"上期": "previous", "增幅": "growth"}[name]
        quantity = getattr(fact.more, field)
        assert quantity is not None
        other = replace(fact, more=replace(fact.more, **{field: _enlarged(quantity)}))  # type: ignore[arg-type]
        yield Change(path, "× 1000 + 7", edited(facts, above, lambda _: other))


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

    def lines(self) -> list[tuple[str, int]]:
        """Each line with its end, and where it begins."""
        out, at = [], 0
        for line in self.text.splitlines(keepends=True):
            out.append((line, at))
            at += len(line)
        return out

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
    """Stretches that differ between the drafts and do not stand in a span naming the path.

    Lines are matched first, so that one that vanished is not read into its neighbours.
    """
    old, new = before.lines(), after.lines()
    matcher = SequenceMatcher(None, [text for text, _ in old], [text for text, _ in new], False)
    found = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs = zip(range(i1, i2), range(j1, j2), strict=False)
        even = i2 - i1 == j2 - j1
        blocks = [(i, i + 1, j, j + 1) for i, j in pairs] if even else [(i1, i2, j1, j2)]
        for first, last, start, end in blocks:
            left = "".join(text for text, _ in old[first:last])
            right = "".join(text for text, _ in new[start:end])
            at = (old[first][1] if first < last else 0, new[start][1] if start < end else 0)
            found += _stray_within((before, left, at[0]), (after, right, at[1]), path)
    return found


_Stretch: TypeAlias = tuple[Letters, str, int]
"""Letters, a piece of their text and where it begins."""


def _stray_within(old: _Stretch, new: _Stretch, path: str) -> list[str]:
    left, right = old[1], new[1]
    start = _shared(left, right)
    tail = _shared(left[start:][::-1], right[start:][::-1])
    ends = len(left) - tail, len(right) - tail
    matcher = SequenceMatcher(None, left[start : ends[0]], right[start : ends[1]], autojunk=False)
    found = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for (letters, text, base), first, last in ((old, i1, i2), (new, j1, j2)):
            lost = _lost(letters, base, text, start + first, start + last, path, tag != "replace")
            if lost.strip("。；"):  # the stop of a list's item is set with the item
                found.append(lost)
    return found


def _lost(
    letters: Letters, base: int, text: str, first: int, last: int, path: str, slides: bool
) -> str:
    """The letters of a stretch that no span naming the path holds.

    slides: what was only put in or taken out may as well begin a letter earlier, when the one
    before it is its last (，已整改35条 and 已整改35条，): the place that names it counts.
    """
    places = [(first, last)]
    while slides and first > 0 and last > first and text[first - 1] == text[last - 1]:
        first, last = first - 1, last - 1
        places.append((first, last))
    losses = []
    for begin, end in places:
        held = ((text[at], letters.sources[base + at]) for at in range(begin, end))
        losses.append("".join(c for c, named in held if named is not None and path not in named))
    return min(losses, key=len)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
