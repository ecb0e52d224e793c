"""What a review of drafts costs: every rule over a draft, and over a long text.

    .venv/bin/python benchmarks/check.py

The draft is one of docgen's own, composed from the benchmark's facts (about 5,000 characters);
the long text is such drafts one behind the other, 1 MB of UTF-8, their sentences dealt out
anew, as no long text says the same paragraphs over and over.  Beside it what reading the same
text costs, and what the costliest rules take.  Medians; nothing asserted.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import material

from docgen.compose import compose
from docgen.document import plain_text
from docgen.facts import Facts, dictionary_of, read_facts
from docgen.library import Library
from docgen.manuscript import Manuscript, manuscript_of
from docgen.read import read_text
from docgen.review.engine import Asked, Reviewer, reviewer

HERE: Final = Path(__file__).parent
TEMPLATE: Final = "yearly_report/half_year"
ROUNDS: Final = 30
LONG: Final = 1_000_000
COSTLIEST: Final = 8


def main() -> None:
    """Measure and print."""
    library = Library((HERE / "library",))
    rules = reviewer(library)
    with TemporaryDirectory() as folder:
        facts = [_facts(Path(folder), number, library) for number in range(ROUNDS)]
    template = library.template(TEMPLATE)
    drafts = [compose(template, one, library) for one in facts]
    texts = [plain_text(draft) for draft in drafts]
    papers = [manuscript_of(draft, "稿") for draft in drafts]
    on = date.fromisoformat(drafts[0].meta.on)
    asked = Asked(library, on, "work_report")
    rules.review(papers[0], asked)
    size = round(statistics.mean(map(len, texts)))
    print(
        f"{len(rules.rules)} rules; drafts of {size} characters; ms, median and least of {ROUNDS}"
    )
    _row("read as text", _times([lambda text=text: read_text(text) for text in texts]))
    reviewing = _times([lambda paper=paper: rules.review(paper, asked) for paper in papers])
    _row("reviewed, all rules", reviewing)
    with_facts = [Asked(library, on, "work_report", facts=one) for one in facts]
    _row(
        "reviewed with its facts",
        _times(
            [lambda p=p, a=a: rules.review(p, a) for p, a in zip(papers, with_facts, strict=True)]
        ),
    )
    _costliest(rules, papers, asked)
    _long(rules, texts, asked)


def _facts(folder: Path, number: int, library: Library) -> Facts:
    [path, *_] = material.write_all(folder, [number])
    return read_facts(path, dictionary_of(library))[0]


def _times(calls: list[Callable[[], object]]) -> list[float]:
    out = []
    for call in calls:
        start = perf_counter()
        call()
        out.append(1000 * (perf_counter() - start))
    return out


def _row(name: str, times: list[float]) -> None:
    print(f"  {name:<28}{statistics.median(times):8.2f}{min(times):8.2f}")


def _costliest(rules: Reviewer, papers: list[Manuscript], asked: Asked) -> None:
    """Each rule by itself over every draft; what several share is counted with the first."""
    cost = {
        code: statistics.median(
            _times([lambda p=paper, c=code: rules.review(p, asked, [c]) for paper in papers[:10]])
        )
        for code in rules.rules
    }
    least = min(cost.values())
    found = sorted(cost.items(), key=lambda item: -item[1])[:COSTLIEST]
    print("  costliest by themselves: " + "、".join(f"{c} {ms - least:.2f}" for c, ms in found))


def _long(rules: Reviewer, texts: list[str], asked: Asked) -> None:
    sentences = [one + "。" for text in texts for one in text.replace("\n", "").split("。") if one]
    whole, size, random = "", 0, Random(1)
    while size < LONG:
        lines = texts[size % len(texts)].split("\n")
        text = "\n".join(_with_others(line, sentences, random) for line in lines) + "\n"
        whole, size = whole + text, size + len(text.encode())
    start = perf_counter()
    paper = read_text(whole)
    read = perf_counter()
    found = rules.review(paper, asked)
    done = perf_counter()
    print(
        f"{len(whole.encode()) / 1e6:.2f} MB, {len(paper.lines)} lines: read {read - start:.2f} s, "
        f"reviewed {done - read:.2f} s, {len(found)} remarks"
    )


def _with_others(line: str, sentences: list[str], random: Random) -> str:
    """A heading as it is; instead of a paragraph as many sentences from any of the drafts."""
    count = line.count("。")
    return "".join(random.choices(sentences, k=count)) if count else line


if __name__ == "__main__":
    main()
