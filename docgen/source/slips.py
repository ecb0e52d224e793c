"""Slips of the hand as values: what is wrong, where, and what to write instead.

How they are found: `doubts` in what the parser accepts, `diagnosis` where it stops, `reader`
for the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

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
        "删去一处；列表里另起一条的，前面加“- ”",
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

WIDE_STARTS = {"｛": "全角花括号", "［": "全角方括号", "＂": "全角直引号", "＇": "全角直引号"}


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


def grouped_digits(value: Scalar, whole: str) -> Slip:
    plain = whole.replace(",", "")
    return doubt(
        "SRC020",
        f"花括号里的逗号是分隔，“{whole}”按{plain}读",
        value.line,
        value.column,
        f"数里不打逗号，写成 {plain}",
        whole,
    )


def lone_line(line: int, column: int, quote: str) -> Slip:
    return error(
        "SRC019",
        "这一行没有“名称: ”",
        line,
        column,
        "写成“名称: 内容”（半角冒号，后面一个普通空格）；一行一条的前面加“- ”；"
        "接着上一行写的，比上一行多空两格",
        quote,
    )
