"""The template engine: Jinja2 kept to a small, safe language, with windows for provenance.

Only the node kinds of `_ALLOWED` may stand in a template; attributes are read from facts and
nothing else; calls reach macros and the few functions given; arithmetic, loops and output
have budgets.  What is not allowed is said with its line when the template is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Any, Final, cast

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docgen.compose import slots
from docgen.compose.slots import ACTIVE, Missing, Num, Txt
from docgen.document import Slot
from docgen.errors import TemplateError
from docgen.facts.dictionary import Dictionary, Entry, nearest
from docgen.facts.values import Fact, Group, Record, Records

MAX_SOURCE: Final = 200_000
MAX_NUMBER: Final = Decimal(10) ** 24
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
_ATTRIBUTES_OF_LOOP: Final = frozenset(("index", "index0", "first", "last", "length", "revindex"))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template ready to run, with its slots (a mark's slot number indexes them)."""

    template: Template
    slots: tuple[Slot, ...]


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
        return slots.optional(slot, caller)


class _Rewriter:
    """Checks a syntax tree against the language and puts the windows round its expressions."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name
        self.slots: list[Slot] = []
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
            case nodes.Filter(name=name) if name not in self.engine.filter_names:
                guess = nearest(name, self.engine.filter_names)
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
        known = self.engine.dictionary.roots
        for node in tree.find_all(nodes.Name):
            name = node.name
            if node.ctx != "load" or name in self.bound or name in self.macros:
                continue
            if name in known or name in self.engine.functions or name in ("loop", "caller"):
                continue
            guess = nearest(name, (*known, *self.engine.functions))
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
            entry = self.engine.dictionary.roots.get(base.name)
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


_TAG_LINE: Final = re.compile(r"[ \t]*(?:(?:\{%.*?%\}|\{#.*?#\}|\[\[|\]\])[ \t]*)+")


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
        out.append(f"{head}{text}" + ("{#\n" if joined else ""))
    return "".join(out) + ("#}" if joined else "")


class _Loader(BaseLoader):
    """Templates to import, by id, from the library and nowhere else."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self.read = read

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a library template."""
        text = self.read(template)
        if text is None:
            raise TemplateNotFound(template)
        return without_tag_lines(text), template, lambda: True


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja2 with our own, narrower, sandbox."""

    engine: Engine

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return self.engine.rewrite(tree, name or "")

    def getattr(self, obj: Any, attribute: str) -> Any:  # type: ignore[override]
        """Facts, loop counters and imported macros; nothing else has attributes."""
        kind = type(obj)
        if kind in _FACTUAL:
            return slots.attribute(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in _ATTRIBUTES_OF_LOOP:
            return getattr(obj, attribute)
        if kind.__name__ == "TemplateModule" and not attribute.startswith("_"):
            macro = obj.__dict__.get(attribute)
            if isinstance(macro, Macro):
                return macro
        raise TemplateError(f"模板里不能取“.{attribute}”", hint="只能取数据字典登记的事实")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`list[0]`, or `group["name"]`."""
        if type(argument) in (str, Txt) and type(obj) in _FACTUAL:
            return slots.attribute(obj, str(argument))
        if type(obj) is Records and type(argument) is int:
            if -len(obj.items) <= argument < len(obj.items):
                item = obj.items[argument]
                return slots.read(item) if type(item) is Fact else item
            return Missing(f"{obj.path}[{argument + 1}]")
        raise TemplateError("模板里不能这样取值", hint="只能取数据字典登记的事实")

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, callers and the functions given."""
        return isinstance(obj, Macro) or obj in self.engine.callables


_FACTUAL: Final = frozenset((Group, Record, Records, Num, Txt, Missing, Fact))


class Engine:
    """Compiles and runs templates over one dictionary.

    read: gives the text of a library template by id, None when there is none.
    filters, functions: what templates may use, by their Chinese names.  sees_gaps: the filters
    that are handed a gap instead of being passed over.
    """

    def __init__(
        self,
        dictionary: Dictionary,
        read: Callable[[str], str | None],
        filters: Mapping[str, Callable[..., Any]],
        functions: Mapping[str, Callable[..., Any]],
        sees_gaps: Collection[Callable[..., Any]] = (),
    ) -> None:
        self.dictionary = dictionary
        self.functions = functions
        self.filter_names = tuple(filters)
        self.callables = set(functions.values())
        self._compiled: dict[tuple[str, str], Compiled] = {}
        self._slots: list[Slot] = []
        self._depth = 0
        environment = _Environment(
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            optimized=False,  # folding constants would lose the sources of a window
            extensions=[OptionalClause],
            loader=_Loader(read),
            autoescape=False,
        )
        environment.engine = self
        environment.globals = dict(functions)
        environment.tests = {}
        environment.filters = {
            name: filter_ if filter_ in sees_gaps else guarded(filter_)
            for name, filter_ in filters.items()
        }
        environment.filters.update(
            _open_output=slots.open_output,
            _close_output=slots.close_output,
            _close_call=slots.close_call,
            _use=slots.use,
            _open_binding=slots.open_binding,
            _close_binding=slots.close_binding,
            _close_test=slots.close_test,
            _test_gap=slots.test_gap,
            _open_region=slots.open_region,
            _close_region=slots.close_region,
            _loop=slots.loop,
            _loop_gap=slots.loop_gap,
            _arithmetic=arithmetic,
            _concat=concat,
        )
        clause = cast(OptionalClause, next(iter(environment.extensions.values())))
        self.callables.add(clause.clause)
        self._environment = environment

    def rewrite(self, tree: nodes.Template, name: str) -> nodes.Template:
        """Check a tree and put the windows in; its slots are numbered after those before."""
        rewriter = _Rewriter(self, name)
        rewriter.slots = self._slots
        rewriter.check(tree)
        rewriter.names(tree)
        tree.body = rewriter.body(tree.body)
        return tree

    def compile(self, source: str, name: str) -> Compiled:
        """The template ready to run.  Raises TemplateError naming the line."""
        key = (name, source)
        if key in self._compiled:
            return self._compiled[key]
        if len(source) > MAX_SOURCE:
            raise TemplateError("模板太长", where=name)
        for char in (slots.OPEN, slots.CLOSE, slots.BLOCK):
            if char in source:
                raise TemplateError("模板里有不可见的非法字符", where=name)
        try:
            code = self._environment.compile(without_tag_lines(source), name, name)
            template = Template.from_code(
                self._environment, code, self._environment.globals
            )
        except TemplateSyntaxError as error:
            raise TemplateError(
                _plain_syntax(error.message or ""), where=f"{error.name or name}:{error.lineno}"
            ) from None
        except RecursionError:
            raise TemplateError("模板嵌套太深", where=name) from None
        compiled = Compiled(template, ())
        self._compiled[key] = compiled
        return compiled

    @property
    def slots(self) -> list[Slot]:
        """Every slot compiled so far; a mark's slot number indexes it."""
        return self._slots

    def run(self, compiled: Compiled, context: Mapping[str, Any]) -> str:
        """The marked text.  Raises TemplateError naming template and line for any failure."""
        try:
            return compiled.template.render(context)
        except TemplateError as error:
            if not error.where:
                error.where = _line_of(error)
            raise
        except TemplateNotFound as error:
            raise TemplateError(f"库里没有“{error.name}”这个模板可引入", where=_line_of(error)) from None
        except TemplateSyntaxError as error:
            raise TemplateError(
                _plain_syntax(error.message or ""), where=f"{error.name}:{error.lineno}"
            ) from None
        except SecurityError as error:
            raise TemplateError("模板里只能调用宏和给定的函数", where=_line_of(error)) from None
        except UndefinedError as error:
            raise TemplateError("模板用了没有定义的名称", where=_line_of(error)) from None
        except RecursionError as error:
            raise TemplateError("宏互相调用没有尽头", where=_line_of(error)) from None
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise TemplateError(
                "这一行算不出结果：值的种类或参数不对", where=_line_of(error)
            ) from None


def guarded(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, passing a gap on instead of computing with it."""

    def run(*arguments: Any, **named: Any) -> Any:
        for value in arguments:
            if type(value) is Missing:
                return value.hit()
        return filter_(*arguments, **named)

    run.__doc__ = filter_.__doc__
    return run


def arithmetic(left: Any, operator: str, right: Any) -> Any:
    """+ - * / on numbers, exactly; a gap makes a gap."""
    for value in (left, right):
        if type(value) is Missing:
            return value.hit()
        if not isinstance(value, Decimal | int) or isinstance(value, bool):
            raise TemplateError(f"“{operator}”只用于数", hint="文字相连用 ~")
    a, b = Decimal(left), Decimal(right)
    try:
        result = a + b if operator == "+" else a - b if operator == "-" else (
            a * b if operator == "*" else a / b
        )
    except DecimalException:
        raise TemplateError(f"{a}{operator}{b} 算不出来", hint="除数是 0 的先用 {% if %} 判断") from None
    if abs(result) > MAX_NUMBER:
        raise TemplateError("算出的数太大")
    return result


def concat(parts: list[Any]) -> Any:
    """`a ~ b`: one text that keeps the sources of its parts."""
    texts = []
    for value in parts:
        if type(value) is Missing:
            return value.hit()
        text = slots.text_of(value)
        if type(value) is Num:
            text = slots.txt(text, value.sources)
        texts.append(text)
    if sum(map(len, texts)) > 100_000:
        raise TemplateError("连成的文字太长")
    ACTIVE.get().step(sum(map(len, texts)))
    return slots.joined(texts)


_SYNTAX: Final = (
    (r"unexpected '?end of template|Unexpected end of template", "有 {% %} 没有收尾（缺 endif、endfor、endmacro 或 ]]）"),
    (r"Encountered unknown tag '可选止'", "多了一个 ]]"),
    (r"Encountered unknown tag '(.+?)'", "不认识的标记 {% \\1 %}"),
    (r"No filter named '(.+?)'", "没有“\\1”这个过滤器"),
    (r"expected token '(.+?)', got '(.+?)'", "这里应是 \\1，写的是 \\2"),
)  # fmt: skip


def _plain_syntax(message: str) -> str:
    for pattern, said in _SYNTAX:
        found = re.search(pattern, message)
        if found:
            return found.expand(said)
    return "模板写法有误"


def _line_of(error: BaseException) -> str:
    """The innermost template line an error passed through."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            where = f"{template.name}:{template.get_corresponding_lineno(trace.tb_lineno)}"
        trace = trace.tb_next
    return where
