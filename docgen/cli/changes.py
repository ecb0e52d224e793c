"""What `docgen diff` prints: the words that changed, with marks any terminal has and colours where
there is one; and the same as plain values for a program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from docgen.audit.effect import Effects
from docgen.audit.redlines.listing import (
    NAMES,
    Item,
    Words,
    by_table_row,
    headline,
    items,
    marked,
    shortened,
    told_place,
    words_of,
)
from docgen.audit.redlines.templates import Comparison, asides, by_group, names, told
from docgen.cli.console import say, table
from docgen.review.clauses import Piece
from docgen.review.redline import Redline, Swap

_COLORS: Final = {"-": "red", "+": "green", "figure": "yellow", "": None}
_SHOWN: Final = 20
"""So many figures are named before the rows."""


def say_redline(found: Redline) -> None:
    """The headline, the figures that changed, and every row that did."""
    say(f"{found.old.path} → {found.new.path}：{headline(found)}", bold=True)
    rows = items(found)
    if found.swaps:
        where = {item.row: item for item in rows}
        say()
        say(f"变了的数字{len(found.swaps)}个", bold=True)
        shown = [
            (swap.said, f"{swap.old} → {swap.new}", where[swap.row].where, where[swap.row].heading)
            for swap in found.swaps[:_SHOWN]
        ]
        say(table(shown, indent="  "))
        if len(found.swaps) > _SHOWN:
            say(f"  ……还有{len(found.swaps) - _SHOWN}个")
    heading: str | None = None
    for item in by_table_row(rows):
        if item.heading != heading:
            heading = item.heading
            say()
            say(heading, bold=True)
        _say_item(item)


def _say_item(item: Item) -> None:
    place = f"{told_place(item)}　" if item.where else ""
    say(f"  {NAMES[item.kind]}　{place}{_colored(shortened(item.words))}")


def _colored(words: Sequence[Words]) -> str:
    return "".join(
        click.style(marked(word), fg=color) if (color := _COLORS[word.mark]) else word.text
        for word in words
    )


def say_comparison(found: Comparison) -> None:
    """What the templates ask, the words they say, and what they do to the drafts."""
    contract = found.contract
    say(f"{found.title}：{contract.headline()}", bold=True)
    for group, terms in by_group(contract.terms):
        say()
        say(group, bold=True)
        rows = [(term.shift, term.name, told(term), "、".join(term.places)) for term in terms]
        say(table(rows, indent="  "))
    if contract.words.changed:
        say()
        say("模板的话", bold=True)
        for item in items(contract.words):
            _say_item(item)
    if found.effects is not None:
        say()
        _say_effects(found.effects)


def _say_effects(effects: Effects) -> None:
    say(effects.headline(), bold=True)
    if figures := [unit for unit in effects.changed if unit.swaps]:
        say()
        say("数字有变的单位", bold=True)
        for unit in figures:
            shown = "，".join(map(_swap, unit.swaps[:_SHOWN]))
            say(f"  {unit.unit}　{shown}" + ("……" if len(unit.swaps) > _SHOWN else ""))
    if effects.groups:
        say()
        say("变了的话", bold=True)
    for group in effects.groups:
        words = _colored(shortened(words_of(group.change.pieces)))
        say(f"  {len(group.units)}份　{group.change.heading}：{words}")
        say(f"      {names(group.units)}")
    if others := [(unit.unit, said) for unit in effects.units if (said := asides(unit))]:
        say()
        say("还有", bold=True)
        say(table(others, indent="  "))
    if effects.failed:
        say()
        say("写不出来的单位", bold=True)
        say(table(effects.failed, indent="  "))


def _swap(swap: Swap) -> str:
    return f"{swap.said} {swap.old}→{swap.new}".strip()


# -- for a program -----------------------------------------------------------------------------


def redline_data(found: Redline) -> dict[str, object]:
    """The redline as plain values."""
    rows = items(found)
    where = {item.row: item for item in rows}
    return {
        "old": found.old.path,
        "new": found.new.path,
        "counts": {
            name: found.count(name) for name in ("same", "changed", "dropped", "added", "moved")
        },
        "figures": [
            {
                **_swap_data(swap),
                "where": where[swap.row].where,
                "heading": where[swap.row].heading,
            }
            for swap in found.swaps
        ],
        "changes": [
            {
                "kind": item.kind,
                "where": item.where,
                "other": item.other,
                "heading": item.heading,
                "pieces": _pieces(found.rows[item.row].pieces),
            }
            for item in rows
        ],
    }


def comparison_data(found: Comparison) -> dict[str, object]:
    """The comparison of two templates as plain values; "effects" is null without facts."""
    contract, effects = found.contract, found.effects
    return {
        "old": contract.old.id,
        "new": contract.new.id,
        "terms": [term._asdict() for term in contract.terms],
        "words": redline_data(contract.words),
        "effects": None if effects is None else _effects_data(effects),
    }


def _effects_data(effects: Effects) -> dict[str, object]:
    return {
        "units": [
            {
                "unit": unit.unit,
                "changed": unit.changed,
                "figures": [_swap_data(swap) for swap in unit.swaps],
                "renumbered": unit.renumbered,
                "owed": unit.owed,
            }
            for unit in effects.units
        ],
        "changes": [
            {
                "heading": group.change.heading,
                "pieces": _pieces(group.change.pieces),
                "units": list(group.units),
            }
            for group in effects.groups
        ],
        "failed": [{"unit": unit, "why": why} for unit, why in effects.failed],
    }


def _swap_data(swap: Swap) -> dict[str, str]:
    return {"said": swap.said, "old": swap.old, "new": swap.new}


def _pieces(pieces: Sequence[Piece]) -> list[list[str]]:
    return [[piece.op, piece.text] for piece in pieces]
