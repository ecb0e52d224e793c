"""The fields of one entry of a norms or snippet file, read with errors that name the entry."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from datetime import date

from docgen.errors import LibraryError

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Fields:
    """A table of plain values (every scalar a str), and where it stands as messages say it.

    Raises LibraryError at once for a value that is no table or holds a key not in `keys`;
    every reader raises it for a value of the wrong shape.  An absent text is "".
    """

    __slots__ = ("values", "where")

    def __init__(self, values: object, where: str, keys: Iterable[str] | None = None) -> None:
        if not isinstance(values, dict):
            raise LibraryError("应是“键: 值”的表", where=where)
        self.values: Mapping[str, object] = values
        self.where = where
        known = None if keys is None else tuple(keys)
        for key in values:
            if known is not None and key not in known:
                raise self.error(f"不认识的键“{key}”", hint="可用：" + " ".join(known))

    def error(self, message: str, hint: str = "") -> LibraryError:
        """An error that names this entry."""
        return LibraryError(message, where=self.where, hint=hint)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def text(self, key: str) -> str:
        """The text of the key."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self.error(f"“{key}”应是一段文字")
        return value

    def required(self, key: str) -> str:
        """The text of the key, which must be there and not empty."""
        value = self.text(key)
        if not value:
            raise self.error(f"缺少“{key}”")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, none empty."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(t, str) and t for t in value):
            raise self.error(f"“{key}”应是列表", hint=f"写 {key}: [甲, 乙]")
        return tuple(value)

    def entries(self, key: str) -> list[object]:
        """The values of a list that must be there, unread."""
        value = self.values.get(key)
        if not isinstance(value, list) or not value:
            raise self.error(f"缺少“{key}”列表")
        return value

    def flag(self, key: str) -> bool:
        """Whether the key says 是."""
        return bool(self.text(key)) and self.choice(key, ("是", "否")) == "是"

    def count(self, key: str) -> int:
        """The whole number of the key, which must be there."""
        value = self.required(key)
        if not (value.isascii() and value.isdecimal()):
            raise self.error(f"{key}“{value}”不是整数")
        return int(value)

    def choice(self, key: str, among: Iterable[str], default: str = "") -> str:
        """The text of the key, one of `among`; absent, the default if there is one."""
        value = self.text(key) or default
        if value not in (options := tuple(among)):
            raise self.error(f"{key}“{value}”不在可用的值中", hint="可用：" + " ".join(options))
        return value

    def day(self, key: str, *, last: bool = False) -> date | None:
        """The day a 年, 年-月 or 年-月-日 stands for: its first, or with `last` its last one.

        None when the key is absent.
        """
        value = self.text(key)
        if not value:
            return None
        try:
            match = _DAY.fullmatch(value)
            if match is None:
                raise ValueError(value)
            year = int(match[1])
            month = int(match[2]) if match[2] else 12 if last else 1
            if match[3]:
                return date(year, month, int(match[3]))
            return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
        except ValueError:
            raise self.error(
                f"{key}“{value}”不是日期", hint="写 2017、2017-10 或 2017-10-24"
            ) from None
