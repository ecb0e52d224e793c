"""The rules that drafts are reviewed by: data/norms/rules/drafts/*.yaml.

A rule says what is wrong, why, by which clause, and shows it: without examples of both kinds it
does not load.  It finds by 词对 (wrong words and their right ones), 正则 (patterns) and 检查 (a
function of `docgen.review`, with its parameters), one or several of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, cast, get_args

from docgen.errors import LibraryError
from docgen.finding import Level
from docgen.library.codes import Code
from docgen.library.fields import Fields

Repair: TypeAlias = Literal["自动", "提示", "无"]
_KEYS: Final = (
    "名 组 级 意思 为什么 依据 改法 说 改 文种 起 止 词对 正则 检查 参数 错例 对例".split()
)
_METHODS: Final = ("词对", "正则", "检查")
_LEVELS: Final = {level.label: level for level in Level}
_CODE: Final = re.compile("[A-Z]{3}[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a draft that the rule finds, or does not.

    text: paragraphs that stand in the body of an otherwise clean draft, or with `whole` the
    whole draft.  on, genre: of the draft.  facts, ledger: YAML that the draft is held against,
    "" for none.  format: md for Markdown, where tracked changes and comments can be written.
    """

    text: str
    whole: bool = False
    on: date | None = None
    genre: str = ""
    facts: str = ""
    ledger: str = ""
    format: str = "txt"


@dataclass(frozen=True, slots=True)
class Pair:
    """A wrong wording and the right one.

    unless: a pattern round it that makes it right.  level: less than the rule's, where it is
    less sure.  reason: why, for the message.  since: the first day it is wrong, None for always.
    """

    wrong: str
    right: str
    unless: re.Pattern[str] | None = None
    level: Level | None = None
    reason: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for in a line and, when it can be said, what to put there (with groups).

    A group named 处 is what is at fault, where more must be looked at to know.
    variant: which of the rule's messages.  level: less than the rule's, where it is less sure.
    """

    regex: re.Pattern[str]
    right: str | None = None
    variant: str = ""
    level: Level | None = None


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule.

    code, name, group: as findings and `docgen explain` name it.  level: the most its findings
    say.  meaning, why, fix: sentences.  basis: the clause or source.  messages: what a finding
    says, by variant ("" when there is one), with {names} that the check fills in; {原文} is the
    text found.  repair: whether its corrections are safe to make by themselves.
    genres: ids of the 文种 it is for, () for all.  since, until: the days of drafts it is for.
    pairs, patterns, check: how it looks.  parameters: of the check.
    """

    code: str
    name: str
    group: str
    level: Level
    meaning: str
    why: str
    basis: str
    fix: str
    messages: Mapping[str, str]
    repair: Repair
    genres: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    pairs: tuple[Pair, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    check: str = ""
    parameters: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    wrong: tuple[Example, ...] = ()
    right: tuple[Example, ...] = ()

    def is_for(self, genre: str, on: date | None) -> bool:
        """Whether a draft of that 文种 and day is looked at; an unknown one is."""
        if self.genres and genre and genre not in self.genres:
            return False
        if on is None:
            return True
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def explained(self) -> Code:
        """The rule as `docgen explain` shows it."""
        return Code(
            self.code,
            self.name,
            self.group,
            self.meaning,
            self.why,
            self.fix,
            self.wrong[0].text.rstrip("\n"),
            self.right[0].text.rstrip("\n"),
            "文字",
        )


def rules_from(files: Iterable[tuple[str, object]]) -> Mapping[str, Rule]:
    """The rules of the files (name, plain values), in order.

    Raises LibraryError naming the rule at fault: a missing key, no example of either kind, a
    pattern that is none, a code given twice.
    """
    out: dict[str, Rule] = {}
    for where, values in files:
        for code, entry in Fields(values, where).values.items():
            rule = _rule(code, Fields(entry, f"{where} {code}", _KEYS))
            if code in out:
                raise LibraryError(f"代码 {code} 重复", where=where)
            out[code] = rule
    return MappingProxyType(out)


def _rule(code: str, row: Fields) -> Rule:
    if not _CODE.fullmatch(code):
        raise row.error("代码是三个大写字母加三位数字，如 FIG001")
    given = [method for method in _METHODS if method in row]
    if not given:
        raise row.error("写明怎样查：" + "、".join(_METHODS))
    messages = _messages(row)
    repair = cast(Repair, row.choice("改", get_args(Repair), "无"))
    return Rule(
        code=code,
        name=row.required("名"),
        group=row.required("组"),
        level=_LEVELS[row.choice("级", _LEVELS)],
        meaning=row.required("意思"),
        why=row.required("为什么"),
        basis=row.required("依据"),
        fix=row.required("改法"),
        messages=messages,
        repair=repair,
        genres=row.texts("文种"),
        since=row.day("起"),
        until=row.day("止", last=True),
        pairs=tuple(_pair(value, row) for value in row.entries("词对")) if "词对" in row else (),
        patterns=(
            tuple(_pattern(value, row, messages) for value in row.entries("正则"))
            if "正则" in row
            else ()
        ),
        check=row.text("检查"),
        parameters=_parameters(row),
        wrong=tuple(_example(value, row) for value in row.entries("错例")),
        right=tuple(_example(value, row) for value in row.entries("对例")),
    )


def _messages(row: Fields) -> Mapping[str, str]:
    said = row.values.get("说")
    table = {"": row.required("说")} if isinstance(said, str) else said
    if not isinstance(table, dict) or not table:
        raise row.error("缺少“说”", hint="写一句话，或几句话各有名称")
    for text in table.values():
        if not isinstance(text, str) or not text:
            raise row.error("“说”应是一句话")
        try:
            list(Formatter().parse(text))
        except ValueError:
            raise row.error(f"“{text}”里的大括号没有配对") from None
    return MappingProxyType(table)


def _parameters(row: Fields) -> Mapping[str, object]:
    value = row.values.get("参数", {})
    if not isinstance(value, dict):
        raise row.error("参数应是“键: 值”的表")
    return MappingProxyType(value)


def _pair(value: object, row: Fields) -> Pair:
    if isinstance(value, str):
        wrong, _, right = value.partition("→")
        value = {"错": wrong, "对": right}
    entry = Fields(value, f"{row.where} 词对", ("错", "对", "除外", "级", "因", "起"))
    unless = entry.text("除外")
    wrong, right = entry.required("错"), entry.required("对")
    if wrong == right:
        raise row.error(f"“{wrong}”的错和对一样")
    if len(wrong) < 2:
        raise row.error(f"“{wrong}”只有一个字，写成带上下文的正则")
    excuse = _regex(unless, row) if unless else None
    return Pair(wrong, right, excuse, _level(entry), entry.text("因"), entry.day("起"))


def _pattern(value: object, row: Fields, messages: Mapping[str, str]) -> Pattern:
    if isinstance(value, str):
        return Pattern(_regex(value, row))
    entry = Fields(value, f"{row.where} 正则", ("找", "换", "级", "说"))
    variant = entry.choice("说", messages) if "说" in entry else ""
    right = entry.text("换") if "换" in entry else None
    return Pattern(_regex(entry.required("找"), row), right, variant, _level(entry))


def _level(entry: Fields) -> Level | None:
    return _LEVELS[entry.choice("级", _LEVELS)] if "级" in entry else None


def _regex(text: str, row: Fields) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error:
        raise row.error(f"“{text}”不是正则式") from None


def _example(value: object, row: Fields) -> Example:
    if isinstance(value, str):
        if not value.strip():
            raise row.error("例子是空的")
        return Example(value)
    keys = ("稿", "整篇", "日期", "文种", "台账", "县台账", "格式")
    entry = Fields(value, f"{row.where} 例", keys)
    return Example(
        entry.required("稿"),
        entry.flag("整篇"),
        entry.day("日期"),
        entry.text("文种"),
        entry.text("台账"),
        entry.text("县台账"),
        entry.choice("格式", ("txt", "md"), "txt"),
    )
