"""The template's own words: every piece of text that no fact gives, and the facts that guard it.

A piece is guarded by what the tests round it look at (an else or elif by the same), by the lists
that the loops round it run over, and in `[[ … ]]` by the slots without which the clause is left
out.  A macro's text is guarded by what guards its call as well.  Texts in quotes that an
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
from docgen.compose.walk import NONE, Macro, Paths, Scope, Walk, callee, target_of
from docgen.errors import TemplateError
from docgen.facts import dictionary_of
from docgen.library import Library, TemplateSource

SLOT: Final = "□"
"""Stands for what a slot prints; before a 。 when whole sentences are printed."""
MAX_PIECES: Final = 200_000

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
    walk = _Prose(dictionary_of(library), library)
    walk.template(template)
    return tuple(passage for passage in walk.passages if any(piece.own for piece in passage))


class _Prose(Walk):
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
        guards = self._reads(node, scope)
        for part in parts:
            if isinstance(part, nodes.Const) and isinstance(part.value, str):
                self._say(part.value, part.lineno, guards)
                continue
            with self._passage():
                self._quoted(part, scope, guards)
            self._say(SLOT + "。" * _in_sentences(part, scope), part.lineno, own=False)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        guards: Paths = NONE
        for branch in (node, *node.elif_):
            guards |= self._reads(branch.test, scope)
            self._inside(branch.body, scope, guards)
        self._inside(node.else_, scope, guards)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        items = self._bound(node.iter, scope)
        guards = self._reads(node.iter, scope)
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
                        wanted |= self._reads(part, scope)
            elif isinstance(node, nodes.CallBlock):
                inner.append(node)
        if wanted:
            return frozenset(wanted)
        return NONE.union(*(self._wanted(node, scope) for node in inner))

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
            case nodes.Getitem(node=base):
                self._quoted(base, scope, guards)
            case nodes.Filter(name=name) if name == "满足":
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


def _in_sentences(node: nodes.Node, scope: Scope) -> bool:
    """Whether the slot may print the end of a sentence."""
    match node:
        case nodes.Filter(name=name) if name in _SENTENCES:
            return True
        case nodes.Call():
            macro = scope.get(callee(node))
            return isinstance(macro, Macro) and any(
                _STOPS.search(data.data) for data in macro.node.find_all(nodes.TemplateData)
            )
    return False
