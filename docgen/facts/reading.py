"""Reading facts: the layers of YAML files around one period, typed by the dictionary.

`_common.yaml` (what the county shares) lies under `unit.yaml` (the unit) and that under the
file of the period; 上期 comes from the file of the same span one year earlier.  Every problem
is a finding with its place; only a file that cannot be read as YAML raises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from docgen import source
from docgen.errors import InputError
from docgen.facts.dictionary import Dictionary, Entry, nearest
from docgen.facts.values import PLAIN, Fact, Facts, Group, More, Node, Record, Records, Value
from docgen.finding import Finding, Level, Place
from docgen.language import Period, Quantity, parse_date, parse_period, parse_quantity
from docgen.language import previous_period as one_year_earlier
from docgen.source import MappingNode, Parsed, Scalar, SequenceNode

SENTENCE_FIELD: Final = "文"
"""The field that a plain sentence fills when a list of records holds one."""

ATTRIBUTES: Final = frozenset(
    (
        "值 上期 增幅 比 目标 名次 来源 时点 口径 状态 公开 说明 待核实 待填 分为 其中".split()
    )
)
_STATUSES: Final = ("已核实", "待核实", "计划")
_TRUE: Final = {"是": True, "否": False}
_OPEN_WORDS: Final = frozenset(("", "待填", "待补", "【待填】"))
_PERIOD_LINE: Final = re.compile(r"期间\s*:\s*[\"']?([^,}#\n\"']+)")


class FactsError(InputError):
    """A facts file is not readable YAML; carries every problem found and the file's lines."""

    def __init__(self, parsed: Parsed) -> None:
        first = next((f for f in parsed.findings if f.level is Level.ERROR), None)
        super().__init__(
            first.message if first else "读不出内容", where=str(first.place if first else parsed.name)
        )
        self.findings = parsed.findings
        self.sources = {parsed.name: parsed.lines}


def layer_files(path: Path) -> tuple[Path, ...]:
    """The files that make up the facts of this one, farthest first, itself last."""
    folder = path.parent
    unit = folder / "unit.yaml"
    layers = [p for p in (folder.parent / "_common.yaml", folder / "_common.yaml") if p.is_file()]
    if unit.is_file() and unit != path:
        layers.append(unit)
    else:
        layers = [p for p in layers if p.parent == folder]
    return (*(p for p in layers if p != path), path)


def read_facts(path: Path, dictionary: Dictionary) -> tuple[Facts, tuple[Finding, ...]]:
    """The facts of this file with its layers and its 上期, and everything found wrong.

    Raises InputError when the file is absent and FactsError when it is not readable YAML.
    """
    parsed = [source.read_file(layer) for layer in layer_files(path)]
    facts, findings = facts_from(parsed, dictionary)
    earlier = _earlier_file(path, facts.period)
    if earlier is None:
        return facts, findings
    before, trouble = facts_from([source.read_file(earlier)], dictionary)
    root = _with_previous(facts.root, before.root)
    assert isinstance(root, Group)
    errors = tuple(f for f in trouble if f.level is Level.ERROR)
    merged = {**before.sources, **facts.sources}
    return replace(facts, root=root, sources=MappingProxyType(merged)), findings + errors


def facts_from(
    layers: Sequence[Parsed], dictionary: Dictionary
) -> tuple[Facts, tuple[Finding, ...]]:
    """The facts of parsed files, farthest first.  Raises FactsError for an unreadable one."""
    findings: list[Finding] = []
    root = Entry("", "", "组", members=dictionary.roots)
    top = Group("", root, MappingProxyType({}), Place(layers[-1].name, 1))
    for parsed in layers:
        if parsed.root is None:
            raise FactsError(parsed)
        findings.extend(parsed.findings)
        reader = _Reader(parsed.name, findings)
        if isinstance(parsed.root, Scalar) and not parsed.root.value:
            continue
        if not isinstance(parsed.root, MappingNode):
            reader.report("FCT001", Level.ERROR, parsed.root, "文件里应是“名称: 值”的对照表")
            continue
        layer = reader.group(parsed.root, root, "")
        top = _merge(top, layer)
    return (
        Facts(
            top,
            tuple(parsed.name for parsed in layers),
            MappingProxyType({parsed.name: parsed.lines for parsed in layers}),
        ),
        tuple(findings),
    )


def _merge(base: Group, over: Group) -> Group:
    members = dict(base.members)
    for name, node in over.members.items():
        below = members.get(name)
        if isinstance(node, Group) and isinstance(below, Group):
            members[name] = _merge(below, node)
        else:
            members[name] = node
    return Group(over.path, over.entry, MappingProxyType(members), over.place)


class _Reader:
    """Turns the nodes of one file into facts, collecting what is wrong."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self.name = name
        self.findings = findings

    def place(self, node: source.Node) -> Place:
        return Place(self.name, node.line, node.column)

    def report(
        self, code: str, level: Level, node: source.Node, message: str, hint: str = ""
    ) -> None:
        self.findings.append(Finding(code, level, message, self.place(node), hint=hint))

    def undeclared(self, key: Scalar, known: Sequence[str], within: str) -> None:
        guess = nearest(key.value, tuple(known))
        where = f"“{within}”下" if within else ""
        self.report(
            "FCT002",
            Level.DOUBT,
            key,
            f"{where}没有登记“{key.value}”这个名称，填了也不会用到",
            f"是不是“{guess}”" if guess else "名称见 docgen list facts",
        )

    def node(self, node: source.Node, entry: Entry, path: str) -> Node | None:
        """The fact, group or list that this node holds, None when it is of the wrong shape."""
        if entry.kind == "组":
            if isinstance(node, MappingNode):
                return self.group(node, entry, path)
            if isinstance(node, Scalar) and node.value in _OPEN_WORDS:
                return None
            self.report("FCT003", Level.ERROR, node, f"“{path}”下应分项填写", _example(entry))
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
            if node.value == "无":
                return Records(path, entry, (), self.place(node))
            if node.value in _OPEN_WORDS:
                return None
            if entry.item:
                return Records(path, entry, (self._item(node, entry, f"{path}[1]"),), self.place(node))
        if isinstance(node, MappingNode):
            if _is_open(node):
                return None
            if entry.members:
                self.report(
                    "FCT004", Level.ERROR, node, f"“{path}”是一行一条的列表", "每条前加“- ”"
                )
                return None
        if not isinstance(node, SequenceNode):
            self.report("FCT004", Level.ERROR, node, f"“{path}”应是列表", "每条前加“- ”")
            return None
        items: list[Record | Fact] = []
        for index, item in enumerate(node.items, 1):
            below = f"{path}[{index}]"
            if isinstance(item, MappingNode) and entry.members:
                group = self.group(item, entry, below)
                items.append(Record(below, entry, group.members, group.place))
            elif isinstance(item, Scalar) and (entry.item or SENTENCE_FIELD in entry.members):
                if item.value in _OPEN_WORDS:
                    continue
                items.append(self._item(item, entry, below))
            elif isinstance(item, Scalar) and entry.title:
                title = entry.members[entry.title]
                read = self.leaf(item, title, f"{below}.{entry.title}")
                members = {entry.title: read} if read is not None else {}
                items.append(Record(below, entry, MappingProxyType(members), self.place(item)))
            else:
                self.report(
                    "FCT005", Level.ERROR, item, f"“{path}”第{index}条写法不对", _example(entry)
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
            if node.value in _OPEN_WORDS:
                return Fact(path, entry, None, "", self.place(node))
            return self._fact(node, entry, path, node.value)
        if isinstance(node, MappingNode):
            return self._long(node, entry, path)
        self.report(
            "FCT006", Level.ERROR, node, f"“{path}”只填一个{_kind_words(entry)}，不是列表", _example(entry)
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
        value = self._value(node, entry, path, text) if text else None
        return Fact(
            path, entry, value, text, self.place(node), more, MappingProxyType(members or {})
        )

    def _value(self, node: Scalar, entry: Entry, path: str, text: str) -> Value:
        kind = entry.kind
        if kind in ("文本", "名称"):
            if "\n" in text:
                self.report(
                    "FCT007", Level.ERROR, node, f"“{path}”里有换行", "写成一段，或分成列表的几条"
                )
                return text.replace("\n", "")
            return text
        if entry.is_number:
            return self._quantity(node, entry, path, text)
        value: Value
        if kind == "日期":
            value = parse_date(text)
            want = "写成 2026-06-30 或 2026年6月30日"
        elif kind == "期间":
            value = parse_period(text)
            want = "写成 2026年上半年、2026年、2026年1月至6月"
        elif kind == "是否":
            value = _TRUE.get(text)
            want = "写“是”或“否”"
        else:
            value = text if text in entry.options else None
            guess = nearest(text, entry.options)
            want = "可填：" + "、".join(entry.options) + (f"（是不是“{guess}”）" if guess else "")
        if value is None:
            self.report("FCT008", Level.ERROR, node, f"“{path}”的“{text}”不是{kind}", want)
        return value

    def _quantity(self, node: Scalar, entry: Entry, path: str, text: str) -> Quantity | None:
        value = parse_quantity(text)
        if value is None:
            self.report(
                "FCT008",
                Level.ERROR,
                node,
                f"“{path}”的“{text}”不是{_kind_words(entry)}",
                "写成 62、2.2万、3000多、近600万元、98%以上 这样",
            )
            return None
        known = {entry.measure, entry.unit, "", "元", "万元", "亿元"} if entry.kind == "金额" else {
            entry.measure,
            entry.unit,
            "",
        }
        if entry.kind == "百分比":
            known.add("%")
        if value.unit not in known:
            want = entry.unit or entry.measure
            self.report(
                "FCT009",
                Level.DOUBT,
                node,
                f"“{path}”按“{want}”计，这里写的是“{value.unit}”" if want else
                f"“{path}”不带单位，这里写的是“{value.unit}”",
                f"换算成{want}再填" if entry.unit else f"写成 {text.replace(value.unit, want)}",
            )
        return value

    def _long(self, node: MappingNode, entry: Entry, path: str) -> Fact:
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
                    self.report("FCT006", Level.ERROR, value, f"“{path}”的“{name}”只填一个值")
                elif name == "值":
                    text, value_node = value.value, value
                else:
                    given[name] = value
            elif name in entry.members:
                read = self.node(value, entry.members[name], f"{path}.{name}")
                if read is not None:
                    members[name] = read
            else:
                self.undeclared(key, (*entry.members, *sorted(ATTRIBUTES)), path)
        more = self._more(given, entry, path, shares)
        if text in _OPEN_WORDS:
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
            self.report("FCT003", Level.ERROR, node, f"“{path}”的分为、其中下面应分项填写")
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
        if status not in _STATUSES:
            self.report(
                "FCT008", Level.ERROR, given["状态"], f"状态“{status}”不认识", "可填：" + "、".join(_STATUSES)
            )
        note = given["说明"].value if "说明" in given else ""
        if "待核实" in given:
            status = "待核实"
            note = given["待核实"].value or note
        public = True
        if "公开" in given:
            public = given["公开"].value != "否"
            if given["公开"].value not in _TRUE:
                self.report("FCT008", Level.ERROR, given["公开"], "公开只填“是”或“否”")

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
        if name not in given or given[name].value in _OPEN_WORDS:
            return None
        value = parse_quantity(given[name].value)
        if value is None:
            self.report(
                "FCT008", Level.ERROR, given[name], f"“{path}”的{name}“{given[name].value}”不是数"
            )
        return value


def _is_open(node: MappingNode) -> bool:
    return len(node.items) == 1 and node.items[0][0].value in ("待填", "待核实")


def _kind_words(entry: Entry) -> str:
    return {"计数": "数", "小数": "数", "金额": "金额", "百分比": "百分数"}.get(entry.kind, entry.kind)


def _example(entry: Entry) -> str:
    names = list(entry.members)[:2]
    if not names:
        return ""
    return "如：{" + ", ".join(f"{name}: …" for name in names) + "}"


def _earlier_file(path: Path, period: Period | None) -> Path | None:
    """The sibling file whose 期间 is the same span one year earlier."""
    if period is None or not (path.parent / "unit.yaml").is_file():
        return None
    wanted = one_year_earlier(period)
    for other in sorted(path.parent.glob("*.yaml")):
        if other.name in (path.name, "unit.yaml", "_common.yaml"):
            continue
        found = _PERIOD_LINE.search(other.read_text(encoding="utf-8-sig", errors="replace"))
        other_period = parse_period(found[1].strip()) if found else None
        if other_period and (other_period.start, other_period.end) == (wanted.start, wanted.end):
            return other
    return None


def _with_previous(node: Node, before: Node | None) -> Node:
    """The node with 上期 taken from the earlier tree wherever none was typed."""
    if isinstance(node, Records) or before is None or isinstance(before, Records):
        return node
    members = {
        name: _with_previous(below, before.members.get(name))
        for name, below in node.members.items()
    }
    frozen = MappingProxyType(members)
    if isinstance(node, Fact):
        more = node.more
        if (
            more.previous is None
            and isinstance(before, Fact)
            and isinstance(before.value, Quantity)
            and before.more.status != "计划"
        ):
            more = replace(more, previous=before.value, previous_place=before.place)
        return replace(node, members=frozen, more=more)
    return replace(node, members=frozen)


def as_of(facts: Facts) -> date | None:
    """The day the draft speaks from: 文稿.日期, else 文稿.时点, else the end of the period."""
    if facts.issued_on is not None:
        return facts.issued_on
    node = facts.get("文稿.时点")
    if isinstance(node, Fact) and isinstance(node.value, date):
        return node.value
    return facts.period.end if facts.period else None
