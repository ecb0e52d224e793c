"""The 版记: its lines, how far its rows stand in, and whether it ends the paper on the lower edge
of the 版心.

A 版记 is a table or paragraphs with lines along their edges.  Where lines may have been drawn as
shapes nothing is said of them; nor of the place of one that empty paragraphs push down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from docgen.layout.departures import Departure
from docgen.layout.norms import Norms
from docgen.layout.parts import COPIES, PRINTED, SENT, Part
from docgen.layout.placing import chars_of, told
from docgen.library.styles import POINTS_PER_MM, twips
from docgen.ooxml.edges import Edge, draws, row_edges
from docgen.ooxml.mending import Mend, OnEdge, OnParagraph, OnTab, OnTable
from docgen.ooxml.opening import Package
from docgen.ooxml.tables import Grid
from docgen.render.word.width import spaced, width

_OWED: Final = ("待补标题", "待补事项")
_EIGHTHS: Final = 8
_BLANKS: Final = " \u3000\u00a0"
_DATE: Final = re.compile(r"\s*[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日\s*印\s*发\s*")
"""An 印发日期 alone."""


class _Row(NamedTuple):
    """A row of the 版记: its paragraphs, what it is (SENT, PRINTED, COPIES, else None), its first
    words without blanks, the lines above and below it."""

    parts: tuple[Part, ...]
    kind: object
    begins: str
    above: Edge
    below: Edge


class _Foot(NamedTuple):
    """The 版记.  found: every paragraph of the paper; at: which of them are its own.  grid: the
    table it is, None for paragraphs."""

    found: Sequence[Part]
    at: Sequence[int]
    rows: Sequence[_Row]
    grid: Grid | None


def imprint(
    found: Sequence[Part], grids: Sequence[Grid], package: Package, norms: Norms, path: str
) -> Iterator[Departure]:
    """What the 版记 does not keep; nothing when there is none."""
    at = [index for index, part in enumerate(found) if part.name == "版记"]
    if not at:
        return
    tables = {cell.table for i in at if (cell := found[i].set.read.cell) is not None}
    if len(tables) > 1 or (tables and any(found[i].set.read.cell is None for i in at)):
        return  # several frames in one another
    grid = grids[tables.pop()] if tables else None
    rows = _in_table(found, at, grid, package) if grid is not None else _in_text(found, at)
    foot = _Foot(found, at, rows, grid)
    yield from _place(foot, norms, path)
    if all(row.kind for row in rows):
        yield from _lines(foot, norms, path)
        room = _room(grid, norms)
        for row in rows:
            yield from _insets(row, room, norms, path)


def _row(parts: Sequence[Part], above: Edge, below: Edge) -> _Row:
    text = "".join(part.text.strip() for part in parts)
    kind = next((kind for kind in (SENT, PRINTED, COPIES) if kind.fullmatch(text)), None)
    return _Row(tuple(parts), kind, "".join(text.split())[:2], above, below)


def _in_table(
    found: Sequence[Part], at: Sequence[int], grid: Grid, package: Package
) -> tuple[_Row, ...]:
    edges = row_edges(package, grid)
    rows: dict[int, list[Part]] = {}
    for index in at:
        cell = found[index].set.read.cell
        assert cell is not None
        rows.setdefault(cell.row, []).append(found[index])
    return tuple(_row(parts, edges[row], edges[row + 1]) for row, parts in rows.items())


def _in_text(found: Sequence[Part], at: Sequence[int]) -> tuple[_Row, ...]:
    """The rows of a 版记 that is no table; paragraphs alike in their lines share one frame."""
    first, last = at[0], at[-1]
    near = found[max(0, first - 1) : last + 2]
    edges: list[Edge] = [Edge()] * (len(near) + 1)
    for place, part in enumerate(near):
        look = part.set.placing
        before = near[place - 1].set.placing if place else None
        if before is not None and (look.top, look.bottom) == (before.top, before.bottom):
            edges[place] = Edge()
        else:
            edges[place] = max(edges[place], look.top or Edge())
        edges[place + 1] = look.bottom or Edge()
    start = 1 if first else 0
    return tuple(
        _row((part,), edges[place], edges[place + 1])
        for place, part in enumerate(near)
        if start <= place <= start + last - first and part.name == "版记"
    )


# --- lines ----------------------------------------------------------------------------------------


def _lines(foot: _Foot, norms: Norms, path: str) -> Iterator[Departure]:
    rows, grid = foot.rows, foot.grid
    style = norms.style.imprint
    gaps = [(None, rows[0]), *pairwise(rows), (rows[-1], None)]
    if not any(_between(*gap).width for gap in gaps) and _may_be_drawn(foot.found, foot.at):
        return
    for upper, lower in gaps:
        if upper is None:
            name, key, wanted = "首条分隔线", "首线", style.first
        elif lower is None:
            name, key, wanted = "末条分隔线", "末线", style.last
        elif upper.kind is lower.kind is SENT:
            if {upper.begins, lower.begins} != {"主送", "抄送"}:
                continue
            name, key, wanted = "主送、抄送之间的分隔线", "组内线", 0.0
        else:
            name, key, wanted = "中间的分隔线", "中线", style.inner
        there = _between(upper, lower).width / POINTS_PER_MM
        if abs(there - wanted) <= norms.rules.tolerance["线粗"]:
            continue
        near = lower or upper
        assert near is not None
        yield told(
            near.parts[0], "LAY037", f"{name}{f'粗{there:.2f}毫米' if there else '没有画'}",
            f"{wanted:g}毫米" if wanted else "没有线", norms, f"版记.{key}", path,
        )._replace(mends=_drawn(upper, lower, wanted, meet=grid is not None))  # fmt: skip
    yield from _span(rows, grid, norms, path)


def _between(upper: _Row | None, lower: _Row | None) -> Edge:
    return max(
        Edge() if upper is None else upper.below,
        Edge() if lower is None else lower.above,
    )


def _may_be_drawn(found: Sequence[Part], at: Sequence[int]) -> bool:
    """Whether something is drawn from the end of the body to the end of the paper."""
    begin = next((i for i in range(at[0] - 1, -1, -1) if found[i].name == "正文"), 0)
    return any(draws(part.set.read.element) for part in found[begin:])


def _drawn(
    upper: _Row | None, lower: _Row | None, wanted: float, *, meet: bool
) -> tuple[Mend, ...]:
    """What draws the line between two rows in that thickness, in millimetres.

    meet: the edges of the rows are one line, as in a table; else it is drawn below the upper.
    """
    size = str(round(wanted * POINTS_PER_MM * _EIGHTHS))
    none = (("val", "nil"), ("sz", ""), ("space", ""), ("color", ""))
    line = (("val", "single"), ("sz", size), ("space", "0"), ("color", "auto"))
    look = line if wanted else none
    out: list[Mend] = []
    if upper is not None:
        out.append(OnEdge(upper.parts[0].number, "bottom", look))
    if lower is not None:
        alone = meet or upper is None
        out.append(OnEdge(lower.parts[0].number, "top", look if alone else none))
    return tuple(out)


def _span(rows: Sequence[_Row], grid: Grid | None, norms: Norms, path: str) -> Iterator[Departure]:
    """How long the lines are."""
    area, wanted = norms.area[0], _length(norms)
    if not any(row.above.width or row.below.width for row in rows):
        return
    mends: tuple[Mend, ...] = ()
    if grid is not None:
        there = grid.width
        mends = (OnTable(grid.number, "width", wanted),)
    else:
        lined = next(row for row in rows if row.above.width or row.below.width)
        there = area - _side(lined.parts[0], "left", norms) - _side(lined.parts[0], "right", norms)
    if _is_off(there, norms):
        yield told(
            rows[0].parts[0], "LAY038", f"分隔线长{there / POINTS_PER_MM:.0f}毫米",
            f"{wanted / POINTS_PER_MM:.0f}毫米", norms, "版记.线长", path,
            advice="线跟着段落的缩进走：缩进改成0，左右空字用制表位，或者改用表格",
        )._replace(mends=mends)  # fmt: skip


def _length(norms: Norms) -> float:
    """How long the lines should be, in points."""
    return norms.style.imprint.span * POINTS_PER_MM or norms.area[0]


def _is_off(there: float, norms: Norms) -> bool:
    """Whether lines so long are too short or too long; 0: nobody knows."""
    spare = norms.rules.tolerance["表格宽"] * POINTS_PER_MM
    return bool(there) and abs(there - _length(norms)) > spare


# --- how far the rows stand in ----------------------------------------------------------------------


def _side(part: Part, side: str, norms: Norms) -> float:
    """The indent of a paragraph's further lines at that side, in points."""
    look = part.set.placing
    chars = look.left_chars if side == "left" else look.right_chars
    points = look.left if side == "left" else look.right
    return (chars or 0) * norms.style.imprint.size or points or 0.0


def _first(part: Part, norms: Norms) -> float:
    """The indent of its first line, in points; blanks typed there are counted."""
    look, size = part.set.placing, norms.style.imprint.size
    blanks = part.text[: len(part.text) - len(part.text.lstrip(_BLANKS))]
    return (
        _side(part, "left", norms)
        + ((look.first_chars or 0) * size or look.first or 0.0)
        + width(blanks) * size
    )


class _Room(NamedTuple):
    """Where a row stands: its width in points, what is left free at its sides, and whether its
    lines are those of a table, which do not follow the indents of the text."""

    width: float
    padding: tuple[float, float]
    framed: bool


def _room(grid: Grid | None, norms: Norms) -> _Room:
    width = _length(norms)
    if grid is None:
        return _Room(width, (0.0, 0.0), False)
    kept = grid.width and not _is_off(grid.width, norms)
    return _Room(grid.width if kept else width, grid.padding, True)


def _insets(row: _Row, room: _Room, norms: Norms, path: str) -> Iterator[Departure]:
    """Whether a row stands in as it should; of 印数 the standard says nothing."""
    if row.kind is COPIES:
        return
    part, look = row.parts[0], norms.style.imprint
    if row.kind is PRINTED and _DATE.fullmatch(part.text):
        yield from _date(part, room, norms, path)
    elif part.set.placing.alignment not in ("center", "right"):
        there = (room.padding[0] + _first(part, norms)) / norms.style.cell
        typed = part.text[:1] in _BLANKS
        label = len(row.begins.rstrip("：:")) + 1  # 报：, 抄送：
        hanging = label * look.size if row.kind is SENT and room.framed else 0.0
        place = look.inset * norms.style.cell - room.padding[0]
        mend = ("ind", _indent(place, hanging, room.framed))
        if abs(there - look.inset) > norms.rules.tolerance["版记"]:
            said = f"左空{chars_of(there)}字"
            yield _told(row, part, said, norms, path, () if typed else (mend,))
        elif hanging and not typed and len(row.parts) == 1:
            yield from _hangs(part, room, place + hanging, mend, norms, path)
    yield from _right_inset(row, room, norms, path)


def _date(part: Part, room: _Room, norms: Norms, path: str) -> Iterator[Departure]:
    """Whether an 印发日期 without an organ beside it stands right all the same."""
    placing, size = part.set.placing, norms.style.imprint.size
    cell = part.set.read.cell
    if placing.alignment == "right" or "\t" in part.text or (cell is not None and cell.column):
        return
    wanted = norms.style.imprint.inset * norms.style.cell
    if placing.alignment != "center":
        ends = room.padding[0] + _first(part, norms) + spaced(part.text.strip()) * size
        if abs(room.width - ends - wanted) / norms.style.cell <= norms.rules.tolerance["版记"]:
            return
    inward = ("ind", (*_indent(0, 0, room.framed), *_right(wanted - room.padding[1])))
    mends = (("jc", (("val", "right"),)), *((inward,) if room.framed else ()))
    yield told(
        part, "LAY039", "印发日期没有居右", f"右空{norms.style.imprint.inset:g}字", norms,
        "版记.印发日期", path, () if part.text[:1] in _BLANKS else mends,
        "删去空格，设成右对齐、右缩进",
    )  # fmt: skip


def _hangs(
    part: Part,
    room: _Room,
    wanted: float,
    mend: tuple[str, tuple[tuple[str, str], ...]],
    norms: Norms,
    path: str,
) -> Iterator[Departure]:
    """Whether the further lines begin below the first name behind 抄送：."""
    size = norms.style.imprint.size
    there = _side(part, "left", norms)
    takes = _first(part, norms) + spaced(part.text.strip()) * size
    wraps = takes > room.width - sum(room.padding)
    if wraps and abs(there - wanted) / size > norms.rules.tolerance["版记"]:
        said = "回行没有和冒号后的首字对齐"
        yield told(part, "LAY039", said, "", norms, "版记.回行", path, (mend,))


def _right_inset(row: _Row, room: _Room, norms: Norms, path: str) -> Iterator[Departure]:
    """Whether what ends a row stands in from the right; nothing where blanks push it there."""
    part, look = row.parts[-1], norms.style.imprint
    placing, cell = part.set.placing, norms.style.cell
    wanted = look.inset * cell
    mends: tuple[Mend, ...] = ()
    if part.text.count("\t") == 1 and placing.tab and len(row.parts) == 1:
        end = room.width - room.padding[0]
        right = end - placing.tab
        mends = (OnTab(part.number, end - wanted, placing.tab),)
    elif placing.alignment == "right" and part.text == part.text.rstrip():
        right = room.padding[1] + _side(part, "right", norms)
        if room.framed:
            mends = (OnParagraph(part.number, "ind", _right(wanted - room.padding[1])),)
    else:
        return
    if abs(right / cell - look.inset) > norms.rules.tolerance["版记"]:
        yield _told(row, part, f"右空{chars_of(right / cell)}字", norms, path)._replace(mends=mends)


def _told(
    row: _Row,
    part: Part,
    said: str,
    norms: Norms,
    path: str,
    mends: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (),
) -> Departure:
    wanted = f"{said[:2]}{norms.style.imprint.inset:g}字"
    key = "版记.印发空字" if row.kind is PRINTED else "版记.空字"
    return told(part, "LAY039", said, wanted, norms, key, path, mends, "删去空格，设成段落的缩进")


def _indent(first: float, hanging: float, framed: bool) -> tuple[tuple[str, str], ...]:
    """The first line so far in; the others too, by `hanging` more, unless lines follow them."""
    left = first + hanging if framed else 0.0
    ahead = ("firstLine" if left < first else "hanging", str(twips(abs(first - left))))
    unsaid = ("start", "startChars", "firstLineChars", "firstLine", "hangingChars", "hanging")
    return (
        *((name, "") for name in unsaid if name != ahead[0]),
        *(("leftChars", "0"), ("left", str(twips(left))), ahead),
    )


def _right(points: float) -> tuple[tuple[str, str], ...]:
    return (("end", ""), ("endChars", ""), ("rightChars", "0"), ("right", str(twips(points))))


# --- place ----------------------------------------------------------------------------------------


def _place(foot: _Foot, norms: Norms, path: str) -> Iterator[Departure]:
    """Whether the 版记 ends the paper, on the lower edge of the 版心."""
    found, at, grid = foot.found, foot.at, foot.grid
    first = foot.rows[0].parts[0]
    behind = [p for p in found[at[-1] + 1 :] if not p.set.empty and p.name not in _OWED]
    if behind:
        yield told(
            behind[0], "LAY040", "排在版记后面", "版记之前", norms, "版记.先后", path,
            advice="把版记移到公文的最后；docgen 不搬字",
        )  # fmt: skip
    if grid is None:
        return
    span = norms.style.imprint.span
    page = norms.style.page
    left = ((page.width - span) / 2 if span else page.left) * POINTS_PER_MM
    mends: tuple[Mend, ...] = (OnTable(grid.number, "foot", left),)
    if grid.floats is not None and not _is_down(grid.floats):
        yield told(
            first, "LAY040", "没有靠版心下边缘", "末条分隔线和版心下边缘重合", norms, "版记.位置", path
        )._replace(mends=mends)  # fmt: skip
    before = found[at[0] - 1] if at[0] else None
    follows = before is not None and not before.set.empty and before.set.read.cell is None
    if grid.floats is None and follows and not behind:
        yield told(
            first, "LAY040", "紧接上文，没有靠版心下边缘", "末条分隔线和版心下边缘重合", norms,
            "版记.靠下", path,
        )._replace(mends=mends)  # fmt: skip


def _is_down(floats: Mapping[str, str]) -> bool:
    """Whether a table that the text flows round may end where the 版心 does: it is said so, or how
    high it begins is."""
    aligned = floats.get("tblpYSpec", "")
    to = floats.get("vertAnchor", "page")
    return aligned == "" or (aligned == "bottom" and to == "margin")
