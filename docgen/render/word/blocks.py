"""The blocks of a .docx paper one after another, as they flow from page to page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from docgen.document import Block, Chart, Heading, Paragraph, Table
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

    section: the section properties of an upright page.  plots: the charts so far.  pending: the
    page break that the next paragraph begins with.  after_table: whether a table stands right
    before.  turned: whether a page is set sideways.  turns: whether a page may be.
    """

    style: Style
    faces: Faces
    section: str = ""
    plots: list[Plot] = field(default_factory=list)
    pending: str = ""
    after_table: bool = False
    turned: bool = False
    turns: bool = True

    def paragraph(self, style_id: str, content: str, before: str = "", after: str = "") -> str:
        """A paragraph of runs in a named style, "" without any; see `opened`."""
        if not content:
            return ""
        # The schema wants keepNext before pageBreakBefore.
        begun = opened(style_id, before + self.pending, after)
        self.pending, self.after_table = "", False
        return begun + content + END

    def blocks(self, blocks: Sequence[Block], kept: Collection[int] = ()) -> list[str]:
        """The children of `w:body` that the blocks make; kept: those that share a page with what
        follows them."""
        faces = self.faces
        out: list[str] = []
        last = len(blocks) - 1
        for index, block in enumerate(blocks):
            pending = self.pending
            keep = index in kept
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
                measured = measures(block)
                if self.turns and not keep and is_wide(measured, self.style):
                    self._sideways(block, measured, out)
                    continue
                content = table_xml(block, measured, self.style, faces, pending, keep=keep)
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
        return out

    def _sideways(self, table: Table, measured: Measures, out: list[str]) -> None:
        """A table on pages of its own, set sideways; what stands before it ends its section."""
        self.turned = True
        before, end, after = (out or [""])[-1].rpartition("</w:pPr>")
        if end and after.endswith(END):
            out[-1] = f"{before}{self.section}{end}{after}"
        else:
            out.append(_closing(self.section))
        # Only the first page of a paper is a first page.
        self.section = self.section.replace("<w:titlePg/>", "")
        out.append(
            table_xml(table, measured, self.style, self.faces, "", keep=False, sideways=True)
        )
        out.append(_closing(sideways(self.style).section))
        self.pending, self.after_table = "", False


def _closing(section: str) -> str:
    """A line as low as can be that ends a section."""
    return (
        opened(names.TABLE_TEXT, "", f'<w:spacing w:line="20" w:lineRule="exact"/>{section}') + END
    )


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
