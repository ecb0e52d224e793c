"""Which rules are asked for: codes, or their first letters, taken in or left out."""

from __future__ import annotations

from collections.abc import Collection

from docgen.library.profile import code_known


def selected(
    codes: Collection[str], select: Collection[str] = (), ignore: Collection[str] = ()
) -> frozenset[str]:
    """Those of the codes that are asked for.  select: () for all.

    Raises LibraryError naming near ones for what no code begins with.
    """
    chosen = tuple(code_known(word, codes) for word in select)
    left = tuple(code_known(word, codes) for word in ignore)
    return frozenset(
        code
        for code in codes
        if (not chosen or code.startswith(chosen)) and not (left and code.startswith(left))
    )
