"""Two drafts and two templates compared: how long `docgen diff` thinks, in process.

    .venv/bin/python benchmarks/diff.py

Two drafts of 5,000 characters: the same town's of two years (much changed), one with a figure in
every tenth sentence raised (little changed), two of which nothing is the other's, and one
paragraph of 5,000 characters without a stop.  Then 40 units and two templates: facts read, both
drafts made, compared, grouped, and shown.  Medians of processor time, of which one process has one;
the first run, which compiles, is left out.
"""

from __future__ import annotations

import re
import shutil
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Final

from docgen.audit.contract import Side, contract_diff
from docgen.audit.effect import Trial, effects
from docgen.audit.redlines import page, word
from docgen.audit.redlines.templates import Comparison, as_page
from docgen.compose import compose
from docgen.facts import dictionary_of, read_facts
from docgen.library import Library
from docgen.manuscript import Manuscript, manuscript_of
from docgen.read import read_text
from docgen.review.redline import redline

ROOT: Final = Path(__file__).parents[1]
COUNTY: Final = ROOT / "data/counties/qinghe"
CHARACTERS: Final = 5000
UNITS: Final = 40
TEMPLATE: Final = "work_report/half_year"
WANTED: Final = "两份5000字文稿<100毫秒；40个单位×两个模板<3秒"


def text_of(town: str, year: int, library: Library) -> str:
    """A town's draft, said again until it has so many characters."""
    facts, _ = read_facts(COUNTY / town / f"{year}-h1.yaml", dictionary_of(library))
    document = compose(library.template(TEMPLATE), facts, library)
    lines = [line.text for line in manuscript_of(document, town).lines if line.role != "gap"]
    out: list[str] = []
    while sum(map(len, out)) < CHARACTERS:
        out += lines
    return "\n".join(out)[:CHARACTERS]


def raised(text: str) -> str:
    """The text with every tenth number one more."""
    count = 0

    def more(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return str(int(match[0]) + 1) if count % 10 == 0 else match[0]

    return re.sub(r"\d+", more, text)


def median(work: Callable[[], object], runs: int = 15) -> float:
    """Milliseconds of the processor, the middle one of so many runs."""
    work()
    times = []
    for _ in range(runs):
        start = process_time()
        work()
        times.append((process_time() - start) * 1000)
    return statistics.median(times)


def pairs(library: Library) -> dict[str, tuple[Manuscript, Manuscript]]:
    """The drafts to compare, by what they show."""
    old, new = text_of("qingshan", 2025, library), text_of("qingshan", 2026, library)
    other = text_of("binjiang", 2026, library)
    letters = "".join(re.findall("[\u4e00-\u9fff]", new))
    texts = {
        "同一个镇的上年和今年": (old, new),
        "只有几个数变了": (new, raised(new)),
        "两家的稿，各说各的": (new, other),
        "一整段没有标点": (letters, letters[: len(letters) // 2] + letters[::-1]),
    }
    return {name: (read_text(a), read_text(b)) for name, (a, b) in texts.items()}


def county(folder: Path) -> list[Path]:
    """So many units: the county's towns, again under other names."""
    towns = [path for path in sorted(COUNTY.glob("*/2026-h1.yaml")) if path.parent.name != "county"]
    shutil.copy(COUNTY / "_common.yaml", folder)
    out = []
    for number in range(UNITS):
        town = towns[number % len(towns)].parent
        own = folder / f"{town.name}{number}"
        shutil.copytree(town, own)
        out.append(own / "2026-h1.yaml")
    return out


def main() -> None:
    """Print the table."""
    library = Library()
    style = library.style("gbt9704")
    print("| 两份文稿 | 毫秒 | 写成网页 | 写成修订稿 |\n|---|---:|---:|---:|")
    for name, (old, new) in pairs(library).items():
        found = redline(old, new)
        times = (
            median(lambda old=old, new=new: redline(old, new)),  # type: ignore[misc]
            median(lambda found=found: page.render(found)),  # type: ignore[misc]
            median(lambda found=found: word.render(found, style)),  # type: ignore[misc]
        )
        sizes = "、".join(str(sum(len(line.text) for line in draft.lines)) for draft in (old, new))
        print(f"| {name}（{sizes}字） | " + " | ".join(f"{taken:.1f}" for taken in times) + " |")

    made = library.template(TEMPLATE)
    body = made.body.replace("的领导下", "坚强领导下").replace('"户数", ', "")
    ours, theirs = Side(made, library), Side(replace(made, body=body), library)
    dictionary = dictionary_of(library)
    with tempfile.TemporaryDirectory() as folder:
        files = county(Path(folder))

        def whole() -> bytes:
            trials = []
            for file in files:
                facts, _ = read_facts(file, dictionary)
                trials.append(Trial(file.parent.name, facts, facts))
            tried = effects(ours, theirs, trials)
            return as_page(Comparison("旧", "新", contract_diff(ours, theirs), tried))

        taken = median(whole, runs=5)
    print(
        f"\n{UNITS}个单位×两个模板，读台账、各成两稿、比较、归并、写成网页：{taken / 1000:.2f} 秒"
    )
    print(f"\n想要的：{WANTED}。")


if __name__ == "__main__":
    main()
