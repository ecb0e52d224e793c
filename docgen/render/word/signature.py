"""The 署名 and 成文日期 of a .docx paper."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.document import Document, PageBreak, Paragraph, Signature, plain
from docgen.library.styles import Style, twips
from docgen.ooxml import stylesheet as names
from docgen.ooxml.runs import runs
from docgen.render.word.faces import END, Faces, opened, right_indent
from docgen.render.word.width import spaced


def last_block(document: Document) -> int:
    """The block that must share a page with the signature; -1 when nothing has to."""
    signature = document.signature
    if signature is None or not (plain(signature.organ) or plain(signature.issued_on)):
        return -1
    for index in range(len(document.body) - 1, -1, -1):
        block = document.body[index]
        if isinstance(block, PageBreak):
            return -1
        if not isinstance(block, Paragraph) or plain(block.text):
            return index
    return -1


def signature_lines(
    signature: Signature, style: Style, faces: Faces, pending: str
) -> Iterator[str]:
    """署名 and 成文日期: the date's first character stands `date_shift` right of the organ's;
    a date longer than the organ keeps its distance and the organ moves left (7.3.5.2)."""
    organ, date = (spaced(plain(text)) for text in (signature.organ, signature.issued_on))
    organ_right = date_right = style.signature.right
    if organ and date:
        date_right += organ - style.signature.date_shift - date
        if date_right < 0 or date > organ:
            date_right = style.signature.right
            organ_right = max(0, date_right + date + style.signature.date_shift - organ)
    if content := runs(signature.organ, faces.body):
        yield opened(names.SIGNATURE, pending, right_indent(organ_right, style)) + content + END
        pending = ""
    if content := runs(signature.issued_on, faces.body):
        space = ""
        if not organ:
            lines = round(style.signature.before * twips(style.pitch))
            space = f'<w:spacing w:before="{lines}"/>'
        yield (
            opened(names.ISSUED_ON, pending, space + right_indent(date_right, style))
            + content
            + END
        )
