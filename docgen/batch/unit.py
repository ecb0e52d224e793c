"""A unit of a batch: who it is, and where its facts of the period lie."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from docgen.facts import FormUnit
from docgen.finding import Finding
from docgen.language import Period

COUNTY_KINDS: Final = frozenset(("县", "区", "市"))
"""单位.类别 of what the units report to; it has papers of its own."""
UNIT_FILE: Final = "unit.yaml"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and where its facts of the period lie.

    source: as the user named it: a file, or `form.xlsx#青山镇`.  name: 单位.名称, or the name of
    its folder or file where none can be read.  folder: of its drafts, below the output folder.
    group: the folder it lies in with its neighbours; units are compared within it.  file: the
    facts file.  files: all files that its facts come from, the earlier period's too.  county:
    whether it is what the others report to.  form: of a form's unit, its cells, packed; digest:
    the hash of what it filled in and of all that lies under it.  sent: what it sent back to fill
    its gaps, packed, see `batch.returned`.  trouble: why nothing can be made of it, "" when there
    is no reason yet.
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


class Dated(NamedTuple):
    """A facts file with its period, None when it names none or cannot be read."""

    path: Path
    period: Period | None


class Found(NamedTuple):
    """A unit with the files of its periods, before one of them is chosen.

    findings: of its form as a whole, told with the first unit of it.
    """

    unit: Unit
    dated: tuple[Dated, ...]
    findings: tuple[Finding, ...] = ()


def packed(form: FormUnit) -> bytes:
    """The cells of a form's unit, to be handed to whoever drafts it."""
    return zlib.compress(pickle.dumps(form, protocol=5), 1)


def form_of(unit: Unit) -> FormUnit:
    """The cells of a form's unit."""
    form = pickle.loads(zlib.decompress(unit.form))  # packed in this very run
    assert isinstance(form, FormUnit)
    return form
