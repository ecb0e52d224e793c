"""Deviations of a paper from its style, and the findings they come to, repeats told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from docgen.finding import Finding, Place
from docgen.layout.norms import Norms
from docgen.library.styles import Setting
from docgen.ooxml.mending import Mend

About = Literal["页面", "要素"]
_QUOTED = 16
_NAMED = 4


class Departure(NamedTuple):
    """A parameter that something on the page does not keep.

    subject: the element, "" for the page.  said: what it is like (字体是宋体); wanted: what it
    should be, "" when `said` tells.  setting: the parameter.  place, quote: where, and its first
    words.  mends: what puts it right without touching the text, none when that cannot be done;
    advice: what to do then.
    """

    code: str
    about: About
    subject: str
    said: str
    wanted: str
    setting: Setting
    place: Place
    quote: str = ""
    mends: tuple[Mend, ...] = ()
    advice: str = ""

    @property
    def topic(self) -> tuple[str, ...]:
        """What is alike in repeats of it, of whatever element."""
        basis = self.setting.clause or self.setting.key
        told = "" if self.mends else self.advice
        return self.code, self.said, self.wanted, basis, self.setting.strength, told


def quoted(text: str) -> str:
    """The first words of a paragraph."""
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def findings(departures: Iterable[Departure], norms: Norms) -> tuple[Finding, ...]:
    """A finding for each kind of deviation, elements that deviate alike told together, all other
    places in `related`; the gravest first, then as they stand."""
    groups: dict[tuple[str, ...], list[Departure]] = {}
    for one in departures:
        groups.setdefault(one.topic, []).append(one)
    told = [_finding(group, norms) for group in groups.values()]
    return tuple(sorted(told, key=lambda finding: -finding.level))


def _finding(group: Sequence[Departure], norms: Norms) -> Finding:
    first = group[0]
    places = tuple(dict.fromkeys(one.place for one in group))
    return Finding(
        first.code,
        norms.rules.levels[first.about, first.setting.strength],
        _subjects(group) + first.said + (f"，应为{first.wanted}" if first.wanted else ""),
        first.place,
        first.quote,
        "" if first.mends else first.advice,
        basis(first.setting, norms),
        places[1:],
    )


def _subjects(group: Iterable[Departure]) -> str:
    """The elements, the first few by name."""
    names = [name for name in dict.fromkeys(one.subject for one in group) if name]
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")


def basis(setting: Setting, norms: Norms) -> str:
    """Where a parameter comes from: the clause with its strength, or the style."""
    if setting.clause:
        return f"GB/T 9704—2012 {setting.clause}（{setting.strength}）"
    return f"样式“{norms.style.name}”：{setting.key}"
