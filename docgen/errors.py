"""The errors docgen raises, each with the exit code its kind ends the program with.

What is wrong with *data* is a value (`finding.Finding`), collected and shown all at once;
an error is raised once, when the work asked for cannot go on.  One place prints them: `cli`.
"""

from __future__ import annotations

from typing import ClassVar


class DocgenError(Exception):
    """The work cannot go on.

    message: what is wrong, one Chinese sentence.  where: file, line and column (or
    workbook!sheet!cell) as printed, "" when no place applies.  hint: what to do next.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        head = f"{self.where}：" if self.where else ""
        tail = f"（{self.hint}）" if self.hint else ""
        return f"{head}{self.message}{tail}"


class InputError(DocgenError):
    """An input file cannot be read at all: absent, not text, or broken YAML."""


class AmbiguousNameError(InputError):
    """A short name that several things of the library have."""


class LibraryError(DocgenError):
    """A template, snippet, dictionary, style or norm of the library is absent or malformed."""


class TemplateError(DocgenError):
    """A template asks for something it must not or cannot have; names the template line."""


class RenderError(DocgenError):
    """A document cannot be written in the format asked for."""


class MissingProgramError(DocgenError):
    """An outside program that the work needs is not installed."""

    exit_code = 4


class OutputError(DocgenError):
    """The result cannot be written: disk full, no right to write, file in use."""

    exit_code = 5
