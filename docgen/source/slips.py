"""Slips of the hand that the YAML parser lets pass, or that only the limits of docgen forbid.

Each says what is wrong and what to write instead.  Slips the parser stops at: `diagnosis`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from docgen.finding import Level
from docgen.source.nodes import Node, Scalar


class Slip(NamedTuple):
    """Something typed wrong.  other: line and column of a second place that takes part."""

    code: str
    level: Level
    message: str
    line: int
    column: int
    hint: str
    quote: str = ""
    other: tuple[int, int] | None = None


def error(code: str, message: str, line: int, column: int, hint: str, quote: str = "") -> Slip:
    return Slip(code, Level.ERROR, message, line, column, hint, short(quote))


def doubt(code: str, message: str, line: int, column: int, hint: str, quote: str = "") -> Slip:
    return Slip(code, Level.DOUBT, message, line, column, hint, short(quote))


def short(text: str) -> str:
    """The text as quoted in a message: one line, at most 20 characters."""
    text = text.replace("\n", " ")
    return text if len(text) <= 20 else text[:20] + "…"


# --- limits, and YAML that docgen does without ------------------------------------------------


def too_large(limit: int) -> Slip:
    return error("SRC016", f"文件超过{limit // 1_000_000}MB", 1, 1, "拆成几个文件")


def too_many(limit: int, line: int) -> Slip:
    return error("SRC016", f"文件里的条目超过{limit // 10_000}万个", line, 1, "拆成几个文件")


def too_deep(limit: int, line: int, column: int) -> Slip:
    return error(
        "SRC015", f"层次超过{limit}层", line, column, "检查括号或“- ”是不是多打了；少套几层"
    )


def foreign(anchor: str | None, line: int, column: int) -> Slip:
    """An anchor (&) or a tag (!) before a value."""
    sign = "!" if anchor is None else "&"
    return error(
        "SRC012",
        f"内容不能以“{sign}”开头",
        line,
        column,
        f"“{sign}”是正文的，整段用半角单引号括起来；不是的，删去",
    )


def alias(line: int, column: int) -> Slip:
    return error(
        "SRC012",
        "内容不能以“*”开头",
        line,
        column,
        "“*”是正文的，整段用半角单引号括起来；是引用的，把内容直接写在这里",
    )


def second_document(line: int) -> Slip:
    return error(
        "SRC013",
        "一个文件只能写一份内容，这里另起了一份",
        line,
        1,
        "删去“---”这一行，或拆成两个文件",
    )


def directive(line: int) -> Slip:
    return error("SRC013", "文件开头不要写“%”指令行", line, 1, "删去“%”开头的行")


# --- characters -------------------------------------------------------------------------------

_CHARACTER_KINDS = {
    "Cc": "控制字符",
    "Cf": "看不见的格式字符",
    "Zl": "特殊换行符",
    "Zp": "特殊换行符",
    "Cs": "残缺字符",
    "Co": "自造字",
}


def forbidden_characters(lines: Sequence[str], pattern: re.Pattern[str]) -> Iterator[Slip]:
    """For each line that holds characters no paper may hold: a slip at the first of them."""
    for number, line in enumerate(lines, 1):
        match = pattern.search(line)
        if match:
            char = match.group()
            kind = _CHARACTER_KINDS.get(unicodedata.category(char), "无效字符")
            yield error(
                "SRC017",
                f"有{kind}（U+{ord(char):04X}）",
                number,
                match.start() + 1,
                "删去重打；多半是从网页或别的软件里复制来的",
            )


def forbidden_escape(line: int, column: int) -> Slip:
    return error(
        "SRC017",
        "双引号里用反斜杠编码写了控制字符或无效字符",
        line,
        column,
        "删去反斜杠和它后面的编码",
    )


# --- keys -------------------------------------------------------------------------------------


def duplicate(key: Scalar, first: Scalar) -> Slip:
    return Slip(
        "SRC002",
        Level.ERROR,
        f"“{short(key.value)}”重复，第{first.line}行已经写过",
        key.line,
        key.column,
        "删去一处；确是两项的，换一个名称",
        short(key.value),
        (first.line, first.column),
    )


def bad_key(key: Node) -> Slip:
    return error(
        "SRC014",
        "冒号前面的名称只能是文字，不能是一组内容",
        key.line,
        key.column,
        "写成“名称: 内容”；只写“{待填}”的，不要再套花括号",
    )


def odd_key(key: Scalar, *, flow: bool) -> Iterator[Slip]:
    """What is wrong with a key that is no identifier; with a number such as 2005 nothing is."""
    text = key.value
    if key.quoted or text.isidentifier():
        return
    if text == "<<":
        yield error("SRC012", "不能用“<<”合并", key.line, key.column, "把内容直接写在这里", text)
    elif space := re.search("[\u3000\xa0]", text):
        yield wide_space(key.line, key.column + space.start())
    elif sign := re.search("[：:，。；、“”《》]", text):
        word, column = text[: sign.start()], key.column + sign.start()
        if sign.group() in "：:":
            yield glued(word, sign.group(), key.line, column)
        elif flow:
            yield wide_comma(key.line, column, text)
        else:
            yield colon_in_text(key.line, key.column + len(text), text)


def colon_in_text(line: int, column: int, quote: str) -> Slip:
    """A half-width colon with a space inside a sentence, which makes a key of what precedes."""
    return error(
        "SRC008",
        "句子里用了半角冒号加空格",
        line,
        column,
        "句子里的冒号用全角“：”；确要半角的，整段用半角单引号括起来",
        quote,
    )


def glued(word: str, sign: str, line: int, column: int) -> Slip:
    """A key followed by a full-width colon, or by a half-width one without its space."""
    wrong = "用了全角冒号" if sign == "：" else "的半角冒号没有跟空格"
    return error(
        "SRC003",
        f"“{short(word)}”后面{wrong}",
        line,
        column,
        f"“{short(word)}: 内容”（半角冒号，再空一格）",
        word + sign,
    )


def wide_space(line: int, column: int) -> Slip:
    return error("SRC005", "这里是全角空格", line, column, "缩进和间隔都用半角空格")


def wide_comma(line: int, column: int, quote: str) -> Slip:
    return error(
        "SRC010",
        "括号里两项之间用了全角逗号",
        line,
        column,
        "改为半角逗号再空一格；是一句话的，用半角单引号括起来",
        quote,
    )


# --- text that was meant as something else ------------------------------------------------------

WORD = r"[^\W_][\w·.（）()]{0,19}"
GLUED_LINE = re.compile(rf"[ \u3000]*({WORD})(：|:(?=\S)|:(?=\u3000))")
_GLUED_ITEM = re.compile(r"([\u4e00-\u9fff]{1,8}):(?=\S)")
_SWALLOWED = re.compile(rf"，\s*({WORD})([：:])")
WIDE_STARTS = {"｛": "全角花括号", "［": "全角方括号", "＂": "全角直引号", "＇": "全角直引号"}
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
        for number in range(scalar.line + 1, len(lines) + 1):
            body = lines[number - 1].lstrip(" ")
            if body and len(lines[number - 1]) - len(body) < scalar.column - 1 - 2:
                return
            if body.startswith("- "):
                yield error(
                    "SRC005",
                    "这一项没有和上一项对齐，被并进了上一项的文字",
                    number,
                    len(lines[number - 1]) - len(body) + 1,
                    "同一层各项的“- ”上下对齐，“-”后面空一格",
                    body,
                )
                return


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


def wide_start(sign: str, line: int, column: int, quote: str) -> Slip:
    """A value that begins with a full-width bracket or straight quote."""
    return doubt(
        "SRC011",
        f"这里是{WIDE_STARTS[sign]}“{sign}”，后面的都当作一句话",
        line,
        column,
        f"改为半角的“{unicodedata.normalize('NFKC', sign)}”；是正文的，整段用半角单引号括起来",
        quote,
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


def lone_line(line: int, column: int, quote: str) -> Slip:
    return error(
        "SRC019",
        "这一行没有“名称: ”",
        line,
        column,
        "写成“名称: 内容”；接着上一行写的，比上一行多空两格",
        quote,
    )


# --- comments -----------------------------------------------------------------------------------

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
