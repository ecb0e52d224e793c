"""Facts as a draft needs them: read, and checked by everything that the library knows."""

from __future__ import annotations

from pathlib import Path

from docgen.compose.filters import FILTERS
from docgen.compose.reading import WITHHELD
from docgen.document import Gap
from docgen.errors import InputError
from docgen.facts import Facts, Reading, check_facts, dictionary_of, read_units
from docgen.facts.values import Fact, Records
from docgen.finding import Finding, Level, Place
from docgen.library import Library

_BLANK = ("文稿.模板", "单位.名称")
"""What a form comes with before anything is filled in."""


def checked_units(path: Path, library: Library) -> tuple[Reading, ...]:
    """The facts of each unit in a file and all found in them: what is misspelt or contradicts.

    Raises InputError when the file cannot be read.
    """
    found = read_units(path, dictionary_of(library))
    return tuple(Reading(facts, all_found(facts, seen, library)) for facts, seen in found)


def all_found(facts: Facts, findings: tuple[Finding, ...], library: Library) -> tuple[Finding, ...]:
    """What reading the facts found and what checking them finds, each once."""
    dictionary = dictionary_of(library)
    checks = check_facts(facts, dictionary, library.formulations, FILTERS, library.plausibility)
    found = [*findings, *checks]
    node = facts.get("文稿.模板")
    if isinstance(node, Fact) and node.text:
        try:
            library.template(node.text)
        except InputError as error:
            found.append(Finding("FCT110", Level.ERROR, error.message, node.place, hint=error.hint))
    if all(fact.path in _BLANK for fact in facts.leaves()) and not any(
        isinstance(node, Records) for node in facts.root.members.values()
    ):
        node = facts.get("单位.名称")
        place = node.place if node is not None else Place(facts.files[-1])
        whose = f"“{facts.unit}”" if node is not None else "文件里"
        found.append(Finding("FCT111", Level.DOUBT, f"{whose}一项事实也没有", place))
    return tuple(dict.fromkeys(found))


def is_owed(gap: Gap) -> bool:
    """Whether the gap is something to be filled in; what is kept from outsiders or was cut for
    length is not."""
    return gap.reason != WITHHELD and gap.kind != "删节"
