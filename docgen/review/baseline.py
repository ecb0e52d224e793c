"""What stood when a baseline was drawn, so that later only what is new is told.

The file is text for git: a finding a line, file, code and the words it quotes parted by tabs, in
the order of the alphabet.  Places are not in it: what is edited elsewhere moves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from docgen.errors import InputError
from docgen.finding import Finding

HEAD: Final = (
    "# docgen check 的基线：列在这里的不再显示。改好的删去，或用 --write-baseline 重写。\n"
    "# 文件、代码、原文，用制表符隔开，一处一行。\n"
)


class Key(NamedTuple):
    """What makes a finding the same again: its file, its code, and what it quotes or says."""

    path: str
    code: str
    quote: str


def key_of(finding: Finding, path: str) -> Key:
    """The key of a finding; path: its file, as the baseline names it."""
    return Key(path, finding.code, " ".join((finding.quote or finding.message).split()))


def baseline_text(keys: Iterable[Key]) -> str:
    """The file for these findings."""
    return HEAD + "".join("\t".join(key) + "\n" for key in sorted(keys))


def baseline_of(text: str, where: str) -> Counter[Key]:
    """How often each finding stands in the file.  Raises InputError for a line that is none."""
    found: Counter[Key] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            parts = line.split("\t")
            if len(parts) != 3:
                raise InputError(
                    "这一行不是“文件、代码、原文”",
                    where=f"{where}:{number}",
                    hint="用 --write-baseline 重写这个文件",
                )
            found[Key(*parts)] += 1
    return found


class Known:
    """The findings of a baseline, each used up by the first that is the same."""

    def __init__(self, known: Counter[Key]) -> None:
        self._left = Counter(known)

    def holds(self, key: Key) -> bool:
        """Whether the finding stood already; asked once for each finding."""
        if self._left[key] <= 0:
            return False
        self._left[key] -= 1
        return True
