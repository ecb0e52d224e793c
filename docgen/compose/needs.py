"""What a template needs: the facts its slots, tests and loops may read, found on its syntax tree.

Nothing is run.  Names that a loop, a binding or a macro's parameter gives are followed back to
the entries of the dictionary they may stand for; both branches of a test count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from jinja2 import Environment, nodes
from jinja2.parser import Parser

from docgen.compose import Composer
from docgen.compose.markup import OptionalClause, prepared
from docgen.errors import TemplateError
from docgen.facts import Dictionary, Entry, dictionary_of
from docgen.facts.dictionary import nearest
from docgen.library import Library, TemplateSource

ALWAYS: Final = ("单位.名称", "文稿.模板", "文稿.期间", "文稿.时点", "文稿.日期")
"""What every paper needs: who speaks, of which time, by which template."""

_IMPLICIT: Final = frozenset(("分为", "其中"))
"""Filters that without arguments print all members of that relation."""
_WHOLE: Final = frozenset(("列表", "构成"))
"""Kinds that are needed whole when anything in them is."""

_Paths: TypeAlias = frozenset[str]
"""The entries that a value may be, by path; empty for a value that is no fact."""
_Scope: TypeAlias = Mapping[str, "_Paths | _Macro"]
_NONE: Final[_Paths] = frozenset()


def needs(template: TemplateSource, library: Library) -> tuple[str, ...]:
    """Paths of the dictionary that the template may read, in the dictionary's order.

    A list stands whole; a member brings the number it stands under; facts named by 可引 come
    with all below them.  Raises TemplateError naming the template's line.
    """
    dictionary = dictionary_of(library)
    Composer.of(library).compile(template)  # what is wrong with it is said better there
    walk = _Walk(dictionary, library)
    for text, line in template.fields.values():
        walk.template("\n" * (line - 1) + text, template.id)
    walk.template("\n" * (template.line - 1) + template.body, template.id)
    for name, line in template.cited:
        walk.cite(name, f"{template.id}:{line}")
    found = walk.found | {path for path in ALWAYS if dictionary.find(path) is not None}
    return tuple(entry.path for entry in dictionary.walk() if entry.path in found)


def needs_of(templates: Iterable[TemplateSource], library: Library) -> tuple[str, ...]:
    """What several templates need together, in the dictionary's order."""
    found = {path for template in templates for path in needs(template, library)}
    return tuple(entry.path for entry in dictionary_of(library).walk() if entry.path in found)


class _Macro:
    """A macro with the scope it was written in."""

    def __init__(self, node: nodes.Macro, scope: _Scope) -> None:
        self.node = node
        self.scope = scope


class _File(dict[str, "_Paths | _Macro"]):
    """The macros of an imported file."""


class _Walk:
    """Follows the values of a template through its tree and notes the facts it reads."""

    def __init__(self, dictionary: Dictionary, library: Library) -> None:
        self.dictionary = dictionary
        self.library = library
        self.found: set[str] = set()
        self._environment = Environment(extensions=[OptionalClause], autoescape=False)
        self._files: dict[str, _File] = {}
        self._running: set[tuple[int, tuple[tuple[str, _Paths], ...]]] = set()

    def template(self, text: str, name: str) -> None:
        """Note what this text reads."""
        self._body(self._tree(text, name).body, {})

    def cite(self, name: str, where: str) -> None:
        """Note a fact that sentences usually refer to, and all below it."""
        entry = self.dictionary.find(name)
        if entry is None:
            paths = {known.path: known.path for known in self.dictionary.walk()}
            names = {known.name: known.path for known in self.dictionary.walk()} | paths
            guess = names.get(nearest(name, names), "")
            raise TemplateError(
                f"可引的“{name}”不在数据字典里",
                where=where,
                hint=f"是不是“{guess}”" if guess else "名称见 docgen list facts",
            )
        self._note_below(entry)

    def _note_below(self, entry: Entry) -> None:
        self._note(frozenset((entry.path,)))
        if entry.kind not in _WHOLE:
            for below in entry.members.values():
                self._note_below(below)

    def _tree(self, text: str, name: str) -> nodes.Template:
        return Parser(self._environment, prepared(text, name), name).parse()

    def _note(self, paths: _Paths) -> None:
        for path in paths:
            whole = ""
            for part in path.split("."):
                whole = f"{whole}.{part}" if whole else part
                entry = self.dictionary.find(whole)
                if entry is None:
                    break
                if entry.kind != "组":
                    self.found.add(whole)
                if entry.kind in _WHOLE:
                    break

    # -- statements ------------------------------------------------------------------------

    def _body(self, body: Iterable[nodes.Node], outer: _Scope) -> None:
        scope = dict(outer)
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: dict[str, _Paths | _Macro]) -> None:
        match node:
            case nodes.Output(nodes=parts):
                for part in parts:
                    self._read(part, scope)
            case nodes.If():
                self._read(node.test, scope)
                for body in (node.body, node.elif_, node.else_):
                    self._body(body, scope)
            case nodes.For(target=nodes.Name(name=name)):
                items = self._read(node.iter, scope)
                self._body(node.body, {**scope, name: items})
                self._body(node.else_, scope)
            case nodes.Assign(target=nodes.Name(name=name)):
                scope[name] = self._read(node.node, scope)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    if isinstance(target, nodes.Name):
                        inner[target.name] = self._read(value, scope)
                self._body(node.body, inner)
            case nodes.Macro(name=name):
                scope[name] = _Macro(node, scope)
            case nodes.CallBlock():
                self._read(node.call, scope)
                self._body(node.body, scope)
            case nodes.Import(target=name):
                for own, macro in self._imported(node).items():
                    scope[f"{name}.{own}"] = macro
            case nodes.FromImport(names=names):
                macros = self._imported(node)
                for pair in names:
                    name, own = (pair, pair) if isinstance(pair, str) else pair
                    scope[own] = macros.get(name, _NONE)
            case _:
                for child in node.iter_child_nodes():
                    self._statement(child, scope)

    def _imported(self, node: nodes.Import | nodes.FromImport) -> _File:
        """The macros of the file named; what is imported there is seen by them."""
        name = node.template.value if isinstance(node.template, nodes.Const) else ""
        known = self._files.get(name)
        if known is None:
            known = self._files[name] = _File()
            text = self.library.template_text(name)
            for statement in self._tree(text, name).body if text is not None else ():
                if isinstance(statement, nodes.Macro | nodes.Import | nodes.FromImport):
                    self._statement(statement, known)
        return known

    # -- expressions -----------------------------------------------------------------------

    def _read(self, node: nodes.Node, scope: _Scope) -> _Paths:
        """What the expression may be; the facts it reads are noted."""
        value = self._value(node, scope)
        self._note(value)
        return value

    def _value(self, node: nodes.Node, scope: _Scope) -> _Paths:
        """What the expression may be; not noted itself: a member of it may be what is meant."""
        match node:
            case nodes.Name(name=name):
                bound = scope.get(name)
                if bound is None:
                    return frozenset((name,)) if name in self.dictionary.roots else _NONE
                return bound if isinstance(bound, frozenset) else _NONE
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

    def _members(self, bases: _Paths, names: Iterable[str]) -> _Paths:
        """The members of these names; of a number its 上期 and the like are the number itself."""
        out: set[str] = set()
        for base in bases:
            for name in names:
                path = f"{base}.{name}"
                out.add(base if self.dictionary.find(path) is None else path)
        return frozenset(out)

    def _filtered(self, node: nodes.Filter, base: _Paths, scope: _Scope) -> _Paths:
        """A filter's arguments may name members; without any, 分为 and 其中 print their relation's."""
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

    def _has(self, bases: _Paths, name: str) -> bool:
        return any(self.dictionary.find(f"{base}.{name}") is not None for base in bases)

    def _called(self, node: nodes.Call, scope: _Scope) -> _Paths:
        """A macro is walked with what it is given; the functions read their arguments only."""
        given = [self._read(arg, scope) for arg in node.args]
        named = {pair.key: self._read(pair.value, scope) for pair in node.kwargs}
        macro = scope.get(_callee(node.node))
        if not isinstance(macro, _Macro):
            return _NONE
        parameters = [arg.name for arg in macro.node.args]
        defaults = macro.node.defaults
        inner: dict[str, _Paths | _Macro] = dict(macro.scope)
        bound = dict.fromkeys(parameters, _NONE)
        for name, default in zip(
            parameters[len(parameters) - len(defaults) :], defaults, strict=True
        ):
            bound[name] = self._read(default, macro.scope)
        bound.update(zip(parameters, given, strict=False))
        bound.update({name: value for name, value in named.items() if name in bound})
        key = (id(macro.node), tuple(bound.items()))
        if key not in self._running:  # once with the same arguments is enough
            self._running.add(key)
            self._body(macro.node.body, {**inner, **bound})
        return _NONE


def _callee(node: nodes.Node) -> str:
    """宏 or 文件.宏."""
    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Getattr(node=nodes.Name(name=file), attr=name):
            return f"{file}.{name}"
    return ""
