"""Forms (格式): which elements stand above the title and behind the body of a kind of paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from docgen.errors import LibraryError
from docgen.library.fields import Fields

DEFAULT: Final = "文件"
"""The form of papers whose genre and template say none."""

HEAD: Final = (
    "份号",
    "密级",
    "紧急程度",
    "发文机关标志",
    "发文字号",
    "签发人",
    "刊名",
    "期号",
    "总期号",
    "编发机关",
    "编发日期",
)
FOOT: Final = ("报", "送", "发", "抄送", "印发机关", "印发日期", "份数")
PRESENT: Final = ("出席", "请假", "列席")
"""The elements there are, by the names of their facts."""
BESIDE: Final = ("用印", "签发职务", "署名", "附件", "附注")
"""What every form has: how it is sealed, who signs, what is attached, and what is noted."""
ELEMENTS: Final = frozenset((*HEAD, *FOOT, *PRESENT, *BESIDE))
UNIT_ELEMENTS: Final = (
    "发文机关标志",
    "用印",
    "签发职务",
    "抄送",
    "印发机关",
    "刊名",
    "编发机关",
    "报",
    "送",
    "发",
    "份数",
)
"""Those that a unit may have for all of its papers."""

UPWARD: Final = "上行"
DIRECTIONS: Final = ("", UPWARD, "平行", "下行")
"""Whom a paper goes to (行文方向): a superior, anybody else or one below; "" when not said."""

_FREELY: Final = "自定"
_KEYS: Final = (
    "说明",
    "条款",
    "样式",
    "版头",
    "与会",
    "版记",
    "缀",
    "立",
    "必备",
    "应有",
    "上行应有",
    "编号",
    "免",
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form.

    head, attendance, foot: the elements it has.  suffix: what follows the 发文机关标志.
    standing: elements any of which, given for a paper, gives it the whole head and foot; without
    them it has only what was given for it.  required: those a whole head must have.  due: those
    it must have too, though nobody is asked for them beforehand, as most papers have no head;
    upward: besides, on the way to a superior.  spared: lines of the front matter that a whole head takes the place of.  clause: of the standard.
    style: id of the style that is made for it, "" when any does.  numbered_freely: the 发文字号
    need not have the word of an organ (编号: 自定).
    """

    name: str
    note: str = ""
    clause: str = ""
    style: str = ""
    head: tuple[str, ...] = ()
    attendance: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    suffix: str = ""
    standing: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    upward: tuple[str, ...] = ()
    numbered_freely: bool = False

    def going(self, direction: str) -> Form:
        """The form of a paper that goes that way (DIRECTIONS)."""
        if direction != UPWARD or not self.upward:
            return self
        return replace(self, due=(*self.due, *self.upward), upward=())

    @property
    def elements(self) -> tuple[str, ...]:
        """All of its elements."""
        return (*self.head, *self.attendance, *self.foot)


def forms_from(values: Any, where: str) -> Mapping[str, Form]:
    """The forms of a file, by name.  Raises LibraryError naming file and form."""
    if not isinstance(values, Mapping):
        raise LibraryError("格式文件应是“名称: 说明”的对照表", where=where)
    forms = {str(name): _form(str(name), value, where) for name, value in values.items()}
    if DEFAULT not in forms:
        raise LibraryError(f"格式文件里要有“{DEFAULT}”这一种", where=where)
    return MappingProxyType(forms)


def _form(name: str, value: object, where: str) -> Form:
    fields = Fields(value, f"{where}：{name}", _KEYS)

    def among(key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        names = fields.texts(key)
        for word in names:
            if word not in known:
                raise fields.error(f"{key}里的“{word}”不在可用的要素中", "可用：" + " ".join(known))
        return names

    head, attendance, foot = among("版头", HEAD), among("与会", PRESENT), among("版记", FOOT)
    return Form(
        name=name,
        note=fields.text("说明"),
        clause=fields.text("条款"),
        style=fields.text("样式"),
        head=head,
        attendance=attendance,
        foot=foot,
        suffix=fields.text("缀"),
        standing=among("立", head),
        required=among("必备", (*head, *foot)),
        spared=fields.texts("免"),
        due=among("应有", (*head, *foot)),
        upward=among("上行应有", (*head, *foot)),
        numbered_freely=fields.choice("编号", ("", _FREELY), "") == _FREELY,
    )
