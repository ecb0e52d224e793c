"""LibreOffice Writer as the second reader of tracked changes: it accepts and rejects them all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.gate.asking import ask

SCRIPT = Path(__file__).with_name("settle_in_writer.py")


class Settled(NamedTuple):
    """A file in Writer: how many changes it saw, the lines that are not empty after accepting all
    and after rejecting all, and whether any change was left then."""

    changes: int
    accepted: list[str]
    rejected: list[str]
    left: bool


def settled(files: Sequence[Path], timeout: float = 120) -> list[Settled]:
    """Every file with its changes accepted, and rejected."""
    seen = ask(SCRIPT, *files, timeout=timeout)
    return [Settled(**seen[str(file)]) for file in files]
