"""The unit's own letterhead on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from docgen.render.letterhead import Letterhead

option = click.option(
    "--letterhead", "headed", metavar="信头.docx", default="",
    help="套在本单位自己的信头上：Word、WPS 做的 .docx，里面写着 {{ 正文 }} 等填空",
)  # fmt: skip


def letterhead_at(path: str) -> Letterhead | None:
    """The letterhead at the path, None for no path.  Raises InputError naming file and reason."""
    if not path:
        return None
    from docgen.ooxml.opening import MAX_BYTES
    from docgen.render.letterhead import read_letterhead
    from docgen.source import read_bytes

    return read_letterhead(read_bytes(Path(path), MAX_BYTES), path)
