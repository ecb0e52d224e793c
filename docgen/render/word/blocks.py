"""The blocks of a .docx paper one after another, as they flow from page to page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from docgen.document import Block, Chart, Heading, PageBreak, Paragraph, Table, plain
from docgen.library.styles import Style
from docgen.ooxml import stylesheet as names
from docgen.ooxml.chart import Plot
from docgen.ooxml.landscape import sideways
from docgen.ooxml.runs import runs
from docgen.render.word.chart import chart_xml, plot_of
from docgen.render.word.faces import BREAK, END, KEEP, WIDOWS, Faces, opened
from docgen.render.word.table import Measures, is_wide, measures, table_xml

_BODY = opened(names.BODY)


@dataclass
class Flow:
    """Where the writing has come to.

    section: the section properties of an upright page.  out: the children of `w:body` so far.
    plots: the charts so far.  pending: the page break that the next paragraph begins with.
    after_table: whether a table stands right before.  lying: whether the page is set sideways.
    turned: whether any was.  turns: whether a page may be.
    """

    style: Style
    faces: Faces
    section: str = ""
    out: list[str] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)
    pending: str = ""
    after_table: bool = False
    lying: bool = False
    turned: bool = False
    turns: bool = True
    _measured: tuple[Table, Measures] | None = field(default=None, repr=False)

    @property
    def here(self) -> str:
        """The section properties of the page."""
        return sideways(self.style).section if self.lying else self.section

    def paragraph(self, style_id: str, content: str, before: str = "", after: str = "") -> None:
        """A paragraph of runs in a named style, nothing without any; see `opened`."""
        if not content:
            return
        # The schema wants keepNext before pageBreakBefore.
        self.out.append(opened(style_id, before + self.pending, after) + content + END)
        self.pending, self.after_table = "", False

    def blocks(self, blocks: Sequence[Block], kept: Collection[int] = ()) -> None:
        """The blocks one after another; kept: those that share a page with what follows them."""
        faces, out = self.faces, self.out
        last = len(blocks) - 1
        for index, block in enumerate(blocks):
            keep = index in kept
            if self.lying and _shows(block) and (keep or not self.is_wide(block)):
                self.turn(lying=False)
            pending = self.pending
            if isinstance(block, Paragraph):
                content = runs(block.text, faces.body)
                if content:
                    if keep:
                        begun = opened(names.BODY, KEEP + pending + WIDOWS)
                    elif index == last:  # no page for its last few words alone
                        begun = opened(names.BODY, pending + WIDOWS)
                    else:
                        begun = opened(names.BODY, pending) if pending else _BODY
                    content = f"{begun}{content}</w:p>"
            elif isinstance(block, Heading):
                content = heading_xml(block, faces, KEEP + pending if keep else pending)
            elif isinstance(block, Table):
                if not keep and self.is_wide(block):
                    self.turn(lying=True)
                measured = self._measures(block)
                content = table_xml(
                    block, measured, self.style, faces, self.pending, keep=keep, sideways=self.lying
                )
                # Two tables without a paragraph between them would become one.
                if content and self.after_table:
                    content = opened(names.TABLE_TEXT) + END + content
            elif isinstance(block, Chart):
                self.plots.append(plot_of(block))
                content = chart_xml(block, self.plots, self.style, faces, pending, keep=keep)
            else:
                self.pending = BREAK
                continue
            if content:
                out.append(content)
                self.pending = ""
                self.after_table = isinstance(block, Table)

    def is_wide(self, block: Block) -> bool:
        """Whether it is a table that is set sideways."""
        return (
            self.turns and isinstance(block, Table) and is_wide(self._measures(block), self.style)
        )

    def turn(self, *, lying: bool) -> bool:
        """Whether a new page had to begin so that it is set sideways, or upright."""
        if self.lying == lying:
            return False
        before, end, after = (self.out or [""])[-1].rpartition("</w:pPr>")
        if end and after.endswith(END):
            self.out[-1] = f"{before}{self.here}{end}{after}"
        elif self.out:
            self.out.append(low(self.here))
        # Only the first page of a paper is a first page.
        self.section = self.section.replace("<w:titlePg/>", "")
        self.lying = lying
        self.turned |= lying
        self.pending, self.after_table = "", False
        return True

    def _measures(self, table: Table) -> Measures:
        if self._measured is None or self._measured[0] is not table:
            self._measured = table, measures(table)
        return self._measured[1]


def low(properties: str = "") -> str:
    """A line as low as can be, behind a table or ahead of one."""
    return (
        opened(names.TABLE_TEXT, "", f'<w:spacing w:line="20" w:lineRule="exact"/>{properties}')
        + END
    )


def _shows(block: Block) -> bool:
    """Whether anything of it is printed."""
    if isinstance(block, Paragraph):
        return bool(plain(block.text))
    return not isinstance(block, PageBreak) and not (isinstance(block, Table) and not block.header)


def heading_xml(heading: Heading, faces: Faces, before: str) -> str:
    """A heading; text that runs in behind it makes it a paragraph of its own."""
    level = heading.level - 1
    content = runs((heading.number, *heading.text), faces.headings[level])
    if heading.run_in:
        content += runs(heading.run_in, faces.run_in[level])
        # A heading keeps with what follows; one that carries its own text need not.
        if KEEP not in before:
            before = '<w:keepNext w:val="0"/>' + before
    elif KEEP in before:
        before = before.replace(KEEP, "")
    return opened(names.HEADINGS[level], before) + content + END if content else ""
