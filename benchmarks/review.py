"""The review of a template over forty townships: the whole command, and each step of it.

    .venv/bin/python benchmarks/review.py [COUNT] [TEMPLATE]        (40 work_report/half_year without)

The townships are those of data/counties/qinghe under other names, each several times over with
other numbers.  Seconds are of processor time beside those of the clock, as a machine may be busy.
"""

from __future__ import annotations

import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import counties

from docgen.audit.coverage import coverage
from docgen.audit.drafts import drafts
from docgen.audit.report.html import page
from docgen.audit.report.sections import report_of
from docgen.audit.report.word import commented
from docgen.audit.sensitivity import sensitivity
from docgen.audit.survey import survey
from docgen.cli.review import given_in
from docgen.compose.anatomy import anatomy
from docgen.library import Library

QINGHE: Final = Path(__file__).parents[1] / "data/counties/qinghe"
RUNS: Final = 3
WANTED: Final = "40个单位 <5 秒"
_COUNTED: Final = re.compile(r"(?<=: )\d{2,4}(?=[,}\n])")


def write_county(folder: Path, count: int) -> None:
    """So many townships: Qinghe's, in turn, under other names and with other numbers."""
    towns = sorted(
        path.parent for path in QINGHE.glob("*/2026-h1.yaml") if path.parent.name != "county"
    )
    (folder / "_common.yaml").write_text((QINGHE / "_common.yaml").read_text("utf-8"), "utf-8")
    for number in range(count):
        town = towns[number % len(towns)]
        own = re.search("名称: (\\S+)", (town / "unit.yaml").read_text("utf-8"))
        assert own is not None
        first, second = divmod(number, len(counties.SECOND))
        name = f"{counties.FIRST[first]}{counties.SECOND[second]}{own[1][-1]}"
        target = folder / f"town{number:02}"
        target.mkdir()
        more = number // len(towns)
        for file in ("unit.yaml", "2026-h1.yaml"):
            text = (town / file).read_text("utf-8").replace(own[1].rstrip("}"), name)
            text = _COUNTED.sub(lambda m, more=more: str(int(m[0]) + more), text)  # type: ignore[misc]
            (target / file).write_text(text, "utf-8")


@contextmanager
def timed(name: str) -> Iterator[None]:
    """A row of the table for what is done inside."""
    begun, worked = time.perf_counter(), time.process_time()
    yield
    print(f"| {name} | {time.perf_counter() - begun:.2f} | {time.process_time() - worked:.2f} |", flush=True)  # fmt: skip


def best(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock and of the processor, the least of a few runs of a program."""
    found = []
    for _ in range(RUNS):
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        work()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found.append((time.perf_counter() - begun, worked))
    return min(found)


def main() -> None:
    """Measure and print the table as Markdown."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    name = sys.argv[2] if len(sys.argv) > 2 else "work_report/half_year"
    print("\n# 审核模板\n\n    .venv/bin/python benchmarks/review.py >> benchmarks/RESULTS.md\n")
    print(
        f"{name}，{count}个单位（清河县各乡镇换名、换数），整条命令取{RUNS}遍里最快的，各步一遍。想要的：{WANTED}。"
        f"Python {platform.python_version()}，{platform.system()}。\n"
    )
    print("| 做什么 | 秒 | 其中处理器 |\n|---|---:|---:|")
    with tempfile.TemporaryDirectory() as scratch:
        facts = Path(scratch) / "清河县"
        facts.mkdir()
        write_county(facts, count)
        docgen = Path(sys.executable).with_name("docgen")

        def command(*more: object) -> None:
            for old in Path(scratch).glob("报告.*"):
                old.unlink()
            ran = subprocess.run(
                [docgen, "review", name, *map(str, more)],
                cwd=scratch,
                capture_output=True,
                check=False,
            )
            if ran.returncode not in (0, 1):
                raise SystemExit(ran.stderr.decode())

        for said, *more in (
            ("不给台账", "-o", "报告.html"),
            (f"{count}个单位，写 .html", "--facts", facts, "-o", "报告.html"),
            (f"{count}个单位，写 .docx", "--facts", facts, "-o", "报告.docx"),
        ):
            seconds, worked = best(lambda more=more: command(*more))  # type: ignore[misc]
            print(
                f"| **docgen review，{said}** | **{seconds:.2f}** | **{worked:.2f}** |", flush=True
            )
        library = Library()
        template = library.template(name)
        with timed("　读台账"):
            given = given_in(facts, template, library)
        with timed("　拆开模板"):
            taken = anatomy(template, library)
        with timed(f"　写{count}份稿，用全部规则查过，比雷同"):
            made = drafts(template, given, library)
        with timed("　覆盖，最少的单位"):
            coverage(taken, made.documents)
        fullest = made.fullest
        assert fullest is not None
        with timed("　一个单位的事实逐项改过再写"):
            sensitivity(template, fullest.given.facts, library)
        found = survey(template, library, date(2026, 7, 3), given)
        with timed("　报告写成网页"):
            page(report_of(found))
        with timed("　样稿加批注"):
            commented(report_of(found), found, library)


if __name__ == "__main__":
    main()
