"""What a unit has settled about the review of its drafts: 检查.yaml beside them, 稿.放行.yaml.

Levels may be lowered or switched off; only 提示 may be raised, to 疑似.  What is let stand
(放行) says why.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from docgen import source
from docgen.errors import LibraryError
from docgen.finding import Level, Place
from docgen.library.rules import Rule
from docgen.source import MappingNode, Node, Parsed, Scalar, SequenceNode

FILE: Final = "检查.yaml"
"""The profile of the drafts in its folder and below."""
OFF: Final = "关"
_KEYS: Final = ("级别", "用语", "机构", "文种", "放行")
_WAIVER: Final = ("代码", "原文", "缘由")
_ORGAN: Final = ("名称", "简称", "原名", "起")
_LEVELS: Final = {level.label: level for level in Level}


@dataclass(frozen=True, slots=True)
class Waiver:
    """Findings that are let stand.

    code: theirs, or its first letters.  quote: words they stand in or quote, "" for all of the
    draft.  why: the reason, "" when none is given.  place: where this is said.  line: of the
    draft, from 1, for what is said in the draft itself of its next paragraph; 0 otherwise.
    """

    code: str
    quote: str
    why: str
    place: Place
    line: int = 0


class Organ(NamedTuple):
    """An organ that was renamed: its name, those it had before, the day the new one began."""

    name: str
    former: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True)
class Profile:
    """What was settled.

    levels: by code or first letters; None for those switched off.  words: of this unit, which
    no rule may object to.  organs: of this unit, that were renamed.  genre: id of the drafts' 文种, "" when not said.  waivers: in order.
    """

    levels: Mapping[str, Level | None] = field(default_factory=lambda: MappingProxyType({}))
    words: frozenset[str] = frozenset()
    genre: str = ""
    waivers: tuple[Waiver, ...] = ()
    organs: tuple[Organ, ...] = ()

    def over(self, below: Profile) -> Profile:
        """This profile where it says something, else the one below; lists add up."""
        return Profile(
            MappingProxyType({**below.levels, **self.levels}),
            below.words | self.words,
            self.genre or below.genre,
            (*self.waivers, *below.waivers),
            (*self.organs, *below.organs),
        )

    def level(self, rule: Rule, found: Level) -> Level | None:
        """The level of a finding of the rule, None when it is switched off."""
        said = [code for code in self.levels if rule.code.startswith(code)]
        if not said:
            return found
        level = self.levels[max(said, key=len)]
        if level is None or level < found or rule.level is Level.HINT:
            return level
        return found


def read_profile(path: Path, rules: Mapping[str, Rule], genres: Mapping[str, str]) -> Profile:
    """The profile in a file.  genres: the ids of 文种 by every name they go by.

    Raises LibraryError for the first entry at fault, with its line and what it may have meant.
    """
    parsed = _parsed(path)
    table = dict(_entries(parsed, parsed.root, _KEYS))
    words = {_text(parsed, item) for item in _items(parsed, table.get("用语"))}
    organs: list[Organ] = []
    for item in _items(parsed, table.get("机构")):
        names, organ = _organ(parsed, item)
        words |= names
        organs += [organ] if organ else []
    genre = ""
    if "文种" in table:
        node = table["文种"]
        genre = genre_named(_text(parsed, node), genres, _at(parsed, node))
    levels: dict[str, Level | None] = {}
    for code, level in _entries(parsed, table.get("级别"), None):
        levels[code] = _level(parsed, code, level, rules)
    waivers = tuple(_waivers(parsed, table.get("放行"), rules))
    for waiver in waivers:
        if not waiver.quote:
            raise LibraryError(
                "放行要写明“原文”",
                where=str(waiver.place),
                hint=f"整类不查，写 级别: {{{waiver.code}: 关}}",
            )
    return Profile(MappingProxyType(levels), frozenset(words), genre, waivers, tuple(organs))


def _organ(parsed: Parsed, node: Node) -> tuple[set[str], Organ | None]:
    """The names an organ goes by, and what it was called before when that is said."""
    if not isinstance(node, MappingNode):
        return {_text(parsed, node)}, None
    row = dict(_entries(parsed, node, _ORGAN))
    where = _at(parsed, node)
    if "名称" not in row:
        raise LibraryError("机构要写明“名称”", where=where, hint="名称: 清河县农业农村局")
    name = _text(parsed, row["名称"])
    short, former = (
        tuple(_text(parsed, item) for item in _items(parsed, row.get(key)))
        for key in ("简称", "原名")
    )
    if bool(former) != ("起" in row):
        raise LibraryError(
            "机构的“原名”和“起”要一起写", where=where, hint="起: 2019-03-20，是改用现在名称的那一天"
        )
    if not former:
        return {name, *short}, None
    said = _text(parsed, row["起"])
    try:
        since = date.fromisoformat(said)
    except ValueError:
        where = _at(parsed, row["起"])
        raise LibraryError(f"“{said}”不是日期", where=where, hint="写成 2019-03-20") from None
    return {name, *short}, Organ(name, former, since)


def read_waivers(path: Path, rules: Mapping[str, Rule]) -> tuple[Waiver, ...]:
    """What is let stand, from a file that holds nothing else.  Raises as `read_profile`."""
    parsed = _parsed(path)
    return tuple(_waivers(parsed, parsed.root, rules))


def code_known(code: str, rules: Collection[str], where: str = "") -> str:
    """The code or first letters of codes, as rules have them.  Raises LibraryError."""
    wanted = code.strip().upper()
    if wanted and any(rule.startswith(wanted) for rule in rules):
        return wanted
    known = [*rules, *dict.fromkeys(rule[:3] for rule in rules)]
    raise LibraryError(f"没有“{code}”这个代码", where=where, hint=_near(wanted, known))


def genre_named(name: str, genres: Mapping[str, str], where: str = "") -> str:
    """The id of the 文种 of that name.  Raises LibraryError naming near ones."""
    found = genres.get(name.strip())
    if found is None:
        near = [known for known in genres if name and (name in known or known in name)]
        hint = "是不是 " + "、".join(near) if near else _near(name, genres)
        raise LibraryError(f"没有“{name}”这个文种", where=where, hint=hint)
    return found


def _near(word: str, known: Collection[str]) -> str:
    """What may have been meant, else all there is when that is not much."""
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    if near:
        return "是不是 " + "、".join(near)
    return "可用的有 " + "、".join(known) if len(known) < 40 else "docgen explain 列出全部代码"


def _parsed(path: Path) -> Parsed:
    parsed = source.read_file(path)
    if not parsed.sound:
        first = max(parsed.findings, key=lambda finding: finding.level)
        raise LibraryError(first.message, where=str(first.place), hint=first.hint)
    return parsed


def _entries(
    parsed: Parsed, node: Node | None, keys: Collection[str] | None
) -> Iterator[tuple[str, Node]]:
    """The entries of a table, none when it is left out; only these keys, None for any."""
    if node is None or not _is_said(node):
        return
    if not isinstance(node, MappingNode):
        raise LibraryError("应是“键: 值”的表", where=_at(parsed, node))
    for key, value in node.items:
        if keys is not None and key.value not in keys:
            raise LibraryError(
                f"不认识“{key.value}”", where=_at(parsed, key), hint=_near(key.value, keys)
            )
        yield key.value, value


def _items(parsed: Parsed, node: Node | None) -> tuple[Node, ...]:
    if node is None or not _is_said(node):
        return ()
    if not isinstance(node, SequenceNode):
        raise LibraryError("应是列表", where=_at(parsed, node), hint="写 [甲, 乙]，或一行一条 - 甲")
    return node.items


def _text(parsed: Parsed, node: Node) -> str:
    if not isinstance(node, Scalar) or not node.value.strip():
        raise LibraryError("应是一段文字", where=_at(parsed, node))
    return node.value.strip()


def _is_said(node: Node | None) -> bool:
    """Whether anything stands behind a key."""
    return node is not None and node != Scalar("", node.line, node.column, False)


def _level(parsed: Parsed, code: str, node: Node, rules: Mapping[str, Rule]) -> Level | None:
    """The level set for a code, None for 关."""
    where = _at(parsed, node)
    code_known(code, rules, where)
    said = _text(parsed, node)
    if said == OFF:
        return None
    if said not in _LEVELS:
        raise LibraryError(f"没有“{said}”这一级", where=where, hint="可用：关、提示、疑似、必错")
    level = _LEVELS[said]
    most = max(rule.level for name, rule in rules.items() if name.startswith(code))
    if level > max(most, Level.DOUBT):
        raise LibraryError(
            f"{code} 是{most.label}，不能提高到{level.label}",
            where=where,
            hint="级别只能调低、关掉，或由提示提到疑似",
        )
    return level


def _waivers(parsed: Parsed, node: Node | None, rules: Mapping[str, Rule]) -> Iterator[Waiver]:
    for item in _items(parsed, node):
        row = dict(_entries(parsed, item, _WAIVER))
        where = _at(parsed, item)
        if "代码" not in row:
            raise LibraryError("放行要写明“代码”", where=where, hint="代码: OUT003")
        code = code_known(_text(parsed, row["代码"]), rules, where)
        quote = _text(parsed, row["原文"]) if "原文" in row else ""
        why = _text(parsed, row["缘由"]) if _is_said(row.get("缘由")) else ""
        yield Waiver(code, quote, why, parsed.place(item.line, item.column))


def _at(parsed: Parsed, node: Node) -> str:
    return str(parsed.place(node.line, node.column))
