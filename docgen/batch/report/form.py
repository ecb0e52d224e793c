"""OUT/<unit>/补填表.xlsx: only the cells that a unit still owes, to be filled in and sent back.

Every line names its fact with positions, so that a cell of a record is asked for without the
list it stands in; `docgen.facts.supplement` lays the answers over the facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from docgen.batch.record import Result
from docgen.batch.report.owed import Owed, entry_of, owed_of, spoken, what_of
from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.supplement import PERIOD, UNIT, title_of
from docgen.facts.values import Fact, Facts
from docgen.facts.workbook import Layout, Line, ListSheet, form_layout, write_form
from docgen.facts.workbook.headings import OWED, TITLED

_ROUND: Final = 60
"""So many characters of a sentence are shown on each side of the place that waits."""
_SENTENCES: Final = 2
_ASIDES: Final = {"上期": True, "目标": True, "增幅": False}
"""What may be said of a number beside its value: whether it is in the number's own unit."""
_NOTES: Final = (
    "这张表只有还缺的几格：填“填写”一栏，说明里写着填什么、写进哪句话。",
    "没有的、还不知道的空着，不要猜。填好后原样交回，文件名改了也认得。",
)


def unit_form(
    results: Sequence[Result], facts: Facts | None, dictionary: Dictionary
) -> bytes | None:
    """The form of a unit, None when nothing is owed that a form can ask for.

    results: all of the unit, a template each.  facts: None when they could not be read.
    """
    if facts is None:
        return None
    items = owed_of(results, facts, dictionary)
    lines: dict[str, Line] = {}
    lists: dict[str, ListSheet] = {}
    for item in items:
        if (sheet := _sheet(item, dictionary)) is not None:
            for made in sheet:
                lists.setdefault(made.name, made)
        for line in _lines(item, facts, dictionary):
            lines.setdefault(line.entry.path, line)
    if not lines and not lists:
        return None
    known = [
        Line(
            replace(entry, note="不用改", optional=False, members={}),
            entry.path.partition(".")[2],
            0,
        )
        for path in (UNIT, PERIOD)
        if f"{OWED}{path}" not in lines and isinstance(facts.get(path), Fact)
        if (entry := dictionary.find(path)) is not None
    ]
    layout = Layout(dictionary, False, (*known, *lines.values()), tuple(lists.values()))
    unit = results[0].unit
    return write_form(layout, [facts], title=f"{unit}补填表", notes=_NOTES, only_asked=True)


def _sheet(item: Owed, dictionary: Dictionary) -> tuple[ListSheet, ...] | None:
    """The sheet of a list that is owed as a whole, with those of the lists in its records."""
    entry, aside = entry_of(item.path, dictionary)
    whole = entry is not None and entry.kind == "列表" and entry.members and not aside
    if not whole or "[" in item.path or "." in item.path:
        return None
    return form_layout(dictionary, (item.path,), many=False).lists


def _lines(item: Owed, facts: Facts, dictionary: Dictionary) -> Iterator[Line]:
    """The lines of a fact: its own, or those of what it is made up of."""
    entry, aside = entry_of(item.path, dictionary)
    if entry is None:
        return
    path = item.path.removesuffix(f".{aside}") if aside else item.path
    if aside == "分为" or (entry.kind in ("组", "构成") and not aside):
        below = [part for part in entry.members.values() if part.kind not in ("组", "列表")]
        wanted = [part for part in below if part.relation == "分为"] if aside else below
        for part in [p for p in wanted if not p.optional or aside] or wanted:
            if not _is_given(facts, f"{path}.{part.name}"):
                yield _line(item, f"{path}.{part.name}", part, "", facts)
    elif entry.kind == "列表" and entry.members and item.path.endswith("]"):
        name = entry.title or "文"
        if name in entry.members:
            yield _line(item, f"{path}.{name}", entry.members[name], "", facts)
    elif entry.kind != "列表" or not entry.members or "[" in item.path or "." in item.path:
        yield _line(item, item.path, entry, aside, facts)


def _is_given(facts: Facts, path: str) -> bool:
    node = facts.get(path)
    return isinstance(node, Fact) and node.value is not None


def _line(item: Owed, path: str, entry: Entry, aside: str, facts: Facts) -> Line:
    """A line that asks for one fact, with the sentences that wait for it."""
    title = title_of(path, facts)
    label = item.name if path == item.path else spoken(path, title)
    kind, unit, measure = entry.kind, entry.unit, entry.measure
    if aside:
        kind = entry.kind if _ASIDES.get(aside) else "文本"
        unit, measure = (unit, measure) if _ASIDES.get(aside) else ("", "")
    asked = Entry(
        name=label,
        path=f"{OWED}{path}{TITLED}{title}" if title else f"{OWED}{path}",
        kind=kind,
        unit=unit,
        measure=measure,
        note=_note(item, what_of(entry, aside)),
        options=() if aside else entry.options,
        item=entry.item,
    )
    return Line(asked, label, 0)


def _note(item: Owed, what: str) -> str:
    said = [what] if what else []
    if item.now:
        said.append(f"现在填的是“{item.now}”，核实后再填一遍；没变也填。")
    for waiting in item.sentences[:_SENTENCES]:
        why = f"（{waiting.reason}）" if waiting.reason else ""
        sentence = _round(waiting.sentence, waiting.mark)
        said.append(f"写进《{waiting.paper}》：{sentence}{why}" if sentence else why)
    return "\n".join(said)


def _round(sentence: str, mark: str) -> str:
    """The sentence, or what stands round the mark in a long one."""
    at = max(sentence.find(mark), 0) if mark else len(sentence)
    start, end = max(0, at - _ROUND), at + len(mark) + _ROUND
    before, after = "……" if start else "", "……" if end < len(sentence) else ""
    return f"{before}{sentence[start:end]}{after}"
