"""Whose names and figures a draft may say: data/norms/rules/strangers.yaml, whose head says what
its keys mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from docgen.library.fields import Fields

_OF_SENTENCE: Final = ("数", "字", "长句", "片段", "规定", "家", "共同")


@dataclass(frozen=True, slots=True)
class StrangerRules:
    """What is a unit's own name, where a text names one, and what excuses another's.

    basis: the rule.  owned: paths of the facts whose texts are names of the unit's own.  endings:
    of names.  general: names that anybody may say.  shortest: characters of a name.  before: words after which a name begins.
    token: the ending of what may
    be a name in a text.  mentions: what stands
    before and after a name that is meant to be another's.  figures, length, units: of a sentence
    that two units have: at least so many figures and characters, and at most so many units.
    long: characters beside its figures by which it is copied however small they are.
    part_figures, part_long: the same of some of its clauses.  prescribed: in a clause whose
    figures are a standard that is everybody's.  together: what several units did.  above: 类别 of units that speak of those below.
    """

    basis: str
    owned: tuple[str, ...]
    endings: tuple[str, ...]
    general: frozenset[str]
    shortest: int
    before: frozenset[str]
    token: re.Pattern[str]
    mentions: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    figures: int
    length: int
    units: int
    long: int
    part_figures: int
    part_long: int
    prescribed: re.Pattern[str]
    together: re.Pattern[str]
    above: frozenset[str]

    def is_name(self, text: str) -> bool:
        """Whether the text is a name that is looked for in the drafts of others."""
        long = len(text) >= self.shortest and text not in self.general
        return long and text.endswith(self.endings)

    def begins(self, before: str) -> bool:
        """Whether a name may begin after this text: at a mark, or at a word that names follow."""
        last = before[-1:]
        return not "\u4e00" <= last <= "\u9fff" or last in self.before or before[-2:] in self.before

    def is_named(self, sentence: str, start: int, end: int) -> bool:
        """Whether what stands there in a sentence is a whole name, and not said on purpose."""
        before = sentence[:start]
        return self.begins(before) and not self.is_mention(before, sentence[end:])

    def is_mention(self, before: str, after: str) -> bool:
        """Whether a sentence speaks of another's name on purpose.

        before, after: what stands in it before and after the name.
        """
        return any(
            head.search(before) is not None and tail.search(after) is not None
            for head, tail in self.mentions
        )


def strangers_from(values: object, where: str = "strangers.yaml") -> StrangerRules:
    """The rules of a file's plain values.  Raises LibraryError naming the entry at fault."""
    top = Fields(values, where, ("依据", "名称", "提到", "句子", "县级"))
    keys = ("来自", "词尾", "通称", "最短", "前接", "不算前", "不算后")
    names = Fields(top.values.get("名称"), f"{where} 名称", keys)
    sentence = Fields(top.values.get("句子"), f"{where} 句子", _OF_SENTENCE)
    part = Fields(sentence.values.get("片段"), f"{where} 句子 片段", ("数", "字"))
    endings = names.texts("词尾")
    letters, *words = names.required("前接").split()
    return StrangerRules(
        basis=top.required("依据"),
        owned=names.texts("来自"),
        endings=endings,
        general=frozenset(names.texts("通称")),
        shortest=names.count("最短"),
        before=frozenset((*letters, *words)),
        token=_token(endings, names.required("不算前"), names.required("不算后")),
        mentions=tuple(_mention(value, where) for value in top.entries("提到")),
        figures=sentence.count("数"),
        length=sentence.count("字"),
        units=sentence.count("家"),
        long=sentence.count("长句"),
        part_figures=part.count("数"),
        part_long=part.count("字"),
        prescribed=_pattern(sentence, "规定"),
        together=_pattern(sentence, "共同"),
        above=frozenset(top.texts("县级")),
    )


def _token(endings: Sequence[str], before: str, after: str) -> re.Pattern[str]:
    """An ending that two characters of a name stand before."""
    han = "[\u4e00-\u9fff]"
    return re.compile(
        "|".join(
            f"{end}(?<={han}{{2}}{end})(?<![{before}]{end})(?![{after}])"
            for end in sorted(map(re.escape, endings), key=lambda end: (-len(end), end))
        )
    )


def _mention(value: object, where: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    row = Fields(value, f"{where} 提到", ("前", "后"))
    if not row.text("前") and not row.text("后"):
        raise row.error("“前”“后”至少写一个")
    return _pattern(row, "前"), _pattern(row, "后")


def _pattern(row: Fields, key: str) -> re.Pattern[str]:
    text = row.text(key)
    try:
        return re.compile(text)
    except re.error:
        raise row.error(f"{key}“{text}”不是正则式") from None
