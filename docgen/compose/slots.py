"""What is not there, and the record of what one composition did.

The text a template makes carries marks (noncharacters, which no input may hold):
one in the place of every finished span, and a pair round text that is yet to become blocks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextvars import ContextVar
from datetime import date
from typing import Any, Final, NamedTuple, cast

from docgen.compose.carried import Txt
from docgen.document import Decision, Slot, Span, SpanKind
from docgen.errors import TemplateError
from docgen.facts.values import Facts, Node

OPEN: Final = "\ufdd0"
CLOSE: Final = "\ufdd1"
BLOCK: Final = "\ufdd2"
SPAN: Final = "\ufdd3"
BASE: Final = 0xF0000
"""OPEN and SPAN are followed by chr(BASE + row of `Recorder.spans`), BLOCK by one letter (see
outline).  SPAN stands for a whole span; OPEN and CLOSE stand round the text of one."""

MAX_SPANS: Final = 60_000
MAX_STEPS: Final = 50_000
MAX_CHARACTERS: Final = 2_000_000
DOUBT: Final = "【待核实】"
LEFT_OUT: Final = cast(SpanKind, "vanish")
"""Kind of a mark where something was left out; no document holds such a span."""


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

    def _nothing(self) -> bool:
        self.hit()
        return False

    def __bool__(self) -> bool:
        return self._nothing()

    def __lt__(self, other: object) -> bool:
        return self._nothing()

    def __le__(self, other: object) -> bool:
        return self._nothing()

    def __gt__(self, other: object) -> bool:
        return self._nothing()

    def __ge__(self, other: object) -> bool:
        return self._nothing()

    def __eq__(self, other: object) -> bool:
        return self._nothing()

    def __ne__(self, other: object) -> bool:
        return self._nothing()

    def __contains__(self, other: object) -> bool:
        return self._nothing()

    def __hash__(self) -> int:
        return hash(self.path)

    def __len__(self) -> int:
        self.hit()
        return 0

    def __str__(self) -> str:
        self.hit()
        return f"【待填：{self.path}】"


class Candidate(NamedTuple):
    """What may go when a paper must be shorter.  kind: 例证, 展开 or 可删; path: of the fact;
    text: what is not said then."""

    kind: str
    path: str
    text: str


class SlotTable:
    """Slots numbered anew in the order of use, so that equal drafts have equal trees.

    all: the engine's slots, which the numbers in its templates index.  start: template and line
    where the template's text begins.
    """

    __slots__ = ("all", "rows", "slots", "start")

    def __init__(self, all_slots: list[Slot], start: str) -> None:
        self.all = all_slots
        self.start = start
        self.rows: dict[int, int] = {}
        self.slots: list[Slot] = []

    def row(self, slot: int) -> int:
        """The new number of an engine's slot."""
        known = self.rows.get(slot)
        if known is None:
            known = self.rows[slot] = len(self.slots)
            self.slots.append(self.all[slot])
        return known

    def place(self, row: int) -> str:
        """Template and line of a slot by its new number, for -1 where the text begins."""
        return f"{self.slots[row].template}:{self.slots[row].line}" if row >= 0 else self.start


class Recorder:
    """What one composition read, printed, chose and missed.

    spans: by the number in the mark; those of OPEN have no content yet, and one of kind
    LEFT_OUT marks where an optional clause was left out.  owing: a gap or doubt was printed.
    depth: how many windows are open that print nothing of their own (arguments, bindings,
    tests), in which no marks are made.  blanks: outputs that printed nothing.  met: the gap
    that the last test or loop met.  template: the id of the one that runs.  may_go, cut: what
    may be left out for length and what is, by the keys of `budget`; removed: the paths left out
    since a window last noted them.  printed: sources of all that was printed.  unsure: facts
    in doubt that were only used to decide, choose or sort.  testing: how many conditions are
    being asked.
    """

    __slots__ = (
        "blanks",
        "characters",
        "claims",
        "cut",
        "decisions",
        "depth",
        "doubtful",
        "expanded",
        "facts",
        "left_out",
        "marked",
        "may_go",
        "met",
        "missed",
        "on",
        "outward",
        "owing",
        "paths",
        "printed",
        "reasons",
        "references",
        "removed",
        "spans",
        "steps",
        "table",
        "template",
        "testing",
        "unsure",
    )

    def __init__(
        self,
        facts: Facts,
        on: date,
        outward: bool,
        references: Any,
        table: SlotTable,
        template: str = "",
    ) -> None:
        self.facts = facts
        self.template = template
        self.on = on
        self.outward = outward
        self.references = references
        self.table = table
        self.paths: list[str] = []
        self.spans: list[Span] = []
        self.decisions: list[Decision] = []
        self.missed: list[Missing] = []
        self.left_out: list[Missing] = []
        self.met: Missing | None = None
        self.blanks = 0
        self.reasons: dict[str, str] = {}
        self.doubtful: set[str] = set()
        self.unsure: set[str] = set()
        self.testing = 0
        self.printed: set[str] = set()
        self.marked: set[str] = set()
        self.expanded: dict[str, Txt | None] = {}
        self.may_go: dict[tuple[str, ...], Candidate] = {}
        self.cut: Collection[tuple[str, ...]] = ()
        self.removed: list[str] = []
        self.claims = 0
        self.owing = False
        self.depth = 0
        self.steps = 0
        self.characters = 0

    def mark(self, span: Span, sign: str = SPAN) -> str:
        """The mark that stands for the span, or with the sign OPEN begins it."""
        index = len(self.spans)
        if index >= MAX_SPANS:
            raise TemplateError("这份模板产生的填空太多，已停止", hint="检查循环")
        self.spans.append(span)
        return sign + chr(BASE + index)

    def leave_out(self, gone: Iterable[Missing]) -> None:
        """Note members that a list of figures wanted and did not find."""
        for missing in gone:
            self.left_out.append(missing)
            if missing.reason:
                self.reasons[missing.path] = missing.reason

    def note_removed(self, slot: int) -> None:
        """Note what this slot left out for length, if anything."""
        if not self.removed:
            return
        self.decisions.append(Decision(slot, "删", tuple(dict.fromkeys(self.removed))))
        self.removed.clear()

    def step(self, characters: int = 0, turns: int = 1) -> None:
        """Count steps of work; raises TemplateError when the budget is spent."""
        self.steps += turns
        self.characters += characters
        if self.steps > MAX_STEPS or self.characters > MAX_CHARACTERS:
            raise TemplateError("模板运行步数或篇幅超限，已停止", hint="检查循环和宏的互相调用")


ACTIVE: ContextVar[Recorder] = ContextVar("docgen_recorder")
