"""What a batch comes to when all its drafts are dealt with: what is compared, told and reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.batch.plan import Plan, Unit
from docgen.batch.run import Outcome
from docgen.batch.state import State
from docgen.drafts.checked import is_owed
from docgen.finding import Level, worst
from docgen.library import Library, TemplateSource

_KINDS = ("待填", "待核实", "未写")


@dataclass(frozen=True, slots=True)
class Stand:
    """How things stand after a run, whatever this run had to do for it.

    sentence: all of it in one.  lines: what else the clerk should know.  reasons: why drafts are
    not there.  written, refused, failed: how many drafts.  worst: the highest level found.
    pages: of the report, below the output folder.  data: the same for a program.
    """

    sentence: str
    lines: tuple[str, ...]
    reasons: tuple[str, ...]
    written: int
    refused: int
    failed: int
    worst: Level | None
    pages: tuple[str, ...]
    data: Mapping[str, Any]


def finish(
    whole: Plan,
    units: Sequence[Unit],
    templates: Sequence[TemplateSource],
    library: Library,
    state: State,
    earlier: Path | None,
    outcome: Outcome,
) -> Stand:
    """Compare the drafts and write the report."""
    results = list(state.results(unit.source for unit in units))
    owed = [gap.kind for result in results for gap in result.gaps if is_owed(gap)]
    levels = worst(found for result in results for found in result.findings)
    written = sum(result.status == "写成" for result in results)
    refused = sum(result.status == "没有写" for result in results)
    reasons = tuple(result.error for result in results if result.status == "失败")
    counts = [f"{kind}{owed.count(kind)}处" for kind in _KINDS if kind in owed]
    parts = [f"{len(units)}个单位、{len(templates)}种文稿，写成{written}份"]
    parts += [f"没有写{refused}份（--strict）"] if refused else []
    parts += [f"没有写成{len(reasons)}份"] if reasons else []
    parts += ["、".join(counts)] if counts else []
    lines = []
    if whole.unreported:
        names = "、".join(item.name for item in whole.unreported)
        lines.append(f"没有这一期台账的{len(whole.unreported)}个单位：{names}")
    state.clear_journals()
    return Stand(
        "，".join(parts), tuple(lines), reasons, written, refused, len(reasons), levels, (), {}
    )
