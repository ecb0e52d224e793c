"""What the facts say in numbers, with the words each is told by, so that a draft's are found in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from docgen.facts import Fact, Facts, Record, Records
from docgen.facts.bounds import Bounds, bounds
from docgen.facts.sentences import Piece, Reference, Said, pieces
from docgen.finding import Place
from docgen.language import Period, Quantity, percent_change
from docgen.review.telling import WIDTH, plain, words_round

_ALIKE: Final = {
    "人": "名",
    "位": "名",
    "场次": "次",
    "场": "次",
    "千米": "公里",
    "平方千米": "平方公里",
    "km2": "平方公里",
    "株": "棵",
    "百分点": "个百分点",
}
_GENERIC: Final = frozenset("投资 收入 资金 支出 产值 面积 人数 户数 金额 数量 总额 人次".split())


_MARKED: Final = re.compile("[^一-鿿]")
_Key = TypeVar("_Key", bound=Hashable)
NO_NAMES: Final[Mapping[str, object]] = MappingProxyType({})


class Same:
    """Facts as a key: the same are the same object."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.facts is self.facts


class Known(NamedTuple):
    """A number that the facts tell.

    path: of the fact, or of the text it stands in.  quantity: its value, span: what it may mean.
    before, after: the words round it in a text, digits told as #; "" in the ledger.  noun: what it
    counts in the ledger, "" in a text.  fact: the leaf it is or stands in; place: where.
    """

    path: str
    quantity: Quantity
    span: Bounds
    before: str
    after: str
    noun: str
    fact: Fact
    place: Place

    @property
    def amount(self) -> Decimal:
        """Its value with its scale."""
        return amount_of(self.fact, self.quantity)

    @property
    def said(self) -> str:
        """The number as typed, with its unit."""
        return _typed(self.fact, self.quantity)


def _typed(fact: Fact, quantity: Quantity) -> str:
    entry, text = fact.entry, quantity.raw
    if quantity.unit or not entry.is_number:
        return text
    unit = entry.measure or entry.unit
    if quantity.scale and unit.startswith(("万", "亿")):
        unit = unit[1:]
    return text + unit


def alike(unit: str) -> str:
    """The measure word that stands for it and its like."""
    return _ALIKE.get(unit, unit)


@dataclass(frozen=True, eq=False)
class Index:
    """The numbers of some facts.

    told: all of them.  period: that the facts are of.  by_words: those in texts by unit and the
    two characters before or behind them.  by_noun: those of the ledger by unit and noun,
    by_amount: by unit and value.  measured: those with a measure word by the two characters before
    them, in the ledger the last of the noun, and their value.  amounts: by unit every value that is told or follows from the
    ledger by itself: differences, shares, counts of rows.
    """

    told: tuple[Known, ...]
    period: Period | None
    by_words: Mapping[tuple[str, str], list[Known]]
    by_noun: Mapping[tuple[str, str], list[Known]]
    by_amount: Mapping[tuple[str, Decimal], list[Known]]
    measured: Mapping[tuple[str, Decimal], list[Known]]
    spans: Mapping[str, list[Bounds]]
    amounts: Mapping[str, frozenset[Decimal]]
    any_amount: frozenset[Decimal]
    rows: Mapping[str, list[Known]]
    marked: Mapping[str, list[Known]]
    nouns: re.Pattern[str]
    names: Mapping[str, frozenset[str]]


def index_of(facts: Facts, called: Mapping[str, object] = NO_NAMES) -> Index:
    """The index of the facts, all leaves, records and texts.

    called: by path what a draft calls a number of the ledger besides its noun.
    """
    ledger = [*_ledger(facts)]
    for one in tuple(ledger):
        names = called.get(one.path)
        if isinstance(names, list):
            ledger += [one._replace(noun=name) for name in names]
    told = [*ledger, *_texts(facts), *_titled(facts)]
    amounts: dict[str, set[Decimal]] = {}
    for unit, amount in (*((unit_of(one), one.quantity.amount) for one in told), *_derived(facts)):
        amounts.setdefault(unit, set()).add(amount)
    spans: dict[str, list[Bounds]] = {}
    for one in told:
        spans.setdefault(unit_of(one), []).append(one.span)
    names = sorted({one.noun for one in ledger if len(one.noun) > 1}, key=len, reverse=True)
    called_by: dict[str, set[str]] = {}
    for one in ledger:
        called_by.setdefault(one.path, {one.path.rpartition(".")[2]}).add(one.noun)
    return Index(
        told=tuple(told),
        period=facts.period,
        by_words=_groups(
            ((unit_of(one), near), one)
            for one in told
            if not one.noun
            for near in {one.before[-2:], one.after[:2]} - {""}
        ),
        by_noun=_groups(((unit_of(one), one.noun), one) for one in told if one.noun),
        by_amount=_groups(((unit_of(one), one.amount), one) for one in ledger),
        measured=_groups(
            (((one.noun or one.before)[-2:], one.quantity.value), one)
            for one in told
            if unit_of(one)
        ),
        spans=spans,
        amounts={unit: frozenset(values) for unit, values in amounts.items()},
        any_amount=frozenset().union(*amounts.values(), (one.quantity.value for one in told)),
        rows=_groups((unit_of(one), one) for one in ledger if "[" in one.path),
        marked=_groups(
            (unit_of(one), one)
            for one in ledger
            if _MARKED.search(one.noun) and "[" not in one.path
        ),
        nouns=re.compile("|".join(map(re.escape, names)) or "(?!)"),
        names={path: frozenset(each) for path, each in called_by.items()},
    )


def _groups(pairs: Iterable[tuple[_Key, Known]]) -> dict[_Key, list[Known]]:
    out: dict[_Key, list[Known]] = {}
    for key, one in pairs:
        out.setdefault(key, []).append(one)
    return out


def unit_of(one: Known) -> str:
    """The measure word that it is told by, in the ledger that of its entry."""
    entry = one.fact.entry
    unit = one.quantity.unit
    if not unit:
        unit = "%" if entry.kind == "百分比" else entry.measure or entry.unit
        unit = unit.lstrip("万亿") if unit not in ("万", "亿") else unit
    return alike(unit)


def _ledger(facts: Facts) -> Iterator[Known]:
    """The numbers of the ledger, those in records with them, each by the noun that tells it."""
    for node in facts.nodes():
        if isinstance(node, Fact) and isinstance(node.value, Quantity):
            noun, value = _noun(node), node.value
            yield Known(node.path, value, _span(node, value), "", "", noun, node, node.place)


def _noun(fact: Fact) -> str:
    entry = fact.entry
    above = fact.path.rpartition(".")[0]
    group = "" if "[" in above else above.rpartition(".")[2]
    noun = group if entry.noun == entry.measure and group else entry.noun
    return group + noun if noun in _GENERIC and group else noun


def _span(fact: Fact, quantity: Quantity) -> Bounds:
    """What the number may mean."""
    amount = amount_of(fact, quantity)
    return Bounds(amount, amount) if amount != quantity.amount else bounds(quantity)


def amount_of(fact: Fact, quantity: Quantity) -> Decimal:
    """Its value with its scale; a bare one is in the unit of its entry (412.6 in 万元)."""
    unit = fact.entry.unit
    if not quantity.scale and not quantity.unit and unit[:1] in ("万", "亿"):
        return quantity._replace(scale=unit[0]).amount
    return quantity.amount


class Words(NamedTuple):
    """A text of the facts as a draft says it, references to numbers written out.

    numbers: each as where it begins and ends, the leaf that holds it, and itself.
    """

    fact: Fact
    text: str
    numbers: tuple[tuple[int, int, Fact, Quantity], ...]


def words_of(facts: Facts) -> Iterator[Words]:
    """All texts of the facts."""
    for fact in facts.leaves():
        if not isinstance(fact.value, str):
            continue
        text, numbers = "", []
        for piece in pieces(fact.value):
            leaf, quantity = _said(facts, fact, piece)
            said = piece if isinstance(piece, str) else piece.text
            if quantity is not None:
                said = _typed(leaf, quantity) if leaf is not fact else said
                numbers.append((len(text), len(text) + len(said), leaf, quantity))
            text += said
        yield Words(fact, text, tuple(numbers))


def _texts(facts: Facts) -> Iterator[Known]:
    for _, text, numbers in words_of(facts):
        for start, end, leaf, quantity in numbers:
            before, after = words_round(text, start, end)
            span = _span(leaf, quantity)
            yield Known(leaf.path, quantity, span, before, after, "", leaf, leaf.place)


def _titled(facts: Facts) -> Iterator[Known]:
    """The numbers of records by what the record is of: 柳家湾茶叶基地面积540亩."""
    for record in facts.nodes():
        if isinstance(record, Record) and record.title:
            for member in record.members.values():
                if isinstance(member, Fact):
                    yield from _of_title(plain(record.title), member)


def _of_title(title: str, member: Fact) -> Iterator[Known]:
    if isinstance(member.value, Quantity):
        entry, value = member.entry, member.value
        for name in {entry.noun, entry.name, "投入" if entry.kind == "金额" else ""}:
            before = (title + name)[-WIDTH:]
            yield Known(
                member.path, value, _span(member, value), before, "", "", member, member.place
            )


def _said(facts: Facts, fact: Fact, piece: Piece) -> tuple[Fact, Quantity | None]:
    """The number that a piece of a text tells, and the leaf that holds it: for a reference the
    leaf referred to."""
    if isinstance(piece, Said):
        return fact, piece.figure.quantity if piece.figure.kind == "数量" else None
    if isinstance(piece, Reference) and piece.filter in ("", "量"):
        leaf = facts.get(piece.path)
        if isinstance(leaf, Fact) and isinstance(leaf.value, Quantity):
            return leaf, leaf.value
    return fact, None


# --- what follows from the ledger -----------------------------------------------------------------


def _derived(facts: Facts) -> Iterator[tuple[str, Decimal]]:
    for node in facts.nodes():
        if isinstance(node, Records):
            yield from _of_rows(node)
        elif isinstance(node, Fact) and isinstance(node.value, Quantity):
            yield from _of_number(node, node.value)


def _of_number(fact: Fact, now: Quantity) -> Iterator[tuple[str, Decimal]]:
    """What was, what it grew by, what was aimed at; what its members leave over and their shares."""
    more, unit = fact.more, _of_entry(fact)
    amount = amount_of(fact, now)
    if not now.approximate:
        yield unit, amount
    for other in (more.previous, more.target):
        if other is None:
            continue
        value = amount_of(fact, other)
        yield unit, value
        yield unit, abs(amount - value)
        if unit == "%":
            yield "个百分点", abs(amount - value)
        elif (change := percent_change(amount, value)) is not None:
            yield from (("%", _rounded(abs(change), places)) for places in range(3))
            if value:
                yield from (("%", _rounded(amount / value * 100, places)) for places in range(3))
                yield from (("倍", _rounded(amount / value, places)) for places in range(3))
    if more.growth is not None:
        yield "%", abs(more.growth.amount)
    members = [
        amount_of(member, member.value)
        for member in fact.members.values()
        if isinstance(member, Fact) and isinstance(member.value, Quantity)
    ]
    yield unit, sum(members, Decimal(0))
    for part in members:
        yield unit, abs(amount - part)
        if amount:
            yield from (("%", _rounded(part / amount * 100, places)) for places in range(3))


def _of_entry(fact: Fact) -> str:
    entry = fact.entry
    unit = "%" if entry.kind == "百分比" else entry.measure or entry.unit
    return alike(unit.lstrip("万亿"))


def _rounded(amount: Decimal, places: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP").normalize()


def _of_rows(rows: Records) -> Iterator[tuple[str, Decimal]]:
    """How many rows there are, of each word in a column, and what a column adds up to."""
    counts: Counter[str] = Counter()
    sums: dict[tuple[str, str], Decimal] = {}
    for item in rows.items:
        if not isinstance(item, Record):
            continue
        for name, member in item.members.items():
            if not isinstance(member, Fact):
                continue
            if isinstance(member.value, Quantity):
                key = (name, _of_entry(member))
                sums[key] = sums.get(key, Decimal(0)) + amount_of(member, member.value)
                counts[f"{name} 有"] += member.value.amount > 0
            elif isinstance(member.value, str):
                counts[f"{name} {member.text}"] += 1
    yield "", Decimal(len(rows.items))
    size = len(rows.items)
    for count in {*counts.values()}:
        yield "", Decimal(count)
        yield "", Decimal(size - count)
    for (_, unit), amount in sums.items():
        yield unit, amount
