"""The surface of the template language: what is done to a template's text before it is parsed.

A line of tags alone leaves no line behind; `[[ … ]]` becomes a tag; what Jinja would take and
docgen does not (raw text, headings of a wrong level, characters of no use) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from docgen.compose.clauses import optional
from docgen.compose.slots import BLOCK
from docgen.errors import TemplateError

MAX_SOURCE: Final = 200_000
MAX_TAG: Final = 4_000
MAX_TAGS: Final = 5_000
ILLEGIBLE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Characters that no template may hold: controls, and those that our marks are made of."""

_OPENER: Final = re.compile(r"\{[{%#]|\[\[|\]\]|\n")
_QUOTED: Final = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_PIECE: Final = {
    "{#": re.compile(r"\{#.*?#\}", re.DOTALL),
    "{%": re.compile(rf"\{{%(?:[^\"'%]|{_QUOTED}|%(?!\}}))*+%\}}", re.DOTALL),
    "{{": re.compile(rf"\{{\{{(?:[^\"'}}]|{_QUOTED}|\}}(?!\}}))*+\}}\}}", re.DOTALL),
}
_RAW: Final = re.compile(r"\{%[-+]?\s*raw\b")
_HEADING: Final = re.compile(r"[ \t]*(#+)")


def prepared(source: str, name: str) -> str:
    """The source in which a line of tags alone (or of `[[`, `]]`) leaves no line behind.

    Jinja's trim_blocks would also eat the line end after a tag that closes a line of text, and
    with it the blank line that parts two paragraphs.  The line end goes into a comment, so that
    line numbers stay; a line that holds text and tags ends with a mark (see `outline`), for
    when the tags leave nothing of it.  Raises TemplateError naming the line.
    """
    if len(source) > MAX_SOURCE:
        where = f"{name}:{source.count(chr(10), 0, MAX_SOURCE) + 1}"
        raise TemplateError(f"模板超过{MAX_SOURCE // 10_000}万字", where=where, hint="拆成几个模板")
    strange = ILLEGIBLE.search(source)
    if strange:
        where = f"{name}:{source.count(chr(10), 0, strange.start()) + 1}"
        raise TemplateError(
            "模板里有不可见的非法字符", where=where, hint="删去这一行里看不见的字符"
        )
    out: list[str] = []
    line: list[str] = []
    number, texts, tags, clean, begun = 1, False, False, True, False
    at = count = 0
    while True:
        opener = _OPENER.search(source, at)
        text = source[at : opener.start() if opener else len(source)]
        if text:
            line.append(text)
            texts = texts or not text.isspace()
        if opener is None or opener[0] == "\n":
            _check_heading("".join(line), f"{name}:{number}", begun)
            begun = begun or texts or tags
            alone = (tags or not clean) and not texts
            out.append("".join(line).strip(" \t") if alone else "".join(line))
            if opener is None:
                return "".join(out)
            out.append("{#\n#}" if alone else f"{BLOCK}J\n" if tags else "\n")
            number += 1 + sum(piece.count("\n") for piece in line)
            line, texts, tags, clean = [], False, False, True
            at = opener.end()
            continue
        kind = opener[0]
        pattern = _PIECE.get(kind)
        piece = pattern.match(source, opener.start()) if pattern else opener
        if piece is None:  # not closed: the parser says so
            return "".join([*out, *line, source[opener.start() :]])
        count += 1
        refused = (
            "模板里不用 {% raw %}"
            if _RAW.match(piece[0])
            else f"这一个标记超过{MAX_TAG}字"
            if len(piece[0]) > MAX_TAG and kind != "{#"
            else f"模板里的标记超过{MAX_TAGS}个"
            if count > MAX_TAGS
            else ""
        )
        if refused:
            here = number + sum(part.count("\n") for part in line)
            raise TemplateError(refused, where=f"{name}:{here}")
        line.append(piece[0])
        texts = texts or kind == "{{"
        tags = tags or kind in ("{%", "[[", "]]")
        clean = clean and kind != "{#"
        at = piece.end()


def _check_heading(line: str, where: str, begun: bool) -> None:
    """begun: whether text stands before the line, without which # begins no attachment."""
    found = _HEADING.match(line)
    if found and (len(found[1]) > 5 or (len(found[1]) == 1 and not begun)):
        raise TemplateError(
            f"标题层级不对：行首有{len(found[1])}个 #",
            where=where,
            hint="一级标题用 ##，最多到四级 #####；# 是附件的题目，文件题目写在 标题: 里",
        )


class OptionalClause(Extension):
    """`[[ … ]]`: an optional clause, turned into a call block so that its text is one value."""

    tags = {"可选"}  # noqa: RUF012

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Turn the brackets in template text into block tags, keeping line numbers."""
        for token in stream:
            if token.type != "data" or ("[[" not in token.value and "]]" not in token.value):
                yield token
                continue
            line = token.lineno
            for part in re.split(r"(\[\[|\]\])", token.value):
                if part in ("[[", "]]"):
                    yield Token(line, "block_begin", "{%")
                    yield Token(line, "name", "可选" if part == "[[" else "可选止")
                    yield Token(line, "block_end", "%}")
                elif part:
                    yield Token(line, "data", part)
                    line += part.count("\n")

    def parse(self, parser: Parser) -> nodes.Node:
        """`[[` up to its `]]`."""
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:可选止",), drop_needle=True)
        call = self.call_method("clause", [nodes.Const(line)])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def clause(self, slot: int, caller: Callable[[], str]) -> str:
        """Run the clause; the engine has put the slot number in the line's place."""
        return optional(slot, caller)


_SYNTAX: Final = (
    (r"Unexpected end of template.*closed is '(.+?)'", "到末尾还没有收尾的 {}"),
    (r"unknown tag '(.+?)'.*closed is '(.+?)'", "{} 同前面的 {} 不配对"),
    (r"unknown tag '(.+?)'", "不认识的、或多出来的 {}"),
    (r"Missing end of comment", "{{# 没有收尾，缺 #}}"),
    (r"expected token '(.+?)', got '(.+?)'", "这里应是 {}，写的是 {}"),
    (r"nexpected '(.+?)', expected '(.+?)'", "这里应是 {1}，写的是 {0}"),
    (r"nexpected end of template", "{{{{ 或 {{% 没有收尾"),
    (r"nexpected char (?:'(.+?)'|\"(.+?)\")", "这里不该有 {}"),
    (r"nexpected '(.+?)'", "这里不该有 {}"),
    (r"an expression, got '(.+?)'", "这里缺名称或算式，写的是 {}"),
    (r"can't assign to", "这里不能设值"),
)
_WORDS: Final = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "end of template": "模板末尾",
    "name": "名称",
    "可选": "[[",
    "可选止": "]]",
}


def plain_syntax(message: str) -> str:
    """Jinja's complaint about a template, said for its writer."""
    for pattern, said in _SYNTAX:
        found = re.search(pattern, message)
        if found:
            tag = "closed is" in pattern or "tag" in pattern
            return said.format(*(_word(word, tag) for word in found.groups() if word))
    return "模板写法有误"


def _word(word: str, tag: bool) -> str:
    known = _WORDS.get(word)
    return known or (f"{{% {word} %}}" if tag else word)
