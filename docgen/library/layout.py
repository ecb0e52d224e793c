"""How a page is judged: data/norms/rules/layout.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from docgen.finding import Level
from docgen.library.fields import Fields
from docgen.library.styles import Setting

_LEVELS: Final = {level.label: level for level in Level}
STRENGTHS: Final = ("规定", "一般", "推荐", "实践")
_SIZES: Final = (
    *("页边", "页码高低", "表格宽", "缩进", "落款", "附件说明", "空行"),
    *("版头", "版记", "线粗", "分隔线"),
)


@dataclass(frozen=True, slots=True)
class LayoutRules:
    """Norms of the page beside those of a style.

    demands: what styles have no parameter for, by key.  free: elements
    whose look is nobody's business while the style says 实践 of it.  levels: of a deviation on the page
    itself (页面) or of an element that had to be recognised (要素), by strength.  kinds: words in
    the names of fonts of a kind, the first kind that fits counts.  allowed: how far a measure may
    be off, as written, with the clause that allows it; tolerance: the same as numbers, in the unit
    the file says: mm, characters or lines.
    """

    demands: Mapping[str, Setting]
    free: frozenset[str]
    levels: Mapping[tuple[str, str], Level]
    kinds: Mapping[str, tuple[str, ...]]
    allowed: Mapping[str, Setting]
    tolerance: Mapping[str, float]

    def kind(self, font: str) -> str:
        """The kind of a font, its own name in small letters when it is of none."""
        name = font.strip().casefold()
        for kind, words in self.kinds.items():
            if any(word.casefold() in name for word in words):
                return kind
        return name


def layout_from(values: object, where: str = "layout.yaml") -> LayoutRules:
    """The rules of the plain values.  Raises LibraryError naming the entry at fault."""
    table = Fields(values, where, ("要求", "自便", "级别", "字体种类", "宽严"))
    demands = _settings(table, "要求")
    levels = {}
    for about in ("页面", "要素"):
        row = _table(_table(table, "级别"), about)
        for strength in STRENGTHS:
            levels[about, strength] = _LEVELS[row.choice(strength, _LEVELS)]
    kinds = _table(table, "字体种类")
    sizes = _table(table, "宽严")
    allowed = _settings(table, "宽严")
    tolerance = {}
    for name in _SIZES:
        said = allowed[name].value if name in allowed else ""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)(?:毫米|字|行)", str(said))
        if found is None:
            raise sizes.error(f"“{name}”的值不认识", hint="如 1毫米、0.25字、0.5行")
        tolerance[name] = float(found[1])
    free = frozenset(table.texts("自便"))
    fonts = {kind: kinds.texts(kind) for kind in kinds.values}
    return LayoutRules(demands, free, levels, fonts, allowed, tolerance)


def _settings(table: Fields, key: str) -> dict[str, Setting]:
    """The entries of a table as parameters, by their names."""
    out = {}
    for name, value in _table(table, key).values.items():
        row = Fields(value, f"{table.where} {name}", ("值", "条款", "强度"))
        strength = row.choice("强度", STRENGTHS)
        out[name] = Setting(name, row.required("值"), row.text("条款"), strength)
    return out


def _table(table: Fields, key: str) -> Fields:
    return Fields(table.values.get(key), f"{table.where} {key}")
