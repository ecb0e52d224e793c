"""The shell of a page that opens from a folder: one file, no network, nothing but its own script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from docgen.webpage import file_text, opening

_HERE: Final = Path(__file__).parent
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def part(name: str) -> str:
    """A style sheet or script that lies beside this module."""
    return file_text(_HERE / name)


@lru_cache(maxsize=8)
def head(script: str = "") -> str:
    """Everything before the title of a page with this script, or with none."""
    style = part("page.css")
    return (
        opening(style, part(script) if script else "")
        + f'<meta name="referrer" content="no-referrer">\n<style>{style}</style>\n'
    )


def tail(script: str) -> str:
    """Everything after the data: the script that reads it."""
    return f"<script>{part(script)}</script>\n</body>\n</html>\n"


def to_json(value: object) -> str:
    """A value as JSON that may stand within a script element."""
    return _encode(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def to_bytes(text: str) -> bytes:
    """The text in UTF-8; halves of characters, which it cannot hold, become `?`."""
    return text.encode("utf-8", "replace")


def href(path: str) -> str:
    """A relative link to a path with `/`; whatever its names hold, it leads nowhere else."""
    return "./" + quote(path.lstrip("/"), safe="/", errors="replace")


def data_block(pieces: Iterator[str]) -> Iterator[str]:
    """The element from which the script reads what it shows."""
    yield '<script type="application/json" id="data">'
    yield from pieces
    yield "</script>\n"
