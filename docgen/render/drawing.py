"""A chart as inline SVG for the page: bars that lie, or lines; numbers stand where they belong.

The drawing is for the eye alone; the page says the same in a table.  Sizes are in the units of
the drawing, which the page scales to its width.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from docgen.document import Chart, plain

_WIDTH: Final = 640
_SIZE: Final = 13
_BAR, _SPACE, _LEGEND, _PLOT = 14, 10, 24, 220
_MARGIN: Final = 40
_FILLS: Final = ("#2f5597", "#a6a6a6", "#c55a11", "#7f6000", "#548235", "#404040")
_DASHES: Final = ("", "6 3", "2 3", "10 4")


def drawing(chart: Chart) -> str:
    """The chart as an SVG element, hidden from readers aloud."""
    bars = chart.kind == "bar"
    names = [plain(head) for head in chart.table.header[1:]]
    legend = _LEGEND if len(names) > 1 else 0
    group = _BAR * len(names) + _SPACE
    height = (group * len(chart.values) if bars else _PLOT) + legend
    parts = _bars(chart, group) if bars else _lines(chart)
    key = "".join(_key(names, height - legend)) if legend else ""
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" font-size="{_SIZE}" aria-hidden="true">'
        f"{''.join(parts)}{key}</svg>\n"
    )


def _text_width(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text) * _SIZE


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{html.escape(text)}</text>'


def _rows(chart: Chart) -> Iterator[tuple[str, list[tuple[Decimal | None, str]]]]:
    """Category by category its name and, for each series, the number and how it prints."""
    for row, values in zip(chart.table.rows, chart.values, strict=True):
        yield plain(row[0]), list(zip(values, map(plain, row[1:]), strict=True))


def _range(chart: Chart) -> tuple[Decimal, Decimal]:
    """The least and greatest number, 0 among them."""
    values = [Decimal(0), *(value for row in chart.values for value in row if value is not None)]
    return min(values), max(values)


def _bars(chart: Chart, group: int) -> Iterator[str]:
    rows = list(_rows(chart))
    low, high = _range(chart)
    left = max(_text_width(name) for name, _ in rows) + 8
    right = max(_text_width(said) for _, cells in rows for _, said in cells) + 8
    below = right if low < 0 else 0  # room for the numbers at bars that go the other way
    scale = (_WIDTH - left - right - below) / (float(high - low) or 1)
    zero = left + below - float(low) * scale
    for index, (name, cells) in enumerate(rows):
        top = index * group + _SPACE / 2
        middle = top + _BAR * len(cells) / 2 + _SIZE / 3
        yield _text(left - 6, middle, name, "end")
        for series, (value, said) in enumerate(cells):
            if value is None:
                continue
            y, length = top + series * _BAR, float(value) * scale
            yield (
                f'<rect x="{min(zero, zero + length):.1f}" y="{y + 1:g}" '
                f'width="{abs(length):.1f}" height="{_BAR - 2}" '
                f'fill="{_FILLS[series % len(_FILLS)]}"/>'
            )
            at, anchor = (zero + length + 4, "start") if length >= 0 else (zero + length - 4, "end")
            yield _text(round(at, 1), y + _BAR - 3, said, anchor)
    yield (
        f'<line x1="{zero:.1f}" y1="0" x2="{zero:.1f}" y2="{group * len(rows)}" stroke="#808080"/>'
    )


def _lines(chart: Chart) -> Iterator[str]:
    rows = list(_rows(chart))
    low, high = _range(chart)
    step = (_WIDTH - 2 * _MARGIN) / max(len(rows) - 1, 1)
    floor, room = _PLOT - 2.5 * _SIZE, _PLOT - 5 * _SIZE
    scale = room / (float(high - low) or 1)

    def y(value: Decimal) -> float:
        return floor - float(value - low) * scale

    yield f'<line x1="0" y1="{y(Decimal(0)):.1f}" x2="{_WIDTH}" y2="{y(Decimal(0)):.1f}" stroke="#808080"/>'
    for index, (name, cells) in enumerate(rows):
        x = _MARGIN + index * step
        yield _text(round(x, 1), _PLOT - _SIZE / 2, name, "middle")
        highest = max((value for value, _ in cells if value is not None), default=None)
        for value, said in cells:
            if value is not None:
                shift = -7 if value == highest else _SIZE + 4
                yield _text(round(x, 1), round(y(value) + shift, 1), said, "middle")
    for series in range(len(chart.table.header) - 1):
        colour = _FILLS[series % len(_FILLS)]
        dash = _DASHES[series % len(_DASHES)]
        drawn = f' stroke-dasharray="{dash}"' if dash else ""
        run: list[str] = []
        for index, values in enumerate((*chart.values, None)):
            value = values[series] if values is not None else None
            if value is not None:
                x = _MARGIN + index * step
                run.append(f"{x:.1f},{y(value):.1f}")
                yield f'<circle cx="{x:.1f}" cy="{y(value):.1f}" r="3.5" fill="{colour}"/>'
            elif run:  # a gap parts the line
                yield (
                    f'<polyline points="{" ".join(run)}" fill="none" stroke="{colour}" '
                    f'stroke-width="2"{drawn}/>'
                )
                run = []


def _key(names: list[str], top: float) -> Iterator[str]:
    """Which series has which colour, in one row."""
    x = float(_MARGIN)
    for series, name in enumerate(names):
        colour = _FILLS[series % len(_FILLS)]
        yield f'<rect x="{x:g}" y="{top + 7:g}" width="12" height="12" fill="{colour}"/>'
        yield _text(x + 17, top + 18, name)
        x += 17 + _text_width(name) + 20
