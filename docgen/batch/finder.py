"""Finding the units in a folder, a form or a file, with the periods of which each has facts.

A folder is looked through to its depths, each once: a batch has tens of thousands.  Of a YAML file
only name and period are read, with a pattern where it is written as nearly all are; whether the
facts are sound is found when a draft is made of them.  A form is read whole, as only then it is
known whose it is.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from docgen import source
from docgen.batch.state import is_output
from docgen.batch.unit import COUNTY_KINDS, UNIT_FILE, Dated, Found, Unit, packed
from docgen.drafts.store import safe_name
from docgen.errors import DocgenError, InputError
from docgen.facts import (
    FORM_ENDINGS,
    YAML_ENDINGS,
    Fact,
    dictionary_of,
    form_units,
    is_period_file,
    layer_files,
    period_of,
    reading_of,
)
from docgen.language import Period, parse_period
from docgen.library import Library

_COMMON: Final = "_common.yaml"
_NOT_READ: Final = (".xls", ".et", ".ods", ".doc", ".docx", ".wps", ".pdf")
"""What units send and nobody can take facts from; told, not passed over."""
_MOST: Final = 1 << 16
"""Bytes that nearly every facts file is smaller than."""
_BROKEN: Final = re.compile("[\ud800-\udfff]")
"""What the system gives for bytes of a name that are not UTF-8."""


def _group(name: str) -> re.Pattern[bytes]:
    """The lines under a name at the beginning of a line, as nearly all files are written."""
    lines = rb":[ ]*\r?\n((?:[ ]+[^\n]*(?:\n|\Z)|[ ]*\r?\n|#[^\n]*\n)+)"
    return re.compile(b"^" + name.encode() + lines, re.M)


def _leaf(name: str) -> re.Pattern[bytes]:
    """A plain word behind an indented name, without quotes, braces or a comment."""
    word = rb":[ ]+([^\s'\"#{}\[\],:&*!|>%@`]+)[ ]*\r?$"
    return re.compile(rb"^[ ]+" + name.encode() + word, re.M)


_PAPER, _PERIOD = _group("文稿"), _leaf("期间")
_UNIT, _NAME, _KIND = _group("单位"), _leaf("名称"), _leaf("类别")


def units_in(
    path: Path, library: Library, out: Path | None, seen: Callable[[str], object]
) -> Iterator[Found]:
    """The units in a folder, a form or a file.  See `plan.plan` for the others.

    Raises InputError when the path is not there, or is the folder that the drafts go to.
    """
    if path.is_dir():
        where = os.path.realpath(out) if out is not None else ""
        inside = where.startswith(os.path.realpath(path))
        if os.path.realpath(path) == where:
            raise InputError(
                "文稿不能写在台账的文件夹里", where=str(path), hint="用 -o 换一个文件夹"
            )
        is_unit = (path / UNIT_FILE).is_file()
        root = path.parent if is_unit else path
        above = path.parent / _COMMON
        reader = Finder(root, library, where if inside else "", seen)
        yield from reader.folder(str(path), str(above) if is_unit and above.is_file() else "")
    elif path.exists():
        reader = Finder(path.parent, library, "", seen)
        yield from reader.file(path)
    else:
        raise InputError("找不到", where=str(path), hint="检查文件名和所在文件夹")


class Finder:
    """Goes through one source, each folder looked at once: a batch has tens of thousands."""

    def __init__(
        self, root: Path, library: Library, out: str, seen: Callable[[str], object]
    ) -> None:
        self.root = root
        self.library = library
        self.out = out
        self.seen = seen
        self.links: set[str] = set()
        self.inner: dict[str, str] = {}
        """What stands before the names of the units of a folder."""

    def folder(self, folder: str, shared: str) -> Iterator[Found]:
        """The units of a folder and of those below it, in the order of their names.

        shared: the `_common.yaml` of the folder above, "" when it has none.
        """
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            yield self.unusable(folder, "文件夹打不开（检查读取权限）")
            return
        names = {entry.name for entry in found}
        common = f"{folder}{os.sep}{_COMMON}" if _COMMON in names else ""
        listed = [e for e in found if not e.name.startswith((".", "_", "~"))]
        for entry in listed:
            if not entry.name.isprintable() and _BROKEN.search(entry.name):
                yield self.unusable(entry.path, "名字里有认不出的字（改名再来）")
        listed = [e for e in listed if e.name.isprintable() or not _BROKEN.search(e.name)]
        folders = [e for e in listed if _is_folder(e) and not _is_facts(e.name)]
        files = [e for e in listed if e.name != UNIT_FILE and e not in folders]
        forms = [e for e in files if e.name.lower().endswith(FORM_ENDINGS)]
        dated = [
            Dated(Path(e.path), _period(e.path) if e.is_file() else None)
            for e in files
            if is_period_file(e.name)
        ]
        if UNIT_FILE in names and (dated or not forms):
            own = f"{folder}{os.sep}{UNIT_FILE}"
            yield self.unit(folder, own, dated, [path for path in (shared, common) if path])
        else:
            for entry in files:
                yield from self.file(Path(entry.path))
        for entry in folders:
            if self.is_to_be_read(entry):
                yield from self.folder(entry.path, common)

    def is_to_be_read(self, entry: os.DirEntry[str]) -> bool:
        """Whether to look into a folder: not where drafts lie, and a link only once."""
        if self.out and os.path.realpath(entry.path) == self.out:
            return False
        if entry.is_symlink():
            real = os.path.realpath(entry.path)
            if real in self.links or self.root.resolve().is_relative_to(real):
                return False  # seen already, or it leads back to where we come from
            self.links.add(real)
        return not is_output(entry.path)

    def unusable(self, path: str, why: str) -> Found:
        """What nothing can be made of, told where it lies."""
        shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        name = shown.rpartition(os.sep)[2]
        unit = Unit(shown, name, safe_name(name), "", Path(shown), trouble=f"{shown}：{why}")
        return Found(unit, (Dated(unit.file, None),))

    def unit(self, folder: str, own: str, dated: Sequence[Dated], shared: Sequence[str]) -> Found:
        """The unit that a folder is."""
        above, _, called = folder.rpartition(os.sep)
        name, county = _who(own)
        name = name or called
        file = Path(own)
        unit = Unit(
            source=folder,
            name=name,
            folder=self.place(above, name),
            group=above,
            file=file,
            files=(*map(_shared, shared), file),
            county=county,
        )
        return Found(unit, tuple(dated))

    def file(self, path: Path) -> Iterator[Found]:
        """The units of a file that lies by itself."""
        suffix = path.suffix.lower() if path.is_file() else ""
        above = str(path.parent)
        base = Unit(str(path), path.stem, self.place(above, path.stem), above, path)
        if suffix in YAML_ENDINGS:
            name, county = _who(str(path))
            name = name or path.stem
            unit = replace(
                base,
                name=name,
                folder=self.place(above, name),
                files=layer_files(path)[:-1],
                county=county,
            )
            yield Found(unit, (Dated(path, _period(str(path))),))
        elif suffix in FORM_ENDINGS:
            self.seen(str(path))
            yield from self.form(base)
        elif suffix in _NOT_READ:
            sheet = suffix in (".xls", ".et", ".ods")
            hint = "用 WPS 或 Excel 另存为 .xlsx" if sheet else "请用填报表重新填"
            yield _none(base, f"{path}：{suffix} 文件读不了（{hint}）")

    def form(self, base: Unit) -> Iterator[Found]:
        """The units of a form, each with its cells packed."""
        dictionary = dictionary_of(self.library)
        path = base.file
        try:
            units = form_units(path, dictionary)
        except DocgenError as error:
            yield _none(base, str(error))
            return
        if not units:
            yield _none(base, f"{path}：表里一个单位也没有填（一行填一个单位）")
        for form in units:
            try:
                facts = reading_of(form, dictionary).facts
            except DocgenError as error:
                yield _none(base, str(error))
                continue
            kind = facts.get("单位.类别")
            name = facts.unit if facts.get("单位.名称") is not None else path.stem
            unit = replace(
                base,
                source=f"{path}#{name}" if len(units) > 1 else str(path),
                name=name,
                folder=self.place(base.group, name),
                county=isinstance(kind, Fact) and kind.text in COUNTY_KINDS,
                form=packed(form._replace(findings=())),
                digest=hashlib.sha256(repr(form).encode("utf-8", "replace")).hexdigest(),
            )
            yield Found(unit, (Dated(path, facts.period),), form.findings)

    def place(self, above: str, name: str) -> str:
        """The folder of a unit's drafts: where it lay below its source, under its own name."""
        inner = self.inner.get(above)
        if inner is None:
            parts = Path(above).relative_to(self.root).parts
            inner = self.inner[above] = "".join(f"{safe_name(part)}/" for part in parts)
        return inner + safe_name(name)


@lru_cache(maxsize=4)
def _shared(path: str) -> Path:
    """The path; a county's units share it, and to read one takes as long as to look at a file."""
    return Path(path)


def _none(base: Unit, trouble: str) -> Found:
    """What nothing can be made of, told where it lies."""
    return Found(replace(base, trouble=trouble), (Dated(base.file, None),))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_facts(name: str) -> bool:
    return name.lower().endswith((*YAML_ENDINGS, *FORM_ENDINGS))


def _bytes(path: str) -> bytes:
    """What a file holds, nothing when it cannot be read: that is said when a draft is made."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  (a third of the time of Path's)
            data = file.read(_MOST)  # to ask for more than is there takes time
            return data if len(data) < _MOST else data + file.read(source.MAX_BYTES)
    except (OSError, ValueError):
        return b""


def _who(path: str) -> tuple[str, bool]:
    """单位.名称 ("" when it cannot be read) and whether the unit is a county.

    Simple files, as nearly all are, are read with a pattern: a batch has thousands.
    """
    blocks = _UNIT.findall(_bytes(path))
    names = _NAME.findall(blocks[0]) if len(blocks) == 1 else []
    kinds = _KIND.findall(blocks[0]) if len(blocks) == 1 else []
    if len(names) == 1 and len(kinds) <= 1:
        try:
            kind = kinds[0].decode() if kinds else ""
            return names[0].decode(), kind in COUNTY_KINDS
        except UnicodeDecodeError:
            pass
    try:
        root = source.read_file(Path(path)).root
    except InputError:
        return "", False
    values = source.plain(root) if root is not None else ""
    unit = values.get("单位") if isinstance(values, dict) else None
    name, kind = (unit.get(key, "") if isinstance(unit, dict) else "" for key in ("名称", "类别"))
    return (name if isinstance(name, str) else ""), kind in COUNTY_KINDS


def _period(path: str) -> Period | None:
    """文稿.期间 of a facts file, None when it has none or cannot be read."""
    data = _bytes(path)
    blocks = _PAPER.findall(data)
    lines = _PERIOD.findall(blocks[0]) if len(blocks) == 1 else []
    if len(lines) == 1:
        try:
            return _read_period(lines[0].decode())
        except UnicodeDecodeError:
            pass
    return period_of(Path(path))


@lru_cache(maxsize=256)
def _read_period(text: str) -> Period | None:
    return parse_period(text)
