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

__all__ = ["DRAFT_ENDINGS", "read_content", "read_draft", "read_text", "unread", "worded"]

READERS: Final[Mapping[str, Callable[[Path], Reading]]] = {
    ".docx": docx.read,
    ".md": markdown.read,
    ".txt": text.read,
}
DRAFT_ENDINGS: Final = tuple(READERS)


def read_draft(path: Path) -> Manuscript:
    """The manuscript in a file.

    Raises InputError when it cannot be read: absent, too big, broken, without a word, or of a
    kind not read.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise unread(path)
    return worded(recognise(str(path), reader(path)), path)


def unread(path: Path) -> InputError:
    """What to say of a file of a kind that is not read."""
    kinds = "、".join(DRAFT_ENDINGS)
    hint = f"能读的有 {kinds}；别的在 WPS、Word 里打开，另存为 .docx"
    return InputError("不是能读的文稿", where=str(path), hint=hint)


def worded(paper: Manuscript, path: Path) -> Manuscript:
    """The manuscript.  Raises InputError when there is no word in it."""
    if not (paper.lines or paper.asides):
        hint = "看是不是拿错了、没有存盘；只有图片的（扫描件）读不出字"
        raise InputError("文稿里没有字", where=str(path), hint=hint)
    return paper


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
