"""Plain text: a line for every paragraph, heading and table row, cells parted by a tab."""

from __future__ import annotations

from docgen.document import Document, plain_text
from docgen.library.styles import Style


def render(document: Document, style: Style) -> bytes:  # noqa: ARG001  text has no look
    """The document's lines in UTF-8."""
    return plain_text(document).encode()
