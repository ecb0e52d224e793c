"""The side-car answers for its draft, the same for the same draft, and never with a traceback."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.document import Document
from docgen.drafts import store, writing
from docgen.drafts.sidecar import (
    SideCar,
    from_json,
    path_of,
    read_side_car,
    side_car,
    template_hash,
    to_json,
)
from docgen.drafts.writing import Written, write_draft, write_drafts
from docgen.errors import InputError, OutputError, RenderError
from docgen.library.styles import Style
from tests.drafts.conftest import Paper, library, paper

FACTS = (
    "党员: {值: 620, 其中: {女党员: 62}}\n入党积极分子: 14\n工作:\n  - {题: [甲], 正文: 走访35户。}"
)
BODY = "现有党员{{ 党员 | 量 }}[[，预备党员{{ 党员.预备党员 | 量 }}]]。{{ 工作[0].正文 | 句 }}"
NAME = "青山镇2026年上半年短报"


def made(facts: str = FACTS, body: str = BODY) -> Paper:
    return paper(facts, body)


def lay(folder: Path, one: Paper, *formats: str) -> tuple[Written, ...]:
    return write_drafts(folder, one.document, one.template, one.facts, library(), formats)


def car_of(one: Paper, path: Path = Path("稿.md"), data: bytes = b"draft") -> SideCar:
    return side_car(
        path, data, "md", one.document, one.template, one.facts, library(), one.evidence
    )


class Shelf(SimpleNamespace):
    """A library that holds what is given; like a library, one is not another."""

    __hash__ = object.__hash__


def test_another_style_or_wording_has_another_hash() -> None:
    one = made(body='按照{{ 提法("党建总要求") }}。')
    car = car_of(one)
    assert list(car.snippets) == ["党建总要求"]
    shelf = library()
    snippet = shelf.snippets["党建总要求"]
    shorter = replace(snippet, versions=snippet.versions[1:])
    style = shelf.style("gbt9704")
    other = Shelf(
        snippets={"党建总要求": shorter},
        style=lambda _: SimpleNamespace(settings=style.settings[1:]),
    )
    changed = side_car(
        Path("稿.md"), b"", "md", one.document, one.template, one.facts, other, one.evidence
    )
    assert changed.snippets["党建总要求"] != car.snippets["党建总要求"]
    assert changed.style_sha256 != car.style_sha256


def test_another_set_of_wordings_has_another_hash() -> None:
    one = made(body='{{ 套话("打算引入") }}甲。')
    car = car_of(one)
    assert list(car.snippets) == ["套话:打算引入"]
    shelf = library()
    phrase = shelf.stock["打算引入"]
    for other in (
        replace(phrase, wordings=phrase.wordings[1:]),
        replace(phrase, pinned=phrase.wordings[0]),
    ):
        changed = Shelf(stock={"打算引入": other}, snippets={}, style=shelf.style)
        again = side_car(
            Path("稿.md"), b"", "md", one.document, one.template, one.facts, changed, one.evidence
        )
        assert again.snippets != car.snippets


def test_what_it_holds(tmp_path: Path) -> None:
    one = made()
    (written,) = lay(tmp_path, one, "md")
    car = read_side_car(written.path)
    assert car is not None
    assert written.path == tmp_path / f"{NAME}.md"
    assert car.draft == f"{NAME}.md"
    assert car.draft_sha256 == hashlib.sha256(written.path.read_bytes()).hexdigest()
    assert (car.format, car.style, car.template, car.on) == (
        "md",
        "gbt9704",
        "brief/short",
        "2026-06-30",
    )
    assert (car.unit, car.period, car.title) == ("青山镇", "2026年上半年", "青山镇短报")
    assert car.template_sha256 == template_hash(one.template)
    assert [Path(os.path.normpath(tmp_path / name)) for name in car.files] == [
        Path.cwd() / "台账.yaml"
    ]
    evidence = car.evidence
    assert [(u.path, u.text, u.line) for u in evidence.facts] == [
        ("单位.名称", "青山镇", 1),
        ("党员", "620", 3),
        ("工作[1].正文", "走访35户。", 6),
    ]
    assert evidence.sentences == ("青山镇短报", "现有党员620名。", "走访35户。")
    assert [(g.kind, g.path) for g in evidence.gaps] == [("未写", "党员.预备党员")]
    assert [(c.outcome, c.sources) for c in evidence.choices] == [("未写", ("党员.预备党员",))]
    assert "入党积极分子" in [use.path for use in evidence.unused]


def test_it_comes_back_as_it_was() -> None:
    car = car_of(made())
    assert from_json(to_json(car), "x") == car


def test_no_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay(tmp_path / "稿件", made(), "md", "txt")
    for name in (f"{NAME}.md", f"{NAME}.txt"):
        text = path_of(tmp_path / "稿件" / name).read_text(encoding="utf-8")
        assert str(tmp_path) not in text
        assert '"../台账.yaml"' in text
        assert list(json.loads(text)) == sorted(json.loads(text))


def test_a_change_of_the_template_changes_its_hash() -> None:
    assert template_hash(made().template) == template_hash(made().template)
    assert template_hash(made(body=BODY + "。").template) != template_hash(made().template)


SCRIPT = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.drafts.test_sidecar import lay, made
os.chdir(sys.argv[1])
lay(Path("out"), made(), "md", "docx")
"""


def test_same_bytes_under_every_hash_seed(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    trees = []
    for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"), ("4242", "America/New_York")):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        script = SCRIPT.format(root=root)
        subprocess.run([sys.executable, "-c", script, str(folder)], env=environment, check=True)
        files = sorted(p for p in folder.rglob("*") if p.is_file())
        trees.append({p.relative_to(folder).as_posix(): p.read_bytes() for p in files})
    assert len(trees[0]) == 4
    assert trees[0] == trees[1] == trees[2]


# -- damage ----------------------------------------------------------------------------------

DAMAGE: dict[str, Any] = {
    "no JSON": b"{",
    "not text": b"\xff\xfe\x00",
    "empty": b"",
    "a list": b"[]",
    "nothing in it": b"{}",
    "of another form": b'{"form": 99}',
    "form as text": b'{"form": "1"}',
    "deep": b"[" * 100_000,
}


def spoilt(change: Any) -> bytes:
    values = json.loads(to_json(car_of(made())))
    change(values)
    return json.dumps(values).encode()


def set_(values: Any, table: str, column: str, value: object) -> None:
    """Put the value into the first row of a table of the evidence."""
    columns, row, *_ = values[f"evidence.{table}"]
    row[columns.index(column)] = value


DAMAGE |= {
    "a key too many": spoilt(lambda v: v.update(x=1)),
    "a key too few": spoilt(lambda v: v.pop("draft_sha256")),
    "a number for a text": spoilt(lambda v: v.update(draft=3)),
    "null for a text": spoilt(lambda v: v.update(title=None)),
    "a list for the files": spoilt(lambda v: v.update(files=[])),
    "files of numbers": spoilt(lambda v: v.update(files={"a": 1})),
    "a text for the sentences": spoilt(lambda v: v.update({"evidence.sentences": "甲"})),
    "a sentence that is not there": spoilt(lambda v: set_(v, "mentions", "last", 99)),
    "a sentence before the first": spoilt(lambda v: set_(v, "mentions", "sentence", -1)),
    "an unknown kind": spoilt(lambda v: set_(v, "mentions", "kind", "x")),
    "a kind that is a list": spoilt(lambda v: set_(v, "mentions", "kind", [])),
    "true for a number": spoilt(lambda v: set_(v, "facts", "line", True)),
    "a fact that is a text": spoilt(lambda v: v.update({"evidence.facts": ["党员"]})),
    "a table without columns": spoilt(lambda v: v["evidence.facts"].pop(0)),
    "a row too short": spoilt(lambda v: v["evidence.facts"][1].pop()),
    "a number as a row": spoilt(lambda v: v["evidence.facts"].append(1)),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_is_an_input_error(case: str, tmp_path: Path) -> None:
    draft = tmp_path / "稿.md"
    store.write(path_of(draft), DAMAGE[case])
    with pytest.raises(InputError) as error:
        read_side_car(draft)
    assert error.value.where == str(path_of(draft))
    assert error.value.hint


SOUND = to_json(car_of(made()))


@settings(max_examples=200)
@given(st.integers(0, len(SOUND) - 1), st.binary(max_size=3), st.integers(0, 20))
def test_no_damage_gives_a_traceback(at: int, put: bytes, drop: int) -> None:
    with contextlib.suppress(InputError):
        from_json(SOUND[:at] + put + SOUND[at + drop :], "x")


# -- edited drafts ---------------------------------------------------------------------------


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_file())


def written(path: Path, kept: Path | None = None) -> Written:
    """What is said of the draft that lies there now."""
    return Written(path, "md", kept, hashlib.sha256(path.read_bytes()).hexdigest())


def test_an_untouched_draft_is_overwritten(tmp_path: Path) -> None:
    lay(tmp_path, made(), "md")
    (again,) = lay(tmp_path, made(FACTS.replace("620", "623")), "md")
    assert again == written(tmp_path / f"{NAME}.md")
    assert "623名" in again.path.read_text(encoding="utf-8")
    assert names(tmp_path) == [f"{NAME}.md"]


def test_an_edited_draft_is_kept_and_the_new_one_laid_beside_it(tmp_path: Path) -> None:
    (first,) = lay(tmp_path, made(), "md")
    first.path.write_bytes(first.path.read_bytes() + "领导改的。".encode())
    edited = first.path.read_bytes()
    beside = tmp_path / f"{NAME}.新稿.md"
    for facts in (FACTS, FACTS.replace("620", "623")):  # the second lays over its own first
        assert lay(tmp_path, made(facts), "md") == (written(beside, kept=first.path),)
    car = read_side_car(beside)
    assert car is not None
    assert car.draft == beside.name
    beside.write_bytes(b"edited too")
    (third,) = lay(tmp_path, made(), "md")
    assert third == written(tmp_path / f"{NAME}.新稿2.md", kept=first.path)
    assert first.path.read_bytes() == edited
    assert beside.read_bytes() == b"edited too"


STRANGERS = {
    "without a side-car": None,
    "with a damaged side-car": b"{",
    "with a side-car of another draft": to_json(car_of(made(), data=b"another draft")),
    "with a side-car that is no table": b"[]",
    "with a side-car without a hash": b'{"form": 1}',
    "with a number for a hash": b'{"draft_sha256": 1}',
    "with a bottomless side-car": b"[" * 100_000,
}


@pytest.mark.parametrize("case", STRANGERS)
def test_a_file_that_is_not_ours_is_kept(case: str, tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.md"
    path.write_bytes(b"somebody's own")
    if (car := STRANGERS[case]) is not None:
        store.write(path_of(path), car)
    (written,) = lay(tmp_path, made(), "md")
    assert written.kept == path
    assert path.read_bytes() == b"somebody's own"


def test_a_draft_of_an_older_docgen_is_known_by_its_hash(tmp_path: Path) -> None:
    (first,) = lay(tmp_path, made(), "md")
    digest = hashlib.sha256(first.path.read_bytes()).hexdigest()
    store.write(path_of(first.path), json.dumps({"form": 0, "draft_sha256": digest}).encode())
    assert lay(tmp_path, made(FACTS.replace("620", "623")), "md") == (written(first.path),)


def test_a_draft_whose_side_car_was_lost_on_the_way_is_taken_up_again(tmp_path: Path) -> None:
    (first,) = lay(tmp_path, made(), "md")
    path_of(first.path).unlink()  # as after a kill between the two
    assert lay(tmp_path, made(), "md") == (first,)
    assert read_side_car(first.path) is not None


def test_a_folder_full_of_edits_is_not_searched_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_BESIDE", 2)
    one = made()
    for name in ("稿.md", "稿.新稿.md", "稿.新稿2.md"):
        (tmp_path / name).write_bytes(b"edited")
    with pytest.raises(OutputError):
        write_draft(tmp_path / "稿.md", b"new", car_of(one, tmp_path / "稿.md"))
    assert {(tmp_path / name).read_bytes() for name in names(tmp_path)} == {b"edited"}


def test_a_name_with_dots_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "v1.2.md").write_bytes(b"edited")
    written = write_draft(tmp_path / "v1.2.md", b"new", car_of(made()))
    assert written.path.name == "v1.2.新稿.md"


# -- what is not sound is not written --------------------------------------------------------


def test_an_unsound_docx_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(document: Document, format: str, style: Style) -> bytes:
        return b"PK no package"

    monkeypatch.setattr(writing, "render", broken)
    with pytest.raises(RenderError, match="自检"):
        lay(tmp_path / "out", made(), "md", "docx")
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(RenderError):
        lay(tmp_path / "out", made(), "md", "word")
    assert not (tmp_path / "out").exists()


def test_a_rerun_mends_what_a_full_disk_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever sync fails, a rerun after space is freed ends with the new draft and no stray."""
    new = made(FACTS.replace("620", "623"))
    for at in range(8):
        folder = tmp_path / str(at)
        lay(folder, made(), "md")
        left = iter(range(at, -1, -1))
        real = os.fsync

        def fsync(handle: int) -> None:
            if next(left, 1) == 0:  # noqa: B023
                raise OSError(28, "No space left on device")
            real(handle)  # noqa: B023

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fsync)
            with contextlib.suppress(OutputError):
                lay(folder, new, "md")
        (written,) = lay(folder, new, "md")
        assert written.kept is None
        assert names(folder) == [f"{NAME}.md"]


def test_side_cars_of_equal_drafts_are_equal_in_any_order_of_files() -> None:
    car = car_of(made())
    turned = replace(car, files=dict(reversed(car.files.items())))
    assert to_json(turned) == to_json(car)
