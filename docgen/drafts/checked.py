"""Facts as a draft needs them: read, and checked by everything that the library knows."""

from __future__ import annotations

from pathlib import Path

from docgen.compose import NO_DAY, NO_DAY_HINT
from docgen.compose.filters import FILTERS
from docgen.compose.reading import WITHHELD
from docgen.document import Gap
from docgen.errors import InputError
from docgen.facts import Facts, Reading, as_of, check_facts, dictionary_of, read_units
from docgen.facts.reading import LAYERS
from docgen.facts.values import Fact, Records
from docgen.finding import Finding, Level, Place
from docgen.library import Library

_BLANK = ("文稿.模板", "单位.名称")
"""What a form comes with before anything is filled in."""
_DAYS = ("“文稿.期间”", "“文稿.日期”", "“文稿.时点”")
"""How a message begins about what tells the day."""


def checked_units(path: Path, library: Library) -> tuple[Reading, ...]:
    """The facts of each unit in a file and all found in them: what is misspelt or contradicts.

    Raises InputError when the file cannot be read.
    """
    found = read_units(path, dictionary_of(library))
    return tuple(Reading(facts, all_found(facts, seen, library)) for facts, seen in found)


def all_found(facts: Facts, findings: tuple[Finding, ...], library: Library) -> tuple[Finding, ...]:
    """What reading the facts found and what checking them finds, each once."""
    dictionary = dictionary_of(library)
    node = facts.get("文稿.模板")
    trouble, papers = [], tuple(library.templates.values())
    if isinstance(node, Fact) and node.text:
        try:
            papers = (library.template(node.text),)
        except InputError as error:
            trouble = [Finding("FCT110", Level.ERROR, error.message, node.place, hint=error.hint)]
    forms = (library.forms.get(paper.form) for paper in papers)
    freely = any(form is not None and form.numbered_freely for form in forms)
    checks = check_facts(
        facts, dictionary, library.formulations, FILTERS, library.plausibility, freely=freely
    )
    found = [*findings, *checks, *trouble]
    if all(fact.path in _BLANK for fact in facts.leaves()) and not any(
        isinstance(node, Records) for node in facts.root.members.values()
    ):
        node = facts.get("单位.名称")
        place = node.place if node is not None else Place(facts.files[-1])
        whose = f"“{facts.unit}”" if node is not None else "文件里"
        found.append(Finding("FCT111", Level.DOUBT, f"{whose}一项事实也没有", place))
    return tuple(dict.fromkeys(found))


def undated(facts: Facts, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """That no paper can be made of the facts unless the day is given with the command.

    findings: what was found in them; a day that cannot be read is told there.  Files that only
    lie under others, and those without any fact, make no paper.
    """
    name = Path(facts.files[-1]).name
    if name in LAYERS or as_of(facts) is not None:
        return ()
    if any(one.code == "FCT111" or one.message.startswith(_DAYS) for one in findings):
        return ()
    node = facts.get("文稿")
    place = node.place if node is not None else Place(facts.files[-1])
    return (Finding("FCT152", Level.DOUBT, NO_DAY, place, hint=NO_DAY_HINT),)


def is_owed(gap: Gap) -> bool:
    """Whether the gap is something to be filled in; what is kept from outsiders or was cut for
    length is not."""
    return gap.reason != WITHHELD and gap.kind != "删节"
