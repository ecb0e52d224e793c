"""`survey`: everything that can be said of a template before forty units use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from docgen.audit.constants import stale_constants
from docgen.audit.coverage import Coverage, coverage
from docgen.audit.drafts import Collapsed, Drafts, Given, collapsed, drafts
from docgen.audit.sensitivity import Effect, sensitivity
from docgen.audit.slots import SlotRow, Spare, slot_rows, spare_facts
from docgen.audit.templates import check_template
from docgen.audit.validity import Stocked, Validity, check_validity, stocked, validity
from docgen.compose import COUNTIES
from docgen.compose.anatomy import Anatomy, anatomy
from docgen.compose.needs import needs
from docgen.facts import Fact, Facts, dictionary_of
from docgen.finding import Finding, Level
from docgen.library import Library, TemplateSource


@dataclass(frozen=True, slots=True)
class Tried:
    """What trying the template with given facts came to.

    effects: of the facts of one unit, the fullest, whose name is `representative`.
    findings: of all drafts, each once.
    """

    drafts: Drafts
    coverage: Coverage
    representative: str
    effects: tuple[Effect, ...]
    findings: tuple[Collapsed, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """A template as a reviewer has to know it.  tried: None when no facts were given."""

    template: TemplateSource
    genre: str
    today: date
    parts: Anatomy
    slots: tuple[SlotRow, ...]
    needed: tuple[str, ...]
    spare: tuple[Spare, ...]
    phrases: tuple[Validity, ...]
    stock: tuple[Stocked, ...]
    findings: tuple[Finding, ...]
    tried: Tried | None = None

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Those of the template and those of its drafts."""
        drafted = self.tried.findings if self.tried is not None else ()
        return (*self.findings, *(row.finding for row in drafted))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What is wrong for sure, in the template or in any draft."""
        return tuple(f for f in self.all_findings if f.level is Level.ERROR)


def survey(
    template: TemplateSource,
    library: Library,
    today: date,
    given: Sequence[Given] = (),
    on: date | None = None,
) -> Survey:
    """The survey of the template, tried with these facts when there are any.

    today: until when dated phrases are looked at.  on: the day the drafts are of, each unit's
    own without.  Raises TemplateError when the template cannot be compiled.
    """
    taken = anatomy(template, library)
    facts = {unit.name: unit.facts for unit in given}
    phrases = validity(template, library, today, _audience(facts.values()))
    return Survey(
        template,
        library.genres[template.genre].name,
        today,
        taken,
        slot_rows(taken, library),
        needs(template, library),
        spare_facts(template, library, list(facts.values())),
        phrases,
        stocked(template, library),
        _findings(template, library, taken, phrases, facts),
        _tried(template, library, taken, given, on) if given else None,
    )


def _audience(given: Iterable[Facts]) -> str:
    """The sort of unit that the phrases are for: 县 when all of these are, else 乡镇."""
    kinds = [node.text for facts in given if isinstance(node := facts.get("单位.类别"), Fact)]
    return "县" if kinds and all(kind in COUNTIES for kind in kinds) else "乡镇"


def _findings(
    template: TemplateSource,
    library: Library,
    taken: Anatomy,
    phrases: Sequence[Validity],
    facts: Mapping[str, Facts],
) -> tuple[Finding, ...]:
    found = (
        *check_template(template, library),
        *stale_constants(taken, template, facts, dictionary_of(library)),
        *check_validity(phrases, template),
    )
    return tuple(sorted(found, key=lambda finding: -finding.level))


def _tried(
    template: TemplateSource,
    library: Library,
    taken: Anatomy,
    given: Sequence[Given],
    on: date | None,
) -> Tried:
    made = drafts(template, given, library, on)
    fullest = made.fullest
    effects = sensitivity(template, fullest.given.facts, library, on) if fullest else ()
    return Tried(
        made,
        coverage(taken, made.documents),
        fullest.name if fullest else "",
        effects,
        collapsed(made.made),
    )
