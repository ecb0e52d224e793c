"""Where the ink of a Chinese character stands, in points, for what is measured from edge to edge.

An office sets a line of exact height with four fifths of it above the foot of the letters; a
Chinese character reaches 0.84 of its size above that foot, and it or a bracket 0.12 below.
"""

from __future__ import annotations

_FOOT = 0.8
_ABOVE, _BELOW = 0.84, 0.12


def above(size: float, line: float) -> float:
    """From the top of a line to the upper edge of its characters."""
    return _FOOT * line - _ABOVE * size


def below(size: float, line: float) -> float:
    """From the lower edge of a line's characters to its end."""
    return (1 - _FOOT) * line - _BELOW * size


def middled(size: float, row: float) -> float:
    """The line that with room only below it has its characters in the middle of a row so high."""
    return min(row, (row + (_ABOVE - _BELOW) * size) / (2 * _FOOT))
