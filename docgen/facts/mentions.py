"""Sentences that speak of the ledger: names that it does not have, figures typed again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Final

from docgen.facts.conversion import ATTRIBUTES
from docgen.facts.dictionary import Dictionary, Entry
from docgen.facts.sentences import Reference, Said, pieces
from docgen.facts.values import Fact
from docgen.finding import Finding, Level
from docgen.language import Quantity
from docgen.language.near import nearest
from docgen.source import short

_FEW: Final = 3
_TELLING: Final = 3
"""A noun of so many characters tells by itself what is counted."""


def mentions(
    leaves: Sequence[Fact],
    numbers: Sequence[tuple[Fact, Quantity]],
    dictionary: Dictionary,
    filters: Collection[str],
) -> Iterator[Finding]:
    """What is wrong or doubtful in sentences that name the ledger or repeat its figures.

    numbers: the leaves with a quantity.  filters: see `check_facts`.
    """
    yield from _references(leaves, dictionary, filters)
    yield from _typed_again(leaves, numbers)


def _references(
    leaves: Sequence[Fact], dictionary: Dictionary, filters: Collection[str]
) -> Iterator[Finding]:
    for fact in leaves:
        if not isinstance(fact.value, str) or "【" not in fact.value:
            continue
        for piece in pieces(fact.value):
            if not isinstance(piece, Reference):
                continue
            above, _, last = piece.path.rpartition(".")
            named = above if last in ATTRIBUTES else piece.path
            if dictionary.find(named) is None:
                guesses = _meant(piece.path, dictionary)
                yield Finding(
                    "FCT107",
                    Level.ERROR,
                    f"{_quoted(piece)}引用的名称没有登记",
                    fact.place,
                    hint="是不是" + "或".join(f"【{_with(piece, guess)}】" for guess in guesses)
                    if guesses
                    else "名称见 docgen list facts",
                )
            elif piece.filter and filters and piece.filter not in filters:
                guess = nearest(piece.filter, list(filters))
                yield Finding(
                    "FCT107",
                    Level.ERROR,
                    f"{_quoted(piece)}里没有“{short(piece.filter)}”这种写法",
                    fact.place,
                    hint=f"是不是【{piece.path}|{guess}】"
                    if guess
                    else "“|”后面只写量、增减、其中这样的词",
                )


def _quoted(reference: Reference) -> str:
    return f"【{short(reference.text.strip('【】'))}】"


def _with(reference: Reference, path: str) -> str:
    """The path with what stood after |."""
    return f"{path}|{reference.filter}" if reference.filter else path


def _meant(path: str, dictionary: Dictionary) -> tuple[str, ...]:
    """What the name stands for: the facts whose last name or noun it is, else the nearest."""
    entries = [entry for root in dictionary.roots.values() for entry in _outside_lists(root)]
    for name in ("name", "noun"):
        found = [entry.path for entry in entries if getattr(entry, name) == path]
        if found:
            return tuple(found[:_FEW])
    guess = nearest(path, [entry.path for entry in dictionary.walk()])
    return (guess,) if guess else ()


def _outside_lists(entry: Entry) -> Iterator[Entry]:
    """The entry and those below it, without the fields of records."""
    yield entry
    if entry.kind != "列表":
        for below in entry.members.values():
            yield from _outside_lists(below)


def _typed_again(
    leaves: Sequence[Fact], numbers: Sequence[tuple[Fact, Quantity]]
) -> Iterator[Finding]:
    """A ledger figure typed again in a sentence, beside its own name: better a reference."""
    ledger: dict[tuple[Decimal, str], list[Fact]] = {}
    for fact, quantity in numbers:
        if "[" not in fact.path:
            ledger.setdefault((quantity.amount, fact.entry.measure), []).append(fact)
    for fact in leaves:
        if not isinstance(fact.value, str) or "[" not in fact.path:
            continue
        said = pieces(fact.value)
        for index, piece in enumerate(said):
            if type(piece) is not Said:
                continue
            number = piece.figure.quantity
            if number is None:  # a date
                continue
            alike = ledger.get((number.amount, number.unit))
            if alike is None:
                continue
            before = said[index - 1] if index else ""
            after = said[index + 1] if index + 1 < len(said) else ""
            for known in alike:
                noun = known.entry.noun
                if len(noun) < _TELLING and known.path.partition(".")[0] not in fact.value:
                    continue  # 15个村 are those of 排查.村 only where 排查 is spoken of
                if (isinstance(before, str) and before.endswith(noun)) or (
                    isinstance(after, str) and after.startswith(noun)
                ):
                    yield Finding(
                        "FCT109",
                        Level.HINT,
                        f"“{piece.text}”就是台账里的{known.path}",
                        fact.place,
                        quote=fact.text,
                        hint=f"可写成【{known.path}|量】，台账改数时这里跟着改",
                        related=(known.place,),
                    )
