"""docgen with its hot modules compiled makes what docgen as written makes, to the byte."""

from __future__ import annotations

import json
import os
import random
import subprocess
import tomllib
from pathlib import Path

import pytest

from docgen.batch.rollup import gather, roll_up
from tests import made
from tests.render.papers import PAPERS as HAND_MADE
from tests.render.test_sideways import PAPERS as SIDEWAYS
from tests.samples import LIBRARY, PAPERS, ROLLED, ROOT

PYTHON = ROOT / ".compiled/bin/python"
CHANGES = 60
WORDS = (
    "待填",
    "{待核实: 3}",
    "{值: 12, 状态: 计划}",
    "3000多",
    "-3.5%",
    "[甲, 乙]",
    "近600万元",
    "{值: 9, 上期: 3, 待核实: 再核}",
    "办班2期，培训【党员】名",
    "含\u200b字",
    "2.2万",
    'a & b <c> "d"',
    "12棵、15亩",
    "{待填}",
)
"""What a careless hand may put in the place of a value."""


def compiled_modules() -> list[str]:
    """The modules that pyproject.toml names as compiled."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    hook = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]
    return [
        path.strip("/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in hook["include"]
    ]


@pytest.fixture(scope="module")
def build() -> Path:
    """The Python that has docgen compiled; built anew only when the source has changed."""
    done = subprocess.run(
        [ROOT / "scripts/setup.sh", "compiled"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return PYTHON


def rolled(folder: Path) -> Path:
    """The county rolled up from its units: its report has a table and a chart."""
    path = folder / "rolled.yaml"
    gathered = gather([ROOT / "data/counties/qinghe"], LIBRARY)
    path.write_text(roll_up(gathered, LIBRARY, path.name).text, "utf-8")
    return path


def spoilt(folder: Path) -> list[tuple[str, str]]:
    """Papers of facts files that a careless hand has been at."""
    chance = random.Random(9)
    files = [(template, name) for template, name in PAPERS if name != ROLLED]
    out = []
    for number in range(CHANGES):
        template, name = chance.choice(files)
        lines = (ROOT / "data" / name).read_text("utf-8").split("\n")
        for _ in range(chance.choice((1, 2, 4))):
            at = chance.randrange(len(lines))
            if ": " in lines[at] and chance.random() < 0.7:
                lines[at] = lines[at].split(": ")[0] + ": " + chance.choice(WORDS)
            else:
                del lines[at]
        path = folder / f"{number}.yaml"
        path.write_text("\n".join(lines), "utf-8")
        out.append((template, str(path)))
    return out


def test_the_compiled_build_makes_the_same_to_the_byte(build: Path, tmp_path: Path) -> None:
    papers = [(template, str(ROOT / "data" / name)) for template, name in PAPERS if name != ROLLED]
    papers += [("work_report/county", str(rolled(tmp_path))), *spoilt(tmp_path)]
    documents = {name: repr(document) for name, document in {**HAND_MADE, **SIDEWAYS}.items()}
    modules = compiled_modules()
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [build, made.__file__],
        input=json.dumps({"modules": modules, "papers": papers, "documents": documents}),
        capture_output=True,
        text=True,
        check=False,
        env=plain,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    interpreted = [name for name in modules if not answer["files"][name].endswith((".so", ".pyd"))]
    assert not interpreted
    as_written = made.made(papers) | made.drawn(documents)
    assert len(as_written) > 1500
    assert [name for name in as_written if answer["made"].get(name) != as_written[name]] == []
    assert len(answer["made"]) == len(as_written)
