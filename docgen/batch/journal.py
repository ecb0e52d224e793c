"""The journal of a worker: what it is about to lay and what it has made, between two commits.

A line is written at one go to a file that is only ever added to, so that what was written
survives a kill; what a kill tore is passed over.  Journals that a killed run left behind are
taken up by the next.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
from pathlib import Path
from typing import Any, Final, NamedTuple

from docgen.batch.made import Made, encode
from docgen.drafts import store

_NAME: Final = "journal-"
_LAID: Final = "laid"


class Journal:
    """The lines of one worker."""

    def __init__(self, folder: Path) -> None:
        """Begin one in this folder.  Raises OutputError when it cannot be written."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self.path = folder / f"{_NAME}{os.getpid()}-{os.urandom(4).hex()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.path, flags, 0o666)
        except OSError as error:
            raise store.output_error(self.path, error) from error

    def intend(self, path: Path, data: bytes) -> None:
        """Say that a file of these bytes is about to be laid.  Raises OutputError."""
        self._line([_LAID, store.sha256(data), path.name])

    def done(self, made: Made) -> None:
        """Say what was made.  Raises OutputError."""
        record = made.record.decode("utf-8", "surrogatepass")
        self._line([*made[:5], record, base64.b64encode(made.imprint).decode()])

    def _line(self, values: list[Any]) -> None:
        rest = memoryview(f"\n{encode(values)}\n".encode("utf-8", "surrogatepass"))
        try:
            while rest:
                rest = rest[os.write(self._handle, rest) :]
        except OSError as error:
            raise store.output_error(self.path, error) from error

    def close(self) -> None:
        """No more lines."""
        os.close(self._handle)


class Left(NamedTuple):
    """What journals say: results made, and hashes of files that were about to be laid."""

    made: tuple[Made, ...]
    ours: frozenset[str]


def left_in(folder: Path) -> Left:
    """What the journals in this folder say."""
    made: list[Made] = []
    ours: set[str] = set()
    for path in sorted(folder.glob(f"{_NAME}*")):
        for line in path.read_bytes().split(b"\n"):
            try:
                values = json.loads(line)
                if values[0] == _LAID:
                    ours.add(values[1])
                else:
                    source, template, key, looks, failed, record, imprint = values
                    blob = record.encode("utf-8", "surrogatepass")
                    packed = base64.b64decode(imprint)
                    made.append(Made(source, template, key, looks, failed, blob, packed))
            except (ValueError, IndexError, TypeError, AttributeError):
                continue  # empty, or torn by a kill
    return Left(tuple(made), frozenset(ours))


def clear(folder: Path) -> None:
    """Remove the journals in this folder; one that is still open somewhere stays."""
    for path in folder.glob(f"{_NAME}*"):
        with contextlib.suppress(OSError):
            path.unlink()
