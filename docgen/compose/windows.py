"""Windows: what the engine puts round every output, binding, test and loop of a template.

What is read while a window is open becomes the sources of the text it makes; a fact missed in
it makes a gap.  Only an outermost window prints marks: one inside another (a macro called in
an argument, say) computes plain text, and what it read counts for the outer one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docgen.compose.reading import read, text_of
from docgen.compose.slots import (
    ACTIVE,
    CLOSE,
    DOUBT,
    Items,
    Missing,
    Num,
    Recorder,
    Txt,
    items_of,
    num,
    txt,
)
from docgen.errors import TemplateError
from docgen.facts.values import Fact, Records


@dataclass(slots=True)
class Window:
    """An open window: its slot, and how much had been read and missed when it opened."""

    slot: int
    paths: int
    missed: int


def open_window(slot: int) -> Window:
    """Before an expression is evaluated."""
    recorder = ACTIVE.get()
    recorder.depth += 1
    return Window(slot, len(recorder.paths), len(recorder.missed))


def _taken(recorder: Recorder, window: Window) -> tuple[str, ...]:
    """What was read in the window, each once; inside another window it stays for that one."""
    sources = tuple(dict.fromkeys(recorder.paths[window.paths :]))
    if not recorder.depth:
        del recorder.paths[window.paths :]
    return sources


# ---- outputs -----------------------------------------------------------------------------


def close_output(window: Window, value: Any) -> str:
    """After an output: the text with its marks, a gap, or plain text inside another window."""
    recorder = ACTIVE.get()
    recorder.depth -= 1
    kind = type(value)
    if kind is Missing:
        value.hit()
    elif kind is Num or kind is Txt:
        recorder.paths.extend(value.sources)
    if recorder.depth:
        return _inner(value, recorder)
    slot = window.slot
    if len(recorder.missed) > window.missed:
        return _gap(window, recorder)
    text = text_of(value)
    recorder.step(len(text))
    sources = _taken(recorder, window)
    if not text:
        recorder.blanks += 1
        return _left_out(recorder, slot)
    recorder.marked.clear()
    span_kind = value.kind if kind is Txt else "fact"
    if span_kind == "claim":
        recorder.claims += 1
    inner = _emit(text, recorder, slot)
    out = recorder.mark(span_kind, slot, sources, inner)
    if recorder.doubtful and span_kind != "phrase":
        out += _doubt(sources, recorder, slot)
    return out + _left_out(recorder, slot)


def _inner(value: Any, recorder: Recorder) -> str:
    """The plain text of an output inside another window, its parts' sources kept for that."""
    if type(value) is Missing:
        return value.path
    text = text_of(value)
    if type(text) is Txt and text.parts:
        _keep(text, recorder)
    if not text:
        recorder.blanks += 1
    return text


def _keep(text: Txt, recorder: Recorder) -> None:
    for part in text.parts:
        if type(part) is Txt:
            recorder.paths.extend(part.sources)
            if part.kind == "gap":
                recorder.missed.append(Missing(part.sources[0]))
            _keep(part, recorder)


def _emit(text: str, recorder: Recorder, slot: int) -> str:
    """The text with marks round those parts that have sources of their own."""
    if type(text) is not Txt or not text.parts:
        return text
    out: list[str] = []
    for part in text.parts:
        if type(part) is not Txt:
            out.append(part)
            continue
        inner = _emit(part, recorder, slot)
        if part.kind == "gap":
            recorder.missed.append(Missing(part.sources[0]))
        if not part.sources:
            out.append(inner)
            continue
        out.append(recorder.mark(part.kind, slot, part.sources, inner))
        if recorder.doubtful:
            out.append(_doubt(part.sources, recorder, slot))
    return "".join(out)


def _doubt(sources: tuple[str, ...], recorder: Recorder, slot: int) -> str:
    """【待核实】 for those of the sources that are doubtful, each once in an output."""
    left = tuple(s for s in sources if s in recorder.doubtful and s not in recorder.marked)
    recorder.marked.update(left)
    return recorder.mark("doubt", slot, left, DOUBT) if left else ""


def _left_out(recorder: Recorder, slot: int) -> str:
    """Marks for the members that a filter wanted to list and did not find."""
    if not recorder.left_out:
        return ""
    out = [recorder.mark("vanish", slot, (missing.path,), "") for missing in recorder.left_out]
    recorder.left_out.clear()
    return "".join(out)


def _gap(window: Window, recorder: Recorder) -> str:
    """【待填：…】 for the first fact missed in the window; the paths read are used up."""
    missing = recorder.missed[window.missed]
    del recorder.paths[window.paths :]
    out = recorder.mark("gap", window.slot, (missing.path,), f"【待填：{missing.path}】")
    return out + _left_out(recorder, window.slot)


def close_call(_: int, value: Any) -> str:
    """After a macro call that stands alone in an output: its own outputs are marked already."""
    return text_of(value)


# ---- bindings ----------------------------------------------------------------------------


def use(value: Any) -> Any:
    """A name is read: what it carries belongs to the window that reads it."""
    kind = type(value)
    if kind is Num or kind is Txt or kind is Items:
        ACTIVE.get().paths.extend(value.sources)
    elif kind is Records:
        ACTIVE.get().paths.append(f"{value.path}#")
    return value


def close_binding(window: Window, value: Any) -> Any:
    """After a value is computed for a name or a macro's argument: it takes on what was read."""
    recorder = ACTIVE.get()
    recorder.depth -= 1
    sources = _taken(recorder, window)
    if len(recorder.missed) > window.missed:
        missing = recorder.missed[window.missed]
        del recorder.missed[window.missed :]
        return missing
    kind = type(value)
    if kind is Num or kind is Txt or kind is Items:
        if set(sources) <= set(value.sources):
            return value
        sources = tuple(dict.fromkeys((*value.sources, *sources)))
        if kind is Num:
            return num(value, sources, value.fact)
        if kind is Txt:
            return txt(value, sources, value.parts, value.kind, value.fact)
    if kind is bool:
        return txt("是" if value else "", sources)
    if kind is int or kind is Decimal:
        return num(value, sources)
    if kind is str:
        return txt(value, sources)
    if kind is Items or kind is list or kind is tuple:
        return items_of(value, sources)
    return value


# ---- tests and loops ---------------------------------------------------------------------


def close_test(window: Window, value: Any) -> int:
    """After a condition: 1 taken, 0 not, 2 when it met a gap and neither branch may stand."""
    recorder = ACTIVE.get()
    recorder.depth -= 1
    chosen = bool(value)
    recorder.step()
    sources = _taken(recorder, window)
    if len(recorder.missed) > window.missed:
        recorder.decisions.append((window.slot, "缺", sources))
        recorder.met = recorder.missed[window.missed]
        return 2
    recorder.decisions.append((window.slot, "取" if chosen else "舍", sources))
    return 1 if chosen else 0


def met_gap(slot: int) -> str:
    """The gap in place of both branches, or of a loop whose list is missing."""
    recorder = ACTIVE.get()
    assert recorder.met is not None
    path = recorder.met.path
    text = f"【待填：{path}】"
    return text if recorder.depth else recorder.mark("gap", slot, (path,), text)


def open_region(_: int) -> str:
    """The start of the text that the last decision chose."""
    recorder = ACTIVE.get()
    if recorder.depth:
        return ""
    slot, _outcome, sources = recorder.decisions[-1]
    return recorder.open("region", slot, sources)


def close_region(_: int) -> str:
    """Its end."""
    return "" if ACTIVE.get().depth else CLOSE


def close_loop(window: Window, value: Any, weight: int) -> Sequence[Any] | None:
    """The items of a list for a loop, None when the list is missing.

    weight: characters of plain template text in the body, counted for each turn.
    """
    recorder = ACTIVE.get()
    recorder.depth -= 1
    if type(value) is Missing:
        value.hit()
    sources = _taken(recorder, window)
    if len(recorder.missed) > window.missed:
        recorder.decisions.append((window.slot, "缺", sources))
        recorder.met = recorder.missed[window.missed]
        return None
    if type(value) is Records:
        items: Sequence[Any] = value.items
    elif isinstance(value, list | tuple):
        items = value
    else:
        raise TemplateError("循环的对象不是列表")
    recorder.decisions.append((window.slot, f"{len(items)}次", sources))
    recorder.step(weight * len(items), turns=len(items))
    return [read(item) if type(item) is Fact else item for item in items]


# ---- optional clauses --------------------------------------------------------------------


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
        inner = [sources for kind, _, sources in made if kind == "vanish"]
        if not inner or any(kind not in ("vanish", "region") for kind, _, _ in made):
            return out
        lost = [path for sources in inner for path in sources]
    recorder.blanks = blanks
    del recorder.spans[spans:], recorder.missed[missed:]
    del recorder.decisions[decisions:], recorder.paths[paths:]
    sources = tuple(dict.fromkeys(lost))
    recorder.decisions.append((slot, "未写", sources))
    return "" if recorder.depth else recorder.mark("vanish", slot, sources, "")
