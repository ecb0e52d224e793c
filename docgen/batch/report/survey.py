"""What a batch came to, as the report reads it: results, what comparing them found, the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from docgen.batch.likeness import Alike
from docgen.batch.made import Key
from docgen.batch.record import Result
from docgen.drafts.checked import is_owed
from docgen.finding import Finding, Level
from docgen.review.passages import Pair

LIST_PAGE: Final = "清单.html"
FORM_NAME: Final = "补填表.xlsx"
"""What lies in a unit's folder beside its drafts: its work list, and the form of what it owes."""
_LEAST: Final = 400
"""Of a draft with fewer characters of its own to compare most is the template's, whoever wrote it."""
OWED_KINDS: Final = ("待填", "待核实", "未写")


@dataclass(frozen=True, slots=True)
class Survey:
    """A batch as a whole.

    title: of the report, such as 清河县.  period: as asked for, "" for each unit's own.
    templates: id and 名称, in the order asked for.  results: in the order of the plan; gone through
    more than once, so that one that reads them from disk each time holds none of them.
    cross: findings of a draft that came of comparing it with others.  alike: each draft against
    the others.  pairs: drafts most alike, beside each other.  rollup: where the county's sums and
    its ledger differ.  pages: of a source, under LIST_PAGE and FORM_NAME the name of the file that
    was laid, which is another where somebody has worked in the last one.  notes: what is to be
    known of the batch as a whole, such as a template that nobody approved.
    """

    title: str
    period: str
    templates: tuple[tuple[str, str], ...]
    results: Iterable[Result]
    cross: Mapping[Key, tuple[Finding, ...]] = field(default_factory=lambda: MappingProxyType({}))
    alike: Mapping[Key, Alike] = field(default_factory=lambda: MappingProxyType({}))
    pairs: Sequence[Pair[Key]] = ()
    rollup: tuple[Finding, ...] = ()
    pages: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()

    def page_of(self, source: str, name: str) -> str:
        """The name under which a unit's LIST_PAGE or FORM_NAME lies."""
        return self.pages.get(source, {}).get(name, name)

    def alike_of(self, result: Result) -> Alike | None:
        """How a draft compares with the others, None when it was not compared or is too short."""
        found = self.alike.get(result.key)
        return found if found is not None and found.length >= _LEAST else None


@dataclass(slots=True)
class Tally:
    """What a batch comes to in numbers, counted result by result."""

    units: dict[str, str] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    gaps: Counter[str] = field(default_factory=Counter)
    owing: set[str] = field(default_factory=set)
    unreported: set[str] = field(default_factory=set)
    levels: Counter[Level] = field(default_factory=Counter)
    beside: int = 0

    def add(self, result: Result) -> None:
        """Count a result and its gaps; findings are counted by `found`."""
        self.units.setdefault(result.source, result.unit)
        self.statuses[result.status] += 1
        if result.status == "未报":
            self.unreported.add(result.source)
        owed = [gap.kind for gap in result.gaps if is_owed(gap)]
        self.gaps.update(owed)
        if owed:
            self.owing.add(result.source)
        self.beside += any(draft.kept for draft in result.drafts)

    def found(self, findings: Iterable[Finding]) -> None:
        """Count findings."""
        self.levels.update(finding.level for finding in findings)

    def headline(self, templates: int) -> str:
        """How it stands, in one sentence."""
        parts = [f"{len(self.units)}个单位、{templates}种文稿：写成{self.statuses['写成']}份"]
        parts += [
            f"{word}{self.statuses[word]}份"
            for word in ("失败", "没有写", "未做")
            if self.statuses[word]
        ]
        if self.unreported:
            parts.append(f"未报{len(self.unreported)}个单位")
        if self.gaps["待填"]:
            parts.append(f"待填{self.gaps['待填']}处")
        parts += [f"{kind}{self.gaps[kind]}处" for kind in OWED_KINDS[1:] if self.gaps[kind]]
        if self.owing:
            parts.append(f"还要补的有{len(self.owing)}个单位")
        elif self.statuses["写成"]:
            parts.append("没有要补的")
        parts += [f"{lv.label}{self.levels[lv]}条" for lv in sorted(Level)[::-1] if self.levels[lv]]
        if self.beside:
            parts.append(f"{self.beside}份旧稿改动过，没有动它，新稿放在旁边")
        return "，".join(parts) + "。"


def at_once(
    found: Iterable[tuple[str, Sequence[Finding]]],
) -> dict[Finding, tuple[str, ...]]:
    """The findings of one unit, each once, with the papers it concerns.

    found: the 名称 of each template with its findings.  What all of several papers have lies in
    the facts: it concerns none of them in particular, ().
    """
    papers: dict[Finding, dict[str, None]] = {}
    count = 0
    for name, findings in found:
        count += 1
        for finding in findings:
            papers.setdefault(finding, {})[name] = None
    return {
        finding: () if len(names) == count > 1 else tuple(names)
        for finding, names in papers.items()
    }
