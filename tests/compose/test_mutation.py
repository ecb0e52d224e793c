"""What must hold for every real facts file: change or take out any one fact, and look.

A changed number changes only text that names it; a fact taken out leaves a gap that is listed,
or a draft that reads as if it had never been asked for.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from docgen.compose import compose
from docgen.document import Document, plain, walk
from docgen.drafts.evidence import evidence_of
from docgen.errors import InputError
from docgen.facts import Fact, Facts, dictionary_of, read_facts
from docgen.language import Quantity
from docgen.library import Library
from tests.compose.mutation import Letters, changed_much, figures_changed, leaves_removed, stray

ROOT = Path(__file__).parents[2]
TOWNS = (
    "qingshan/2026-h1 chengguan/2026-h1 liushu/2026-h1 dawan/2026-h1 gaoling/2026-h1 county/2026-h1"
)
FILES = sorted(
    [path.relative_to(ROOT).as_posix() for path in ROOT.glob("data/seeds/*.yaml")]
    + [f"data/counties/qinghe/{name}.yaml" for name in TOWNS.split()]
)
"""The seeds, and of the county a rich, a mixed, a thin, a falling and a gappy unit, and itself."""
LIBRARY = Library()

BROKEN = re.compile(
    r"[，、；：][，、；：。！？]|[。！？][，、；：。]|（）|“”|《》|〔〕"
    r"|其中(?=[，、；：。！？）]|$)|^[，、；：。！？]|[，、；]$"
)
"""Punctuation that a fact left behind: doubled, round nothing, at a line's beginning or end."""


@cache
def facts_of(file: str) -> Facts:
    facts, _ = read_facts(ROOT / file, dictionary_of(LIBRARY))
    return facts


def draft(file: str, facts: Facts) -> Document:
    node = facts_of(file).get("文稿.模板")
    name = getattr(node, "text", "") or "work_report/half_year"
    return compose(LIBRARY.template(name), facts, LIBRARY)


def broken(document: Document) -> set[str]:
    found = set()
    for text in walk(document):
        words = plain(text)
        found |= {words[max(0, m.start() - 8) : m.end() + 4] for m in BROKEN.finditer(words)}
    return found


@pytest.mark.parametrize("file", FILES)
def test_a_changed_number_changes_only_what_names_it(file: str) -> None:
    """And most numbers do change the draft; named wrongly, each such change would be stray."""
    facts = facts_of(file)
    before = Letters.of(draft(file, facts))
    wrong, seen, changes = [], 0, 0
    for change in figures_changed(facts):
        after = Letters.of(draft(file, change.facts))
        changes += 1
        seen += after.text != before.text and bool(stray(before, after, "别的事实"))
        if found := stray(before, after, change.path):
            wrong.append(f"{change.path} {change.said}: {found}")
    assert wrong == []
    assert seen * 3 > changes > 10  # a file holds the facts of other papers too


@pytest.mark.parametrize("file", FILES)
def test_every_fact_that_is_said_to_be_used_makes_a_difference(file: str) -> None:
    """A large change to it shows, and a large number too changes only what names it."""
    facts = facts_of(file)
    document = draft(file, facts)
    before = Letters.of(document)
    not_printed = {gap.path for gap in document.gaps if gap.kind != "待核实"}
    used = {use.path for use in evidence_of(document, facts, LIBRARY).facts} - not_printed
    idle, wrong = [], []
    for path in sorted(used):
        seen = False
        for change in changed_much(facts, path):
            after = Letters.of(draft(file, change.facts))
            seen = seen or after.text != before.text
            if _is_number(facts, path) and (found := stray(before, after, change.path)):
                wrong.append(f"{path} {change.said}: {found}")
        if not seen and not path.endswith(SORTS):
            idle.append(path)
    assert (idle, wrong) == ([], [])
    assert len(used) > 20


SORTS = (".用",)
"""Choices that only say where a record stands; the last of its kind stands there either way."""


def _is_number(facts: Facts, path: str) -> bool:
    node = facts.get(path.removesuffix(".上期"))
    return isinstance(node, Fact) and isinstance(node.value, Quantity)


@pytest.mark.parametrize("file", FILES)
def test_a_fact_taken_out_leaves_a_listed_gap_or_nothing(file: str) -> None:
    facts = facts_of(file)
    before = draft(file, facts)
    used = {source for text in walk(before) for source in _sources(text)}
    wrong = []
    for change in leaves_removed(facts):
        try:
            after = draft(file, change.facts)
        except InputError as error:  # without any day nothing can be said, and that is said
            if error.message != "不知道文稿的日期" or not change.path.startswith("文稿."):
                raise
            continue
        if odd := broken(after) - broken(before):
            wrong.append(f"{change.path} {change.said}: {odd}")
        owed = {gap.path for gap in after.gaps}
        entry = dictionary_of(LIBRARY).find(change.path)
        required = entry is not None and not entry.optional and not change.path.endswith("]")
        if required and change.path in used and not owed & _above(change.path):
            wrong.append(f"{change.path} {change.said}: 没有列为待补")
    assert wrong == []


@pytest.mark.parametrize("file", FILES)
def test_the_draft_itself_reads_well(file: str) -> None:
    assert broken(draft(file, facts_of(file))) == set()


def _sources(text: tuple[object, ...]) -> set[str]:
    found: set[str] = set()
    for piece in text:
        content = getattr(piece, "content", None)
        if content is not None and getattr(piece, "kind", "") != "phrase":
            found |= set(getattr(piece, "sources", ())) | _sources(content)
    return found


def _above(path: str) -> set[str]:
    """The path and the paths of the records it lies in."""
    parts = path.split(".")
    return {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
