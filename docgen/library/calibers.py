"""Which words for a 口径 mean the same: data/norms/rules/calibers.yaml, whose head says what it
holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from docgen.library.fields import Fields

_PUNCTUATION: Final = re.compile(r"[\s，。、；,;（）()]")


@dataclass(frozen=True, slots=True)
class Calibers:
    """Words that mean one 口径.  same: each with the one that stands for all of its kind."""

    basis: str = ""
    same: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def meaning(self, caliber: str) -> str:
        """What two units must have in common to have counted alike: equal words, but for
        punctuation, or words that mean the same."""
        bare = _bare(caliber)
        return self.same.get(bare, bare)


NO_CALIBERS: Final = Calibers()
"""Nothing means the same but equal words."""


def calibers_from(values: object, where: str = "calibers.yaml") -> Calibers:
    """The words of a file's plain values.  Raises LibraryError naming the entry at fault."""
    top = Fields(values, where, ("依据", "同义"))
    same: dict[str, str] = {}
    for value in top.entries("同义"):
        row = Fields(value, f"{where} 同义", ("说法", "缘由"))
        row.required("缘由")
        words = [_bare(word) for word in row.texts("说法")]
        for word in words:
            if word in same:
                raise row.error(f"“{word}”写了两处")
            same[word] = words[0]
    return Calibers(top.required("依据"), MappingProxyType(same))


def _bare(caliber: str) -> str:
    return _PUNCTUATION.sub("", caliber)
