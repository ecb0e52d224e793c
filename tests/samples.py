"""The facts files that come with docgen, and the drafts made of them, for every test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from docgen.batch.rollup import gather, roll_up
from docgen.compose import compose
from docgen.document import Document
from docgen.facts import Fact, Facts, dictionary_of, read_facts
from docgen.library import Library, TemplateSource

ROOT = Path(__file__).parents[1]
LIBRARY = Library()
DICTIONARY = dictionary_of(LIBRARY)

FILES = tuple(
    sorted(
        path
        for path in (
            *(ROOT / "data/seeds").glob("*.yaml"),
            *(ROOT / "data/counties").rglob("*.yaml"),
        )
        if path.name not in ("unit.yaml", "_common.yaml") and "模板:" in path.read_text("utf-8")
    )
)
NAMES = tuple(path.relative_to(ROOT / "data").as_posix() for path in FILES)


ROLLED = "counties/qinghe/rolled.yaml"
"""The county rolled up from its units: no file, but made as `docgen rollup` makes it."""


@lru_cache
def sample(name: str) -> Facts:
    """The facts of a file by its name below data/."""
    if name == ROLLED:
        gathered = gather([ROOT / "data/counties/qinghe"], LIBRARY)
        return roll_up(gathered, LIBRARY, name).facts
    facts, _ = read_facts(ROOT / "data" / name, DICTIONARY)
    return facts


def template_of(facts: Facts) -> TemplateSource:
    """The template that the file's 文稿.模板 names."""
    node = facts.get("文稿.模板")
    assert isinstance(node, Fact), "样例要写明 文稿.模板"
    return LIBRARY.template(node.text)


@lru_cache
def draft(name: str) -> Document:
    """The draft of a file."""
    facts = sample(name)
    return compose(template_of(facts), facts, LIBRARY)


# ---- one file, several papers --------------------------------------------------------------

FULL = tuple(
    f"counties/qinghe/{town}/2026-h1.yaml"
    for town in "qingshan chengguan shuanghe baima yunwu binjiang dawan pingan jinsha xincheng".split()
)
"""The towns whose facts are all there: what is wanted of a draft is wanted of theirs."""

_OF_A_TOWN = (
    "work_report/half_year",
    "work_summary/rectification",
    "work_summary/demonstration",
    "briefing/experience",
)
TOWN_TEMPLATES = tuple(name for name in _OF_A_TOWN if name in LIBRARY.templates)


def _named_template(name: str) -> str:
    """The id of the template that a file itself names."""
    found = re.search(r"模板: *\"?([\w/]+)", (ROOT / "data" / name).read_text("utf-8"))
    return found[1] if found else ""


def _papers() -> Iterator[tuple[str, str]]:
    for name in NAMES:
        own = _named_template(name)
        if name.startswith("counties/") and own in _OF_A_TOWN:
            yield from ((template, name) for template in TOWN_TEMPLATES)
        elif own in LIBRARY.templates:
            yield own, name
    yield "work_report/county", ROLLED


PAPERS = tuple(sorted(_papers()))
"""(template, facts file): each town's file through each template for towns, the county's and
the seeds' through their own, the county rolled up through its report."""


@lru_cache
def paper(template: str, name: str) -> Document:
    """The draft that a template makes of a file."""
    return compose(LIBRARY.template(template), sample(name), LIBRARY)
