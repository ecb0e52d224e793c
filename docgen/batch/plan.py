"""The plan of a batch: which units there are, and in which file the facts of the period lie.

A folder is looked through to its depths.  A folder with a unit.yaml is one unit, its other files
are one a period; elsewhere every YAML file is a unit, and every form (.xlsx, .csv) holds one or
many.  `_common.yaml` and what begins with a dot, `~` or `_` are no units.  Only names and periods
are read here; whether the facts are sound is found when a draft is made of them.
"""

from __future__ import annotations

import pickle
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from docgen import source
from docgen.drafts import safe_name
from docgen.errors import DocgenError, InputError
from docgen.facts import (
    FORM_ENDINGS,
    YAML_ENDINGS,
    Fact,
    FormUnit,
    dictionary_of,
    form_units,
    layer_files,
    period_of,
    reading_of,
)
from docgen.language import Period, parse_period, previous_period
from docgen.library import Library

COUNTY_KINDS: Final = frozenset(("县", "区", "市"))
"""单位.类别 of what the units report to; it has papers of its own."""
UNIT_FILE: Final = "unit.yaml"
_LAYERS: Final = (UNIT_FILE, "_common.yaml")
_NOT_READ: Final = (".xls", ".et", ".ods", ".doc", ".docx", ".wps", ".pdf")
"""What units send and nobody can take facts from; told, not passed over."""
_NAME: Final = re.compile(rb"^[ ]+\xe5\x90\x8d\xe7\xa7\xb0:[ ]+([^\s'\"#{}\[\],:&*!|>%@`]+)[ ]*\r?$", re.M)  # fmt: skip
_KIND: Final = re.compile(rb"^[ ]+\xe7\xb1\xbb\xe5\x88\xab:[ ]+(\S+)[ ]*\r?$", re.M)
_FLOW: Final = re.compile(rb"^\S+:[ ]*\{", re.M)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and where its facts of the period lie.

    source: as the user named it: a file, or `form.xlsx#青山镇`.  name: 单位.名称, or the name of
    its folder or file where none can be read.  folder: of its drafts, below the output folder.
    group: the folder it lies in with its neighbours; units are compared within it.  file: the
    facts file.  files: all files that its facts come from, the earlier period's too.  county:
    whether it is what the others report to.  form: of a form's unit, its cells, packed;
    digest: the hash of what it filled in.  trouble: why nothing can be made of it, "" when there is no reason yet.
    """

    source: str
    name: str
    folder: str
    group: str
    file: Path
    files: tuple[Path, ...] = ()
    county: bool = False
    form: bytes = b""
    digest: str = ""
    trouble: str = ""


class Unreported(NamedTuple):
    """A unit that has no facts of the period.  last: the latest period it has, "" for none."""

    name: str
    source: str
    last: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The units of a batch, in the order of their files.

    period: the one asked for, or the latest that any unit has; None when no file names one.
    """

    period: Period | None
    units: tuple[Unit, ...]
    unreported: tuple[Unreported, ...] = ()

    @property
    def counties(self) -> tuple[Unit, ...]:
        """What the units report to."""
        return tuple(unit for unit in self.units if unit.county)

    @property
    def towns(self) -> tuple[Unit, ...]:
        """The units that report."""
        return tuple(unit for unit in self.units if not unit.county)


class _Dated(NamedTuple):
    """A facts file with its period, None when it names none or cannot be read."""

    path: Path
    period: Period | None


class _Found(NamedTuple):
    """A unit with the files of its periods, before one of them is chosen."""

    unit: Unit
    dated: tuple[_Dated, ...]


def plan(
    sources: Sequence[Path],
    library: Library,
    period: Period | None = None,
    out: Path | None = None,
    seen: Callable[[str], object] = lambda _path: None,
) -> Plan:
    """The plan for these folders and forms.

    period: which one is wanted.  out: a folder that is not looked into, as the drafts go there.
    seen: called with each form before it is read, which takes a while.
    Raises InputError when a source is not there, or nothing is found in any of them.
    """
    found = [item for path in sources for item in _of_source(path, library, out, seen)]
    if not found:
        raise InputError(
            "里面没有台账",
            where="、".join(map(str, sources)),
            hint="一个单位一个文件夹（内有 unit.yaml 和各期的 .yaml），或把填报表放在文件夹里",
        )
    wanted = period or _latest(found)
    units: list[Unit] = []
    unreported: list[Unreported] = []
    for item in found:
        chosen = _chosen(item, wanted)
        if isinstance(chosen, Unreported):
            unreported.append(chosen)
        else:
            units.append(chosen)
    if period is not None and not units:
        have = "、".join(dict.fromkeys(u.last for u in unreported if u.last))
        raise InputError(
            f"没有一个单位有{period.text}的台账", hint=f"有：{have}" if have else "看看 文稿.期间"
        )
    return Plan(wanted, tuple(_apart(units)), tuple(unreported))


def files_below(folder: Path, out: Path | None = None) -> Iterator[Path]:
    """Every folder with facts below this one and itself, in order; hidden ones are passed over."""
    yield folder
    try:
        inner = sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError as error:
        raise InputError("文件夹打不开", where=str(folder), hint="检查读取权限") from error
    for path in inner:
        if not path.name.startswith((".", "_", "~")) and (out is None or path.resolve() != out):
            yield from files_below(path, out)


def _of_source(
    path: Path, library: Library, out: Path | None, seen: Callable[[str], object]
) -> Iterator[_Found]:
    if path.is_dir():
        for folder in files_below(path, out.resolve() if out is not None else None):
            yield from _of_folder(folder, path, library, seen)
    elif path.exists():
        yield from _of_file(path, path.parent, library, seen)
    else:
        raise InputError("找不到", where=str(path), hint="检查文件名和所在文件夹")


def _of_folder(
    folder: Path, root: Path, library: Library, seen: Callable[[str], object]
) -> Iterator[_Found]:
    """The unit that a folder is, or the units of its files."""
    entries = sorted(folder.iterdir())
    named = [p for p in entries if not p.name.startswith((".", "_", "~"))]
    own = next((path for path in named if path.name == UNIT_FILE), None)
    if own is None:
        for path in named:
            if path.is_file():
                yield from _of_file(path, root, library, seen)
        return
    files = [p for p in named if p.name not in _LAYERS and p.suffix.lower() in YAML_ENDINGS]
    forms = [p for p in named if p.suffix.lower() in FORM_ENDINGS]
    if forms and not files:
        for path in forms:
            yield from _of_file(path, root, library, seen)
        return
    name, county = _who(own)
    unit = Unit(
        source=str(folder),
        name=name or folder.name,
        folder=_place(folder.parent, root, name or folder.name),
        group=str(folder.parent),
        file=own,
        county=county,
    )
    yield _Found(unit, tuple(_Dated(path, _period(path)) for path in files))


def _of_file(
    path: Path, root: Path, library: Library, seen: Callable[[str], object]
) -> Iterator[_Found]:
    """The units of a file that lies by itself."""
    suffix = path.suffix.lower()
    base = Unit(
        source=str(path),
        name=path.stem,
        folder=_place(path.parent, root, path.stem),
        group=str(path.parent),
        file=path,
    )
    if suffix in YAML_ENDINGS and path.name not in _LAYERS:
        name, county = _who(path)
        named = replace(
            base, name=name or path.stem, folder=_place(path.parent, root, name or path.stem)
        )
        yield _Found(replace(named, county=county), (_Dated(path, _period(path)),))
    elif suffix in FORM_ENDINGS:
        seen(str(path))
        yield from _of_form(base, root, library)
    elif suffix in _NOT_READ:
        hint = "用 WPS 或 Excel 另存为 .xlsx" if suffix in (".xls", ".et", ".ods") else "请重新填报"
        trouble = f"{path}：{suffix} 文件读不了（{hint}）"
        yield _Found(replace(base, trouble=trouble), (_Dated(path, None),))


def _of_form(base: Unit, root: Path, library: Library) -> Iterator[_Found]:
    """The units of a form, each with its cells packed."""
    dictionary = dictionary_of(library)
    path = base.file
    try:
        units = form_units(path, dictionary)
    except DocgenError as error:
        yield _Found(replace(base, trouble=str(error)), (_Dated(path, None),))
        return
    if not units:
        trouble = f"{path}：表里一个单位也没有填（一行填一个单位）"
        yield _Found(replace(base, trouble=trouble), (_Dated(path, None),))
    for form in units:
        try:
            facts = reading_of(form, dictionary).facts
        except DocgenError as error:
            yield _Found(replace(base, trouble=str(error)), (_Dated(path, None),))
            continue
        kind = facts.get("单位.类别")
        named = facts.get("单位.名称")
        name = facts.unit if named is not None else path.stem
        unit = replace(
            base,
            source=f"{path}#{name}" if len(units) > 1 else str(path),
            name=name,
            folder=_place(path.parent, root, name),
            county=isinstance(kind, Fact) and kind.text in COUNTY_KINDS,
            files=layer_files(path)[:-1],
            form=zlib.compress(pickle.dumps(form, protocol=5), 1),
            digest=facts.digests[str(path)],
        )
        yield _Found(unit, (_Dated(path, facts.period),))


def form_of(unit: Unit) -> FormUnit:
    """The cells of a form's unit."""
    form = pickle.loads(zlib.decompress(unit.form))  # packed by `plan` in this very run
    assert isinstance(form, FormUnit)
    return form


def _place(parent: Path, root: Path, name: str) -> str:
    """The folder of a unit's drafts: where it lay below its source, under its own name."""
    inner = parent.relative_to(root).parts if parent.is_relative_to(root) else ()
    return "/".join(safe_name(part) for part in (*inner, name))


def _who(path: Path) -> tuple[str, bool]:
    """单位.名称 ("" when it cannot be read) and whether the unit is a county.

    Simple files, as nearly all are, are read with a pattern: a batch has thousands.
    """
    try:
        data = source.read_bytes(path, source.MAX_BYTES)
    except InputError:
        return "", False
    names, kinds = _NAME.findall(data), _KIND.findall(data)
    if len(names) == 1 and len(kinds) <= 1 and path.name == UNIT_FILE and not _FLOW.search(data):
        try:
            kind = kinds[0].decode() if kinds else ""
            return names[0].decode(), kind in COUNTY_KINDS
        except UnicodeDecodeError:
            pass
    try:
        root = source.read_file(path).root
    except InputError:
        return "", False
    values = source.plain(root) if root is not None else ""
    unit = values.get("单位") if isinstance(values, dict) else None
    name, kind = (unit.get(key, "") if isinstance(unit, dict) else "" for key in ("名称", "类别"))
    return (name if isinstance(name, str) else ""), kind in COUNTY_KINDS


_PERIOD_BLOCK: Final = re.compile(
    rb"^\xe6\x96\x87\xe7\xa8\xbf:[ ]*\r?\n((?:[ ]+[^\n]*\n|[ ]*\r?\n|#[^\n]*\n)+)", re.M
)
_PERIOD_LINE: Final = re.compile(
    rb"^[ ]+\xe6\x9c\x9f\xe9\x97\xb4:[ ]+([^\s'\"#{}\[\],:&*!|>%@`]+)[ ]*\r?$", re.M
)


def _period(path: Path) -> Period | None:
    """文稿.期间 of a facts file, None when it has none or cannot be read."""
    try:
        data = source.read_bytes(path, source.MAX_BYTES)
    except InputError:
        return None
    blocks = _PERIOD_BLOCK.findall(data)
    lines = _PERIOD_LINE.findall(blocks[0]) if len(blocks) == 1 else []
    if len(lines) == 1:
        try:
            return parse_period(lines[0].decode())
        except UnicodeDecodeError:
            pass
    return period_of(path)


def _latest(found: Iterable[_Found]) -> Period | None:
    """The latest period of any unit, of two that end together the longer."""
    periods = [d.period for item in found for d in item.dated if d.period and not item.unit.county]
    return max(periods, key=lambda p: (p.end, -p.start.toordinal()), default=None)


def _span(period: Period | None) -> tuple[object, object]:
    return (period.start, period.end) if period is not None else (None, None)


def _chosen(item: _Found, wanted: Period | None) -> Unit | Unreported:
    """The unit with its facts file of the period, or that it has none.

    A file that names no period, or that cannot be read, may be the one: what is wrong with it
    is said when it is read.
    """
    unit, dated = item
    of_period = [d for d in dated if _span(d.period) == _span(wanted)]
    unknown = [d for d in dated if d.period is None]
    chosen = of_period or unknown
    if not chosen:
        last = max((d.period for d in dated if d.period), key=lambda p: p.end, default=None)
        return Unreported(unit.name, unit.source, last.text if last else "")
    if len(of_period) > 1:
        names = "、".join(str(d.path) for d in of_period)
        text = wanted.text if wanted else ""
        return replace(unit, trouble=f"{unit.source}：{text}的台账有几份：{names}（留一份）")
    path = chosen[0].path
    if unit.form:
        return unit
    before = _span(previous_period(wanted)) if wanted else (0, 0)
    earlier = next((d.path for d in dated if _span(d.period) == before), None)
    files = (*layer_files(path), *((earlier,) if earlier else ()))
    return replace(unit, source=str(path), file=path, files=files)


def _apart(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, those that would write into the same folder told so instead."""
    takers: dict[str, list[Unit]] = {}
    for unit in units:
        takers.setdefault(unit.folder.casefold(), []).append(unit)
    for unit in units:
        same = takers[unit.folder.casefold()]
        if len(same) == 1 or unit.trouble:
            yield unit
            continue
        others = "、".join(other.source for other in same if other is not unit)
        trouble = f"{unit.source}：还有一份台账也是“{unit.name}”的：{others}（只留一份，或改对 单位.名称）"
        yield replace(unit, trouble=trouble)
