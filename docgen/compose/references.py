"""References to the ledger in a writer's sentence: 【党员.女党员】, 【党员|增减】."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docgen.compose.carried import Num, Txt, txt
from docgen.compose.figures import measured
from docgen.compose.filters import FILTERS, SEES_GAPS
from docgen.compose.reading import ASIDE_NAMES, aside, gap_part, read, text_of
from docgen.compose.sentences import listed
from docgen.compose.slots import ACTIVE, BLOCK, Missing
from docgen.errors import TemplateError
from docgen.facts.sentences import Reference
from docgen.facts.values import Fact, Facts, Records
from docgen.language.quantity import measure_at


class References:
    """Fills 【党员.女党员|量】 in a writer's sentence from the ledger of the same facts."""

    def __init__(self, facts: Facts, entry: Callable[[str], Any]) -> None:
        self.facts = facts
        self.entry = entry

    def __call__(self, reference: Reference, after: str = "") -> Txt:
        """The text for a reference; a gap when the ledger has no such fact.

        A number without a filter takes its 量词, unless that follows in the sentence (after).
        """
        filter_ = FILTERS.get(reference.filter) if reference.filter else None
        if reference.filter and filter_ is None:
            return gap_part(Missing(reference.path, f"没有“{reference.filter}”这个过滤器"))
        recorder = ACTIVE.get()
        missed = len(recorder.missed)
        try:
            value = self._value(reference.path)
            if filter_ is not None and (type(value) is not Missing or filter_ in SEES_GAPS):
                value = filter_(value)
            elif isinstance(value, Records):
                value = listed(value)
            elif type(value) is Num and not _is_counted(value, after):
                value = measured(value)
            text = value if type(value) is Missing else text_of(value)
        except TemplateError as error:  # the slip is the writer's, not the template's
            value = Missing(reference.path, f"{reference.text}用不上：{error.message}")
        del recorder.missed[missed:]
        if type(value) is Missing:
            return gap_part(value)
        if type(text) is Txt and text.kind == "gap":
            return text
        if BLOCK in text:
            return gap_part(Missing(reference.path, f"句子里不能用“{reference.filter}”"))
        sources = getattr(value, "sources", ()) or (reference.path,)
        return txt(str(text), sources, text.parts if type(text) is Txt else ())

    def _value(self, path: str) -> Any:
        """What stands at the path: a node, or 上期, 目标 … of a leaf."""
        node = self.facts.get(path)
        if node is not None:
            return read(node)
        above, _, name = path.rpartition(".")
        leaf = self.facts.get(above)
        if isinstance(leaf, Fact) and name in ASIDE_NAMES:
            return aside(leaf, name)
        return Missing(path)


def _is_counted(value: Num, after: str) -> bool:
    """Whether the sentence itself goes on with a 量词: 【党员】人, and not 【党支部】支部."""
    entry = value.fact.entry if value.fact is not None else None
    if entry is None or not entry.measure or after.startswith(entry.measure):
        return True
    return bool(measure_at(after, 0)) and after[:2] not in entry.noun
