"""Writing what a command makes, other than drafts: never over a file that is there."""

from __future__ import annotations

from pathlib import Path

from docgen.drafts import store
from docgen.errors import OutputError


def write_new(path: Path, data: bytes) -> None:
    """Put the bytes at the path, which must be free.  Raises OutputError."""
    if path.is_symlink() or path.exists():
        raise OutputError(
            "已经有这个文件，没有动它", where=str(path), hint="用 -o 换一个名字，或先把它移走"
        )
    store.write(path, data)
