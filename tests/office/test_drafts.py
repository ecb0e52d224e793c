"""PDFs and pictures as drafts: from the command line, beside edited ones, and many at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docgen.drafts.sidecar import path_of, read_side_car
from docgen.office import find_program
from docgen.office.pages import page_texts
from docgen.office.program import PROGRAM
from tests.batch.county import TEMPLATE, county, name_of, project, tree
from tests.gate.office import folded
from tests.office.ground import homes, processes, stub
from tests.office.test_faults import QINGSHAN, command, temporary
from tests.samples import ROOT

__all__ = ["temporary"]

NAME = "青山镇2026年上半年基层党建工作汇报"


def run(*words: object, code: int = 0, **settings: str) -> str:
    """What the command says."""
    running = command(*words, **settings)
    said, errors = running.communicate(timeout=300)
    assert running.returncode == code, errors
    return said


def pages(folder: Path) -> list[str]:
    return sorted(path.name.removeprefix(NAME) for path in folder.glob(f"{NAME}*.png"))


def test_a_pdf_and_a_picture_of_each_page(tmp_path: Path) -> None:
    said = run(QINGSHAN, "--to", "pdf,png", "-o", tmp_path)
    pdf = tmp_path / f"{NAME}.pdf"
    count = len(page_texts(pdf.read_bytes()))
    assert count > 2
    assert pages(tmp_path) == [f"-{page}.png" for page in range(1, count + 1)]
    assert f"已写 {pdf}\n" in said
    assert "公文字体没有装全，由替身印；docgen doctor 说是哪些" in said
    for path in (pdf, *tmp_path.glob("*.png")):
        car = read_side_car(path)
        assert car is not None
        assert (car.draft, car.format) == (path.name, path.suffix[1:])
    before = tree(tmp_path)
    run(QINGSHAN, "--to", "png,pdf", "-o", tmp_path)
    assert tree(tmp_path) == before


def test_what_was_edited_is_kept_and_pages_that_are_no_more_go(tmp_path: Path) -> None:
    run(QINGSHAN, "--to", "pdf,png", "-o", tmp_path)
    count = len(pages(tmp_path))
    edited = [
        tmp_path / f"{NAME}.pdf",
        tmp_path / f"{NAME}-1.png",
        tmp_path / f"{NAME}-{count}.png",
    ]
    for path in edited:
        path.write_bytes(path.read_bytes() + b"\n")
    facts = tmp_path / "facts" / "qingshan"
    facts.mkdir(parents=True)
    for path in (*QINGSHAN.parent.glob("*.yaml"), QINGSHAN.parent.parent / "_common.yaml"):
        (
            facts / path.name if path.parent == QINGSHAN.parent else facts.parent / path.name
        ).write_bytes(path.read_bytes())
    thin = facts / QINGSHAN.name
    text = thin.read_text("utf-8")
    thin.write_text(text[: text.index("\n工作:")] + "\n", encoding="utf-8")
    said = json.loads(run(thin, "--to", "pdf,png", "-o", tmp_path, "--json"))
    beside = {Path(row["path"]).name.removeprefix(NAME) for row in said["written"] if row["kept"]}
    assert beside == {".新稿.pdf", "-1.新稿.png"}
    left = len(page_texts((tmp_path / f"{NAME}.新稿.pdf").read_bytes()))
    assert left < count - 1
    own = [f"-{page}.png" for page in range(1, left + 1)]
    assert pages(tmp_path) == sorted([*own, "-1.新稿.png", f"-{count}.png"])
    assert not path_of(tmp_path / f"{NAME}-{count - 1}.png").exists()
    for path in edited:
        assert path.read_bytes().endswith(b"\n")


def test_two_at_once_into_one_folder(tmp_path: Path) -> None:
    running = [command(QINGSHAN, "--to", "pdf", "-o", tmp_path / "both") for _ in range(2)]
    for one in running:
        _, errors = one.communicate(timeout=300)
        assert one.returncode == 0, errors
    run(QINGSHAN, "--to", "pdf", "-o", tmp_path / "alone")
    assert tree(tmp_path / "both") == tree(tmp_path / "alone")


UNITS = 12


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of twelve units, its project, and what an uninterrupted batch makes of it."""
    root = tmp_path_factory.mktemp("county")
    county(root / "facts", UNITS)
    project(root / "project")
    batch(root, "whole").communicate(timeout=300)
    return root


def batch(root: Path, out: str, *more: str, **settings: str) -> subprocess.Popen[str]:
    words = ("batch", TEMPLATE, "--facts", root / "facts", "-o", root / out, "--to", "pdf")
    return command(*words, *more, at=root / "project", **settings)


def test_a_batch_of_pdfs(whole: Path) -> None:
    made = sorted((whole / "whole").glob("*/*.pdf"))
    assert len(made) == UNITS
    for path in made:
        assert path.parent.name in folded("".join(page_texts(path.read_bytes())))
    assert {path.parent.name for path in made} == {name_of(number) for number in range(UNITS)}
    before = tree(whole / "whole")
    said, errors = batch(whole, "whole").communicate(timeout=300)
    assert f"没有变、不用重做的{UNITS}份" in said, errors
    assert tree(whole / "whole") == before


def test_only_what_changed_is_printed_again(whole: Path, tmp_path: Path) -> None:
    facts = whole / "facts/u003/2026-h1.yaml"
    text = facts.read_text("utf-8")
    batch(whole, "changed").communicate(timeout=300)
    try:
        facts.write_text(text.replace("行政村: ", "行政村: 1"), encoding="utf-8")
        said, errors = batch(whole, "changed").communicate(timeout=300)
    finally:
        facts.write_text(text, encoding="utf-8")
    assert "这一次写了1份" in said, errors


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_batch_killed_halfway_ends_as_one_that_was_not(
    jobs: str, whole: Path, temporary: Path
) -> None:
    out = f"killed-{jobs}"
    running = batch(whole, out, "--jobs", jobs)
    until = time.monotonic() + 60
    while len(list((whole / out).glob("*/*.pdf"))) < 3:
        assert time.monotonic() < until
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate(timeout=30)
    until = time.monotonic() + 10
    while homes(temporary) or list(processes(str(temporary))):
        assert time.monotonic() < until, "还有 LibreOffice 没有退出"
        time.sleep(0.05)
    said, errors = batch(whole, out, "--jobs", jobs).communicate(timeout=300)
    assert "不用重做的" in said, errors
    assert tree(whole / out) == tree(whole / "whole")


def test_a_unit_that_cannot_be_printed_does_not_stop_the_others(
    whole: Path, tmp_path: Path
) -> None:
    """LibreOffice fails for one paper, whenever it is asked for it."""
    bad = name_of(5)
    look = "import sys, zipfile; sys.exit(sys.argv[1] in zipfile.ZipFile(sys.argv[2]).read('word/document.xml').decode())"
    check = (
        f'case "$last" in *paper.docx) {sys.executable} -c "{look}" {bad} "$last" || exit 1;; esac'
    )
    program = stub(tmp_path / "bin", f'{check}\nexec {find_program()} "$@"')
    said, errors = batch(whole, "one", **{PROGRAM: str(program)}).communicate(timeout=300)
    assert "LibreOffice 没有印出 PDF（试了2次）：没有写出文件（退出码 1）" in errors
    made = {path.parent.name for path in (whole / "one").glob("*/*.pdf")}
    assert made == {name_of(number) for number in range(UNITS)} - {bad}
    assert str(ROOT) not in said
