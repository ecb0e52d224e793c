"""Surveys for tests: one made by hand, and the twelve units of qinghe as they are."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from docgen.batch.imprint import imprint
from docgen.batch.likeness import Comparison, compare
from docgen.batch.record import Held, Laid, Result
from docgen.batch.report import Survey
from docgen.compose import compose
from docgen.compose.filters import FILTERS
from docgen.document import Document, length, plain_text
from docgen.drafts.evidence import evidence_of
from docgen.drafts.records import Evidence
from docgen.drafts.writing import draft_name
from docgen.facts import Facts, check_facts
from docgen.finding import Finding, Level, Place
from docgen.review.parts import check_parts
from tests.samples import DICTIONARY, LIBRARY, ROOT, TOWN_TEMPLATES, sample

TOWNS = tuple(
    path.parent.name
    for path in sorted((ROOT / "data/counties/qinghe").glob("*/2026-h1.yaml"))
    if path.parent.name != "county"
)
ITEMS = ("党建", "党员", "整顿", "乡村振兴", "信访")


@lru_cache
def facts_of(town: str) -> Facts:
    return sample(f"counties/qinghe/{town}/2026-h1.yaml")


@lru_cache
def paper(town: str, template: str) -> tuple[Document, Evidence]:
    facts = facts_of(town)
    document = compose(LIBRARY.template(template), facts, LIBRARY)
    return document, evidence_of(document, facts, LIBRARY)


@lru_cache
def results_of(town: str) -> tuple[Result, ...]:
    """What a batch of one town says, its drafts not written."""
    facts = facts_of(town)
    source = f"data/counties/qinghe/{town}/2026-h1.yaml"
    checked = check_facts(facts, DICTIONARY, LIBRARY.formulations, FILTERS, LIBRARY.plausibility)
    out = []
    for name in TOWN_TEMPLATES:
        template = LIBRARY.template(name)
        document, _ = paper(town, name)
        parts = check_parts(document, LIBRARY.genres[template.genre], Place(source))
        file = f"{facts.unit}/{draft_name(document, template, facts)}.docx"
        text = plain_text(document)
        held = tuple(_held(item, text) for item in ITEMS) if "half_year" in name else ()
        out.append(
            Result(
                source=source,
                unit=facts.unit,
                folder=facts.unit,
                template=name,
                template_name=template.name,
                period=document.meta.period,
                status="写成",
                drafts=(Laid(file, "docx", "0" * 64),),
                gaps=document.gaps,
                findings=(*checked, *parts),
                length=length(document),
                held=held,
            )
        )
    return tuple(out)


def _held(item: str, text: str) -> Held:
    lines = [line for line in text.splitlines()[2:] if item in line]
    if not lines:
        return Held(item, "缺")
    alone = any(len(line) < 30 for line in lines)
    return Held(item, "单列") if alone else Held(item, "提到", lines[0][:80])


@lru_cache
def qinghe() -> Survey:
    """The drafts of the twelve units for every template for towns, compared.

    That a draft names a neighbour, and a sum that differs, are made up: the sample is clean.
    """
    results = tuple(result for town in TOWNS for result in results_of(town))
    compared = compared_of()
    first, second = results[0], results[4]
    here = Place(first.drafts[0].path)
    stranger = Finding("BAT001", Level.ERROR, f"稿中有“{second.unit}”", here, "", "改成本单位的")
    return Survey(
        title="清河县",
        period="2026年上半年",
        templates=tuple((name, LIBRARY.template(name).name) for name in TOWN_TEMPLATES),
        results=results,
        cross={**compared.findings, first.key: (stranger,)},
        alike=compared.drafts,
        pairs=compared.pairs,
        rollup=(
            Finding(
                "ROL001", Level.DOUBT, "党员：各单位相加13214，县里填的是13240，差26",
                Place("县台账.xlsx", 7, 4, "台账!D7"), hint="核对后改其中一处",
            ),
        ),
    )  # fmt: skip


@lru_cache
def compared_of() -> Comparison:
    """The drafts of the twelve units against each other."""
    prints, lines = {}, {}
    for town in TOWNS:
        for result in results_of(town):
            document, evidence = paper(town, result.template)
            rules = LIBRARY.strangers
            prints[result.key] = imprint(document, facts_of(town), evidence, rules)
            lines[result.key] = plain_text(document)
    rules = replace(LIBRARY.likeness, listed=1, alike_least=1)  # honest drafts have no such pair
    return compare(prints, rules, text_of=lines.__getitem__)


def small(*results: Result, **more: Any) -> Survey:
    """A survey of these results."""
    templates = tuple(dict.fromkeys((r.template, r.template_name) for r in results))
    return replace(Survey("清河县", "2026年上半年", templates, results), **more)
