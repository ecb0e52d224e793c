"""The outline that the county prescribes (提纲): its items, and what unit's work they cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.facts.values import Fact, Facts, Node, Record, Records, member
from docgen.finding import Finding, Level
from docgen.language.near import nearest
from docgen.source import short


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the outline.

    words: by which a heading, a sentence or a 规定动作 tells that it is meant, beside its name.
    templates: those it is asked of, () for all.
    """

    name: str
    words: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()

    def covers(self, action: str) -> bool:
        """Whether a 规定动作 of this wording is the item."""
        return action == self.name or action in self.words

    def is_said_in(self, text: str) -> bool:
        """Whether the text has the item's name or one of its words."""
        return self.name in text or any(word in text for word in self.words)


def items_of(facts: Facts) -> tuple[Item, ...]:
    """The items that the county's facts prescribe; a row without 项 is none."""
    outline = facts.get("提纲")
    rows = outline.items if isinstance(outline, Records) else ()
    return tuple(
        Item(name, _texts(member(row, "词")), _texts(member(row, "模板")))
        for row in rows
        if isinstance(row, Record) and (name := _text(member(row, "项")))
    )


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Fact) and node.value is not None else ""


def _texts(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Records) else ()
    return tuple(filter(None, map(_text, items)))


def outline_doubts(facts: Facts) -> Iterator[Finding]:
    """A finding for each 规定动作 of the unit's work that is on the county's list in no wording."""
    items = items_of(facts)
    work = facts.get("工作")
    if not items or not isinstance(work, Records):
        return
    names = [item.name for item in items]
    for row in work.items:
        action = member(row, "规定动作")
        if (
            isinstance(action, Fact)
            and action.text
            and not any(item.covers(action.text) for item in items)
        ):
            words = {word: item.name for item in items for word in (item.name, *item.words)}
            near = nearest(action.text, words)
            yield Finding(
                "FCT118",
                Level.HINT,
                f"规定动作“{short(action.text)}”不在县里的提纲上",
                action.place,
                hint=f"是不是“{words[near]}”" if near else "提纲上有：" + "、".join(names),
            )
