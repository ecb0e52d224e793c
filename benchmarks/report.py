"""One report, several ways, side by side: what docgen costs beside what people use.

    .venv/bin/python benchmarks/report.py > benchmarks/RESULTS.md

Every way makes 200 different reports once each, in turn by tens, so that noise hits all alike and
nothing is gained by remembering a text.  Medians; ratios to docxtpl; nothing asserted but that
all say the same.  Where `make compiled` has built docgen with its hot modules compiled, all of it
once more with that, docxtpl too, so that each ratio is of one run.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import contenders
import material

from docgen.compose import compose
from docgen.document import plain_text
from docgen.drafts.evidence import evidence_of
from docgen.drafts.sidecar import side_car
from docgen.drafts.writing import draft_name, write_draft
from docgen.facts import Facts, check_facts, dictionary_of, read_facts
from docgen.library import Library
from docgen.ooxml.lint import lint_package
from docgen.render import render

HERE: Final = Path(__file__).parent
COMPILED: Final = HERE.parent / ".compiled/bin/python"
TEMPLATE: Final = "yearly_report/half_year"
ROUNDS: Final = 5
TURNS: Final = 4  # in a round
REPORTS: Final = 10  # in a turn
STARTS: Final = 10
VERIFIED: Final = 5


@dataclass(frozen=True)
class Paper:
    """One report to make: its number and its facts file."""

    number: int
    path: Path


@dataclass(frozen=True)
class Task(Paper):
    """The same with its facts in memory, as docgen and as the others take them."""

    facts: Facts
    plain: Mapping[str, Any]


class Bench:
    """The ways, made ready in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = Library((HERE / "library",))
        self.template = self.library.template(TEMPLATE)
        self.style = self.library.style(self.template.style)
        self.dictionary = dictionary_of(self.library)
        outline = contenders.Outline(self.template, self.library)
        self.jinja = contenders.environment()
        self.text_template = self.jinja.from_string(contenders.jinja_text(outline))
        self.docxtpl = folder / "docxtpl.docx"
        self.docxtpl.write_bytes(contenders.docxtpl_template(outline, self.template, self.library))
        self.styled = folder / "styled.docx"
        self.styled.write_bytes(contenders.empty_docx(self.template, self.library))
        self.made = b""
        self.stages: defaultdict[str, list[float]] = defaultdict(list)

    def paper(self, number: int) -> Paper:
        """The report of this number, its facts file written."""
        return Paper(number, material.write_all(self.folder, [number])[0])

    def task(self, number: int) -> Task:
        """The report of this number, its facts read and checked, as they are before composing."""
        path = self.paper(number).path
        facts, findings = read_facts(path, self.dictionary)
        findings += check_facts(facts, self.dictionary, self.library.formulations)
        assert not findings, findings
        plain = contenders.plain_facts(material.facts_of(number), self.library)
        return Task(number, path, facts, plain)

    # ---- the ways --------------------------------------------------------------------------

    def by_docxtpl(self, task: Task) -> Path:
        """docxtpl: open the template, render, save."""
        target = self.folder / f"{task.number}-docxtpl.docx"
        contenders.by_docxtpl(self.docxtpl, self.jinja, task.plain, target)
        return target

    def by_python_docx(self, task: Task) -> Path:
        """Jinja2 to text, python-docx a paragraph of each line, save."""
        target = self.folder / f"{task.number}-python-docx.docx"
        contenders.by_python_docx(self.styled, self.text_template, task.plain, target)
        return target

    def in_memory(self, task: Task) -> bytes:
        """docgen: facts read in and checked → document with provenance → bytes of the .docx."""
        document = compose(self.template, task.facts, self.library)
        self.made = render(document, "docx", self.style)
        return self.made

    def to_docx(self, task: Paper) -> Path:
        """docgen: facts file → read, checked, composed, rendered, checked → .docx, saved as the
        others save: neither side-car nor sync."""
        facts, findings = read_facts(task.path, self.dictionary)
        findings += check_facts(facts, self.dictionary, self.library.formulations)
        data = render(compose(self.template, facts, self.library), "docx", self.style)
        findings += lint_package(data)
        assert not findings, findings
        target = self.folder / f"{task.number}-plain.docx"
        target.write_bytes(data)
        return target

    def from_file(self, task: Paper) -> Path:
        """docgen: facts file → read, checked, composed, rendered, checked, on disk with side-car."""
        at = perf_counter()

        def done(stage: str) -> None:
            nonlocal at
            now = perf_counter()
            self.stages[stage].append(now - at)
            at = now

        facts, findings = read_facts(task.path, self.dictionary)
        done("台账读入、定型")
        findings += check_facts(facts, self.dictionary, self.library.formulations)
        done("台账校验")
        document = compose(self.template, facts, self.library)
        done("成文（全程留痕）")
        data = render(document, "docx", self.style)
        done("排版成 docx")
        findings += lint_package(data)
        done("docx 自检")
        assert not findings, findings
        evidence = evidence_of(document, facts, self.library)
        target = self.folder / f"{task.number}-{draft_name(document, self.template, facts)}.docx"
        car = side_car(target, data, "docx", document, self.template, facts, self.library, evidence)
        done("出处汇总")
        written = write_draft(target, data, car)
        done("落盘（稿和旁注，各同步到盘）")
        return written.path

    def floor(self, task: Paper) -> None:
        """What no way can go below: deflate the document part and write the file."""
        packed = zlib.compress(self.part, 6)
        (self.folder / f"{task.number}-floor.docx").write_bytes(self.made[: -len(packed)] + packed)

    @property
    def part(self) -> bytes:
        """The document part of the draft made last."""
        return self._part

    def keep_part(self) -> None:
        """Unpack the document part of the draft made last, off the clock."""
        path = self.folder / "kept.docx"
        path.write_bytes(self.made)
        with zipfile.ZipFile(path) as package:
            self._part = package.read("word/document.xml")


WAYS: Final[Mapping[str, Callable[[Bench, Any], object]]] = {
    "docxtpl，通常用法（打开、渲染、存盘）": Bench.by_docxtpl,
    "Jinja2 成文 + python-docx 逐段写": Bench.by_python_docx,
    "docgen，内存中：已读台账 → 成文留痕 → docx": Bench.in_memory,
    "docgen，文件到文件：YAML → 校验 → 成文留痕 → docx → 自检 → 存盘": Bench.to_docx,
    "docgen，同上，另写旁注，两个文件都同步到盘": Bench.from_file,
    "下限：压缩正文并写出同样大小的文件": Bench.floor,
}


def verify(bench: Bench, numbers: Iterator[int]) -> int:
    """Make some reports every way and see that all say the same; the characters of one."""
    size = 0
    for _ in range(VERIFIED):
        task = bench.task(next(numbers))
        files = [way(bench, task) for way in list(WAYS.values())[:5]]
        datas = [
            made if isinstance(made, bytes) else Path(str(made)).read_bytes() for made in files
        ]
        words = [contenders.words_of(data) for data in datas]
        if any(other != words[0] for other in words[1:]):
            raise SystemExit(f"第{task.number}份：几种做法的文字不一样")
        size = len(plain_text(compose(bench.template, task.facts, bench.library)))
    bench.keep_part()
    bench.stages.clear()
    return size


def measure(bench: Bench, numbers: Iterator[int]) -> dict[str, list[list[float]]]:
    """Seconds by way, round and report; the order of the ways shifts with every turn."""
    taken: dict[str, list[list[float]]] = {name: [[] for _ in range(ROUNDS)] for name in WAYS}
    for turn in range(ROUNDS * TURNS):
        read = [bench.task(next(numbers)) for _ in range(REPORTS)]
        unread = {
            way: [bench.paper(next(numbers)) for _ in range(REPORTS)]
            for way in (Bench.to_docx, Bench.from_file)
        }
        names = list(WAYS)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            for task in unread.get(WAYS[name], read):
                start = perf_counter()
                WAYS[name](bench, task)
                taken[name][turn // TURNS].append(perf_counter() - start)
    return taken


def cold_start() -> float | None:
    """Median seconds of `docgen --help` from nothing; None when the command is not installed."""
    command = Path(sys.executable).with_name("docgen")
    if not command.exists():
        return None
    times = []
    for _ in range(STARTS):
        start = perf_counter()
        done = subprocess.run([command, "--help"], capture_output=True, check=False)
        if done.returncode:
            return None
        times.append(perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print the tables as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        numbers = iter(range(10**6))
        size = verify(bench, numbers)
        taken = measure(bench, numbers)
        if sys.argv[1:] != ["--tables"]:
            _introduce(bench, size)
        _print(bench, taken)
    if sys.argv[1:] != ["--tables"] and COMPILED.exists():
        print("\n## 编译过的（`make compiled`）\n", flush=True)
        plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        subprocess.run([COMPILED, __file__, "--tables"], env=plain, check=True)


def _introduce(bench: Bench, size: int) -> None:
    total = ROUNDS * TURNS * REPORTS
    print("# 一份报告，几种做法\n")
    print("    .venv/bin/python benchmarks/report.py > benchmarks/RESULTS.md\n")
    print(
        f"约{size}字、8个一级标题、20个二级标题、60段左右、一张6行5列的表；"
        f"{len(list(bench.task(0).facts.leaves()))}项台账，条件、循环若干。"
        f"{total}份不同的报告，分{ROUNDS}轮，各种做法每{REPORTS}份一换、轮流做，取中位数；先抽{VERIFIED}份核对各种做法文字相同。"
        f"Python {platform.python_version()}，{os.cpu_count()}核，{platform.system()}。"
        "绝对值随机器变，要看的是倍数。\n",
        flush=True,
    )


def _print(bench: Bench, taken: Mapping[str, list[list[float]]]) -> None:
    medians = {
        name: statistics.median([t for turn in rounds for t in turn])
        for name, rounds in taken.items()
    }
    base = next(iter(medians.values()))
    print("| 做法 | 毫秒/份 | 各轮中位数 | docxtpl 的几倍快 |\n|---|---:|---:|---:|")
    for name, rounds in taken.items():
        each = [statistics.median(times) * 1000 for times in rounds]
        print(
            f"| {name} | {medians[name] * 1000:.2f} | {min(each):.2f}–{max(each):.2f} "
            f"| {base / medians[name]:.1f} |"
        )
    print("\n| 文件到文件的各步 | 毫秒 |\n|---|---:|")
    for stage, times in bench.stages.items():
        print(f"| {stage} | {statistics.median(times) * 1000:.2f} |")
    start = cold_start()
    print(f"\n`docgen --help` 冷启动：{f'{start * 1000:.0f} 毫秒' if start else '命令未装'}。")


if __name__ == "__main__":
    main()
