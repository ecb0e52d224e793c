"""Numbers that belong to no fact: a short list, each with its reason; no draft has another.

Everything else with a digit or a numeral in it stands in the span of a fact, a figure or a count.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import pytest

from docgen.document import walk
from tests.samples import LIBRARY, NAMES, draft
from tests.seeds.test_samples import ERAS, draft_in, pieces

NUMERAL: Final = re.compile("[0-9０-９〇零一二两三四五六七八九十百千万亿]")
SHUT: Final = ("fact", "figure", "claim", "gap", "doubt", "套话")
"""Stock phrases hold no number: tests/library/test_stock.py."""

OWNED_BY_NONE: Final = LIBRARY.numbers.words
"""What may stand in the template's own words or in a dated phrase, and why it is no figure."""

LISTED: Final = LIBRARY.numbers.pattern
DAYS: Final = (None, *ERAS)


def free(name: str, on: date | None) -> str:
    """The words of a sample's draft, on a day, that no fact and no count stands behind."""
    document = draft(name) if on is None else draft_in(name, f"{on.year}年上半年", on)
    return "\n".join("".join(pieces(text, SHUT)) for text in walk(document))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_number_is_a_facts_or_on_the_list(name: str, on: date | None) -> None:
    words = LISTED.sub("", free(name, on))
    around = [words[max(0, m.start() - 6) : m.end() + 6] for m in NUMERAL.finditer(words)]
    assert around == []


def test_the_template_itself_types_no_other_number() -> None:
    """Also in the branches that no sample takes."""
    for template in LIBRARY.templates.values():
        own = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "□", template.body, flags=re.DOTALL)
        assert NUMERAL.findall(LISTED.sub("", own)) == [], template.id


def test_the_list_holds_nothing_that_no_draft_says() -> None:
    said = "\n".join(free(name, on) for name in NAMES for on in DAYS)
    idle = [words for words, _ in OWNED_BY_NONE if not re.search(words, said)]
    assert idle == []
