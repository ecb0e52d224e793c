"""The draft of each seed has the seed's skeleton: levels, parts, order and runs (一是 …).

`skeletons.yaml` lists the skeleton of each paper by hand, and with its reason every place where
the draft is meant to differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from docgen.document import Document, Heading, Paragraph, plain, walk
from docgen.language import ordinal
from docgen.source import plain as values
from docgen.source import read_file
from tests.samples import draft

_FILE: Final = read_file(Path(__file__).with_name("skeletons.yaml"))
assert _FILE.root is not None
SKELETONS: Final[Any] = values(_FILE.root)

_LABEL: Final = re.compile(
    r"(?:^|(?<=[。；：！？”]))(?:([一二三四五六七八九十]+)是|(首先|其次|再次|最后)，|(\d+)\.)"
)
_SEQUENCE: Final = ("首先", "其次", "再次", "最后")
PARTS: Final = ("主送", "称谓", "署名", "日期", "附注")


class Part(NamedTuple):
    """A heading: its level, its text, and how many items each run below it has."""

    level: int
    text: str
    runs: list[int]


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """For each label of a run in the text: its kind, and whether it begins one."""
    for match in _LABEL.finditer(text):
        counted, spoken, number = match.groups()
        if counted:
            yield "一是", f"{counted}是" == ordinal("一是", 1)
        elif spoken:
            yield "首先", spoken == _SEQUENCE[0]
        else:
            yield "1.", number == "1"


def skeleton(document: Document) -> list[Part]:
    """The headings of a draft with the runs that stand below each before the next."""
    found: list[Part] = []
    open_run: dict[str, int] = {}
    for block in document.body:
        if isinstance(block, Heading):
            found.append(Part(block.level, plain(block.text), []))
            open_run = {}
        text = block.run_in if isinstance(block, Heading) else ()
        if isinstance(block, Paragraph):
            text = block.text
        for kind, begins in runs(plain(text)) if found else ():
            if begins:  # a run inside an item of another does not end that one
                open_run[kind] = len(found[-1].runs)
                found[-1].runs.append(0)
            found[-1].runs[open_run[kind]] += 1
    return found


def outline(seed: str) -> list[Part]:
    return skeleton(draft(f"seeds/{seed}.yaml"))


@pytest.mark.parametrize("seed", SKELETONS)
def test_levels_order_and_runs_are_the_papers(seed: str) -> None:
    rows = [row for row in SKELETONS[seed]["骨架"] if "只在原稿" not in row]
    wanted = [(int(row["级"]), [*map(int, row.get("稿", row.get("列", ())))]) for row in rows]
    found = outline(seed)
    assert [(part.level, part.runs) for part in found] == wanted
    for part, row in zip(found, rows, strict=True):
        assert row["词"] in part.text


@pytest.mark.parametrize("seed", SKELETONS)
def test_the_parts_round_the_body_are_the_papers(seed: str) -> None:
    document = draft(f"seeds/{seed}.yaml")
    signature = document.signature
    held = (
        document.recipients,
        document.salutation,
        sum(signature.organs, ()) if signature else (),
        signature.issued_on if signature else (),
        document.note,
    )
    there = [name for name, text in zip(PARTS, held, strict=True) if plain(text)]
    assert there == [*SKELETONS[seed]["首"], *SKELETONS[seed]["尾"]]


@pytest.mark.parametrize("seed", SKELETONS)
def test_what_the_paper_claims_of_itself_is_counted(seed: str) -> None:
    claim = SKELETONS[seed].get("声明", {})
    if claim:
        said = "".join(map(plain, walk(draft(f"seeds/{seed}.yaml"))))
        assert claim.get("稿", claim["原稿"]) in said


@pytest.mark.parametrize("seed", SKELETONS)
def test_every_deviation_has_its_reason(seed: str) -> None:
    rows = [SKELETONS[seed].get("声明", {}), *SKELETONS[seed]["骨架"]]
    differing = [row for row in rows if {"稿", "只在稿", "只在原稿"} & set(row)]
    assert all(row.get("因为") for row in differing)


READ: Final = {
    "一是…三是": ("一是甲。二是乙；三是丙。", [True, False, False]),
    "两串": ("一是甲；二是乙。一是丙；二是丁。", [True, False, True, False]),
    "首先": ("首先，甲；其次，乙；最后，丙。", [True, False, False]),
    "阿拉伯数字": ("1.甲。", [True]),
    "句中的一是不算": ("这是一是非之地，二是指编号。", []),
}


@pytest.mark.parametrize("name", READ)
def test_runs_are_read(name: str) -> None:
    text, expected = READ[name]
    assert [begins for _, begins in runs(text)] == expected
