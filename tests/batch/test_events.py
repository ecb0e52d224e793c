"""What may happen to an output folder between two runs: nothing is lost, nothing stale is told."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from docgen.batch import batch as whole
from docgen.batch import work as working
from docgen.batch.batch import Batch, run_batch
from docgen.batch.report import FORM_NAME, LIST_PAGE
from docgen.drafts import store
from docgen.errors import InputError, OutputError
from docgen.language import parse_period
from tests.batch.county import (
    SECOND,
    TEMPLATE,
    county,
    library,
    name_of,
    period_yaml,
    run,
    tree,
    unit_yaml,
    write,
)
from tests.batch.test_report_form import filled

OWING = period_yaml(1).replace("{值: 307", "{值: 待填")


class Ground:
    """A county of three units, drafted once."""

    def __init__(self, root: Path) -> None:
        self.root, self.out = root, root / "out"
        self.facts = county(root / "facts", 3)
        self.shelf = library(root / "project")
        self.first = self.again()

    def again(self, **options: Any) -> Batch:
        """The same command once more."""
        return run(self.facts, self.out, self.shelf, **options)

    def facts_of(self, number: int) -> Path:
        return self.facts / f"u{number:03}/2026-h1.yaml"

    def draft(self, number: int) -> Path:
        [path] = (self.out / name_of(number)).glob("*.docx")
        return path

    def fresh(self) -> dict[str, str]:
        """What a run into a new folder makes of the facts as they are."""
        place = self.root / f"fresh{len(list(self.root.iterdir()))}"
        run(self.facts, place, self.shelf)
        return tree(place)


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


def beside(out: Path) -> list[str]:
    """Files laid beside others because somebody is thought to have edited those."""
    return sorted(path.name for path in out.rglob("*新稿*"))


# --- the report tells what stands now -------------------------------------------------------------


@pytest.mark.parametrize("fault", ["在比较时中断", "总表正被打开"])
def test_a_report_that_was_not_written_is_written_by_the_next_run(
    fault: str, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(ground.facts_of(1), OWING)
    with monkeypatch.context() as patch:
        if fault == "总表正被打开":
            real = os.replace

            def replace(source: str, target: str) -> None:
                if str(target).endswith("汇总.xlsx"):
                    raise PermissionError(13, "in use")
                real(source, target)

            patch.setattr(store.os, "replace", replace)
            with pytest.raises(OutputError, match="先关闭打开着它的 WPS"):
                ground.again()
        else:
            patch.setattr(whole, "finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                ground.again()
    found = ground.again()
    assert (found.outcome.made, found.stand.gaps) == (0, {"待填": 1})
    assert tree(ground.out) == ground.fresh()


@pytest.mark.parametrize("page", ["index.html", "汇总.xlsx"])
def test_a_kill_while_the_report_is_written_leaves_nothing_lying_about(
    page: str, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def killed() -> None:
        pid = os.fork()
        if pid == 0:
            try:
                ground.again()
            finally:
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9

    def replace(source: str, target: str) -> None:
        if str(target).endswith(page):
            os._exit(9)
        real(source, target)

    write(ground.facts_of(1), OWING)
    with monkeypatch.context() as patch:
        patch.setattr(whole, "finish", lambda *_: os._exit(9))
        killed()
    with monkeypatch.context() as patch:
        patch.setattr(store.os, "replace", replace)
        killed()  # the journals are taken up, and nothing is left to be drafted
    ground.again()
    assert tree(ground.out) == ground.fresh()


def test_the_report_follows_the_county_s_name(ground: Ground) -> None:
    write(ground.facts / "x/unit.yaml", unit_yaml("清河县"))
    write(ground.facts / "x/2026-h1.yaml", period_yaml(4))
    ground.again()
    assert "清河县2026年上半年成文情况" in (ground.out / "index.html").read_text("utf-8")


def test_units_left_out_are_not_told_as_they_were(ground: Ground) -> None:
    for number in range(3):
        write(ground.facts_of(number), OWING)
    found = ground.again(names=(name_of(1),))
    assert (found.outcome.made, found.stand.written) == (1, 1)
    assert "未做2份" in found.stand.sentence
    assert ground.again().stand.gaps == {"待填": 3}


# --- whose a file is ------------------------------------------------------------------------------


def test_the_next_period_takes_the_pages_of_the_last(ground: Ground) -> None:
    for number in range(3):
        text = period_yaml(number, "2026年下半年", "2027-01-05")
        write(ground.facts / f"u{number:03}/2026-h2.yaml", text)
    ground.again()
    assert beside(ground.out) == []
    page = (ground.out / name_of(0) / LIST_PAGE).read_text("utf-8")
    assert "2026年下半年清单" in page
    assert len(list((ground.out / name_of(0)).glob("*.docx"))) == 2


def test_two_units_swap_names(ground: Ground) -> None:
    write(ground.facts_of(1), OWING)
    ground.again()
    write(ground.facts / "u000/unit.yaml", unit_yaml(name_of(1)))
    write(ground.facts / "u001/unit.yaml", unit_yaml(name_of(0)))
    ground.again()
    assert beside(ground.out) == []
    assert not (ground.out / name_of(1) / FORM_NAME).exists()
    assert (ground.out / name_of(0) / FORM_NAME).exists()


def test_the_state_is_lost_and_something_changes(ground: Ground) -> None:
    shutil.rmtree(ground.out / ".docgen")
    write(ground.facts_of(1), OWING)
    ground.again()
    assert beside(ground.out) == []
    assert tree(ground.out) == ground.fresh()


def test_the_side_cars_are_lost_and_something_changes(ground: Ground) -> None:
    """As where a cloud folder leaves out what begins with a dot: the state knows the drafts."""
    for number in range(3):
        shutil.rmtree(ground.out / name_of(number) / ".docgen")
    write(ground.facts_of(1), OWING)
    ground.again()
    assert beside(ground.out) == []


@pytest.mark.parametrize("name", ["index.html", "汇总.xlsx", f"青山镇/{LIST_PAGE}"])
def test_a_page_that_somebody_worked_in_is_kept(name: str, ground: Ground) -> None:
    path = ground.out / name
    path.write_bytes(path.read_bytes() + b" ")
    mine = path.read_bytes()
    write(ground.facts_of(0), OWING)
    ground.again()
    assert path.read_bytes() == mine
    assert beside(ground.out) == [f"{path.stem}.新稿{path.suffix}"]


def test_another_county_drafted_into_the_same_folder(ground: Ground) -> None:
    mine = ground.draft(0).read_bytes()
    other = county(ground.root / "other", 1)
    write(other / "u000/2026-h1.yaml", period_yaml(5))
    run(other, ground.out, ground.shelf)
    assert ground.draft(0).read_bytes() != mine
    assert ground.again().outcome.made == 1
    assert ground.draft(0).read_bytes() == mine


def test_intents_outlive_a_run_that_had_something_else_to_do(ground: Ground) -> None:
    """Killed after a draft, before its side-car; then a run over another unit; then all."""
    draft = ground.draft(1)
    (draft.parent / ".docgen" / f"{draft.name}.json").unlink()
    shutil.rmtree(ground.out / ".docgen")
    line = json.dumps(["laid", store.sha256(draft.read_bytes()), draft.name])
    write(ground.out / ".docgen/journal-1-aa", line + "\n")
    write(ground.facts_of(1), period_yaml(6))
    ground.again(names=(name_of(2),))
    ground.again()
    assert beside(ground.out) == []


# --- what a draft is made of ----------------------------------------------------------------------


def test_facts_saved_while_they_are_drafted_are_drafted_again(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = working.read_facts

    def read(path: Path, dictionary: Any) -> Any:
        facts = real(path, dictionary)
        if path == ground.facts_of(1):
            write(path, period_yaml(8))
        return facts

    write(ground.facts_of(1), period_yaml(7))
    with monkeypatch.context() as patch:
        patch.setattr(working, "read_facts", read)
        ground.again()
    assert ground.again().outcome.made == 1
    assert tree(ground.out) == ground.fresh()


def test_a_template_that_the_facts_name_comes_into_being(ground: Ground) -> None:
    text = period_yaml(1).replace("文稿:\n", "文稿:\n  模板: 新模板\n")
    write(ground.facts_of(1), text)
    assert ground.again().stand.levels == {"必错": 1}
    path = ground.root / f"project/templates/{SECOND}.md.j2"
    body = path.read_text("utf-8").replace("村情便笺", "新模板")
    write(ground.root / "project/templates/work_report/new.md.j2", body)
    ground.shelf = library(ground.root / "project")
    assert ground.again().stand.levels == {}


def test_an_earlier_period_that_no_one_reads_changes_nothing(ground: Ground) -> None:
    """`_2025.yaml` is no period, for the reader as little as for the plan."""
    write(ground.facts / "u001/_2025.yaml", period_yaml(1, "2025年上半年", "2025-07-03"))
    assert ground.again().outcome.made == 0
    assert tree(ground.out) == ground.fresh()


def test_forms_of_units_of_one_name_are_used_for_none(tmp_path: Path) -> None:
    for part in ("甲县", "乙县"):
        write(tmp_path / f"facts/{part}/u/unit.yaml", unit_yaml("城关镇"))
        write(tmp_path / f"facts/{part}/u/1.yaml", OWING)
    shelf, out = library(tmp_path / "p"), tmp_path / "out"
    run(tmp_path / "facts", out, shelf)
    (tmp_path / "back").mkdir()
    form = (out / "甲县/城关镇" / FORM_NAME).read_bytes()
    filled(form, tmp_path / "back/a.xlsx", {"党员": "307"})
    found = run(tmp_path / "facts", out, shelf, filled=[tmp_path / "back"])
    assert "叫“城关镇”的单位有2个" in found.troubles[0]
    assert found.stand.gaps == {"待填": 2}


def test_forms_sent_back_are_used_only_as_long_as_they_are_given(ground: Ground) -> None:
    write(ground.facts_of(1), OWING)
    ground.again()
    back = ground.root / "back"
    back.mkdir()
    filled((ground.out / name_of(1) / FORM_NAME).read_bytes(), back / "a.xlsx", {"党员": "307"})
    assert ground.again(filled=[back]).stand.gaps == {}
    assert ground.again().stand.gaps == {"待填": 1}


def test_a_form_of_another_period_is_told(ground: Ground) -> None:
    write(ground.facts_of(1), OWING)
    ground.again()
    back = ground.root / "back"
    back.mkdir()
    filled((ground.out / name_of(1) / FORM_NAME).read_bytes(), back / "a.xlsx", {"党员": "307"})
    for number in range(3):
        text = period_yaml(number, "2026年下半年", "2027-01-05")
        write(ground.facts / f"u{number:03}/2026-h2.yaml", text)
    [trouble] = ground.again(filled=[back]).troubles
    assert "这是2026年上半年的补填表，这次做的是2026年下半年" in trouble


# --- what is refused, and what is passed over -----------------------------------------------------


def test_two_templates_of_one_name_are_refused(ground: Ground) -> None:
    path = ground.root / f"project/templates/{SECOND}.md.j2"
    text = path.read_text("utf-8").replace("名称: 村情便笺", "名称: 村情简况")
    write(ground.root / "project/templates/work_report/twin.md.j2", text)
    shelf = library(ground.root / "project")
    chosen = [shelf.templates[id] for id in (TEMPLATE, "work_report/twin")]
    with pytest.raises(InputError, match="文稿会同名"):
        run_batch(chosen, [ground.facts], shelf, ground.out)


def test_the_facts_folder_is_no_output_folder(ground: Ground) -> None:
    with pytest.raises(InputError, match="文稿不能写在台账的文件夹里"):
        run(ground.facts, ground.facts, ground.shelf)


def test_drafts_that_lie_among_the_facts_are_passed_over(ground: Ground) -> None:
    run(ground.facts, ground.facts / "文稿2026", ground.shelf)
    found = run(ground.facts, ground.root / "elsewhere", ground.shelf)
    assert (found.stand.written, found.stand.failed) == (3, 0)


def test_the_folder_of_one_unit(ground: Ground) -> None:
    found = run(ground.facts / "u001", ground.root / "one", ground.shelf)
    assert [unit.folder for unit in found.plan.units] == [name_of(1)]
    assert len(found.plan.units[0].files) == 3  # what the county shares is one of them


def test_the_same_folder_named_twice(ground: Ground) -> None:
    chosen = [ground.shelf.template(TEMPLATE)]
    found = run_batch(chosen, [ground.facts, ground.facts], ground.shelf, ground.out)
    assert (found.stand.written, found.stand.failed) == (3, 0)


def test_a_scan_beside_the_ledger_is_noted(ground: Ground) -> None:
    (ground.facts / f"{name_of(1)}.pdf").write_bytes(b"%PDF-")
    found = ground.again()
    assert (found.stand.written, found.stand.failed) == (3, 0)
    [trouble] = found.troubles
    assert f"{name_of(1)}.pdf：.pdf 文件读不了" in trouble
    assert "没有用它" in trouble


def test_a_file_that_cannot_be_read_is_another_county_s(tmp_path: Path) -> None:
    """乙县 has its own 城关镇, of which nobody can read the ledger: 甲县's is no ledger of it."""
    write(tmp_path / "facts/甲县/a/unit.yaml", unit_yaml("城关镇"))
    write(tmp_path / "facts/甲县/a/1.yaml", period_yaml(1))
    for name, data in (
        ("乙县/城关镇.xls", b"x"),
        ("乙县/b/unit.yaml", unit_yaml("柳树乡").encode()),
    ):
        path = tmp_path / "facts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    write(tmp_path / "facts/乙县/b/1.yaml", period_yaml(2))
    found = run(tmp_path / "facts", tmp_path / "out", library(tmp_path / "p"))
    assert (found.stand.written, found.stand.failed) == (2, 1)
    assert "乙县/城关镇.xls：.xls 文件读不了" in found.stand.reasons[0]
    assert found.troubles == ()


def test_two_ledgers_of_a_period_are_no_stray(tmp_path: Path) -> None:
    """A unit with two ledgers fails, though another county has a sound unit of its name."""
    for part, files in (("甲县", ("1",)), ("乙县", ("1", "2"))):
        write(tmp_path / f"facts/{part}/u/unit.yaml", unit_yaml("城关镇"))
        for name in files:
            write(tmp_path / f"facts/{part}/u/{name}.yaml", period_yaml(1))
    found = run(tmp_path / "facts", tmp_path / "out", library(tmp_path / "p"))
    assert (found.stand.written, found.stand.failed) == (1, 1)
    assert "台账有几份" in found.stand.reasons[0]


def test_a_link_to_a_folder_whose_name_begins_alike(ground: Ground) -> None:
    """`fac` is no folder above `facts`: what lies there is read."""
    other = ground.root / "fac"
    write(other / "unit.yaml", unit_yaml("白马镇"))
    write(other / "1.yaml", period_yaml(5))
    (ground.facts / "link").symlink_to(other)
    assert ground.again().stand.written == 4


def test_links_that_lead_in_circles(ground: Ground) -> None:
    (ground.facts / "self").symlink_to(ground.facts / "self")
    (ground.facts / "loop").symlink_to(ground.facts)
    assert ground.again().stand.written == 3


def test_a_name_that_is_not_utf8(ground: Ground) -> None:
    os.mkdir(os.fsencode(ground.facts) + b"/\xc7\xe0\xc9\xbd")  # noqa: PTH102
    found = ground.again()
    assert (found.stand.written, found.stand.failed) == (3, 1)
    assert "名字里有认不出的字" in found.stand.reasons[0]


def test_a_year_typed_wrongly_does_not_decide_for_the_county(ground: Ground) -> None:
    write(ground.facts_of(1), period_yaml(1, "2036年上半年", "2036-07-03"))
    with pytest.raises(InputError, match="各单位最近的一期不一样") as caught:
        ground.again()
    assert "2036年上半年（1个单位）" in str(caught.value)
    found = ground.again(period=parse_period("2026年上半年"))
    assert (found.stand.written, [u.last for u in found.plan.unreported]) == (2, ["2036年上半年"])


def test_pages_that_cannot_be_laid_are_told(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise ValueError

    write(ground.facts_of(1), OWING)
    monkeypatch.setattr(working, "unit_page", broken)
    found = ground.again()
    assert (found.stand.written, found.stand.failed) == (3, 1)
    assert "柳树乡的清单和补填表没有写成" in found.stand.reasons[0]
