"""Typing facts: the YAML nodes of one file become facts of the kinds the dictionary says.

Nothing stops at the first problem: each is a finding with its place and what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from docgen import source
from docgen.facts import shapes
from docgen.facts.advice import (
    DASHES,
    ONE_PARAGRAPH,
    example_of,
    how_to_write,
    kind_words,
    other_unit,
)
from docgen.facts.dictionary import Entry, known_units
from docgen.facts.sentences import MARK, NOT_RENEWED, behind_mark, unmarked
from docgen.facts.shapes import OPEN_WORDS, SENTENCE_FIELD
from docgen.facts.values import NO_MEMBERS, PLAIN, Fact, Group, More, Node, Record, Records, Value
from docgen.finding import Finding, Level, Place
from docgen.language import Quantity, parse_quantity
from docgen.language.near import nearest
from docgen.source import MappingNode, Parsed, Scalar, SequenceNode, short

ATTRIBUTES: Final = frozenset(
    "值 上期 增幅 比 目标 名次 来源 时点 口径 状态 公开 说明 待核实 待填 分为 其中".split()
)
_STATUSES: Final = ("已核实", "待核实", "计划")
_ENOUGH: Final = 500  # findings in one file; errors go on to twice as many
_SHARES: Final = ("%", "‰", "百分点", "个百分点")


_make: Final[Callable[..., Any]] = (
    tuple.__new__
)  # the record's own constructor takes three times as long


class Converter:
    """Turns the nodes of one file into facts, collecting what is wrong."""

    def __init__(self, file: Parsed, findings: list[Finding]) -> None:
        self.file = file
        self._name, self._sheets = file.name, file.sheets
        self.findings = findings
        self._slips: dict[int, list[int]] = {}  # line → positions among the findings
        for index, finding in enumerate(findings):
            if finding.place.path == file.name and finding.code.startswith("SRC"):
                self._slips.setdefault(finding.place.line, []).append(index)

    def place(self, node: source.Node) -> Place:
        if self._sheets:
            return self.file.place(node.line, node.column)
        place: Place = _make(Place, (self._name, node.line, node.column, ""))
        return place

    def report(
        self, code: str, level: Level, node: source.Node, message: str, hint: str = ""
    ) -> None:
        """A finding; a slip of the hand in the same text already says it, and is then as grave."""
        if len(self.findings) >= _ENOUGH * (1 + (level is Level.ERROR)):
            return
        for index in self._slips.get(node.line, ()):
            slip = self.findings[index]
            end = node.column + (len(node.value) + 2 * node.quoted if type(node) is Scalar else 0)
            if node.column <= slip.place.column <= end:
                self.findings[index] = replace(slip, level=max(slip.level, level))
                return
        self.findings.append(Finding(code, level, message, self.place(node), hint=hint))

    def undeclared(self, key: Scalar, known: Sequence[str], within: str) -> None:
        guess = nearest(key.value, tuple(known)) if len(self.findings) < _ENOUGH else ""
        where = f"“{within}”下" if within else ""
        self.report(
            "FCT002",
            Level.DOUBT,
            key,
            f"{where}没有登记“{short(key.value)}”这个名称，填了也不会用到",
            f"是不是“{guess}”" if guess else "名称见 docgen list facts",
        )

    def node(self, node: source.Node, entry: Entry, path: str) -> Node | None:
        """The fact, group or list that this node holds, None when it is of the wrong shape."""
        if entry.kind in ("组", "构成"):
            if isinstance(node, MappingNode):
                return self.group(node, entry, path)
            if isinstance(node, Scalar) and node.value in OPEN_WORDS:
                return None
            self.report("FCT003", Level.ERROR, node, f"“{path}”下应分项填写", example_of(entry))
            return None
        if entry.kind == "列表":
            return self.records(node, entry, path)
        return self.leaf(node, entry, path)

    def group(self, node: MappingNode, entry: Entry, path: str) -> Group:
        prefix = f"{path}." if path else ""
        members: dict[str, Node] = {}
        for key, value in node.items:
            below = entry.members.get(key.value)
            if below is None:
                self.undeclared(key, tuple(entry.members), path)
                continue
            read = self.node(value, below, prefix + key.value)
            if read is not None:
                members[key.value] = read
        return Group(path, entry, MappingProxyType(members), self.place(node))

    def records(self, node: source.Node, entry: Entry, path: str) -> Records | None:
        if isinstance(node, Scalar):
            if node.value in shapes.NOT_GIVEN:
                return Records(path, entry, (), self.place(node))
            if node.value in OPEN_WORDS:
                return None
            if entry.item:
                return Records(
                    path, entry, (self._item(node, entry, f"{path}[1]"),), self.place(node)
                )
        if isinstance(node, MappingNode):
            if shapes.is_open(node):
                return None
            if entry.members:
                self.report("FCT004", Level.ERROR, node, f"“{path}”是列表，一条一条写", DASHES)
                return None
        if not isinstance(node, SequenceNode):
            self.report("FCT004", Level.ERROR, node, f"“{path}”是列表，一条一条写", DASHES)
            return None
        only = node.items[0] if len(node.items) == 1 else None
        if isinstance(only, Scalar) and behind_mark(only.value) in shapes.NOT_GIVEN:
            return Records(path, entry, (), self.place(node))
        items: list[Record | Fact] = []
        for index, item in enumerate(node.items, 1):
            below = f"{path}[{index}]"
            if isinstance(item, MappingNode) and (text := shapes.only_sentence(item)) is not None:
                item = text  # noqa: PLW2901  ({文: …} alone is the sentence itself)
            if (
                isinstance(item, MappingNode)
                and (key := shapes.cut_sentence(item, entry)) is not None
            ):
                self.report(
                    "FCT005",
                    Level.ERROR,
                    key,
                    f"“{path}”第{index}条里有半角冒号，“{short(key.value)}”被当成了名称",
                    "句子里的冒号用全角“：”",
                )
            elif isinstance(item, MappingNode) and entry.members:
                group = self.group(item, entry, below)
                typed = shapes.typed_fields(item)
                items.append(Record(below, entry, group.members, group.place, typed))
            elif isinstance(item, Scalar) and (entry.item or SENTENCE_FIELD in entry.members):
                if item.value not in OPEN_WORDS:
                    items.append(self._item(item, entry, below))
                elif item.value and entry.item == "名称":  # one more, its name not known yet
                    open_item = Entry(entry.name, entry.path, entry.item)
                    items.append(Fact(below, open_item, None, "", self.place(item)))
            elif isinstance(item, Scalar) and entry.title:
                title = entry.members[entry.title]
                read = self.node(item, title, f"{below}.{entry.title}")
                members = {entry.title: read} if read is not None else {}
                items.append(Record(below, entry, MappingProxyType(members), self.place(item)))
            else:
                self.report(
                    "FCT005", Level.ERROR, item, f"“{path}”第{index}条写法不对", example_of(entry)
                )
        return Records(path, entry, tuple(items), self.place(node))

    def _item(self, node: Scalar, entry: Entry, path: str) -> Record | Fact:
        if SENTENCE_FIELD in entry.members:
            below = entry.members[SENTENCE_FIELD]
            text = self._fact(node, below, path, node.value)
            members = MappingProxyType({SENTENCE_FIELD: text})
            return Record(path, entry, members, self.place(node))
        item = Entry(entry.name, entry.path, entry.item or "文本", unit=entry.unit)
        return self._fact(node, item, path, node.value)

    def leaf(self, node: source.Node, entry: Entry, path: str) -> Fact | None:
        if isinstance(node, Scalar):
            if (not node.value and entry.optional) or shapes.is_not_given(node.value, entry):
                return None  # a cell of a form left blank; 待填 asks for a gap
            if node.value in OPEN_WORDS:
                return Fact(path, entry, None, "", self.place(node))
            return self._fact(node, entry, path, node.value)
        if isinstance(node, MappingNode):
            if entry.optional and shapes.is_blank(node):
                return None
            return self._long(node, entry, path)
        self.report(
            "FCT006",
            Level.ERROR,
            node,
            f"“{path}”只填一个{kind_words(entry)}，这里是列表",
            "方括号、行首的“- ”去掉，只留一个",
        )
        return None

    def _fact(
        self,
        node: Scalar,
        entry: Entry,
        path: str,
        text: str,
        more: More = PLAIN,
        members: dict[str, Node] | None = None,
    ) -> Fact:
        if text.startswith(MARK):
            text, untouched = unmarked(text)
            if untouched:
                more = replace(more, status=NOT_RENEWED, note=more.note or "沿用上期，未更新")
        value: Value
        if shapes.is_none(text, entry):
            value = text = ""
        else:
            value = self._value(node, entry, path, text) if text else None
        below = MappingProxyType(members) if members else NO_MEMBERS
        return Fact(path, entry, value, text, self.place(node), more, below)

    def _value(self, node: Scalar, entry: Entry, path: str, text: str) -> Value:
        kind = entry.kind
        if kind in ("文本", "名称"):
            if "\n" in text:
                self.report("FCT007", Level.ERROR, node, f"“{path}”里有换行", ONE_PARAGRAPH)
                return text.replace("\n", "")
            return text
        if entry.is_number:
            return self._quantity(node, entry, path, text)
        value, want = shapes.typed(text, entry)
        if value is None:
            said = {"选项": "不在可填的词里", "是否": "看不出是“是”还是“否”"}.get(
                kind, f"不是{kind}"
            )
            self.report("FCT008", Level.ERROR, node, f"“{path}”的“{short(text)}”{said}", want)
        return value

    def _quantity(self, node: Scalar, entry: Entry, path: str, text: str) -> Quantity | None:
        value = shapes.quantity_of(text, entry)
        if value is None:
            self.report(
                "FCT008",
                Level.ERROR,
                node,
                f"“{path}”的“{short(text)}”不是{kind_words(entry)}",
                how_to_write(text, entry),
            )
            return None
        if self._misplaced(value, entry, path, node):
            return None
        return value

    def _misplaced(self, value: Quantity, entry: Entry, path: str, node: Scalar) -> bool:
        """Whether a number is no number of this kind at all (21% of 名); another unit is said."""
        if value.unit in known_units(entry.kind, entry.measure, entry.unit):
            return False
        share = value.unit in _SHARES
        level = Level.ERROR if share else Level.DOUBT
        self.report("FCT009", level, node, *other_unit(path, node.value, value.unit, entry, share))
        return share

    def _long(self, node: MappingNode, entry: Entry, path: str) -> Fact | None:
        text, value_node = "", Scalar("", node.line, node.column, False)
        given: dict[str, Scalar] = {}
        members: dict[str, Node] = {}
        shares: dict[str, list[str]] = {"分为": [], "其中": []}
        for key, value in node.items:
            name = key.value
            if name in shares:
                self._shares(value, entry, path, members, shares[name])
            elif name in ATTRIBUTES:
                if not isinstance(value, Scalar):
                    self.report(
                        "FCT006",
                        Level.ERROR,
                        value,
                        f"“{path}”的“{name}”只填一个值，这里是一组",
                        f"写成“{name}: 内容”，不带括号",
                    )
                elif name == "值":
                    text, value_node = value.value, value
                else:
                    given[name] = value
            elif name in entry.members:
                below = entry.members[name]
                read = self.node(value, below, f"{path}.{name}")
                if read is not None:
                    members[name] = read
                    if below.relation and isinstance(read, Fact):
                        shares[below.relation].append(name)
            else:
                self.undeclared(key, (*entry.members, *sorted(ATTRIBUTES)), path)
        if not members and shapes.is_not_given(text, entry):
            return None
        more = self._more(given, entry, path, shares)
        if text in OPEN_WORDS or shapes.is_not_given(text, entry):
            text = ""
        return self._fact(value_node, entry, path, text, more, members)

    def _shares(
        self,
        node: source.Node,
        entry: Entry,
        path: str,
        members: dict[str, Node],
        names: list[str],
    ) -> None:
        if not isinstance(node, MappingNode):
            self.report(
                "FCT003",
                Level.ERROR,
                node,
                f"“{path}”的分为、其中下面应分项填写",
                example_of(entry),
            )
            return
        for key, value in node.items:
            below = entry.members.get(key.value)
            if below is None:
                self.undeclared(key, tuple(entry.members), path)
                continue
            read = self.leaf(value, below, f"{path}.{key.value}")
            if read is not None:
                members[key.value] = read
                names.append(key.value)

    def _more(
        self, given: dict[str, Scalar], entry: Entry, path: str, shares: dict[str, list[str]]
    ) -> More:
        if not given and not shares["分为"] and not shares["其中"]:
            return PLAIN
        number = partial(self._attribute_number, given, entry, path)
        status = given["状态"].value if "状态" in given else "已核实"
        if status not in _STATUSES and status != NOT_RENEWED:
            self.report(
                "FCT008",
                Level.ERROR,
                given["状态"],
                f"“{path}”的状态“{short(status)}”不在可填的词里",
                "可填：" + "、".join(_STATUSES),
            )
        note = given["说明"].value if "说明" in given else ""
        if "待核实" in given:
            status = "待核实"
            note = given["待核实"].value or note
        public = True
        if "公开" in given:
            public = given["公开"].value != "否"
            if given["公开"].value not in shapes.YES_OR_NO:
                self.report(
                    "FCT008",
                    Level.ERROR,
                    given["公开"],
                    f"“公开”的“{short(given['公开'].value)}”看不出是“是”还是“否”",
                    "写“是”或“否”；“否”的不写进外发文稿",
                )

        def text(name: str) -> str:
            return given[name].value if name in given else ""

        return More(
            previous=number("上期"),
            previous_place=self.place(given["上期"]) if "上期" in given else None,
            growth=number("增幅"),
            comparison=text("比"),
            target=number("目标"),
            rank=text("名次"),
            source=text("来源"),
            as_of=text("时点"),
            caliber=text("口径"),
            status=status,
            public=public,
            note=note,
            parts=tuple(shares["分为"]),
            among=tuple(shares["其中"]),
        )

    def _attribute_number(
        self, given: dict[str, Scalar], entry: Entry, path: str, name: str
    ) -> Quantity | None:
        if name not in given or given[name].value in OPEN_WORDS | shapes.NOT_GIVEN:
            return None
        text = given[name].value
        value = parse_quantity(text) if name == "增幅" else shapes.quantity_of(text, entry)
        if value is None:
            self.report(
                "FCT008",
                Level.ERROR,
                given[name],
                f"“{path}”的{name}“{short(text)}”不是数",
                "写成 12.5%、-3%；降了的写负号" if name == "增幅" else how_to_write(text, entry),
            )
        elif name != "增幅" and self._misplaced(value, entry, f"{path}.{name}", given[name]):
            return None
        return value
