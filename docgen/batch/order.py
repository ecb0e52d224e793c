"""What a batch asks of its workers, and by what a result is known to be of today.

A worker may live in another process or on another machine: all of this can be sent there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import docgen
from docgen.batch.made import LAID, Made, look, to_json
from docgen.batch.record import Result
from docgen.batch.unit import Unit
from docgen.drafts.store import CAN_SYNC_ALL
from docgen.library import Library, TemplateSource

if TYPE_CHECKING:
    from docgen.office import Printing
    from docgen.render.letterhead import Letterhead

PAGES: Final = ""
"""In the place of a template: the pages of a unit, made of all its templates."""
_SHARED: Final = (
    ("templates", "**/*.macro.j2"),
    ("snippets", "**/*.yaml"),
    ("data/dictionary", "*.yaml"),
    ("data/norms", "**/*.yaml"),
)
"""Files of the library that any template may draw on."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of every unit.

    printing: how PDFs and pictures are printed, None when none are asked for.
    roots: of the library, nearest first.  templates: id of each with the hash of all that it
    draws on and of the options; the last, PAGES, stands for the pages of a unit.  names: their
    名称, in the same order.  out: the output folder.  sync: whether each file is pushed to
    the disk at once.  letterhead: the unit's own, None for none.  ours: see `Laying`.  run: what tells this run from the last one, so that
    a worker that lives on reads its library anew.
    """

    roots: tuple[Path, ...]
    templates: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    formats: tuple[str, ...]
    out: Path
    on: date | None = None
    style: str = ""
    strict: bool = False
    sync: bool = False
    printing: Printing | None = None
    letterhead: Letterhead | None = None
    ours: frozenset[str] = frozenset()
    run: str = ""

    def for_run(self, *, ours: frozenset[str], sync: bool) -> Order:
        """The order as one run gives it to its workers."""
        return replace(self, ours=ours, sync=sync or not CAN_SYNC_ALL, run=os.urandom(8).hex())


class Job(NamedTuple):
    """A unit with what is to be made for it.

    templates: their ids; PAGES for its pages.  kept: records of the templates that stand.
    ours: hashes of the drafts that were laid for it before.
    """

    unit: Unit
    templates: tuple[str, ...]
    kept: tuple[bytes, ...] = ()
    ours: tuple[str, ...] = ()

    @property
    def drafts(self) -> int:
        """How many drafts are to be made."""
        return sum(id != PAGES for id in self.templates)


def order_of(
    library: Library,
    templates: Sequence[TemplateSource],
    formats: Sequence[str],
    out: Path,
    *,
    on: date | None = None,
    style: str = "",
    strict: bool = False,
    printing: Printing | None = None,
    letterhead: Letterhead | None = None,
) -> Order:
    """The order for these templates, with the hash of everything each of them draws on."""
    known = sorted((template.id, template.name) for template in library.templates.values())
    shared = hashlib.sha256(repr(known).encode())
    for folder, pattern in _SHARED:
        for name, path in library.files(folder, pattern).items():
            shared.update(f"{folder}/{name}\0".encode() + path.read_bytes() + b"\0")
    headed = (letterhead.name, letterhead.sha256) if letterhead is not None else ()
    printed = _printed_by(printing)
    options = repr((docgen.__version__, tuple(formats), on, style, strict, *printed, *headed))
    digests = []
    for template in templates:
        said = repr((template, library.genres[template.genre]))
        digest = hashlib.sha256(f"{options}{said}".encode() + shared.digest()).hexdigest()
        digests.append((template.id, digest))
    pages = hashlib.sha256("".join(digest for _, digest in digests).encode()).hexdigest()
    digests.append((PAGES, pages))
    names = (*(template.name for template in templates), "")
    return Order(
        library.roots,
        tuple(digests),
        names,
        tuple(formats),
        out,
        on,
        style,
        strict,
        printing=printing,
        letterhead=letterhead,
    )


def _printed_by(printing: Printing | None) -> tuple[object, ...]:
    """What decides how a PDF looks beside the paper: the program and the fonts that are there."""
    if printing is None:
        return ()
    from docgen.office.fonts import Fonts  # noqa: PLC0415  (few batches print)

    return printing.program, Fonts(printing.fonts).families


def keys_of(unit: Unit, digests: Mapping[str, str]) -> dict[str, str]:
    """For each template the hash of everything that decides a unit's draft: its files and the
    template's digest.  digests: those of the templates, by id.

    A file that cannot be read counts as one that says nothing.
    """
    said = f"{unit.source}\0{unit.folder}\0{unit.trouble}\0{unit.digest}"
    files = hashlib.sha256(said.encode("utf-8", "surrogatepass"))
    for path in unit.files:
        files.update(f"{path}\0".encode("utf-8", "surrogatepass"))
        try:
            whole = path.is_file()  # a pipe would never end
            files.update(hashlib.sha256(path.read_bytes() if whole else b"?").digest())
        except OSError:
            files.update(b"?")
    made = {}
    for id, digest in digests.items():
        both = files.copy()
        both.update(digest.encode())
        made[id] = both.hexdigest()
    return made


def looks_of(unit: Unit) -> dict[str, str]:
    """What a look at each of a unit's files says."""
    return {str(path): look(path) for path in unit.files}


def looked(unit: Unit, digest: str, files: Mapping[str, str]) -> dict[str, str]:
    """The looks of a result before anything is laid: see `Made`.  files: as `looks_of` gives
    them."""
    return {"": digest + unit.digest, **files}


def made_of(result: Result, key: str, looks: Mapping[str, str], out: Path) -> Made:
    """The result as the state keeps it.  looks: taken before its facts were read."""
    failed = result.error if result.status == "失败" else ""
    laid = {f"{LAID}{draft.path}": look(out / draft.path) for draft in result.drafts}
    return Made(*result.key, key, {**looks, **laid}, failed, to_json(result), result.imprint)
