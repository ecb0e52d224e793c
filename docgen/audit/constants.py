"""What a template's own words share with the facts of some units: a figure or a name that was once
typed and is now also a fact, and will stay when the fact changes (TPL009)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from docgen.audit.places import place_of
from docgen.compose.anatomy import Anatomy
from docgen.facts import Dictionary, Fact, Facts
from docgen.finding import Finding, Level, Place
from docgen.language import Quantity
from docgen.language.quantity import half_width
from docgen.library import TemplateSource

CODE: Final = "TPL009"

_FIGURE: Final = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.]*\d)")
_FEW: Final = 3
_SHORTEST: Final = 2
"""Characters of a name that is looked for."""
_ASKED: Final = ("文稿.", "提纲[")
"""Facts that say which paper is wanted."""
_SPEAKER: Final = "单位."
_WORDS: Final = frozenset(
    "单位.自称 单位.党委称 单位.上级 单位.类别 单位.主送 单位.语速 单位.简介 单位.区位".split()
)
"""Facts of 单位 that are words of the trade (我镇, 镇党委, 县委), which any template may say."""


def stale_constants(
    taken: Anatomy,
    template: TemplateSource,
    given: Mapping[str, Facts],
    dictionary: Dictionary,
) -> tuple[Finding, ...]:
    """The figures and names in the template's own words that are facts of these units, a finding
    a word, in the order of the template.  given: facts by the unit's name."""
    figures, names = _known(given, dictionary)
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)) or "(?!)")
    places: dict[str, dict[Place, None]] = {}
    for piece in taken.words:
        text = half_width(piece.text)
        hits = [m for m in _FIGURE.finditer(text) if m[0] in figures]
        for match in (*hits, *pattern.finditer(text)):
            line = piece.line + text.count("\n", 0, match.start())
            place = place_of(piece.file, line, template)
            places.setdefault(match[0], {})[place] = None
    return tuple(
        Finding(
            CODE,
            Level.HINT,
            f"模板里写死的“{word}”正是台账里的 {_owned(figures.get(word) or names[word])}",
            next(iter(found)),
            word,
            "是碰巧一样就不用管；就是这一项的，改成填空，换一个单位、换一期才不会错",
            related=tuple(found)[1:],
        )
        for word, found in places.items()
    )


def _owned(owners: Sequence[str]) -> str:
    more = f"等{len(owners)}处" if len(owners) > _FEW else ""
    return "、".join(owners[:_FEW]) + more


def _known(
    given: Mapping[str, Facts], dictionary: Dictionary
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The figures and the names of all units, each with whose fact it is.

    A name that is a word of the dictionary itself (集体经济) is anybody's.
    """
    trade = "\n".join(f"{e.name}\n{e.noun}\n{e.note}" for e in dictionary.walk())
    figures: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    for unit, facts in given.items():
        for fact in facts.leaves():
            if isinstance(fact.value, Quantity):
                for figure in _FIGURE.findall(half_width(fact.text)):
                    figures.setdefault(figure, []).append(f"{unit}的{fact.path}")
            elif _is_name(fact):
                names.setdefault(fact.text.strip("“”《》"), []).append(f"{unit}的{fact.path}")
    return figures, {
        name: owners
        for name, owners in names.items()
        if len(name) >= _SHORTEST and name not in trade
    }


def _is_name(fact: Fact) -> bool:
    if fact.path in _WORDS or fact.path.startswith(_ASKED) or not isinstance(fact.value, str):
        return False
    return fact.entry.kind == "名称" or fact.path.startswith(_SPEAKER)
