"""Facts: what a unit reports, typed by the dictionary, every value with its place."""

from docgen.facts.checks import check_facts
from docgen.facts.dictionary import Dictionary, Entry, dictionary_from, dictionary_of
from docgen.facts.reading import (
    FORM_ENDINGS,
    YAML_ENDINGS,
    FactsError,
    FormUnit,
    Reading,
    as_of,
    facts_from,
    form_units,
    is_period_file,
    layer_files,
    period_of,
    read_facts,
    read_units,
    reading_of,
)
from docgen.facts.values import Fact, Facts, Group, Record, Records

__all__ = [
    "FORM_ENDINGS",
    "YAML_ENDINGS",
    "Dictionary",
    "Entry",
    "Fact",
    "Facts",
    "FactsError",
    "FormUnit",
    "Group",
    "Reading",
    "Record",
    "Records",
    "as_of",
    "check_facts",
    "dictionary_from",
    "dictionary_of",
    "facts_from",
    "form_units",
    "is_period_file",
    "layer_files",
    "period_of",
    "read_facts",
    "read_units",
    "reading_of",
]
