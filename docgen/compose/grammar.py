"""The template language: which Jinja nodes a template may hold, and how they are rewritten.

A tree is checked first (what is not allowed is said with its line), then every output,
binding, test and loop in it gets its window (see `windows`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from jinja2 import nodes

from docgen.compose.calls import call, line_end, plain_slot
from docgen.compose.markup import ILLEGIBLE
from docgen.compose.reading import ASIDE_NAMES
from docgen.document import Slot
from docgen.errors import TemplateError
from docgen.facts.dictionary import Dictionary, Entry
from docgen.language.near import nearest

MAX_DEPTH: Final = 50
MAX_INDENT: Final = 60
MAX_LOOPS: Final = 6

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
    nodes.Slice: "模板里不取一段；要哪几条用 满足",
    nodes.Dict: "模板里不写对照表；事实写在台账里",
    nodes.ScopedEvalContextModifier: "模板里不用 {% autoescape %}",
    nodes.Scope: "模板里不用 {% autoescape %}",
    nodes.ExprStmt: "模板里不用 {% do %}",
    nodes.Pos: "模板里不写正号",
}
_OWN_NAMES: Final = frozenset(("loop", "caller", "self", "super", "varargs", "kwargs", "namespace"))


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
        self.counted: dict[tuple[int, str], int] = {}

    def fail(self, node: nodes.Node, message: str, hint: str = "") -> TemplateError:
        return TemplateError(message, where=f"{self.name}:{node.lineno}", hint=hint)

    def slot(self, node: nodes.Node, kind: str) -> nodes.Const:
        order = self.counted.get((node.lineno, kind), 0)
        self.counted[node.lineno, kind] = order + 1
        self.slots.append(Slot(self.name, node.lineno, kind, order))
        return nodes.Const(len(self.slots) - 1)

    # -- checking --------------------------------------------------------------------------

    def check(self, tree: nodes.Template) -> None:
        """Refuse what the language has not; note the names that the template binds."""
        stack: list[tuple[nodes.Node, int, int, int]] = [(tree, 0, 0, 0)]
        while stack:
            node, depth, indent, loops = stack.pop()
            if depth > MAX_DEPTH or indent > MAX_INDENT or loops > MAX_LOOPS:
                raise self.fail(node, "模板嵌套太深", "条件、循环、括号少套几层，elif 少写几个")
            if type(node) not in _ALLOWED:
                raise self.fail(
                    node, _REFUSED.get(type(node), f"模板里不许用 {type(node).__name__}")
                )
            self._check_node(node)
            loops += isinstance(node, nodes.For)
            for child, deeper in _children(node):
                if child.lineno is None:
                    below = (n.lineno for n in child.iter_child_nodes() if n.lineno)
                    child.lineno = next(below, node.lineno)
                stack.append((child, depth + 1, indent + deeper, loops))

    def _check_node(self, node: nodes.Node) -> None:
        match node:
            case nodes.Name(name=name, ctx=ctx):
                if ctx != "load":
                    self._bind(node, name)
                    self.bound.add(name)
                elif name.startswith("_"):
                    raise self.fail(node, f"模板里不许用“{name}”")
            case nodes.Macro(name=name) | nodes.Import(target=name):
                self._bind(node, name)
                self.macros.add(name)
            case nodes.FromImport(names=names):
                for name in (n if isinstance(n, str) else n[1] for n in names):
                    self._bind(node, name)
                    self.macros.add(name)
            case nodes.Filter(name=name) if name not in self.filters:
                guess = nearest(name, self.filters)
                raise self.fail(
                    node, f"没有“{name}”这个过滤器", f"是不是“{guess}”" if guess else ""
                )
            case nodes.Const(value=str(value)):
                if len(value) > 2_000:
                    raise self.fail(node, "模板里的字符串太长")
                if "\n" in value or "\t" in value or ILLEGIBLE.search(value):
                    raise self.fail(node, "模板的字符串里有换行或不可见的字符")
            case nodes.Const(value=int(value) | float(value)) if abs(value) > 10**15:
                raise self.fail(node, "模板里的数太大")
            case nodes.For(recursive=True):
                raise self.fail(node, "模板里不许用递归循环")
            case nodes.For(test=test) if test is not None:
                raise self.fail(node, "循环头上不写 if；在循环里面判断")
            case nodes.For(target=target) | nodes.Assign(target=target):
                self._single(node, [target])
            case nodes.With(targets=targets):
                self._single(node, targets)
            case nodes.Keyword(key=key) if key.startswith("_"):
                raise self.fail(node, f"模板里不许用“{key}”")
            case _:
                pass
        if isinstance(node, nodes.Import | nodes.FromImport) and not (
            isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
        ):
            raise self.fail(
                node, "引入哪个文件要直接写明", '如 {% import "常用.macro.j2" as 常用 %}'
            )

    def _bind(self, node: nodes.Node, name: str) -> None:
        taken = name in self.dictionary.roots or name in self.functions or name in _OWN_NAMES
        if taken or name.startswith("_"):
            raise self.fail(node, f"“{name}”不能作模板里设的名称", "换一个名称" if taken else "")

    def _single(self, node: nodes.Node, targets: Sequence[nodes.Node]) -> None:
        if not all(type(target) in (nodes.Name, nodes.NSRef) for target in targets):
            raise self.fail(node, "一次只设一个名称")

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
            raise self.fail(node, f"数据字典里没有“{name}”", f"是不是“{guess}”" if guess else "")
        for attr in tree.find_all(nodes.Getattr):
            self._path(attr)
        for made in tree.find_all(nodes.Call):
            callee = made.node
            known_call = isinstance(callee, nodes.ExtensionAttribute) or self._is_macro(callee)
            if not known_call and not (
                isinstance(callee, nodes.Name) and callee.name in self.functions
            ):
                raise self.fail(
                    made, "模板里只能调用宏和给定的函数", "可用：" + "、".join(self.functions)
                )
        for block in tree.find_all(nodes.CallBlock):
            callee = block.call.node
            if not isinstance(callee, nodes.ExtensionAttribute) and not self._is_macro(callee):
                raise self.fail(block, "{% call %} 只能调用宏")

    def _path(self, node: nodes.Getattr) -> Entry | None:
        base = node.node
        entry: Entry | None = None
        if isinstance(base, nodes.Getattr):
            entry = self._path(base)
        elif isinstance(base, nodes.Name) and base.name not in self.bound:
            entry = self.dictionary.roots.get(base.name)
        if entry is None:
            return None
        if entry.kind == "列表":
            raise self.fail(
                node, f"“{entry.path}”是列表，不能直接取“.{node.attr}”", "用循环，或 [0] 取一条"
            )
        below = entry.members.get(node.attr)
        if below is None and node.attr in ASIDE_NAMES and entry.kind != "组":
            return None
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
            case nodes.Name(name=name, ctx="load"):
                carries = name in self.bound or name in self.dictionary.roots
                return call("_use", node) if carries else node
            case nodes.Const(value=float(value)):
                return call("_number", nodes.Const(repr(value)))
            case nodes.Concat():
                parts = nodes.List([self.expression(part) for part in node.nodes])
                return call("_concat", parts)
            case nodes.Getattr() | nodes.Getitem() | nodes.Filter():
                # the base is only looked into: what is found there brings its own sources
                if not isinstance(node.node, nodes.Name):
                    node.node = self.expression(node.node)
                if isinstance(node, nodes.Getitem):
                    node.arg = self.expression(node.arg)
                elif isinstance(node, nodes.Filter):
                    node.args = [self.expression(arg) for arg in node.args]
                    node.kwargs = [self.expression(arg) for arg in node.kwargs]
                return node
            case nodes.Call():
                return self._arguments(node)
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

    def _arguments(self, node: nodes.Call) -> nodes.Call:
        """The call; a macro's arguments are bindings, as its parameters are names."""
        if isinstance(node.node, nodes.ExtensionAttribute):
            return node
        bind = self._bound if self._is_macro(node.node) else self.expression
        node.args = [bind(arg) for arg in node.args]
        for keyword in node.kwargs:
            keyword.value = bind(keyword.value)
        for name in ("dyn_args", "dyn_kwargs"):
            if getattr(node, name) is not None:
                raise self.fail(node, "调用时参数要一个一个写")
        return node

    def _bound(self, value: nodes.Node, kind: str = "set") -> nodes.Expr:
        """The value of a name, in its window."""
        slot = self.slot(value, kind)
        return call("_close_binding", call("_open", slot), self.expression(value))

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
                node.node = self._bound(node.node)
            case nodes.With():
                node.values = [self._bound(value) for value in node.values]
                node.body = self.body(node.body)
            case nodes.If():
                return self._if(node)
            case nodes.For():
                return self._for(node)
            case nodes.Macro():
                node.defaults = [self._bound(value) for value in node.defaults]
                node.body = self.body(node.body)
            case nodes.CallBlock():
                if isinstance(node.call.node, nodes.ExtensionAttribute):
                    node.call.args = [self.slot(node, "[[ ]]")]
                else:
                    node.call = self._arguments(node.call)
                node.defaults = [self._bound(value) for value in node.defaults]
                node.body = self.body(node.body)
            case nodes.Import() | nodes.FromImport():
                node.with_context = True  # else Jinja would run the file once and keep its values
        node.set_lineno(node.lineno)
        return [node]

    def _output(self, node: nodes.Expr) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            return node
        line = node.lineno
        slot = self.slot(node, "{{ }}")
        plain = plain_slot(node, slot)
        if plain is not None:
            plain.set_lineno(line)
            return plain
        alone = isinstance(node, nodes.Call) and self._is_macro(node.node)
        value = self.expression(node)
        if alone:
            out = call("_close_call", slot, value)
        else:
            out = call("_close_output", call("_open", slot), value)
        out.set_lineno(line)
        return out

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
        return nodes.Output([call(name, slot)])

    def _region(self, slot: nodes.Const, body: list[nodes.Node]) -> list[nodes.Node]:
        return [self._say("_open_region", slot), *body, self._say("_close_region", slot)]

    def _if(self, node: nodes.If) -> list[nodes.Node]:
        slot = self.slot(node, "if")
        name = self._name("t")
        test = call("_close_test", call("_open_test", slot), self.expression(node.test))
        body = self.body(node.body)
        otherwise = node.else_
        if node.elif_:
            first, *rest = node.elif_
            inner = nodes.If(first.test, first.body, rest, node.else_)
            otherwise = [inner.set_lineno(first.lineno)]
        other = self.body(otherwise)
        branch = nodes.If(name("load"), self._region(slot, body), [], self._region(slot, other))
        return self._unless_gap(node, slot, name, test, nodes.Const(2), [branch])

    def _for(self, node: nodes.For) -> list[nodes.Node]:
        slot = self.slot(node, "for")
        name = self._name("l")
        weight = sum(len(d.data) for d in node.find_all(nodes.TemplateData))
        opened = call("_open", slot)
        items = call("_close_loop", opened, self.expression(node.iter), nodes.Const(weight))
        node.body = self.body(node.body)
        node.else_ = self.body(node.else_)
        node.iter = name("load")
        return self._unless_gap(
            node, slot, name, items, nodes.Const(None), self._region(slot, [node])
        )

    def _unless_gap(
        self,
        node: nodes.Node,
        slot: nodes.Const,
        name: Callable[[str], nodes.Name],
        value: nodes.Expr,
        gap: nodes.Const,
        body: list[nodes.Node],
    ) -> list[nodes.Node]:
        """The body, unless the value met a gap: then the gap alone."""
        met = nodes.Compare(name("load"), [nodes.Operand("eq", gap)])
        instead = [self._say("_met_gap", slot), *line_end(node)]
        chosen = nodes.If(met, instead, [], body)
        out: list[nodes.Node] = [nodes.Assign(name("store"), value), chosen]
        for made in out:
            made.set_lineno(node.lineno)
        return out


def _children(node: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    """The nodes below, each with how much deeper its code will stand."""
    if isinstance(node, nodes.If):
        yield node.test, 0
        for child in node.body:
            yield child, 2
        for index, branch in enumerate(node.elif_, 1):
            yield branch, 2 * index
        for child in node.else_:
            yield child, 2 * len(node.elif_) + 2
        return
    statement = isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock)
    for child in node.iter_child_nodes():
        yield child, 2 * statement
