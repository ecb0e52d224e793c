"""Which style a paper is set in: our own drafts by their paragraph styles, others by the marks of
their form.

A letter, minutes and a bulletin differ from the common form in head, 版记 and page numbers.  Where
the form is not beyond doubt, nothing is said of these and nothing mended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from docgen.document import Document, Paragraph
from docgen.layout.departures import Departure
from docgen.layout.parts import NUMBER, Part
from docgen.library import Library
from docgen.library.styles import Style
from docgen.ooxml.edges import is_double
from docgen.ooxml.formatting import style_looks
from docgen.ooxml.opening import Package, open_package
from docgen.render import render

DEFAULT: Final = "gbt9704"
_LETTER, _MINUTES, _BULLETIN = "letter", "minutes", "briefing"
_HEAD: Final = frozenset(
    (
        *("份号", "密级", "紧急程度", "发文机关标志", "发文字号", "签发人", "签发人姓名"),
        *("发文字号和签发人", "期号", "编发", "版头分隔线"),
    )
)
_APART: Final = ("页码.", "页面.天头", "版记.")
"""What the keys of other parameters that the forms differ in begin with."""
_DEEP: Final = 12
"""Paragraphs at the beginning among which a head is looked for."""
_MARK: Final = re.compile(r"[\u4e00-\u9fff（）“”《》 \u3000]{2,40}")
_LARGE: Final = 22
"""Points from which red characters may be a 发文机关标志."""
_NUMBER: Final = re.compile(NUMBER)
_ISSUE: Final = re.compile("[（(]?第.{1,6}期.{0,16}")
_END: Final = frozenset(("主送机关", "称谓", "正文", "一级标题", "署名"))


@dataclass(frozen=True, eq=False)
class Choice:
    """The style a paper is held against.

    said: how it came to be that one, "" when that need not be told.  sure: whether the form is
    known, so that head, 版记 and page numbers can be judged.  mark: the number of the paragraph that is
    the 发文机关标志 by its look, 0 for none.
    """

    style: Style
    said: str = ""
    sure: bool = True
    mark: int = 0

    def said_of_ours(self) -> Choice:
        """The choice, told when it is not the common style."""
        if self.style.id == DEFAULT:
            return self
        said = f"docgen 按“{self.style.name}”排的，就照它看（照别的看用 --style）"
        return replace(self, said=said)

    @classmethod
    def unknown(cls, library: Library) -> Choice:
        """For a paper laid out by docgen in a style that the library does not have."""
        style = library.style(DEFAULT)
        said = f"docgen 排的，用的样式这里没有，照“{style.name}”看；版头、版记、页码没有看，照哪个看用 --style"
        return cls(style, said, sure=False)


def is_of_the_form(departure: Departure) -> bool:
    """Whether it is about what the forms differ in: head, 版记 and page numbers."""
    key = departure.setting.key
    return departure.subject in _HEAD or key.startswith(_APART)


def look_alikes(package: Package, library: Library) -> tuple[str, ...]:
    """The styles of the library whose paragraph styles a paper laid out by docgen has."""
    there = _looks(package)
    return tuple(style.id for style in library.sound_styles if _agree(there, _sheet(style)))


def _sheet(style: Style) -> dict[str, tuple[object, ...]]:
    paper = Document("", ("样",), (Paragraph(("样",)),))
    return _looks(open_package(render(paper, "docx", style), style.id))


def _looks(package: Package) -> dict[str, tuple[object, ...]]:
    """What tells the styles of a paper from those of another, by name."""
    return {
        name: (*letters[:4], letters.color, placing.alignment, placing.line, placing.rule)
        for name, (placing, letters) in style_looks(package).items()
    }


def _agree(there: dict[str, tuple[object, ...]], sheet: dict[str, tuple[object, ...]]) -> bool:
    return all(there[name] == look for name, look in sheet.items() if name in there)


# --- papers of others -----------------------------------------------------------------------------


def marked(found: Sequence[Part], library: Library) -> Choice:
    """The style of the form whose marks stand above the title, the common one when none do."""
    head = _head(found)
    at = next((i for i, part in enumerate(head) if _is_mark(part)), None)
    common = Choice(library.style(DEFAULT))
    if at is None:
        return common
    choice = _by_mark(head[at:], library)
    return replace(choice, mark=head[at].number) if choice else common


def named(found: Sequence[Part], mark: int) -> tuple[Part, ...]:
    """The paragraphs, the one of that number named the 发文机关标志."""
    return tuple(p._replace(name="发文机关标志") if p.number == mark else p for p in found)


def _by_mark(head: Sequence[Part], library: Library) -> Choice | None:
    """What a head tells that begins with the mark; None when that may be a title in red."""
    text = "".join(head[0].text.split())
    behind = [part for part in head[1:] if part.text.strip()][:3]
    issue = any(_ISSUE.fullmatch(part.text.strip()) for part in behind)
    if text.endswith("文件"):
        return Choice(library.style(DEFAULT))
    if text.endswith("纪要"):
        return _of(_MINUTES, "纪要", library, sure=True)
    if text.endswith("简报") or issue:
        return _of(_BULLETIN, "简报", library, sure=issue)
    numbers = [part for part in behind if _NUMBER.fullmatch(part.text.strip())]
    doubled = any(is_double(part.set.read.element) for part in head)
    asks = any(p.set.placing.alignment == "right" or "函" in p.text for p in numbers)
    if doubled or asks:
        return _of(_LETTER, "信函", library, sure=doubled)
    return Choice(library.style(DEFAULT)) if numbers else None


def _of(id: str, form: str, library: Library, *, sure: bool) -> Choice:
    if id not in library.style_ids:
        return Choice(library.style(DEFAULT), sure=False)
    if sure:
        style = library.style(id)
        return Choice(style, f"是{form}，照“{style.name}”看（照别的看用 --style）")
    said = f"像{form}，用 --style {id}；现在版头、版记、页码没有看"
    return Choice(library.style(DEFAULT), said, sure=False)


def _head(found: Sequence[Part]) -> list[Part]:
    """The paragraphs above the body."""
    end = next((i for i, part in enumerate(found) if part.name in _END), len(found))
    return list(found[: min(end, _DEEP)])


def _is_mark(part: Part) -> bool:
    """Whether it is large red characters, as only a 发文机关标志 or the name of a bulletin is."""
    written = [one.letters for one in part.set.stretches if part.text[one.start : one.end].strip()]
    return bool(_MARK.fullmatch(part.text.strip()) and written) and all(
        (one.size or 0) >= _LARGE and _is_red(one.color or "") for one in written
    )


def _is_red(color: str) -> bool:
    if not re.fullmatch("[0-9A-F]{6}", color):
        return False
    red, green, blue = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xB0 and max(green, blue) <= 0x60
