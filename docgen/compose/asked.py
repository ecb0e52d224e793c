"""What a template asks for by name: the functions it calls and the filters that take names.

Nothing is run.  A name that is not typed in the call (`列式(项.层次)`) is not known here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from jinja2 import nodes

from docgen.compose import Composer
from docgen.compose.walk import Macro, Paths, Scope, Walk
from docgen.errors import TemplateError
from docgen.facts import dictionary_of
from docgen.library import Library, TemplateSource

MAX_RUNS: Final = 20_000
"""How often macros are walked: each once for every set of conditions its calls stand under."""

_DISJOINT: Final = {
    "eq": frozenset(("ne", "gt", "lt")),
    "ne": frozenset(("eq",)),
    "gt": frozenset(("eq", "lt", "lteq")),
    "lt": frozenset(("eq", "gt", "gteq")),
    "gteq": frozenset(("lt",)),
    "lteq": frozenset(("gt",)),
}
_NEGATED: Final = {"eq": "ne", "ne": "eq", "gt": "lteq", "lteq": "gt", "lt": "gteq", "gteq": "lt"}

_Condition = tuple[str, str, str]
"""What must hold: an expression, an operator ("" for being true), what it is compared with."""


class Asked(NamedTuple):
    """A call.

    name: of the function or filter.  arguments: the texts it is given, None for one that is not
    typed there.  bases: what a filter is put to, by the paths of the dictionary.  file: a
    template's id or a file of macros.  site: tells one call from another on the same line.
    conditions: what must hold for it to be reached.
    """

    name: str
    arguments: tuple[str | None, ...]
    bases: Paths
    file: str
    line: int
    site: int
    conditions: frozenset[_Condition]

    def excludes(self, other: Asked) -> bool:
        """Whether no paper reaches both: they stand in two branches of the same test."""
        return any(_contrary(one, two) for one in self.conditions for two in other.conditions)


def asked(template: TemplateSource, library: Library) -> tuple[Asked, ...]:
    """The calls in the order they are met, each once.  Raises TemplateError naming the line."""
    Composer.of(library).compile(template)  # what is wrong with it is said better there
    walk = _Asks(dictionary_of(library), library)
    walk.template(template)
    return tuple({(call.site, call.bases): call for call in walk.calls}.values())


class _Asks(Walk):
    """A walk that takes down every call."""

    calls: list[Asked]

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.calls = []
        self._kept: list[nodes.Node] = []  # so that no two nodes ever share an id
        self._runs = 0
        self._conditions: frozenset[_Condition] = frozenset()

    def _on_filter(self, node: nodes.Filter, base: Paths) -> None:
        self._take(node, node.name, base)

    def _on_function(self, node: nodes.Call, name: str) -> None:
        self._take(node, name, frozenset())

    def _take(self, node: nodes.Filter | nodes.Call, name: str, base: Paths) -> None:
        self._kept.append(node)
        arguments = tuple(
            arg.value if isinstance(arg, nodes.Const) and isinstance(arg.value, str) else None
            for arg in node.args
        )
        made = Asked(name, arguments, base, self._file, node.lineno, id(node), self._conditions)
        self.calls.append(made)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        outside = self._conditions
        for branch in (node, *node.elif_):
            self._read(branch.test, scope)
            failed = self._conditions
            self._conditions = failed | _conditions(branch.test, holds=True)
            self._body(branch.body, scope)
            self._conditions = failed | _conditions(branch.test, holds=False)
        self._body(node.else_, scope)
        self._conditions = outside

    def _circumstances(self) -> object:
        return self._conditions

    def _run(self, macro: Macro, scope: Scope) -> None:
        self._runs += 1
        if self._runs > MAX_RUNS:
            raise TemplateError("宏套用得太多", where=f"{macro.file}:{macro.node.lineno}")
        super()._run(macro, scope)


def _conditions(test: nodes.Node, *, holds: bool) -> frozenset[_Condition]:
    """What is known when the test holds, or when it does not."""
    match test:
        case nodes.Not(node=inner):
            return _conditions(inner, holds=not holds)
        case nodes.And(left=left, right=right) if holds:
            return _conditions(left, holds=True) | _conditions(right, holds=True)
        case nodes.Or(left=left, right=right) if not holds:
            return _conditions(left, holds=False) | _conditions(right, holds=False)
        case nodes.Compare(expr=first, ops=[nodes.Operand(op=op, expr=second)]) if op in _NEGATED:
            return frozenset(((repr(first), op if holds else _NEGATED[op], repr(second)),))
    return frozenset(((repr(test), "" if holds else "not", ""),))


def _contrary(one: _Condition, other: _Condition) -> bool:
    """Whether both cannot hold of one paper."""
    if one[0] != other[0]:
        return False
    if one[2] != other[2]:
        return one[1] == other[1] == "eq"
    return {one[1], other[1]} == {"", "not"} or other[1] in _DISJOINT.get(one[1], ())
