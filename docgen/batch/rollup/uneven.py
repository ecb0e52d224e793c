"""Numbers of the county that do not go together because not the same units gave them.

One town says how many branches there were after a merger: beside the number of branches of the
whole county that says something false.  Such a number is left out and told.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from docgen.batch.rollup.numbers import Number
from docgen.batch.rollup.parts import named
from docgen.facts.dictionary import Dictionary
from docgen.facts.values import Facts, Group, Node, Record, Records
from docgen.finding import Finding, Level, Place

_RELATION: Final = "FCT103"
_PART: Final = "FCT102"


def uneven(
    facts: Facts,
    checked: Iterable[Finding],
    numbers: Mapping[str, Number],
    dictionary: Dictionary,
) -> dict[str, Finding]:
    """The numbers that break a relation because fewer units gave them than the others in it, by
    their path, each with what is to be told."""
    found: dict[str, Finding] = {}
    for finding in checked:
        paths = _paths(finding, facts, dictionary)
        known = {path: _givers(numbers[path]) for path in paths if path in numbers}
        if len(set(known.values())) + (len(known) < len(paths)) < 2:
            continue
        least = min(known, key=lambda path: (len(known[path]), paths.index(path)))
        said = f"只有{named(sorted(known[least]))}填了" if known[least] else "没有单位填"
        found[least] = Finding(
            "ROL007",
            Level.HINT,
            f"“{least}”{said}，同全县别的数放不到一起，没有汇出",
            _place(numbers[least], finding),
            hint=f"各单位都填了再汇总（{finding.message}）",
        )
    return found


def _place(number: Number, finding: Finding) -> Place:
    """Where a unit gave it."""
    places = [part.place for part in number.parts if part.counted and part.place is not None]
    return places[0] if places else finding.place


def _givers(number: Number) -> frozenset[str]:
    return frozenset(part.unit for part in number.parts if part.counted or part.how == "为零")


def _paths(finding: Finding, facts: Facts, dictionary: Dictionary) -> list[str]:
    """The numbers that a finding is about."""
    if finding.code == _RELATION:
        for check in dictionary.checks:
            if finding.message.endswith(f"：{check.expression}"):
                return list(dict.fromkeys(_names(check.tree)))
    if finding.code == _PART:
        leaf = next((fact for fact in facts.leaves() if fact.place == finding.place), None)
        if leaf is not None:
            return [leaf.path, leaf.path.rpartition(".")[0]]
    return []


def _names(tree: ast.expr) -> Iterable[str]:
    """The facts a relation names, in its order."""
    if isinstance(tree, ast.Attribute | ast.Name):
        yield ast.unparse(tree).removesuffix(".个数")
        return
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.expr):
            yield from _names(child)


def without(root: Group, paths: Collection[str]) -> Group:
    """The facts without these and what stands under them."""
    pruned = _pruned(root, paths)
    return pruned if isinstance(pruned, Group) else root


def _pruned(node: Node, paths: Collection[str]) -> Node | None:
    if node.path in paths:
        return None
    if isinstance(node, Records | Record):
        return node
    kept = {name: _pruned(below, paths) for name, below in node.members.items()}
    members = MappingProxyType({name: below for name, below in kept.items() if below is not None})
    return replace(node, members=members)
