"""Claims that count (“八个方面”) and the gaps of a draft: both read off the finished tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from docgen.compose.carried import Txt, txt
from docgen.document import (
    Block,
    Chart,
    Gap,
    Heading,
    Paragraph,
    Span,
    Table,
    Text,
    block_texts,
    plain,
)
from docgen.language import count_word

PLACEHOLDER: Final = "□"
_COUNTED: Final = "节:"
_ENDS: Final = "。！？；"
_CLAUSES: Final = "，；、：。"
_LONGEST: Final = 80
_SHORTEST: Final = 8
_MARK: Final = "【待"


def section_count(part: str) -> Txt:
    """节数("工作")：以“工作”为名的标题有几个，印成汉字（两、八），成稿后再数。

    例： ⟶ 做了{{ 节数("工作") }}件事。⏎## 抓班子 {工作}⏎## 抓队伍 {工作} ⟶ 做了两件事。⏎一、抓班子⏎二、抓队伍
    """
    return txt(PLACEHOLDER, (f"{_COUNTED}{part}",), kind="claim")


def fill(blocks: Sequence[Block]) -> Callable[[Text], Text]:
    """A function that fills the claims of a text with what the blocks hold."""
    counts = Counter(b.part for b in blocks if isinstance(b, Heading) and b.part)

    def change(text: Text) -> Text:
        return tuple(_fill(p, counts) for p in text) if _claims(text) else text

    return change


def _claims(text: Text) -> int:
    found = 0
    for piece in text:
        if not isinstance(piece, str):
            found += 1 if piece.kind == "claim" else _claims(piece.content)
    return found


def _fill(piece: str | Span, counts: Counter[str]) -> str | Span:
    if isinstance(piece, str):
        return piece
    if piece.kind == "claim":
        part = next(s for s in piece.sources if s.startswith(_COUNTED)).removeprefix(_COUNTED)
        return piece._replace(content=(count_word(counts[part]),))
    return piece._replace(content=tuple(_fill(inner, counts) for inner in piece.content))


def fill_blocks(blocks: Iterable[Block], change: Callable[[Text], Text], made: int) -> list[Block]:
    """The blocks with the claims of every text filled.

    made: how many claims there are at most; they mostly stand near the beginning.
    """
    out = list(blocks)
    for index, block in enumerate(out):
        if made <= 0:
            break
        found = sum(map(_claims, block_texts(block)))
        if not found:
            continue
        made -= found
        match block:
            case Heading():
                out[index] = block._replace(text=change(block.text), run_in=change(block.run_in))
            case Paragraph():
                out[index] = Paragraph(change(block.text))
            case Table():
                out[index] = _fill_table(block, change)
            case Chart():
                out[index] = block._replace(
                    title=change(block.title),
                    table=_fill_table(block.table, change),
                    note=change(block.note),
                )
    return out


def _fill_table(table: Table, change: Callable[[Text], Text]) -> Table:
    rows = tuple(tuple(change(cell) for cell in row) for row in table.rows)
    return Table(tuple(change(cell) for cell in table.header), rows)


def gaps(
    texts: Iterable[Text],
    vanished: Iterable[tuple[Span, str]],
    reasons: dict[str, str],
    unsure: Iterable[str] = (),
) -> tuple[Gap, ...]:
    """What is still owed: marked gaps in reading order, doubts, then clauses left out.

    The same fact is listed once a kind, with the first sentence it is wanted in.  unsure: facts
    in doubt that were only used to choose and sort by, listed also when no mark stands for them.
    """
    found: dict[tuple[str, str], Gap] = {}
    for text in texts:
        whole = plain(text)
        if _MARK not in whole:
            continue
        for span, start in _positions(text, 0):
            if span.kind not in ("gap", "doubt"):
                continue
            for path in span.sources:
                kind = "待填" if span.kind == "gap" else "待核实"
                reason = reasons.get(path, "")
                found.setdefault(
                    (kind, path),
                    Gap(kind, path, _sentence(whole, start), reason),  # type: ignore[arg-type]
                )
    for path in sorted(unsure):
        found.setdefault(("待核实", path), Gap("待核实", path, "", reasons.get(path, "")))
    for mark, begun in vanished:
        for path in mark.sources:
            if ("待填", path) not in found:
                found.setdefault(
                    ("未写", path), Gap("未写", path, _end_of(begun), reasons.get(path, ""))
                )
    order = ("待填", "待核实", "未写")
    return tuple(sorted(found.values(), key=lambda gap: order.index(gap.kind)))


def _positions(text: Text, start: int) -> Iterator[tuple[Span, int]]:
    for piece in text:
        if isinstance(piece, str):
            start += len(piece)
        else:
            yield piece, start
            yield from _positions(piece.content, start)
            start += len(plain(piece.content))


def _sentence(text: str, at: int) -> str:
    """The sentence round a character; one too short to tell anything takes its forerunner."""
    stops = [i for i in (text.find(end, at) for end in _ENDS) if i >= 0]
    end = min(stops) + 1 if stops else len(text)
    begin = _begin(text, at)
    if begin and at - begin < _SHORTEST:
        begin = _begin(text, begin - 1)
    sentence = text[begin:end].strip()
    if len(sentence) <= _LONGEST:
        return sentence
    left = max(0, at - begin - _LONGEST // 2)
    cut = sentence[left : left + _LONGEST]
    more = "……" if left + _LONGEST < len(sentence) else ""
    return (_from_clause(cut, at - begin - left) if left else cut) + more


def _from_clause(text: str, at: int) -> str:
    """The end of a longer text from the beginning of a clause, at the latest from `at`."""
    stops = [text.find(stop, 0, at) for stop in _CLAUSES]
    start = min((stop + 1 for stop in stops if stop >= 0), default=0)
    return "……" + text[start:]


def _end_of(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return _from_clause(text[-_LONGEST:], _LONGEST // 2)


def _begin(text: str, at: int) -> int:
    return max((text.rfind(end, 0, at) for end in _ENDS), default=-1) + 1
