"""How long a paper takes that is read aloud: characters, minutes, and what is too much."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from docgen.document import Document, length
from docgen.errors import InputError
from docgen.facts import Fact, Facts
from docgen.language import Quantity
from docgen.library import Library, TemplateSource

PACE: Final = 200
"""Characters a minute when 单位.语速 is not given."""
SLOWEST: Final = 100
FASTEST: Final = 300
MOST_MINUTES: Final = 300
_HALF: Final = Decimal("0.5")


class Length(NamedTuple):
    """The length of a speech: characters, characters a minute, and the minutes asked for."""

    characters: int
    pace: int
    wanted: int | None = None

    @property
    def over(self) -> int:
        """How many characters are too many, 0 when it fits."""
        most = self.wanted * self.pace if self.wanted else self.characters
        return max(0, self.characters - most)


def pace_of(facts: Facts) -> int:
    """单位.语速, or 200.  Raises InputError naming the place for what nobody speaks at."""
    node = facts.get("单位.语速")
    if not isinstance(node, Fact) or not isinstance(node.value, Quantity):
        return PACE
    pace = int(node.value.value)
    if not SLOWEST <= pace <= FASTEST:
        raise InputError(
            f"单位.语速是每分钟{pace}字，讲话没有这样的语速",
            where=str(node.place),
            hint=f"一般每分钟150至220字，可写{SLOWEST}至{FASTEST}；不填按{PACE}",
        )
    return pace


def spoken(template: TemplateSource, library: Library, minutes: int | None) -> bool:
    """Whether the template's papers are read aloud.  Raises InputError when minutes are asked
    of one that is not."""
    genre = library.genres[template.genre]
    if minutes is not None and not genre.spoken:
        raise InputError(
            f"“{template.name}”是{genre.name}，不是口头讲的，不能按分钟压缩",
            hint="去掉 --minutes",
        )
    return genre.spoken


def length_of(document: Document, facts: Facts, minutes: int | None) -> Length:
    """The length of a speech made of these facts.  Raises InputError as `pace_of`."""
    return Length(length(document), pace_of(facts), minutes)


def told(found: Length) -> tuple[str, ...]:
    """The length as lines for the reader: about how many characters and minutes, what is over."""
    size, pace = found.characters, found.pace
    lines = [f"约{_rounded(size)}字，按每分钟{pace}字约{_minutes(size, pace)}分钟"]
    if found.over:
        lines.append(
            f"  比{found.wanted}分钟多{found.over}字，约{_minutes(found.over, pace)}分钟；"
            "标题和时限不压缩，要求不单独压缩；还要短，可在没有时限的要点里写 可删: 是"
        )
    return tuple(lines)


def _rounded(size: int) -> int:
    """To the nearest hundred, a short one's to the nearest ten."""
    step = 100 if size >= 1000 else 10
    return int((Decimal(size) / step).quantize(Decimal(1), ROUND_HALF_UP)) * step


def _minutes(size: int, pace: int) -> str:
    """Minutes to the nearest half, at least half a one."""
    halves = max((Decimal(size) / pace / _HALF).quantize(Decimal(1), ROUND_HALF_UP), Decimal(1))
    whole, rest = divmod(int(halves), 2)
    return f"{whole}.5" if rest and whole else "半" if rest else str(whole)
