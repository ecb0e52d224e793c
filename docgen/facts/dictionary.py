"""The data dictionary: which facts exist, of what kind, and what must hold between them.

One entry serves every template: the YAML key, the column of a form, the name in a template
and the word in a message are the same Chinese word.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final
from weakref import WeakKeyDictionary

from docgen.errors import LibraryError
from docgen.language.near import nearest
from docgen.library import Library

LEAF_KINDS: Final = frozenset(
    ("计数", "小数", "金额", "百分比", "日期", "期间", "文本", "名称", "选项", "是否")
)
NUMBER_KINDS: Final = frozenset(("计数", "小数", "金额", "百分比"))
KINDS: Final = LEAF_KINDS | {"列表", "组", "构成"}
RELATIONS: Final = ("", "分为", "其中")
CARRIES: Final = ("上期", "标记", "照抄", "顺延", "清空")
ROLLUPS: Final = frozenset(("", "和", "最大", "加权平均", "个数", "列举", "不汇总"))

_KEYS: Final = frozenset(
    (
        "类型",
        "单位",
        "量词",
        "说明",
        "汇总",
        "选项",
        "下级",
        "项",
        "字段",
        "校验",
        "别名",
        "口径名",
        "主项",
        "可缺",
        "关系",
        "结转",
        "了结",
        "权",
        "本级",
        "合并",
        "汇自",
        "汇出",
    )
)
_CARRIED: Final = dict.fromkeys(NUMBER_KINDS, "上期") | {
    "文本": "标记",
    "列表": "标记",
    "日期": "顺延",
    "期间": "顺延",
}
_EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """What one fact, group or list of records is.

    kind: one of KINDS.  unit: unit a bare number is in (万元, 平方公里).  measure: 量词 it is
    counted by (名, 个).  noun: the word that stands after the number in a phrase, by default
    the name itself; named: what takes its place when the fact has a 口径 that says what is
    measured (农民{口径}).  members: the facts under it; for a 列表 the fields of a record.
    item: kind of a plain list item, "" when items must be records.  title: the field that
    stands for a whole record.  optional: a record need not have it, and then prints nothing.
    options: the words a 选项 allows.  relation: what a member is to the number it stands under
    when nothing else is said: 分为 (with its like it makes up the whole), 其中 (part of it) or
    "" (neither).  carry: what becomes of it in the next period: 上期 (the value becomes the
    earlier one), 标记 (kept, marked 未更新), 照抄, 顺延 (a date moves on), 清空.  finished: the
    options (了结) with which a record is over, so that the next period has it no more.
    rollup: how the county gets it from its units (汇总).  weights: for a 加权平均 what each unit
    counts by (权), the first that all of them have; a + b is the two together.  own: each level
    has its own (本级: 县领导包联 is no sum of what towns do): what the county says of itself
    stands.  merged: records of several units with one title are one (合并).  taken: the fact of
    a unit that a field of a list of units holds (汇自).  derived: nobody fills it in, the roll-up
    makes it.

    A 构成 is a group without a value of its own whose members make up the number it stands
    under (党员.学历).
    """

    name: str
    path: str
    kind: str
    unit: str = ""
    measure: str = ""
    note: str = ""
    rollup: str = ""
    noun: str = ""
    named: str = ""
    options: tuple[str, ...] = ()
    item: str = ""
    title: str = ""
    optional: bool = False
    relation: str = ""
    carry: str = ""
    finished: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    own: bool = False
    merged: bool = False
    taken: str = ""
    derived: bool = False
    members: Mapping[str, Entry] = field(default_factory=lambda: _EMPTY)

    @property
    def is_number(self) -> bool:
        """Whether its values are quantities."""
        return self.kind in NUMBER_KINDS

    def walk(self) -> Iterator[Entry]:
        """Itself and every entry below it, outer before inner."""
        stack = [self]
        while stack:
            entry = stack.pop()
            yield entry
            stack.extend([*entry.members.values()][::-1])


_ALIKE: Final = tuple(
    words.split()
    for words in (
        "名 人 位",
        "场 场次",
        "公里 千米",
        "平方公里 平方千米",
        "棵 株",
        "个 处",
        "个 支",
        "份 张",
    )
)
"""Measure words and units that say the same of a number."""


@lru_cache(maxsize=256)
def known_units(kind: str, measure: str, unit: str) -> frozenset[str]:
    """The units that a number of such an entry may be written in."""
    money = ("元", "万元", "亿元") if kind == "金额" else ()
    alike = next((words for words in _ALIKE if measure in words or unit in words), ())
    return frozenset((measure, unit, "", *money, *alike, *("%" if kind == "百分比" else "")))


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that must hold, such as `党支部.农村党支部 + 党支部.机关党支部 == 党支部`.

    zero: numbers that are none when they are not given (缺作零): a township without 社区.
    """

    expression: str
    note: str
    tree: ast.Compare
    zero: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Theme:
    """What the entries of one file have in common, as its key 主题 says.

    title: heading for a reader.  note: a sentence for the clerk who fills them in.
    names: its entries, in the order a clerk fills them in.
    """

    title: str
    note: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All entries by their first name, the relations between them, and the themes they fall in."""

    roots: Mapping[str, Entry]
    checks: tuple[Check, ...] = ()
    themes: tuple[Theme, ...] = ()

    def find(self, path: str) -> Entry | None:
        """The entry at a dotted path (positions like [1] are ignored), None when undeclared."""
        names = [part.partition("[")[0].partition("#")[0] for part in path.split(".")]
        entry = self.roots.get(names[0])
        for name in names[1:]:
            if entry is None:
                return None
            entry = entry.members.get(name)
        return entry

    def may_lack(self, path: str) -> bool:
        """Whether the fact, or a group it stands in, may be left out of the ledger or the record."""
        parts = path.split(".")
        for end in range(len(parts), 0, -1):
            entry = self.find(".".join(parts[:end]))
            if entry is None or (entry.kind == "列表" and end < len(parts)):
                return False  # a field is reached by its record only, which is there
            if entry.optional:
                return True
        return False

    def under(self, *names: str) -> tuple[str, ...]:
        """The paths of the entries of these names and of all under them; without names, of all."""
        wanted = names or tuple(self.roots)
        return tuple(entry.path for entry in self.walk() if entry.path.split(".")[0] in wanted)

    def walk(self) -> Iterator[Entry]:
        """Every entry, outer before inner."""
        for entry in self.roots.values():
            yield from entry.walk()


_KEPT: Final[WeakKeyDictionary[Library, Dictionary]] = WeakKeyDictionary()


def dictionary_of(library: Library) -> Dictionary:
    """The dictionary of a library, made once.  Raises LibraryError as `dictionary_from`."""
    known = _KEPT.get(library)
    if known is None:
        whole = len(library.roots) == 1
        known = _KEPT[library] = dictionary_from(library.dictionary_values, whole=whole)
    return known


def dictionary_from(files: Mapping[str, Any], *, whole: bool = True) -> Dictionary:
    """The dictionary of these files: file name → its plain values; in the order of their 主题.

    whole: every fact that an entry speaks of (权, 汇自) must be there; not so where a project's
    file has taken the place of a built-in one.  Raises LibraryError naming file and entry when an entry is malformed or stands twice.
    """
    roots: dict[str, Entry] = {}
    checks: list[Check] = []
    themes: list[Theme] = []
    origin: dict[str, str] = {}
    for file, values in sorted(files.items(), key=_order):
        if not isinstance(values, Mapping):
            raise LibraryError("数据字典应是“名称: 说明”的对照表", where=file)
        theme = values.get(_THEME)
        for name, value in values.items():
            if name == "校验":
                checks.extend(_check(item, file) for item in value)
            elif name == _THEME:
                continue
            elif name in roots:
                raise LibraryError(f"“{name}”在别的字典文件里已有", where=file)
            else:
                roots[name] = _entry(name, name, value, file)
                origin[name] = file
        names = tuple(name for name in values if name in roots)
        said = theme if isinstance(theme, Mapping) else {}
        themes.append(Theme(str(said.get("名", "其他")), str(said.get("说明", "")), names))
    made = Dictionary(MappingProxyType(roots), tuple(checks), tuple(themes))
    for entry in made.walk():
        for path in (*(p for choice in entry.weights for p in addends(choice)), entry.taken):
            if path and whole and made.find(path) is None:
                where = origin[entry.path.partition(".")[0]]
                raise LibraryError(f"“{entry.path}”里写的“{path}”不在数据字典里", where=where)
    return made


def addends(choice: str) -> tuple[str, ...]:
    """The facts of a weight: 换届.村 + 换届.社区 are two."""
    return tuple(part.strip() for part in choice.split("+"))


_THEME: Final = "主题"
"""Not an entry: how the entries of a file are headed, and where they stand among the others."""


def _order(item: tuple[str, Any]) -> tuple[int, str]:
    """The place of a file: its 主题.序, those without one last."""
    file, values = item
    theme = values.get(_THEME) if isinstance(values, Mapping) else None
    if theme is None:
        return (1000, file)
    number = str(theme.get("序", "")) if isinstance(theme, Mapping) else ""
    if not (number.isascii() and number.isdecimal()):
        raise LibraryError(
            "“主题”应写明 名、序、说明", where=file, hint="如：主题: {名: 经济, 序: 5, 说明: …}"
        )
    return (int(number), file)


def _entry(name: str, path: str, value: Any, file: str, *, own: bool = False) -> Entry:
    if not isinstance(value, Mapping):
        raise LibraryError(f"“{path}”下面应写 类型、说明 等", where=file)
    if not name.isidentifier():
        raise LibraryError(f"“{path}”不能作名称：只用汉字、字母、数字，不以数字开头", where=file)
    kind = str(value.get("类型", "组"))
    unknown = set(value) - _KEYS
    if unknown:
        word = sorted(unknown)[0]
        guess = nearest(word, sorted(_KEYS))
        raise LibraryError(
            f"“{path}”里不认识“{word}”", where=file, hint=f"是不是“{guess}”" if guess else ""
        )
    if kind not in KINDS:
        raise LibraryError(
            f"“{path}”的类型“{kind}”不认识", where=file, hint="可用：" + "、".join(sorted(KINDS))
        )
    rollup = str(value.get("汇总", ""))
    if rollup not in ROLLUPS:
        raise LibraryError(f"“{path}”的汇总“{rollup}”不认识", where=file)
    relation, carry = str(value.get("关系", "")), str(value.get("结转", ""))
    if relation not in RELATIONS:
        raise LibraryError(f"“{path}”的关系“{relation}”不认识", where=file, hint="可用：分为、其中")
    if carry and carry not in CARRIES:
        raise LibraryError(
            f"“{path}”的结转“{carry}”不认识", where=file, hint="可用：" + "、".join(CARRIES)
        )
    options = tuple(str(word) for word in value.get("选项", ()))
    finished = tuple(str(word) for word in value.get("了结", ()))
    if not set(finished) <= set(options):
        raise LibraryError(
            f"“{path}”的了结“{'、'.join(finished)}”不在它的选项里",
            where=file,
            hint="可用：" + "、".join(options) if options else "只有选项才写 了结",
        )
    below = value.get("字段") or value.get("下级") or {}
    own = own or value.get("本级") == "是"
    members = {
        key: _entry(key, f"{path}.{key}", item, file, own=own) for key, item in below.items()
    }
    weights = value.get("权") or ()
    return Entry(
        name=name,
        path=path,
        kind=kind,
        unit=str(value.get("单位", "")),
        measure=str(value.get("量词", "")),
        note=str(value.get("说明", "")),
        rollup=rollup,
        noun=str(value.get("别名", "")) or name,
        named=str(value.get("口径名", "")),
        options=options,
        item=str(value.get("项", "")),
        title=str(value.get("主项", "")),
        optional=value.get("可缺") == "是",
        relation=relation,
        carry=carry or _CARRIED.get(kind, "照抄"),
        finished=finished,
        weights=(weights,) if isinstance(weights, str) else tuple(map(str, weights)),
        own=own,
        merged=value.get("合并") == "是",
        taken=str(value.get("汇自", "")),
        derived=value.get("汇出") == "是",
        members=MappingProxyType(members),
    )


_COMPARISONS: Final = (ast.Eq, ast.LtE, ast.Lt, ast.GtE, ast.Gt)
_ARITHMETIC: Final = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def _check(item: Any, file: str) -> Check:
    text = str(item.get("式", "") if isinstance(item, Mapping) else item)
    note = str(item.get("说明", "")) if isinstance(item, Mapping) else ""
    zero = item.get("缺作零", ()) if isinstance(item, Mapping) else ()
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        raise LibraryError(f"校验式“{text}”写法不对", where=file) from None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or not _allowed(tree):
        raise LibraryError(
            f"校验式“{text}”只能由名称、数、加减乘除和一个比较组成",
            where=file,
            hint="如：党支部.农村党支部 + 党支部.机关党支部 == 党支部",
        )
    return Check(text, note, tree, frozenset(map(str, zero)))


def _allowed(node: ast.expr) -> bool:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return isinstance(op, _COMPARISONS) and _allowed(left) and _allowed(right)
        case ast.BinOp(left=left, op=op, right=right):
            return isinstance(op, _ARITHMETIC) and _allowed(left) and _allowed(right)
        case ast.Constant(value=value):
            return type(value) in (int, float)
        case ast.Attribute(value=inner):
            return isinstance(inner, ast.Attribute | ast.Name) and _allowed(inner)
        case ast.Name():
            return True
    return False
