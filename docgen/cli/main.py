"""The program's door: streams that no character can break, then the commands."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """Run `docgen` with the arguments of the process and end it with the exit code."""
    prepare_streams()
    from docgen.cli.program import program  # the streams are set up first

    program.main(prog_name="docgen")


def prepare_streams() -> None:
    """Let output reach files and pipes as UTF-8 unless PYTHONIOENCODING says otherwise.

    A console keeps its own encoding.  A character that the encoding lacks becomes “?”.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is None or not hasattr(stream, "reconfigure"):
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")
