"""A facts file to be filled in: every fact that is needed, blank, with what it is beside it.

As it stands it reads without error: a blank is 待填 where the fact is required and nothing
where it may be missing; records stand as an example behind #.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, TypeAlias

from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.shapes import SENTENCE_FIELD
from docgen.facts.writing import aligned

SCHEMA_FILE: Final = "docgen.schema.json"
MODELINE: Final = f"# yaml-language-server: $schema={SCHEMA_FILE}"
"""First line of a file that editors are to help with (see `schema`)."""

HOW_TO: Final = (
    "# 填在冒号后面，冒号和内容之间空一格。标“可不填”的，没有就空着；暂时不知道的写 待填。",
    "# 数照平常说的写：62、2.2万、近600万元、98%以上。",
    "# 一个数要多说几句，写成 党员: {值: 62, 上期: 58, 来源: 年报}。",
    "# 一条一条写的，照行首“# ”后面的样子：删去“# ”再填，几条写几遍；一条也没有的写 无，如 后进村: 无。",
)
_Line: TypeAlias = tuple[str, str]
"""A line and its comment."""


def skeleton(
    dictionary: Dictionary,
    paths: Collection[str],
    *,
    title: str = "",
    filled: Mapping[str, str] | None = None,
    elsewhere: Collection[str] = (),
) -> str:
    """The text of a facts file with a blank for each of these dictionary paths.

    title: what the file is for.  filled: the text of leaves that are known already.  elsewhere:
    paths that a file below gives (unit.yaml); they are left out, and said to be there.
    """
    blank = _Blank({path for path in paths if path not in elsewhere}, filled or {})
    wanted = [entry for entry in dictionary.roots.values() if blank.is_wanted(entry)]
    heads: dict[str, str] = {}
    for theme in dictionary.themes:
        first = next((entry.name for entry in wanted if entry.name in theme.names), None)
        if first is not None:
            heads[first] = theme.title
    out = [MODELINE, *([f"# {title}"] if title else []), *HOW_TO]
    roomy = True
    for entry in wanted:
        lines = aligned(list(blank.entry(entry, "")))
        if entry.name in heads:
            out += ["", f"# ──── {heads[entry.name]} ────"]
        if roomy or len(lines) > 1 or entry.name in heads:
            out.append("")
        out += lines
        roomy = len(lines) > 1
    if elsewhere:
        names = "、".join(dict.fromkeys(path.partition(".")[0] for path in elsewhere))
        out += ["", f"# {names} 里有几项已写在 unit.yaml、_common.yaml 里，这里不再列"]
    return "\n".join(out) + "\n"


class _Blank:
    """Lays out the wanted entries."""

    def __init__(self, wanted: Collection[str], filled: Mapping[str, str]) -> None:
        self.wanted = wanted
        self.filled = filled

    def is_wanted(self, entry: Entry) -> bool:
        """Whether the entry, or anything below it, is."""
        return not entry.derived and (
            entry.path in self.wanted
            or (entry.kind != "列表" and any(map(self.is_wanted, entry.members.values())))
        )

    def entry(self, entry: Entry, indent: str) -> Iterator[_Line]:
        """The lines of an entry: its key with a blank, and what is wanted below."""
        if entry.kind == "列表":
            yield from _list(entry, indent)
            return
        whole = entry.kind == "构成" and entry.path in self.wanted
        below = [m for m in entry.members.values() if whole or self.is_wanted(m)]
        if entry.kind in ("组", "构成"):
            yield f"{indent}{entry.name}:", _comment(entry)
            for member in below:
                yield from self.entry(member, indent + "  ")
            return
        text = self.filled.get(entry.path, "")
        value = f" {text}" if text else ""
        if not below:
            yield f"{indent}{entry.name}:{value}", _comment(entry)
            return
        yield f"{indent}{entry.name}:", ""
        yield f"{indent}  值:{value}", _comment(entry)
        for relation in ("分为", "其中", ""):
            group = [m for m in below if m.relation == relation]
            if group and relation:
                yield f"{indent}  {relation}:", _RELATIONS[relation]
            for member in group:
                yield from self.entry(member, indent + ("    " if relation else "  "))


_RELATIONS: Final = {"分为": "各项相加等于合计", "其中": "每项不大于合计"}


def _list(entry: Entry, indent: str) -> Iterator[_Line]:
    """A list, blank, with an example of a record behind #."""
    yield f"{indent}{entry.name}:", _comment(entry)
    if entry.members:
        for line, comment in _record(entry, indent + "  "):
            yield f"# {line}", comment


def _record(entry: Entry, indent: str) -> Iterator[_Line]:
    if SENTENCE_FIELD in entry.members:
        yield f"{indent}- 主题句。做法。", "一条一句，或者分项写："
    first = f"{indent}- "
    for field in entry.members.values():
        if field.name == SENTENCE_FIELD or field.derived:
            continue
        if field.kind == "列表" and field.members:
            yield f"{first}{field.name}:", _comment(field)
            yield from _record(field, indent + "    ")
        else:
            yield f"{first}{field.name}:", _comment(field)
        first = indent + "  "


def _comment(entry: Entry) -> str:
    """What is to be filled in: 可不填；名；党员总数."""
    several = "几项写成 [甲, 乙]" if entry.kind == "列表" and not entry.members else ""
    options = "、".join(entry.options) + " 选一个" if entry.options else ""
    if entry.kind == "是否":
        options = "是 或 否"
    optional = "可不填" if entry.optional else ""
    unit = entry.unit or entry.measure or ("%" if entry.kind == "百分比" else "")
    note = entry.note if entry.note != entry.name else ""
    parts = (optional, unit, note, options, several)
    return "；".join(part.rstrip("。；") for part in parts if part)
