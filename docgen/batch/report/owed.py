"""What a unit still owes, fact by fact: what to fill in, where, and the sentences that wait."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from docgen.batch.record import Result
from docgen.drafts.checked import is_owed
from docgen.drafts.evidence import use_of
from docgen.drafts.records import Use
from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.supplement import title_of
from docgen.facts.values import Facts

_POSITION: Final = re.compile(r"\[(\d+)\]")
_DOUBT: Final = "【待核实】"


class Waiting(NamedTuple):
    """A sentence that waits.  paper: 名称 of its template.  mark: the words in it that stand for
    what is owed, "" when it was left out.  reason: why, when the fact is not simply absent."""

    paper: str
    sentence: str
    mark: str
    reason: str


class Owed(NamedTuple):
    """A fact that a unit owes.

    path: with positions.  name: as a person says it.  kinds: 待填, 待核实, 未写.  what: what to
    fill in.  now: what stands there and is to be confirmed, "" for nothing.  where: the line to
    change.  sentences: those that wait for it, in the order of the papers.
    """

    path: str
    name: str
    kinds: tuple[str, ...]
    what: str
    now: str
    where: str
    sentences: tuple[Waiting, ...]


def owed_of(results: Iterable[Result], facts: Facts | None, dictionary: Dictionary) -> list[Owed]:
    """What the results of one unit owe, each fact once, in the order in which it is first met.

    facts: of the unit, to say what stands there and where; None when they could not be read.
    """
    places: dict[str, list[tuple[str, Waiting]]] = {}
    source = ""
    for result in results:
        source = result.source
        for gap in result.gaps:
            if is_owed(gap):
                mark = {"待填": f"【待填：{gap.path}】", "待核实": _DOUBT}.get(gap.kind, "")
                waiting = Waiting(result.template_name, gap.sentence, mark, gap.reason)
                places.setdefault(gap.path, []).append((gap.kind, waiting))
    return [_owed(path, found, facts, source, dictionary) for path, found in places.items()]


def _owed(
    path: str,
    found: Sequence[tuple[str, Waiting]],
    facts: Facts | None,
    source: str,
    dictionary: Dictionary,
) -> Owed:
    entry, aside = entry_of(path, dictionary)
    use = use_of(facts, path) if facts is not None else None
    kinds = tuple(dict.fromkeys(kind for kind, _ in found))
    return Owed(
        path,
        spoken(path, title_of(path, facts)),
        kinds,
        what_of(entry, aside),
        use.text if use is not None and "待核实" in kinds else "",
        f"改在 {at(use)}" if use is not None else _where(path, facts, source),
        tuple(waiting for _, waiting in found),
    )


def _where(path: str, facts: Facts | None, source: str) -> str:
    """The file, with the line of the nearest that stands in it already."""
    above = path
    while above and facts is not None:
        cut = max(above.rfind("."), above.rfind("["))
        above = above[:cut] if cut > 0 else ""
        node = facts.get(above) if above else None
        if node is not None:
            place = node.place
            return f"补在 {place if place.part else f'{place.path}:{place.line}'} 起的“{above}”里"
    return f"补在 {facts.files[-1] if facts is not None else source}"


def at(use: Use) -> str:
    """Where a fact was typed: file and line, or sheet and cell."""
    return f"{use.file}!{use.cell}" if use.cell else f"{use.file}:{use.line}"


def entry_of(path: str, dictionary: Dictionary) -> tuple[Entry | None, str]:
    """The entry of a fact named with positions, and what is said of it beside its value (上期)."""
    plain = _POSITION.sub("", path)
    entry = dictionary.find(plain)
    if entry is not None:
        return entry, ""
    above, _, aside = plain.rpartition(".")
    return (dictionary.find(above), aside) if above else (None, "")


def what_of(entry: Entry | None, aside: str = "") -> str:
    """What is to be filled in: what the dictionary says of the fact, and its unit."""
    if entry is None:
        return ""
    note = entry.note.rstrip("。")
    if aside == "分为":
        parts = [below.name for below in entry.members.values() if below.relation == "分为"]
        return f"{entry.name}由哪几项合成，逐项填：{'、'.join(parts)}。"
    measure = entry.unit or entry.measure or ("%" if entry.kind == "百分比" else "")
    said = [note] if note and note != entry.name else []
    said += [f"{aside}的数"] if aside else []
    said += [f"单位：{measure}"] if measure and not aside else []
    said += [f"可填：{'、'.join(entry.options)}"] if entry.options else []
    return "；".join(said) + "。" if said else ""


def spoken(path: str, title: str = "") -> str:
    """The name of a fact as a person says it: 问题[3].打算 is 第3个问题（…）的打算.

    title: what the innermost record is called.
    """
    last = len(_POSITION.findall(path))
    out, count, join = "", 0, ""
    for part in path.split("."):
        said, numbers = _POSITION.sub("", part), _POSITION.findall(part)
        for number in numbers:
            count += 1
            called = f"（{title}）" if title and count == last else ""
            said = f"第{number}个{said}{called}"
        out, join = f"{out}{join}{said}", "的" if numbers else "."
    return out
