"""A county, a province, the country: so many townships in one command, beside docxtpl's usual loop.

    .venv/bin/python benchmarks/batch.py [COUNT …] [--jobs N …]     (12 1200 38000, 1 2 without)

For each size: the command with one process and with two, then once more with nothing changed;
around each of them docxtpl's loop over a sample of the same townships, and the floor: deflating
and writing the same bytes.  Ratios are of medians taken in this one run.  2,000 townships in a
workbook come last.  `.compiled/bin/python` in place of `.venv/bin/python` measures what
`make compiled` has built.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import contenders
import counties
import yaml

from docgen import source
from docgen.facts import Facts, dictionary_of, facts_from
from docgen.facts.workbook import form_layout, write_form
from docgen.library import Library

HERE: Final = Path(__file__).parent
TEMPLATE: Final = "yearly_report/half_year"
SIZES: Final = (12, 1200, 38000)
IN_WORKBOOK: Final = 2000
SAMPLE: Final = 24
"""Townships that docxtpl's loop and the floor go over each time."""
WANTED: Final = "38,000份≤75秒、≥15倍、父进程<500MB、重跑≥20倍"


@dataclass
class Taken:
    """A run of the command: seconds, megabytes of the parent and of all its processes together,
    and the milliseconds a draft that docxtpl's loop and the floor took around it."""

    seconds: float
    parent: float
    together: float
    docxtpl: float
    floor: float


class Bench:
    """docxtpl's loop and the floor, made ready."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = Library((HERE / "library",))
        template = self.library.template(TEMPLATE)
        outline = contenders.Outline(template, self.library)
        self.jinja = contenders.environment()
        self.docxtpl = folder / "docxtpl.docx"
        self.docxtpl.write_bytes(contenders.docxtpl_template(outline, template, self.library))
        (folder / "loop").mkdir()

    def loop(self, facts: Path, numbers: Sequence[int]) -> Iterator[float]:
        """docxtpl's usual loop: read the YAML, open the template, render, save."""
        for number in numbers:
            begun = time.perf_counter()
            merged: dict[str, Any] = {}
            folder = counties.folder_of(facts, number)
            for path in (
                folder.parent / "_common.yaml",
                folder / "unit.yaml",
                folder / "2019-h1.yaml",
            ):
                values = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
                merged["单位"] = {**merged.get("单位", {}), **values.pop("单位", {})}
                merged |= values
            context = contenders.plain_facts(_texts(merged), self.library)
            target = self.folder / "loop" / f"{number}.docx"
            contenders.by_docxtpl(self.docxtpl, self.jinja, context, target)
            yield time.perf_counter() - begun

    def floor(self, out: Path, numbers: Sequence[int]) -> Iterator[float]:
        """Deflate the part that differs, and write the bytes that docgen wrote for a draft."""
        for number in numbers:
            folder = out / f"county{number // counties.A_COUNTY:04}"
            name = counties.facts_of(number)["单位"]["名称"]
            files = [
                path.read_bytes() for path in sorted((folder / name).rglob("*")) if path.is_file()
            ]
            [draft] = (folder / name).glob("*.docx")
            with zipfile.ZipFile(draft) as archive:
                part = archive.read("word/document.xml")
            target = self.folder / "loop" / f"{number}"
            begun = time.perf_counter()
            zlib.compress(part, 1)
            for at, data in enumerate(files):
                target.with_suffix(f".{at}").write_bytes(data)
            yield time.perf_counter() - begun


def _texts(values: Any) -> Any:
    """Numbers as docgen's material has them, dates as it types them."""
    if isinstance(values, dict):
        return {key: _texts(value) for key, value in values.items()}
    if isinstance(values, list):
        return [_texts(value) for value in values]
    return values.isoformat() if hasattr(values, "isoformat") else values


class _Memory(threading.Thread):
    """Watches the peak memory of a process and of its children."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peaks: dict[int, float] = {}
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            for pid in (self.pid, *_children(self.pid)):
                self.peaks[pid] = max(self.peaks.get(pid, 0), _peak(pid))


def _children(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(x.split()[1]) / 1024 for x in lines if x.startswith("VmHWM")), 0)


def command(facts: Path, out: Path, *more: str) -> tuple[float, float, float]:
    """Seconds of the command, megabytes of the parent, and of all processes together."""
    words = [
        Path(sys.executable).with_name("docgen"),
        "batch",
        TEMPLATE,
        "--facts",
        facts,
        "-o",
        out,
    ]
    begun = time.perf_counter()
    running = subprocess.Popen(
        [*words, *more], cwd=HERE / "library", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    memory = _Memory(running.pid)
    memory.start()
    said, _ = running.communicate()
    seconds = time.perf_counter() - begun
    memory.over.set()
    memory.join()
    if running.returncode not in (0, 1):  # 1: something was found, as in drafts so alike
        raise SystemExit(said.decode())
    return seconds, memory.peaks.get(running.pid, 0), sum(memory.peaks.values())


def measured(
    bench: Bench, facts: Path, count: int, work: Callable[[], tuple[float, float, float]], out: Path
) -> Taken:
    """The work with docxtpl's loop before and after it, and the floor after it."""
    numbers = [number * count // SAMPLE for number in range(min(SAMPLE, count))]
    loop = list(bench.loop(facts, numbers))
    seconds, parent, together = work()
    loop += bench.loop(facts, numbers)
    floor = list(bench.floor(out, numbers))
    return Taken(seconds, parent, together, statistics.median(loop), statistics.median(floor))


def row(name: str, count: int, taken: Taken) -> str:
    """A line of the table."""
    each = taken.seconds / count
    return (
        f"| {name} | {taken.seconds:.2f} | {count / taken.seconds:.0f} | {each * 1000:.2f} | "
        f"{taken.docxtpl * 1000:.1f} | {taken.docxtpl / each:.1f} | {each / taken.floor:.1f} | "
        f"{taken.parent:.0f} | {taken.together:.0f} |"
    )


def workbook(folder: Path, count: int) -> Path:
    """A workbook of so many townships."""
    library = Library((HERE / "library",))
    dictionary = dictionary_of(library)
    rows: list[Facts] = []
    for facts in counties.trees(count):
        parsed = source.read_yaml(counties.material.as_yaml(facts), "facts.yaml")
        rows.append(facts_from([parsed], dictionary)[0])
    paths = tuple(dict.fromkeys(fact for one in rows[:50] for fact in _roots(one)))
    layout = form_layout(dictionary, paths, many=True)
    path = folder / "全县.xlsx"
    path.write_bytes(write_form(layout, rows))
    return path


def _roots(facts: Facts) -> tuple[str, ...]:
    return tuple(facts.root.members)


def main() -> None:
    """Measure and print the tables as Markdown."""
    words = argparse.ArgumentParser()
    words.add_argument("sizes", nargs="*", type=int, default=SIZES)
    words.add_argument("--jobs", nargs="+", default=("1", "2"))
    asked = words.parse_args()
    print("\n# 批量\n\n    .venv/bin/python benchmarks/batch.py >> benchmarks/RESULTS.md\n")
    print(
        f"材料与“一份报告”相同（约4900字、107项台账），一个单位一个文件夹，全县共用的另放；含校验、留痕、"
        f"自检、清单和出处页、总表。docxtpl 是同样的台账逐份读 YAML、打开模板、渲染、存盘，"
        f"在每次批量前后各做{SAMPLE}份，取中位数；下限是压缩正文并写出同样的字节。倍数是每份用时之比。"
        f"想要的：{WANTED}。Python {platform.python_version()}，{platform.system()}。\n"
    )
    print(
        "| 做法 | 秒 | 份/秒 | 毫秒/份 | docxtpl 毫秒/份 | docxtpl 的几倍快 | 下限的几倍 | 父进程 MB | 合计 MB |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch))
        for count in asked.sizes:
            facts, out = Path(scratch) / f"facts{count}", Path(scratch) / f"out{count}"
            counties.write_all(facts, count)
            for jobs in asked.jobs:
                shutil.rmtree(out, ignore_errors=True)
                taken = measured(
                    bench,
                    facts,
                    count,
                    partial(command, facts, out, "--jobs", jobs),
                    out,
                )
                print(row(f"{count}个单位，{jobs}个进程", count, taken), flush=True)
            again = measured(bench, facts, count, partial(command, facts, out), out)
            print(row(f"{count}个单位，什么都没变再跑一遍", count, again), flush=True)
            print(f"|　　重跑快{taken.seconds / again.seconds:.0f}倍 | | | | | | | | |", flush=True)
            shutil.rmtree(out)
            shutil.rmtree(facts)
        if asked.sizes is SIZES:
            path, out = workbook(Path(scratch), IN_WORKBOOK), Path(scratch) / "outbook"
            seconds, parent, together = command(path, out)
            print(
                f"| {IN_WORKBOOK}个单位在一份工作簿里，2个进程 | {seconds:.2f} | {IN_WORKBOOK / seconds:.0f} | "
                f"{seconds / IN_WORKBOOK * 1000:.2f} | | | | {parent:.0f} | {together:.0f} |"
            )


if __name__ == "__main__":
    main()
