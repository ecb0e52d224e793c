"""Slips of the hand that the YAML parser stops at, told from the lines and from its error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docgen.finding import Level
from docgen.source.doubts import GLUED_LINE, WORD
from docgen.source.slips import (
    WIDE_STARTS,
    Slip,
    colon_in_text,
    error,
    glued,
    lone_line,
    wide_comma,
    wide_space,
    wide_start,
)


class Trouble(NamedTuple):
    """Where and why the parser stopped; lines and columns from 1.

    context: what it was reading, in its own words, and since where; problem: what it met.
    """

    line: int
    column: int
    problem: str
    context: str
    since: tuple[int, int]


_KEY = re.compile(rf"({WORD}|\"[^\"]*\"|'[^']*')[ ]*:(?=[ \t]|$)")
_DASHES = re.compile(r"(?:-[ \t]+)*")
_FLOW_COLON = re.compile(rf"[{{,]\s{{0,9}}({WORD})：")
_FLOW_COMMA = re.compile(rf"，\s{{0,9}}(?:{WORD}):(?:\s|$)")
_BLOCK_TEXT = re.compile(r"(?:^|[ \t])[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$")
_SIGNS = "@`%*&!"


def slips_in_lines(lines: Sequence[str], first: int, last: int) -> Iterator[Slip]:
    """What is surely wrong in the lines first to last (from 1) of a piece that does not parse."""
    block_indent = -1
    previous: tuple[int, str] | None = None
    for number in range(first, last + 1):
        line = lines[number - 1]
        body = line.lstrip(" \t\u3000\xa0")
        if not body or body.startswith("#"):
            continue
        indent = len(line) - len(body)
        if indent > block_indent >= 0:
            continue
        block_indent = indent if _BLOCK_TEXT.search(line) else -1
        lead = line[:indent]
        if "\t" in lead:
            yield error(
                "SRC004",
                "行首用了制表符（Tab）",
                number,
                lead.index("\t") + 1,
                "改为半角空格，每层两格",
            )
        elif lead.strip(" "):
            yield wide_space(number, next(i for i, c in enumerate(lead, 1) if c != " "))
        if (
            previous
            and indent > previous[0]
            and body.startswith("- ")
            and _TEXT_ITEM.match(previous[1])
        ):
            yield _bad_indent(number, line)
        below = lines[number] if number < last else ""
        yield from _slips_in_line(line, number, indent, previous, below)
        previous = (indent, body)


def _slips_in_line(
    line: str, number: int, indent: int, previous: tuple[int, str] | None, below: str
) -> Iterator[Slip]:
    dashes = _DASHES.match(line, indent)
    start = dashes.end() if dashes else indent
    key = _KEY.match(line, start)
    if key is None:
        match = GLUED_LINE.match(line, start)
        if match and (
            _may_be_key(indent, previous) if start == indent else _is_key_at(below, start)
        ):
            yield glued(match[1], match[2], number, match.end(1) + 1)
            return
        value_at = start
    else:
        value_at = key.end()
    value = line[value_at:]
    value_at += len(value) - len(value.lstrip(" \t"))
    value = _without_comment(value.strip(" \t"))
    if value and (key is not None or start > indent):
        yield from _slips_in_value(value, number, value_at + 1, after_key=key is not None)
    elif value and value[0] in "{[":
        yield from _flow(value, number, value_at + 1)


_TEXT_ITEM = re.compile(r"-[ ]+[^\s{\[\"'|>-](?!.*:(?:\s|$))")


def _may_be_key(indent: int, previous: tuple[int, str] | None) -> bool:
    """Whether a line so indented begins something, rather than going on with a text."""
    if previous is None:
        return True
    before, body = previous
    return indent <= before + _content(body) or body.rstrip().endswith(":")


def _is_key_at(line: str, column: int) -> bool:
    """Whether the line begins with a key just there, so that the line above holds one too."""
    return not line[:column].strip(" ") and bool(
        _KEY.match(line, column) or GLUED_LINE.match(line[column:])
    )


def _without_comment(text: str) -> str:
    at = text.find(" #")
    return text if at < 0 or "'" in text[:at] or '"' in text[:at] else text[:at].rstrip()


def _slips_in_value(value: str, line: int, column: int, *, after_key: bool) -> Iterator[Slip]:
    sign = value[0]
    if sign in WIDE_STARTS:
        yield wide_start(sign, line, column, value)._replace(level=Level.ERROR)
    elif sign in _SIGNS or (sign in "|>" and not _BLOCK_TEXT.search(value)):
        yield _bad_start(sign, line, column, value)
    elif sign in ",]}":
        yield error("SRC007", f"内容不能以“{sign}”开头", line, column, "删去这个符号", value)
    elif sign in "\"'":
        end = _end_of_quoted(value)
        if 0 < end < len(value) and not value[end:].lstrip().startswith((":", ",", "]", "}")):
            yield error(
                "SRC007",
                "内容以半角引号开头，引号后面还有字",
                line,
                column + end,
                "正文里的引号用全角“”；或者整段再用另一种半角引号括起来",
                value,
            )
    elif sign in "{[":
        yield from _flow(value, line, column)
    elif value.startswith(("- ", "? ")) and after_key:
        yield error(
            "SRC005",
            "列表要另起一行写",
            line,
            column,
            "在冒号后面换行，每项一行，以“- ”开头",
            value,
        )
    elif match := re.search(r":(?=[ \t]|$)", value):
        yield colon_in_text(line, column + match.start(), value)


def _bad_start(sign: str, line: int, column: int, value: str) -> Slip:
    return error(
        "SRC007",
        f"内容不能以半角“{sign}”开头",
        line,
        column,
        "整段用半角单引号括起来，或改用全角符号",
        value,
    )


_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""")


def _end_of_quoted(text: str, position: int = 0) -> int:
    """Where the quoted text that begins there ends, 0 when it does not."""
    match = _QUOTED.match(text, position)
    return match.end() if match else 0


def _flow(value: str, line: int, column: int) -> Iterator[Slip]:
    """Slips in a value that begins with a bracket."""
    end, open_signs = _end_of_flow(value)
    inner = value[: end or len(value)]
    for match in _FLOW_COLON.finditer(inner):
        yield glued(match[1], "：", line, column + match.end() - 1)
    for match in _FLOW_COMMA.finditer(inner):
        yield wide_comma(line, column + match.start(), match.group())
    if end and value[end:].strip() and not value[end:].lstrip().startswith(":"):
        yield error(
            "SRC007",
            f"内容以半角“{value[0]}”开头，括号后面还有字",
            line,
            column + end,
            "正文以括号开头的，整段用半角单引号括起来",
            value,
        )
    if open_signs and (wide := re.search("[｝］]", inner)):
        yield error(
            "SRC011",
            f"半角“{open_signs[-1]}”配了全角“{wide.group()}”",
            line,
            column + wide.start(),
            f"改为半角“{'}' if wide.group() == '｝' else ']'}”",
        )


def _end_of_flow(text: str) -> tuple[int, str]:
    """Where the bracket that begins the text closes, 0 when it does not; and what stays open."""
    stack: list[str] = []
    position = 0
    while position < len(text):
        char = text[position]
        if char in "\"'" and text[position - 1] in " ,[{:":
            end = _end_of_quoted(text, position)
            if not end:
                break
            position = end
            continue
        if char in "{[":
            stack.append(char)
        elif char in "}]":
            if not stack or stack[-1] + char not in ("{}", "[]"):
                break
            stack.pop()
            if not stack:
                return position + 1, ""
        position += 1
    return 0, "".join(stack)


# --- the parser's error -------------------------------------------------------------------------


def explain(trouble: Trouble, lines: Sequence[str]) -> Slip:
    """The parser's error in the user's words, at the place that is to be mended."""
    line, column, problem, context, since = trouble
    text = lines[line - 1] if line <= len(lines) else ""
    char = text[column - 1 : column]
    before = text[: column - 1].strip()
    if "quoted scalar" in context:
        if "escape" in problem:
            return error(
                "SRC007",
                "双引号里的反斜杠“\\”用错了",
                line,
                column,
                "改用半角单引号，里面的“\\”照写",
                text.strip(),
            )
        return error("SRC006", "半角引号没有配对", *since, "在这段内容的末尾补上同样的半角引号")
    if "flow" in context and "node content" not in problem:
        return _open_bracket(trouble, lines)
    if "simple key" in context:
        return lone_line(*since, lines[since[0] - 1][since[1] - 1 :])
    if below := _below_sentence(line, lines):
        return below
    if "mapping values" in problem:
        if before and not re.search(r":[ \t]", before + " "):
            return _bad_indent(line, text, "缩进对不齐，或者上一行少了半角冒号")
        return colon_in_text(line, column, text.strip())
    if "plain scalar" in context and char == ":":
        word = re.search(r"\w*$", text[: column - 1])
        return glued(word[0] if word else "", ":", line, column)
    if "entries are not allowed" in problem or "keys are not allowed" in problem:
        if before:
            return error(
                "SRC005", "列表要另起一行写", line, column, "在冒号后面换行，每项一行，以“- ”开头"
            )
        return _bad_indent(line, text)
    if char == "\t":
        return error("SRC004", "行首用了制表符（Tab）", line, column, "改为半角空格，每层两格")
    if "cannot start" in problem or "alias" in context or "anchor" in context or "tag" in context:
        column = since[1] if since[0] == line else column
        return _bad_start(text[column - 1 : column], line, column, text[column - 1 :])
    if "block scalar" in context:
        return _bad_start(
            lines[since[0] - 1][since[1] - 1 :][:1], *since, lines[since[0] - 1][since[1] - 1 :]
        )
    if "directive" in context:
        return error(
            "SRC013", "行首不能是“%”", line, 1, "删去这一行；是正文的，整段用半角单引号括起来"
        )
    if "flow node" in context and not char:
        return error("SRC006", "前面的半角括号没有配对", line, column, "补上与它配对的半角“}”或“]”")
    if char and char in ",]}":
        return error(
            "SRC006",
            f"这里的半角“{char}”多余或没有配对",
            line,
            column,
            "删去，或补上与它配对的符号",
        )
    if char == "-" and "mapping" in context:
        return error(
            "SRC005",
            "“- ”没有对齐，或者没有放在某个名称下面",
            line,
            column,
            "同一层各项的“- ”上下对齐，上面一行写“名称:”",
        )
    if text.lstrip().startswith(":"):
        return error("SRC019", "冒号前面没有名称", line, column, "写成“名称: 内容”", text.strip())
    if "block collection" in context or "block mapping" in context or "document start" in problem:
        return _bad_indent(line, text)
    return error(
        "SRC001",
        "这里的写法读不懂",
        line,
        column,
        "对照样例检查这一行和上一行的冒号、缩进、引号和括号",
        text.strip(),
    )


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _content(text: str) -> int:
    """Where the line's content begins behind its indent and its dashes."""
    dashes = _DASHES.match(text, _indent(text))
    return dashes.end() if dashes else 0


def _bad_indent(line: int, text: str, message: str = "缩进对不齐") -> Slip:
    return error(
        "SRC005",
        message,
        line,
        _indent(text) + 1,
        "同一层的各行，行首空格一样多；属于上一行的，比上一行多空两格，上一行冒号后面不写内容",
        text.strip(),
    )


_POINT = ("分条", "分层", "引", "例", "要求", "可删")
"""What may stand beside the 文 of a point (要点)."""


def _below_sentence(line: int, lines: Sequence[str]) -> Slip | None:
    """A field typed under an item that is a sentence: the item has no fields until it gets names."""
    text = lines[line - 1] if line <= len(lines) else ""
    key = _KEY.match(text, _indent(text))
    above = next((other for other in reversed(lines[: line - 1]) if other.strip()), "")
    if key is None or not _TEXT_ITEM.match(above.lstrip()) or _indent(text) < _indent(above):
        return None
    name = "文" if key[1] in _POINT else "名称"
    said = above.strip().removeprefix("-").strip()
    return error(
        "SRC005",
        f"上一行是一句话，下面不能再写“{key[1]}”",
        line,
        _indent(text) + 1,
        f"上一行改成“- {name}: {said[:12]}{'……' if len(said) > 12 else ''}”，“{key[1]}”同“{name}”上下对齐",
        text.strip(),
    )


def _open_bracket(trouble: Trouble, lines: Sequence[str]) -> Slip:
    line, column, _, context, since = trouble
    sign, closing = ("{", "}") if "mapping" in context else ("[", "]")
    found = lines[line - 1][column - 1 : column]
    quote = lines[since[0] - 1][since[1] - 1 :]
    if not found or (
        line != since[0] and _indent(lines[line - 1]) <= _content(lines[since[0] - 1])
    ):
        return error("SRC006", f"半角“{sign}”没有配对", *since, f"补上半角“{closing}”", quote)
    if found in "]}":
        return error(
            "SRC006", f"半角“{sign}”配了“{found}”", line, column, f"改为“{closing}”", quote
        )
    if found == ":":
        return error(
            "SRC008",
            "括号里的内容又有半角冒号",
            line,
            column,
            "各项之间用半角逗号加空格；句子里的冒号用全角“：”",
            quote,
        )
    return error(
        "SRC006",
        f"半角“{sign}”里的内容到这里读不下去",
        line,
        column,
        f"各项之间用半角逗号加空格，末尾用半角“{closing}”；带引号、括号的整句用半角单引号括起来",
        quote,
    )
