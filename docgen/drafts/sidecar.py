"""The side-car of a draft: what it was made of, kept as `.docgen/<draft file>.json` beside it.

It answers for the draft when the facts have gone on: which fact stands behind which words, which
conditions chose them, what was owed, and whether the draft was edited since.  The same draft has
the same side-car, byte for byte: no clock, no absolute path, keys sorted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import docgen
from docgen.document import Document, plain
from docgen.drafts.phrases import STOCK, topic_of
from docgen.drafts.records import Evidence, Use
from docgen.drafts.store import read, sha256
from docgen.errors import InputError
from docgen.facts.values import Facts
from docgen.library import Library, TemplateSource

FOLDER: Final = ".docgen"
_encode: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",\n", ": ")
).encode
_new: Final[Callable[..., Any]] = tuple.__new__  # the record's own constructor takes twice as long
FORM: Final = 5
"""Number of the form of the side-car; one of another form is not read."""


@dataclass(frozen=True, slots=True)
class SideCar:
    """What a draft was made of.

    draft: its file name.  draft_sha256: of its bytes as written.  format, style: how it was
    rendered.  on: the day it speaks from, ISO.  template, template_sha256: id, and hash of its
    text.  style_sha256: of the style's parameters.  snippets: topic of each dated phrase it uses
    → hash of the topic's versions, and 套话:topic of each stock phrase → hash of what its files
    say.  files: facts file → hash of its text, by path from the draft's folder; so are the
    files in the evidence.  letterhead: the name of the unit's own letterhead → hash of its bytes,
    when it is on one.  version: of docgen.
    """

    draft: str
    draft_sha256: str
    format: str
    style: str
    title: str
    unit: str
    period: str
    on: str
    template: str
    template_sha256: str
    style_sha256: str
    snippets: Mapping[str, str]
    files: Mapping[str, str]
    evidence: Evidence
    letterhead: Mapping[str, str]
    version: str = docgen.__version__
    form: int = FORM


def side_car(
    draft: Path,
    data: bytes,
    format: str,
    document: Document,
    template: TemplateSource,
    facts: Facts,
    library: Library,
    evidence: Evidence,
    letterhead: Mapping[str, str] = MappingProxyType({}),
) -> SideCar:
    """The side-car of a draft that is to lie at this path with these bytes.

    evidence: as `evidence_of` gives it, its files named as the facts name them.  letterhead: by
    the path that the user gave.
    """
    names = {
        name: _from_folder(name, draft.parent)
        for name in dict.fromkeys((*facts.sources, *facts.files))
    }
    meta = document.meta
    return SideCar(
        draft=draft.name,
        draft_sha256=sha256(data),
        format=format,
        style=meta.style,
        title=plain(document.title),
        unit=meta.unit,
        period=meta.period,
        on=meta.on,
        template=template.id,
        template_sha256=template_hash(template),
        style_sha256=_hash((meta.style, library.style(meta.style).settings)),
        snippets={
            **{
                topic: _snippet_hash(topic, library)
                for topic in sorted({topic_of(used.source) for used in evidence.wordings})
            },
            **{
                f"{STOCK}{topic}": _stock_hash(topic, library)
                for topic in sorted({topic_of(used.source) for used in evidence.stock})
            },
        },
        files={names[name]: _file_hash(name, facts) for name in names},
        evidence=replace(
            evidence,
            facts=_named(evidence.facts, names),
            unused=_named(evidence.unused, names),
        ),
        letterhead={_from_folder(name, draft.parent): sha for name, sha in letterhead.items()},
    )


def _file_hash(name: str, facts: Facts) -> str:
    """The hash of a facts file: of its lines, of a form what the unit filled in."""
    if name in facts.digests:
        return facts.digests[name]
    lines = facts.sources.get(name)
    return sha256("\n".join(lines) if lines is not None else read(Path(name)) or b"")


def template_hash(template: TemplateSource) -> str:
    """The hash of what a template says: its slots, its body and how they are set."""
    slots = tuple((name, text, line) for name, (text, line) in sorted(template.fields.items()))
    rest = (template.body, template.line, template.style, template.list_style, template.outward)
    return _hash((template.id, slots, rest, template.form))


@lru_cache(maxsize=256)
def _snippet_hash(topic: str, library: Library) -> str:
    return _hash((topic, repr(library.snippets[topic].versions)))


@lru_cache(maxsize=256)
def _stock_hash(topic: str, library: Library) -> str:
    return _hash((topic, repr(library.stock[topic])))


@lru_cache(maxsize=64)
def _hash(said: tuple[object, ...]) -> str:
    """The hash of plain values; kept, as every draft of a template asks for it."""
    return sha256(json.dumps(said, ensure_ascii=False))


def _named(uses: Iterable[Use], names: Mapping[str, str]) -> tuple[Use, ...]:
    """The uses with their files by these names."""
    return tuple(
        [
            _new(Use, (path, text, names.get(file, file), line, status, origin, cell))
            for path, text, file, line, status, origin, cell in uses
        ]
    )


def _from_folder(name: str, folder: Path) -> str:
    """The path of a facts file as seen from the draft's folder; on another drive, its name."""
    try:
        return Path(os.path.relpath(name, folder)).as_posix()
    except ValueError:
        return Path(name).name


def path_of(draft: Path) -> Path:
    """Where the side-car of this draft lies."""
    return draft.parent / FOLDER / f"{draft.name}.json"


def to_json(car: SideCar) -> bytes:
    """The side-car as UTF-8 text, keys sorted, a line for each value.

    Records of the evidence are tables: a row of column names, then a row each.
    """
    said = {name: getattr(car, name) for name in _hints(SideCar) if name != "evidence"}
    for name, kind in _hints(Evidence).items():
        rows = getattr(car.evidence, name)
        if columns := _columns(record := get_args(kind)[0]):
            is_row = issubclass(record, tuple)
            rows = (columns, *(rows if is_row else map(attrgetter(*columns), rows)))
        said[f"evidence.{name}"] = rows
    return (_encode(said) + "\n").encode()


@lru_cache(maxsize=16)
def _columns(record: type) -> tuple[str, ...]:
    """The names of the fields of a record, none when it is plain text."""
    if is_dataclass(record):
        return tuple(item.name for item in fields(record))
    return getattr(record, "_fields", ())


def read_side_car(draft: Path) -> SideCar | None:
    """The side-car of a draft, None when it has none.

    Raises InputError naming the file when it is damaged or of another form.
    """
    path = path_of(draft)
    data = read(path)
    return None if data is None else from_json(data, str(path))


def written_hash(draft: Path) -> str:
    """The hash that the draft had when it was written, "" when nothing says so.

    Read from a side-car of any form, so that a newer docgen still knows its own drafts.
    Raises InputError when the file cannot be opened.
    """
    try:
        values = json.loads(read(path_of(draft)) or b"")
        found = values["draft_sha256"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return found if type(found) is str else ""


def from_json(data: bytes, where: str) -> SideCar:
    """The side-car of these bytes.  where: what messages call it.  Raises InputError."""
    try:
        values = json.loads(data)
        form = values.pop("form")
        if type(form) is not int or form != FORM:
            raise InputError(
                "这份出处档案是别的版本的 docgen 写的，读不了",
                where=where,
                hint="用写它的那一版查看，或重新成稿",
            )
        inner = {key: values.pop(f"evidence.{key}") for key in _hints(Evidence)}
        car: SideCar = _reader(SideCar)({**values, "evidence": inner, "form": form})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("出处档案已损坏", where=where, hint="删去这个文件后重新成稿") from error
    rows = len(car.evidence.sentences)
    places = [(m.sentence, m.last) for m in car.evidence.mentions]
    places += [(item.sentence, item.sentence) for item in car.evidence.loose]
    if any(not 0 <= first <= last < rows for first, last in places):
        raise InputError("出处档案已损坏", where=where, hint="删去这个文件后重新成稿")
    return car


@lru_cache(maxsize=16)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@lru_cache(maxsize=64)
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of this type of what JSON holds, or raises ValueError or TypeError."""
    origin, args = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_reader(kind)
    if origin is tuple:
        return _table_reader(args[0]) if _columns(args[0]) else _list_reader(_reader(args[0]))
    if origin is Literal:
        return lambda value: args[args.index(value)]
    if origin is not None:  # a mapping of text to text
        return lambda value: dict(zip(value, map(_text, value.values()), strict=True))
    return lambda value: value if type(value) is kind else _refuse()


_text: Final = _reader(str)


def _refuse() -> Any:
    raise TypeError


def _record_reader(kind: type) -> Callable[[Any], Any]:
    readers = {name: _reader(hint) for name, hint in _hints(kind).items()}

    def read_record(values: Any) -> Any:
        if set(values) != set(readers):
            raise ValueError
        return kind(**{name: reader(values[name]) for name, reader in readers.items()})

    return read_record


def _table_reader(kind: Any) -> Callable[[Any], Any]:
    columns = [*_columns(kind)]
    readers = [_reader(_hints(kind)[name]) for name in columns]

    def read_table(values: Any) -> Any:
        if type(values) is not list or values[:1] != [columns]:
            raise ValueError
        return tuple(
            kind(*(reader(value) for reader, value in zip(readers, row, strict=True)))
            for row in values[1:]
        )

    return read_table


def _list_reader(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: tuple(map(reader, values)) if type(values) is list else _refuse()
