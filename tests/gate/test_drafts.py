"""Every draft of every sample passes the gate, and reads the same in every reader."""

from __future__ import annotations

from pathlib import Path

from docgen.document import Chart, Table, plain_text
from docgen.render import render
from tests.gate import check
from tests.gate.office import convert, folded, pdf_text
from tests.samples import LIBRARY, NAMES, ROLLED, draft, paper


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


def test_the_county_s_report_with_its_table_and_chart_passes_every_reader() -> None:
    document = paper("work_report/county", ROLLED)
    assert {type(block) for block in document.body} >= {Table, Chart}
    data = render(document, "docx", LIBRARY.style(document.meta.style))
    assert check({"全县报告": (data, plain_text(document))}) == []
