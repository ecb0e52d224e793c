"""Which fonts stand in for those of 公文 that a machine lacks: data/norms/fonts.yaml, whose head
says what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from docgen.library.fields import Fields
from docgen.library.styles import Style


class FontKind(NamedTuple):
    """A kind of font (仿宋): the names it goes by, and the free fonts to be used without any."""

    name: str
    fonts: tuple[str, ...]
    stand_ins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FontRules:
    """The kinds; fallbacks: fonts for the characters that another lacks; sources: how to get a
    font, by its name."""

    basis: str
    kinds: tuple[FontKind, ...]
    fallbacks: tuple[str, ...]
    sources: Mapping[str, str]

    def kin(self, font: str, style: Style) -> tuple[str, ...]:
        """The names of fonts that look as the one a paper in this style asks for, best first:
        its own, the style's alternatives, other names of its kind, stand-ins."""
        own = style.stand_ins(font)
        kinds = [kind for kind in self.kinds if not {*own}.isdisjoint(kind.fonts)]
        others = [name for kind in kinds for name in (*kind.fonts, *kind.stand_ins)]
        return tuple(dict.fromkeys((*own, *others)))

    def chain(self, font: str, style: Style) -> tuple[str, ...]:
        """The names to look for when a paper in this style asks for the font, best first: its
        kin, then fonts that at least have the character."""
        return tuple(dict.fromkeys((*self.kin(font, style), *self.fallbacks)))

    def advice(self, font: str, style: Style) -> str:
        """How to get a font that will do for this one; "" when nothing is known."""
        return next((self.sources[n] for n in self.kin(font, style) if n in self.sources), "")


def fonts_of(style: Style) -> tuple[str, ...]:
    """Every font that the style asks for, each once, in the order of its file."""
    named = (_names(style, key) for key in (".字体", ".西文字体"))
    return tuple(dict.fromkeys(name for names in named for name in names if name))


def alternatives_of(style: Style) -> tuple[str, ...]:
    """Every font that the style would take in place of another."""
    return tuple(
        name
        for setting in style.settings
        if setting.key.startswith("替代字体.") and not isinstance(setting.value, str)
        for name in setting.value
    )


def _names(style: Style, ending: str) -> list[str]:
    found = (setting.value for setting in style.settings if setting.key.endswith(ending))
    return [value for value in found if isinstance(value, str)]


def font_rules_from(values: object, where: str = "fonts.yaml") -> FontRules:
    """The rules of a file's plain values.  Raises LibraryError naming the entry at fault."""
    top = Fields(values, where, ("依据", "种类", "补字", "来处"))
    kinds = []
    for value in top.entries("种类"):
        row = Fields(value, f"{where} 种类", ("名称", "字体", "替身"))
        kind = FontKind(row.required("名称"), row.texts("字体"), row.texts("替身"))
        if not kind.fonts or not kind.stand_ins:
            raise row.error(f"“{kind.name}”要写 字体 和 替身")
        kinds.append(kind)
    sources = Fields(top.values.get("来处", {}), f"{where} 来处")
    return FontRules(
        top.required("依据"),
        tuple(kinds),
        top.texts("补字"),
        {name: sources.required(name) for name in sources.values},
    )
