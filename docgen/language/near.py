"""Names that are nearly the same."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, "" when none is near."""
    if len(word) < 2:
        return ""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6 if len(word) > 2 else 0.5)
    return found[0] if found else ""
