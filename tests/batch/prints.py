"""Imprints for the tests: those of the county's drafts, and of drafts made up of sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Final

from docgen.batch.imprint import imprint
from docgen.batch.likeness import Key
from docgen.document import Document, Meta, Paragraph, Span
from docgen.drafts.evidence import evidence_of
from docgen.facts import Facts, facts_from
from docgen.language import figures
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY, PAPERS, paper, sample

REPORT: Final = "work_report/half_year"
TOWNS: Final = "青山镇 柳树乡 白马镇 大湾镇 金沙镇 双河镇 云雾乡 平安乡 高岭乡 城关街道".split()
RULES: Final = LIBRARY.likeness
NAMES: Final = LIBRARY.strangers


def of(document: Document, facts: Facts) -> bytes:
    """The imprint of a draft of these facts."""
    return imprint(document, facts, evidence_of(document, facts, LIBRARY), NAMES)


@lru_cache
def county(period: str) -> Mapping[Key, bytes]:
    """The imprints of all of the county's drafts of this period (2026-h1), by file and template."""
    return {
        (name, template): of(paper(template, name), sample(name))
        for template, name in PAPERS
        if name.startswith("counties/qinghe/") and name.endswith(f"{period}.yaml")
    }


def facts_of(unit: str, more: str = "") -> Facts:
    """The facts of a unit with some more lines."""
    text = f"单位: {{名称: {unit}, 类别: {_kind(unit)}}}\n{more}"
    return facts_from([read_yaml(text, f"{unit}.yaml")], DICTIONARY)[0]


def _kind(unit: str) -> str:
    return next(kind for kind in ("街道", "镇", "乡", "县") if unit.endswith(kind))


def written(unit: str, *texts: str, template: str = REPORT) -> Document:
    """A draft of the writer's own texts, a paragraph each, their figures known as such."""
    return Document(
        template.partition("/")[0],
        (f"{unit}汇报",),
        tuple(Paragraph((said(text),)) for text in texts),
        meta=Meta(template, unit, "2026年上半年", "2026-07-03"),
    )


def said(text: str) -> Span:
    """A text of the writer's as composing leaves it."""
    pieces: list[str | Span] = []
    at = 0
    for number, found in enumerate(figures(text), 1):
        pieces += [
            text[at : found.start],
            Span((text[found.start : found.end],), "figure", 0, (f"工作[1].正文#{number}",)),
        ]
        at = found.end
    return Span((*pieces, text[at:]), "fact", 0, ("工作[1].正文",))


def drafts(texts: Mapping[str, Sequence[str]], template: str = REPORT) -> dict[Key, bytes]:
    """The imprints of drafts of these texts, by unit."""
    return {
        (f"{unit}.yaml", template): of(written(unit, *lines, template=template), facts_of(unit))
        for unit, lines in texts.items()
    }


def clause(pick: Random, length: int = 15) -> str:
    """Words that nobody else says."""
    return "".join(chr(pick.randrange(0x4E00, 0x9F00)) for _ in range(length))
