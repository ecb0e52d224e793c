"""Where a template counts on a fact that may be left out: slots that then print nothing in the
middle of a sentence, and tests whose other branch is then taken.

An absent fact that may be left out prints nothing and is neither equal to, more nor less than any
number, so that of `X == 0` and of `X > 0` the else is printed when nobody filled it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from jinja2 import nodes

from docgen.compose import Composer
from docgen.compose.prose import Piece, Prose
from docgen.compose.walk import NONE, Paths, Scope, callee
from docgen.facts import dictionary_of
from docgen.library import Library, TemplateSource

_COUNTING: Final = frozenset(("个数", "存疑"))
"""Filters that say something, or rightly nothing, of what is not there."""
_CHOOSING: Final = frozenset(("列数", "其中", "其中确数", "分为", "分别", "指标"))
"""Filters that print those of their members that are there."""
_SENTENCES: Final = frozenset(("句", "成句", "列述", "例证", "展开"))
_OPENS: Final = re.compile(r"(?:^|[。！？；：]|\n[ \t]*\n)\s*(?:[-#]+[ \t]*)?$")
_CLOSES: Final = re.compile(r"[ \t]*(?:\{\w+\})?[ \t]*(?:$|\n\s*(?:\n|[-#]|$))")
_FAILING: Final = frozenset(("eq", "gt", "gteq", "lt", "lteq"))
"""Comparisons with a number that an absent fact does not pass."""
_SIGNS: Final = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<="}
_MIRRORED: Final = {"gt": "lt", "lt": "gt", "gteq": "lteq", "lteq": "gteq"}


class Exposed(NamedTuple):
    """A place that counts on facts that may be left out.

    kind: 填空 a slot in a sentence, 另一边 a branch that is taken when the fact is absent.
    paths: the facts.  file: a template's id or a file of macros.  text: what stands round the
    slot, or the test.
    """

    kind: Literal["填空", "另一边"]
    paths: tuple[str, ...]
    file: str
    line: int
    text: str


def exposed(template: TemplateSource, library: Library) -> tuple[Exposed, ...]:
    """Those places in the order they are met.  Raises TemplateError naming the line."""
    Composer.of(library).compile(template)  # what is wrong with it is said better there
    walk = _Exposes(dictionary_of(library), library)
    walk.template(template)
    slots = (slot for slot in map(_judged, walk.slots) if slot is not None)
    return tuple(dict.fromkeys((*slots, *walk.branches)))


class _Slot(NamedTuple):
    """A slot that may print nothing: where in its passage it stands, what may be absent."""

    passage: list[Piece]
    at: int
    paths: Paths
    whole: bool
    """Whether it prints whole sentences."""


class _Exposes(Prose):
    """A walk that notes the slots and tests nobody guards."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.slots: list[_Slot] = []
        self.branches: list[Exposed] = []
        self._clauses = 0

    # -- slots -----------------------------------------------------------------------------

    def _output(self, node: nodes.Expr, scope: Scope) -> None:
        index = len(self._pieces)
        super()._output(node, scope)
        if isinstance(node, nodes.TemplateData) or self._clauses:
            return
        lacking = self._lacking(node, scope)
        if lacking and not lacking & self._guards:
            whole = isinstance(node, nodes.Filter) and node.name in _SENTENCES
            self.slots.append(_Slot(self._pieces, index, lacking, whole))

    def _lacking(self, node: nodes.Node, scope: Scope) -> Paths:
        """The facts that may be left out and without which the slot prints nothing."""
        match node:
            case nodes.Const() | nodes.Call():
                return NONE
            case nodes.Or(left=left, right=right):
                return self._lacking(right, scope) if self._lacking(left, scope) else NONE
            case nodes.Filter(name=name) if name in _COUNTING:
                return NONE
            case nodes.Filter(name=name, node=nodes.Node() as base) if name in _CHOOSING:
                return self._chosen(node, self._value(base, scope))
            case nodes.Filter(node=nodes.Node() as base):
                return self._lacking(base, scope)
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                return frozenset(filter(self._optional, self._value(node, scope)))
        return NONE.union(*(self._lacking(child, scope) for child in node.iter_child_nodes()))

    def _chosen(self, node: nodes.Filter, bases: Paths) -> Paths:
        """The members named, when every one of them may be left out."""
        names = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
        paths = [f"{base}.{name}" for base in bases for name in names]
        known = [path for path in paths if self.dictionary.find(path) is not None]
        return frozenset(known) if known and all(map(self._optional, known)) else NONE

    def _optional(self, path: str) -> bool:
        return self.dictionary.may_lack(path)

    def _block(self, node: nodes.CallBlock, scope: Scope) -> None:
        clause = isinstance(node.call.node, nodes.ExtensionAttribute)
        self._clauses += clause
        super()._block(node, scope)
        self._clauses -= clause

    def _circumstances(self) -> object:
        return super()._circumstances(), self._clauses > 0

    # -- tests -----------------------------------------------------------------------------

    def _if(self, node: nodes.If, scope: Scope) -> None:
        guards = self._guards
        for branch in (node, *node.elif_):
            for compare in _compared(branch.test):
                self._weigh(compare, branch, node.else_, guards, scope)
            guards |= self._certain(branch.test, scope)
        super()._if(node, scope)

    def _certain(self, test: nodes.Node, scope: Scope) -> Paths:
        """What the failing of a test proves, of `not X` alone: `X == 0` fails without X too."""
        return self._proved(test, scope, holds=False) if isinstance(test, nodes.Not) else NONE

    def _weigh(
        self,
        compare: tuple[nodes.Node, str, int | float],
        branch: nodes.If,
        other: list[nodes.Node],
        guards: Paths,
        scope: Scope,
    ) -> None:
        subject, op, number = compare
        fact = self._value(subject, scope) if isinstance(subject, _NAMED) else NONE
        lacking = frozenset(filter(self._optional, fact))
        if not lacking or lacking & guards:
            return
        taken = other if op in _FAILING else branch.body
        if _says(taken):
            text = f"{'、'.join(sorted(lacking))} {_SIGNS[op]} {number}"
            paths = tuple(sorted(lacking))
            self.branches.append(Exposed("另一边", paths, self._file, branch.lineno, text))


_WORD: Final = re.compile(r"\w")
_NAMED: Final = (nodes.Name, nodes.Getattr, nodes.Getitem)


def _compared(test: nodes.Node) -> Iterable[tuple[nodes.Node, str, int | float]]:
    """The comparison with a number that the test is; one joined to others decides nothing alone."""
    if isinstance(test, nodes.Compare) and len(test.ops) == 1:
        left, op, right = test.expr, test.ops[0].op, test.ops[0].expr
        if isinstance(left, nodes.Const):
            left, op, right = right, _MIRRORED.get(op, op), left
        number = right.value if isinstance(right, nodes.Const) else None
        if isinstance(number, int | float) and not isinstance(number, bool) and op in _SIGNS:
            yield left, op, number


def _says(body: Iterable[nodes.Node]) -> bool:
    """Whether the branch prints a word at all events, and no 待填; a dash in a table says nothing."""
    said = False
    for node in body:
        if isinstance(node, nodes.If):
            continue
        for output in [node] if isinstance(node, nodes.Output) else node.find_all(nodes.Output):
            for part in output.nodes:
                if isinstance(part, nodes.Call) and callee(part) == "缺":
                    return False
                said |= not isinstance(part, nodes.TemplateData) or bool(_WORD.search(part.data))
    return said


def _judged(slot: _Slot) -> Exposed | None:
    """The slot when nothing in its place breaks the sentence it stands in."""
    piece = slot.passage[slot.at]
    sure = [
        (index, other.text)
        for index, other in enumerate(slot.passage)
        if other.branch == piece.branch[: len(other.branch)]
    ]
    before = "".join(text for index, text in sure if index < slot.at)
    after = "".join(text for index, text in sure if index > slot.at)
    if _OPENS.search(before) and (slot.whole or _CLOSES.match(after)):
        return None
    near = re.split(r"[。！？；\n]", before)[-1] + piece.text + re.split(r"[。！？；\n]", after)[0]
    return Exposed("填空", tuple(sorted(slot.paths)), piece.file, piece.line, near.strip(" -#"))
