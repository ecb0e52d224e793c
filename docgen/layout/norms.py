"""What a page is held against: the parameters of a style, and beside them the rules of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from docgen.library.layout import LayoutRules
from docgen.library.styles import POINTS_PER_MM, Font, Setting, Style
from docgen.library.styles.parameters import section_fields

HEADINGS: Final = ("一级标题", "二级标题", "三级标题", "四级标题")
MARGINS: Final[Mapping[str, str]] = {
    "top": "页面.天头",
    "bottom": "页面.下白边",
    "left": "页面.订口",
    "right": "页面.切口",
}
_NAMED: Final[Mapping[str, str]] = {
    "签发人姓名.字体": "签发人.姓名字体",
    "签发人姓名.字号": "签发人.字号",
    "签发人姓名.加粗": "签发人.加粗",
}
"""The parameters of the names behind 签发人：."""
PAPER: Final[Mapping[str, str]] = {"width": "页面.宽", "height": "页面.高"}


@dataclass(frozen=True, eq=False)
class Norms:
    """A style and the rules."""

    style: Style
    rules: LayoutRules

    def setting(self, key: str) -> Setting:
        """The parameter of that key: the style's own, else that of the rules."""
        return self._settings[_NAMED.get(key, key)]

    @cached_property
    def _settings(self) -> Mapping[str, Setting]:
        return {**self.rules.demands, **{one.key: one for one in self.style.settings}}

    def same_font(self, font: str, wanted: str) -> bool:
        """Whether a font may stand for the wanted one: it is of its kind."""
        return font in self.style.stand_ins(wanted) or self.rules.kind(font) == self.rules.kind(
            wanted
        )

    def is_free(self, section: str) -> bool:
        """Whether the standard leaves the section's look free and the style insists on none."""
        own = (one for one in self.style.settings if one.key.startswith(f"{section}."))
        return section in self.rules.free and all(one.strength == "实践" for one in own)

    @cached_property
    def fonts(self) -> Mapping[str, Font]:
        """The fonts of the style by section; 签发人姓名: of the names behind 签发人：."""
        found = {
            name: element
            for field in section_fields(Style)
            for name, element in zip(
                field.metadata["sections"], self._elements(field.name), strict=True
            )
            if isinstance(element, Font)
        }
        signers = self.style.signers
        return found | {"签发人姓名": Font(signers.name_font, signers.size, signers.bold)}

    def _elements(self, name: str) -> tuple[object, ...]:
        found = getattr(self.style, name)
        return found if isinstance(found, tuple) else (found,)

    @cached_property
    def page(self) -> Mapping[str, float]:
        """Paper and margins in points, by the names of `docgen.ooxml.sections`."""
        page = self.style.page
        return {name: getattr(page, name) * POINTS_PER_MM for name in (*PAPER, *MARGINS)}

    @cached_property
    def area(self) -> tuple[float, float]:
        """Width and height of the 版心 in points."""
        width, height = self.style.page.type_area
        return width * POINTS_PER_MM, height * POINTS_PER_MM
