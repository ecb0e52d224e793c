"""The template's own words: every piece of text that no fact gives, and the facts that guard it.

A piece is guarded by the facts that must be there for it to be said: those that the tests round it
find there (`X`, `X > 0`, `X == "甲"`; not those it finds wanting, nor may find so: `not X`, `X == 0`,
`X < 3`), those the lists hold that the loops round it run over, and in `[[ … ]]` those without which
the clause is left out.  An else is guarded by what the failing of its tests proves: after
`X == 0` that X is there, after `X` nothing.  A macro's text is guarded by what guards its call as well.  Texts in quotes that an
expression prints, or gives to a name, are the template's words too.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple, TypeAlias

from jinja2 import nodes

from docgen.compose import Composer
from docgen.compose.slots import BLOCK
from docgen.compose.walk import NAMING, NONE, Macro, Paths, Scope, Walk, callee, target_of
from docgen.errors import TemplateError
from docgen.facts import dictionary_of
from docgen.library import Library, TemplateSource

SLOT: Final = "□"
"""Stands for what a slot prints; before a 。 when whole sentences are printed."""
MAX_PIECES: Final = 200_000

_OPPOSITE: Final = {
    "eq": "ne", "ne": "eq", "gt": "lteq", "lteq": "gt", "lt": "gteq", "gteq": "lt",
    "in": "notin", "notin": "in",
}  # fmt: skip
_MIRRORED: Final = {
    "eq": "eq", "ne": "ne", "gt": "lt", "lt": "gt", "gteq": "lteq", "lteq": "gteq",
    "in": "has", "notin": "hasnot",
}  # fmt: skip
_SENTENCES: Final = frozenset(("句", "成句", "列述"))
_STOPS: Final = re.compile("[。！？；\n]")


class Piece(NamedTuple):
    """A piece of a text.

    text: as written, or what stands for a slot.  file: a template's id or a file of macros.
    line: of its first character.  guards: paths of the facts without which it is not said.
    branch: the branches of tests, the loops and clauses it stands in, outermost first.
    own: it is the template's; False for a slot.
    """

    text: str
    file: str
    line: int
    guards: Paths
    branch: tuple[int, ...]
    own: bool = True


Passage: TypeAlias = tuple[Piece, ...]
"""Pieces of one text in the order of the source: a field, a body, a macro, a text in quotes."""


def prose(template: TemplateSource, library: Library) -> tuple[Passage, ...]:
    """The template's own words.  Raises TemplateError naming the line."""
    Composer.of(library).compile(template)  # what is wrong with it is said better there
    walk = Prose(dictionary_of(library), library)
    walk.template(template)
    return tuple(passage for passage in walk.passages if any(piece.own for piece in passage))


class Prose(Walk):
    """A walk that takes down what is said and under which conditions."""

    passages: list[Passage]

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.passages = []
        self._pieces: list[Piece] = []
        self._guards: Paths = NONE
        self._branch: tuple[int, ...] = ()
        self._heard: set[str] = set()
        self._numbers = itertools.count(1)
        self._made = 0

    # -- pieces ----------------------------------------------------------------------------

    def _say(self, text: str, line: int, guards: Paths = NONE, *, own: bool = True) -> None:
        self._made += 1
        if self._made > MAX_PIECES:
            raise TemplateError("宏套用得太多", where=f"{self._file}:{line}")
        told = self._guards | guards
        self._pieces.append(Piece(text, self._file, line, told, self._branch, own))

    @contextmanager
    def _passage(self) -> Iterator[None]:
        """What is said inside is a text of its own."""
        outside, self._pieces = self._pieces, []
        yield
        if self._pieces:
            self.passages.append(tuple(self._pieces))
        self._pieces = outside

    def _inside(self, body: Iterable[nodes.Node], scope: Scope, guards: Paths) -> None:
        """Walk a body that is only said under these guards."""
        before = self._guards, self._branch
        self._guards = self._guards | guards
        self._branch = (*self._branch, next(self._numbers))
        self._body(body, scope)
        self._guards, self._branch = before

    # -- what is read ----------------------------------------------------------------------

    def _note(self, paths: Paths) -> None:
        self._heard |= paths

    def _reads(self, node: nodes.Node, scope: Scope) -> Paths:
        """The facts the expression reads."""
        before, self._heard = self._heard, set()
        self._read(node, scope)
        heard, self._heard = frozenset(self._heard), before | self._heard
        return heard

    # -- statements ------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        with self._passage():
            super()._text(text)

    def _output(self, node: nodes.Expr, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            self._say(node.data.replace(f"{BLOCK}J", ""), node.lineno)
            return
        parts = node.nodes if isinstance(node, nodes.Concat) else [node]
        guards = self._wants(node, scope)
        for part in parts:
            if isinstance(part, nodes.Const) and isinstance(part.value, str):
                self._say(part.value, part.lineno, guards)
                continue
            with self._passage():
                self._quoted(part, scope, guards)
            self._say(SLOT + "。" * _in_sentences(part, scope), part.lineno, own=False)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        failed: Paths = NONE
        for branch in (node, *node.elif_):
            self._read(branch.test, scope)
            self._inside(branch.body, scope, failed | self._proved(branch.test, scope, holds=True))
            failed |= self._proved(branch.test, scope, holds=False)
        self._inside(node.else_, scope, failed)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        items = self._bound(node.iter, scope)
        guards = self._wants(node.iter, scope)
        self._inside(node.body, {**scope, target_of(node): items}, guards)
        self._inside(node.else_, scope, NONE)  # said when there is no item

    def _block(self, node: nodes.CallBlock, scope: Scope) -> None:
        if isinstance(node.call.node, nodes.ExtensionAttribute):
            self._inside(node.body, scope, self._wanted(node, scope))
            return
        self._read(node.call, scope)
        with self._passage():  # stands where the macro puts it
            self._body(node.body, scope)

    def _wanted(self, clause: nodes.CallBlock, scope: Scope) -> Paths:
        """The facts without which the clause is left out: those of its own slots.

        A clause without slots of its own is left out with all the clauses in it.
        """
        wanted: set[str] = set()
        inner: list[nodes.CallBlock] = []
        for node in clause.body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData | nodes.Call):
                        wanted |= self._wants(part, scope)
            elif isinstance(node, nodes.CallBlock):
                inner.append(node)
        if wanted:
            return frozenset(wanted)
        return NONE.union(*(self._wanted(node, scope) for node in inner))

    # -- tests -----------------------------------------------------------------------------

    def _proved(self, test: nodes.Node, scope: Scope, *, holds: bool) -> Paths:
        """The facts that are there when the test holds, or when it does not."""
        match test:
            case nodes.Not(node=inner):
                return self._proved(inner, scope, holds=not holds)
            case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
                both = [self._proved(side, scope, holds=holds) for side in (left, right)]
                every = isinstance(test, nodes.And) is holds
                return both[0] | both[1] if every else self._either(*both)
            case nodes.Compare(expr=first, ops=[nodes.Operand(op=op, expr=second)]):
                return self._compared(first, op if holds else _OPPOSITE[op], second, scope)
            case nodes.Compare() | nodes.Const():
                return NONE
        return self._reads(test, scope) if holds else NONE

    def _either(self, left: Paths, right: Paths) -> Paths:
        """What is proved when one of two is, not known which: no deed that not both carry."""
        carry = self.library.deeds.carry
        if carry(left) and carry(right):
            return left | right
        return frozenset(path for path in left | right if not carry((path,)))

    def _compared(self, left: nodes.Node, op: str, right: nodes.Node, scope: Scope) -> Paths:
        """What a comparison that holds proves to be there: what no absent fact would pass.

        An absent fact is 0, an empty text or list.  One of two facts compared may be absent.
        """
        if isinstance(left, nodes.Const):
            left, op, right = right, _MIRRORED[op], left
        if op == "lt" and not isinstance(right, nodes.Const):
            left, op, right = right, "gt", left
        there = op == "has" or (op == "in" and _all_said(right))
        if isinstance(right, nodes.Const):
            value = right.value
            number = isinstance(value, int | float)
            there |= (op, bool(value)) in (("eq", True), ("ne", False))
            there |= number and ((op == "gt" and value >= 0) or (op == "gteq" and value > 0))
        elif op == "gt":
            there = bool(self._reads(right, scope))
        return self._reads(left, scope) if there else NONE

    def _wants(self, node: nodes.Node, scope: Scope) -> Paths:
        """The facts without which nothing is printed, or looped over."""
        match node:
            case nodes.Or(left=left, right=right):
                return self._either(self._wants(left, scope), self._wants(right, scope))
            case nodes.Concat(nodes=parts):
                return NONE.union(*(self._wants(part, scope) for part in parts))
            case nodes.Filter(node=nodes.Node() as base):
                self._read(node, scope)
                return self._wants(base, scope)
        return self._reads(node, scope)

    def _value(self, node: nodes.Node, scope: Scope) -> Paths:
        """A name given to a test stands for the facts that are there when it holds."""
        value = super()._value(node, scope)
        tested = isinstance(node, nodes.Compare | nodes.Not | nodes.And | nodes.Or)
        return self._proved(node, scope, holds=True) if tested else value

    # -- expressions -----------------------------------------------------------------------

    def _bound(self, node: nodes.Node, scope: Scope) -> Paths:
        with self._passage():
            self._quoted(node, scope, NONE)
        return self._read(node, scope)

    def _quoted(self, node: nodes.Node, scope: Scope, guards: Paths) -> None:
        """Say the texts in quotes that the expression may print.

        What a function is given are names, what is compared is not printed; what a macro is
        given is said where it is bound.
        """
        match node:
            case nodes.Const(value=str(value)):
                with self._passage():
                    self._say(value, node.lineno, guards)
            case nodes.Call() | nodes.Compare() | nodes.TemplateData():
                pass
            case nodes.Or(left=left, right=right) | nodes.And(left=left, right=right):
                holds = isinstance(node, nodes.And)
                self._quoted(left, scope, guards)
                self._quoted(right, scope, guards | self._proved(left, scope, holds=holds))
            case nodes.Getitem(node=base):
                self._quoted(base, scope, guards)
            case nodes.Filter(name=name) if name in NAMING:
                self._quoted(node.node or nodes.Const(0), scope, guards)
            case _:
                for child in node.iter_child_nodes():
                    self._quoted(child, scope, guards)

    def _circumstances(self) -> object:
        return self._guards

    def _run(self, macro: Macro, scope: Scope) -> None:
        branch, self._branch = self._branch, ()
        with self._passage():
            super()._run(macro, scope)
        self._branch = branch


def _all_said(listed: nodes.Node) -> bool:
    """Whether every value of the list is one that an absent fact is not."""
    return isinstance(listed, nodes.List | nodes.Tuple) and all(
        isinstance(item, nodes.Const) and bool(item.value) for item in listed.items
    )


def _in_sentences(node: nodes.Node, scope: Scope) -> bool:
    """Whether the slot may print the end of a sentence."""
    match node:
        case nodes.Filter(name=name) if name in _SENTENCES:
            return True
        case nodes.Call():
            macro = scope.get(callee(node))
            return isinstance(macro, Macro) and (
                any(_STOPS.search(data.data) for data in macro.node.find_all(nodes.TemplateData))
                or any(used.name in _SENTENCES for used in macro.node.find_all(nodes.Filter))
            )
    return False
