"""Tables: how wide they are, and whether their head is printed on every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docgen.finding import Place
from docgen.layout.departures import Departure, quoted
from docgen.layout.norms import Norms
from docgen.layout.parts import Part
from docgen.library.styles import POINTS_PER_MM
from docgen.ooxml.mending import OnTable
from docgen.ooxml.tables import Grid


def tables(
    grids: Iterable[Grid], parts: Iterable[Part], lying: frozenset[int], norms: Norms, path: str
) -> Iterator[Departure]:
    """What the tables do not keep.  lying: numbers of the paragraphs on paper that lies on its
    long side, where a table may be as wide as that."""
    first: dict[int, Part] = {}
    for part in parts:
        cell = part.set.read.cell
        if cell is not None and part.name in ("表头", "表格"):
            first.setdefault(cell.table, part)
    area = norms.area[0]
    spare = norms.rules.tolerance["表格宽"] * POINTS_PER_MM
    for grid in grids:
        if grid.number not in first:
            continue
        place = Place(path, first[grid.number].number, part=f"表{grid.number + 1}")
        quote = quoted(first[grid.number].text)
        if first[grid.number].number not in lying and grid.width > area + spare:
            yield Departure(
                "LAY030", "要素", "表格", f"宽{grid.width / POINTS_PER_MM:.0f}毫米",
                f"不超过版心的{area / POINTS_PER_MM:.0f}毫米", norms.setting("表格.宽"), place, quote,
                (OnTable(grid.number, "width", area),),
            )  # fmt: skip
        if grid.rows > norms.style.grid.rows and not grid.headed:
            yield Departure(
                "LAY031", "要素", "表格", f"有{grid.rows}行，换页后没有表头", "",
                norms.setting("表格.表头"), place, quote, (OnTable(grid.number, "head", 1),),
            )  # fmt: skip
