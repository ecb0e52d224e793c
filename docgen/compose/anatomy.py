"""The parts of a template: its slots, tests, loops, optional clauses and headings, each with where
it stands, what it reads and under what it is said.

Nothing is run.  A part is named by its `Site`, as the slots of a draft's provenance are, so that
what a draft came to can be held against what the template could have said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple, TypeAlias

from jinja2 import nodes

from docgen.compose import Composer
from docgen.compose.prose import SLOT, Piece, Prose
from docgen.compose.spelling import spelled
from docgen.compose.walk import Paths, Scope, callee
from docgen.document import Slot
from docgen.facts import dictionary_of
from docgen.library import Library, TemplateSource

Kind: TypeAlias = Literal["{{ }}", "if", "for", "[[ ]]"]
_SAYING: Final = frozenset(("", "提法", "套话", "节数", "缺"))
"""What a slot may call that prints something of its own; macros' words are parts themselves."""
_HEADING: Final = re.compile(r"^(#{2,5})[ \t]", re.MULTILINE)
_STOP: Final = re.compile(r"[。！？；\n]")
_NAMED: Final = re.compile(r"\s*\{\w+\}\s*$")
_TYPED: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{\s*(.*?)\s*\}\}|\s*\{\w+\}\s*$|\[\[|\]\]")
_TEST: Final = re.compile(r"\{%\s*(if|elif|else|endif)\s*(.*?)\s*%\}")


class Site(NamedTuple):
    """Where a part stands.  file: a template's id or a file of macros.  order: how many of its
    kind stand before it on its line."""

    file: str
    line: int
    kind: str
    order: int


def site_of(slot: Slot) -> Site:
    """The site that a slot of a draft's provenance is."""
    return Site(slot.template, slot.line, slot.kind, slot.order)


class Branch(NamedTuple):
    """A side of a test (取, 舍), the turns of a loop (每) or an optional clause (写), with what
    the test, list or clause says."""

    site: Site
    side: Literal["取", "舍", "每", "写"]
    text: str

    @property
    def said(self) -> str:
        """The branch in words."""
        return {
            "取": f"{self.text} 时",
            "舍": f"不是 {self.text} 时",
            "每": f"{self.text} 每一条",
            "写": "[[ ]] 里",
        }[self.side]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the template.

    text: its expression, as spelled; of a clause what stands in it.  paths: the facts it reads.
    wanted: those without which it prints nothing, or takes no side.  inside: the branches it
    stands in, outermost first, from the template down into its macros.  before, after: the
    words round a slot in its sentence, other slots as □.  other: a test has words for its other
    side, or a loop for no item.  call: the function that a slot calls; macro:
    it prints nothing of its own.
    """

    site: Site
    text: str
    paths: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    inside: tuple[Branch, ...] = ()
    before: str = ""
    after: str = ""
    other: bool = False
    call: str = ""
    macro: bool = False

    @property
    def sentence(self) -> str:
        """The sentence round a slot, itself as 〔…〕."""
        return f"{self.before}〔{self.text}〕{self.after}"

    @property
    def clause(self) -> bool:
        """Whether it stands in an optional clause."""
        return any(branch.side == "写" for branch in self.inside)


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of the outline: its level from 1, its words with slots as 〔…〕."""

    level: int
    text: str
    file: str
    line: int
    inside: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Anatomy:
    """All parts, in the order they are met; words: the template's own, with file and line."""

    parts: tuple[Part, ...]
    titles: tuple[Title, ...]
    words: tuple[Piece, ...]

    def of(self, kind: Kind) -> tuple[Part, ...]:
        """The parts of this kind; of slots those that call no macro."""
        return tuple(p for p in self.parts if p.site.kind == kind and not p.macro)

    @property
    def files(self) -> tuple[str, ...]:
        """The template and the files of macros that any part stands in."""
        return tuple(dict.fromkeys(part.site.file for part in self.parts))


def anatomy(template: TemplateSource, library: Library) -> Anatomy:
    """The template taken apart.  Raises TemplateError naming the line."""
    Composer.of(library).compile(template)  # what is wrong with it is said better there
    walk = _Anatomy(dictionary_of(library), library)
    walk.own = template
    walk.template(template)
    walk.finish()
    words = {
        (piece.file, piece.line, piece.text): piece
        for passage in walk.passages
        for piece in passage
        if piece.own and piece.text.strip()
    }
    return Anatomy(tuple(walk.parts.values()), tuple(walk.titles.values()), tuple(words.values()))


class _Anatomy(Prose):
    """A walk that takes down every part."""

    own: TemplateSource

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.parts: dict[Site, Part] = {}
        self.titles: dict[tuple[str, int], Title] = {}
        self._orders: dict[int, int] = {}
        self._kept: list[nodes.Node] = []  # so that no two nodes ever share an id
        self._stack: tuple[Branch, ...] = ()
        self._open: list[tuple[Site, list[Piece], int]] = []
        """The slots met, with the passage they stand in and their place there."""

    def finish(self) -> None:
        """Say of every slot what stands round it, now that all is read."""
        for site, passage, at in self._open:
            part = self.parts[site]
            if not part.before and not part.after:
                before, after = _round(passage, at)
                self.parts[site] = replace(part, before=before, after=after)

    # -- sites -----------------------------------------------------------------------------

    def _tree(self, text: str, name: str) -> nodes.Template:
        tree = super()._tree(text, name)
        counted: dict[tuple[int, str], int] = {}
        for node, kind in _sited(tree):
            self._kept.append(node)
            key = node.lineno, kind
            self._orders[id(node)] = counted[key] = counted.get(key, -1) + 1
        return tree

    def _site(self, node: nodes.Node, kind: Kind) -> Site:
        return Site(self._file, node.lineno, kind, self._orders.get(id(node), 0))

    def _take(self, part: Part) -> None:
        known = self.parts.get(part.site)
        if known is None:
            self.parts[part.site] = replace(part, inside=self._stack)
            return
        both = (*known.paths, *part.paths), (*known.wanted, *part.wanted)
        paths, wanted = (tuple(dict.fromkeys(names)) for names in both)
        self.parts[part.site] = replace(known, paths=paths, wanted=wanted)

    @contextmanager
    def _in(self, branch: Branch) -> Iterator[None]:
        before, self._stack = self._stack, (*self._stack, branch)
        yield
        self._stack = before

    # -- statements ------------------------------------------------------------------------

    def _output(self, node: nodes.Expr, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            self._headings(node)
            super()._output(node, scope)
            return
        index = len(self._pieces)
        site = self._site(node, "{{ }}")
        name = callee(node) if isinstance(node, nodes.Call) else ""
        macro = name not in _SAYING
        paths, wanted = self._reads(node, scope), self._wants(node, scope)
        self._take(_part(site, spelled(node), paths, wanted, call=name, macro=macro))
        super()._output(node, scope)
        self._open.append((site, self._pieces, index))

    def _if(self, node: nodes.If, scope: Scope) -> None:
        failed: Paths = frozenset()
        before = self._stack
        branches = [node, *node.elif_]
        for number, branch in enumerate(branches):
            site, text = self._site(branch, "if"), spelled(branch.test)
            paths = self._reads(branch.test, scope)
            other = number + 1 < len(branches) or _says(node.else_)
            self._take(_part(site, text, paths, paths, other=other))
            self._read(branch.test, scope)
            with self._in(Branch(site, "取", text)):
                proved = self._proved(branch.test, scope, holds=True)
                self._inside(branch.body, scope, failed | proved)
            failed |= self._proved(branch.test, scope, holds=False)
            self._stack = (*self._stack, Branch(site, "舍", text))
        self._inside(node.else_, scope, failed)
        self._stack = before

    def _for(self, node: nodes.For, scope: Scope) -> None:
        site, text = self._site(node, "for"), spelled(node.iter)
        paths, wanted = self._reads(node.iter, scope), self._wants(node.iter, scope)
        self._take(_part(site, text, paths, wanted, other=_says(node.else_)))
        with self._in(Branch(site, "每", text)):
            super()._for(node, scope)

    def _block(self, node: nodes.CallBlock, scope: Scope) -> None:
        if not isinstance(node.call.node, nodes.ExtensionAttribute):
            super()._block(node, scope)
            return
        site = self._site(node, "[[ ]]")
        index = len(self._pieces)
        wanted = self._wanted(node, scope)
        self._take(_part(site, "", wanted, wanted))
        with self._in(Branch(site, "写", "")):
            super()._block(node, scope)
        said = "".join(piece.text for piece in self._pieces[index:])
        self.parts[site] = replace(self.parts[site], text=" ".join(said.split()))

    def _headings(self, node: nodes.TemplateData) -> None:
        begun = not self._pieces or self._pieces[-1].text.endswith("\n")
        for match in _HEADING.finditer(node.data):
            if match.start() or begun:
                line = node.lineno + node.data.count("\n", 0, match.start())
                text = self._typed(line)
                made = Title(len(match[1]) - 1, text, self._file, line, self._stack)
                self.titles.setdefault((self._file, line), made)

    def _typed(self, line: int) -> str:
        """The heading of this line as typed, its slots as 〔…〕, its tests as 〔甲：…〕."""
        own = self._file == self.own.id
        text = self.own.body if own else self.library.template_text(self._file) or ""
        lines, first = text.split("\n"), self.own.line if own else 1
        typed = lines[line - first].lstrip("# \t") if 0 <= line - first < len(lines) else ""
        return shown(typed)


def _part(
    site: Site, text: str, paths: Iterable[str], wanted: Iterable[str], **more: object
) -> Part:
    return Part(site, text, tuple(sorted(paths)), tuple(sorted(wanted)), **more)  # type: ignore[arg-type]


def shown(typed: str) -> str:
    """A line of a template as a reader reads it: slots as 〔…〕, sides of a test parted by /."""
    typed = _TEST.sub(lambda m: {"else": "／", "elif": "／"}.get(m[1], ""), typed)
    return _TYPED.sub(lambda m: f"〔{m[1]}〕" if m[1] else "", typed).strip()


def _sited(node: nodes.Node) -> Iterator[tuple[nodes.Node, Kind]]:
    """The nodes that have sites, in the order in which the engine numbers its slots."""
    match node:
        case nodes.Output(nodes=parts):
            for part in parts:
                if not isinstance(part, nodes.TemplateData):
                    yield part, "{{ }}"
        case nodes.If():
            for branch in (node, *node.elif_):
                yield branch, "if"
                for child in branch.body:
                    yield from _sited(child)
            for child in node.else_:
                yield from _sited(child)
        case nodes.For():
            yield node, "for"
            for child in (*node.body, *node.else_):
                yield from _sited(child)
        case nodes.CallBlock(body=body, call=call):
            if isinstance(call.node, nodes.ExtensionAttribute):
                yield node, "[[ ]]"
            for child in body:
                yield from _sited(child)
        case nodes.Template(body=body) | nodes.Macro(body=body) | nodes.With(body=body):
            for child in body:
                yield from _sited(child)


def _says(body: Iterable[nodes.Node]) -> bool:
    """Whether the branch prints anything."""
    return any(
        not isinstance(part, nodes.TemplateData) or part.data.strip()
        for node in body
        for output in ([node] if isinstance(node, nodes.Output) else node.find_all(nodes.Output))
        for part in output.nodes
    )


def _round(passage: list[Piece], at: int) -> tuple[str, str]:
    """What stands before and behind the piece in its sentence, wherever it is said."""
    branch = passage[at].branch if at < len(passage) else ()
    sure = [
        (index, piece.text.replace(SLOT + "。", SLOT))
        for index, piece in enumerate(passage)
        if piece.branch == branch[: len(piece.branch)]
    ]
    before = "".join(text for index, text in sure if index < at)
    after = "".join(text for index, text in sure if index > at)
    end = _STOP.search(after)
    after = _NAMED.sub("", after[: end.end() if end else None]).rstrip("\n")
    return _STOP.split(before)[-1].lstrip(" -#"), after
