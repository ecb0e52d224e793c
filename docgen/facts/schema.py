"""The dictionary as a JSON Schema (draft-07), for editors that complete and check facts files.

What the reader takes the schema takes; that a value is no date or no number only the reader
says, as it says it better.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any, Final

from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.shapes import SENTENCE_FIELD

MADE_BY: Final = "由 docgen schema 生成，不用手改"
_TEXT: Final = ["string", "number", "null"]
"""Types of a text in a file: 2026 is a number to an editor, a blank is null."""

_ATTRIBUTES: Final = {
    "上期": "上一期（去年同期）的数；去年的台账放在同一文件夹时不用填",
    "增幅": "增减的百分比，如 9.5%；有上期数就不用填",
    "比": "和什么时候比；不写是上年同期",
    "目标": "要达到的数",
    "名次": "排第几，如 全县第2",
    "来源": "从哪里来的数",
    "时点": "截至哪一天",
    "口径": "怎么算的、含不含什么",
    "说明": "别的要说的",
    "待核实": "为什么要核实；数照印，后面带【待核实】",
}
_AS_NUMBER: Final = re.compile(r"\d+\.\d*")
"""What an editor takes for a number, though it is a word (1.)."""
_ASIDE: Final[dict[str, Any]] = {
    name: {"description": note, "type": _TEXT} for name, note in _ATTRIBUTES.items()
} | {
    "状态": {"description": "不写是已核实", "enum": ["已核实", "待核实", "计划", "未更新", None]},
    "公开": {"description": "写 否，就不写进外发文稿", "enum": ["是", "否"]},
    "待填": {"description": "还不知道；{待填} 和 待填 一样"},
}
"""What may stand beside the 值 of any leaf."""
_SHORT: Final = "短写"
_LONG: Final = "长写"
_LEAF: Final = "一项"
_DEFINITIONS: Final[dict[str, Any]] = {
    **_ASIDE,
    _SHORT: {"type": _TEXT},
    _LONG: {
        "type": "object",
        "properties": {
            "值": {"$ref": f"#/definitions/{_SHORT}"},
            **{name: {"$ref": f"#/definitions/{name}"} for name in _ASIDE},
        },
        "additionalProperties": False,
    },
    _LEAF: {"anyOf": [{"$ref": f"#/definitions/{name}"} for name in (_SHORT, _LONG)]},
}
"""The forms that leaves share, so that the schema stays small."""


def schema(dictionary: Dictionary, paths: Collection[str] | None = None) -> dict[str, Any]:
    """The schema of a facts file.  paths: the facts it may hold with all below them; None for all."""
    chosen = _chosen(dictionary, paths)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": MADE_BY,
        "title": "docgen 台账",
        "type": ["object", "null"],
        "properties": {
            name: _entry(entry, chosen)
            for name, entry in dictionary.roots.items()
            if chosen is None or name in chosen
        },
        "additionalProperties": False,
        "definitions": _DEFINITIONS,
    }


def _chosen(dictionary: Dictionary, paths: Collection[str] | None) -> set[str] | None:
    """The paths with what stands above them, and below a list or number all there is."""
    if paths is None:
        return None
    wanted = set(paths)
    out: set[str] = set()
    for entry in dictionary.walk():
        names = entry.path.split(".")
        above = [".".join(names[:length]) for length in range(1, len(names) + 1)]
        found = [i for i, path in enumerate(above) if path in wanted]
        whole = any((dictionary.find(above[i]) or entry).kind != "组" for i in found)
        if entry.path in wanted or whole:
            out.update(above)
    return out


def _entry(entry: Entry, chosen: set[str] | None) -> dict[str, Any]:
    """What may stand for an entry."""
    if entry.kind in ("组", "构成"):
        return _described(entry, {"type": ["object", "null"], **_members(entry, chosen)})
    if entry.kind == "列表":
        return _described(entry, {"anyOf": list(_list(entry))})
    return _described(entry, _leaf(entry, chosen))


def _described(entry: Entry, rest: dict[str, Any]) -> dict[str, Any]:
    parts = (
        entry.note,
        f"单位：{entry.unit or entry.measure}" if entry.unit or entry.measure else "",
        "可不填" if entry.optional else "",
    )
    return {"description": "；".join(part for part in parts if part), **rest}


def _properties(entry: Entry, chosen: set[str] | None) -> dict[str, Any]:
    return {
        name: _entry(below, chosen)
        for name, below in entry.members.items()
        if chosen is None or below.path in chosen
    }


def _members(entry: Entry, chosen: set[str] | None) -> dict[str, Any]:
    return {"properties": _properties(entry, chosen), "additionalProperties": False}


def _short(entry: Entry) -> dict[str, Any]:
    """The short form."""
    if entry.options or entry.kind == "是否":
        words = entry.options or ("是", "否")
        numbers = [float(word) for word in words if _AS_NUMBER.fullmatch(word)]
        none = ("无",) if entry.optional and entry.options and "无" not in words else ()
        return {"enum": [*words, *numbers, *none, "待填", "", None]}
    return {"$ref": f"#/definitions/{_SHORT}"}


def _leaf(entry: Entry, chosen: set[str] | None) -> dict[str, Any]:
    """The short form and the long one: 值, what else may be said, the members below."""
    if not entry.members:
        if entry.options or entry.kind == "是否":
            return {"anyOf": [_short(entry), {"$ref": f"#/definitions/{_LONG}"}]}
        return {"allOf": [{"$ref": f"#/definitions/{_LEAF}"}]}
    members = _properties(entry, chosen)
    parts = {
        name: below
        for name, below in members.items()
        if entry.members[name].kind not in ("列表", "组", "构成")
    }
    shares = {
        key: {
            "description": note,
            "type": ["object", "null"],
            "properties": parts,
            "additionalProperties": False,
        }
        for key, note in (("分为", "各项相加等于合计"), ("其中", "每项不大于合计"))
    }
    aside = {name: {"$ref": f"#/definitions/{name}"} for name in _ASIDE}
    long = {
        "type": "object",
        "properties": {**members, "值": _short(entry), **aside, **shares},
        "additionalProperties": False,
    }
    return {"anyOf": [_short(entry), long]}


def _list(entry: Entry) -> Iterable[dict[str, Any]]:
    """The forms a list may have: its lines, 无, nothing yet."""
    lines: list[dict[str, Any]] = []
    if entry.members:
        lines.append({"type": "object", **_members(entry, None)})
    if entry.item or SENTENCE_FIELD in entry.members or entry.title or not entry.members:
        lines.append({"type": _TEXT})
    yield {"type": "array", "items": {"anyOf": lines} if len(lines) > 1 else lines[0]}
    yield {"enum": ["无", "待填", "", None]}
    yield {
        "type": "object",
        "properties": {"待填": {}, "待核实": {"type": _TEXT}},
        "additionalProperties": False,
        "maxProperties": 1,
    }
    if entry.item:
        yield {"type": _TEXT}
