"""docs/gallery shows every template and every style as they print today.

Pictures depend on the LibreOffice and the fonts that drew them, so none is drawn here: what
decides them is compared, the paper and how it is drawn (scripts/gallery.py).
"""

from __future__ import annotations

import hashlib
import struct
import sys
from functools import cache
from pathlib import Path

import pytest

from docgen.document import Document
from docgen.errors import MissingProgramError
from docgen.office.program import PROGRAM
from tests.samples import LIBRARY
from tests.scripts import script

AGAIN = "运行 make gallery 重画，看过再提交"
MOST_BYTES = 2_000_000


GALLERY = script("gallery")
PLATES = {plate.name: plate for plate in GALLERY.plates()}


@cache
def document(name: str) -> Document:
    return GALLERY.document_of(PLATES[name])  # type: ignore[no-any-return]


def test_every_template_and_every_style_is_shown() -> None:
    documents = [document(name) for name in PLATES]
    assert {one.meta.template for one in documents} >= set(LIBRARY.templates)
    assert {one.meta.style for one in documents} == set(LIBRARY.style_ids)


@pytest.mark.parametrize("name", PLATES)
def test_no_picture_is_stale(name: str) -> None:
    plate = PLATES[name]
    digest = GALLERY.digest_of(plate, document(name))
    why = GALLERY.stale(plate, digest, GALLERY.recorded())
    assert not why, f"{name}：{why}；{AGAIN}"


def test_the_page_and_the_folder_hold_what_the_manifest_names() -> None:
    manifest = GALLERY.recorded()
    assert list(manifest) == list(PLATES), AGAIN
    pictures = {name for entry in manifest.values() for name in entry["图"]}
    assert {path.name for path in GALLERY.GALLERY.glob("*.png")} == pictures, AGAIN
    assert GALLERY.PAGE.read_text("utf-8") == GALLERY.page(manifest), AGAIN


def test_the_pictures_are_small() -> None:
    files = list(GALLERY.GALLERY.glob("*.png"))
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert {struct.unpack(">I", path.read_bytes()[16:20])[0] for path in files} == {GALLERY.WIDTH}


# What the picture of a copy of the gallery holds (None: it is gone), the digest of its paper, and
# what is said; "" for as it was.
LETTER = "letter-1.png"
OURS = (GALLERY.GALLERY / LETTER).read_bytes()
STALE = {
    "一字不差": (OURS, "", ""),
    "改了文稿": (OURS, "另一篇", "文稿、样式或画法变了"),
    "改了图": (OURS + b" ", "", f"{LETTER} 改动过"),
    "删了图": (None, "", f"{LETTER} 不在了"),
}


@pytest.mark.parametrize(("picture", "digest", "why"), STALE.values(), ids=STALE)
def test_what_makes_a_picture_stale(
    picture: bytes | None, digest: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GALLERY, "GALLERY", tmp_path)
    if picture is not None:
        (tmp_path / LETTER).write_bytes(picture)
    known = {"letter": {"稿": "那一篇", "图": {LETTER: hashlib.sha256(OURS).hexdigest()}}}
    assert GALLERY.stale(PLATES["letter"], digest or "那一篇", known) == why


def test_a_paper_in_another_style_is_another_picture() -> None:
    plates = [PLATES["gbt9704"], PLATES["unit-example"]]
    assert plates[0].facts == plates[1].facts
    one, other = (plate._replace(pages=(1,)) for plate in plates)
    assert GALLERY.digest_of(one, document(one.name)) != GALLERY.digest_of(
        other, document(other.name)
    )


def test_a_machine_without_libreoffice_is_told_and_nothing_is_touched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in GALLERY.GALLERY.glob("*")}
    monkeypatch.setenv(PROGRAM, "/没有/soffice")
    monkeypatch.setattr(sys, "argv", ["gallery.py"])
    monkeypatch.setattr(GALLERY, "prepare_streams", lambda: None)
    assert GALLERY.main() == MissingProgramError.exit_code
    assert "没有这个程序" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in GALLERY.GALLERY.glob("*")} == before
