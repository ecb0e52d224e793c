"""What `docgen layout` costs: a paper of 600 paragraphs checked, and put right.

    .venv/bin/python benchmarks/layout.py

Two papers of the same words: one laid out by docgen, one as an office sets a new file (no page of
its own, another font, another size).  Medians; nothing asserted.
"""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Final

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from docgen.document import Document, Heading, Paragraph, number
from docgen.layout import check, mended
from docgen.library import Library
from docgen.render import render

PARAGRAPHS: Final = 600
ROUNDS: Final = 7
BODY: Final = (
    "抽调15名干部组成4个工作组，驻村开展整顿，逐村建立台账，每月调度1次，做到问题不解决不销号。"
)


def main() -> None:
    """Measure and print."""
    library = Library()
    style = library.style("gbt9704")
    blocks = (
        Heading(1, ("主要做法",)) if at % 20 == 0 else Paragraph((f"{BODY * 2}（{at}）",))
        for at in range(PARAGRAPHS)
    )
    document = number(
        Document("工作总结", title=("关于整顿工作的总结",), body=tuple(blocks)), style.numbering
    )
    own = render(document, "docx", style)
    foreign = _foreign()
    wrong = check(foreign, "稿.docx", style, library)
    print(f"{PARAGRAPHS} paragraphs; ms, median of {ROUNDS}")
    for name, call in (
        ("our own, checked", lambda: check(own, "稿.docx", style, library)),
        ("an office's, checked", lambda: check(foreign, "稿.docx", style, library)),
        (f"  put right ({len(wrong.departures)} places)", lambda: mended(wrong)),
    ):
        print(f"  {name:30}{_median(call):8.0f}")


def _median(call: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        call()
        times.append(1000 * (perf_counter() - start))
    return statistics.median(times)


def _foreign() -> bytes:
    paper = docx.Document()
    paper.add_paragraph("关于整顿工作的总结")
    for at in range(PARAGRAPHS):
        run = paper.add_paragraph().add_run(f"{BODY * 2}（{at}）")
        run.font.size = Pt(14)
        run._r.rPr.get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
