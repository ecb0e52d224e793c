"""Lengths in the properties of a .docx, as points."""

from __future__ import annotations

from typing import Final

from lxml import etree

from docgen.ooxml.opening import W

_W: Final = f"{{{W}}}"
TWIPS: Final = 20
"""In a point."""


def number(text: str | None, unit: float = 1) -> float | None:
    """A length as points: twips, or another unit in so many parts of a point; "16pt" as it is."""
    if not text:
        return None
    for ending, points in (("pt", 1.0), ("mm", 72 / 25.4), ("cm", 720 / 25.4), ("in", 72.0)):
        if text.endswith(ending):
            plain = _float(text[: -len(ending)])
            return None if plain is None else plain * points
    plain = _float(text)
    return None if plain is None else plain / unit


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e7 else None


def indent(element: etree._Element) -> dict[str, float | None]:
    """What w:ind says, by the names of `docgen.ooxml.formatting.Placing`; None for what it does not."""

    def of(name: str, unit: float = TWIPS) -> float | None:
        return number(element.get(_W + name), unit)

    said = {"first": of("firstLine"), "first_chars": of("firstLineChars", 100)}
    hanging, hanging_chars = of("hanging"), of("hangingChars", 100)
    if hanging is not None:
        said["first"] = -hanging
    if hanging_chars is not None:
        said["first_chars"] = -hanging_chars
    for side, other in (("left", "start"), ("right", "end")):
        for ending, unit in (("", TWIPS), ("Chars", 100)):
            value = of(side + ending, unit)
            value = of(other + ending, unit) if value is None else value
            said[side + ("_chars" if ending else "")] = value
    return said
