"""A ruler on the printed page: where the ink of a PDF stands, in millimetres from its edges.

A page is drawn at ten dots a millimetre; words are found by their text, and measured by what is
printed there, not by the boxes of their font.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import NamedTuple

_DOTS = 10
"""Dots a millimetre: 254 a inch."""
_POINT = 25.4 / 72


class Box(NamedTuple):
    """The edges of something printed, in millimetres."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page of a PDF, numbered from 1."""

    pdf: Path
    number: int = 1

    @cached_property
    def _drawn(self) -> tuple[int, int, bytes]:
        """Width, height and dots, three bytes each."""
        command = ["pdftoppm", "-r", str(_DOTS * 25.4), *self._range, str(self.pdf)]
        data = subprocess.run(command, capture_output=True, check=True).stdout
        head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
        assert head, "pdftoppm 没有画出这一页"
        return int(head[1]), int(head[2]), data[head.end() :]

    @property
    def _range(self) -> tuple[str, ...]:
        return ("-f", str(self.number), "-l", str(self.number))

    @cached_property
    def _words(self) -> list[tuple[str, Box]]:
        command = ["pdftotext", "-bbox", *self._range, str(self.pdf), "-"]
        text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        pattern = r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>'
        return [
            (unescape(word), Box(*(float(edge) * _POINT for edge in edges)))
            for *edges, word in re.findall(pattern, text)
        ]

    def word(self, text: str, nth: int = 0) -> Box:
        """The ink of the nth printed word that holds the text, as the PDF parts its words."""
        box = [box for word, box in self._words if text in word][nth]
        middle = (box.top + box.bottom) / 2
        half = (box.bottom - box.top) / 2
        return self.ink(Box(box.left - 0.3, middle - half, box.right + 0.3, middle + half))

    def ink(self, within: Box) -> Box:
        """The edges of everything printed within the box."""
        width, height, dots = self._drawn
        x0, x1 = max(0, round(within.left * _DOTS)), min(width, round(within.right * _DOTS))
        rows = range(max(0, round(within.top * _DOTS)), min(height, round(within.bottom * _DOTS)))
        blank = b"\xff" * 3 * (x1 - x0)
        printed = {
            y: line
            for y in rows
            if (line := dots[3 * (y * width + x0) : 3 * (y * width + x1)]) != blank
        }
        if not printed:
            raise AssertionError(f"第{self.number}页 {within} 处没有印东西")
        light = b"\xff\xff\xff"
        columns = [
            x
            for x in range(x1 - x0)
            if any(line[3 * x : 3 * x + 3] != light for line in printed.values())
        ]
        return Box(
            (x0 + columns[0]) / _DOTS,
            min(printed) / _DOTS,
            (x0 + columns[-1] + 1) / _DOTS,
            (max(printed) + 1) / _DOTS,
        )

    def lines(self, least: float = 100) -> list[Box]:
        """The lines across the page, at least so many millimetres long, from top to bottom; rows
        of dots that touch are one line."""
        width, height, dots = self._drawn
        found: list[list[int]] = []
        for y in range(height):
            row = dots[3 * y * width : 3 * (y + 1) * width]
            run = max(
                re.finditer(rb"(?:(?!\xff\xff\xff)[\x00-\xff]{3})+", row),
                key=lambda m: len(m[0]),
                default=None,
            )
            if run is None or len(run[0]) < 3 * least * _DOTS:
                continue
            left, right = run.start() // 3, run.end() // 3
            if found and found[-1][3] == y:
                found[-1][3] = y + 1
            else:
                found.append([left, y, right, y + 1])
        return [Box(*(edge / _DOTS for edge in line)) for line in found]
