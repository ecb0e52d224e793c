"""Every draft of every sample passes the gate, and reads the same in every reader."""

from __future__ import annotations

from pathlib import Path

from docgen.document import plain_text
from docgen.render import render
from tests.gate import check
from tests.gate.office import convert, folded, pdf_text
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


def test_the_pdf_of_every_sample_reads_in_the_same_order(tmp_path: Path) -> None:
    """Possible where no character comes from a fallback font, as in the samples."""
    texts = {}
    for index, name in enumerate(NAMES):
        document = draft(name)
        path = tmp_path / f"{index}.docx"
        path.write_bytes(render(document, "docx", LIBRARY.style(document.meta.style)))
        texts[path] = plain_text(document)
    printed = convert(list(texts), tmp_path)
    for path, text in texts.items():
        assert folded(pdf_text(printed[path])) == folded(text)
