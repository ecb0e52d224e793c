"""What a template asks of the units and promises them, and how another template differs in that:
slots, conditions and loops, phrases, front matter, and the template's own sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from docgen.audit.places import place_of
from docgen.audit.slots import kind_of, slot_rows
from docgen.compose.anatomy import Anatomy, Kind, anatomy, shown
from docgen.facts import dictionary_of
from docgen.finding import Place
from docgen.library import Library, TemplateSource
from docgen.manuscript import Line, Manuscript
from docgen.review.redline import Redline, redline

Shift: TypeAlias = Literal["新增", "去掉", "变为必填", "变为可缺", "写法变了", "变了"]
REQUIRED: Final = "待填"
_KINDS: Final[Mapping[Kind, str]] = {"if": "条件", "for": "循环", "[[ ]]": "可省的话"}


class Term(NamedTuple):
    """Something the templates differ in.

    group: 填空 条件 循环 可省的话 提法 套话 文首.  name: what it is.  old, new: how it is in each,
    "" where there is nothing.  places: lines of the template that has it, of the new one if both.
    """

    group: str
    shift: Shift
    name: str
    old: str = ""
    new: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContractDiff:
    """Two templates.  terms: what the units notice.  words: the redline of the templates' own
    words, slots as 〔…〕."""

    old: TemplateSource
    new: TemplateSource
    terms: tuple[Term, ...]
    words: Redline

    @property
    def changed(self) -> bool:
        """Whether the templates differ in anything."""
        return bool(self.terms or self.words.changed)

    def headline(self) -> str:
        """填空新增2个、变为必填1个；条件去掉1个；模板的话改3处; 没有不同 when there is nothing."""
        counts: dict[str, Counter[str]] = {}
        for term in self.terms:
            counts.setdefault(term.group, Counter())[term.shift] += 1
        told = [
            group + "、".join(f"{shift}{count}个" for shift, count in shifts.items())
            for group, shifts in counts.items()
        ]
        if self.words.changed:
            told.append(f"模板的话变了{len(self.words.changed)}行")
        return "；".join(told) or "没有不同"


class Side(NamedTuple):
    """A template with the library that it is made in."""

    template: TemplateSource
    library: Library


def contract_diff(old: Side, new: Side) -> ContractDiff:
    """How the templates differ.  Raises TemplateError when one cannot be compiled."""
    ours, theirs = (anatomy(side.template, side.library) for side in (old, new))
    terms = (
        *_slots(old, ours, new, theirs),
        *_branches(old, ours, new, theirs),
        *_phrases(old, ours, new, theirs),
        *_front(old.template, new.template),
    )
    words = redline(own_words(old.template), own_words(new.template))
    return ContractDiff(old.template, new.template, tuple(terms), words)


# -- slots -------------------------------------------------------------------------------------


class _Fact(NamedTuple):
    """How a template uses a fact: whether a draft without it owes it, kind, spellings, places."""

    required: bool
    kind: str
    spelled: frozenset[str]
    places: tuple[str, ...]


def _slots(old: Side, ours: Anatomy, new: Side, theirs: Anatomy) -> Iterator[Term]:
    before, after = _facts(old, ours), _facts(new, theirs)
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if was is None and now is not None:
            yield Term("填空", "新增", name, "", _asked(now), now.places)
        elif now is None and was is not None:
            yield Term("填空", "去掉", name, _asked(was), "", was.places)
        elif was is not None and now is not None:
            if was.required != now.required:
                shift: Shift = "变为必填" if now.required else "变为可缺"
                yield Term("填空", shift, name, _asked(was), _asked(now), now.places)
            elif was.spelled != now.spelled:
                before_, after_ = ("、".join(sorted(fact.spelled)) for fact in (was, now))
                yield Term("填空", "写法变了", name, before_, after_, now.places)


def _asked(fact: _Fact) -> str:
    return "，".join(filter(None, ("必填" if fact.required else "可缺", fact.kind)))


def _facts(side: Side, taken: Anatomy) -> dict[str, _Fact]:
    found: dict[str, _Fact] = {}
    dictionary = dictionary_of(side.library)
    for row in slot_rows(taken, side.library):
        if row.part.call:
            continue
        place = _place(row.part.site.file, row.part.site.line, side.template)
        for path in row.facts:
            entry = dictionary.find(path)
            kind = kind_of(entry) if entry is not None else ""
            known = found.get(path, _Fact(False, kind, frozenset(), ()))
            found[path] = _Fact(
                known.required or row.lack == REQUIRED,
                known.kind,
                known.spelled | {row.part.text},
                tuple(dict.fromkeys((*known.places, place))),
            )
    return found


def _place(file: str, line: int, template: TemplateSource) -> str:
    return str(place_of(file, line, template))


# -- conditions, loops, clauses ----------------------------------------------------------------


def _branches(old: Side, ours: Anatomy, new: Side, theirs: Anatomy) -> Iterator[Term]:
    for kind, group in _KINDS.items():
        was, now = (Counter(part.text for part in taken.of(kind)) for taken in (ours, theirs))
        for shift, more, side, taken in (
            ("新增", now - was, new, theirs),
            ("去掉", was - now, old, ours),
        ):
            for text, count in more.items():
                places = [
                    _place(part.site.file, part.site.line, side.template)
                    for part in taken.of(kind)
                    if part.text == text
                ]
                times = f"（{count}处）" if count > 1 else ""
                said = text if kind != "[[ ]]" else f"[[{text}]]"
                given = {"new" if shift == "新增" else "old": times}
                yield Term(group, shift, said, places=tuple(places[-count:]), **given)  # type: ignore[arg-type]


# -- phrases -----------------------------------------------------------------------------------


def _phrases(old: Side, ours: Anatomy, new: Side, theirs: Anatomy) -> Iterator[Term]:
    for group, worded in (("提法", _versions), ("套话", _wordings)):
        before, after = _topics(old, ours, group), _topics(new, theirs, group)
        for topic in dict.fromkeys((*after, *before)):
            if topic not in before:
                yield Term(group, "新增", topic, places=after[topic])
            elif topic not in after:
                yield Term(group, "去掉", topic, places=before[topic])
            else:
                was, now = worded(old.library, topic), worded(new.library, topic)
                for text in now:
                    if text not in was:
                        yield Term(group, "变了", topic, "", f"加了：{text}")
                for text in was:
                    if text not in now:
                        yield Term(group, "变了", topic, f"没有了：{text}")


def _topics(side: Side, taken: Anatomy, call: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in taken.of("{{ }}"):
        if part.call == call:
            topic = part.text.partition('"')[2].partition('"')[0]
            place = _place(part.site.file, part.site.line, side.template)
            found[topic] = tuple(dict.fromkeys((*found.get(topic, ()), place)))
    return found


def _versions(library: Library, topic: str) -> list[str]:
    snippet = library.snippets.get(topic)
    return [
        f"{version.start}起{f'至{version.end}' if version.end else ''} {version.text or '（没有）'}"
        for version in (snippet.versions if snippet is not None else ())
    ]


def _wordings(library: Library, topic: str) -> list[str]:
    phrase = library.stock.get(topic)
    return [wording.text for wording in (phrase.choices if phrase is not None else ())]


# -- front matter and words --------------------------------------------------------------------


def _front(old: TemplateSource, new: TemplateSource) -> Iterator[Term]:
    before, after = _options(old), _options(new)
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            shift: Shift = "变了" if was and now else "新增" if now else "去掉"
            yield Term("文首", shift, name, was, now)


def _options(template: TemplateSource) -> Mapping[str, str]:
    return {
        "名称": template.name,
        "说明": template.note,
        "文种": template.genre,
        **{name: shown(text) for name, (text, _) in template.fields.items()},
        "样式": template.style,
        "列法": template.list_style,
        "外发": "是" if template.outward else "否",
        "序号": "、".join(template.numbering),
        "可引": "、".join(name for name, _ in template.cited),
    }


def own_words(template: TemplateSource) -> Manuscript:
    """The template's body as lines to compare: slots as 〔…〕, tags left out."""
    return Manuscript(f"{template.id}.md.j2", tuple(_lines(template)))


def _lines(template: TemplateSource) -> Iterable[Line]:
    path = f"{template.id}.md.j2"
    for number, typed in enumerate(template.body.split("\n"), template.line):
        text = shown(typed.lstrip())
        level = len(text) - len(text.lstrip("#"))
        text = text.lstrip("# ")
        if text:
            places = ((0, Place(path, number, 1)),)
            role: Literal["heading", "body"] = "heading" if level else "body"
            yield Line(text, places, role, max(level - 1, 0), head=len(text) if level else 0)
