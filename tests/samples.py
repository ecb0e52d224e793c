"""The facts files that come with docgen, and the drafts made of them, for every test."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

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


@lru_cache
def sample(name: str) -> Facts:
    """The facts of a file by its name below data/."""
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
