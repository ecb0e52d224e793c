"""The marks 【待核实】 behind what is printed of doubtful facts, each fact once."""

from __future__ import annotations

from typing import Final

from docgen.compose.slots import DOUBT, Recorder
from docgen.document import Span, Text

_STOPS: Final = ("。", "；", "，")


def doubts(sources: tuple[str, ...], recorder: Recorder, slot: int) -> tuple[Span, ...]:
    """【待核实】 for those of the sources that are doubtful, each once in an output."""
    left = tuple(s for s in sources if s in recorder.doubtful and s not in recorder.marked)
    recorder.marked.update(left)
    if not left:
        return ()
    recorder.owing = True
    return (Span((DOUBT,), "doubt", slot, left),)


def more_doubtful(content: Text, sources: tuple[str, ...], recorder: Recorder, slot: int) -> Text:
    """A content that ends with 【待核实】, a stop behind it or not: that mark stands for the
    doubtful sources that nothing is printed of too."""
    at = len(content) - (2 if content[-1] in _STOPS else 1)
    last = content[at]
    if not isinstance(last, Span) or last.kind != "doubt":
        return content
    more = (source for span in doubts(sources, recorder, slot) for source in span.sources)
    return (*content[:at], last._replace(sources=(*last.sources, *more)), *content[at + 1 :])
