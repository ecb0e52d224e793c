"""The shell of a page that opens from a folder: one file, no network, nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

_HERE: Final = Path(__file__).parent
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@lru_cache(maxsize=8)
def part(name: str) -> str:
    """A style sheet or script that lies beside this module."""
    return (_HERE / name).read_text("utf-8").replace("\r\n", "\n")


@lru_cache(maxsize=8)
def head(script: str = "") -> str:
    """Everything before the title of a page with this script, or with none; other scripts and any
    request are refused by the browser."""
    style = part("page.css")
    allowed = f"script-src {_hash(part(script))}; " if script else ""
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; {allowed}base-uri 'none'; "
        "form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<style>{style}</style>\n"
    )


def tail(script: str) -> str:
    """Everything after the data: the script that reads it."""
    return f"<script>{part(script)}</script>\n</body>\n</html>\n"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def escape(text: str) -> str:
    """Text as it stands in HTML, also within an attribute."""
    return html.escape(text, quote=True)


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
