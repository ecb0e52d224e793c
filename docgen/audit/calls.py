"""Every name that a template calls something by is known (TPL002, TPL003), and no stock phrase
stands twice in one paper (TPL004).

Composing stops at the first of these; here all are found, also in branches no paper takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from docgen.audit.places import place_of
from docgen.compose.asked import Asked, asked
from docgen.compose.lists import STYLES
from docgen.compose.reading import ASIDE_NAMES
from docgen.facts import Dictionary, Entry, dictionary_of
from docgen.finding import Finding, Level
from docgen.language.near import nearest
from docgen.library import Library, TemplateSource

UNKNOWN: Final = "TPL002"
UNDECLARED: Final = "TPL003"
TWICE: Final = "TPL004"

_FIRST: Final = frozenset("满足 大于 至少 已核实 待核实 排序 逐项 选用 对仗".split())
"""Filters whose first argument names a field of the records."""
_ALL: Final = frozenset("分组 前 指标 列数 其中 其中确数 分为 分别".split())
"""Filters of which every argument names a member."""
_MANY: Final = 12
"""How many names a hint lists when none is near."""


def check_calls(template: TemplateSource, library: Library) -> tuple[Finding, ...]:
    """What is called by a wrong name, or twice, in the order of the source.

    Places name the file below templates/.  Raises TemplateError when it cannot be compiled.
    """
    calls = asked(template, library)
    dictionary = dictionary_of(library)
    found: dict[Finding, None] = {}
    for call in calls:
        found.update(dict.fromkeys(_topic(call, template, library)))
        found.update(dict.fromkeys(_style(call, template)))
        found.update(dict.fromkeys(_names(call, template, dictionary)))
    found.update(dict.fromkeys(_twice(calls, template)))
    return tuple(found)


def _error(
    code: str, call: Asked, template: TemplateSource, message: str, quote: str, hint: str
) -> Finding:
    place = place_of(call.file, call.line, template)
    return Finding(code, Level.ERROR, message, place, quote, hint)


def _near(word: str, known: Iterable[str]) -> str:
    """The name that was meant, or which there are."""
    names = sorted(known)
    guess = nearest(word, names)
    if guess:
        return f"是不是“{guess}”"
    more = "……" if len(names) > _MANY else ""
    return f"可用：{'、'.join(names[:_MANY])}{more}" if names else ""


# -- topics and styles -----------------------------------------------------------------------


def _topic(call: Asked, template: TemplateSource, library: Library) -> Iterator[Finding]:
    """A stock or dated phrase that there is none of, or that is not of this 文种."""
    topic = call.arguments[0] if call.arguments else None
    if topic is None or call.name not in ("套话", "提法"):
        return
    known: Iterable[str] = library.stock if call.name == "套话" else library.snippets
    if topic not in known:
        other = "提法" if call.name == "套话" else "套话"
        others: Iterable[str] = library.snippets if call.name == "套话" else library.stock
        hint = f"“{topic}”是{other}，写 {other}(…)" if topic in others else _near(topic, known)
        yield _error(
            UNKNOWN,
            call,
            template,
            f"没有名为“{topic}”的{call.name}",
            f'{call.name}("{topic}")',
            hint,
        )
    elif call.name == "套话":
        phrase = library.stock[topic]
        genre = library.genres.get(template.genre)
        name = genre.name if genre is not None else template.genre
        if phrase.genres and name not in phrase.genres:
            fitting = [
                other.topic
                for other in library.stock.values()
                if not other.genres or name in other.genres
            ]
            yield _error(
                UNKNOWN,
                call,
                template,
                f"套话“{topic}”只用于{'、'.join(phrase.genres)}，不用于{name}",
                f'套话("{topic}")',
                f"{name}可用：{'、'.join(sorted(fitting))}",
            )


def _style(call: Asked, template: TemplateSource) -> Iterator[Finding]:
    """A way to set a list that there is none of."""
    style = call.arguments[0] if call.arguments else None
    if style is not None and call.name in ("列式", "列述") and style and style not in STYLES:
        yield _error(
            UNKNOWN,
            call,
            template,
            f"没有“{style}”这种列法",
            f'{call.name}("{style}")',
            f"可用：{'、'.join(STYLES)}",
        )


# -- names of facts --------------------------------------------------------------------------


def _names(call: Asked, template: TemplateSource, dictionary: Dictionary) -> Iterator[Finding]:
    """Names that no fact has that the filter is put to."""
    if call.name in _FIRST:
        names: Sequence[str | None] = call.arguments[:1]
    else:
        names = call.arguments if call.name in _ALL else ()
    entries = [entry for path in sorted(call.bases) if (entry := dictionary.find(path)) is not None]
    for name in names:
        if name and entries and not any(_has(entry, name) for entry in entries):
            known = {below for entry in entries for below in entry.members}
            said = "、".join(f"“{entry.path}”" for entry in entries)
            yield _error(
                UNDECLARED, call, template, f"{said}里没有登记“{name}”", f'{call.name}("{name}")', _near(name, known)
            )  # fmt: skip


def _has(entry: Entry, name: str) -> bool:
    return name in entry.members or (not entry.members and name in ASIDE_NAMES)


# -- twice -----------------------------------------------------------------------------------


def _twice(calls: Sequence[Asked], template: TemplateSource) -> Iterator[Finding]:
    """Calls that print the wording an earlier one has printed in the same paper."""
    known: dict[tuple[str | None, ...], list[Asked]] = {}
    for call in dict.fromkeys(call for call in calls if call.name == "套话"):
        if None in call.arguments or not call.arguments:
            continue
        before = known.setdefault((*call.arguments, "")[:2], [])
        other = next((one for one in before if not one.excludes(call)), None)
        before.append(call)
        if other is None:
            continue
        topic = call.arguments[0]
        finding = _error(
            TWICE,
            call,
            template,
            f"套话“{topic}”用了两遍，两处会说一样的话",
            f'套话("{topic}")',
            f'给这一处起个处所名：套话("{topic}", "结尾")',
        )
        yield replace(finding, related=(place_of(other.file, other.line, template),))
