"""The language of official papers: numbers, quantities, dates, changes.  Pure functions."""

from docgen.language.dates import (
    Period,
    arabic_date,
    chinese_date,
    issued_date,
    parse_date,
    parse_period,
    period_words,
    previous_period,
    relative_year,
)
from docgen.language.decimals import format_decimal, in_unit, percent_change
from docgen.language.figure import Figure, FigureKind, figures, pieces_apart
from docgen.language.numerals import chinese_number, count_word, ordinal, parse_chinese_number
from docgen.language.quantity import Quantity, format_quantity, parse_quantity
from docgen.language.wording import change_words, join_items, point_change
from docgen.language.words import terms, words

__all__ = [
    "Figure",
    "FigureKind",
    "Period",
    "Quantity",
    "arabic_date",
    "change_words",
    "chinese_date",
    "chinese_number",
    "count_word",
    "figures",
    "format_decimal",
    "format_quantity",
    "in_unit",
    "issued_date",
    "join_items",
    "ordinal",
    "parse_chinese_number",
    "parse_date",
    "parse_period",
    "parse_quantity",
    "percent_change",
    "period_words",
    "pieces_apart",
    "point_change",
    "previous_period",
    "relative_year",
    "terms",
    "words",
]
