"""A facts file of 200 lines: read and checked in process, beside what the bare parser takes.

    .venv/bin/python benchmarks/facts.py

Medians of many runs in one process, the steps in turn so that noise hits all alike.  The file is
one sample's, its sections of work said again until it has 200 lines; nothing is remembered of the
text between runs but what a program that checks several files would remember too.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

import yaml

from docgen.compose.filters import FILTERS
from docgen.facts import check_facts, dictionary_of, facts_from
from docgen.facts.sentences import pieces
from docgen.library import Library
from docgen.source import read_yaml

SAMPLE: Final = Path(__file__).parents[1] / "data/counties/qinghe/qingshan/2026-h1.yaml"
LINES: Final = 200
RUNS: Final = 300


def text_of(lines: int) -> str:
    """The sample grown to this many lines by its own sections of work."""
    text = SAMPLE.read_text("utf-8")
    head, mark, rest = text.partition("工作:\n")
    work, end, tail = rest.partition("\n\n# 逐村")
    sections = work.split("\n")
    missing = lines - len(text.rstrip("\n").split("\n"))
    starts = [at for at, line in enumerate(sections) if line.startswith("  - 题:")]
    extra = (sections[starts[1] :] * lines)[:missing]
    return head + mark + "\n".join([*sections, *extra]) + end + tail


def measured(steps: dict[str, Callable[[], object]]) -> dict[str, tuple[float, float]]:
    """The median and the least milliseconds of each step."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(RUNS):
        for name, step in steps.items():
            start = perf_counter()
            step()
            times[name].append((perf_counter() - start) * 1000)
    return {name: (statistics.median(row), min(row)) for name, row in times.items()}


def main() -> None:
    """Print the table."""
    library = Library()
    dictionary = dictionary_of(library)
    rows, scales = library.formulations, library.plausibility
    text = text_of(LINES)
    parsed = read_yaml(text, "台账.yaml")
    facts, findings = facts_from([parsed], dictionary)

    def check() -> object:
        return check_facts(facts, dictionary, rows, FILTERS, scales)

    def whole() -> object:
        read, _ = facts_from([read_yaml(text, "台账.yaml")], dictionary)
        return check_facts(read, dictionary, rows, FILTERS, scales)

    def first() -> object:
        pieces.cache_clear()
        return whole()

    steps: dict[str, Callable[[], object]] = {
        "CSafeLoader alone": lambda: yaml.load(text, Loader=yaml.CSafeLoader),
        "SafeLoader alone": lambda: yaml.load(text, Loader=yaml.SafeLoader),
        "read": lambda: read_yaml(text, "台账.yaml"),
        "typed": lambda: facts_from([parsed], dictionary),
        "checked": check,
        "read, typed and checked": whole,
        "the same, every sentence new": first,
    }
    medians = measured(steps)
    bare, _ = medians["CSafeLoader alone"]
    lines, said = len(parsed.lines) - 1, len(findings) + len(check_facts(facts, dictionary))
    print(f"{lines} lines, {len(text)} characters, {said} findings; ms, median and least of {RUNS}")
    for name, (median, least) in medians.items():
        print(f"  {name:<30}{median:8.2f}{least:8.2f}   × {median / bare:.2f}")


if __name__ == "__main__":
    main()
