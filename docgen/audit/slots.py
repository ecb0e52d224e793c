"""The slots of a template as a reviewer asks of them: what fact, of what kind, and what happens when
nobody filled it in; and the facts beside them that the template leaves alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.compose.anatomy import Anatomy, Part
from docgen.compose.needs import needs
from docgen.facts import Dictionary, Entry, Fact, Facts, dictionary_of
from docgen.library import Library, TemplateSource

Lack: TypeAlias = Literal["待填", "省去半句", "不印", "—"]
"""What a slot without its fact comes to: 【待填】 stands there, the optional clause goes whole,
nothing is printed; — for what no fact is wanted for."""

_COUNTING: Final = (" | 个数", " | 存疑")
_APART: Final = ("单位", "文稿", "提纲")
"""Groups whose facts say whose paper it is, and what is asked of it."""


class SlotRow(NamedTuple):
    """A slot.  facts: the paths it prints, or a call's name.  kind: 类型 and unit or 量词 of each
    entry.  lack: what it comes to without them."""

    part: Part
    facts: tuple[str, ...]
    kind: str
    lack: Lack


class Spare(NamedTuple):
    """A fact of a group that the template uses, and does not read.  given: how many of the units
    have it."""

    path: str
    kind: str
    note: str
    given: int


def slot_rows(taken: Anatomy, library: Library) -> tuple[SlotRow, ...]:
    """Every slot that prints facts or phrases, in the order of the template."""
    dictionary = dictionary_of(library)
    return tuple(_row(part, dictionary) for part in taken.of("{{ }}"))


def _row(part: Part, dictionary: Dictionary) -> SlotRow:
    paths = printed_by(part, dictionary)
    kinds = dict.fromkeys(
        kind_of(entry) for path in paths if (entry := dictionary.find(path)) is not None
    )
    if part.call:
        return SlotRow(part, (part.text,), "库里的话" if part.call != "缺" else "缺口", "—")
    counted = any(word in part.text for word in _COUNTING)
    if not part.wanted or counted:
        lack: Lack = "—"
    elif part.clause:
        lack = "省去半句"
    else:
        lack = "不印" if all(map(dictionary.may_lack, part.wanted)) else "待填"
    return SlotRow(part, paths, "、".join(kinds), lack)


def printed_by(part: Part, dictionary: Dictionary) -> tuple[str, ...]:
    """The facts a slot prints: of a number and its members the members it names."""
    paths = [path for path in part.paths if dictionary.find(path) is not None]
    inner = [p for p in paths if not any(other.startswith(p + ".") for other in paths)]
    return tuple(inner or part.paths)


def kind_of(entry: Entry) -> str:
    """类型, with the unit or 量词: 计数（名）、金额（万元）."""
    unit = entry.unit or entry.measure
    return f"{entry.kind}（{unit}）" if unit else entry.kind


def spare_facts(
    template: TemplateSource, library: Library, given: Sequence[Facts]
) -> tuple[Spare, ...]:
    """The facts of the groups it uses that it does not read, those that units have given first."""
    dictionary = dictionary_of(library)
    needed = frozenset(needs(template, library))
    roots = {path.partition(".")[0] for path in needed} - {*_APART}
    whole = {
        path
        for path in needed
        if (entry := dictionary.find(path)) is not None and entry.kind in ("列表", "构成")
    }
    rows = [
        Spare(entry.path, kind_of(entry), entry.note, _given(entry.path, given))
        for root in dictionary.roots.values()
        if root.name in roots
        for entry in root.walk()
        if entry.path not in needed
        and entry.kind not in ("组", "构成")
        and not any(entry.path.startswith(path + ".") for path in whole)
    ]
    return tuple(sorted(rows, key=lambda row: -row.given))


def _given(path: str, given: Iterable[Facts]) -> int:
    return sum(
        isinstance(node := facts.get(path), Fact) and node.value is not None for facts in given
    )
