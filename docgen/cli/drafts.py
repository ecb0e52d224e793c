"""Drafts on the command line: read, reviewed by every rule, their findings with the lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from docgen.finding import Finding
from docgen.library import Library
from docgen.read import DRAFT_ENDINGS, read_draft
from docgen.review.engine import Asked, findings, reviewer
from docgen.source import read_text


class Reviewed(NamedTuple):
    """The findings of a draft, and the lines of its file where it has lines."""

    findings: tuple[Finding, ...]
    sources: dict[str, Sequence[str]]


def is_draft(name: str) -> bool:
    """Whether a word on the command line names a draft."""
    return name.lower().endswith(DRAFT_ENDINGS)


def reviewed(path: str, library: Library) -> Reviewed:
    """All findings of the draft in a file.  Raises InputError when it cannot be read."""
    paper = read_draft(Path(path))
    remarks = reviewer(library).review(paper, Asked(library, paper.on, paper.genre))
    if path.lower().endswith(".docx"):
        return Reviewed(findings(remarks), {})
    return Reviewed(findings(remarks), {path: read_text(Path(path))[0].splitlines()})
