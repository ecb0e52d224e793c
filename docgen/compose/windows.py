"""Windows: what the engine puts round every output, binding, test and loop of a template.

What is read while a window is open becomes the sources of the text it makes; a fact missed in
it makes a gap.  Only the outermost window prints marks: those inside compute values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docgen.compose.slots import (
    ACTIVE,
    BASE,
    CLOSE,
    DOUBT,
    OPEN,
    Missing,
    Num,
    Recorder,
    Txt,
    num,
    read,
    text_of,
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


def emit(text: str, recorder: Recorder, slot: int) -> str:
    """The text with marks round those parts that have sources of their own."""
    if type(text) is not Txt or not text.parts:
        return text
    out: list[str] = []
    for part in text.parts:
        if type(part) is not Txt:
            out.append(part)
            continue
        inner = emit(part, recorder, slot)
        if part.kind == "gap":
            recorder.missed.append(Missing(part.sources[0]))
        if not part.sources:
            out.append(inner)
            continue
        out.append(recorder.mark(part.kind, slot, part.sources, inner))
        if recorder.doubtful and len(part.sources) == 1 and part.sources[0] in recorder.doubtful:
            recorder.marked.add(part.sources[0])
            out.append(recorder.mark("doubt", slot, part.sources, DOUBT))
    return "".join(out)


def open_output(slot: int) -> Window:
    """Before an output is evaluated."""
    recorder = ACTIVE.get()
    recorder.depth += 1
    return Window(slot, len(recorder.paths), len(recorder.missed))


def close_output(window: Window, value: Any) -> str:
    """After it: the text with its marks, a gap, or plain text inside another window."""
    recorder = ACTIVE.get()
    recorder.depth -= 1
    kind = type(value)
    if kind is Missing:
        value.hit()
    if recorder.depth:
        return value.path if kind is Missing else text_of(value)
    slot = window.slot
    if len(recorder.missed) > window.missed:
        return gap(window, recorder)
    text = text_of(value)
    recorder.step(len(text))
    if kind is Num or kind is Txt:
        recorder.paths.extend(value.sources)
    sources = tuple(dict.fromkeys(recorder.paths[window.paths :]))
    del recorder.paths[window.paths :]
    if not text:
        return left_out(recorder, slot)
    recorder.marked.clear()
    span_kind = value.kind if kind is Txt else "fact"
    if span_kind == "claim":
        recorder.claims += 1
    inner = emit(text, recorder, slot)
    out = recorder.mark(span_kind, slot, sources, inner)
    if recorder.doubtful and span_kind != "phrase":
        left = tuple(s for s in sources if s in recorder.doubtful and s not in recorder.marked)
        if left:
            out += recorder.mark("doubt", slot, left, DOUBT)
    return out + left_out(recorder, slot)


def left_out(recorder: Recorder, slot: int) -> str:
    """Marks for the members that a filter wanted to list and did not find."""
    if not recorder.left_out:
        return ""
    out = [recorder.mark("vanish", slot, (missing.path,), "") for missing in recorder.left_out]
    recorder.left_out.clear()
    return "".join(out)


def gap(window: Window, recorder: Recorder) -> str:
    """【待填：…】 for the first fact missed in the window; the paths read are used up."""
    missing = recorder.missed[window.missed]
    del recorder.paths[window.paths :]
    return recorder.mark("gap", window.slot, (missing.path,), f"【待填：{missing.path}】")


def close_call(slot: int, value: Any) -> str:
    """After a macro call that stands alone in an output: its own outputs are marked already."""
    recorder = ACTIVE.get()
    text = text_of(value)
    recorder.step(len(text))
    if OPEN in text or recorder.depth or not text:
        return text
    return recorder.mark("fact", slot, (), text)


def use(value: Any) -> Any:
    """A bound name is read: what it carries belongs to the window that reads it."""
    kind = type(value)
    if kind is Num or kind is Txt:
        ACTIVE.get().paths.extend(value.sources)
    elif kind is Records:
        ACTIVE.get().paths.append(f"{value.path}#")
    return value


def open_binding(slot: int) -> Window:
    """Before a value is bound to a name."""
    return open_output(slot)


def close_binding(window: Window, value: Any) -> Any:
    """After: a plain value takes on the sources read while it was computed."""
    recorder = ACTIVE.get()
    recorder.depth -= 1
    sources = tuple(dict.fromkeys(recorder.paths[window.paths :]))
    del recorder.paths[window.paths :]
    if len(recorder.missed) > window.missed:
        missing = recorder.missed[window.missed]
        del recorder.missed[window.missed :]
        return missing
    kind = type(value)
    if kind is int or kind is Decimal:
        return num(value, sources)
    if kind is str:
        return txt(value, sources)
    return value


def close_test(window: Window, value: Any) -> int:
    """After a condition: 1 taken, 0 not, 2 when it met a gap and neither branch may stand."""
    recorder = ACTIVE.get()
    recorder.depth -= 1
    chosen = bool(value)
    recorder.step()
    sources = tuple(dict.fromkeys(recorder.paths[window.paths :]))
    del recorder.paths[window.paths :]
    if len(recorder.missed) > window.missed:
        recorder.decisions.append((window.slot, "缺", sources))
        if recorder.depth:
            return 2
        missing = recorder.missed[window.missed]
        recorder.paths.append(missing.path)
        return 2
    recorder.decisions.append((window.slot, "取" if chosen else "舍", sources))
    return 1 if chosen else 0


def test_gap(slot: int) -> str:
    """The gap in place of both branches."""
    recorder = ACTIVE.get()
    path = recorder.missed[-1].path
    text = f"【待填：{path}】"
    if recorder.depth:
        return text
    return recorder.mark("gap", slot, (path,), text)


def open_region(_: int) -> str:
    """The start of the text that the last decision chose."""
    recorder = ACTIVE.get()
    if recorder.depth or not recorder.decisions:
        return ""
    slot, _outcome, sources = recorder.decisions[-1]
    index = len(recorder.spans)
    recorder.spans.append(("region", slot, sources))
    return f"{OPEN}{chr(BASE + index)}"


def close_region(_: int) -> str:
    """Its end."""
    return "" if ACTIVE.get().depth else CLOSE


def loop(window: Window, value: Any, weight: int) -> Sequence[Any]:
    """The items of a list for a loop; a missing list leaves its gap and no item.

    weight: characters of plain template text in the body, counted for each turn.
    """
    recorder = ACTIVE.get()
    recorder.depth -= 1
    if type(value) is Missing:
        value.hit()
    sources = tuple(dict.fromkeys(recorder.paths[window.paths :]))
    del recorder.paths[window.paths :]
    if len(recorder.missed) > window.missed:
        recorder.decisions.append((window.slot, "缺", sources))
        return ()
    if type(value) is Records:
        items: Sequence[Any] = value.items
    elif type(value) in (list, tuple):
        items = value
    else:
        raise TemplateError("循环的对象不是列表")
    recorder.decisions.append((window.slot, f"{len(items)}次", sources))
    for _ in items:
        recorder.step(weight)
    return [read(item) if type(item) is Fact else item for item in items]


def loop_gap(slot: int) -> str:
    """The gap a loop leaves when its list is missing, "" when it is not."""
    recorder = ACTIVE.get()
    if recorder.decisions and recorder.decisions[-1][1] == "缺":
        return test_gap(slot)
    return ""


def optional(slot: int, body: Any) -> str:
    """An optional clause: its text, or nothing when a fact in it is missing.

    It vanishes too when every optional clause inside it vanished and it printed nothing.
    """
    recorder = ACTIVE.get()
    spans, missed = len(recorder.spans), len(recorder.missed)
    decisions, paths = len(recorder.decisions), len(recorder.paths)
    out: str = body()
    lost = [m.path for m in recorder.missed[missed:]]
    if not lost:
        made = recorder.spans[spans:]
        gone = [s for row in made if row[0] == "vanish" for s in row[2]]
        if gone and all(row[0] in ("vanish", "region") for row in made):
            lost = gone
    if not lost:
        return out
    del recorder.spans[spans:], recorder.missed[missed:]
    del recorder.decisions[decisions:], recorder.paths[paths:]
    sources = tuple(dict.fromkeys(lost))
    recorder.decisions.append((slot, "未写", sources))
    if recorder.depth:
        return ""
    return recorder.mark("vanish", slot, sources, "")
