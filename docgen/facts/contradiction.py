"""A sentence whose number is not the ledger's: 全镇现有党员1127名, while 党员 is 1126.

Most numbers beside a noun of the ledger are of a part of it: a village, a party branch, another
year.  Hence only those are held against it that stand by a noun naming the whole, in a clause
that begins with that noun or says 全镇, 我镇; whatever else could narrow the scope makes the
check silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from docgen.facts.bounds import bounds, quantity_in
from docgen.facts.sentences import NOT_RENEWED, Said, pieces
from docgen.facts.values import Fact, Facts, Node, Records
from docgen.finding import Finding, Level
from docgen.language import Quantity

_LOCAL: Final = frozenset("村 社区 支部 企业 学校 小区 网格".split())
"""A record with such a field speaks of that place."""
_WHOLE: Final = r"(?:全|我|本)(?:镇|乡|街道)(?:范围内|境内|上下)?"
_TIME: Final = r"(?:截至目前|截至[^，。；,]{1,12}|目前|今年以来|今年|本期|一年来{time})"
_HAVE: Final = "(?:总共有|现共有|现有|共有|已有|累计|下辖|在册|举办|培养|总|共|有|辖|现)*+"
"""Possessive, as its words hold one another: else a run of 共有 would be tried in every way."""
_SAYS: Final = re.compile(
    "(?:总数|总量|人数|数)?(?:已达到?|达到?|增加到|减少到|为|共有|共计|合计|累计|共|有|是|计)?$"
)
Ledger: TypeAlias = Mapping[str, list[tuple[str, Fact]]]
"""By measure word: the nouns that name a number as a whole, longest first, and the number."""
_HEADS: Final = {"人": "名", "位": "名"}
"""Measure words for people, told by one."""
_STOPS: Final = "。！？\n"
_LONGEST: Final = 400
"""In a sentence longer than this before a number nobody can say what the number is of."""
_GENERIC: Final = frozenset("投资 收入 资金 支出 产值 面积 人数 户数 金额 数量 总额".split())
"""Nouns that name nothing without their group: 村集体经济收入, not every 收入."""
_NEAR: Final = 30
"""Characters before a number among which its noun stands."""
_SAID: Final = ("已核实", NOT_RENEWED)
_CLAUSES: Final = re.compile("[，；、,;]")
_DIGITS: Final = re.compile("[0-9０-９]")
_ENDS: Final = ("", *"，。；、（：,.;(")
_NARROWS: Final = re.compile(
    "其中|包括|含|各|每|分别|另|去年|上年|上期|同期|年初|年底|年末|换届前|原有|原来|以前|计划|力争|目标|比"
)
_BY: Final = re.compile(r"截至(?:\d{4}年)?(\d{1,2})月")
_PLACES: Final = re.compile("村|社区|支部|学校|企业|公司|合作社|小区|机关|网格")


def contradictions(facts: Facts) -> Iterator[Finding]:
    """A finding for each number in a sentence that the ledger says otherwise."""
    ledger = _ledger(facts)
    if not ledger:
        return
    period = facts.period
    month = period.end.month if period is not None else None
    half = "|上半年|下半年" if period is not None and "半年" in period.text else ""
    opening = re.compile(f"(?:{_TIME.replace('{time}', half)}[，、]?)?({_WHOLE})?{_HAVE}$")
    for fact in _sentences(facts.root):
        for said, known in _numbers(fact.text, ledger, opening, month):
            value = quantity_in(known)
            number = said.figure.quantity
            if value is None or number is None:
                continue
            one, other = bounds(number), bounds(value)
            if one.low <= other.high and other.low <= one.high:
                continue
            yield Finding(
                "FCT146",
                Level.HINT,
                f"句子里说的是“{said.text}”，台账“{known.path}”填的是{known.text}",
                fact.place,
                quote=fact.text,
                hint=f"核对哪个对；台账对的，句子里写成【{known.path}|量】；说的不是同一回事的，写明范围",
                related=(known.place,),
            )


def _ledger(facts: Facts) -> Ledger:
    """The numbers of the ledger that a sentence can name."""
    found: dict[str, list[tuple[str, Fact]]] = {}

    def walk(node: Node, whole: str, group: str) -> None:
        if isinstance(node, Records):
            return
        if isinstance(node, Fact) and node.more.status == "已核实":
            entry = node.entry
            quantity = quantity_in(node)
            noun = group if entry.noun == entry.measure else entry.noun
            noun = group + noun if noun in _GENERIC else noun
            if quantity is not None and noun and (not whole or whole in noun):
                unit = quantity.unit or entry.measure or entry.unit
                found.setdefault(_HEADS.get(unit, unit), []).append((noun, node))
        inner = node.entry.noun if isinstance(node, Fact) else whole
        for below in node.members.values():
            walk(below, inner, node.entry.name)

    walk(facts.root, "", "")
    for nouns in found.values():
        nouns.sort(key=lambda pair: -len(pair[0]))
    return found


def _sentences(node: Node) -> Iterator[Fact]:
    """The texts in lists, without those of records that are about one place."""
    stack: list[tuple[Node, bool]] = [(node, False)]  # with whether it is in a list
    while stack:
        one, listed = stack.pop()
        if isinstance(one, Fact):
            if listed and isinstance(one.value, str) and one.more.status in _SAID:
                yield one
        elif isinstance(one, Records):
            stack += [
                (item, True)
                for item in one.items[::-1]
                if isinstance(item, Fact) or _LOCAL.isdisjoint(item.members)
            ]
        else:
            stack += [(below, listed) for below in one.members.values()]


def _numbers(
    text: str, ledger: Ledger, opening: re.Pattern[str], month: int | None
) -> Iterator[tuple[Said, Fact]]:
    """The numbers in the text that are said of a whole of the ledger, with that whole.

    month: the last of the period; of an earlier day (截至3月底) the ledger says nothing.
    """
    said = pieces(text)
    if len(said) == 1:
        return
    place = _PLACES.search(text)
    at = 0
    for index, piece in enumerate(said):
        if isinstance(piece, str):
            at += len(piece)
            continue
        start, at = at, at + len(piece.text)
        if type(piece) is not Said or piece.figure.kind != "数量":
            continue
        number: Quantity | None = piece.figure.quantity
        counted = ledger.get(_HEADS.get(number.unit, number.unit)) if number else None
        if counted is None:
            continue
        following = said[index + 1] if index + 1 < len(said) else ""
        after = following if isinstance(following, str) else "【"
        near = text[max(0, start - _NEAR) : start]
        nouns = [pair for pair in counted if pair[0] in near or after.startswith(pair[0])]
        if not nouns:
            continue
        begins = max(text.rfind(stop, max(0, start - _LONGEST), start) for stop in _STOPS) + 1
        if not begins and start > _LONGEST:
            continue
        sentence = text[begins:start]
        cut = max((m.end() for m in _CLAUSES.finditer(sentence)), default=0)
        earlier, clause = sentence[:cut], sentence[cut:]
        day = _BY.search(sentence)
        if _NARROWS.search(sentence) or (day and month and int(day[1]) != month):
            continue
        for noun, fact in nouns:
            scope = _scope(clause, after, noun, opening)
            if scope is None:
                continue
            narrowed = place is not None and place.end() <= begins
            if scope or not (narrowed or _of_a_part(earlier, ledger, opening)):
                yield piece, fact
            break


def _scope(clause: str, after: str, noun: str, opening: re.Pattern[str]) -> str | None:
    """How the clause names the whole: 全镇, 我乡, or "" when the noun just stands first.

    None when the number is not said of the noun as a whole.
    """
    says = _SAYS.search(clause)
    head = clause[: says.start()] if says else clause
    if head.endswith(noun):
        found = opening.match(head[: -len(noun)])
        return None if found is None or after[:1] not in _ENDS else found[1] or ""
    if after.startswith(noun) and after[len(noun) : len(noun) + 1] in _ENDS:
        found = opening.match(clause)
        return found[1] if found and found[1] and clause != found[1] else None
    return None


def _of_a_part(earlier: str, ledger: Ledger, opening: re.Pattern[str]) -> bool:
    """Whether what the sentence said before the clause may narrow what it speaks of.

    It may not when it says when (截至目前，) or gives other numbers of the ledger.
    """
    for clause in _CLAUSES.split(earlier)[:-1]:
        if opening.match(clause):
            continue
        words = _SAYS.sub("", _DIGITS.split(clause, maxsplit=1)[0])
        named = (noun for nouns in ledger.values() for noun, _ in nouns if words.endswith(noun))
        if not any(opening.match(words[: -len(noun)]) for noun in named):
            return True
    return False
