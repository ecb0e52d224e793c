"""The plan of a batch: which units there are, and in which file the facts of the period lie.

A folder is looked through to its depths.  A folder with a unit.yaml is one unit, its other files
are one a period; elsewhere every YAML file is a unit, and every form (.xlsx, .csv) holds one or
many.  `_common.yaml` and what begins with a dot, `~` or `_` are no units, nor is a folder of
drafts.  Of a YAML file only name and period are read here; whether the facts are sound is found
when a draft is made of them.  A form is read whole, as only then it is known whose it is.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from docgen import source
from docgen.batch.state import is_output
from docgen.drafts import safe_name
from docgen.errors import DocgenError, InputError
from docgen.facts import (
    FORM_ENDINGS,
    YAML_ENDINGS,
    Fact,
    FormUnit,
    dictionary_of,
    form_units,
    is_period_file,
    layer_files,
    period_of,
    reading_of,
)
from docgen.facts.supplement import Supplements, read_supplements
from docgen.language import Period, parse_period, previous_period
from docgen.library import Library

COUNTY_KINDS: Final = frozenset(("县", "区", "市"))
"""单位.类别 of what the units report to; it has papers of its own."""
UNIT_FILE: Final = "unit.yaml"
_COMMON: Final = "_common.yaml"
_NOT_READ: Final = (".xls", ".et", ".ods", ".doc", ".docx", ".wps", ".pdf")
"""What units send and nobody can take facts from; told, not passed over."""
_NAME: Final = re.compile(rb"^[ ]+\xe5\x90\x8d\xe7\xa7\xb0:[ ]+([^\s'\"#{}\[\],:&*!|>%@`]+)[ ]*\r?$", re.M)  # fmt: skip
_KIND: Final = re.compile(rb"^[ ]+\xe7\xb1\xbb\xe5\x88\xab:[ ]+(\S+)[ ]*\r?$", re.M)
_MOST: Final = 1 << 16
_FEW: Final = 6
"""So many places are named in a message."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and where its facts of the period lie.

    source: as the user named it: a file, or `form.xlsx#青山镇`.  name: 单位.名称, or the name of
    its folder or file where none can be read.  folder: of its drafts, below the output folder.
    group: the folder it lies in with its neighbours; units are compared within it.  file: the
    facts file.  files: all files that its facts come from, the earlier period's too.  county:
    whether it is what the others report to.  form: of a form's unit, its cells, packed;
    digest: the hash of what it filled in and of all that lies under it.  sent: what it sent back to fill its gaps, packed, as
    `facts.supplement` reads it.  trouble: why nothing can be made of it, "" when there is no reason yet.
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
    sent: bytes = b""
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


def _of_source(
    path: Path, library: Library, out: Path | None, seen: Callable[[str], object]
) -> Iterator[_Found]:
    if path.is_dir():
        where = os.path.realpath(out) if out is not None else ""
        if os.path.realpath(path) == where:
            raise InputError(
                "文稿不能写在台账的文件夹里", where=str(path), hint="用 -o 换一个文件夹"
            )
        root = path.parent if (path / UNIT_FILE).is_file() else path
        reader = _Reader(root, library, where, seen)
        above = path.parent / _COMMON
        is_unit = (path / UNIT_FILE).is_file()
        yield from reader.folder(str(path), str(above) if is_unit and above.is_file() else "")
    elif path.exists():
        reader = _Reader(path.parent, library, "", seen)
        yield from reader.file(path)
    else:
        raise InputError("找不到", where=str(path), hint="检查文件名和所在文件夹")


class _Reader:
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

    def folder(self, folder: str, shared: str) -> Iterator[_Found]:
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
        common = os.path.join(folder, _COMMON) if _COMMON in names else ""  # noqa: PTH118
        listed = [e for e in found if not e.name.startswith((".", "_", "~"))]
        for entry in listed:
            if not entry.name.isprintable() and _BROKEN.search(entry.name):
                yield self.unusable(entry.path, "名字里有认不出的字（改名再来）")
        listed = [e for e in listed if e.name.isprintable() or not _BROKEN.search(e.name)]
        folders = [e for e in listed if _is_folder(e) and not _is_facts(e.name)]
        files = [e for e in listed if e.name != UNIT_FILE and e not in folders]
        forms = [e for e in files if e.name.lower().endswith(FORM_ENDINGS)]
        dated = [
            _Dated(Path(e.path), _period(e.path) if e.is_file() else None)
            for e in files
            if is_period_file(e.name)
        ]
        if UNIT_FILE in names and (dated or not forms):
            own = os.path.join(folder, UNIT_FILE)  # noqa: PTH118
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
            if real in self.links or os.path.realpath(self.root).startswith(real):
                return False
            self.links.add(real)
        return not is_output(entry.path)

    def unusable(self, path: str, why: str) -> _Found:
        """What nothing can be made of, told where it lies."""
        shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        name = shown.rpartition(os.sep)[2]
        unit = Unit(shown, name, safe_name(name), "", Path(shown), trouble=f"{shown}：{why}")
        return _Found(unit, (_Dated(unit.file, None),))

    def unit(self, folder: str, own: str, dated: Sequence[_Dated], shared: Sequence[str]) -> _Found:
        """The unit that a folder is."""
        above, _, called = folder.rpartition(os.sep)
        name, county = _who(own)
        name = name or called
        unit = Unit(
            source=folder,
            name=name,
            folder=self.place(above, name),
            group=above,
            file=Path(own),
            files=tuple(map(Path, (*shared, own))),
            county=county,
        )
        return _Found(unit, tuple(dated))

    def file(self, path: Path) -> Iterator[_Found]:
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
            yield _Found(unit, (_Dated(path, _period(str(path))),))
        elif suffix in FORM_ENDINGS:
            self.seen(str(path))
            yield from self.form(base)
        elif suffix in _NOT_READ:
            sheet = suffix in (".xls", ".et", ".ods")
            hint = "用 WPS 或 Excel 另存为 .xlsx" if sheet else "请用填报表重新填"
            yield _none(base, f"{path}：{suffix} 文件读不了（{hint}）")

    def form(self, base: Unit) -> Iterator[_Found]:
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
                form=zlib.compress(pickle.dumps(form, protocol=5), 1),
                digest=hashlib.sha256(repr(form).encode("utf-8", "replace")).hexdigest(),
            )
            yield _Found(unit, (_Dated(path, facts.period),))

    def place(self, above: str, name: str) -> str:
        """The folder of a unit's drafts: where it lay below its source, under its own name."""
        inner = self.inner.get(above)
        if inner is None:
            parts = Path(above).relative_to(self.root).parts
            inner = self.inner[above] = "".join(f"{safe_name(part)}/" for part in parts)
        return inner + safe_name(name)


def _none(base: Unit, trouble: str) -> _Found:
    """What nothing can be made of, told where it lies."""
    return _Found(replace(base, trouble=trouble), (_Dated(base.file, None),))


_BROKEN: Final = re.compile("[\ud800-\udfff]")
"""What the system gives for bytes of a name that are not UTF-8."""


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_facts(name: str) -> bool:
    return name.lower().endswith((*YAML_ENDINGS, *FORM_ENDINGS))


def with_supplements(
    whole: Plan, folders: Sequence[Path], library: Library
) -> tuple[Plan, tuple[str, ...]]:
    """The plan with what the units sent back in their 补填表, and what of it could not be taken.

    Raises InputError for a folder that is not there.
    """
    sent: dict[str, Supplements] = {}
    troubles: list[str] = []
    for folder in folders:
        if not folder.is_dir():
            raise InputError("找不到这个文件夹", where=str(folder), hint="写放补填表的文件夹")
        found = read_supplements(folder, dictionary_of(library))
        troubles += found.troubles
        for key, forms in found.forms.items():
            before = sent.get(key[0], Supplements({}, ()))
            both = {**before.forms, key: (*before.forms.get(key, ()), *forms)}
            sent[key[0]] = Supplements(both, ())
    names = Counter(unit.name for unit in whole.units)
    taken = {}
    for name, found in sent.items():
        why = (
            f"没有“{name}”这个单位"
            if not names[name]
            else f"叫“{name}”的单位有{names[name]}个，不知道是哪一个的"
            if names[name] > 1
            else ""
        )
        for (_, period), forms in found.forms.items():
            other = why or _is_of_another(period, whole.period)
            troubles += [f"{form.parsed.name}：{other}，补填的没有用" for form in forms if other]
        if not why:
            taken[name] = found
    units = tuple(
        _with_sent(unit, taken[unit.name]) if unit.name in taken else unit for unit in whole.units
    )
    return replace(whole, units=units), tuple(troubles)


def _is_of_another(said: str, wanted: Period | None) -> str:
    """What to say of a form of another period, "" of one of this."""
    period = parse_period(said) if said else None
    if period is None or wanted is None or _span(period) == _span(wanted):
        return ""
    return f"这是{said}的补填表，这次做的是{wanted.text}"


def _with_sent(unit: Unit, found: Supplements) -> Unit:
    forms = {key: found.forms[key] for key in sorted(found.forms)}
    said = hashlib.sha256(repr(forms).encode("utf-8", "replace")).hexdigest()
    plain = {
        key: [tuple(dict(v) if isinstance(v, Mapping) else v for v in form) for form in same]
        for key, same in forms.items()
    }
    packed = zlib.compress(pickle.dumps(plain, protocol=5), 1)
    return replace(unit, sent=packed, digest=unit.digest + said)


def sent_by(unit: Unit) -> Supplements:
    """What a unit sent back."""
    from docgen.facts.workbook import UnitForm  # noqa: PLC0415  (openpyxl takes long to import)

    plain = pickle.loads(zlib.decompress(unit.sent))  # as in `form_of`
    forms = {key: tuple(UnitForm(*form) for form in same) for key, same in plain.items()}
    return Supplements(forms, ())


def form_of(unit: Unit) -> FormUnit:
    """The cells of a form's unit."""
    form = pickle.loads(zlib.decompress(unit.form))  # packed by `plan` in this very run
    assert isinstance(form, FormUnit)
    return form


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
    blocks = _UNIT_BLOCK.findall(_bytes(path))
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


_INDENTED: Final = rb":[ ]*\r?\n((?:[ ]+[^\n]*(?:\n|\Z)|[ ]*\r?\n|#[^\n]*\n)+)"
_PERIOD_BLOCK: Final = re.compile(b"^" + "文稿".encode() + _INDENTED, re.M)
_UNIT_BLOCK: Final = re.compile(b"^" + "单位".encode() + _INDENTED, re.M)
_PERIOD_LINE: Final = re.compile(
    rb"^[ ]+\xe6\x9c\x9f\xe9\x97\xb4:[ ]+([^\s'\"#{}\[\],:&*!|>%@`]+)[ ]*\r?$", re.M
)


def _period(path: str) -> Period | None:
    """文稿.期间 of a facts file, None when it has none or cannot be read."""
    data = _bytes(path)
    blocks = _PERIOD_BLOCK.findall(data)
    lines = _PERIOD_LINE.findall(blocks[0]) if len(blocks) == 1 else []
    if len(lines) == 1:
        try:
            return _read_period(lines[0].decode())
        except UnicodeDecodeError:
            pass
    return period_of(Path(path))


@lru_cache(maxsize=256)
def _read_period(text: str) -> Period | None:
    return parse_period(text)


@lru_cache(maxsize=256)
def _before(period: Period) -> tuple[object, object]:
    return _span(previous_period(period))


def _latest(found: Sequence[_Found]) -> Period | None:
    """The latest period of the units that report, of two that end together the longer.

    Raises InputError when fewer than half of them have it as their last: the others may be late,
    or one year was typed wrongly, and only a person knows which.
    """
    towns = [item for item in found if not item.unit.county] or list(found)
    last = [max(periods, key=_end) for item in towns if (periods := _periods(item))]
    if not last:
        return None
    latest = max(last, key=_end)
    counts = Counter(map(_span, last))
    if 2 * counts[_span(latest)] < len(last):
        named = sorted({_span(p): p for p in last}.values(), key=_end)
        said = "、".join(f"{p.text}（{counts[_span(p)]}个单位）" for p in named)
        raise InputError(f"各单位最近的一期不一样：{said}", hint="用 --period 写明做哪一期")
    return latest


def _periods(item: _Found) -> list[Period]:
    return [dated.period for dated in item.dated if dated.period is not None]


def _end(period: Period) -> tuple[date, int]:
    return period.end, -period.start.toordinal()


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
    before = _before(wanted) if wanted else (0, 0)
    earlier = next((d.path for d in dated if _span(d.period) == before), None)
    files = (*unit.files, path, *((earlier,) if earlier else ()))
    return replace(unit, source=str(path), file=path, files=files)


def _apart(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, each source once, those that would write into the same folder told so instead."""
    once = {(os.path.realpath(unit.file), unit.name): unit for unit in units}
    takers: dict[str, list[Unit]] = {}
    for unit in once.values():
        if not unit.trouble:
            takers.setdefault(unit.folder.casefold(), []).append(unit)
    for unit in once.values():
        same = takers.get(unit.folder.casefold(), ())
        if unit.trouble or len(same) == 1:
            yield unit
            continue
        others = "、".join(other.source for other in same[:_FEW] if other is not unit)
        trouble = f"{unit.source}：还有一份台账也是“{unit.name}”的：{others}（只留一份，或改对 单位.名称）"
        yield replace(unit, trouble=trouble)
