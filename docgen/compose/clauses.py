"""Optional clauses `[[ … ]]`: what vanishes whole when a fact in it is missing."""

from __future__ import annotations

from collections.abc import Callable

from docgen.compose.carried import Marked
from docgen.compose.slots import ACTIVE, LEFT_OUT, Missing
from docgen.compose.windows import vanished
from docgen.document import Decision


def optional(slot: int, body: Callable[[], str]) -> str:
    """An optional clause: its text, or nothing when a fact in it is missing.

    It vanishes too, silently, when an output in it printed nothing (an optional fact, a zero
    left out), and when every optional clause inside it vanished and nothing else was printed.
    """
    recorder = ACTIVE.get()
    spans, missed, blanks = len(recorder.spans), len(recorder.missed), recorder.blanks
    decisions, paths = len(recorder.decisions), len(recorder.paths)
    out = body()
    lost = [m.path for m in recorder.missed[missed:]]
    if not lost and recorder.blanks == blanks:
        made = recorder.spans[spans:]
        inner = [span.sources for span in made if span.kind == LEFT_OUT]
        if not inner or any(span.kind not in (LEFT_OUT, "region") for span in made):
            return out
        lost = [path for sources in inner for path in sources]
    recorder.blanks = blanks
    removed = [made for made in recorder.decisions[decisions:] if made.outcome == "删"]
    del recorder.spans[spans:], recorder.missed[missed:]
    del recorder.decisions[decisions:], recorder.paths[paths:]
    sources = tuple(dict.fromkeys(lost))
    slot = recorder.table.row(slot)
    if removed and not lost:  # for length: said where it was cut, and nothing is wanting
        recorder.decisions.extend(removed)
    else:
        recorder.decisions.append(Decision(slot, "未写", sources))
    if recorder.depth:  # listed where the outer window prints
        recorder.left_out.extend(map(Missing, sources))
        return ""
    return Marked(recorder.mark(vanished(sources, slot)))
