"""What a plain slot `{{ a.b.c | filter("…") }}` runs: its window and all in one call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from docgen.compose.carried import ABSENT, Txt
from docgen.compose.reading import read
from docgen.compose.slots import ACTIVE, Missing, Recorder
from docgen.compose.windows import figure_span, printed, span_of
from docgen.document import Span, Text
from docgen.facts.sentences import Said
from docgen.facts.values import PLAIN, Fact, Group, Record

Plainly: TypeAlias = Callable[[Fact, Recorder], tuple[str | Said, ...] | None]
"""Says a leaf that has nothing beside its value; None when that takes more."""


def slot_printer(
    look: Callable[[Any, str], Any],
    filters: Mapping[str, Callable[..., Any]],
    sees_gaps: Collection[Callable[..., Any]],
    plainly: Mapping[str | None, Plainly],
) -> Callable[..., str | Span]:
    """The function that prints a slot; `calls.plain_slot` puts it in.

    look: gives the member of a value.  plainly: by the name of a filter (None for no filter),
    what it prints of a leaf with nothing beside its value; without it or where it declines, the
    leaf is read, filtered and printed.  Nothing in it asks whether a window is open, and what its
    filter's result carries is read when it is printed.
    """
    known = {name: (filter_, filter_ in sees_gaps) for name, filter_ in filters.items()}

    def run(
        base: Any, slot: int, names: tuple[str, ...], name: str | None, *arguments: Any
    ) -> str | Span:
        recorder = ACTIVE.get()
        say = plainly.get(name)
        if say is not None and not (arguments or recorder.depth or recorder.left_out):
            node = base
            for member in names:
                kind = type(node)
                if kind is not Group and kind is not Record:
                    break
                node = node.members.get(member)
            else:
                if type(node) is Fact and node.more is PLAIN:
                    said = say(node, recorder)
                    if said is not None:
                        return _plainly(slot, node.path, said, recorder, 1 + (name is not None))
        read_before, missed_before = len(recorder.paths), len(recorder.missed)
        value = base
        for member in names:
            kind = type(value)
            below = value.members.get(member) if kind is Group or kind is Record else None
            value = look(value, member) if below is None else read(below)
        if name is not None:
            filter_, for_gaps = known[name]
            kind = type(value)
            if for_gaps if kind is Missing else kind is not Txt or value.kind != ABSENT:
                value = filter_(value, *arguments)
                recorder.steps += 1
                recorder.characters += len(value) if type(value) is Txt else 0
        return printed(slot, read_before, missed_before, value, recorder)

    return run


def _plainly(
    number: int, path: str, said: tuple[str | Said, ...], recorder: Recorder, turns: int
) -> Span:
    """The span of what a leaf prints that is neither missing nor in doubt.

    turns: how often its text was made: by reading it and by a filter.
    """
    slot = recorder.table.row(number)
    recorder.note_removed(slot)
    recorder.printed.add(path)
    content: Text = said  # type: ignore[assignment]
    size = len(said[0])
    if len(said) > 1:
        content = tuple([figure_span(p, path, slot) if isinstance(p, Said) else p for p in said])
        size = sum([len(piece.text if isinstance(piece, Said) else piece) for piece in said])
    recorder.step(turns * size, turns)
    return span_of((content, "fact", slot, (path,)))
