"""Tracked changes of WordprocessingML: text put in and taken out, paragraphs, rows of tables.

Author and time are fixed, so that the same two drafts always give the same file.  ECMA-376
part 1, 17.13.5: a run taken out holds w:delText; a paragraph put in or taken out says so in the
run properties of its mark; a row in its properties.  What moved stands between range marks, here
and there of one name; the text it is moved from is w:t.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from docgen.ooxml.runs import escape

Op: TypeAlias = Literal["=", "-", "+", "<", ">"]
"""In both drafts, taken out, put in, moved from here, moved to here."""
Stretch: TypeAlias = tuple[Op, str]

AUTHOR: Final = "docgen"
MOMENT: Final = "1980-01-01T00:00:00Z"
TAGS: Final[dict[Op, str]] = {"-": "del", "+": "ins", "<": "moveFrom", ">": "moveTo"}


class Tracker:
    """Writes changes, each with an id of its own.  first: the lowest id that is free."""

    def __init__(self, first: int = 1) -> None:
        self._next = first

    def attributes(self) -> str:
        """Of the next change: its id, who made it, and when."""
        self._next += 1
        return f'w:id="{self._next - 1}" w:author="{AUTHOR}" w:date="{MOMENT}"'

    def runs(self, stretches: Iterable[Stretch], opening: str) -> str:
        """The stretches as runs.  opening: how a run begins, `<w:r>` and its properties."""
        return "".join(self._run(op, text, opening) for op, text in stretches if text)

    def _run(self, op: Op, text: str, opening: str) -> str:
        run = f"{opening}{_content(text, op)}</w:r>"
        tag = TAGS.get(op)
        return run if tag is None else f"<w:{tag} {self.attributes()}>{run}</w:{tag}>"

    def mark(self, op: Op) -> str:
        """What the properties of a paragraph end with when its mark is put in or taken out."""
        tag = TAGS.get(op)
        return "" if tag is None else f"<w:rPr><w:{tag} {self.attributes()}/></w:rPr>"

    def moved(self, op: Op, name: str) -> tuple[str, str]:
        """The range marks round what moved from here or to here.  name: the same at both."""
        tag = f"w:{TAGS[op]}Range"
        start = f'<{tag}Start w:id="{self._next}" w:author="{AUTHOR}" w:date="{MOMENT}" w:name="{name}"/>'
        self._next += 1
        return start, f'<{tag}End w:id="{self._next - 1}"/>'

    def row(self, op: Op) -> str:
        """What the properties of a row end with when it is put in or taken out."""
        tag = TAGS.get(op)
        return "" if tag is None else f"<w:{tag} {self.attributes()}/>"


def _content(text: str, op: Op) -> str:
    """The text as elements of a run: tabs and line ends are elements of their own."""
    tag = "delText" if op == "-" else "t"
    out = []
    for number, line in enumerate(text.split("\n")):
        if number:
            out.append("<w:br/>")
        for column, words in enumerate(line.split("\t")):
            if column:
                out.append("<w:tab/>")
            if words:
                out.append(f'<w:{tag} xml:space="preserve">{escape(words)}</w:{tag}>')
    return "".join(out)


def marks(ops: Iterable[Op]) -> list[Op]:
    """What the marks of the paragraphs of a body or cell become, by what became of each.

    The last mark of a body or cell can be neither put in nor taken out: an empty paragraph
    stays where it was.
    """
    out = list(ops)
    return [*out[:-1], "="] if out else []
