"""Who prints in the tests: the real LibreOffice with the fonts of `make setup`, or a stub."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from docgen.library import Library
from docgen.office import Printing, printing_of
from docgen.office.program import FONT_FOLDERS
from tests.gate.office import FONT_FOLDER

LIBRARY = Library()
ENVIRONMENT = {**os.environ, FONT_FOLDERS: str(FONT_FOLDER)}
PRINTING: Printing = printing_of(ENVIRONMENT, LIBRARY)
STYLE = LIBRARY.style("gbt9704")

PDF = "${last%/*}/out/paper.pdf"
STUBS = {
    "睡着不动": "sleep 600",
    "退出码 1": "exit 1",
    "退出码 0，没有文件": "exit 0",
    "写出半个 PDF": f'printf "%%PDF-1.6\\nabc" >"{PDF}"',
    "写出的不是 PDF": f'echo "<html>" >"{PDF}"',
    "写出空文件": f': >"{PDF}"',
}
"""Programs that do as a bad LibreOffice does, as shell scripts."""


def stub(folder: Path, script: str) -> Path:
    """A program that notes each call in `calls` beside it and then does this."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "soffice"
    body = f'echo "$@" >>"{folder}/calls"\nfor last; do :; done\n{script}\n'
    program.write_text(f"#!/bin/sh\n{body}", encoding="utf-8")
    program.chmod(0o755)
    return program


def calls(program: Path) -> int:
    """How often the stub was called."""
    noted = program.with_name("calls")
    return len(noted.read_text(encoding="utf-8").splitlines()) if noted.is_file() else 0


def homes(folder: Path) -> list[Path]:
    """The homes of LibreOffice that are left in a folder of temporary files."""
    return sorted(folder.glob("docgen-*"))


def processes(word: str) -> Iterator[int]:
    """The processes that have this word on their command line, this one apart."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if word.encode() in line:
                yield int(entry.name)
