"""What a finished draft of a 文种 must have, whoever wrote it (完稿 in genre.yaml).

The parts of a template are known by their names; those of a draft from elsewhere only by what
its headings and sentences say.  A demand may hold for some drafts of the 文种 alone, told by
words of the title: a half-year report owes its problems, a report on one matter does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from docgen.errors import LibraryError
from docgen.finding import Level
from docgen.library.fields import Fields

Where: TypeAlias = Literal["全文", "结尾", "称谓", "版头"]
"""Where a part is looked for: headings and text, the last paragraphs, the 称谓, or round the text:
版头 and 版记, of a draft that has a 版头; there 标题见 asks for a title."""

_KEYS: Final = "部分 题目 除外 标题见 文中见 处 级".split()
_LEVELS: Final = {level.label: level for level in Level}


@dataclass(frozen=True, slots=True)
class Demand:
    """A part that a draft must have.

    titles: what the title says of the drafts that owe it, None for all.  unless: what it says of
    those that do not.  heading, text: what shows the part, in a heading or in the text; a part
    told within another counts.  level: of the finding when it is missing.
    """

    part: str
    titles: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    heading: re.Pattern[str] | None
    text: re.Pattern[str] | None
    where: Where
    level: Level

    def is_for(self, title: str) -> bool:
        """Whether a draft of that title owes the part."""
        if self.titles is not None and not self.titles.search(title):
            return False
        return self.unless is None or not self.unless.search(title)


@dataclass(frozen=True, slots=True)
class Order:
    """In what order the parts of a draft stand, as their headings of the first level tell.

    names: of the parts, in order.  headings: what shows each.  unless: what the title says of
    drafts that go another way.
    """

    names: tuple[str, ...] = ()
    headings: tuple[re.Pattern[str], ...] = ()
    titles: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    def is_for(self, title: str) -> bool:
        """Whether a draft of that title keeps to the order."""
        if not self.names or (self.titles is not None and not self.titles.search(title)):
            return False
        return self.unless is None or not self.unless.search(title)

    def place(self, heading: str) -> int | None:
        """Which part the heading is of, from 0; None when of none or of several."""
        found = [place for place, shown in enumerate(self.headings) if shown.search(heading)]
        return found[0] if len(found) == 1 else None


def order_from(values: Mapping[str, Any], where: str) -> Order:
    """The order of the parts in a genre.yaml (次序).  Raises LibraryError naming the file."""
    if "次序" not in values:
        return Order()
    row = Fields(values["次序"], f"{where} 次序", ("题目", "除外", "部分"))
    parts = [Fields(value, f"{where} 次序", ("名", "标题见")) for value in row.entries("部分")]
    shown = [(part, _pattern(part, "标题见")) for part in parts]
    for part, heading in shown:
        if heading is None:
            raise part.error("写明标题见哪些字")
    return Order(
        tuple(part.required("名") for part in parts),
        tuple(heading for _, heading in shown if heading is not None),
        _pattern(row, "题目"),
        _pattern(row, "除外"),
    )


def demands_from(values: Mapping[str, Any], where: str) -> tuple[Demand, ...]:
    """The demands of a genre.yaml.  Raises LibraryError naming the file."""
    listed = values.get("完稿", [])
    if not isinstance(listed, list):
        raise LibraryError("完稿 应是列表", where=where)
    return tuple(_demand(Fields(value, f"{where} 完稿", _KEYS)) for value in listed)


def _demand(row: Fields) -> Demand:
    place = cast(Where, row.choice("处", get_args(Where), "全文"))
    heading, text = _pattern(row, "标题见"), _pattern(row, "文中见")
    if place != "称谓" and heading is None and text is None:
        raise row.error("写明怎样看得出有这一部分：标题见、文中见，至少一种")
    return Demand(
        row.required("部分"),
        _pattern(row, "题目"),
        _pattern(row, "除外"),
        heading,
        text,
        place,
        _LEVELS[row.choice("级", _LEVELS, Level.DOUBT.label)],
    )


def _pattern(row: Fields, key: str) -> re.Pattern[str] | None:
    text = row.text(key)
    try:
        return re.compile(text) if text else None
    except re.error:
        raise row.error(f"“{text}”不是正则式") from None
