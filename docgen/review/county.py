"""What a county's ledger has of the unit that a draft is of."""

from __future__ import annotations

from dataclasses import replace

from docgen.facts import Fact, Facts, Record, Records, dictionary_of
from docgen.facts.values import Node
from docgen.library import Library
from docgen.manuscript import Manuscript

_NAME = "单位.名称"


def of_the_unit(ledger: Facts, paper: Manuscript, library: Library) -> Facts | None:
    """The ledger itself when it is of the draft's unit; else that unit's row in its list of units,
    each number under the name that the unit has it by.  None when it has nothing of the unit."""
    said = paper.unit + "".join(
        paper.lines[index].text for index in (*paper.of("title"), *paper.of("organ"))
    )
    if ledger.unit in (paper.unit, *ledger.files) or _speaks(ledger.unit, said):
        return ledger
    for node in ledger.root.members.values():
        for row in node.items if isinstance(node, Records) else ():
            if isinstance(row, Record):
                name = row.members.get(row.entry.title)
                if isinstance(name, Fact) and name.entry.taken == _NAME and name.text in said:
                    return _as_facts(ledger, row, library)
    return None


def _speaks(name: str, said: str) -> bool:
    """Whether the words name the unit, rather than one below it: 清河县委, not 清河县青山镇."""
    at = said.find(name)
    below = said[at + len(name) :][:8]
    return at >= 0 and not any(kind in below for kind in ("镇", "乡", "街道"))


def _as_facts(ledger: Facts, row: Record, library: Library) -> Facts:
    dictionary = dictionary_of(library)
    members: dict[str, Node] = {}
    for member in row.members.values():
        entry = dictionary.find(member.entry.taken)
        if isinstance(member, Fact) and entry is not None:
            members[entry.path] = replace(member, path=entry.path, entry=entry)
    return replace(ledger, root=replace(ledger.root, members=members))
