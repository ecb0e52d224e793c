"""Parameters: how a value of a style file becomes a value of the style, and the units it is in.

An element of the page is a frozen class of parameters, each declared once with its name in the
style file and its kind; the file's schema is read off the classes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, NamedTuple

POINTS_PER_MM = 72 / 25.4
TWIPS_PER_POINT = 20


def twips(points: float) -> int:
    """A length in points as twips, twentieths of a point."""
    return round(points * TWIPS_PER_POINT)


def mm_twips(millimetres: float) -> int:
    """A length in millimetres as twips, twentieths of a point."""
    return twips(millimetres * POINTS_PER_MM)


class Setting(NamedTuple):
    """A parameter as the style file gives it.

    key: section and name, such as 页面.天头.  value: one text, or several for a list.
    clause: clause of GB/T 9704—2012, "" when the standard is silent.  strength: 规定, 一般,
    推荐 or 实践.
    """

    key: str
    value: str | tuple[str, ...]
    clause: str
    strength: str


class UnreadableError(ValueError):
    """A value that is not of its kind; the message says what it should be."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a parameter may be.

    read: the value of a text, or of several when `many`; raises UnreadableError.
    """

    read: Callable[[Any], Any]
    many: bool = False


def parameter(name: str, kind: Kind) -> Any:
    """A field of an element's class: its name in the style file, and its kind."""
    return field(metadata={"name": name, "kind": kind})


def section(of: type, *names: str) -> Any:
    """A field of the style: the element's class, and the section of the file that holds it; of
    several sections, a tuple of elements."""
    return field(metadata={"class": of, "sections": names})


def kinds_of(element: type) -> Mapping[str, Kind]:
    """The parameters of an element's class by name, in order."""
    return {f.metadata["name"]: f.metadata["kind"] for f in fields(element)}


def sections_of(style: type) -> Mapping[str, type]:
    """The element's class of every section of a style's class, in order."""
    return {
        name: f.metadata["class"]
        for f in fields(style)
        if "sections" in f.metadata
        for name in f.metadata["sections"]
    }


def section_fields(style: type) -> list[Field[Any]]:
    """The fields of a style's class that sections fill."""
    return [f for f in fields(style) if "sections" in f.metadata]


def length(unit: str, low: float = 0, high: float = 2000, **words: float) -> Kind:
    """A number between two bounds, its unit written or not.  words: what may stand for one."""

    def read(text: str) -> float:
        if text in words:
            return words[text]
        match = re.fullmatch(rf"([-+]?\d+(?:\.\d+)?)(?:{unit})?", text, re.ASCII)
        if match is None or not low <= float(match[1]) <= high:
            also = "".join(f"，或者写“{word}”" for word in words)
            raise UnreadableError(f"应为 {low:g} 到 {high:g} 之间的数，单位是{unit or '个'}{also}")
        return float(match[1])

    return Kind(read)


def count(low: int = 1, high: int = 200) -> Kind:
    """A whole number between two bounds."""
    inner = length("", low, high)

    def read(text: str) -> int:
        value = inner.read(text)
        if value != math.floor(value):
            raise UnreadableError("应为整数")
        return int(value)

    return Kind(read)


def choice(choices: Mapping[str, Any]) -> Kind:
    """One of some words."""

    def read(text: str) -> Any:
        if text not in choices:
            raise UnreadableError(f"应为{'、'.join(choices)}")
        return choices[text]

    return Kind(read)


def _font_name(text: str) -> str:
    # Names go into XML and style sheets: nothing that could end the place they stand in.
    if not re.fullmatch(r"[\w][\w .()\-]*", text):
        raise UnreadableError(f"字体名“{text}”有不能用的符号")
    return text


_SIZES: Mapping[str, float] = {
    **{"初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16},
    **{"小三": 15, "四号": 14, "小四": 12, "五号": 10.5, "小五": 9, "六号": 7.5, "小六": 6.5},
}


def _size(text: str) -> float:
    size: float = _SIZES.get(text) or length("磅", 4, 200).read(text)
    return round(size * 2) / 2


def _color(text: str) -> str:
    named = {"红": "FF0000", "黑": "000000"}.get(text, text)
    if not re.fullmatch(r"[0-9A-F]{6}", named):
        raise UnreadableError("应为红、黑，或六位色号，如 E60012")
    return named


def _numbering(texts: tuple[str, ...]) -> tuple[str, ...]:
    if len(texts) != 4:
        raise UnreadableError("应当正好有四级")
    return texts


FLAG = choice({"是": True, "否": False})
TEXT = Kind(str)
FONT_NAME = Kind(_font_name)
WESTERN = Kind(lambda text: _font_name(text) if text else "")
FONT_NAMES = Kind(lambda texts: tuple(map(_font_name, texts)), many=True)
SIZE = Kind(_size)
COLOR = Kind(_color)
NUMBERING = Kind(_numbering, many=True)
SIDE = choice({"居左": "left", "居中": "center", "居右": "right"})
MM = length("毫米")
LINES = length("行", 0, 40)
CHARS = length("字", 0, 28)
POINTS = length("磅", 0, 200)
LINE_WIDTH = length("毫米", 0, 5)
"""A line's thickness; 0: there is none."""
