"""No rule has anything at 必错 or 疑似 against a draft that docgen itself wrote.

Each town's and the county's facts through every template for them: the tree as composed, and
its text, Markdown and .docx as a colleague would hand them in, with and without the facts.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from docgen.document import Document
from docgen.finding import Level
from docgen.manuscript import Manuscript, manuscript_of
from docgen.read import read_draft
from docgen.render import render
from docgen.review.engine import Asked, reviewer
from tests.samples import LIBRARY, PAPERS, paper, sample

FORMS: Final = ("txt", "md", "docx")


def forms(document: Document, folder: Path) -> dict[str, Manuscript]:
    """The draft as composed, and as each kind of file of it is read."""
    found = {"树": manuscript_of(document, "稿")}
    for form in FORMS:
        path = folder / f"稿.{form}"
        path.write_bytes(render(document, form, LIBRARY.style(document.meta.style)))
        found[form] = read_draft(path)
    return found


@pytest.mark.parametrize(("template", "name"), PAPERS)
def test_nothing_is_wrong_or_doubtful(template: str, name: str, tmp_path: Path) -> None:
    document = paper(template, name)
    on = date.fromisoformat(document.meta.on)
    found = [
        f"{form}{'，对台账' if facts else ''}：{remark.finding.code} {remark.finding.message}"
        for form, draft in forms(document, tmp_path).items()
        for facts in (None, sample(name))
        for remark in reviewer(LIBRARY).review(
            draft, Asked(LIBRARY, draft.on or on, document.genre, facts)
        )
        if remark.finding.level >= Level.DOUBT
    ]
    assert found == []
