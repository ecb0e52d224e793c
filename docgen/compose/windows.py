"""Windows: what the engine puts round every output, binding, test and loop of a template.

What is read while a window is open becomes the sources of the text it makes; a fact missed in
it makes a gap.  Only an outermost window prints marks: one inside another (a macro called in
an argument, say) computes plain text, and what it read counts for the outer one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeAlias

from docgen.compose.carried import Items, Marked, Num, Txt, items_of, num, txt
from docgen.compose.doubts import doubts, more_doubtful
from docgen.compose.reading import read, text_of
from docgen.compose.slots import ACTIVE, BLOCK, CLOSE, LEFT_OUT, OPEN, Missing, Recorder
from docgen.document import Decision, Span, SpanKind, Text
from docgen.errors import TemplateError
from docgen.facts.sentences import Said
from docgen.facts.values import Fact, Records

span_of: Callable[[tuple[Any, ...]], Span] = partial(tuple.__new__, Span)
"""A span of its fields: its own constructor takes three times as long."""

_CLOSED: Final = Marked(CLOSE)

Window: TypeAlias = tuple[int, int, int]
"""An open window: its slot, and how much had been read and missed when it opened."""


def open_window(slot: int) -> Window:
    """Before an expression is evaluated."""
    recorder = ACTIVE.get()
    recorder.depth += 1
    return slot, len(recorder.paths), len(recorder.missed)


def open_test(slot: int) -> Window:
    """Before a condition: a macro in it is asked whether it says anything, and a gap in its
    text is something."""
    ACTIVE.get().testing += 1
    return open_window(slot)


def _taken(recorder: Recorder, since: int) -> tuple[str, ...]:
    """What was read since, each once; inside another window it stays for that one."""
    sources = tuple(dict.fromkeys(recorder.paths[since:]))
    if not recorder.depth:
        del recorder.paths[since:]
    return sources


# ---- outputs -----------------------------------------------------------------------------


def close_output(window: Window, value: Any) -> str | Span:
    """After an output: its span, a gap, or plain text inside another window."""
    recorder = ACTIVE.get()
    recorder.depth -= 1
    return printed(*window, value, recorder)


def printed(
    number: int, read_before: int, missed_before: int, value: Any, recorder: Recorder
) -> str | Span:
    """What an output prints: a span, marked text when that is not all, or plain text inside
    another window."""
    kind = type(value)
    if kind is Missing:
        value.hit()
    own: tuple[str, ...] = value.sources if kind is Num or kind is Txt else ()
    paths = recorder.paths
    if recorder.depth:
        paths.extend(own)
        return _inner(value, recorder)
    slot = recorder.table.row(number)
    recorder.note_removed(slot)
    if len(recorder.missed) > missed_before:
        missing = recorder.missed[missed_before]
        del paths[read_before:]
        return Marked(recorder.mark(_gap(missing, slot, recorder)) + _left_out(recorder, slot))
    text: str = value if kind is Txt else text_of(value)
    recorder.step(len(text))
    sources = own
    if len(own) == 1 and paths[read_before:] == [own[0]]:  # nearly always: one fact, read once
        del paths[read_before:]
    else:
        paths.extend(own)
        sources = _taken(recorder, read_before)
    if not text:
        recorder.blanks += 1
        return _left_out(recorder, slot)
    recorder.printed.update(sources)
    span_kind: SpanKind = value.kind if kind is Txt else "fact"
    if span_kind == "claim":
        recorder.claims += 1
    elif span_kind == "gap":  # the only item of a list, say
        recorder.owing, sources = True, own
    if recorder.doubtful:
        recorder.marked.clear()
    if BLOCK in text:
        out = recorder.mark(Span((), span_kind, slot, sources), OPEN)
        out += _marked(text, recorder, slot) + CLOSE
    else:
        content = _content(text, recorder, slot) if kind is Txt and value.parts else (str(text),)
        span = span_of((content, span_kind, slot, sources))
        if not (recorder.doubtful or recorder.left_out):
            return span
        if recorder.doubtful:
            span = span._replace(content=more_doubtful(content, sources, recorder, slot))
        out = recorder.mark(span)
    if recorder.doubtful and span_kind != "phrase":
        out += "".join(map(recorder.mark, doubts(sources, recorder, slot)))
    return Marked(out + _left_out(recorder, slot))


def joined_pieces(pieces: Iterable[str | Span]) -> Marked:
    """The pieces that a macro or an optional clause made as one text, marks for the spans."""
    mark = ACTIVE.get().mark
    return Marked("".join([mark(p) if isinstance(p, Span) else p for p in pieces]))


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
        if type(part) is Said:
            recorder.paths.append(f"{text.sources[0]}#{part.order}")
        elif type(part) is Txt:
            recorder.paths.extend(part.sources)
            if part.kind == "gap":
                recorder.missed.append(Missing(part.sources[0]))
            _keep(part, recorder)


def _content(text: str, recorder: Recorder, slot: int) -> Text:
    """The content of the text's span, a span in it for each part that has sources of its own."""
    if type(text) is not Txt or not text.parts:
        return (str(text),)
    out: list[str | Span] = []
    for part in text.parts:
        if type(part) is Said:
            out.append(figure_span(part, text.sources[0], slot))
            continue
        if type(part) is not Txt:
            inner: Text = (part,)  # type: ignore[assignment]
        elif part.sources:
            out += _spans(part, recorder, slot)
            continue
        else:
            inner = _content(part, recorder, slot)
        for piece in inner:
            if type(piece) is str and out and type(out[-1]) is str:
                out[-1] += piece
            else:
                out.append(piece)
    return tuple(out)


def figure_span(said: Said, path: str, slot: int) -> Span:
    """The span of a figure said in a writer's sentence.  path: of the sentence."""
    return span_of(((said.text,), "figure", slot, (f"{path}#{said.order}",)))


def _spans(part: Txt, recorder: Recorder, slot: int) -> list[Span]:
    """The span of a part that has sources of its own, and what is doubtful about it."""
    if part.kind == "gap":
        recorder.missed.append(Missing(part.sources[0]))
        recorder.owing = True
    elif part.kind == "claim":
        recorder.claims += 1
    content = _content(part, recorder, slot)
    recorder.printed.update(part.sources)
    span = span_of((content, part.kind, slot, part.sources))
    return [span, *doubts(part.sources, recorder, slot)] if recorder.doubtful else [span]


def _marked(text: str, recorder: Recorder, slot: int) -> str:
    """The text with its parts' spans as marks; list items and their ends stay as they are."""
    if type(text) is not Txt or not text.parts:
        return text
    out: list[str] = []
    for part in text.parts:
        if isinstance(part, Said):
            out.append(recorder.mark(figure_span(part, text.sources[0], slot)))
        elif type(part) is not Txt or not part.sources:
            out.append(_marked(part, recorder, slot))
        elif BLOCK in part:
            opened = recorder.mark(Span((), part.kind, slot, part.sources), OPEN)
            out += (opened, _marked(part, recorder, slot), CLOSE)
        else:
            out += map(recorder.mark, _spans(part, recorder, slot))
    return "".join(out)


def _left_out(recorder: Recorder, slot: int) -> str:
    """Marks for the members that a filter wanted to list and did not find."""
    if not recorder.left_out:
        return ""
    gone = [vanished((missing.path,), slot) for missing in recorder.left_out]
    recorder.left_out.clear()
    return Marked("".join(map(recorder.mark, gone)))


def vanished(sources: tuple[str, ...], slot: int) -> Span:
    """What marks the place of a clause or member that was left out."""
    return Span((), LEFT_OUT, slot, sources)


def _gap(missing: Missing, slot: int, recorder: Recorder) -> Span:
    """【待填：…】 in place of what a missing fact was to make."""
    recorder.owing = True
    return Span((f"【待填：{missing.path}】",), "gap", slot, (missing.path,))


def close_call(_: int, value: Any) -> str:
    """After a macro call that stands alone in an output: its own outputs are marked already."""
    return value if type(value) is Marked else text_of(value)


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
    _, read_before, missed_before = window
    sources = _taken(recorder, read_before)
    if len(recorder.missed) > missed_before:
        missing = recorder.missed[missed_before]
        del recorder.missed[missed_before:]
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
    recorder.testing -= 1
    chosen = bool(value)
    recorder.step()
    if not _decided(window, recorder, "取" if chosen else "舍"):
        return 2
    return 1 if chosen else 0


def _decided(window: Window, recorder: Recorder, outcome: str) -> bool:
    """Note what a condition or loop came to; False, and 缺, when a fact in it was missing."""
    slot = recorder.table.row(window[0])
    recorder.note_removed(slot)
    sources = _taken(recorder, window[1])
    if recorder.doubtful:  # what only decides is in doubt as much as what is printed
        recorder.unsure.update(recorder.doubtful.intersection(sources))
    if len(recorder.missed) > window[2]:
        recorder.decisions.append(Decision(slot, "缺", sources))
        recorder.met = recorder.missed[window[2]]
        return False
    recorder.decisions.append(Decision(slot, outcome, sources))
    return True


def met_gap(slot: int) -> str:
    """The gap in place of both branches, or of a loop whose list is missing."""
    recorder = ACTIVE.get()
    assert recorder.met is not None
    gap = _gap(recorder.met, recorder.table.row(slot), recorder)
    return str(gap.content[0]) if recorder.depth else Marked(recorder.mark(gap))


def open_region(_: int) -> str:
    """The start of the text that the last decision chose."""
    recorder = ACTIVE.get()
    if recorder.depth:
        return ""
    made = recorder.decisions[-1]
    return Marked(recorder.mark(Span((), "region", made.slot, made.sources), OPEN))


def close_region(_: int) -> str:
    """Its end."""
    return "" if ACTIVE.get().depth else _CLOSED


def close_loop(window: Window, value: Any, weight: int) -> Sequence[Any] | None:
    """The items of a list for a loop, None when the list is missing.

    weight: characters of plain template text in the body, counted for each turn.
    """
    recorder = ACTIVE.get()
    recorder.depth -= 1
    if type(value) is Missing:
        value.hit()
    items: Sequence[Any] = ()
    if type(value) is Records:
        items = value.items
    elif isinstance(value, list | tuple):
        items = value
    elif len(recorder.missed) == window[2]:
        raise TemplateError("循环的对象不是列表")
    if not _decided(window, recorder, f"{len(items)}次"):
        return None
    recorder.step(weight * len(items), turns=len(items))
    return [read(item) if type(item) is Fact else item for item in items]
