"""Lists and texts of the tree: how items are set, texts cut, stops put right."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import Final, NamedTuple

from docgen.document import Block, Heading, Paragraph, Span, Table, Text, plain, spans
from docgen.errors import TemplateError
from docgen.language import ordinal

STYLES: Final = ("一是", "首先", "一方面", "（一）", "1.", "段")
"""The ways a list may be set."""

PARTS: Final = "一、"
"""How the points of a paper without headings are set: 结构层次 of the first level (7.3.3)."""
_DEPTHS: Final = {PARTS: 1, "（一）": 2, "1.": 3}
FIRSTS: Final = ("首先，", "其次，", "再次，", "最后，")
_LONG_ITEM: Final = 150
_LONG_LIST: Final = 420
_TOPIC: Final = re.compile("(?:[^。“]|“[^”]*(?<!。)”)*(?:。|“[^”]*。”)")
_STOPS: Final = ("。", "；", "，", "、")


class Item(NamedTuple):
    """A list item.  below: the points it is divided into, set in the style beneath."""

    text: Text
    below: tuple[Text, ...] = ()
    style: str = ""


def list_code(style: str) -> str:
    """The letter after BLOCK that begins a list of this style."""
    if style not in STYLES:
        raise TemplateError(f"没有“{style}”这种列法", hint="可用：" + "、".join(STYLES))
    return "abcdef"[STYLES.index(style)]


def tidy(content: list[str | Span]) -> Text:
    """Neighbouring strings joined, blanks at both ends dropped."""
    if len(content) == 1 and isinstance(content[0], str):
        only = content[0].strip()
        return (only,) if only else ()
    out: list[str | Span] = []
    before = False  # whether the piece before is a string
    for piece in content:
        if piece.__class__ is Span:
            out.append(piece)
            before = False
        elif before:
            out[-1] += piece  # type: ignore[operator,assignment]
        elif piece:
            out.append(piece)
            before = True
    if out and isinstance(out[0], str):
        out[0] = out[0].lstrip()
        if not out[0]:
            del out[0]
    if before and out:
        out[-1] = out[-1].rstrip()  # type: ignore[union-attr]
        if not out[-1]:
            del out[-1]
    return tuple(out)


def trimmed(content: list[str | Span]) -> Text:
    """As `tidy`, of content in which no two strings stand side by side."""
    if content and isinstance(content[0], str):
        content[0] = content[0].lstrip()
        if not content[0]:
            del content[0]
    if content and isinstance(content[-1], str):
        content[-1] = content[-1].rstrip()
        if not content[-1]:
            del content[-1]
    return tuple(content)


def has_text(text: Iterable[str | Span]) -> bool:
    """Whether the text has a character."""
    for piece in text:
        if isinstance(piece, str):
            if piece:
                return True
        elif has_text(piece.content):
            return True
    return False


def ends_with(text: Text, ends: tuple[str, ...]) -> bool:
    """Whether the last characters are one of these, of two characters at most."""
    return _end(text).endswith(ends)


def _end(text: Text) -> str:
    """The last two characters; 【待核实】 is no part of the sentence it stands behind."""
    last = ""
    for piece in reversed(text):
        if isinstance(piece, str):
            said = piece[-2:]
        else:
            said = "" if piece.kind == "doubt" else _end(piece.content)
        last = (said + last)[-2:]
        if len(last) == 2:
            break
    return last


def cut(text: Text, at: int) -> tuple[Text, Text]:
    """The text before and from a character; a span that is cut stands on both sides."""
    left: list[str | Span] = []
    right: list[str | Span] = []
    seen = 0
    for index, piece in enumerate(text):
        if seen >= at:
            right.extend(text[index:])
            break
        size = len(plain(piece.content)) if isinstance(piece, Span) else len(piece)
        if seen + size <= at:
            left.append(piece)
        elif isinstance(piece, Span):
            head, tail = cut(piece.content, at - seen)
            left.append(Span(head, piece.kind, piece.slot, piece.sources))
            right.append(Span(tail, piece.kind, piece.slot, piece.sources))
        else:
            left.append(piece[: at - seen])
            right.append(piece[at - seen :])
        seen += size
    return tuple(left), tuple(right)


def without_stop(text: Text) -> Text:
    """The text without the stops at its end."""
    if not ends_with(text, _STOPS):
        return text
    last = text[-1]
    if isinstance(last, Span) and last.kind == "doubt":
        return (*without_stop(text[:-1]), last)
    if isinstance(last, Span):
        inner = without_stop(last.content)
        kept = Span(inner, last.kind, last.slot, last.sources)
        return (*text[:-1], kept) if inner else without_stop(text[:-1])
    bare = last.rstrip("".join(_STOPS))
    return (*text[:-1], bare) if bare else without_stop(text[:-1])


def topic(text: Text) -> tuple[Text, Text]:
    """A sentence list item as its topic sentence and the rest, cut after the first 。

    What somebody says in it (“……。”) is not cut, and its stop ends the sentence.
    """
    words = plain(text)
    found = _TOPIC.match(words)
    at = found.end() if found else words.find("。") + 1
    return cut(text, at) if at else (text, ())


def run_in(blocks: Sequence[Block], settled: Container[int] = ()) -> list[Block]:
    """Headings that end in 。 take the paragraph after them onto their line.

    settled: positions of blocks that a list made, which are whole as they are.
    """
    out: list[Block] = []
    for index, block in enumerate(blocks):
        last = out[-1] if out else None
        if (
            isinstance(block, Paragraph)
            and isinstance(last, Heading)
            and not last.run_in
            and index - 1 not in settled
            and ends_with(last.text, ("。",))
        ):
            out[-1] = Heading(last.level, last.text, last.part, last.number, block.text)
        else:
            out.append(block)
    return out


def set_list(items: Sequence[Item], style: str, level: int) -> list[Block]:
    """The items as blocks in this style; one item is no list.

    level: of the heading the list stands under; numbered styles become headings below it.
    """
    if len(items) == 1:
        return _with_below(Paragraph(ended(items[0].text, "。")), items[0], "", level)
    style = _fitting(items, style)
    out: list[Block] = []
    if style in _DEPTHS:
        depth = min(max(level + 1, _DEPTHS[style]), 4)
        for item in items:
            head, rest = topic(ended(item.text, "。"))
            if style == PARTS and not rest:
                head, rest = (), head  # a sentence is no heading: only its number is set as one
            out += _with_below(Heading(depth, head, run_in=rest), item, style, depth)
        return out
    labels = _labels(style, len(items)) if style != "段" else [""] * len(items)
    if style != "段" and not any(item.below for item in items):
        return _joined([item.text for item in items], labels)
    for label, item in zip(labels, items, strict=True):
        text = tidy([label, *ended(item.text, "。")])
        out += _with_below(Paragraph(text), item, style, level)
    return out


def _fitting(items: Sequence[Item], style: str) -> str:
    """The style, or the one that takes its place for so many items or such ones."""
    if style == "一方面" and len(items) != 2:
        style = "一是"
    if style == "首先" and len(items) > len(FIRSTS):
        style = "一是"
    nested = any("一是" in text and "二是" in text for text in (plain(i.text) for i in items))
    return "（一）" if style == "一是" and nested else style


def _with_below(block: Heading | Paragraph, item: Item, style: str, level: int) -> list[Block]:
    """The block of an item and those of its points; one point goes on with the item.

    style, level: of the list the item belongs to, "" for an item that stands alone.
    """
    if not item.below:
        return [block]
    if len(item.below) == 1:
        point = ended(item.below[0], "。")
        if isinstance(block, Heading):
            return [block._replace(run_in=(*block.run_in, *point))]
        return [Paragraph((*block.text, *point))]
    points = [Item(text) for text in item.below]
    inner = _fitting(points, item.style)
    if inner in ("", "一是", "（一）", style) and style in ("一是", "首先", "一方面"):
        inner = "1."
    if inner == "1." and not isinstance(block, Heading):
        return [
            block,
            *(Paragraph((f"{n}.", *ended(p.text, "。"))) for n, p in enumerate(points, 1)),
        ]
    made = set_list(points, inner or "一是", level)
    if len(made) == 1 and isinstance(made[0], Paragraph):
        if isinstance(block, Heading):
            return [block._replace(run_in=(*block.run_in, *made[0].text))]
        if style in ("", "段"):
            return [Paragraph((*block.text, *made[0].text))]
    return [block, *made]


def _labels(style: str, count: int) -> list[str]:
    if style == "一方面":
        return ["一方面，", "另一方面，"]
    if style == "首先":
        return [*FIRSTS[: count - 1], FIRSTS[3] if count > 2 else FIRSTS[count - 1]]
    return [ordinal("一是", index) for index in range(1, count + 1)]


def _joined(items: Sequence[Text], labels: Sequence[str]) -> list[Block]:
    """Labelled items in one paragraph, or each in its own when they are long."""
    texts = [plain(item) for item in items]
    sizes = [len(text) for text in texts]
    stops = any("。" in text.rstrip("。") for text in texts)
    if max(sizes) > _LONG_ITEM or sum(sizes) > _LONG_LIST:
        return [
            Paragraph(tidy([label, *ended(item, "。")]))
            for label, item in zip(labels, items, strict=True)
        ]
    out: list[str | Span] = []
    for index, (label, item) in enumerate(zip(labels, items, strict=True)):
        last = index == len(items) - 1
        out += [label, *ended(item, "。" if stops or last else "；")]
    return [Paragraph(tidy(out))]


def ended(text: Text, stop: str) -> Text:
    """The text with exactly this stop at its end."""
    if ends_with(text, ("！", "？", "：", "。”", "！”", "？”")):
        return text
    return (*without_stop(text), stop)


def set_table(rows: Sequence[Sequence[Text]]) -> Table | None:
    """The rows as a table, None when there is none below the header."""
    body = [row for row in rows if not _is_rule(row)]
    if not body:
        return None
    header, *rest = body
    for row in rest:
        if len(row) != len(header):
            quote = "|".join(plain(cell) for cell in row)[:20]
            raise TemplateError(
                f"表格各行的格数不一样：“{quote}”一行有{len(row)}格", hint=f"表头有{len(header)}格"
            )
    return Table(tuple(header), tuple(tuple(row) for row in rest)) if rest else None


def _is_rule(row: Iterable[Text]) -> bool:
    """Whether the row is dashes the template typed, not cells whose fact is a dash."""
    return all(
        plain(cell)
        and set(plain(cell)) <= set("-: ")
        and all(s.kind == "region" for s in spans(cell))
        for cell in row
    )
