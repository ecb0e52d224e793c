"""Styles: the look of a paper as data, every parameter with its clause and strength."""

from docgen.library.styles.elements import (
    Corner,
    Font,
    HeadRule,
    Imprint,
    LineKind,
    Mark,
    Page,
    PageNumber,
    Rule,
    Side,
)
from docgen.library.styles.faults import Fault, StyleError, placed, unreadable
from docgen.library.styles.parameters import POINTS_PER_MM, Setting, mm_twips, twips
from docgen.library.styles.reading import load_style, style_from_values
from docgen.library.styles.style import Deviation, Style

__all__ = [
    "POINTS_PER_MM",
    "Corner",
    "Deviation",
    "Fault",
    "Font",
    "HeadRule",
    "Imprint",
    "LineKind",
    "Mark",
    "Page",
    "PageNumber",
    "Rule",
    "Setting",
    "Side",
    "Style",
    "StyleError",
    "load_style",
    "mm_twips",
    "placed",
    "style_from_values",
    "twips",
    "unreadable",
]
