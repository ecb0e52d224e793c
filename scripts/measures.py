"""Write docs/measures.md: what the drafts of the samples are made of, and how alike they are."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from docgen.document import Document  # noqa: E402
from docgen.review.likeness import RUN, likeness, shared_in, shared_share, wording  # noqa: E402
from docgen.review.shares import Shares, shares, shares_by_part  # noqa: E402
from tests.samples import FULL, LIBRARY, NAMES, PAPERS, ROLLED, paper  # noqa: E402

PAGE = ROOT / "docs" / "measures.md"
REPORT = "work_report/half_year"
COUNTY = "counties/qinghe/"
PARTS = ("工作", "问题")
PAIRS = 8
LONGEST = 60


def page() -> str:
    """The page's text."""
    lines = [
        "# 样例文稿的量度",
        "",
        "由 `scripts/measures.py` 从样例和模板里量出，不要手改。怎么量、为什么这样量，"
        "见 [decisions/009-measures.md](decisions/009-measures.md)。",
        "",
        "## 一篇稿由什么写成",
        "",
        "正文的字按来处分三份：事实（台账、写稿人的句子、数出来的数）、提法和套话、模板自己的话；"
        "【待填】【待核实】和一是、首先不算。三份各占百分之几；后面“工作”“问题”两栏是那一部分里事实占百分之几。",
        "",
        *_shares_tables(),
        "## 半年汇报有几分是自己的话",
        "",
        f"一篇稿里，连续{RUN}个字以上与别的稿相同的算相同，其余是自己的话。模板定死的标题、书名号里的名称、"
        "提法、单位名称和单独的数两边都不算。",
        "",
        *_likeness_tables(),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def latest(names: Iterable[str]) -> dict[str, str]:
    """The last file of each folder, by folder; a file that lies in none by itself."""
    found: dict[str, str] = {}
    for name in sorted(names):
        folder = name.rpartition("/")[0]
        found[name if folder in ("seeds", COUNTY.rstrip("/")) else folder] = name
    return found


def _shares_tables() -> Iterator[str]:
    now = {*latest(NAMES).values(), ROLLED}
    for template in sorted({template for template, _ in PAPERS}):
        names = [name for of, name in PAPERS if of == template and name in now]
        documents = {name: paper(template, name) for name in names}
        parts = {name: shares_by_part(document) for name, document in documents.items()}
        columns = [part for part in PARTS if any(part in measured for measured in parts.values())]
        yield f"### {LIBRARY.template(template).name}（{template}）"
        yield ""
        yield from table(
            ("单位", "样例", "字数", "事实", "提法套话", "模板", *columns),
            (
                (
                    documents[name].meta.unit
                    + ("" if name in (*FULL, ROLLED) or "seeds" in name else "*"),
                    name,
                    *_row(shares(documents[name])),
                    *(f"{parts[name][c].facts:.0f}" if c in parts[name] else "" for c in columns),
                )
                for name in names
            ),
        )
        yield ""
    yield "带 * 的单位事实填得不全（或只是县里的），不按填得全的要求。"
    yield ""


def _row(measured: Shares) -> tuple[str, ...]:
    sizes = (measured.facts, measured.phrases, measured.prose)
    return (str(measured.length), *(f"{size:.0f}" for size in sizes))


def wordings(documents: Mapping[str, Document]) -> dict[str, str]:
    """What counts as wording in each, the names of all their units left out."""
    units = {document.meta.unit for document in documents.values()}
    return {name: wording(document, units) for name, document in documents.items()}


def reports() -> dict[str, Document]:
    """The half-year reports of the county's units, those of the last period, by file."""
    of_report = [name for of, name in PAPERS if of == REPORT and name.startswith(COUNTY)]
    return {name: paper(REPORT, name) for name in latest(of_report).values()}


def before(name: str) -> str:
    """The file of the same unit's last period, "" when there is none."""
    year = re.search(r"\d{4}", name)
    assert year is not None
    earlier = name.replace(year[0], str(int(year[0]) - 1))
    return earlier if earlier in NAMES else ""


def own_of_last_period(name: str) -> float | None:
    """Percent of a report that its unit did not write a year before, None without such a one."""
    earlier = before(name)
    if not earlier:
        return None
    texts = wordings({each: paper(REPORT, each) for each in (name, earlier)})
    return 100 - shared_share(texts[name], [texts[earlier]])


def _likeness_tables() -> Iterator[str]:
    documents = reports()
    texts = wordings(documents)
    unit = {name: document.meta.unit for name, document in documents.items()}
    measured = likeness(texts)
    yield from table(
        ("单位", "计入的字", "自己的话", "最像的", "与它相同", "比自己上年同期"),
        (
            (
                unit[name] + ("" if name in FULL else "*"),
                str(found.length),
                f"{found.own:.0f}",
                unit.get(found.nearest, ""),
                f"{found.alike:.0f}",
                "" if (own := own_of_last_period(name)) is None else f"{own:.0f}",
            )
            for name, found in measured.items()
        ),
    )
    yield ""
    yield "一行一家：它的话有百分之几在那一家的稿里也有。"
    yield ""
    yield from table(
        ("", *unit.values()),
        (
            (
                unit[name],
                *(
                    "—" if other == name else f"{shared_share(texts[name], [texts[other]]):.0f}"
                    for other in texts
                ),
            )
            for name in texts
        ),
    )
    yield ""
    yield from _pairs(texts, unit)


def _pairs(texts: Mapping[str, str], unit: Mapping[str, str]) -> Iterator[str]:
    """The pairs most alike, each with the longest stretches both have."""
    pairs = sorted(
        (
            (-min(shared_share(texts[a], [texts[b]]), shared_share(texts[b], [texts[a]])), a, b)
            for i, a in enumerate(texts)
            for b in list(texts)[i + 1 :]
        ),
    )[:PAIRS]
    said_by_many = {
        words
        for name in texts
        for other in texts
        if other != name
        for words in _passages(texts[name], texts[other])
        if sum(words in text for text in texts.values()) > len(texts) // 2
    }
    yield f"最像的{PAIRS}对，和它们相同而不是多数单位都有的话（最长的几处）："
    yield ""
    for _, one, other in pairs:
        found = [
            words for words in _passages(texts[one], texts[other]) if words not in said_by_many
        ]
        said = "；".join(f"“{_short(words)}”" for words in found[:4]) or "没有"
        yield f"- {unit[one]}、{unit[other]}：{said}"
    yield ""


def _passages(text: str, other: str) -> tuple[str, ...]:
    """The stretches of the text that the other has too, longest first."""
    shared = re.finditer(b"\1+", shared_in(text, (other,)))
    found = {text[run.start() : run.end()] for run in shared}
    return tuple(sorted(found, key=lambda words: (-len(words), words)))


def _short(words: str) -> str:
    words = words.replace("|", "")
    return words if len(words) <= LONGEST else words[:LONGEST] + "……"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
