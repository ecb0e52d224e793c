"""The elements of a paper as typed: 发文字号, 份号, 密级, whom it is sent to, when it was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from docgen.facts.values import Fact, Facts, Group, Node, Record, Records, member
from docgen.finding import Finding, Level
from docgen.source import short

_NUMBER: Final = re.compile(r"[一-龥]{2,14}〔(?:19|20)[0-9]{2}〕[1-9][0-9]{0,4}号")
_LOOSE: Final = re.compile(
    r"(?P<word>(?:[一-龥]{2,14})?)\s*[〔\[［(（【〈﹝]\s*(?P<year>(?:19|20)[0-9]{2})\s*[〕\]］)）】〉﹞]"
    r"\s*第?\s*0*(?P<number>[1-9][0-9]{0,4})\s*号?"
)
_COPY: Final = re.compile("[0-9]{1,6}")
_SECRECY: Final = re.compile("(?:绝密|机密|秘密)(?:★(?:长期|[0-9]{1,3}(?:年|个月|月|天|日)))?")
_BETWEEN: Final = re.compile("[、，,；;和]")
_CELLS: Final = "|"
_BASIS: Final = "GB/T 9704—2012 "


def element_doubts(facts: Facts, *, freely: bool = False) -> Iterator[Finding]:
    """A finding for each element that is not written as the standard has it, for an organ the
    paper is sent to twice, and for a paper printed before it was made or by nobody.

    freely: the paper may be numbered in its unit's own way, without the word of an organ.
    """
    for name in ("文稿", "单位"):
        group = facts.root.members.get(name)
        if isinstance(group, Group):
            yield from _written(group, freely)
    yield from _sent_twice(facts)
    yield from _printed_early(facts)
    yield from _printed_by_nobody(facts)


def _written(group: Group, freely: bool) -> Iterator[Finding]:
    if (fact := _text(group, "发文字号")) is not None and not _NUMBER.fullmatch(fact.text):
        loose = _LOOSE.fullmatch(fact.text)
        nameless = loose is not None and not loose["word"]
        right = ""
        if loose and (freely or not nameless):
            right = f"{loose['word']}〔{loose['year']}〕{loose['number']}号"
        if right != fact.text and (right or not freely):
            form = "年份要四位，用六角括号；序号前不写“第”、不补0"
            yield _wrong(
                fact,
                "前面没有机关代字" if nameless and not freely else form,
                f"写成 {right}" if right else "写成 青党发〔2026〕3号 这样",
                "7.2.5",
                Level.ERROR if right else Level.DOUBT,
            )
    if (fact := _text(group, "份号")) is not None and not _COPY.fullmatch(fact.text):
        yield _wrong(fact, "份号是1至6位数字", "只写数字，如 12，印出来是 000012", "7.2.1")
    if (fact := _text(group, "密级")) is not None and not _SECRECY.fullmatch(fact.text):
        hint = "写 绝密、机密、秘密；有保密期限的写成 机密★1年"
        yield _wrong(fact, "看不出密级和保密期限", hint, "7.2.2", Level.DOUBT)
    for fact in _items(member(group, "发文机关标志")):
        if fact.text.endswith("文件"):
            hint = f"写成 {fact.text.removesuffix('文件')}"
            yield _wrong(fact, "“文件”二字由程序加", hint, "7.2.4")
    listed = member(group, "附件")
    for row in listed.items if isinstance(listed, Records) else ():
        yield from _ragged(row)


def _wrong(fact: Fact, why: str, hint: str, clause: str, level: Level = Level.ERROR) -> Finding:
    message = f"“{fact.path}”的“{short(fact.text)}”不合写法：{why}"
    return Finding("FCT148", level, message, fact.place, hint=hint, basis=_BASIS + clause)


def _ragged(row: Record | Fact) -> Iterator[Finding]:
    """A row of an attachment's table with more or fewer cells than its header."""
    rows = list(_items(member(row, "表")))
    sizes = [len(fact.text.strip(_CELLS + " ").split(_CELLS)) for fact in rows]
    for fact, size in zip(rows, sizes, strict=True):
        if size != sizes[0]:
            yield Finding(
                "FCT148",
                Level.ERROR,
                f"“{fact.path}”有{size}格，表头有{sizes[0]}格",
                fact.place,
                hint="格与格用“|”隔开，每行一样多；空着的格也要隔开",
                related=(rows[0].place,),
            )


def _sent_twice(facts: Facts) -> Iterator[Finding]:
    """An organ that stands twice among those the paper is sent to."""
    addressed = facts.get("单位.主送")
    told: dict[str, str] = {}
    if isinstance(addressed, Fact) and addressed.text:
        told = {name.strip(): "主送" for name in _BETWEEN.split(addressed.text)}
    for names in (("抄送",), ("报", "送", "发")):
        seen = dict(told) if names == ("抄送",) else {}
        for name in names:
            node = member(facts.root.members.get("文稿"), name)
            if node is None:
                node = member(facts.root.members.get("单位"), name)
            for fact in _items(node):
                if before := seen.get(fact.text):
                    again = (
                        f"{before}里已有，{name}里又有" if before != name else f"{name}里写了两次"
                    )
                    yield Finding(
                        "FCT149",
                        Level.DOUBT,
                        f"“{short(fact.text)}”{again}",
                        fact.place,
                        hint="留一处：主送的不再抄送，一个机关只送一次",
                    )
                seen.setdefault(fact.text, name)


def _printed_early(facts: Facts) -> Iterator[Finding]:
    node, issued = facts.get("文稿.印发日期"), facts.issued_on
    if isinstance(node, Fact) and isinstance(node.value, date) and issued and node.value < issued:
        yield Finding(
            "FCT150",
            Level.ERROR,
            f"印发日期{node.value}早于成文日期{issued}",
            node.place,
            hint="先成文、后印发；核对 文稿.印发日期 和 文稿.日期",
        )


def _printed_by_nobody(facts: Facts) -> Iterator[Finding]:
    node = facts.get("文稿.印发日期")
    organs = (member(facts.root.members.get(name), "印发机关") for name in ("文稿", "单位"))
    if isinstance(node, Fact) and isinstance(node.value, date) and not any(organs):
        yield Finding(
            "FCT151",
            Level.HINT,
            "有印发日期，没有印发机关",
            node.place,
            hint="填 单位.印发机关 或 文稿.印发机关；这一篇不印的写 无",
            basis=_BASIS + "7.4.3",
        )


def _text(group: Group, name: str) -> Fact | None:
    """The fact of that name when something is typed there other than 无."""
    node = member(group, name)
    return node if isinstance(node, Fact) and isinstance(node.value, str) and node.value else None


def _items(node: Node | None) -> Iterator[Fact]:
    for item in node.items if isinstance(node, Records) else ():
        if isinstance(item, Fact) and item.text:
            yield item
