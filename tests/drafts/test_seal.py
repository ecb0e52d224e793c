"""A sealed file knows itself; whatever is done to it breaks the seal."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from docgen.drafts.seal import is_sealed, seal


def book() -> bytes:
    """A workbook as a spreadsheet saves it."""
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


PAGES = {"网页": "<p>清单</p>".encode(), "空的": b"", "工作簿": book()}


@pytest.mark.parametrize("kind", PAGES)
def test_a_seal_holds_until_the_file_is_touched(kind: str) -> None:
    sealed = seal(PAGES[kind])
    assert is_sealed(sealed)
    assert not is_sealed(PAGES[kind])
    assert not is_sealed(sealed + b" ")
    assert not is_sealed(b" " + sealed)
    assert seal(PAGES[kind]) == sealed


def test_a_sealed_workbook_opens_and_loses_its_seal_when_it_is_saved() -> None:
    sealed = seal(book())
    with zipfile.ZipFile(io.BytesIO(sealed)) as archive:
        assert archive.testzip() is None
    out = io.BytesIO()
    load_workbook(io.BytesIO(sealed)).save(out)
    assert not is_sealed(out.getvalue())


@given(st.binary(max_size=300), st.data())
def test_any_byte_changed_breaks_it(data: bytes, pick: st.DataObject) -> None:
    sealed = bytearray(seal(data))
    at = pick.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= pick.draw(st.integers(1, 255))
    assert not is_sealed(bytes(sealed))
