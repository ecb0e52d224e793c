"""PDFs and pictures: how long a paper takes, cold, warm and in a batch of the county's units.

    .venv/bin/python benchmarks/pdf.py

The fonts of `make setup` are used.  Wall-clock times, as LibreOffice is another process: cold is a
paper by itself, warm the median of the further ones; read back, unstamp and draw are parts of
this process's own.  A batch is the command from its start to its end, drafts proved and laid.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Final

from docgen.compose import compose
from docgen.facts import dictionary_of, read_facts
from docgen.library import Library
from docgen.office import Office, find_program, printing_of
from docgen.office.pages import page_texts, pictures
from docgen.office.program import FONT_FOLDERS, version_of
from docgen.office.stamps import unstamped
from docgen.render import render

ROOT: Final = Path(__file__).parents[1]
COUNTY: Final = ROOT / "data/counties/qinghe"
TEMPLATE: Final = "work_report/half_year"
UNITS: Final = 12
WANTED: Final = "批量里热的，每份≤0.7秒"


def main() -> None:
    """Print the table."""
    environment = {**os.environ, FONT_FOLDERS: str(ROOT / ".setup" / "fonts")}
    library = Library()
    printing = printing_of(environment, library)
    print(
        f"# 出 PDF\n\n    .venv/bin/python benchmarks/pdf.py\n\n{version_of(find_program())}。",
        end="",
    )
    print(f"{TEMPLATE}，钟面时间。想要的：{WANTED}。\n\n| 做什么 | 秒 |\n|---|---:|")
    facts, _ = read_facts(COUNTY / "qingshan/2026-h1.yaml", dictionary_of(library))
    document = compose(library.template(TEMPLATE), facts, library)
    style = library.style(document.meta.style)
    paper = render(document, "docx", style)
    with Office(printing, library) as office:
        times = []
        for _ in range(12):
            begun = perf_counter()
            pdf = office.pdf(paper, style)
            times.append(perf_counter() - begun)
        pages = len(page_texts(pdf))
        row(f"一份{pages}页的稿，冷启动", times[0])
        row("第二份，留住一个 LibreOffice", times[1])
        row("以后每份，中位数", statistics.median(times[2:]))
    for name, part in (
        ("读回文字", page_texts),
        ("去掉日期和流水号", unstamped),
        ("画成图片", pictures),
    ):
        begun = perf_counter()
        part(pdf)
        row(
            f"　其中：{name}" if part is not pictures else f"另：{pages}页{name}",
            perf_counter() - begun,
        )
    for jobs in ("1", "2"):
        with tempfile.TemporaryDirectory() as out:
            words = (
                "batch",
                TEMPLATE,
                "--facts",
                str(COUNTY),
                "-o",
                out,
                "--to",
                "pdf",
                "--jobs",
                jobs,
            )
            begun = perf_counter()
            subprocess.run(
                [sys.executable, "-X", "utf8", "-m", "docgen.cli", *words],
                env=environment, cwd=ROOT, check=True, capture_output=True,
            )  # fmt: skip
            taken = perf_counter() - begun
        row(f"docgen batch，{UNITS}个单位，{jobs}个进程，从头到尾", taken)
        row("　每份", taken / UNITS)


def row(name: str, seconds: float) -> None:
    """Print a row."""
    print(f"| {name} | {seconds:.2f} |", flush=True)


if __name__ == "__main__":
    main()
