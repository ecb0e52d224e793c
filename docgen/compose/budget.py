"""Length: what a template lets go when a paper must be shorter, and how much of it goes.

Three filters name what may go: 例证 (an example, first), 展开 (an elaboration, second), 可删 (the
records of a list that say so, third).  A draft too long is composed again without the last
example, the last two, … until it fits, so that numbers, runs and counted claims come right by
themselves.

Headings stay, and so does every text that sets a deadline or says who answers (`is_duty`),
whichever filter stands behind it and wherever in the text or in what it refers to; so does the
example that is all its point says.  A 要求 or 打算 may not be cut by itself; that of a point marked
可删 goes with its point, as the writer said, unless it is such a duty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from docgen.compose.carried import ABSENT, Num, Txt, items_of, txt
from docgen.compose.duties import is_duty
from docgen.compose.reading import attribute, is_absent, read, text_of
from docgen.compose.sentences import sequence
from docgen.compose.slots import ACTIVE, BLOCK, Candidate, Missing
from docgen.document import Document, Gap, Heading, length
from docgen.errors import TemplateError
from docgen.facts.values import Fact, Record, Records

ORDER: Final = ("例证", "展开", "可删")
"""What goes first, second, third."""

WHOLE: Final = "全文"
"""Stands for the path of the fact where a gap speaks of the whole paper."""

_WANTED: Final = ("要求", "打算", "责任", "时限")
"""Members that say what is to be done: a template may not let them go."""
_ANSWERS: Final = ("责任", "时限")
_SAYING: Final = ("文本", "名称")
"""Kinds of the members that say something by themselves."""

Made: TypeAlias = tuple[Document, Mapping[tuple[str, ...], Candidate]]


def example(value: Any) -> Any:
    """这是例证，讲话要压缩时最先不讲：{{ 点.例 | 句 | 例证 }}；不讲时印空。有时限、定了由谁负责的，一条里只有它的，照讲。

    例：部署: [{题: 甲, 要点: [{文: 摸清底数, 例: 柳湾村逐户登记}]}] ⟶ {{ 部署[0].要点[0].例 | 句 | 例证 }} ⟶ 柳湾村逐户登记。
    """
    return _let_go(value, "例证")


def elaboration(value: Any) -> Any:
    """这是展开的话，例证都去掉了还长时不讲：{{ 项.说明 | 句 | 展开 }}；不讲时印空。有时限、定了由谁负责的照讲。

    例：部署: [{题: 甲, 说明: 底数不清，措施就落不了地}] ⟶ {{ 部署[0].说明 | 句 | 展开 }} ⟶ 底数不清，措施就落不了地。
    """
    return _let_go(value, "展开")


def _let_go(value: Any, kind: str) -> Any:
    """The text, or an absent one when it is to be cut."""
    text = str(value) if type(value) is Num else text_of(value)
    if type(value) is Num or BLOCK in text:
        raise TemplateError(f"{kind}只用于一句话", hint="数和 列述 不单独压缩")
    if not text:
        return value
    sources = text.sources if type(text) is Txt else ()
    for source in sources:
        if source.rpartition(".")[2] in _WANTED:
            raise TemplateError(f"“{source}”不能压缩", hint="要求、责任、时限总要讲")
    if is_duty(str(text)) or any(map(_stands_alone, sources)):
        return text
    key = (kind, *(sources or (str(text),)))
    recorder = ACTIVE.get()
    recorder.may_go.setdefault(key, Candidate(kind, sources[0] if sources else "", str(text)))
    if key not in recorder.cut:
        return text
    recorder.removed.extend(sources)
    return txt("", sources, kind=ABSENT)


def _stands_alone(source: str) -> bool:
    """Whether the fact is all that its record says, in a list that belongs to another record.

    Such a point cut would leave the heading above it with nothing below.
    """
    record, _, name = source.rpartition(".")
    if not record.endswith("]") or "." not in record:
        return False
    node = ACTIVE.get().facts.get(record)
    return isinstance(node, Record) and not any(
        isinstance(below, Records) or (isinstance(below, Fact) and below.entry.kind in _SAYING)
        for other, below in node.members.items()
        if other != name
    )


def dispensable(value: Any) -> Any:
    """列表里写着“可删”的，例证、展开都去掉了还长时整条不讲，连同它的要求；有时限的、定了由谁负责的、全都可删时的头一条照讲。要说几条，数留下的：{% set 留 = 项.要点 | 可删 %}{{ 留 | 个数 }}；数 项.要点 会多数。

    例：部署: [{题: 甲, 要点: [{文: 摸清底数, 可删: 是}, 逐村定人]}] ⟶ {{ 部署[0].要点 | 可删 | 列述 }} ⟶ 一是摸清底数；二是逐村定人。
    """
    recorder = ACTIVE.get()
    whole = [f"{value.path}#"] if isinstance(value, Records) else list(value.sources)
    items = sequence(value)
    read_before = len(recorder.paths)
    idle: dict[str, str] = {}
    for item in items:
        marked = attribute(item, "可删")
        if type(marked) is Missing:
            return marked.hit()
        if marked != "是":
            continue
        texts = tuple(_texts(item))
        if not any(name in _ANSWERS or is_duty(text) for name, text in texts):
            idle[item.path] = "。".join(text.rstrip("。") for _, text in texts) + "。"
    if items and len(idle) == len(items):
        del idle[items[0].path]
    del recorder.paths[read_before:]  # what was only weighed stands behind nothing that is said
    for path, said in idle.items():
        recorder.may_go.setdefault(("可删", path), Candidate("可删", path, said))
    gone = [path for path in idle if ("可删", path) in recorder.cut]
    recorder.step(len(items))
    recorder.removed.extend(gone)
    return items_of([item for item in items if item.path not in gone], tuple(whole))


def _texts(item: Record) -> Iterator[tuple[str, str]]:
    """All that a record says, with the member that says it; what it refers to filled in."""
    for name, node in item.members.items():
        for below in node.items if isinstance(node, Records) else (node,):
            if isinstance(below, Record):
                yield from _texts(below)
            elif isinstance(below, Fact) and (below.entry.kind in _SAYING or name in _ANSWERS):
                value = read(below)
                if type(value) is not Missing and not is_absent(value) and str(text_of(value)):
                    yield name, str(text_of(value))


def fitted(make: Callable[[Collection[tuple[str, ...]]], Made], most: int, why: str) -> Document:
    """The document with as little cut as brings it to so many characters.

    make: composes it without what the keys name, and tells what may go.  What was cut is listed
    among the gaps; so is the length that is left when all that may go is gone.
    """
    document, may_go = make(())
    if length(document) <= most:
        return document
    order = [key for kind in ORDER for key in reversed(tuple(may_go)) if key[0] == kind]
    shortest = make(order)[0] if order else document
    if _bare(shortest) > _bare(document):
        order = _under_headings(make, order, _bare(document))
        shortest = make(order)[0]
    low, high = 1, len(order)
    while low < high and length(shortest) <= most:
        middle = (low + high) // 2
        shorter = make(order[:middle])[0]
        if length(shorter) <= most:
            high, shortest = middle, shorter
        else:
            low = middle + 1
    cut = frozenset(order[:high])
    gaps = _listed([one for key, one in may_go.items() if key in cut], why)
    over = length(shortest) - most
    if over > 0:
        left = f"{why}，能压缩的都压缩了，还多{over}字"
        gaps = (Gap("删节", WHOLE, "", left), *gaps)
    return replace(shortest, gaps=(*shortest.gaps, *gaps))


def _bare(document: Document) -> int:
    """How many headings have nothing under them."""
    return sum(
        isinstance(block, Heading)
        and not block.run_in
        and (after is None or (isinstance(after, Heading) and after.level <= block.level))
        for block, after in zip(document.body, (*document.body[1:], None), strict=True)
    )


def _under_headings(
    make: Callable[[Collection[tuple[str, ...]]], Made], order: list[tuple[str, ...]], bare: int
) -> list[tuple[str, ...]]:
    """The keys without those that alone stand under a heading: nothing else may keep it company."""
    left = _bare(make(order)[0])
    for key in reversed(order):
        if left <= bare:
            break
        fewer = [other for other in order if other != key]
        now = _bare(make(fewer)[0])
        if now < left:
            order, left = fewer, now
    return order


def _listed(cut: Collection[Candidate], why: str) -> tuple[Gap, ...]:
    """The cuts as gaps; what went with a record that went is not said twice."""
    records = tuple(f"{one.path}." for one in cut if one.kind == "可删")
    return tuple(
        Gap("删节", one.path, one.text, f"{why}，{one.kind}")
        for one in cut
        if not one.path.startswith(records)
    )
