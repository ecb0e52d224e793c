"""What reading set aside: page numbers, web residue, tracked changes, hidden text."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.library.rules import Rule
from docgen.manuscript import Manuscript, Spot
from docgen.review.engine import Asked, Hit


def set_aside(paper: Manuscript, rule: Rule, asked: Asked) -> Iterator[Hit]:  # noqa: ARG001
    """Everything of the kind that the parameter 种类 names."""
    kind = rule.parameters["种类"]
    for aside in paper.asides:
        if aside.kind == kind:
            yield Hit(Spot(0, 0, 0), aside=(aside.place, aside.text))
