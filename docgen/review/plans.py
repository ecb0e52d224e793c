"""The parts of a draft that speak of what is still to be done."""

from __future__ import annotations

import re
from typing import Final

from docgen.manuscript import Manuscript

_PLANS: Final = re.compile("打算|下一步|下步|今后|计划|安排")
_FACTS: Final = re.compile("问题|不足|差距|情况|短板")


def plans_of(paper: Manuscript) -> frozenset[int]:
    """The indexes of the lines below a heading such as 下一步打算; found once for a draft."""
    return paper.once(_plans)


def _plans(paper: Manuscript) -> frozenset[int]:
    out = []
    level = 0
    for index in paper.prose:
        line = paper.lines[index]
        if line.role == "heading" and (not level or line.level <= level):
            heading = line.heading
            planned = _PLANS.search(heading) and not _FACTS.search(heading)
            level = line.level if planned else 0
        if level:
            out.append(index)
    return frozenset(out)
