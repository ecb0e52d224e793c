"""Writing what a command makes, other than drafts: never over a file that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from docgen.drafts import store
from docgen.errors import OutputError

_MOST: Final = 99
"""So many files of a name are laid side by side."""


def write_new(path: Path, data: bytes) -> None:
    """Put the bytes at the path, which must be free.  Raises OutputError."""
    if path.is_symlink() or path.exists():
        raise OutputError(
            "已经有这个文件，没有动它", where=str(path), hint="用 -o 换一个名字，或先把它移走"
        )
    store.write(path, data)


def lay_beside(path: Path, data: bytes) -> Path:
    """Put the bytes at the path, or at 名2.docx, 名3.docx … when another file lies there; say
    where.  Nothing is overwritten.  Raises OutputError."""
    for number in range(1, _MOST + 1):
        place = path.with_name(f"{path.stem}{number if number > 1 else ''}{path.suffix}")
        there = store.read(place)
        if there == data:
            return place
        if there is None:
            store.write(place, data)
            return place
    raise OutputError("放不下了，旁边同名的太多", where=str(path), hint="把旧的移走再来")
