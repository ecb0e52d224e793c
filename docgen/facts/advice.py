"""What to write instead: the words of messages about what was filled in."""

from __future__ import annotations

import re
from typing import Final

from docgen.facts.dictionary import Entry
from docgen.facts.shapes import NOT_GIVEN
from docgen.source import short

DASHES: Final = "另起一行，每条一行，行首加“- ”"
ONE_PARAGRAPH: Final = "把换行删去，写成一段；要分条的分成几行填"
EXPLAIN: Final = "在这个数的“说明”里写上原因（填报表写在“补充”表）"
"""What to do with a number that is right though it looks odd."""
_LONGEST: Final = 15
"""Digits a number has at most."""
_NUMBERS: Final = {
    "计数": "写成 62、2.2万、3000多 这样",
    "小数": "写成 126.4、3.6万、近600 这样",
    "金额": "写成 186、186万元、近600万元 这样",
    "百分比": "写成 96.2%、98%以上 这样",
}


def how_to_write(text: str, entry: Entry) -> str:
    """What to write instead of a text that is no number."""
    want = _NUMBERS.get(entry.kind, "这一项不是数，这里不用填")
    if entry.kind == "金额" and entry.unit:
        want += f"；不写单位按{entry.unit}算"
    if text in NOT_GIVEN:
        return "真的没有写 0；还不知道写 待填"
    if re.fullmatch(r"0\d+", text):
        return f"数的前面不写0：{text.lstrip('0') or '0'}"
    if text.isdigit() and len(text) > _LONGEST:
        return f"数太长，最多{_LONGEST}位；核对是不是多打了"
    if found := re.match(r"\d+(?:\.\d+)?[^\W\d]?(?=[（(，,、；;/ ])", text):
        return f"一格只填一个数，其余写在说明里：{{值: {found[0]}, 说明: …}}"
    return want


def kind_words(entry: Entry) -> str:
    """What the kind is called in a message."""
    return {"计数": "数", "小数": "数", "金额": "金额", "百分比": "百分数"}.get(
        entry.kind, entry.kind
    )


def example_of(entry: Entry) -> str:
    """How the first two members are written, "" when there are none."""
    names = list(entry.members)[:2]
    if not names:
        return ""
    return "如：{" + ", ".join(f"{name}: …" for name in names) + "}"


def other_unit(path: str, text: str, unit: str, entry: Entry, share: bool) -> tuple[str, str]:
    """The message and the hint for a number in a unit that is not the entry's.

    share: it is a percentage where a number is wanted.
    """
    want = entry.unit or entry.measure
    if share:
        return f"“{path}”填的是数，这里写的是百分数“{short(text)}”", "填数；占多少由程序算"
    if not want:
        return f"“{path}”不带单位，这里写的是“{unit}”", f"写成 {text.replace(unit, '')}"
    hint = f"换算成{want}再填" if entry.unit else f"写成 {text.replace(unit, want)}"
    return f"“{path}”按“{want}”计，这里写的是“{unit}”", hint
