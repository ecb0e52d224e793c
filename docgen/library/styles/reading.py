"""Style files read into styles.

A style file is read by the library; here its plain values become a `Style`.  A style that says
继承 takes every parameter it does not name from its parent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from docgen.language.near import nearest
from docgen.library.styles.faults import Fault, StyleError
from docgen.library.styles.parameters import (
    POINTS_PER_MM,
    Kind,
    Setting,
    UnreadableError,
    kinds_of,
    section_fields,
    sections_of,
)
from docgen.library.styles.style import Deviation, Style

_STRENGTHS = ("规定", "一般", "推荐", "实践")
_NAMES = ("继承", "依据", "名称", "说明")
_GROUNDS = ("国标", "惯例")
"""Whether what a file changes is measured by the standard, or by custom alone (依据)."""
_MOST_NEAR: Final = 3
"""So many sections are named that may be meant."""
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
    """What the files read so far say: every parameter with its value, what a clause prescribes
    for it, and what is wrong in them; a parameter that is wrong is in `settings` without value."""

    settings: dict[str, Setting] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    prescribed: dict[str, Setting] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, style: str, key: tuple[str, ...], message: str, hint: str = "") -> None:
        """Note a mistake."""
        self.faults.append(Fault(style, key, message, hint))


def load_style(
    id: str, read: Callable[[str], Mapping[str, object]], known: Collection[str]
) -> Style:
    """The style of that id with everything it inherits.

    known: ids of the styles there are.

    read: gives the plain values of a style file by its id, LibraryError when there is none.
    Raises StyleError with all that is wrong in the files.
    """
    chain: dict[str, Mapping[str, object]] = {}
    current = id
    while current:
        chain[current] = read(current)
        parent = chain[current].get("继承", "")
        wrong = ("", "")
        if not isinstance(parent, str):
            wrong = ("“继承”应当写一个样式的名字", "如 继承: gbt9704")
        elif parent in chain:
            wrong = (f"样式“{parent}”绕了一圈又继承自己", "改正“继承”一项")
        elif parent and parent not in known:
            near = nearest(parent, known)
            wrong = (
                f"没有“{parent}”这个样式可以继承",
                f"是不是“{near}”" if near else "可用的有 " + "、".join(known),
            )
        if wrong[0]:
            raise StyleError([Fault(current, ("继承",), *wrong)])
        current = str(parent)
    given = _Given()
    for name, values in reversed(chain.items()):
        _read(name, values, given)
    return _style(id, chain[id], given)


def style_from_values(id: str, values: Mapping[str, object], parent: Style | None = None) -> Style:
    """The style that the plain values of one file make on top of its parent.

    StyleError names every unknown, missing or unreadable parameter, and lines or characters
    that the 版心 cannot hold.
    """
    given = _Given()
    for setting in parent.settings if parent else ():
        _add(given, setting, _KINDS[setting.key].read(setting.value))
    _read(id, values, given)
    return _style(id, values, given)


def _read(id: str, values: Mapping[str, object], given: _Given) -> None:
    """Adds what one file says."""
    _known(values, (*_NAMES, *_SECTIONS), id, (), given)
    grounds = values.get("依据", _GROUNDS[0])
    if grounds not in _GROUNDS:
        given.fault(id, ("依据",), f"“依据”的值“{grounds}”不认识", "应为国标、惯例")
    if not isinstance(values.get("名称", id), str):
        given.fault(id, ("名称",), "“名称”应当是一行文字")
    for section, kinds in _SECTIONS.items():
        block = values.get(section, {})
        if not isinstance(block, Mapping):
            given.fault(
                id, (section,), f"“{section}”下面应当逐项列出参数", f"如 {_example(section)}"
            )
            block = {}
        _known(block, tuple(kinds), id, (section,), given)
        for name in filter(kinds.__contains__, block):
            setting = _setting(f"{section}.{name}", block[name], id, given)
            if setting is None:
                continue
            if grounds == "惯例":
                given.prescribed.pop(setting.key, None)
            try:
                _add(given, setting, _KINDS[setting.key].read(setting.value))
            except UnreadableError as error:
                text = (
                    "、".join(setting.value) if isinstance(setting.value, tuple) else setting.value
                )
                message = f"“{setting.key}”的值“{text}”不认识"
                given.fault(id, (section, name), message, str(error))
                given.settings[setting.key] = setting


def _example(section: str) -> str:
    """How the first parameter of a section is written."""
    return f"{section}: {{{next(iter(_SECTIONS[section]))}: …}}"


def _add(given: _Given, setting: Setting, value: object) -> None:
    given.settings[setting.key] = setting
    given.values[setting.key] = value
    if setting.strength == "规定":
        given.prescribed[setting.key] = setting


def _known(
    values: Mapping[str, object],
    keys: Sequence[str],
    id: str,
    above: tuple[str, ...],
    given: _Given,
) -> None:
    """Notes the names that are none of the keys, each with the nearest: of a parameter here, or
    of the sections that have it."""
    for key in values:
        if key in keys:
            continue
        path = (*above, str(key))
        here = nearest(str(key), keys)
        near = (
            [".".join((*above, here))] if here else _elsewhere(str(key)) if len(above) == 1 else []
        )
        hint = "是不是" + "、".join(f"“{one}”" for one in near) + "？" if near else ""
        hint = hint or f"可用的有：{'、'.join(keys)}"
        given.fault(id, path, f"样式没有“{'.'.join(path)}”这个参数", hint)


def _elsewhere(name: str) -> list[str]:
    """The parameters of other sections that are called nearly so; none when they are many."""
    known = dict.fromkeys(name for kinds in _SECTIONS.values() for name in kinds)
    found = nearest(name, known)
    there = [f"{section}.{found}" for section, kinds in _SECTIONS.items() if found in kinds]
    return there if len(there) <= _MOST_NEAR else []


def _setting(path: str, value: object, id: str, given: _Given) -> Setting | None:
    """The parameter as written, None when it is not written as one."""
    key = tuple(path.split("."))
    clause, strength = "", "实践"
    if isinstance(value, Mapping):
        _known(value, ("值", "条款", "强度"), id, key, given)
        clause, strength = str(value.get("条款", "")), str(value.get("强度", "实践"))
        if strength not in _STRENGTHS:
            message = f"“{path}”的强度“{strength}”不认识"
            given.fault(id, key, message, f"应为{'、'.join(_STRENGTHS)}")
        value = value.get("值")
    many = _KINDS[path].many
    if many and isinstance(value, list | tuple):
        items = tuple(item for item in value if isinstance(item, str) and item)
        if items and len(items) == len(value):
            return Setting(path, items, clause, strength)
    elif not many and isinstance(value, str):
        return Setting(path, value, clause, strength)
    given.fault(id, key, f"“{path}”应当写{'几段文字的列表' if many else '一个值'}")
    return None


def _style(id: str, values: Mapping[str, object], given: _Given) -> Style:
    if given.faults:
        raise StyleError(given.faults)
    missing = [path for path in _KINDS if path not in given.settings]
    if missing:
        hint = "补上，或写“继承: gbt9704”"
        raise StyleError([Fault(id, (), f"样式缺少参数：{'、'.join(missing)}", hint)])
    style = Style(
        id=id,
        name=str(values.get("名称", id)),
        parent=str(values.get("继承", "")),
        settings=tuple(given.settings[path] for path in _KINDS),
        deviations=tuple(
            Deviation(given.settings[path], prescribed)
            for path in _KINDS
            if (prescribed := given.prescribed.get(path)) is not None
            and given.settings[path].strength != "规定"
            and _KINDS[path].read(prescribed.value) != given.values[path]
        ),
        **_elements(given.values),
    )
    _check_grid(style)
    return style


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
        hint = "改小“页面”的白边"
        raise StyleError([Fault(style.id, ("页面",), "四边白边占满了整张纸", hint)])
    faults = []
    for label, need, room, fix in (
        ("版心.每面行数", style.grid.rows * style.pitch, height, f"{height // style.pitch:.0f}"),
        ("版心.每行字数", style.grid.columns * style.cell, width, f"{width // style.cell:.0f}"),
    ):
        if need > room:
            faults.append(
                Fault(
                    style.id,
                    tuple(label.split(".")),
                    f"“{label}”排不下：要 {need:.1f} 磅，版心只有 {room:.1f} 磅",
                    f"改成 {fix} 或更小，或改小行距、字距、白边",
                )
            )
    if faults:
        raise StyleError(faults)
