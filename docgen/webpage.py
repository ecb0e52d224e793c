"""The shell of a page that opens from a folder: one file, no request, and nothing runs in it but the
script it was made with."""

from __future__ import annotations

import base64
import hashlib
import html
from functools import cache
from pathlib import Path


@cache
def file_text(path: Path) -> str:
    """A style sheet or script that belongs to the program."""
    return path.read_text("utf-8").replace("\r\n", "\n")


def opening(style: str, script: str = "") -> str:
    """What every page begins with, up to its title: other styles, other scripts and any request are
    refused by the browser."""
    allowed = f"script-src {_hash(script)}; " if script else ""
    policy = f"default-src 'none'; style-src {_hash(style)}; {allowed}base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    )


def page(title: str, style: str, body: str) -> bytes:
    """A whole page without script, in UTF-8; halves of characters become `?`.  body: HTML."""
    return (
        f"{opening(style)}<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    ).encode("utf-8", "replace")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def escape(text: str) -> str:
    """Text as it stands in HTML, also within an attribute."""
    return html.escape(text, quote=True)
