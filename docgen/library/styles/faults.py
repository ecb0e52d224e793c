"""What is wrong in a style file: every mistake, each at its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from docgen.errors import LibraryError
from docgen.finding import Finding, Level
from docgen.source import Parsed, read_file


class Fault(NamedTuple):
    """A mistake.  style: id of the file that it stands in, or the place in it when that is known.  key: the names down to the
    parameter, () for the file as a whole."""

    style: str
    key: tuple[str, ...]
    message: str
    hint: str = ""


class StyleError(LibraryError):
    """A style that cannot be used.

    faults: all that is wrong, in the order found.  findings: the same at their places, sources:
    the lines of the files, both empty until the files are known.
    """

    def __init__(
        self,
        faults: Sequence[Fault],
        findings: Sequence[Finding] = (),
        sources: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        first = faults[0]
        more = f"；这个样式共有{len(faults)}处要改" if len(faults) > 1 else ""
        super().__init__(first.message + more, where=first.style, hint=first.hint)
        self.faults = tuple(faults)
        self.findings = tuple(findings)
        self.sources = sources or {}


def placed(faults: Sequence[Fault], file: Callable[[str], Path]) -> StyleError:
    """The same mistakes with their places, and whatever else the files are wrong in as YAML.

    file: where the style of an id lies.
    """
    parsed = {one.style: read_file(file(one.style)) for one in faults}
    found = [
        Finding(
            "STY001", Level.ERROR, one.message, parsed[one.style].key_place(one.key), "", one.hint
        )
        for one in faults
    ]
    return _error(parsed.values(), found)


def unreadable(parsed: Parsed) -> StyleError:
    """A file that is no YAML."""
    return _error((parsed,), ())


def _error(files: Iterable[Parsed], found: Sequence[Finding]) -> StyleError:
    files = tuple(files)
    slips = [slip for each in files for slip in each.findings if slip.level is Level.ERROR]
    findings = sorted((*slips, *found), key=lambda finding: finding.place)
    faults = [Fault(str(one.place), (), one.message, one.hint) for one in findings]
    return StyleError(faults, findings, {each.name: each.lines for each in files})
