"""Every draft of every sample passes the gate, and reads the same in every reader."""

from __future__ import annotations

from docgen.document import plain_text
from docgen.render import render
from tests.gate import check
from tests.samples import LIBRARY, NAMES, draft


def test_every_sample_draft_is_valid_and_reads_back_as_composed() -> None:
    docs = {}
    for name in NAMES:
        document = draft(name)
        style = LIBRARY.style(document.meta.style)
        text = plain_text(document)
        assert render(document, "txt", style).decode() == text
        docs[name] = (render(document, "docx", style), text)
    assert len(docs) >= 4
    assert check(docs) == []
