"""Workbooks that are damaged or made to do harm: an error that names the file, and soon."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.errors import InputError
from docgen.facts import dictionary_of, facts_from, read_facts
from docgen.facts.workbook import form_layout, read_form, write_form
from docgen.facts.workbook.guard import MAX_TAGS
from docgen.library import Library

ROOT = Path(__file__).parents[3]
DICTIONARY = dictionary_of(Library())


@pytest.fixture(scope="module")
def form() -> bytes:
    facts, _ = read_facts(ROOT / "data/counties/qinghe/qingshan/2026-h1.yaml", DICTIONARY)
    paths = DICTIONARY.under("单位", "文稿", "概况", "党员", "工作", "后进村")
    return write_form(form_layout(DICTIONARY, paths, many=False), [facts])


def with_parts(form: bytes, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(form)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in {**dict.fromkeys(source.namelist()), **parts}:
            target.writestr(name, parts[name] if name in parts else source.read(name))
    return out.getvalue()


def sheet(rows: str) -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


SHEET = "xl/worksheets/sheet3.xml"
STYLES = "xl/styles.xml"
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9))
    + b"]>"
)


def encrypted(form: bytes) -> bytes:
    data = bytearray(form)
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, struct.unpack_from("<H", data, at + 8)[0] | 1)
    return bytes(data)


def twice(form: bytes) -> bytes:
    return form.replace(b"xl/worksheets/sheet4.xml", b"xl/worksheets/sheet3.xml")


def old_and_locked(form: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + form


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "解开有一百多兆": (lambda form: with_parts(form, {"xl/media/a.bin": bytes(100 << 20)}), "解开后超过64MB"),
    "一张表三十兆": (lambda form: with_parts(form, {SHEET: sheet(" " * (30 << 20))}), "表里的内容太多，一时读不完"),
    "三百万个空格子": (lambda form: with_parts(form, {SHEET: sheet("<row>" + "<c/>" * 3_000_000 + "</row>")}), "表里的内容太多，一时读不完"),
    "三千个文件": (lambda form: with_parts(form, {f"xl/a{n}": b"" for n in range(3000)}), "压缩包里的文件超过2000个，不像填报表"),
    "重名的文件": (twice, "压缩包里有重名的文件，不能读"),
    "有密码": (encrypted, "文件有密码"),
    "旧格式": (old_and_locked, "文件有密码，或是旧格式 .xls、.et"),
    "实体炸弹": (lambda form: with_parts(form, {SHEET: LAUGHS + sheet("<row><c t='str'><v>&j;</v></c></row>")}), "文件里有不该有的内容（XML 实体）"),
    "数字格式里四兆括号": (lambda form: with_parts(form, {STYLES: b'<a formatCode="' + b"[" * 3_000_000 + b'"/>'}), "文件里有不正常的数字格式"),
    "不是工作簿的压缩包": (lambda _: with_parts(empty(), {"甲.txt": b"1"}), "不是 Excel 工作簿，或文件已损坏"),
    "少了表": (lambda form: with_parts(form, {"xl/workbook.xml": b"<workbook/>"}), "这份表里没有认得的内容"),
    "截断": (lambda form: form[: len(form) // 2], "不是 Excel 工作簿，或文件已损坏"),
}  # fmt: skip


def empty() -> bytes:
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_refused(name: str, form: bytes, tmp_path: Path) -> None:
    make, message = HOSTILE[name]
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(make(form))
    with pytest.raises(InputError) as error:
        read_form(path, DICTIONARY)
    assert (error.value.message, error.value.where) == (message, str(path))
    assert error.value.hint


BORNE = {
    "最多的空格子": "<row>" + "<c/>" * (MAX_TAGS - 60_000) + "</row>",
    "最多的格子": "".join(
        f'<row r="{row}">' + '<c t="str"><v>甲</v></c>' * 300 + "</row>" for row in range(1, 900)
    ),
    "跳到最后一行": '<row r="1"><c t="str"><v>甲</v></c></row><row r="1048576"><c><v>1</v></c></row>',
    "最后一列": '<row r="3"><c r="XFD3"><v>1</v></c></row>',
    "行号大得没边": '<row r="99999999999"><c><v>1</v></c></row>',
}


@pytest.mark.parametrize("name", BORNE)
def test_borne(name: str, form: bytes, tmp_path: Path) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(with_parts(form, {SHEET: sheet(BORNE[name])}))
    assert read_form(path, DICTIONARY).units[0].name == "青山镇"


def test_damaged_anywhere(form: bytes, tmp_path: Path) -> None:
    """Bytes of the parts changed at random: read, or refused with the file's name."""
    chance = random.Random(20260630)
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path = tmp_path / "填报表.xlsx"
    outcomes = set()
    for _ in range(120):
        name = chance.choice(sorted(parts))
        content = bytearray(parts[name])
        for _ in range(chance.choice((1, 3, 20))):
            at = chance.randrange(len(content))
            if chance.random() < 0.5:
                content[at] = chance.choice(b'<>"/=&0159 \x00\xff')
            else:
                del content[at : at + chance.choice((1, 5, 200))]
                content = content or bytearray(b" ")
        path.write_bytes(with_parts(form, {name: bytes(content)}))
        try:
            for unit in read_form(path, DICTIONARY).units:
                facts_from([unit.parsed], DICTIONARY)
            outcomes.add("read")
        except InputError as error:
            outcomes.add(f"refused: {error.where.removesuffix(str(path))}")
    assert outcomes == {"read", "refused: "}
