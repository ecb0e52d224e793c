"""Who prints for a command: LibreOffice when a format asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docgen.drafts.writing import PRINTED
from docgen.library import Library

if TYPE_CHECKING:
    from docgen.office import Office, Printing


def printing_for(formats: Sequence[str], shelf: Library) -> Printing | None:
    """How this machine prints, by its environment; None when no format is printed.

    Raises MissingProgramError when one is and LibreOffice is not there: before any work is done.
    """
    if set(formats).isdisjoint(PRINTED):
        return None
    from docgen.office import find_program, printing_of

    found = printing_of(os.environ, shelf)
    find_program(found.program)
    return found


@contextmanager
def office_for(formats: Sequence[str], shelf: Library) -> Iterator[Office | None]:
    """LibreOffice when one of the formats is printed, None when none is; raises as above."""
    printing = printing_for(formats, shelf)
    if printing is None:
        yield None
        return
    from docgen.office import Office

    with Office(printing, shelf) as office:
        yield office
