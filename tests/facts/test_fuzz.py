"""Ten thousand damaged facts files and two thousand damaged workbooks: every one ends in findings
or in one InputError, each with a place, and none takes long.

`python -m tests.facts.test_fuzz 10` runs ten times as many of both, and prints what took longest.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest

from docgen.compose.filters import FILTERS
from docgen.errors import InputError
from docgen.facts import Facts, check_facts, facts_from
from docgen.facts.reading import read_units
from docgen.facts.workbook import form_layout, write_form
from docgen.finding import Finding, format_finding
from docgen.source import Parsed, read_file, read_yaml
from tests.samples import DICTIONARY, FILES, LIBRARY, NAMES, sample

Source = str | bytes

BATCHES: Final = 10
TEXTS: Final = 10_000
WORKBOOKS: Final = 2_000
HANGS: Final = 10.0
"""Seconds after which a person takes the program for hung; the slowest takes a small part."""
_ERRORS: Final = {"SRC", "FCT"}


# --- what is damaged, and how ---------------------------------------------------------------------


@lru_cache
def _pieces() -> tuple[str, ...]:
    """The samples cut into their entries of the first level."""
    return tuple(
        entry
        for path in FILES
        for entry in re.split(r"(?m)^(?=[^\s#-])", path.read_text("utf-8"))
        if entry.strip()
    )


_BITS: Final = (
    *"：:，,；｛｝［］{}[]【】“”\"'|>&*!%@`#?-~<《》（）()\t\n\r \u3000\\",
    *(
        ": ",
        " #",
        "- ",
        "? ",
        "\n  ",
        "\n\n",
        "---\n",
        "...\n",
        "{待填}",
        "无",
        "待填",
        "【未更新】",
    ),
    *(
        "【党员】",
        "【党员.女党员|量】",
        "【",
        "】",
        "<<: ",
        "&a ",
        "*a",
        "!!int ",
        "!!python/none ",
    ),
    *("010", "0x1F", "1e400", "-5", ".inf", "1_000", "12:30", "1:2", "NO", "null", "2026-13-45"),
    *("九千万亿", "近", "多", "以上", "百分之", "9" * 400, "0." + "0" * 300 + "1", "-" * 300),
    *("\x00", "\x07", "\u200b", "\u2028", "\ufeff", "\ufdd0", "\ud800", "\U0010ffff", "👍🏽", "é"),
)


def _at(rng: random.Random, text: str) -> int:
    return rng.randrange(len(text) + 1)


def _insert(rng: random.Random, text: str) -> Source:
    at = _at(rng, text)
    return text[:at] + rng.choice(_BITS) + text[at:]


def _replace(rng: random.Random, text: str) -> Source:
    at = _at(rng, text)
    return text[:at] + rng.choice(_BITS) + text[at + rng.randrange(1, 6) :]


def _delete(rng: random.Random, text: str) -> Source:
    at = _at(rng, text)
    return text[:at] + text[at + rng.choice((1, 1, 2, 5, 40)) :]


def _cut(rng: random.Random, text: str) -> Source:
    return text[: _at(rng, text)]


def _wide(rng: random.Random, text: str) -> Source:
    """Some half-width signs as an input method types them."""
    table = dict(zip(":,{}[]\"' -", "：，｛｝［］“’　－", strict=True))
    return "".join(table[c] if c in table and rng.random() < 0.05 else c for c in text)


def _lines(rng: random.Random, text: str) -> Source:
    """A line twice, elsewhere, or gone."""
    lines = text.split("\n")
    line = lines.pop(rng.randrange(len(lines)))
    for _ in range(rng.choice((0, 1, 1, 2, 50))):
        lines.insert(rng.randrange(len(lines) + 1), line)
    return "\n".join(lines)


def _indent(rng: random.Random, text: str) -> Source:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    spaces = rng.choice(("", " ", "   ", "\t", "　", " " * 300))
    lines[at] = spaces + (lines[at].lstrip() if rng.random() < 0.5 else lines[at])
    return "\n".join(lines)


def _number(rng: random.Random, text: str) -> Source:
    """A number made huge, tiny, or something else."""
    found = list(re.finditer(r"\d[\d.]*", text))
    if not found:
        return _insert(rng, text)
    spot = rng.choice(found)
    made = rng.choice(
        ("9" * 15, "9" * 16, "0", "-1", "1" + "0" * 14 + "亿", "1,2,3", "１２", spot[0] * 9)
    )
    return text[: spot.start()] + made + text[spot.end() :]


def _nested(rng: random.Random, text: str) -> Source:
    at, times = _at(rng, text), rng.choice((3, 39, 41, 200, 2_000))
    return text[:at] + rng.choice(("[", "{", "- ", "? ", "{甲: ", "[[", "甲: ")) * times + text[at:]


def _swapped(rng: random.Random, text: str) -> Source:
    """A value of one entry under the name of another."""
    other = rng.choice(_pieces())
    return text.partition(":")[0] + ":" + other.partition(":")[2]


def _many(rng: random.Random, text: str) -> Source:
    return text * rng.choice((2, 3, 20))


def _bytes(rng: random.Random, text: str) -> Source:
    data = bytearray(text.encode(rng.choice(("utf-8", "utf-8", "gb18030", "utf-16")), "replace"))
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(data) + 1)
        data[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(3))
    return bytes(data)


_DAMAGES: Final[tuple[Callable[[random.Random, str], Source], ...]] = (
    *(_insert, _replace, _replace, _delete, _cut, _wide, _lines, _indent),
    *(_number, _number, _nested, _swapped, _many, _bytes),
)


def damaged(rng: random.Random) -> Source:
    """A few entries of the samples with one to four damages."""
    text = "".join(rng.choice(_pieces()) for _ in range(rng.choice((1, 1, 2, 4))))
    for _ in range(rng.choice((1, 1, 2, 4))):
        made = rng.choice(_DAMAGES)(rng, text)
        if isinstance(made, bytes):
            return made
        text = made
    return text


# --- what must hold -------------------------------------------------------------------------------


def _checked(facts: Facts) -> tuple[Finding, ...]:
    return check_facts(
        facts, DICTIONARY, LIBRARY.formulations, tuple(FILTERS), LIBRARY.plausibility
    )


def _placed(error: InputError, name: str) -> None:
    """The error says what, where, and what to do, itself or by its findings."""
    assert error.message
    assert error.where.startswith(name)
    assert error.hint or getattr(error, "findings", ())


def _sound(findings: Iterable[Finding], parsed: Parsed) -> None:
    """Every finding says what, and where: a place that the file has."""
    for finding in findings:
        assert finding.code[:3] in _ERRORS
        assert finding.message
        for place in (finding.place, *finding.related):
            assert place.path == parsed.name
            assert 0 <= place.line <= len(parsed.lines)
        assert finding.place.line or finding.code == "FCT103"
        assert len(format_finding(finding, parsed.lines)) < 2_000


def read_damaged(made: Source, folder: Path) -> None:
    """Read and check it; whatever is wrong is a finding or an InputError with its place."""
    if isinstance(made, bytes):
        path = folder / "台账.yaml"
        path.write_bytes(made)
        try:
            parsed = read_file(path)
        except InputError as error:
            _placed(error, str(path))
            return
    else:
        parsed = read_yaml(made, "台账.yaml")
    try:
        facts, findings = facts_from([parsed], DICTIONARY)
    except InputError as error:
        _placed(error, parsed.name)
        _sound(parsed.findings, parsed)
        return
    _sound((*findings, *_checked(facts)), parsed)


def texts(batch: int, count: int, folder: Path) -> tuple[float, Source]:
    """Read so many damaged texts; the seconds of the slowest, and what it was."""
    rng = random.Random(f"facts {batch}")
    worst: tuple[float, Source] = (0.0, "")
    for _ in range(count):
        made = damaged(rng)
        start = time.perf_counter()
        read_damaged(made, folder)
        worst = max(worst, (time.perf_counter() - start, made), key=lambda row: row[0])
    return worst


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damaged_texts_end_in_findings_with_a_place(batch: int, tmp_path: Path) -> None:
    slowest, made = texts(batch, TEXTS // BATCHES, tmp_path)
    assert slowest < HANGS, made[:200]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", _DAMAGES, ids=lambda damage: damage.__name__)
def test_a_whole_sample_damaged(
    kind: Callable[[random.Random, str], Source], name: str, tmp_path: Path
) -> None:
    text = FILES[NAMES.index(name)].read_text("utf-8")
    read_damaged(kind(random.Random(name), text), tmp_path)


BOMBS: Final = {
    "[ × 100000": "[" * 100_000,
    "{ × 100000": "{" * 100_000,
    "- × 100000": "- " * 100_000,
    "? × 100000": "? " * 100_000,
    "名称: × 100000": "党员: " * 100_000,
    "引用套引用": "党员: &a [1, 1]\n"
    + "".join(f"x{n}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)),
    "十万个没登记的名称": "".join(f"甲{n}: 1\n" for n in range(99_999)),
    "一句话里五万个数": "工作: [{正文: " + "党员12名，" * 50_000 + "}]",
    "一句话里五万个引用": "工作: [{正文: " + "【党员】" * 50_000 + "}]",
    "五万条同样的话": "工作:\n" + "  - {正文: 全镇现有党员12名。}\n" * 30_000 + "党员: 13\n",
    "一个数二十万位": "党员: " + "9" * 200_000,
    "一个名称一百万字": "甲" * 1_000_000 + ": 1\n",
    "二十万个空行": "\n" * 200_000 + "党员: 1126\n",
    "全是引号": "'" * 100_000,
    "全是全角引号": "工作: [{正文: " + "“" * 100_000 + "}]",
    "全是近": "党员: " + "近" * 100_000,
    "全是零": "党员: " + "零" * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str, tmp_path: Path) -> None:
    start = time.perf_counter()
    read_damaged(BOMBS[name], tmp_path)
    assert time.perf_counter() - start < HANGS


# --- workbooks ------------------------------------------------------------------------------------


@lru_cache
def _forms() -> tuple[bytes, ...]:
    """Small forms as docgen makes them: of one unit and of several."""
    facts = [sample(name) for name in NAMES if "counties" in name]
    rows = form_layout(DICTIONARY, (*DICTIONARY.under("党员", "后进村"), "文稿.期间"), many=False)
    words = form_layout(DICTIONARY, ("村集体经济.收入", "工作"), many=False)
    many = form_layout(DICTIONARY, DICTIONARY.under("党员", "概况"), many=True)
    return write_form(rows, facts[:1]), write_form(words, facts[:1]), write_form(many, facts[:2])


@lru_cache
def _members(data: bytes) -> tuple[tuple[zipfile.ZipInfo, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple((member, archive.read(member)) for member in archive.infolist())


def _zipped(members: Iterable[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member, data in members:
            archive.writestr(member.filename, data)
    return out.getvalue()


_CELLS: Final = (
    *(
        "",
        "-1",
        "1e999",
        "NaN",
        "#N/A",
        "9" * 20,
        "1.5",
        "TRUE",
        "=1+1",
        "0.962",
        "&#0;",
        "&#x2028;",
    ),
    *(
        "党员",
        "待填",
        "无",
        "【未更新】",
        "2026年上半年",
        "2.9万",
        "&lt;",
        "A1:XFD1048576",
    ),
)


def _values(rng: random.Random, part: str) -> str:
    """The content of some cells, attributes or references changed."""
    for _ in range(rng.randrange(1, 8)):
        found = list(
            re.finditer(r'<v>([^<]*)</v>|<t[^>]*>([^<]*)</t>|<f>([^<]*)</f>|"([^"<>]{1,40})"', part)
        )
        if not found:
            break
        spot = rng.choice(found)
        group = spot.lastindex or 0
        made = rng.choice(
            (*_CELLS, rng.choice(found)[0].strip('"<>vtf/'), "9" * rng.randrange(1, 30))
        )
        part = part[: spot.start(group)] + made + part[spot.end(group) :]
    return part


def _words(rng: random.Random, part: str) -> str:
    """Only what is typed in cells changed, so that a form stays a form.

    In a sheet a cell holds the number of its text in the part of shared texts.
    """
    found = list(re.finditer(r"(?<=<v>)[^<]*(?=</v>)|(?<=<t>)[^<]*(?=</t>)", part))
    for spot in sorted(rng.sample(found, min(len(found), 6)), key=lambda m: -m.start()):
        if "<v>" in part:
            made = rng.choice(found)[0] if rng.random() < 0.8 else str(rng.randrange(300))
        else:
            made = rng.choice((*_CELLS, rng.choice(found)[0], "9" * rng.randrange(1, 30)))
        part = part[: spot.start()] + made + part[spot.end() :]
    return part


def _kinds(rng: random.Random, part: str) -> str:
    """Types of cells, references, styles and sizes changed by their attributes."""
    pattern, made = rng.choice(
        (
            (r' t="\w+"', ' t="{}"'),
            (r' r="[A-Z]+\d+"', ' r="{}"'),
            (r' s="\d+"', ' s="{}"'),
            (r' ref="[^"]*"', ' ref="{}"'),
            (r' numFmtId="\d+"', ' numFmtId="{}"'),
            (r' sqref="[^"]*"', ' sqref="{}"'),
            (r'<dimension ref="[^"]*"', '<dimension ref="{}"'),
            (r' (?:min|max|count|uniqueCount)="\d+"', ' max="{}"'),
            (r' Target="[^"]*"', ' Target="{}"'),
            (r' (?:r:)?[iI]d="[^"]*"', ' r:id="{}"'),
        )
    )
    words = (
        "s",
        "n",
        "b",
        "e",
        "d",
        "str",
        "inlineStr",
        "A1",
        "XFD1048576",
        "A0",
        "999999999",
        "-1",
        "",
        "A1:B2",
    )
    return re.sub(
        pattern,
        lambda spot: made.format(rng.choice(words)) if rng.random() < 0.2 else spot[0],
        part,
    )


def _markup(rng: random.Random, part: str) -> str:
    at = rng.randrange(len(part) + 1)
    made = rng.choice(
        (
            "<",
            ">",
            "<x>",
            "</c>",
            "</row>",
            "<c/>",
            "<row/>",
            "<mergeCell/>",
            "&amp;",
            "&bad;",
            "\x01",
        )
    )
    return part[:at] + made + part[at + rng.choice((0, 0, 1, 20, 400)) :]


def _repeated(rng: random.Random, part: str) -> str:
    """A row, cell or other element many times."""
    found = list(
        re.finditer(r"<(row|c|si|mergeCell|dataValidation|xf|sheet)[ >].*?</\1>|<[^/<>]*/>", part)
    )
    if not found:
        return part
    spot = rng.choice(found)
    return part[: spot.end()] + spot[0] * rng.choice((1, 3, 200)) + part[spot.end() :]


def _merged(rng: random.Random, part: str) -> str:
    cells = "".join(
        f'<mergeCell ref="{rng.choice(("A1:D4", "A5:A9", "B1:B99999", "A1:XFD1048576", "C3:A1", "x"))}"/>'
        for _ in range(rng.randrange(1, 4))
    )
    return part.replace("</sheetData>", f'</sheetData><mergeCells count="1">{cells}</mergeCells>')


_PARTS: Final = (_values, _values, _words, _kinds, _kinds, _markup, _repeated, _merged)


def damaged_workbook(rng: random.Random) -> bytes:
    """A form with its bytes, its members or the markup of its parts damaged."""
    form = rng.choice(_forms())
    kind = rng.random()
    if kind < 0.1:
        data = bytearray(form)
        for _ in range(rng.randrange(1, 20)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        return bytes(data[: rng.randrange(len(data))] if rng.random() < 0.3 else data)
    members = list(_members(form))
    if kind < 0.2:
        at = rng.randrange(len(members))
        member, data = members[at]
        members[at] = rng.choice(
            (
                (member, b""),
                (member, rng.choice(members)[1]),
                (member, data[: rng.randrange(len(data) + 1)]),
                (zipfile.ZipInfo(rng.choice(("../x", "xl/x.xml", " ", "a\\b", "/x"))), data),
            )
        )
        if rng.random() < 0.4:
            del members[rng.randrange(len(members))]
        return _zipped(members)
    sheets = [i for i, (member, _) in enumerate(members) if "/sheet" in member.filename]
    shared = [i for i, (member, _) in enumerate(members) if "sharedStrings" in member.filename]
    for _ in range(rng.randrange(1, 4)):
        if kind < 0.6:
            at = rng.choice((*sheets, *shared * len(sheets)))
            change = rng.choice((_words, _words, _merged))
        else:
            at = rng.choice(sheets if rng.random() < 0.7 else range(len(members)))
            change = rng.choice(_PARTS)
        member, data = members[at]
        part = change(rng, data.decode("utf-8", "replace"))
        members[at] = (member, part.encode("utf-8", "replace"))
    return _zipped(members)


def read_workbook(data: bytes, folder: Path) -> bool:
    """Read and check it, as `read_damaged` does; whether it was read at all."""
    path = folder / "填报表.xlsx"
    path.write_bytes(data)
    try:
        readings = read_units(path, DICTIONARY)
    except InputError as error:
        _placed(error, str(path))
        return False
    for facts, findings in readings:
        for finding in (*findings, *_checked(facts)):
            assert finding.code[:3] in _ERRORS
            assert finding.message
            assert finding.place.path == str(path)
            assert finding.place.part or finding.code in ("FCT103", "FCT131")
            assert len(format_finding(finding)) < 3_000
    return True


def workbooks(batch: int, count: int, folder: Path) -> tuple[float, int]:
    """Read so many damaged workbooks: the seconds of the slowest, and how many could be read."""
    rng = random.Random(f"form {batch}")
    slowest, read = 0.0, 0
    for _ in range(count):
        data = damaged_workbook(rng)
        start = time.perf_counter()
        read += read_workbook(data, folder)
        slowest = max(slowest, time.perf_counter() - start)
    return slowest, read


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damaged_workbooks_end_in_findings_with_a_place(batch: int, tmp_path: Path) -> None:
    count = WORKBOOKS // BATCHES
    slowest, read = workbooks(batch, count, tmp_path)
    assert slowest < HANGS
    assert count // 10 < read < count  # some are still forms, some no longer


def test_the_forms_that_are_damaged_are_sound(tmp_path: Path) -> None:
    assert all(read_workbook(data, tmp_path) for data in _forms())


def test_a_ledger_key_twice_on_the_sheet_of_a_list(tmp_path: Path) -> None:
    def typed(text: str) -> bytes:
        return text.encode("ascii", "xmlcharrefreplace")

    members = [
        (m, data.replace(typed("#属于"), typed("党员")).replace(typed("#序号"), typed("党员")))
        for m, data in _members(_forms()[1])
    ]
    assert members != list(_members(_forms()[1]))
    assert read_workbook(_zipped(members), tmp_path)


def _with(name: str, data: bytes) -> bytes:
    """A form with one member put in or put in its place."""
    members = [(m, d) for m, d in _members(_forms()[0]) if m.filename != name]
    return _zipped([*members, (zipfile.ZipInfo(name), data)])


_SHEET: Final = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
_LAUGHS: Final = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9))
    + b"]><x>&j;</x>"
)
ZIP_BOMBS: Final[dict[str, Callable[[], bytes]]] = {
    "一张表解开有一百兆": lambda: _with("xl/worksheets/sheet1.xml", _SHEET + b" " * 100_000_000),
    "图片解开有一百兆": lambda: _with("xl/media/x.bin", b"\0" * 100_000_000),
    "共享文字解开有三十兆": lambda: _with(
        "xl/sharedStrings.xml", b"<sst><si><t>" + b"x" * 30_000_000
    ),
    "三千个成员": lambda: _zipped(
        [*_members(_forms()[0]), *((zipfile.ZipInfo(f"xl/{n}.xml"), b"<x/>") for n in range(3_000))]
    ),
    "两百万个单元格": lambda: _with(
        "xl/worksheets/sheet1.xml", _SHEET + b"<row>" + b"<c/>" * 2_000_000
    ),
    "标签一层套一层": lambda: _with("xl/worksheets/sheet1.xml", b"<x>" * 200_000),
    "实体套实体": lambda: _with("xl/workbook.xml", _LAUGHS),
    "很多个样式": lambda: _with("xl/styles.xml", b"<styleSheet><cellXfs>" + b"<xf/>" * 900_000),
    "假的大尺寸": lambda: _with(
        "xl/worksheets/sheet1.xml",
        _SHEET.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
        + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    ),
    "合并整张表": lambda: _with(
        "xl/worksheets/sheet1.xml",
        _SHEET
        + b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells count="1">'
        + b'<mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>',
    ),
    "只有文件头": lambda: b"PK\x03\x04" + b"\0" * 1_000,
    "空的压缩包": lambda: _zipped([]),
    "什么也没有": lambda: b"",
    "其实是文字": "党员: 1126\n".encode,
}


@pytest.mark.parametrize("name", ZIP_BOMBS)
def test_zip_bombs(name: str, tmp_path: Path) -> None:
    data = ZIP_BOMBS[name]()
    start = time.perf_counter()
    read_workbook(data, tmp_path)
    assert time.perf_counter() - start < HANGS


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as place:
        begin = time.perf_counter()
        longest, text = texts(-1, TEXTS * times, Path(place))
        print(
            f"{TEXTS * times} texts: {time.perf_counter() - begin:.1f} s, longest {longest:.3f} s"
        )
        print(repr(text[:200]))
        begin = time.perf_counter()
        most, could = workbooks(-1, WORKBOOKS * times, Path(place))
        print(
            f"{WORKBOOKS * times} workbooks: {time.perf_counter() - begin:.1f} s, "
            f"longest {most:.3f} s, read {could}"
        )
