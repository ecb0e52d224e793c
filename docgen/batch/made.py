"""A result as it is kept: with what it was made of, and as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from docgen.batch.record import Held, Laid, Result
from docgen.document import Gap
from docgen.finding import Finding, Level, Place

Key: TypeAlias = tuple[str, str]
"""What names a draft, `Result.key`: source and template."""
LAID: Final = "\0"
"""Before the path of a draft among the looks; no path has it."""


class Made(NamedTuple):
    """A result with what it was made of.

    key: hash of everything that decided it.  looks: of each file it was made of and, behind the
    mark LAID, each that was laid, what a look at it says (see `look`); under "" the template's
    hash.  failed: why there is no draft, "" when nothing failed.  record: the result as JSON.
    """

    source: str
    template: str
    key: str
    looks: Mapping[str, str]
    failed: str
    record: bytes
    imprint: bytes


def look(path: Path | str) -> str:
    """What tells cheaply that a file was not touched: size, times and number; "" when absent."""
    try:
        found = os.stat(path)  # noqa: PTH116  (a batch looks at a hundred thousand files)
    except (OSError, ValueError):
        return ""
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}"


encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_NAMES: Final = tuple(item.name for item in fields(Result) if item.name != "imprint")
SHAPE: Final = " ".join((*_NAMES, *(item.name for kind in (Gap, Finding) for item in fields(kind))))
"""What a record holds, so that one of another shape is known as such."""


def to_json(result: Result) -> bytes:
    """The result without its imprint: its fields in their order."""
    values: list[Any] = []
    for name in _NAMES:
        value = getattr(result, name)
        if name == "gaps":
            value = [astuple(gap) for gap in value]
        elif name == "findings":
            value = [[getattr(found, item.name) for item in fields(Finding)] for found in value]
        values.append(value)
    return encode(values).encode("utf-8", "surrogatepass")


def from_json(record: bytes) -> Result:
    """The result of a record, without its imprint."""
    said = dict(zip(_NAMES, json.loads(record), strict=True))
    said["drafts"] = tuple(Laid(*item) for item in said["drafts"])
    said["gaps"] = tuple(Gap(*item) for item in said["gaps"])
    said["findings"] = tuple(map(_finding, said["findings"]))
    said["held"] = tuple(Held(*item) for item in said["held"])
    return Result(**said)


def _finding(values: list[Any]) -> Finding:
    said = dict(zip((item.name for item in fields(Finding)), values, strict=True))
    said["level"] = Level(said["level"])
    said["place"] = Place(*said["place"])
    said["related"] = tuple(Place(*place) for place in said["related"])
    return Finding(**said)
