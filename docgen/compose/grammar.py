"""The template language: which Jinja nodes a template may hold, and how they are rewritten.

A tree is checked first (what is not allowed is said with its line), then every output,
binding, test and loop in it gets its window (see `windows`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from docgen.compose import slots, windows
from docgen.document import Slot
from docgen.errors import TemplateError
from docgen.facts.dictionary import Dictionary, Entry, nearest

MAX_DEPTH: Final = 60

_ALLOWED: Final[frozenset[type[nodes.Node]]] = frozenset(
    (
        nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr,
        nodes.Getitem, nodes.Filter, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
        nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Neg, nodes.Concat, nodes.Call,
        nodes.Keyword, nodes.List, nodes.Tuple, nodes.If, nodes.For, nodes.Assign, nodes.With,
        nodes.Macro, nodes.CallBlock, nodes.Import, nodes.FromImport, nodes.ExtensionAttribute,
    )
)  # fmt: skip
_REFUSED: Final[Mapping[type[nodes.Node], str]] = {
    nodes.AssignBlock: "模板里不用 {% set %}…{% endset %}；改用宏或直接写在原处",
    nodes.FilterBlock: "模板里不用 {% filter %}；把过滤器写在填空里",
    nodes.CondExpr: "模板里不用行内 if（缺事实时会误取一边）；改用 {% if %}",
    nodes.Test: "模板里不用 is …；缺的事实自会列为待填，可有可无的用 [[ ]]",
    nodes.Include: "模板里不用 {% include %}；用 {% import %} 引入宏",
    nodes.Extends: "模板里不用 {% extends %}；用 {% import %} 引入宏",
    nodes.Block: "模板里不用 {% block %}；用 {% import %} 引入宏",
    nodes.Pow: "模板里不许用乘方",
    nodes.Mod: "模板里不许用 %；数的写法用过滤器",
    nodes.FloorDiv: "模板里不许用 //",
    nodes.NSRef: "模板里不许用 namespace 累加；次数和序号由程序数",
}


def _call(name: str, *arguments: nodes.Expr) -> nodes.Expr:
    return nodes.Filter(arguments[0], name, list(arguments[1:]), [], None, None)


class OptionalClause(Extension):
    """`[[ … ]]`: an optional clause, turned into a call block so that its text is one value."""

    tags = {"可选"}  # noqa: RUF012

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:  # type: ignore[override]
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
        return windows.optional(slot, caller)


class Rewriter:
    """Checks a syntax tree against the language and puts the windows round its expressions."""

    def __init__(
        self,
        name: str,
        dictionary: Dictionary,
        filters: tuple[str, ...],
        functions: Collection[str],
        slots: list[Slot],
    ) -> None:
        self.name = name
        self.dictionary = dictionary
        self.filters = filters
        self.functions = functions
        self.slots = slots
        self.bound: set[str] = set()
        self.macros: set[str] = set()
        self.count = 0

    def fail(self, node: nodes.Node, message: str, hint: str = "") -> TemplateError:
        return TemplateError(message, where=f"{self.name}:{node.lineno}", hint=hint)

    def slot(self, node: nodes.Node, kind: str) -> nodes.Const:
        self.slots.append(Slot(self.name, node.lineno, kind))
        return nodes.Const(len(self.slots) - 1)

    def check(self, tree: nodes.Template) -> None:
        """Refuse what the language has not; note the names that the template binds."""
        stack: list[tuple[nodes.Node, int]] = [(tree, 0)]
        while stack:
            node, depth = stack.pop()
            if depth > MAX_DEPTH:
                raise self.fail(node, "模板嵌套太深")
            if type(node) not in _ALLOWED:
                raise self.fail(
                    node, _REFUSED.get(type(node), f"模板里不许用 {type(node).__name__}")
                )
            self._check_node(node)
            stack.extend((child, depth + 1) for child in node.iter_child_nodes())

    def _check_node(self, node: nodes.Node) -> None:
        match node:
            case nodes.Name(name=name) if name.startswith("_"):
                raise self.fail(node, f"模板里不许用“{name}”")
            case nodes.Name(name=name, ctx="store"):
                self.bound.add(name)
            case nodes.Name(name=name, ctx="param"):
                self.bound.add(name)
            case nodes.Macro(name=name):
                self.macros.add(name)
            case nodes.Import(target=target):
                self.macros.add(target)
            case nodes.FromImport(names=names):
                self.macros.update(n if isinstance(n, str) else n[1] for n in names)
            case nodes.Filter(name=name) if name not in self.filters:
                guess = nearest(name, self.filters)
                raise self.fail(
                    node, f"没有“{name}”这个过滤器", f"是不是“{guess}”" if guess else ""
                )
            case nodes.Const(value=str(value)) if len(value) > 2_000:
                raise self.fail(node, "模板里的字符串太长")
            case nodes.Const(value=int(value)) if abs(value) > 10**15:
                raise self.fail(node, "模板里的数太大")
            case nodes.For(recursive=True):
                raise self.fail(node, "模板里不许用递归循环")
            case nodes.For(test=test) if test is not None:
                raise self.fail(node, "循环头上不写 if；在循环里面判断")
            case nodes.Keyword(key=key) if key.startswith("_"):
                raise self.fail(node, f"模板里不许用“{key}”")
            case _:
                pass

    def names(self, tree: nodes.Template) -> None:
        """Refuse names and paths that the dictionary does not declare."""
        known = self.dictionary.roots
        for node in tree.find_all(nodes.Name):
            name = node.name
            if node.ctx != "load" or name in self.bound or name in self.macros:
                continue
            if name in known or name in self.functions or name in ("loop", "caller"):
                continue
            guess = nearest(name, (*known, *self.functions))
            raise self.fail(
                node, f"数据字典里没有“{name}”", f"是不是“{guess}”" if guess else ""
            )
        for attr in tree.find_all(nodes.Getattr):
            self._path(attr)

    def _path(self, node: nodes.Getattr) -> Entry | None:
        base = node.node
        entry: Entry | None = None
        if isinstance(base, nodes.Getattr):
            entry = self._path(base)
        elif isinstance(base, nodes.Name) and base.name not in self.bound:
            entry = self.dictionary.roots.get(base.name)
        if entry is None or node.attr in slots.ASIDE_NAMES:
            return None
        below = entry.members.get(node.attr)
        if below is None:
            guess = nearest(node.attr, tuple(entry.members))
            raise self.fail(
                node,
                f"“{entry.path}”里没有登记“{node.attr}”",
                f"是不是“{guess}”" if guess else "",
            )
        return below

    # -- rewriting: expressions ----------------------------------------------------------

    def expression(self, node: Any) -> Any:
        """The expression with names, arithmetic and joins going through the windows."""
        match node:
            case nodes.Name(name=name, ctx="load") if name in self.bound:
                return _call("_use", node)
            case nodes.BinExpr():
                left, right = self.expression(node.left), self.expression(node.right)
                if isinstance(node, nodes.And | nodes.Or):
                    return type(node)(left, right)
                operator = nodes.Const(node.operator)
                return _call("_arithmetic", left, operator, right)
            case nodes.Neg():
                zero = nodes.Const(0)
                return _call("_arithmetic", zero, nodes.Const("-"), self.expression(node.node))
            case nodes.Concat():
                parts = nodes.List([self.expression(part) for part in node.nodes], "load")
                return _call("_concat", parts)
        for field, value in node.iter_fields():
            if isinstance(value, nodes.Expr | nodes.Helper):
                setattr(node, field, self.expression(value))
            elif isinstance(value, list):
                setattr(
                    node,
                    field,
                    [self.expression(v) if isinstance(v, nodes.Node) else v for v in value],
                )
        return node

    # -- rewriting: statements -----------------------------------------------------------

    def body(self, statements: list[nodes.Node]) -> list[nodes.Node]:
        out: list[nodes.Node] = []
        for node in statements:
            out.extend(self.statement(node))
        return out

    def statement(self, node: nodes.Node) -> list[nodes.Node]:
        match node:
            case nodes.Output():
                node.nodes = [self._output(part) for part in node.nodes]
            case nodes.Assign():
                slot = self.slot(node, "set")
                node.node = _call(
                    "_close_binding", _call("_open_binding", slot), self.expression(node.node)
                )
            case nodes.With():
                node.values = [
                    _call(
                        "_close_binding",
                        _call("_open_binding", self.slot(node, "with")),
                        self.expression(value),
                    )
                    for value in node.values
                ]
                node.body = self.body(node.body)
            case nodes.If():
                return self._if(node)
            case nodes.For():
                return self._for(node)
            case nodes.Macro():
                node.body = self.body(node.body)
            case nodes.CallBlock():
                call = node.call
                if isinstance(call.node, nodes.ExtensionAttribute):
                    call.args = [self.slot(node, "[[ ]]")]
                else:
                    node.call = self.expression(call)
                node.body = self.body(node.body)
        return [node]

    def _output(self, node: nodes.Expr) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            return node
        slot = self.slot(node, "{{ }}")
        alone = isinstance(node, nodes.Call) and self._is_macro(node.node)
        value = self.expression(node)
        if alone:
            return _call("_close_call", slot, value)
        return _call("_close_output", _call("_open_output", slot), value)

    def _is_macro(self, node: nodes.Expr) -> bool:
        if isinstance(node, nodes.Getattr):
            node = node.node
        return isinstance(node, nodes.Name) and (node.name in self.macros or node.name == "caller")

    def _name(self, letter: str) -> Callable[[str], nodes.Name]:
        self.count += 1
        name = f"_{letter}{self.count}"
        return lambda ctx: nodes.Name(name, ctx)

    @staticmethod
    def _say(name: str, slot: nodes.Const) -> nodes.Node:
        return nodes.Output([_call(name, slot)])

    def _region(self, slot: nodes.Const, body: list[nodes.Node]) -> list[nodes.Node]:
        return [self._say("_open_region", slot), *body, self._say("_close_region", slot)]

    def _if(self, node: nodes.If) -> list[nodes.Node]:
        slot = self.slot(node, "if")
        name = self._name("t")
        test = _call("_close_test", _call("_open_output", slot), self.expression(node.test))
        body = self.body(node.body)
        otherwise = node.else_
        if node.elif_:
            first, *rest = node.elif_
            inner = nodes.If(first.test, first.body, rest, node.else_)
            otherwise = [inner.set_lineno(first.lineno)]
        other = self.body(otherwise)
        met_gap = nodes.Compare(name("load"), [nodes.Operand("eq", nodes.Const(2))])
        branch = nodes.If(name("load"), self._region(slot, body), [], self._region(slot, other))
        chosen = nodes.If(met_gap, [self._say("_test_gap", slot)], [], [branch])
        out: list[nodes.Node] = [nodes.Assign(name("store"), test), chosen]
        for made in out:
            made.set_lineno(node.lineno, override=False)
        return out

    def _for(self, node: nodes.For) -> list[nodes.Node]:
        slot = self.slot(node, "for")
        name = self._name("l")
        weight = sum(len(d.data) for d in node.find_all(nodes.TemplateData))
        items = _call(
            "_loop",
            _call("_open_output", slot),
            self.expression(node.iter),
            nodes.Const(weight),
        )
        node.body = self.body(node.body)
        node.else_ = self.body(node.else_)
        node.iter = name("load")
        region = self._region(slot, [node])
        out = [nodes.Assign(name("store"), items), self._say("_loop_gap", slot), *region]
        for made in out:
            made.set_lineno(node.lineno, override=False)
        return out


_TAG_LINE: Final = re.compile(r"[ \t]*(?:(?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\}|\[\[|\]\])[ \t]*)+")


def without_tag_lines(source: str) -> str:
    """The source in which a line of tags alone (or of `[[`, `]]`) leaves no line behind.

    Jinja's trim_blocks would also eat the line end after a tag that closes a line of text, and
    with it the blank line that parts two paragraphs.  The line end goes into a comment, so that
    line numbers stay.
    """
    out: list[str] = []
    joined = commented = False
    for line in source.split("\n"):
        head = "#}" if joined else "\n" if out else ""
        joined = not commented and _TAG_LINE.fullmatch(line) is not None
        if not joined:
            commented = line.rfind("{#") > line.rfind("#}") or (commented and "#}" not in line)
        text = line.strip(" \t") if joined else line
        if not joined and not commented and ("{%" in line or "[[" in line):
            text += f"{slots.BLOCK}J"  # a line that tags left empty parts no paragraphs
        out.append(f"{head}{text}" + ("{#\n" if joined else ""))
    return "".join(out) + ("#}" if joined else "")
