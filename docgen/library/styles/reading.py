"""Style files read into styles.

A style file is read by the library; here its plain values become a `Style`.  A style that says
继承 takes every parameter it does not name from its parent.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from docgen.errors import LibraryError
from docgen.library.styles.elements import Deviation, Style
from docgen.library.styles.parameters import (
    POINTS_PER_MM,
    Kind,
    Setting,
    UnreadableError,
    kinds_of,
    section_fields,
    sections_of,
)

_STRENGTHS = ("规定", "一般", "推荐", "实践")
_NAMES = ("继承", "依据", "名称", "说明")
_GROUNDS = ("国标", "惯例")
"""Whether what a file changes is measured by the standard, or by custom alone (依据)."""
_SECTIONS: Final[Mapping[str, Mapping[str, Kind]]] = {
    name: kinds_of(element) for name, element in sections_of(Style).items()
}
_KINDS: Final[Mapping[str, Kind]] = {
    f"{section}.{name}": kind
    for section, kinds in _SECTIONS.items()
    for name, kind in kinds.items()
}
"""The kind of every parameter, in order."""


@dataclass
class _Given:
    """What the files read so far say: every parameter, and what a clause prescribes for it."""

    settings: dict[str, Setting] = field(default_factory=dict)
    prescribed: dict[str, Setting] = field(default_factory=dict)


def load_style(id: str, read: Callable[[str], Mapping[str, object]]) -> Style:
    """The style of that id with everything it inherits.

    read: gives the plain values of a style file by its id, LibraryError when there is none.
    """
    chain: dict[str, Mapping[str, object]] = {}
    current = id
    while current:
        if current in chain:
            raise LibraryError(
                f"样式“{current}”绕了一圈又继承自己", where=id, hint="改正“继承”一项"
            )
        chain[current] = read(current)
        parent = chain[current].get("继承", "")
        if not isinstance(parent, str):
            raise LibraryError("“继承”应当写一个样式的名字", where=current)
        current = parent
    given = _Given()
    for name, values in reversed(chain.items()):
        _read(name, values, given)
    return _style(id, chain[id], given)


def style_from_values(id: str, values: Mapping[str, object], parent: Style | None = None) -> Style:
    """The style that the plain values of one file make on top of its parent.

    LibraryError names an unknown, missing or unreadable parameter, and lines or characters
    that the 版心 cannot hold.
    """
    given = _Given()
    for setting in parent.settings if parent else ():
        _add(given, setting)
    _read(id, values, given)
    return _style(id, values, given)


def _read(id: str, values: Mapping[str, object], given: _Given) -> None:
    """Adds what one file says."""
    _known(values, (*_NAMES, *_SECTIONS), id, "")
    grounds = values.get("依据", _GROUNDS[0])
    if grounds not in _GROUNDS:
        raise LibraryError(f"“依据”的值“{grounds}”不认识", where=id, hint="应为国标、惯例")
    for section, kinds in _SECTIONS.items():
        block = values.get(section, {})
        if not isinstance(block, Mapping):
            raise LibraryError(f"“{section}”下面应当逐项列出参数", where=id)
        _known(block, tuple(kinds), id, f"{section}.")
        for name, value in block.items():
            setting = _setting(f"{section}.{name}", value, id)
            if grounds == "惯例":
                given.prescribed.pop(setting.key, None)
            _add(given, setting)


def _add(given: _Given, setting: Setting) -> None:
    given.settings[setting.key] = setting
    if setting.strength == "规定":
        given.prescribed[setting.key] = setting


def _known(values: Mapping[str, object], keys: Sequence[str], id: str, prefix: str) -> None:
    for key in values:
        if key not in keys:
            near = difflib.get_close_matches(str(key), keys, 1, 0.4)
            hint = f"是不是“{prefix}{near[0]}”？" if near else f"可用的有：{'、'.join(keys)}"
            raise LibraryError(f"样式没有“{prefix}{key}”这个参数", where=id, hint=hint)


def _setting(path: str, value: object, id: str) -> Setting:
    clause, strength = "", "实践"
    if isinstance(value, Mapping):
        _known(value, ("值", "条款", "强度"), id, f"{path}.")
        clause, strength = str(value.get("条款", "")), str(value.get("强度", "实践"))
        if strength not in _STRENGTHS:
            raise LibraryError(
                f"“{path}”的强度“{strength}”不认识", where=id, hint=f"应为{'、'.join(_STRENGTHS)}"
            )
        value = value.get("值")
    many = _KINDS[path].many
    if many and isinstance(value, list | tuple):
        items = tuple(item for item in value if isinstance(item, str) and item)
        if items and len(items) == len(value):
            return Setting(path, items, clause, strength)
    elif not many and isinstance(value, str):
        return Setting(path, value, clause, strength)
    raise LibraryError(f"“{path}”应当写{'几段文字的列表' if many else '一个值'}", where=id)


def _style(id: str, values: Mapping[str, object], given: _Given) -> Style:
    missing = [path for path in _KINDS if path not in given.settings]
    if missing:
        raise LibraryError(
            f"样式缺少参数：{'、'.join(missing)}", where=id, hint="补上，或写“继承: gbt9704”"
        )
    name = values.get("名称", id)
    if not isinstance(name, str):
        raise LibraryError("“名称”应当是一行文字", where=id)
    read = {path: _value(given.settings[path], id) for path in _KINDS}
    style = Style(
        id=id,
        name=name,
        parent=str(values.get("继承", "")),
        settings=tuple(given.settings[path] for path in _KINDS),
        deviations=tuple(
            Deviation(given.settings[path], prescribed)
            for path in _KINDS
            if (prescribed := given.prescribed.get(path)) is not None
            and given.settings[path].strength != "规定"
            and _value(prescribed, id) != read[path]
        ),
        **_elements(read),
    )
    _check_grid(style)
    return style


def _value(setting: Setting, id: str) -> object:
    try:
        return _KINDS[setting.key].read(setting.value)
    except UnreadableError as error:
        text = "、".join(setting.value) if isinstance(setting.value, tuple) else setting.value
        raise LibraryError(
            f"“{setting.key}”的值“{text}”不认识", where=id, hint=str(error)
        ) from error


def _elements(read: Mapping[str, object]) -> dict[str, Any]:
    """The fields of the style that sections fill."""
    out: dict[str, Any] = {}
    for one in section_fields(Style):
        element, names = one.metadata["class"], one.metadata["sections"]
        made = tuple(
            element(**{f.name: read[f"{name}.{f.metadata['name']}"] for f in fields(element)})
            for name in names
        )
        out[one.name] = made if len(names) > 1 else made[0]
    return out


def _check_grid(style: Style) -> None:
    width, height = (side * POINTS_PER_MM for side in style.page.type_area)
    if width <= 0 or height <= 0:
        raise LibraryError("四边白边占满了整张纸", where=style.id, hint="改小“页面”的白边")
    for label, need, room, fix in (
        ("版心.每面行数", style.grid.rows * style.pitch, height, f"{height // style.pitch:.0f}"),
        ("版心.每行字数", style.grid.columns * style.cell, width, f"{width // style.cell:.0f}"),
    ):
        if need > room:
            raise LibraryError(
                f"“{label}”排不下：要 {need:.1f} 磅，版心只有 {room:.1f} 磅",
                where=style.id,
                hint=f"改成 {fix} 或更小，或改小行距、字距、白边",
            )
