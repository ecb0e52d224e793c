"""The elements round the text, from the facts: masthead, attendance, attachments, imprint, seal.

No template says them; its form (格式, `docgen.library.forms`) says which there are, 文稿 what they
are, and 单位 what they are for every paper of the unit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from docgen.compose.carried import ABSENT, Txt, txt
from docgen.compose.lists import PARTS, Item, ended, set_list, set_table
from docgen.compose.outline import read_outline
from docgen.compose.reading import read
from docgen.compose.slots import Missing, Recorder
from docgen.compose.windows import close_output, open_window
from docgen.document import (
    Attachment,
    Attendance,
    Block,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    SealKind,
    Slot,
    Span,
    Text,
)
from docgen.errors import DocgenError, InputError, TemplateError
from docgen.facts.values import Fact, Facts, Group, Node, Record, Records, member
from docgen.language import format_quantity
from docgen.language.quantity import Quantity
from docgen.library import Library, TemplateSource
from docgen.library.forms import BESIDE, FOOT, HEAD, Form

KIND: Final = "要素"
"""Kind of the slot an element is printed by: no line of a template has it."""
OF_FORM: Final = "格式/"
"""With the name of a form, what stands for the template of such a slot."""
SEAL, OFFICE, SIGNED, ATTACHED, NOTE = BESIDE
SECRECY: Final = "密级"
_NO_MORE: Final = "，"
_CELLS: Final = "|"
"""What parts the cells of a row that the writer typed."""
_DIGITS: Final = 6
"""份号 has so many (7.2.1)."""


class Elements(NamedTuple):
    """What stands round the text.  seal: what will be stamped; organs: who signs, () when the
    template says it; note: None when the template says it."""

    masthead: Masthead | None = None
    attendance: tuple[Attendance, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    imprint: Imprint | None = None
    seal: SealKind = ""
    organs: tuple[Text, ...] = ()
    note: Text | None = None


def of_another(template: TemplateSource, facts: Facts, library: Library) -> frozenset[str]:
    """The elements under 文稿 that are another paper's: one file serves several papers, but a
    发文字号 is of the paper that 文稿.模板 names.  Elements that paper cannot have (期号 of a
    report) are anybody's, and a 密级 is everybody's.
    """
    named = facts.get("文稿.模板")
    if not isinstance(named, Fact) or not named.text:
        return frozenset()
    try:
        other = library.template(named.text)
    except DocgenError:
        return frozenset()
    if other.id == template.id:
        return frozenset()
    return frozenset((*library.form(other).elements, *BESIDE)) - {SECRECY}


def stands(form: Form, facts: Facts, others: frozenset[str]) -> bool:
    """Whether the paper has a whole head: an element that calls for one was given for it.

    others: elements that are another paper's, see `of_another`.
    """
    paper = facts.root.members.get("文稿")
    return any(given(member(paper, name)) for name in form.standing if name not in others)


def given(node: Node | None) -> bool:
    """Whether something was written there, were it 待填; 无 is nothing."""
    if isinstance(node, Records):
        return bool(node.items)
    return node is not None and (not isinstance(node, Fact) or node.value != "")


def has_elements(form: Form, facts: Facts) -> bool:
    """Whether the paper can have any element at all, as few do."""
    paper = facts.root.members.get("文稿")
    if not isinstance(paper, Group):
        return False
    names = paper.members.keys()
    return not names.isdisjoint((*form.elements, ATTACHED, SEAL, SIGNED, NOTE))


def notes(facts: Facts, others: frozenset[str]) -> bool:
    """Whether the facts say the 附注, were it that there is none; the template then says none."""
    return NOTE not in others and member(facts.root.members.get("文稿"), NOTE) is not None


class Taker:
    """Takes the elements of one paper.

    others: elements that are another paper's.  slot: gives the engine's number of an element's
    slot.  called: elements that must be there though the form does not say so, as a letterhead
    has slots for them; None without a letterhead.
    """

    def __init__(
        self,
        form: Form,
        facts: Facts,
        others: frozenset[str],
        recorder: Recorder,
        slot: Callable[[str], int],
        called: Collection[str] | None = None,
    ) -> None:
        self.form = form
        self.facts = facts
        self.recorder = recorder
        self.slot = slot
        self.called = frozenset(called or ())
        self.due = form.due if called is None else ()
        self.taken = {*form.elements, *self.called, NOTE}
        self.others = others
        self.whole = stands(form, facts, others)
        self.paper = facts.root.members.get("文稿")
        self.unit = facts.root.members.get("单位")
        self.file = facts.files[-1]

    def elements(self) -> Elements:
        """All of them, taken in reading order."""
        seal = self.seal()
        head = self.masthead()
        return Elements(
            masthead=head,
            attendance=tuple(
                Attendance(name, names)
                for name in self.form.attendance
                if (names := self.listed(name))
            ),
            seal=seal,
            organs=self.organs(seal, head.mark if head else ()),
            note=self.text(NOTE) if NOTE in self.called or notes(self.facts, self.others) else None,
            attachments=tuple(self.attachments()),
            imprint=self.imprint(),
        )

    def masthead(self) -> Masthead | None:
        """The head, None when it would be empty."""
        mark = self.texts("发文机关标志") or tuple(filter(None, (self.text("刊名"),)))
        suffix = self.form.suffix if self.given("发文机关标志") and mark else ""
        head = Masthead(
            mark=mark,
            suffix=(suffix,) if suffix else (),
            document_number=self.text("发文字号"),
            signers=self.texts("签发人"),
            copy_number=self.text("份号"),
            secrecy=self.text("密级"),
            urgency=self.text("紧急程度"),
            issue=self.text("期号"),
            total=self.text("总期号"),
            editor=self.text("编发机关"),
            edited_on=self.text("编发日期"),
        )
        return head if head != Masthead() else None

    def imprint(self) -> Imprint | None:
        """The foot, None when it would be empty."""
        foot = Imprint(
            report_to=self.listed("报"),
            send_to=self.listed("送"),
            issue_to=self.listed("发"),
            copy_to=self.listed("抄送"),
            printing_organ=self.text("印发机关"),
            printed_on=self.text("印发日期"),
            copies=self.text("份数"),
        )
        return foot if foot != Imprint() else None

    def seal(self) -> SealKind:
        """What will be stamped, nothing when it is not said."""
        node = self.given(SEAL)
        word = node.text if isinstance(node, Fact) and node.value is not None else ""
        return cast(SealKind, word) if word in ("印章", "签名章") else ""

    def organs(self, seal: SealKind, mark: tuple[Text, ...]) -> tuple[Text, ...]:
        """Who signs a paper that several organs issue; with a 签名章 the office of each signer.

        The organs are those of the 发文机关标志 when it has several and no others are said.
        """
        organs = self.listing(SIGNED) or (mark if len(mark) > 1 else ())
        if seal != "签名章":
            return organs
        offices = self.listing(OFFICE)
        several = len(organs) > 1
        owed = range(len(offices) + 1, max(len(organs), 1) + 1)
        paths = (f"文稿.{OFFICE}[{place}]" if several else f"文稿.{OFFICE}" for place in owed)
        return (*offices, *(self.value(OFFICE, Missing(path)) for path in paths))

    # -- what the facts give -------------------------------------------------------------------

    def given(self, name: str) -> Node | None:
        """The element as given for the paper, else as its unit has it for all; one that only a
        whole head has, not without that."""
        whole = self.whole or name in self.called
        if name in self.form.required and not whole:
            return None
        node = member(self.paper, name) if name not in self.others else None
        return node if node is not None or not whole else member(self.unit, name)

    def must_have(self, name: str) -> bool:
        """Whether the paper is not whole without the element; what is due is a letterhead's own
        business, which has slots for it or says it itself."""
        owed = (*self.form.required, *self.due)
        return name in self.called or (self.whole and name in owed)

    def text(self, name: str) -> Text:
        """An element of one text; one that must be there and is not is a gap."""
        if name not in self.taken:
            return ()
        node = self.given(name)
        if node is not None:
            return self.node(name, node)
        if self.must_have(name):
            return self.value(name, Missing(f"文稿.{name}"))
        return ()

    def texts(self, name: str) -> tuple[Text, ...]:
        """The texts of an element that is a list."""
        if name not in self.taken:
            return ()
        if self.given(name) is None and self.must_have(name):
            return (self.value(name, Missing(f"文稿.{name}")),)
        return self.listing(name)

    def listing(self, name: str) -> tuple[Text, ...]:
        """The texts that were given for it, were it one alone."""
        node = self.given(name)
        items = node.items if isinstance(node, Records) else (node,) if node is not None else ()
        return tuple(filter(None, (self.node(name, item) for item in items)))

    def listed(self, name: str) -> Text:
        """A list as one text."""
        out: list[str | Span] = []
        for text in self.texts(name):
            out += ((_NO_MORE,) if out else ()) + text
        return tuple(out)

    def node(self, name: str, node: Node) -> Text:
        """What is printed for a node."""
        window = open_window(self.slot(name))
        return self.closed(close_output(window, _printed(name, read(node))))

    def value(self, name: str, value: Any) -> Text:
        """What is printed for a value that was read."""
        return self.closed(close_output(open_window(self.slot(name)), value))

    def closed(self, piece: str | Span) -> Text:
        """What an output printed as text, with the span that tells where it came from."""
        if isinstance(piece, Span):
            return (piece,)
        blocks = read_outline((piece,), self.recorder.spans).blocks
        return blocks[0].text if blocks and isinstance(blocks[0], Paragraph) else ()

    # -- attachments ---------------------------------------------------------------------------

    def attachments(self) -> Iterator[Attachment]:
        """Those that the writer listed."""
        listed = self.given(ATTACHED)
        for row in listed.items if isinstance(listed, Records) else ():
            if isinstance(row, Record):
                title = member(row, "题")
                yield Attachment(
                    self.node(ATTACHED, title)
                    if title is not None
                    else self.value(ATTACHED, Missing(f"{row.path}.题")),
                    tuple(self.body(row)),
                )

    def body(self, row: Record) -> Iterator[Block]:
        """What the writer typed of an attachment: a paragraph, points, a table."""
        words = member(row, "正文")
        if words is not None and (text := self.node(ATTACHED, words)):
            yield Paragraph(ended(text, "。"))
        points = member(row, "要点")
        if isinstance(points, Records) and points.items:
            items = [Item(self.node(ATTACHED, point)) for point in points.items]
            yield from set_list(items, PARTS, 0)
        rows = member(row, "表")
        if isinstance(rows, Records) and rows.items:
            cells = [self.cells(fact) for fact in rows.items if isinstance(fact, Fact)]
            try:
                table = set_table(cells)
            except TemplateError as error:
                raise InputError(error.message, where=str(rows.place), hint=error.hint) from None
            if table is not None:
                yield table

    def cells(self, fact: Fact) -> Sequence[Text]:
        """The cells of a row."""
        value = read(fact)
        if type(value) is not Txt:
            return [self.value(ATTACHED, value)]
        return [
            self.value(ATTACHED, txt(cell.strip(), value.sources))
            for cell in value.strip(_CELLS + " ").split(_CELLS)
        ]


def _printed(name: str, value: Any) -> Any:
    """A value as its element prints it: 份号 of six digits, a bare 期号 as 第3期, 附注 in brackets."""
    if name == "份数" and type(value) is not Missing and value.fact is not None:
        number = value.fact.value
        return txt(
            format_quantity(number, unit="") if isinstance(number, Quantity) else str(value),
            value.sources,
        )
    how = _FORMS.get(name)
    if how is None or type(value) is not Txt or value.kind == ABSENT:
        return value
    if not value or (name != NOTE and not value.isdecimal()):
        return value
    return txt(how(str(value)), value.sources, fact=value.fact)


def bracketed(note: str) -> str:
    """A 附注 in full-width brackets (7.3.6), whether it was typed with brackets or without."""
    out, depth = "", 0
    for char in note:
        depth -= char in ")）"
        if depth <= 0 and char not in _BRACKETS:
            return f"（{note}）"
        out += _BRACKETS[char] if depth <= 0 else char  # inside, brackets stay as they are
        depth += char in "(（"
    return out if not depth else f"（{note}）"


_BRACKETS: Final = {"(": "（", ")": "）", "（": "（", "）": "）"}
_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    "份号": lambda digits: digits.zfill(_DIGITS),
    "期号": "第{}期".format,
    "总期号": "总第{}期".format,
    NOTE: bracketed,
}


# -- attachments of a template -----------------------------------------------------------------------


def parted(blocks: Sequence[Block]) -> tuple[list[Block], tuple[Attachment, ...]]:
    """The body, and the attachments that headings of level 0 (# in a template) begin."""
    starts = [i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 0]
    if not starts:
        return list(blocks), ()
    attached = []
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        heading = blocks[start]
        assert isinstance(heading, Heading)
        attached.append(Attachment(heading.text, tuple(blocks[start + 1 : end])))
    return list(blocks[: starts[0]]), tuple(attached)


def slot_of(form: Form, name: str) -> Slot:
    """The slot of an element: the form, and the element's place in it."""
    others = (name for name in (*HEAD, *FOOT) if name not in form.elements)
    names = (*form.elements, ATTACHED, OFFICE, SIGNED, *others, NOTE)
    return Slot(OF_FORM + form.name, names.index(name) + 1, KIND)
