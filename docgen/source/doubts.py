"""Doubts about what the parser accepts: text that was probably meant as something else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from docgen.source.nodes import Node, Scalar
from docgen.source.slips import (
    WIDE_STARTS,
    Slip,
    doubt,
    error,
    glued,
    grouped_digits,
    lone_line,
    short,
    wide_start,
)

WORD = r"[^\W_][\w·.（）()]{0,19}"
GLUED_LINE = re.compile(rf"[ \u3000]*({WORD})(：|:(?=\S)|:(?=\u3000))")
_GLUED_ITEM = re.compile(r"([\u4e00-\u9fff]{1,8}):(?=\S)")
_SWALLOWED = re.compile(rf"，\s*({WORD})([：:])")
_WORDY = 12


def in_mapping(
    pairs: Iterable[tuple[Scalar, Node]], lines: Sequence[str], *, flow: bool
) -> Iterator[Slip]:
    """Doubts about the values of a mapping; flow: it stands in braces."""
    for key, value in pairs:
        if not isinstance(value, Scalar) or value.quoted:
            continue
        if not value.value:
            if flow and " " in key.value and not key.quoted:
                yield doubt(
                    "SRC019",
                    f"“{short(key.value.split(' ')[0])}”后面少了半角冒号",
                    key.line,
                    key.column + key.value.index(" "),
                    "写成“名称: 内容”",
                    key.value,
                )
            continue
        yield from _in_text(value, lines, flow=flow)
        if value.line > key.line:
            yield from _block_of_keys(value, lines)
        if flow and (match := _SWALLOWED.search(value.value)):
            yield doubt(
                "SRC010",
                f"“{match[1]}”前面用了全角逗号，被并进了“{short(key.value)}”",
                value.line,
                value.column + match.start(),
                "改为半角逗号再空一格；是一句话的，用半角单引号括起来",
                match.group(),
            )


def in_sequence(items: Sequence[Node], lines: Sequence[str], *, flow: bool) -> Iterator[Slip]:
    """Doubts about the items of a list; flow: it stands in square brackets."""
    for item in items:
        if not isinstance(item, Scalar) or item.quoted or not item.value:
            continue
        value = item.value
        yield from _in_text(item, lines, flow=flow)
        if match := _GLUED_ITEM.match(value):
            yield doubt(
                "SRC003",
                f"“{match[1]}”后面的半角冒号没有跟空格，整个成了一句话",
                item.line,
                item.column + match.end(1),
                f"是名称的，写“{match[1]}: 内容”；是句子的，改用全角冒号",
                value,
            )
        elif not flow and "：" in value:
            yield from _block_of_keys(item, lines, at_least=2)
        elif flow and "，" in value:
            yield from _several_in_one(item, alone=len(items) == 1)
        if flow and value.count("“") != value.count("”"):
            yield doubt(
                "SRC011",
                "全角引号不成对：方括号里的半角逗号会把引号里的话切开",
                item.line,
                item.column,
                "整句用半角单引号括起来",
                value,
            )


def may_be_wrong(text: str) -> bool:
    """Whether `_in_text` may have something to say of this text; the quick look before it."""
    return text[:1] in _SUSPICIOUS_STARTS or text[-1:] in _CLOSING or " - " in text


def may_hold_more(text: str) -> bool:
    """Whether a full-width comma in a flow mapping may have swallowed the next name."""
    return "，" in text and (":" in text or "：" in text)


_CLOSING = {"]": "[", "}": "{"}
_SUSPICIOUS_STARTS = frozenset((*WIDE_STARTS, "-"))


def _in_text(scalar: Scalar, lines: Sequence[str], *, flow: bool) -> Iterator[Slip]:
    """Doubts about any plain text."""
    value = scalar.value
    if not may_be_wrong(value):
        return
    if value[0] in WIDE_STARTS:
        yield wide_start(value[0], scalar.line, scalar.column, value)
    opening = _CLOSING.get(value[-1])
    if not flow and opening and value.count(opening) < value.count(value[-1]):
        yield doubt(
            "SRC006",
            f"末尾的半角“{value[-1]}”没有配对",
            scalar.line,
            scalar.column,
            f"是分项的，在前面补上半角“{opening}”；是正文的，整段用半角单引号括起来",
            value,
        )
    if not flow and re.match(r"-[^\W\d]", value):
        yield doubt(
            "SRC003",
            "“-”后面没有空格，成了文字",
            scalar.line,
            scalar.column,
            "写成“- 内容”；是正文的，整段用半角单引号括起来",
            value,
        )
    if not flow and " - " in value:
        yield from _swallowed_item(scalar, lines)


def _swallowed_item(scalar: Scalar, lines: Sequence[str]) -> Iterator[Slip]:
    """The first list item that stands deeper than its list and so went into the text above."""
    before = lines[scalar.line - 1][: scalar.column - 1]
    base = len(before.rstrip()) - 1 if before.rstrip().endswith("-") else _indent(before)
    for number in range(scalar.line + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.strip() and _indent(line) <= base:
            return
        if line.lstrip(" ").startswith("- "):
            yield error(
                "SRC005",
                "这一项没有和上一项对齐，被并进了上一项的文字",
                number,
                _indent(line) + 1,
                "同一层各项的“- ”上下对齐，“-”后面空一格",
                line.strip(),
            )
            return


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _several_in_one(item: Scalar, *, alone: bool) -> Iterator[Slip]:
    """Several short items parted by full-width commas; alone: nothing else is in the list."""
    parts = item.value.split("，")
    longest = _WORDY if alone else _WORDY * 2 // 3
    if all(0 < len(part) <= longest and not re.search("[。；：]", part) for part in parts):
        yield doubt(
            "SRC010",
            "方括号里用了全角逗号，几项成了一项",
            item.line,
            item.column + len(parts[0]),
            "改为半角逗号再空一格；是一句话的，用半角单引号括起来",
            item.value,
        )


def _block_of_keys(scalar: Scalar, lines: Sequence[str], at_least: int = 1) -> Iterator[Slip]:
    """Lines of a text that all look like keys, each with the wrong colon."""
    found: list[Slip] = []
    indent = scalar.column - 1
    for number in range(scalar.line, len(lines) + 1):
        line = lines[number - 1]
        text = line[indent:] if number == scalar.line else line
        if number > scalar.line and (
            not line.strip() or line[:indent].strip() or line[indent : indent + 1] == " "
        ):
            break
        match = GLUED_LINE.match(text.strip() if number > scalar.line else text)
        if match is None:
            return
        found.append(glued(match[1], match[2], number, indent + match.end(1) + 1))
    if len(found) >= at_least:
        yield from found


def only_text(root: Scalar, lines: Sequence[str], last: int) -> Iterator[Slip]:
    """A file, or a piece of one up to the line `last`, that is one text and no mapping."""
    if root.quoted:
        yield lone_line(root.line, root.column, root.value)
        return
    plain_line = True
    for number in range(root.line, last + 1):
        if match := GLUED_LINE.match(lines[number - 1]):
            plain_line = False
            yield glued(match[1], match[2], number, match.end(1) + 1)
    if plain_line:
        yield lone_line(root.line, root.column, root.value)


_CUT = re.compile(r"(?<=[^ \t])[ \t]+(#[^\s#].*)")
Extent: TypeAlias = tuple[tuple[int, int], tuple[int, int]]


def cut_by_comment(lines: Sequence[str], extents: Callable[[], Sequence[Extent]]) -> Iterator[Slip]:
    """Text lost behind “ #”: a comment is written with a space after the sign.

    extents: asked for once and only when needed: where the file's scalars begin and end, line
    and column from 0, in order.
    """
    known: Sequence[Extent] | None = None
    for number, line in enumerate(lines):
        if " #" not in line and "\t#" not in line:
            continue
        match = _CUT.search(line)
        if match is None or line.lstrip().startswith("#"):
            continue
        place = (number, match.start(1))
        known = extents() if known is None else known
        before = bisect_right(known, place, key=lambda extent: extent[0])
        if before and place < known[before - 1][1]:
            continue
        yield doubt(
            "SRC009",
            "“ #”后面的字当作说明丢掉了",
            number + 1,
            match.start(1) + 1,
            "是正文的，整段用半角单引号括起来；是说明的，“#”后面空一格",
            match[1],
        )


_GROUP: Final = re.compile(r"\d{3}(?:\.\d+)?")
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})*")


def grouped(pairs: tuple[tuple[Any, Any], ...]) -> tuple[tuple[tuple[Any, Any], ...], list[Slip]]:
    """The pairs of a mapping in braces with a number that its own comma cut (人口: 22,000) made
    whole again, and what to say of it."""
    out: list[tuple[Any, Any]] = []
    found: dict[int, Slip] = {}
    for key, value in pairs:
        before = out[-1][1] if out else None
        if (
            type(before) is Scalar
            and type(key) is Scalar
            and type(value) is Scalar
            and not value.value
            and _GROUP.fullmatch(key.value)
            and _GROUPED.fullmatch(before.value)
        ):
            whole = f"{before.value},{key.value}"
            out[-1] = (out[-1][0], before._replace(value=whole))
            found[len(out)] = grouped_digits(before, whole)
        else:
            out.append((key, value))
    return tuple(out), [*found.values()]
