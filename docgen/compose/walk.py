"""A template's syntax tree walked without running it: what a name may stand for, where it leads.

Names that a loop, a binding or a macro's parameter gives are followed back to the entries of the
dictionary they may stand for; macros, also imported ones, are walked where they are called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from jinja2 import Environment, nodes
from jinja2.parser import Parser

from docgen.compose.markup import OptionalClause, prepared
from docgen.compose.stock import FUNCTION
from docgen.facts import Dictionary
from docgen.library import Library, TemplateSource

_IMPLICIT: Final = frozenset(("分为", "其中"))
"""Filters that without arguments print all members of that relation."""
NAMING: Final = frozenset(
    "满足 大于 至少 已核实 待核实 排序 前 分组 逐项 选用 对仗 指标 列数 其中 其中确数 分为 分别 占比 较上期 增减 列述".split()
)
"""Filters whose arguments are names, of members, ways to set a list and the like, not texts."""
WHOLE: Final = frozenset(("列表", "构成"))
"""Kinds that are needed whole when anything in them is."""

Paths: TypeAlias = frozenset[str]
"""The entries that a value may be, by path; empty for a value that is no fact."""
Scope: TypeAlias = Mapping[str, "Paths | Macro"]
NONE: Final[Paths] = frozenset()


class Macro:
    """A macro with the scope and the file it was written in."""

    def __init__(self, node: nodes.Macro, scope: Scope, file: str) -> None:
        self.node = node
        self.scope = scope
        self.file = file


class File(dict[str, "Paths | Macro"]):
    """The macros of an imported file."""


class Walk:
    """Follows the values of a template through its tree and notes the facts it reads."""

    def __init__(self, dictionary: Dictionary, library: Library) -> None:
        self.dictionary = dictionary
        self.library = library
        self.found: set[str] = set()
        self._environment = Environment(extensions=[OptionalClause], autoescape=False)
        self._files: dict[str, File] = {}
        self._file = ""
        """Where what is being walked stands: a template's id, or a file of macros."""
        self._walked: set[object] = set()

    def template(self, template: TemplateSource) -> None:
        """Walk every line of the front matter that holds text, then the body."""
        self._file = template.id
        for text, line in (*template.fields.values(), (template.body, template.line)):
            self._text("\n" * (line - 1) + text)

    def _text(self, text: str) -> None:
        self._body(self._tree(text, self._file).body, {})

    def _tree(self, text: str, name: str) -> nodes.Template:
        return Parser(self._environment, prepared(text, name), name).parse()

    def _note(self, paths: Paths) -> None:
        for path in paths:
            whole = ""
            for part in path.split("."):
                whole = f"{whole}.{part}" if whole else part
                entry = self.dictionary.find(whole)
                if entry is None:
                    break
                if entry.kind != "组":
                    self.found.add(whole)
                if entry.kind in WHOLE:
                    break

    # -- statements ------------------------------------------------------------------------

    def _body(self, body: Iterable[nodes.Node], outer: Scope) -> None:
        scope = dict(outer)
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: dict[str, Paths | Macro]) -> None:
        match node:
            case nodes.Output(nodes=parts):
                for part in parts:
                    self._output(part, scope)
            case nodes.If():
                self._if(node, scope)
            case nodes.For():
                self._for(node, scope)
            case nodes.Assign(target=nodes.Name(name=name)):
                scope[name] = self._bound(node.node, scope)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    if isinstance(target, nodes.Name):
                        inner[target.name] = self._bound(value, scope)
                self._body(node.body, inner)
            case nodes.Macro(name=name):
                scope[name] = Macro(node, scope, self._file)
            case nodes.CallBlock():
                self._block(node, scope)
            case nodes.Import(target=name):
                for own, macro in self._imported(node).items():
                    scope[f"{name}.{own}"] = macro
            case nodes.FromImport(names=names):
                macros = self._imported(node)
                for pair in names:
                    name, own = (pair, pair) if isinstance(pair, str) else pair
                    scope[own] = macros.get(name, NONE)
            case _:
                for child in node.iter_child_nodes():
                    self._statement(child, scope)

    def _output(self, node: nodes.Expr, scope: Scope) -> None:
        self._read(node, scope)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        self._read(node.test, scope)
        for body in (node.body, node.elif_, node.else_):
            self._body(body, scope)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        items = self._bound(node.iter, scope)
        self._body(node.body, {**scope, target_of(node): items})
        self._body(node.else_, scope)

    def _block(self, node: nodes.CallBlock, scope: Scope) -> None:
        """`[[ … ]]`, or a macro called with a text."""
        self._read(node.call, scope)
        self._body(node.body, scope)

    def _imported(self, node: nodes.Import | nodes.FromImport) -> File:
        """The macros of the file named; what is imported there is seen by them."""
        name = node.template.value if isinstance(node.template, nodes.Const) else ""
        known = self._files.get(name)
        if known is None:
            known = self._files[name] = File()
            text = self.library.template_text(name)
            here, self._file = self._file, name
            for statement in self._tree(text, name).body if text is not None else ():
                if isinstance(statement, nodes.Macro | nodes.Import | nodes.FromImport):
                    self._statement(statement, known)
            self._file = here
        return known

    # -- expressions -----------------------------------------------------------------------

    def _read(self, node: nodes.Node, scope: Scope) -> Paths:
        """What the expression may be; the facts it reads are noted."""
        value = self._value(node, scope)
        self._note(value)
        return value

    def _bound(self, node: nodes.Node, scope: Scope) -> Paths:
        """As `_read`, of a value that a name is given to: set, looped over, handed to a macro."""
        return self._read(node, scope)

    def _value(self, node: nodes.Node, scope: Scope) -> Paths:
        """What the expression may be; not noted itself: a member of it may be what is meant."""
        match node:
            case nodes.Name(name=name):
                bound = scope.get(name)
                if bound is None:
                    return frozenset((name,)) if name in self.dictionary.roots else NONE
                return bound if isinstance(bound, frozenset) else NONE
            case nodes.Getattr(node=base, attr=name):
                return self._members(self._value(base, scope), (name,))
            case nodes.Getitem(node=base, arg=nodes.Const(value=str(name))):
                return self._members(self._value(base, scope), (name,))
            case nodes.Getitem(node=base, arg=index):
                self._read(index, scope)
                return self._value(base, scope)
            case nodes.Filter(node=nodes.Node() as base):
                return self._filtered(node, self._value(base, scope), scope)
            case nodes.Call():
                return self._called(node, scope)
        read = [self._read(child, scope) for child in node.iter_child_nodes()]
        return frozenset().union(*read)

    def _members(self, bases: Paths, names: Iterable[str]) -> Paths:
        """The members of these names; of a number its 上期 and the like are the number itself."""
        out: set[str] = set()
        for base in bases:
            for name in names:
                path = f"{base}.{name}"
                out.add(base if self.dictionary.find(path) is None else path)
        return frozenset(out)

    def _filtered(self, node: nodes.Filter, base: Paths, scope: Scope) -> Paths:
        """A filter's arguments may name members; without any, 分为 and 其中 print their relation's."""
        self._on_filter(node, base)
        names = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
        for argument in (*node.args, *(pair.value for pair in node.kwargs)):
            self._read(argument, scope)
        named = [name for name in names if isinstance(name, str) and self._has(base, name)]
        self._note(self._members(base, named))
        if node.name in _IMPLICIT and not node.args:
            for path in base:
                entry = self.dictionary.find(path)
                for below in entry.members.values() if entry is not None else ():
                    if below.relation == node.name:
                        self._note(frozenset((below.path,)))
        return base

    def _on_filter(self, node: nodes.Filter, base: Paths) -> None:
        """A filter was met, put to these entries."""

    def _on_function(self, node: nodes.Call, name: str) -> None:
        """A call of a function was met, one that is no macro."""

    def _has(self, bases: Paths, name: str) -> bool:
        return any(self.dictionary.find(f"{base}.{name}") is not None for base in bases)

    def _stock(self, arguments: Iterable[nodes.Expr]) -> None:
        """A stock phrase may stand in any of its wordings; what they name is read."""
        topic = next(iter(arguments), None)
        known = self.library.stock
        names = (topic.value,) if isinstance(topic, nodes.Const) else tuple(known)
        for phrase in (known[name] for name in names if name in known):
            self._note(frozenset(phrase.facts))

    def _called(self, node: nodes.Call, scope: Scope) -> Paths:
        """A macro is walked with what it is given; the functions read their arguments only."""
        macro = scope.get(callee(node))
        if not isinstance(macro, Macro):
            for argument in (*node.args, *(pair.value for pair in node.kwargs)):
                self._read(argument, scope)
            self._on_function(node, callee(node))
            if callee(node) == FUNCTION:
                self._stock(node.args)
            return NONE
        given = [self._bound(arg, scope) for arg in node.args]
        named = {pair.key: self._bound(pair.value, scope) for pair in node.kwargs}
        parameters = [arg.name for arg in macro.node.args]
        defaults = macro.node.defaults
        bound = dict.fromkeys(parameters, NONE)
        for name, default in zip(
            parameters[len(parameters) - len(defaults) :], defaults, strict=True
        ):
            bound[name] = self._bound(default, macro.scope)
        bound.update(zip(parameters, given, strict=False))
        bound.update({name: value for name, value in named.items() if name in bound})
        key = (id(macro.node), tuple(bound.items()), self._circumstances())
        if key not in self._walked:  # once with the same arguments is enough
            self._walked.add(key)
            here, self._file = self._file, macro.file
            self._run(macro, {**macro.scope, **bound})
            self._file = here
        return NONE

    def _circumstances(self) -> object:
        """What else makes a difference to the walk of a macro."""
        return None

    def _run(self, macro: Macro, scope: Scope) -> None:
        self._body(macro.node.body, scope)


def target_of(node: nodes.For) -> str:
    """The name that a loop gives its items."""
    return node.target.name if isinstance(node.target, nodes.Name) else ""


def callee(call: nodes.Call) -> str:
    """宏 or 文件.宏."""
    match call.node:
        case nodes.Name(name=name):
            return name
        case nodes.Getattr(node=nodes.Name(name=file), attr=name):
            return f"{file}.{name}"
    return ""
