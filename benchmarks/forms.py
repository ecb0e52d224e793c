"""A form for forty units, written and read, beside what openpyxl alone takes for the same cells.

    .venv/bin/python benchmarks/forms.py

Forty units with the half-year facts of 青山镇 and five records in every list of every unit, in one
workbook.  Medians and ratios; nothing is asserted but that the same facts come back.
"""

from __future__ import annotations

import io
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from openpyxl import Workbook, load_workbook

from docgen.facts import Entry, Facts, dictionary_of, facts_from, read_facts
from docgen.facts.workbook import filled_paths, form_layout, read_form, write_form
from docgen.library import Library
from docgen.source import MappingNode, Parsed, Scalar, SequenceNode

ROOT: Final = Path(__file__).parents[1]
UNITS: Final = 40
RECORDS: Final = 5
COLUMNS: Final = 70
ROUNDS: Final = 5


def median(work: Callable[[], object]) -> float:
    """Seconds the work takes."""
    taken = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return statistics.median(taken)


def node(entry: Entry, number: int) -> Any:
    """Something filled in for this entry."""
    if entry.kind in ("组", "构成"):
        return pairs(entry, number)
    if entry.kind == "列表":
        item = pairs(entry, number) if entry.members else text(f"第{number}项做法")
        return SequenceNode((item,) * (RECORDS if entry.members else 2), 1, 1)
    if entry.is_number:
        return text(str(1000 + number))
    known = {"日期": "2026-06-30", "期间": "2026年上半年", "是否": "是"}
    words = (
        entry.options[0] if entry.options else known.get(entry.kind, f"做法{number}，抽调15名干部")
    )
    return text(words)


def text(words: str) -> Scalar:
    return Scalar(words, 1, 1, False)


def pairs(entry: Entry, number: int) -> MappingNode:
    items = ((text(name), node(below, number)) for name, below in entry.members.items())
    return MappingNode(tuple(items), 1, 1)


def material() -> tuple[Any, list[Facts]]:
    """The layout of the half-year facts, to 70 columns, and forty units filled in."""
    dictionary = dictionary_of(Library())
    facts, _ = read_facts(ROOT / "data/counties/qinghe/qingshan/2026-h1.yaml", dictionary)
    paths = list(filled_paths(facts))
    more = (
        line.entry.path
        for line in form_layout(dictionary, tuple(dictionary.roots), many=True).facts
    )
    while len(form_layout(dictionary, paths, many=True).facts) < COLUMNS:
        paths.append(next(more))
    layout = form_layout(dictionary, paths, many=True)
    units = []
    for number in range(1, UNITS + 1):
        tree: dict[str, Any] = {}
        for path in paths:
            entry, at = dictionary.find(path), tree
            assert entry is not None
            *above, last = path.split(".")
            for name in above:
                at = at.setdefault(name, {})
            at.setdefault(last, {})["值"] = node(
                replace(entry, members={}) if entry.is_number else entry, number
            )
        tree.setdefault("单位", {})["名称"] = {"值": text(f"第{number}镇")}
        units.append(facts_from([Parsed(grown(tree), (), f"{number}.yaml", ())], dictionary)[0])
    return layout, units


def grown(tree: dict[str, Any]) -> Any:
    if set(tree) == {"值"}:
        return tree["值"]
    items = ((text(k), v if k == "值" else grown(v)) for k, v in tree.items())
    return MappingNode(tuple(items), 1, 1)


def main() -> None:
    layout, units = material()
    dictionary = layout.dictionary
    data = write_form(layout, units)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "填报表.xlsx")
        path.write_bytes(data)
        form = read_form(path, dictionary)
        back = [facts_from([unit.parsed], dictionary)[0] for unit in form.units]
        same = [[(leaf.path, leaf.text) for leaf in facts.leaves()] for facts in back] == [
            [(leaf.path, leaf.text) for leaf in sorted_like(facts, other)]
            for facts, other in zip(units, back, strict=True)
        ]
        assert same, "the facts that come back are others"
        cells = sum(
            cell is not None
            for sheet in load_workbook(path, read_only=True).worksheets
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        )
        values = [
            [list(row) for row in sheet.iter_rows(values_only=True)]
            for sheet in load_workbook(path, read_only=True).worksheets
        ]

        def bare() -> None:
            book = Workbook()
            for rows in values:
                sheet: Any = book.create_sheet()
                for row in rows:
                    sheet.append(row)
            book.save(io.BytesIO())

        def bare_read() -> None:
            for sheet in load_workbook(path, read_only=True, data_only=True).worksheets:
                for _ in sheet.iter_rows():
                    pass

        write, read = (
            median(lambda: write_form(layout, units)),
            median(lambda: read_form(path, dictionary)),
        )
        plain_write, plain_read = median(bare), median(bare_read)
        typing = median(lambda: [facts_from([unit.parsed], dictionary) for unit in form.units])
    lists = len(layout.lists)
    print(
        f"{UNITS} units, {len(layout.facts)} columns, {lists} lists, {cells} filled cells, {len(data) >> 10} KB"
    )
    print(
        f"write  {write:5.2f} s   {write / plain_write:4.1f} × openpyxl writing the same cells bare"
    )
    print(f"read   {read:5.2f} s   {read / plain_read:4.1f} × openpyxl reading the cells")
    print(f"typed  {typing:5.2f} s   by the dictionary, after reading")


def sorted_like(facts: Facts, other: Facts) -> list[Any]:
    """The leaves in the order of the other's, by path."""
    order = {leaf.path: n for n, leaf in enumerate(other.leaves())}
    return sorted(facts.leaves(), key=lambda leaf: order.get(leaf.path, -1))


if __name__ == "__main__":
    main()
