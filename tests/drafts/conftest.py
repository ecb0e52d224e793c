"""A small paper, composed for real: facts and template as text, what comes of them as values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from docgen.compose import compose
from docgen.document import Document
from docgen.drafts.evidence import evidence_of
from docgen.drafts.records import Evidence
from docgen.drafts.trace import Trace, trace
from docgen.facts import Facts, dictionary_of, facts_from
from docgen.library import Library, TemplateSource
from docgen.library.templates import genre_from, template_from
from docgen.source import read_yaml

UNIT = """\
单位: {名称: 青山镇, 全称: 中共清河县青山镇委员会, 自称: 我镇, 主送: 县委组织部}
文稿: {期间: 2026年上半年, 日期: 2026-06-30}
"""
HEAD = """\
---
名称: 短报
标题: "{{ 单位.名称 }}短报"
---
"""


@cache
def library() -> Library:
    """The built-in library, read once."""
    return Library()


@dataclass(frozen=True)
class Paper:
    """A composed paper with all it was made of."""

    document: Document
    facts: Facts
    template: TemplateSource

    @property
    def evidence(self) -> Evidence:
        """Its evidence."""
        return evidence_of(self.document, self.facts, library())

    @property
    def trace(self) -> Trace:
        """Its trace."""
        return trace(self.evidence)


def paper(facts: str, body: str) -> Paper:
    """The paper that a template of this body makes of these facts, typed below UNIT.

    Facts begin on line 3 of 台账.yaml, the body on line 5 of brief/short.
    """
    genre = genre_from("brief", {"名称": "短报", "部分": [{"名": "工作"}]}, "genre.yaml")
    template = template_from("brief/short", HEAD + body, genre, "short.md.j2")
    read, _ = facts_from([read_yaml(UNIT + facts, "台账.yaml")], dictionary_of(library()))
    return Paper(compose(template, read, library()), read, template)
