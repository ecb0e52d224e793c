"""The words of deeds and results, and where a text has them.

They are data/norms/rules/deeds.yaml, whose head says what its keys mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias, cast, get_args

from docgen.library.fields import Fields

Kind: TypeAlias = Literal["动作", "结果"]
Reach: TypeAlias = Literal["句", "分句"]
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_REACHES: Final[tuple[Reach, ...]] = get_args(Reach)
_NEVER: Final = re.compile("(?!)")
SENTENCE_ENDS: Final = re.compile(r"[。；！？]|\n\s*\n|\n\s*(?=[-#|])")
CLAUSE_ENDS: Final = re.compile(rf"[，：]|{SENTENCE_ENDS.pattern}")
_NEAR: Final = 12
"""How far round a word its lookalikes are looked for."""


@dataclass(frozen=True, slots=True)
class DeedWord:
    """A word that tells of something done or come about.

    reach: how far a word of planning before it makes it a task: over the sentence or its clause.
    lookalikes: the same characters with another meaning.  wrong, right: sentences that are
    found and that are not.
    """

    word: str
    kind: Kind
    reach: Reach
    lookalikes: re.Pattern[str]
    wrong: str
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deeds:
    """The words and what excuses them.

    basis: the rule they serve.  setting: groups of facts, and carriers: members of them that
    carry a deed all the same.  planned: patterns looked for in the text before a word, as far as
    its reach (句), in its clause (分句) and right before it (紧接).  denied: right before a 动作.
    phrases: topics of 提法 that hold such words, each with the reason.
    """

    basis: str
    setting: frozenset[str]
    carriers: frozenset[str]
    planned: Mapping[str, re.Pattern[str]]
    denied: re.Pattern[str]
    phrases: Mapping[str, str]
    words: tuple[DeedWord, ...]

    def carry(self, guards: Iterable[str]) -> bool:
        """Whether one of these facts, by path, can carry a deed."""
        return any(
            path.partition(".")[0] not in self.setting or path in self.carriers for path in guards
        )


# -- in a text -----------------------------------------------------------------------------------


class Deed(NamedTuple):
    """A word of a deed or result in a text, and the clause it stands in, both as positions."""

    word: DeedWord
    start: int
    end: int
    clause: int


def deeds_in(text: str, rules: Deeds) -> Iterator[Deed]:
    """The deeds and results that the text tells of, tasks and lookalikes left out."""
    for word in rules.words:
        start = text.find(word.word)
        while start >= 0:
            end = start + len(word.word)
            sentence, clause = (
                _begin(SENTENCE_ENDS, text, start),
                _begin(CLAUSE_ENDS, text, start),
            )
            if not (
                _is_lookalike(word, text, start, end)
                or _is_planned(word, rules, text[sentence:start], text[clause:start])
            ):
                yield Deed(word, start, end, clause)
            start = text.find(word.word, end)


def _begin(ends: re.Pattern[str], text: str, at: int) -> int:
    """Where the sentence or clause begins that holds the position."""
    return max((found.end() for found in ends.finditer(text, 0, at)), default=0)


def _is_lookalike(word: DeedWord, text: str, start: int, end: int) -> bool:
    near = word.lookalikes.finditer(text, max(0, start - _NEAR), end + _NEAR)
    return any(found.start() <= start and end <= found.end() for found in near)


def _is_planned(word: DeedWord, rules: Deeds, sentence: str, clause: str) -> bool:
    """Whether what stands before the word makes it a task, an aim, a question, or denies it."""
    plans = rules.planned
    return (
        plans["句"].search(sentence if word.reach == "句" else clause) is not None
        or plans["分句"].search(clause) is not None
        or plans["紧接"].search(clause) is not None
        or (word.kind == "动作" and rules.denied.search(clause) is not None)
    )


# -- reading -------------------------------------------------------------------------------------


def deeds_from(values: object, where: str = "deeds.yaml") -> Deeds:
    """The words of a file's plain values.  Raises LibraryError naming the entry at fault."""
    top = Fields(values, where, ("依据", "凭据", "打算", "否定", "提法", "词"))
    facts = Fields(top.values.get("凭据"), f"{where} 凭据", ("不算", "也算"))
    plans = Fields(top.values.get("打算"), f"{where} 打算", ("句", "分句", "紧接"))
    phrases = Fields(top.values.get("提法", {}), f"{where} 提法")
    return Deeds(
        basis=top.required("依据"),
        setting=frozenset(facts.texts("不算")),
        carriers=frozenset(facts.texts("也算")),
        planned=MappingProxyType(
            {
                "句": _pattern(plans, "句"),
                "分句": _pattern(plans, "分句"),
                "紧接": _pattern(plans, "紧接", end=True),
            }
        ),
        denied=_pattern(top, "否定", end=True),
        phrases=MappingProxyType({topic: phrases.required(topic) for topic in phrases.values}),
        words=tuple(_word(value, where) for value in top.entries("词")),
    )


def _word(value: object, where: str) -> DeedWord:
    named = value.get("词") if isinstance(value, dict) else ""
    row = Fields(value, f"{where} {named}", "词 类 管 例外 错例 对例".split())
    word = row.required("词")
    return DeedWord(
        word,
        cast("Kind", row.choice("类", _KINDS)),
        cast("Reach", row.choice("管", _REACHES, "句")),
        _pattern(row, "例外"),
        row.required("错例"),
        row.texts("对例"),
    )


def _pattern(row: Fields, key: str, *, end: bool = False) -> re.Pattern[str]:
    """One pattern of those listed; with `end` they reach up to the end of the text."""
    listed = row.texts(key)
    for text in listed:
        try:
            re.compile(text)
        except re.error:
            raise row.error(f"{key}“{text}”不是正则式") from None
    whole = "|".join(f"(?:{text})" for text in listed)
    return re.compile(f"(?:{whole})$" if end else whole) if listed else _NEVER
