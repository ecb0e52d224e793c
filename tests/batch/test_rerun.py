"""A rerun builds only what changed; what a person edited stays; a second run at once is refused."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.batch.batch import Batch
from docgen.batch.state import State
from docgen.errors import InputError, OutputError
from tests.batch.county import (
    SECOND,
    TEMPLATE,
    county,
    library,
    name_of,
    period_yaml,
    run,
    stamps,
    tree,
    unit_yaml,
    write,
)

COUNT = 12


class Ground:
    """A county, a project and an output folder, with a batch run over them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.facts = county(root / "facts", COUNT)
        self.out = root / "out"
        self.again()

    def again(self, *templates: str) -> Batch:
        """The same command once more."""
        return run(self.facts, self.out, library(self.root / "project"), *templates)

    def draft(self, number: int) -> Path:
        """The draft of a unit."""
        [path] = (self.out / name_of(number)).glob("*.docx")
        return path


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


def _touch(ground: Ground) -> None:
    for path in ground.facts.rglob("*.yaml"):
        os.utime(path)


def _copy(ground: Ground) -> None:
    """The facts come back from another disk: same bytes, other times and numbers."""
    shutil.copytree(ground.facts, ground.root / "copy")
    shutil.rmtree(ground.facts)
    shutil.move(ground.root / "copy", ground.facts)


def _change_one(ground: Ground) -> None:
    write(ground.facts / "u003/2026-h1.yaml", period_yaml(9))


def _rename_one(ground: Ground) -> None:
    write(ground.facts / "u003/unit.yaml", unit_yaml(name_of(3)) + "  全称: 中共清河县委员会\n")


def _change_shared(ground: Ground) -> None:
    write(ground.facts / "_common.yaml", "单位:\n  县: 清河县\n  上级: 清河县委\n")


def _add_last_year(ground: Ground) -> None:
    write(ground.facts / "u003/2025-h1.yaml", period_yaml(2, "2025年上半年", "2025-07-03"))


def _add_another_period(ground: Ground) -> None:
    write(ground.facts / "u003/2024-h1.yaml", period_yaml(2, "2024年上半年", "2024-07-03"))


def _add_snippet(ground: Ground) -> None:
    text = "名称: 县里的话\n版本:\n  - {起: 2020-01-01, 文本: 稳中求进, 依据: 县委文件}\n"
    write(ground.root / "project/snippets/ours.yaml", text)


def _lose_one(ground: Ground) -> None:
    ground.draft(3).unlink()


CASES: dict[str, tuple[Callable[[Ground], None], int]] = {
    "什么也没有动": (lambda _ground: None, 0),
    "台账只是碰过": (_touch, 0),
    "台账换了一块盘": (_copy, 0),
    "一个单位改了一个数": (_change_one, 1),
    "一个单位改了单位文件": (_rename_one, 1),
    "补上了一个单位的上期": (_add_last_year, 1),
    "多了一期不相干的": (_add_another_period, 0),
    "县里共用的改了": (_change_shared, COUNT),
    "多了一条提法": (_add_snippet, COUNT),
    "一份文稿被删了": (_lose_one, 1),
}


@pytest.mark.parametrize("case", CASES)
def test_a_rerun_builds_what_changed(case: str, ground: Ground) -> None:
    change, rebuilt = CASES[case]
    change(ground)
    found = ground.again()
    assert (found.outcome.made, found.outcome.unchanged) == (rebuilt, COUNT - rebuilt)
    assert found.stand.written == COUNT
    assert ground.again().outcome.made == 0


def test_what_says_the_same_is_not_written_again(ground: Ground) -> None:
    """A new snippet makes every draft anew, and each comes out as it lies there."""
    before = stamps(ground.out)
    _add_snippet(ground)
    assert ground.again().outcome.made == COUNT
    assert stamps(ground.out) == before


def test_a_changed_template_builds_its_own_drafts_only(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.again(TEMPLATE, SECOND)
    path = ground.root / f"project/templates/{TEMPLATE}.md.j2"
    text = path.read_text("utf-8").replace("现有党员", "有党员")
    monkeypatch.setattr("tests.batch.county.project", lambda root: root)
    write(path, text)
    found = ground.again(TEMPLATE, SECOND)
    assert (found.outcome.made, found.outcome.unchanged) == (COUNT, COUNT)


def test_a_second_template_joins_the_first(ground: Ground) -> None:
    before = stamps(ground.out)
    found = ground.again(TEMPLATE, SECOND)
    assert (found.outcome.made, found.outcome.unchanged) == (COUNT, COUNT)
    assert before.items() <= stamps(ground.out).items()


def test_an_edited_draft_is_kept_and_the_new_one_lies_beside_it(ground: Ground) -> None:
    mine = ground.draft(3)
    mine.write_bytes(b"edited by hand")
    assert ground.again().outcome.made == 0  # nothing new to say: nothing is laid beside it
    _change_one(ground)
    assert ground.again().outcome.made == 1
    assert mine.read_bytes() == b"edited by hand"
    beside = mine.with_name(f"{mine.stem}.新稿.docx")
    first = beside.read_bytes()
    write(ground.facts / "u003/2026-h1.yaml", period_yaml(11))
    ground.again()
    assert mine.read_bytes() == b"edited by hand"
    assert beside.read_bytes() != first  # ours, and untouched: it makes room
    assert not list(mine.parent.glob("*.新稿2.docx"))


def test_only_some_units(ground: Ground) -> None:
    _change_shared(ground)
    shelf = library(ground.root / "project")
    found = run(ground.facts, ground.out, shelf, names=(name_of(2), "u005"))
    assert found.outcome.made == 2
    assert ground.again().outcome.made == COUNT - 2


def test_a_name_that_no_unit_has(ground: Ground) -> None:
    shelf = library(ground.root / "project")
    with pytest.raises(InputError, match="没有“清水镇”这个单位"):
        run(ground.facts, ground.out, shelf, names=("清水镇",))


def test_strict_writes_no_draft_that_owes_something(tmp_path: Path) -> None:
    facts = county(tmp_path / "facts", 3)
    owing = period_yaml(1).replace("党员: {值: 307, 其中: {女党员: 76}}\n", "")
    write(facts / "u001/2026-h1.yaml", owing)
    found = run(facts, tmp_path / "out", library(tmp_path / "project"), strict=True)
    assert (found.stand.written, found.stand.refused) == (2, 1)
    assert not list((tmp_path / "out" / name_of(1)).glob("*.docx"))
    loose = run(facts, tmp_path / "out", library(tmp_path / "project"))
    assert (loose.stand.written, loose.stand.refused) == (3, 0)


def test_a_second_run_at_once_is_refused(ground: Ground) -> None:
    """Between processes: a lock that the kernel takes back when its process dies."""
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    held = State(ground.out)
    code = (
        "import sys; from pathlib import Path; from docgen.batch.state import State\n"
        "from docgen.errors import OutputError\n"
        "try: State(Path(sys.argv[1]))\n"
        "except OutputError as error: print(error); sys.exit(5)"
    )
    ask = [sys.executable, "-X", "utf8", "-c", code, str(ground.out)]
    refused = subprocess.run(ask, capture_output=True, text=True, check=False)
    held.close()
    assert refused.returncode == OutputError.exit_code
    assert "另一个批量正在往这个文件夹里写" in refused.stdout
    assert subprocess.run(ask, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_state_costs_no_draft(damage: bytes, ground: Ground) -> None:
    """As a power cut may leave it: the drafts answer for themselves."""
    before, edited = stamps(ground.out), ground.draft(4)
    edited.write_bytes(b"mine")
    before.pop(edited.relative_to(ground.out).as_posix())
    (ground.out / ".docgen/batch.sqlite").write_bytes(damage)
    found = ground.again()
    assert found.outcome.made == COUNT
    assert edited.read_bytes() == b"mine"
    assert before.items() <= stamps(ground.out).items()


def test_a_report_says_what_is_to_be_told_of_the_templates_now(ground: Ground) -> None:
    """Nothing is drafted anew when a template is approved, but the report is."""
    note, shelf = "模板“汇报”还没有审核签字", library(ground.root / "project")
    before = tree(ground.out)
    found = run(ground.facts, ground.out, shelf, notes=[note])
    assert (found.outcome.made, found.outcome.unchanged) == (0, COUNT)
    assert f"<li>{note}</li>" in (ground.out / "index.html").read_text("utf-8")
    assert run(ground.facts, ground.out, shelf).outcome.made == 0
    assert tree(ground.out) == before


def test_the_same_batch_gives_the_same_tree(ground: Ground, tmp_path: Path) -> None:
    shelf = library(ground.root / "project")
    run(ground.facts, tmp_path / "other", shelf)
    assert tree(tmp_path / "other") == tree(ground.out)
