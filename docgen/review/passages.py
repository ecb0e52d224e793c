"""What two drafts share: how much of each, and the longest of it as it stands there, in whole
clauses with their figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from docgen.language import figures
from docgen.library.likeness import LikenessRules
from docgen.review.likeness import RUN, runs_of, shared_in

K = TypeVar("K", str, tuple[str, str])
"""By what drafts are known: a unit's name, or its file and the template."""

_STRETCHES: Final = 5
_BREAK: Final = "\n"
_DIGITS: Final = re.compile(r"\d[\d.,]*%?")
_CLAUSE: Final = re.compile("[^，。；：！？]+[，。；：！？]*")


class Stretch(NamedTuple):
    """Wording that two drafts share, figures left out; the clauses of each in which it stands, as
    they stand there, "" when unknown."""

    words: str
    one: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Pair(Generic[K]):
    """Two drafts beside each other.

    one_share, other_share: percent of each that the other has, wording of most drafts left out
    of both.  characters: that `one` shares.  stretches: the longest, longest first.
    """

    one: K
    other: K
    one_share: float
    other_share: float
    characters: int
    stretches: tuple[Stretch, ...]

    def share(self, key: K) -> float:
        """Percent of this draft of the two, 0 for any other."""
        return self.one_share if key == self.one else self.other_share if key == self.other else 0.0

    def quote(self, key: K) -> str:
        """The longest that the two share, as this draft has it; "" when they share nothing."""
        for words, one, other in self.stretches:
            return (one if key == self.one else other) or words
        return ""

    def is_like(self, rules: LikenessRules) -> bool:
        """Whether a reader would see likeness in the two."""
        share = max(self.one_share, self.other_share)
        return share >= rules.listed and self.characters >= rules.alike_least

    def quoted(self, one: Sequence[str], other: Sequence[str]) -> Pair[K]:
        """The pair with the clauses in which its stretches stand.  one, other: the sentences of
        each draft."""
        stretches = (
            Stretch(words, passage(words, one), passage(words, other))
            for words, *_ in self.stretches
        )
        return replace(self, stretches=tuple(stretches))


def common_runs(wordings: Sequence[str], most: float) -> frozenset[str]:
    """The runs that more than so many percent of these wordings have."""
    having = Counter(run for text in wordings for run in {run for _, run in runs_of(text)})
    enough = most * len(wordings) / 100
    return frozenset(run for run, count in having.items() if count > enough)


def nearest_pairs(nearest: Iterable[tuple[K, K | None, float]]) -> list[tuple[K, K, float]]:
    """Each two drafts of which one is the other's nearest, with the larger share, largest first.

    nearest: a draft, the one it shares most with, and the percent of it that it shares.
    """
    near: dict[tuple[K, K], float] = {}
    for key, other, share in nearest:
        if other is not None:
            both = (min(key, other), max(key, other))
            near[both] = max(near.get(both, 0.0), share)
    ordered = sorted(near.items(), key=lambda row: (-row[1], row[0]))
    return [(one, other, share) for (one, other), share in ordered]


def pair_of(one: K, other: K, texts: tuple[str, str], common: Collection[str] = ()) -> Pair[K]:
    """Two drafts beside each other.  texts: their wordings; common: runs that are left out."""
    share, characters, stretches = _beside(*texts, common)
    back, _, _ = _beside(*texts[::-1], common)
    return Pair(one, other, share, back, characters, tuple(map(Stretch, stretches)))


def _beside(text: str, other: str, common: Collection[str]) -> tuple[float, int, tuple[str, ...]]:
    """What of a wording another has, runs in `common` left out of both: percent, characters, and
    the longest stretches."""
    shared = _covered(text, {run for _, run in runs_of(other)}.difference(common))
    everybodys = _covered(text, common)
    counted = both = 0
    for at, char in enumerate(text):
        if char != _BREAK and not everybodys[at]:
            counted += 1
            both += shared[at]
    return 100 * both / counted if counted else 0.0, both, _longest(text, shared)


def longest(text: str, runs: Collection[str]) -> tuple[str, ...]:
    """The longest stretches of a wording that stand in these runs, longest first."""
    return _longest(text, _covered(text, runs))


def _longest(text: str, covered: bytearray) -> tuple[str, ...]:
    stretches = {text[m.start() : m.end()] for m in re.finditer(b"\1+", covered)}
    return tuple(sorted(stretches, key=lambda words: (-len(words), words))[:_STRETCHES])


def _covered(text: str, runs: Collection[str]) -> bytearray:
    """For each character of the text 1 when it stands in one of the runs."""
    covered = bytearray(len(text))
    for at, run in runs_of(text):
        if run in runs:
            covered[at : at + RUN] = b"\1" * RUN
    return covered


def pieces(line: str, words: str) -> list[str]:
    """A line cut into pieces, what it shares with the other every second one.

    words: shared, with figures, names in 《》 and names of units left out; so a figure between two
    shared pieces counts as shared.
    """
    if not line:
        return ["", words]
    cut = (_pieces(line, words, left_out) for left_out in (_digits(line), _figures(line)))
    return max(cut, key=lambda found: sum(map(len, found[1::2])))


def _pieces(line: str, words: str, left_out: Collection[int]) -> list[str]:
    """left_out: the characters of the line that the words lack."""
    plain = [at for at in range(len(line)) if at not in left_out]
    text = "".join(line[at] for at in plain)
    runs = {run for _, run in runs_of(words)}
    out, done = [""], 0
    for at, run in runs_of(text):
        if run not in runs:
            continue
        start, end = plain[at], plain[at + RUN - 1] + 1
        if start > done or len(out) == 1:
            out[-1] += line[done:start]
            out += [line[start:end], ""]
        elif end > done:
            out[-2] += line[done:end]
        done = max(done, end)
    out[-1] += line[done:]
    return out


def _digits(line: str) -> frozenset[int]:
    """What wording lacks of a template's line: 18名 is 名."""
    return frozenset(at for m in _DIGITS.finditer(line) for at in range(*m.span()))


def _figures(line: str) -> frozenset[int]:
    """What wording lacks of a writer's line: 18名 is nothing."""
    return frozenset(at for found in figures(line) for at in range(found.start, found.end))


def passage(words: str, lines: Sequence[str]) -> str:
    """The clauses of these lines that say the words, "" when none does.

    words: a stretch of `review.likeness.wording`.  lines: the sentences of the draft.  A clause
    counts when at least half of it is said.
    """
    return max((_passage(words, lines, left_out) for left_out in (_digits, _figures)), key=len)


def _passage(words: str, lines: Sequence[str], left_out: Callable[[str], Collection[int]]) -> str:
    """left_out: the characters of a line that the words lack."""
    runs = {run for _, run in runs_of(words)}
    found = [any(run in text for run in runs) for text in (_bare(line, left_out) for line in lines)]
    if True not in found:
        return ""
    first = found.index(True)
    last = first
    while last + 1 < len(found) and found[last + 1]:
        last += 1
    clauses: list[str] = _CLAUSE.findall("".join(lines[first : last + 1]))
    plain = [_bare(clause, left_out) for clause in clauses]
    covered = shared_in("".join(plain), (words,))
    at, counts = 0, []
    for text in plain:
        counts.append(sum(covered[at : at + len(text)]))
        at += len(text)
    said = [2 * count >= len(text) > 0 for count, text in zip(counts, plain, strict=True)]
    if True not in said:
        return clauses[counts.index(max(counts))]
    return "".join(clauses[said.index(True) : len(said) - said[::-1].index(True)])


@lru_cache(maxsize=4096)
def _bare(line: str, left_out: Callable[[str], Collection[int]]) -> str:
    """The line without those characters; kept, as each draft's lines are held against many words."""
    out = left_out(line)
    return "".join(char for at, char in enumerate(line) if at not in out) if out else line
