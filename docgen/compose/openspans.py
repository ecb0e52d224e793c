"""The spans that are open while an outline is read, and the text that they and the open block hold."""

from __future__ import annotations

from docgen.compose.chunks import OpenBlock
from docgen.compose.lists import has_text, trimmed
from docgen.document import Span, Text


class OpenSpans:
    """A stack of open spans, each with what it holds, above the block that is open."""

    def __init__(self) -> None:
        self.stack: list[tuple[Span, list[str | Span]]] = []
        self.current: OpenBlock | None = None
        self.in_fact = 0

    def target(self) -> list[str | Span]:
        """Where text goes now: the innermost open span, or the open block's last cell."""
        if self.stack:
            return self.stack[-1][1]
        if self.current is None:
            self.current = OpenBlock("paragraph")
        return self.current.cells[-1]

    def push(self, row: Span) -> None:
        if row.kind != "region":
            self.in_fact += 1
        self.stack.append((row, []))

    def pop(self) -> None:
        row, content = self.stack.pop()
        if row.kind != "region":
            self.in_fact -= 1
        if content:
            self.target().append(_filled(row, content))

    def fold(self) -> Text:
        """The text of the open cell, with every open span closed; they are reopened empty."""
        if self.current is None:
            return ()
        content = self.current.cells[-1]
        if not self.stack:
            return trimmed(content)
        inner: list[str | Span] = []
        for depth in range(len(self.stack) - 1, -1, -1):
            row, held = self.stack[depth]
            text = [*held, *inner]
            inner = [_filled(row, text)] if text else []
            self.stack[depth] = (row, [])
        return trimmed([*content, *inner])

    def holds_text(self) -> bool:
        if self.current is not None and any(map(has_text, self.current.cells)):
            return True
        return any(has_text(held) for _, held in self.stack)


def _filled(row: Span, content: list[str | Span]) -> Span:
    return Span(tuple(content), row.kind, row.slot, row.sources)
