"""Reading drafts: any .docx, .md or .txt becomes a manuscript, its lines recognised and placed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from docgen.errors import InputError
from docgen.manuscript import Manuscript
from docgen.read import docx, markdown, text
from docgen.read.recognise import recognise
from docgen.read.strips import Reading

__all__ = ["DRAFT_ENDINGS", "read_content", "read_draft", "read_text"]

READERS: Final[Mapping[str, Callable[[Path], Reading]]] = {
    ".docx": docx.read,
    ".md": markdown.read,
    ".txt": text.read,
}
DRAFT_ENDINGS: Final = tuple(READERS)


def read_draft(path: Path) -> Manuscript:
    """The manuscript in a file.

    Raises InputError when it cannot be read: absent, too big, broken, or of a kind not read.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            "不是能检查的文稿", where=str(path), hint="能读的有 " + "、".join(DRAFT_ENDINGS)
        )
    return recognise(str(path), reader(path))


def read_text(words: str, path: str = "稿.txt") -> Manuscript:
    """The manuscript that a text is; path names it in findings, .md at its end means Markdown."""
    read = markdown.strips_of if path.lower().endswith(".md") else text.strips_of
    return recognise(path, read(words, path))


def read_content(content: bytes | str, path: str) -> Manuscript:
    """The manuscript of a .docx's bytes, or of a text as `read_text`.

    Raises InputError as `read_draft`.
    """
    if isinstance(content, bytes):
        return recognise(path, docx.strips_of(content, path))
    return read_text(content, path)
