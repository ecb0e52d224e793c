"""A measure word or unit typed behind a slot that contradicts the dictionary, or says twice what the
slot prints itself (TPL008): `{{ 投入 }}亿元` where the dictionary's unit is 万元."""

from __future__ import annotations

import re
from typing import Final

from docgen.audit.places import place_of
from docgen.compose.anatomy import Anatomy, Part, anatomy
from docgen.facts import Dictionary, Entry, dictionary_of
from docgen.facts.dictionary import known_units
from docgen.finding import Finding, Level
from docgen.language.measures import HAN_MEASURES
from docgen.language.quantity import measure_at
from docgen.library import Library, TemplateSource

CODE: Final = "TPL008"

_PLAIN: Final = re.compile(r"[\w.]+(?: \| (计划|量|汉字|元|万元|亿元))*")
_SCALES: Final = re.compile("[十百千万亿]{1,2}")
_FILTER: Final = re.compile(r" \| (\w+)")


def check_measures(template: TemplateSource, library: Library) -> tuple[Finding, ...]:
    """Such slots, in the order of the template.  Raises TemplateError when it cannot be compiled."""
    return measured_slots(anatomy(template, library), template, library)


def measured_slots(
    taken: Anatomy, template: TemplateSource, library: Library
) -> tuple[Finding, ...]:
    """The same of a template that is taken apart already."""
    dictionary = dictionary_of(library)
    found = (_finding(part, template, dictionary) for part in taken.of("{{ }}"))
    return tuple(dict.fromkeys(finding for finding in found if finding is not None))


def _finding(part: Part, template: TemplateSource, dictionary: Dictionary) -> Finding | None:
    word = _measure(part.after)
    entry = _number(part, dictionary)
    if not word or entry is None:
        return None
    own = printed_unit(part.text, entry)
    due = entry.unit or entry.measure
    if own:
        message = f"“{entry.path}”的填空印出来已带“{own}”，后面又写了“{word}”"
        if word != own:
            message += f"，两个不一样：字典里登记的是{due or own}"
        hint = f"删去“{word}”；要换算，用 | 万元、| 亿元 这类过滤器"
    elif due and word not in known_units(entry.kind, entry.measure, entry.unit):
        message = f"“{entry.path}”的量词登记的是“{due}”，后面写的是“{word}”"
        hint = f"写成 {{{{ {part.text} | 量 }}}}，量词由字典带出"
    else:
        return None
    level = Level.ERROR if own else Level.DOUBT
    place = place_of(part.site.file, part.site.line, template)
    return Finding(CODE, level, message, place, f"{{{{ {part.text} }}}}{word}", hint)


def _measure(text: str) -> str:
    """The measure word or unit that begins the text, with its scale word: 亿元, 万人, 个."""
    scale = _SCALES.match(text)
    at = scale.end() if scale else 0
    word = measure_at(text, at, HAN_MEASURES)
    return text[: at + len(word)] if word else ""


def _number(part: Part, dictionary: Dictionary) -> Entry | None:
    """The number that the slot prints alone, None when it prints something else."""
    if not _PLAIN.fullmatch(part.text) or len(part.wanted) != 1:
        return None
    entry = dictionary.find(part.wanted[0])
    return entry if entry is not None and entry.is_number else None


def printed_unit(text: str, entry: Entry) -> str:
    """The unit or 量词 that a slot of this number prints with it, "" when it prints none."""
    filters = _FILTER.findall(text)
    for name in reversed(filters):
        if name in ("元", "万元", "亿元"):
            return str(name)
        if name == "汉字":
            return ""
        if name == "量":
            return entry.measure or entry.unit
    if entry.kind == "计数":
        return ""
    return entry.unit or ("%" if entry.kind == "百分比" else "")
