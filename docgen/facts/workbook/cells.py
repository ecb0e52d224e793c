"""Cells and texts: what a cell says, whatever the spreadsheet made of it, and the way back."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from docgen.facts.dictionary import Entry

NONE_WORD: Final = "无"
OPEN_WORD: Final = "待填"
MAX_TEXT: Final = 32_767
"""The longest text a cell of a workbook can hold."""


class Raw(NamedTuple):
    """A cell as stored.

    value: None when empty.  kind: n number, s text, b truth, d date, e error, f a formula whose
    result is not stored.  shown_as: the number format.
    """

    value: object
    kind: str = "s"
    shown_as: str = "General"


class Trouble(NamedTuple):
    """Why a cell cannot be taken as it is."""

    code: str
    message: str
    hint: str


class Said(NamedTuple):
    """What a cell says, "" when nothing; and what is wrong with it."""

    text: str
    trouble: Trouble | None = None


NOTHING: Final = Said("")
FOREIGN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000f0000-\U0010ffff"
    + "".join(
        chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0x10000, 0xF0000, 0x10000)
    )
    + "]"
)
"""Characters that no fact may hold: invisible ones, and those that mark slots in a draft."""
_UNSEEN: Final = re.compile("[\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_ESCAPED: Final = re.compile("_x000[dD]_")
_SPOKEN: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def says(raw: Raw | None, entry: Entry | None = None) -> Said:
    """What the cell says where this entry is asked for (any text where None)."""
    if raw is None or (raw.value is None and raw.kind != "f"):
        return NOTHING
    kind = entry.item or "文本" if entry and entry.kind == "列表" else entry.kind if entry else ""
    value = raw.value
    if raw.kind == "f":
        return Said("", _UNCALCULATED)
    if raw.kind == "e":
        return Said("", _error(str(value)))
    if isinstance(value, bool):
        return Said("是" if value else "否")
    if isinstance(value, int | float):
        return _of_day(number_said(value, raw.shown_as), kind)
    if isinstance(value, date | time | timedelta):
        return _date_said(value, raw.shown_as, kind)
    said = text_said(str(value), keep_breaks=entry is not None and entry.kind == "列表")
    return _of_day(said, kind) if said.text.isdecimal() else said


def text_said(text: str, *, keep_breaks: bool = False) -> Said:
    """A text without its outer blanks; what cannot be seen is taken out, what harms reported."""
    if "_x" in text:
        text = _ESCAPED.sub("\n", text).replace("_x005F_x", "_x")
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _UNSEEN.sub("", text).replace("\u2028", "\n").replace("\u2029", "\n")
    text = unicodedata.normalize("NFC", text)
    text = text.strip(" \t\u3000\xa0") if keep_breaks else text.strip()
    if not text.strip():
        return NOTHING
    if FOREIGN.search(text):
        bad = FOREIGN.findall(text)[0]
        text = FOREIGN.sub("\ufffd", text)
        return Said(
            text,
            Trouble(
                "FCT137", f"有不能用的字符（U+{ord(bad):04X}）", "删去这个字符，或把这一格重打一遍"
            ),
        )
    return Said(text)


_UNCALCULATED: Final = Trouble(
    "FCT120", "公式没有算出结果", "在 WPS 或 Excel 里打开、保存一次；或直接填数"
)
_ERRORS: Final = {
    "#N/A": "没有找到要引用的数",
    "#REF!": "引用的格已被删去",
    "#DIV/0!": "除数是0或空格",
    "#VALUE!": "把文字当数算了，或日期超出范围",
    "#NAME?": "公式里的名称写错了",
    "#NUM!": "数算不出来",
    "#NULL!": "公式里的区域写错了",
}


def _error(word: str) -> Trouble:
    why = _ERRORS.get(word, "公式出错")
    return Trouble("FCT121", f"这一格是错误值 {word[:20]}：{why}", "改好公式，或直接填数")


# --- numbers --------------------------------------------------------------------------------------

_LITERALS: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_PLACES: Final = re.compile(r"\.(0+)")
_MOST_PLACES: Final = 8
_TOO_LONG: Final = Decimal(10) ** 15


def number_said(value: float, shown_as: str = "General") -> Said:
    """A number as it is shown: 15 significant digits, a percentage with its sign.

    More than eight decimals are those of a calculation, and are rounded to what is shown.
    """
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not number.is_finite():
        return Said("", _error("#NUM!"))
    if abs(number) >= _TOO_LONG:
        return Said(
            "",
            Trouble(
                "FCT122",
                "这个数超过15位，后面几位在表里已经丢了",
                "先把这一格的格式设为“文本”，再重打一遍",
            ),
        )
    pattern = _LITERALS.sub("", shown_as.split(";", 1)[0])
    percent = "%" in pattern
    if percent:
        number *= 100
    if -int(number.as_tuple().exponent) > _MOST_PLACES:
        found = _PLACES.search(pattern)
        places = (
            min(len(found[1]), _MOST_PLACES) if found else 0 if "0" in pattern else _MOST_PLACES
        )
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    return Said(text + "%" if percent else text)


_CANONICAL: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")


def as_number(text: str) -> float | None:
    """The number that says just this text again when read; None when the text must stay a text."""
    if len(text) > 16 or not _CANONICAL.fullmatch(text):
        return None
    value = float(text) if "." in text else int(text)
    return value if number_said(value) == Said(text) else None


# --- dates ----------------------------------------------------------------------------------------


def _date_said(value: date | time | timedelta, shown_as: str, kind: str) -> Said:
    """A date where one is asked for; elsewhere the spreadsheet took something else for a date."""
    if not isinstance(value, date):
        return Said("", _taken_for(str(value), "时间"))
    day = value.date() if isinstance(value, datetime) else value
    pattern = _LITERALS.sub("", shown_as.split(";", 1)[0]).lower()
    month = f"{day.year}年{day.month}月"
    month_only = "m" in pattern and "d" not in pattern and "h" not in pattern
    text = month if month_only else day.isoformat()
    if kind in ("日期", "期间", ""):
        return Said(text)
    if kind in ("名称", "文本") and "y" in pattern and not _has_time(value):
        return Said(month if month_only else f"{month}{day.day}日")
    return Said("", _taken_for(text, "日期"))


def _has_time(value: date) -> bool:
    return isinstance(value, datetime) and value.time() != time()


_FIRST_DAY: Final = date(1899, 12, 30)
_SERIALS: Final = range(25_569, 73_051)
"""The days from 1970 to 2099 as a spreadsheet counts them."""


def _of_day(said: Said, kind: str) -> Said:
    """Reports a date or period that lost its format, so that only the count of days is left."""
    if kind not in ("日期", "期间") or not said.text.isdecimal() or said.trouble:
        return said
    number = int(said.text)
    if number not in _SERIALS:
        return said
    day = _FIRST_DAY + timedelta(days=number)
    words = f"{day.year}年{day.month}月{day.day}日"
    instead = day.isoformat() if kind == "日期" else "期间，如 2026年上半年"
    return Said(
        "",
        Trouble(
            "FCT123",
            f"填的是{number}，看着像{words}",
            f"把这一格的格式改成日期，或直接写 {instead}",
        ),
    )


def _taken_for(text: str, what: str) -> Trouble:
    return Trouble(
        "FCT123",
        f"填的内容被表格软件当成了{what}（{text}），原来打的是什么已看不出",
        "先把这一格的格式设为“文本”，再照原样重打",
    )


# --- lists in a cell, and the way back --------------------------------------------------------------

_SPLITS: Final = re.compile("[；;]")
_BRACKETED: Final = re.compile(r"\s*[\[［](.*)[\]］]\s*")
"""A list written as in a file: [甲, 乙]."""
_COMMAS: Final = re.compile("[,，；;]")
_PAUSES: Final = re.compile("、")
_QUOTED: Final = re.compile(r"""(["'])(.*)\1""")


_CLAUSES: Final = re.compile(r"[“‘《（(][^“”‘’《》（()）]*[”’》）)]|，|(?<![0-9]),|,(?![0-9])")
"""Commas, and what is quoted or in brackets, whose commas do not part."""


def _by_commas(text: str) -> list[str]:
    ends = [found.span() for found in _CLAUSES.finditer(text) if found[0] in "，,"]
    starts = [0, *(end for _, end in ends)]
    return [
        text[a:b] for a, b in zip(starts, [*(start for start, _ in ends), len(text)], strict=True)
    ]


def split_list(text: str, *, names: bool = False) -> list[str]:
    """The items of a cell: one a line, or else parted by ；; or in brackets, as in a file.

    names: the items are names, which hold no commas, so that commas part them where nothing else
    does; 、 does not, as it stands within names.
    """
    if "\n" in text:
        parts = text.split("\n")
    elif (inner := _BRACKETED.fullmatch(text)) is not None:
        parts = (_COMMAS if _COMMAS.search(inner[1]) else _PAUSES).split(inner[1])
        parts = [_QUOTED.sub(r"\2", part.strip()) for part in parts]
    elif names and not _SPLITS.search(text):
        parts = _by_commas(text)
    else:
        parts = _SPLITS.split(text)
    return [part.strip() for part in parts if part.strip()]


def join_list(items: list[str], *, names: bool = False) -> str:
    """The cell that `split_list` reads as these items again."""
    items = [item.replace("\n", " ") for item in items]
    lone = items[0] if len(items) == 1 else ""
    text = "；".join(items)
    if (
        lone == NONE_WORD
        or any(_SPLITS.search(item) for item in items)
        or _BRACKETED.fullmatch(text)
        or (names and split_list(text, names=True) != items)
    ):
        return "\n".join(items) + ("\n" if lone else "")
    return text


def storable(text: str) -> str:
    """The text as a workbook keeps it: what reads as an escape there is escaped."""
    text = FOREIGN.sub("\ufffd", text) if not text.isprintable() else text
    return _SPOKEN.sub("_x005F_", text) if "_x" in text else text
