"""The charts of a .docx paper: the drawing, its caption and its note."""

from __future__ import annotations

from docgen.document import Chart, Text, caption, plain, spans
from docgen.library.styles import Style
from docgen.ooxml import stylesheet as names
from docgen.ooxml.chart import Cell, Plot, chart_run
from docgen.ooxml.runs import runs
from docgen.render.word.faces import END, KEEP, Faces, opened


def plot_of(chart: Chart) -> Plot:
    header, rows = chart.table
    drawn = (
        tuple(
            Cell(numbers[column], plain(row[column + 1]), _marked(row[column + 1]))
            for row, numbers in zip(rows, chart.values, strict=True)
        )
        for column in range(len(header) - 1)
    )
    return Plot(
        chart.kind,
        plain(chart.title),
        chart.unit,
        plain(header[0]),
        tuple(plain(row[0]) for row in rows),
        tuple(zip(map(plain, header[1:]), drawn, strict=True)),
    )


def _marked(text: Text) -> bool:
    return any(span.kind == "doubt" for span in spans(text))


def chart_xml(
    chart: Chart, plots: list[Plot], style: Style, faces: Faces, pending: str, keep: bool
) -> str:
    """The chart in a line of its own, its caption below it (图号图题置于图下), then the note."""
    stay = KEEP if keep else ""
    middle = '<w:jc w:val="center"/>'
    note = runs(chart.note, faces.table_text)
    out = [
        opened(names.TABLE_TEXT, KEEP + pending, middle) + chart_run(len(plots), plots[-1], style),
        opened(names.TABLE_HEADER, KEEP if note else stay)
        + runs(caption(chart), faces.table_header),
        *((opened(names.TABLE_TEXT, stay) + note,) if note else ()),
    ]
    return "".join(paragraph + END for paragraph in out)
