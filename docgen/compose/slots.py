"""What a template sees of the facts, and the record of what it did with them.

A leaf read by a template is a `Num` or `Txt` that carries the paths it came from.  Every
output, binding, test and loop of a template is a window: what is read inside it becomes the
sources of the text it makes.  The text carries marks (noncharacters, which no input may hold)
that `outline` turns into spans of the tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from docgen.errors import TemplateError
from docgen.facts.dictionary import Entry, nearest
from docgen.facts.sentences import Reference, Said, pieces
from docgen.facts.values import Fact, Facts, Group, More, Node, Record, Records
from docgen.finding import Place
from docgen.language import Period, Quantity, arabic_date, format_decimal, format_quantity

OPEN: Final = "\ufdd0"
CLOSE: Final = "\ufdd1"
BLOCK: Final = "\ufdd2"
BASE: Final = 0xF0000
"""OPEN is followed by chr(BASE + row of `Recorder.spans`), BLOCK by one letter (see outline)."""

MAX_SPANS: Final = 60_000
MAX_STEPS: Final = 100_000
MAX_CHARACTERS: Final = 5_000_000
DOUBT: Final = "【待核实】"


class Txt(str):
    """Text with its sources.  parts: the pieces when some have sources of their own."""

    __slots__ = ("fact", "kind", "parts", "sources")
    parts: tuple[str, ...]
    sources: tuple[str, ...]
    kind: str
    fact: Fact | None


class Num(Decimal):
    """A number with its sources.  fact: the leaf it was typed as, None when computed."""

    __slots__ = ("fact", "sources")
    sources: tuple[str, ...]
    fact: Fact | None


def txt(
    text: str,
    sources: tuple[str, ...] = (),
    parts: tuple[str, ...] = (),
    kind: str = "fact",
    fact: Fact | None = None,
) -> Txt:
    """A text with sources; parts, when given, join to the text."""
    out = Txt(text)
    out.sources, out.parts, out.kind, out.fact = sources, parts, kind, fact
    return out


def num(value: Decimal | int, sources: tuple[str, ...] = (), fact: Fact | None = None) -> Num:
    """A number with sources."""
    out = Num(value)
    out.sources, out.fact = sources, fact
    return out


def joined(items: Iterable[str], kind: str = "fact") -> Txt:
    """One text of several, keeping the sources of each."""
    parts = tuple(item for item in items if item)
    sources = tuple(dict.fromkeys(s for p in parts if type(p) is Txt for s in p.sources))
    return txt("".join(parts), sources, parts, kind)


class Missing:
    """A fact that is not there.  Whoever uses it leaves a gap; no branch is taken on it.

    reason: why, when it is not simply absent.  node: what is there in its place (a leaf with
    members but no value), so that its members can still be read.
    """

    __slots__ = ("node", "path", "reason")

    def __init__(self, path: str, reason: str = "", node: Node | None = None) -> None:
        self.path, self.reason, self.node = path, reason, node

    def hit(self) -> Missing:
        """Note that the gap mattered."""
        recorder = ACTIVE.get()
        recorder.missed.append(self)
        recorder.paths.append(self.path)
        if self.reason:
            recorder.reasons[self.path] = self.reason
        return self

    def _nothing(self, *_: object) -> bool:
        self.hit()
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _nothing
    __eq__ = __ne__ = __contains__ = _nothing  # type: ignore[assignment]

    def __hash__(self) -> int:
        return hash(self.path)

    def __len__(self) -> int:
        self.hit()
        return 0

    def __str__(self) -> str:
        self.hit()
        return f"【待填：{self.path}】"


SpanRow: TypeAlias = tuple[str, int, tuple[str, ...]]


class Recorder:
    """What one composition read, printed, chose and missed.

    spans: kind, slot and sources by the number in the mark; kind `vanish` marks where an
    optional clause was left out.  depth: how many windows are open that print nothing of
    their own (arguments, bindings, tests), in which no marks are made.
    """

    __slots__ = (
        "characters",
        "claims",
        "decisions",
        "depth",
        "doubtful",
        "expanded",
        "facts",
        "left_out",
        "marked",
        "missed",
        "on",
        "outward",
        "paths",
        "reasons",
        "references",
        "spans",
        "steps",
    )

    def __init__(self, facts: Facts, on: date, outward: bool, references: Any) -> None:
        self.facts = facts
        self.on = on
        self.outward = outward
        self.references = references
        self.paths: list[str] = []
        self.spans: list[SpanRow] = []
        self.decisions: list[tuple[int, str, tuple[str, ...]]] = []
        self.missed: list[Missing] = []
        self.left_out: list[Missing] = []
        self.reasons: dict[str, str] = {}
        self.doubtful: set[str] = set()
        self.marked: set[str] = set()
        self.expanded: dict[str, Txt] = {}
        self.claims = 0
        self.depth = 0
        self.steps = 0
        self.characters = 0

    def mark(self, kind: str, slot: int, sources: tuple[str, ...], text: str) -> str:
        """The text between the marks of a new span."""
        index = len(self.spans)
        if index >= MAX_SPANS:
            raise TemplateError("这份模板产生的填空太多，已停止", hint="检查循环")
        self.spans.append((kind, slot, sources))
        return f"{OPEN}{chr(BASE + index)}{text}{CLOSE}"

    def step(self, characters: int = 0) -> None:
        """Count a step of work; raises TemplateError when the budget is spent."""
        self.steps += 1
        self.characters += characters
        if self.steps > MAX_STEPS or self.characters > MAX_CHARACTERS:
            raise TemplateError("模板运行步数或篇幅超限，已停止", hint="检查循环和宏的互相调用")


ACTIVE: ContextVar[Recorder] = ContextVar("docgen_recorder")


# ---- reading facts -----------------------------------------------------------------------


def read(node: Node) -> Any:
    """What a template gets for a node: a leaf with its sources, or the node itself."""
    if type(node) is not Fact:
        if type(node) is Records:
            ACTIVE.get().paths.append(f"{node.path}#")
        return node
    recorder = ACTIVE.get()
    more, value, path = node.more, node.value, node.path
    recorder.paths.append(path)
    if value is None:
        return Missing(path, more.note, node)
    if more.status != "已核实":
        if more.status == "计划":
            return Missing(path, "现为计划数，完成后再填", node)
        recorder.doubtful.add(path)
    if not more.public and recorder.outward:
        return Missing(path, "不公开，未写入外发文稿", node)
    if type(value) is Quantity:
        return num(value.amount, (path,), node)
    if type(value) is str:
        return sentence(node, value, recorder)
    return txt(text_of_value(value), (path,), fact=node)


def absent(entry: Entry, path: str) -> Any:
    """What stands for a fact that was not given: nothing when it is optional, else a gap."""
    if not entry.optional:
        return Missing(path)
    if entry.kind == "列表":
        return Records(path, entry, (), Place(""))
    return txt("", (path,))


def sentence(fact: Fact, text: str, recorder: Recorder) -> Txt:
    """A writer's text with its figures as parts and its references filled in."""
    known = recorder.expanded.get(fact.path)
    if known is not None:
        return known
    found = pieces(text)
    if not found or (len(found) == 1 and type(found[0]) is str):
        out = txt(text, (fact.path,), fact=fact)
    else:
        parts: list[str] = []
        for piece in found:
            if type(piece) is Said:
                source = (f"{fact.path}#{piece.order}",)
                parts.append(txt(piece.text, source, kind="figure"))
            elif type(piece) is Reference:
                parts.append(recorder.references(piece))
            else:
                parts.append(str(piece))
        out = txt("".join(parts), (fact.path,), tuple(parts), fact=fact)
    recorder.expanded[fact.path] = out
    return out


def text_of_value(value: object) -> str:
    """A value that is not a number, as a draft prints it."""
    if isinstance(value, Period):
        return value.text
    if isinstance(value, bool):
        return "是" if value else ""  # so that 否 is false in a condition
    if isinstance(value, date):
        return arabic_date(value)
    return str(value)


def members_of(value: Any) -> tuple[Any, Entry | None, str]:
    """The members, entry and path of a value that has any: a group, record, leaf or gap."""
    kind = type(value)
    if kind is Group or kind is Record:
        return value.members, value.entry, value.path
    node = value.node if kind is Missing else getattr(value, "fact", None)
    if node is not None:
        return node.members, node.entry, node.path
    if kind is Missing:
        entry = ACTIVE.get().references.entry(value.path)
        return {}, entry, value.path
    return {}, None, ""


def attribute(value: Any, name: str) -> Any:
    """`value.name` in a template.  Raises TemplateError for what facts do not have."""
    members, entry, path = members_of(value)
    below = members.get(name)
    if below is not None:
        return read(below)
    declared = entry.members.get(name) if entry is not None else None
    if declared is not None:
        full = f"{path}.{name}" if path else name
        ACTIVE.get().paths.append(full)
        return absent(declared, full)
    fact = getattr(value, "fact", None)
    if fact is not None:
        return aside(fact, name)
    if entry is not None:
        guess = nearest(name, tuple(entry.members))
        raise TemplateError(
            f"“{path or '台账'}”里没有登记“{name}”", hint=f"是不是“{guess}”" if guess else ""
        )
    raise TemplateError(f"模板里不能取“.{name}”")


_ASIDES: Final = {"上期": "previous", "目标": "target", "增幅": "growth"}
_WORDS: Final = {"名次": "rank", "比": "comparison", "来源": "source", "时点": "as_of", "口径": "caliber"}
ASIDE_NAMES: Final = frozenset((*_ASIDES, *_WORDS))


def aside(fact: Fact, name: str) -> Any:
    """上期, 目标, 名次 … of a leaf."""
    path = f"{fact.path}.{name}"
    more: More = fact.more
    if name in _ASIDES:
        value = getattr(more, _ASIDES[name])
        ACTIVE.get().paths.append(path)
        if value is None:
            return Missing(path)
        shadow = Fact(path, fact.entry, value, value.raw, fact.place)
        return num(value.amount, (path,), shadow)
    if name in _WORDS:
        ACTIVE.get().paths.append(path)
        text = getattr(more, _WORDS[name])
        return txt(text, (path,)) if text else Missing(path)
    guess = nearest(name, (*fact.entry.members, *_ASIDES, *_WORDS))
    raise TemplateError(f"“{fact.path}”没有“{name}”", hint=f"是不是“{guess}”" if guess else "")


# ---- printing ----------------------------------------------------------------------------


def shown(value: Num) -> str:
    """A number as typed, with its unit (万元, %) but without its 量词."""
    fact = value.fact
    if fact is None or not isinstance(fact.value, Quantity):
        return format_decimal(Decimal(value))
    quantity, entry = fact.value, fact.entry
    if entry.kind == "计数":
        return format_quantity(quantity, unit="")
    unit = quantity.unit or entry.unit or ("%" if entry.kind == "百分比" else "")
    return format_quantity(quantity, unit=unit)


def text_of(value: Any) -> str:
    """A value as printed: a Txt stays one.  Raises TemplateError for what is no text."""
    kind = type(value)
    if kind is Txt or kind is str:
        return value  # type: ignore[no-any-return]
    if kind is Num:
        return shown(value)
    if kind is Missing:
        return str(value)
    if kind is int or kind is Decimal:
        return format_decimal(Decimal(value))
    if kind is Records or kind is Record or kind is Group:
        raise TemplateError(f"“{value.path}”是一组事实，不能直接打印", hint="用 列述、并列 或循环")
    raise TemplateError("这个填空得出的不是文字或数")
