"""Surveys for tests: one made by hand, and the twelve units of qinghe as they are."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from docgen.batch.record import Held, Laid, Result
from docgen.batch.report import Alike, Survey
from docgen.compose import compose
from docgen.compose.filters import FILTERS
from docgen.document import Document, length, plain_text
from docgen.drafts import Evidence, draft_name, evidence_of
from docgen.facts import Facts, check_facts
from docgen.finding import Finding, Level, Place
from docgen.review.parts import check_parts
from tests.samples import DICTIONARY, LIBRARY, ROOT, TOWN_TEMPLATES, sample

TOWNS = tuple(
    path.parent.name
    for path in sorted((ROOT / "data/counties/qinghe").glob("*/2026-h1.yaml"))
    if path.parent.name != "county"
)
ITEMS = ("基层党建", "党员教育管理", "整顿软弱涣散", "乡村振兴", "存在问题")


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
    lines = [line for line in text.splitlines() if item[:4] in line]
    if not lines:
        return Held(item, "缺")
    return Held(item, "单列") if len(lines[0]) < 30 else Held(item, "提到", lines[0][:80])


@lru_cache
def qinghe() -> Survey:
    """Twelve units, every template for towns; likeness and sums made up, as other parts find them."""
    results = tuple(result for town in TOWNS for result in results_of(town))
    first, second = results[0], results[4]
    here = Place(first.drafts[0].path)
    return Survey(
        title="清河县",
        period="2026年上半年",
        templates=tuple((name, LIBRARY.template(name).name) for name in TOWN_TEMPLATES),
        results=results,
        cross={
            first.key: (
                Finding("BAT001", Level.ERROR, f"稿中有“{second.unit}”", here, "", "改成本单位的"),
            )
        },
        pairs=(
            Alike(
                first.key,
                second.key,
                0.62,
                "全镇把支部建在网格上。逐村入户走访，建台账、定措施。今年新建活动场所2处。",
                "全乡党员分片包户。逐村入户走访，建台账、定措施。下一步再加力。",
                ("逐村入户走访，建台账、定措施。",),
            ),
        ),
        own={result.key: 0.5 + (at % 50) / 100 for at, result in enumerate(results)},
        rollup=(
            Finding(
                "ROL001", Level.DOUBT, "党员：各单位相加13214，县里填的是13240，差26",
                Place("县台账.xlsx", 7, 4, "台账!D7"), hint="核对后改其中一处",
            ),
        ),
    )  # fmt: skip


def small(*results: Result, **more: object) -> Survey:
    """A survey of these results."""
    templates = tuple(dict.fromkeys((r.template, r.template_name) for r in results))
    return replace(Survey("清河县", "2026年上半年", templates, results), **more)
