"""Townships as a county keeps them: a folder each, what they share above, as many as wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

import material

FIRST: Final = "青白红金银石东西南北"
SECOND: Final = "山河湖溪岭坪湾口桥泉"
A_COUNTY: Final = len(FIRST) * len(SECOND)
SHARED: Final = ("县", "上级", "主送")
"""Facts of 单位 that all townships of a county share."""


def facts_of(number: int) -> dict[str, Any]:
    """The facts of one township; no two of a county bear the same name."""
    facts = material.facts_of(number)
    inner = number % A_COUNTY
    name = f"{FIRST[inner // len(SECOND)]}{SECOND[inner % len(SECOND)]}镇"
    facts["单位"] = {**facts["单位"], "名称": name, "全称": f"中共清河县{name}委员会"}
    return facts


def folder_of(root: Path, number: int) -> Path:
    """The folder of one township."""
    return root / f"county{number // A_COUNTY:04}" / f"town{number % A_COUNTY:02}"


def write(root: Path, number: int) -> None:
    """The files of one township, and with the first of a county what its townships share."""
    facts = facts_of(number)
    folder = folder_of(root, number)
    folder.mkdir(parents=True, exist_ok=True)
    unit: Mapping[str, Any] = facts.pop("单位")
    shared = {key: unit[key] for key in SHARED}
    own = {key: value for key, value in unit.items() if key not in SHARED}
    if number % A_COUNTY == 0:
        _write(folder.parent / "_common.yaml", {"单位": shared})
    _write(folder / "unit.yaml", {"单位": own})
    _write(folder / "2019-h1.yaml", facts)


def _write(path: Path, facts: Mapping[str, Any]) -> None:
    path.write_text(material.as_yaml(facts), encoding="utf-8")


def write_all(root: Path, count: int) -> None:
    """The files of so many townships."""
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(partial(write, root), range(count), chunksize=200):
            pass


def trees(count: int) -> Iterator[Mapping[str, Any]]:
    """The facts of so many townships of one county, for a workbook."""
    for number in range(count):
        facts = facts_of(number)
        if number >= A_COUNTY:
            unit = facts["单位"]
            unit["名称"] = unit["名称"].removesuffix("镇") + f"{number // A_COUNTY}镇"
        yield facts
